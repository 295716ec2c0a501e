"""Fonts and measures of official documents -> the parts of a Word file that hold styles and fonts.

GB/T 9704-2012: text 仿宋 16 points, 22 lines of 28 characters; headings 黑体, 楷体, 仿宋.
"""

from __future__ import annotations

from typing import Final

from xl_tools.document.fonts import stand_ins
from xl_tools.document.measure import line_height
from xl_tools.document.profile import STANDARD, Fonts, Profile
from xl_tools.document.wordml import DECLARATION, W, escaped
from xl_tools.document.wordtable import text_style
from xl_tools.records import NamedTuple

TITLE_LINE: Final = 680
# 28 characters of 16 points are wider than 156 mm, so each is set a quarter of a point closer.
PITCH: Final = '<w:spacing w:val="-5"/>'
TABLE_SIZES: Final = (12.0, 10.5)


class Font(NamedTuple):
    """A font that the document names, and the one to take where it is not installed."""

    name: str
    other: str
    panose: str
    family: str
    pitch: str


# What Word wants to know of each, in the order of a profile's fonts.
KNOWN: Final = (
    Font("仿宋_GB2312", "仿宋", "02010609030101010101", "modern", "fixed"),
    Font("楷体_GB2312", "楷体", "02010609030101010101", "modern", "fixed"),
    Font("黑体", "SimHei", "02010609060101010101", "modern", "fixed"),
    Font("宋体", "SimSun", "02010600030101010101", "auto", "variable"),
    Font("方正小标宋简体", "方正小标宋_GBK", "03000509000000000000", "script", "default"),
    Font("Times New Roman", "", "02020603050405020304", "roman", "variable"),
)


def line_of(profile: Profile) -> int:
    """The distance of two lines in twentieths of a point."""
    return round(profile.line * 20)


def font_table(profile: Profile = STANDARD) -> str:
    """word/fontTable.xml."""
    fonts = "".join(
        f'<w:font w:name="{escaped(font.name)}">'
        + (f'<w:altName w:val="{escaped(font.other)}"/>' if font.other else "")
        + f'<w:panose1 w:val="{font.panose}"/><w:charset w:val="{"86" if font.other else "00"}"/>'
        f'<w:family w:val="{font.family}"/><w:pitch w:val="{font.pitch}"/></w:font>'
        for font in dict.fromkeys(map(_font, profile.fonts, KNOWN))
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def _font(name: str, usual: Font) -> Font:
    """A font by name; one that is not the usual one for its purpose is described like it."""
    if name == usual.name:
        return usual
    others = stand_ins(name)[1:]
    other = others[0] if others else usual.name
    return usual._replace(name=name, other=other if usual.other else "")


# ---- pieces of a style --------------------------------------------------------------------


def _fonts(chinese: str, latin: str) -> str:
    chinese, latin = escaped(chinese), escaped(latin)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}"'
        f' w:eastAsia="{chinese}" w:cs="{latin}"/>'
    )


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _lines(line: int, before: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="exact"/>'


INDENT: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
NO_INDENT: Final = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
FIXED_GRID: Final = '<w:snapToGrid w:val="0"/>'
LOOSE: Final = f'<w:widowControl w:val="0"/>{FIXED_GRID}'
WITH_NEXT: Final = f"<w:keepNext/><w:keepLines/>{LOOSE}"


def _aligned(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def _style(style: str, name: str, paragraph: str, run: str, links: str = "") -> str:
    """A paragraph style; `links` says what it is based on, what follows it and the like."""
    default = ' w:default="1"' if style == "Normal" else ""
    formatted = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style}"><w:name w:val="{name}"/>{links}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>{formatted}</w:style>"
    )


def _based(base: str, following: str = "", link: str = "") -> str:
    following = f'<w:next w:val="{following}"/>' if following else ""
    link = f'<w:link w:val="{link}"/>' if link else ""
    return f'<w:basedOn w:val="{base}"/>{following}{link}'


# ---- the styles ---------------------------------------------------------------------------


def heading_runs(fonts: Fonts) -> dict[int, str]:
    """How the text of a heading looks, by its level."""
    return {
        1: _fonts(fonts.hei, fonts.latin),
        2: _fonts(fonts.kai, fonts.latin),
        3: f"{_fonts(fonts.text, fonts.latin)}<w:b/><w:bCs/>",
    }


def styles(profile: Profile = STANDARD) -> str:
    """word/styles.xml."""
    fonts, line = profile.fonts, line_of(profile)
    runs = heading_runs(fonts)
    parts = (
        _defaults(fonts),
        _style("Normal", "Normal", f"{LOOSE}{_lines(line)}{_aligned('both')}", ""),
        _style("BodyText", "Body Text", INDENT, PITCH, _based("Normal")),
        _title(fonts),
        *(_heading(level, run) for level, run in runs.items()),
        *(_heading_run(level, run) for level, run in runs.items() if level > 1),
        _style("Signature", "Signature", f"<w:keepNext/>{NO_INDENT}{_aligned('right')}", PITCH,
               _based("Normal", "Date")),
        _style("Date", "Date", f"{NO_INDENT}{_aligned('right')}", PITCH, _based("Normal")),
        _style("Footer", "footer", f"{FIXED_GRID}{_lines(280)}",
               f"{_fonts(fonts.song, fonts.song)}{_size(14)}", _based("Normal")),
        *(table_text(size) for size in TABLE_SIZES),
        BUILT_IN,
    )  # fmt: skip
    return f'{DECLARATION}<w:styles xmlns:w="{W}">{"".join(parts)}</w:styles>'


def _defaults(fonts: Fonts) -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f"{_fonts(fonts.text, fonts.latin)}{_size(16)}{language}</w:rPr>"
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _title(fonts: Fonts) -> str:
    paragraph = f"<w:keepNext/><w:keepLines/>{_lines(TITLE_LINE)}{_aligned('center')}"
    run = f"{_fonts(fonts.title, fonts.latin)}{_size(22)}"
    return _style("Title", "Title", paragraph, run, _based("Normal", "BodyText"))


def _heading(level: int, run: str) -> str:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    link = f"Heading{level}Char" if level > 1 else ""
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f"{WITH_NEXT}{INDENT}{outline}",
        run + PITCH,
        _based("Normal", "BodyText", link),
    )


def _heading_run(level: int, run: str) -> str:
    """The heading inside a paragraph that goes on as text; the outline leaves it out."""
    links = _based("DefaultParagraphFont", link=f"Heading{level}")
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="Heading{level}Char">'
        f'<w:name w:val="标题 {level} 字符"/>{links}'
        f"<w:rPr>{run}{PITCH}</w:rPr></w:style>"
    )


def table_text(font_size: float) -> str:
    """The style of the text in tables of a font size: its lines do not depend on the font."""
    paragraph = f"{NO_INDENT}{_aligned('center')}"
    return _style(
        text_style(font_size),
        f"表格文字 {font_size:g} 磅",
        f"{_lines(round(line_height(font_size) * 20))}{paragraph}",
        _size(font_size),
        _based("Normal"),
    ).replace("<w:style ", '<w:style w:customStyle="1" ', 1)


BUILT_IN: Final = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
