"""Styles, page and settings -> base.docx, the empty document that reports are written into.

GB/T 9704-2012: A4, margins 37, 35, 28 and 26 mm, page numbers below the text, on the outer side.
"""

from __future__ import annotations

from typing import Final

from xl_tools.builtin import template_path
from xl_tools.document.profile import STANDARD, Profile
from xl_tools.document.properties import app_properties, core_properties
from xl_tools.document.styles import font_table, line_of, styles
from xl_tools.document.wordml import BASE, DECLARATION, R, W, paragraph, run, twips
from xl_tools.files import write_whole
from xl_tools.ooxml.archive import packed_anew, written

PAGE: Final = (210, 297)
# The footer so low that the dashes of the page number stand 7 mm below the text.
MARGINS: Final = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25.6}

PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
TYPE: Final = "application/vnd.openxmlformats-officedocument"
WORD_TYPE: Final = f"{TYPE}.wordprocessingml"
# part -> its content type
PARTS: Final = {
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{TYPE}.extended-properties+xml",
    "word/document.xml": f"{WORD_TYPE}.document.main+xml",
    "word/styles.xml": f"{WORD_TYPE}.styles+xml",
    "word/settings.xml": f"{WORD_TYPE}.settings+xml",
    "word/fontTable.xml": f"{WORD_TYPE}.fontTable+xml",
    "word/footer1.xml": f"{WORD_TYPE}.footer+xml",
    "word/footer2.xml": f"{WORD_TYPE}.footer+xml",
}
# (kind of relation, what it leads to); they are numbered from rId1
OF_PACKAGE: Final = (
    (f"{R}/officeDocument", "word/document.xml"),
    (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    (f"{R}/extended-properties", "docProps/app.xml"),
)
OF_DOCUMENT: Final = (
    (f"{R}/styles", "styles.xml"),
    (f"{R}/settings", "settings.xml"),
    (f"{R}/fontTable", "fontTable.xml"),
    (f"{R}/footer", "footer1.xml"),
    (f"{R}/footer", "footer2.xml"),
)
ODD_FOOTER, EVEN_FOOTER = "rId4", "rId5"


def build_base() -> bytes:
    """The bytes of base.docx; the same source gives the same bytes."""
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(OF_PACKAGE),
        "docProps/core.xml": core_properties(),
        "docProps/app.xml": app_properties(),
        "word/document.xml": "",
        "word/_rels/document.xml.rels": _relations(OF_DOCUMENT),
        "word/styles.xml": "",
        "word/settings.xml": _settings(),
        **parts_of(STANDARD),
    }
    return written(packed_anew(name.encode(), text.encode()) for name, text in members.items())


def parts_of(profile: Profile) -> dict[str, str]:
    """The parts that an office's habits change."""
    return {
        "word/document.xml": _document(profile),
        "word/styles.xml": styles(profile),
        "word/fontTable.xml": font_table(profile),
        "word/footer1.xml": _footer("right", profile.page_numbers),
        "word/footer2.xml": _footer("left", profile.page_numbers),
    }


def _content_types() -> str:
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    parts = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in PARTS.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(relations: tuple[tuple[str, str], ...]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _document(profile: Profile) -> str:
    """One section and no text: the blocks go before the section's properties."""
    width, height = map(twips, PAGE)
    margins = "".join(f' w:{side}="{twips(size)}"' for side, size in MARGINS.items())
    # Not linesAndChars: LibreOffice 7.4 would set fifteen characters a line.
    return (
        f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:sectPr>'
        f'<w:footerReference w:type="default" r:id="{ODD_FOOTER}"/>'
        f'<w:footerReference w:type="even" r:id="{EVEN_FOOTER}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar{margins} w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{line_of(profile)}"/></w:sectPr></w:body>'
        "</w:document>"
    )


def _settings() -> str:
    compatible = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    listed = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{value}"/>'
        for name, value in compatible.items()
    )
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{listed}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _footer(side: str, style: str) -> str:
    """The page number between dashes, one character in from the outer margin or in the middle."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    dash = "-" if style == "hyphens" else "—"
    field = f"{mark.format('begin')}{code}{mark.format('separate')}{run('1')}{mark.format('end')}"
    place = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
    place = '<w:jc w:val="center"/>' if style == "centre" else place
    number = f"{run(f'{dash} ')}{field}{run(f' {dash}')}" if style != "none" else ""
    line = paragraph("Footer", number, place)
    return f'{DECLARATION}<w:ftr xmlns:w="{W}" xmlns:r="{R}">{line}</w:ftr>'


if __name__ == "__main__":
    write_whole(template_path(BASE), build_base())
