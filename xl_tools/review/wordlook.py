"""Word file -> findings about its layout: paper, margins, lines, fonts, headings, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from xl_tools.document.blocks import Heading
from xl_tools.document.fonts import FANG, HEI, KAI, SONG, TITLE
from xl_tools.document.headings import block_of
from xl_tools.report import Report
from xl_tools.review.catalog import judged
from xl_tools.review.wording import BLANK
from xl_tools.review.wordtree import TWIPS_PER_MM, Node, Word, WordParagraph, related, tree
from xl_tools.rules.finding import Finding, cut

PAPER: Final = (210.0, 297.0)
MARGINS: Final = {"top": ("天头", 37.0), "left": ("订口", 28.0), "right": ("右边", 26.0),
                  "bottom": ("下边", 35.0)}  # fmt: skip
SLACK: Final = 1.5  # millimetres
LINES: Final = (27.0, 30.5)  # points
SIZES: Final = {"title": (22.0, "2号（22 磅）"), "body": (16.0, "3号（16 磅）")}
SMALLEST: Final = 9.0
FONTS: Final = {
    "title": ((*TITLE, *SONG), "小标宋"),
    "first": (HEI, "黑体"),
    "second": ((*KAI, *HEI), "楷体"),
    "body": (FANG, "仿宋"),
}
ROLES: Final = {"title": "标题", "first": "一级标题", "second": "二级标题", "body": "正文"}
BLACK: Final = ("", "auto", "000000")
FIELD: Final = re.compile(r"\bPAGE\b")
QUOTED: Final = 10
GAPS: Final = 2


def word_findings(word: Word, report: Report, titles: Iterable[str]) -> Iterator[Finding]:
    """Everything about the layout that differs from the standard."""
    roles = list(_roles(word, report, frozenset(titles)))
    yield from _page(word)
    yield from _lines(roles)
    yield from _fonts(roles)
    yield from _sizes(word, roles)
    yield from _colours(word)
    yield from _paragraphs(roles)
    yield from _numbers(word)
    yield from _leftovers(word)
    for number, table in enumerate((n for n in word.body.children if n.name == "tbl"), start=1):
        yield from _table(table, number, _text_width(word))
    yield from _names(word, report)


# ---- what each paragraph is --------------------------------------------------------------

Role = tuple[str, WordParagraph]


def _roles(word: Word, report: Report, titles: frozenset[str]) -> Iterator[Role]:
    """("title", "first", "second", "body", "other") for each paragraph outside tables."""
    title, before = BLANK.sub("", report.title), True
    for one in word.paragraphs:
        text = BLANK.sub("", one.text)
        if one.table or not text:
            continue
        before = before and text not in titles
        if before and title and text in title:
            yield "title", one
        elif text in titles:
            yield "first", one
        else:
            yield _role_of(text), one


def _role_of(text: str) -> str:
    block = block_of(text)
    if isinstance(block, Heading):
        return "second" if block.level == 2 else "third"
    return "body" if len(text) > 20 else "other"


def _quote(paragraphs: list[WordParagraph]) -> str:
    words = [f"“{BLANK.sub('', one.text)[:QUOTED]}…”" for one in paragraphs]
    return cut(words, len(words), "段")


# ---- page --------------------------------------------------------------------------------


def _page(word: Word) -> Iterator[Finding]:
    width, height = (_mm(word.section.value("pgSz", side)) for side in ("w", "h"))
    if abs(width - PAPER[0]) > SLACK or abs(height - PAPER[1]) > SLACK:
        yield judged("L-PAPER", f"纸是 {width:.0f}×{height:.0f} 毫米")
        return
    wrong = []
    for side, (name, wanted) in MARGINS.items():
        found = _mm(word.section.value("pgMar", side))
        if abs(found - wanted) > SLACK:
            wrong.append(f"{name} {found:.1f} 毫米（应为 {wanted:.0f}）")
    if wrong:
        yield judged("L-MARGIN", f"页边距不对：{'、'.join(wrong)}")


def _mm(twips: str) -> float:
    return float(twips) / TWIPS_PER_MM if twips.lstrip("-").isdigit() else 0.0


def _text_width(word: Word) -> float:
    sides = sum(_mm(word.section.value("pgMar", side)) for side in ("left", "right"))
    return _mm(word.section.value("pgSz", "w")) - sides


def _lines(roles: list[Role]) -> Iterator[Finding]:
    own = [one for role, one in roles if role != "title"]
    wrong = [one for one in own if not LINES[0] <= one.look.line <= LINES[1]]
    if wrong:
        seen = Counter(_line_words(one.look.line) for one in wrong).most_common(1)[0][0]
        yield judged("L-LINE", f"行距是{seen}：{_quote(wrong)}")


def _line_words(line: float) -> str:
    return f"固定 {line:g} 磅" if line > 0 else f" {-line / 12:g} 倍，随字体变"


# ---- characters --------------------------------------------------------------------------


def _fonts(roles: list[Role]) -> Iterator[Finding]:
    for role, (allowed, name) in FONTS.items():
        wrong: Counter[str] = Counter()
        for own, one in roles:
            for font, text in _by_part(one):
                if _counts_as(own, text, role) and font not in allowed:
                    wrong[font] += len(text)
        if wrong:
            listed = "、".join(font or "（没有写）" for font, _ in wrong.most_common(3))
            yield judged("L-FONT", f"{ROLES[role]}应是{name}，现在有{listed}")


def _counts_as(role: str, text: str, wanted: str) -> bool:
    """Does the text of a run in a paragraph of this role count as such?"""
    if role == "second":
        is_heading = isinstance(block_of(text), Heading)
        return wanted == ("second" if is_heading else "body")
    return role == wanted


def _by_part(one: WordParagraph) -> Iterator[tuple[str, str]]:
    for run in one.runs:
        text = BLANK.sub("", run.text)
        if text and not text.isascii():
            yield run.look.font, text


def _sizes(word: Word, roles: list[Role]) -> Iterator[Finding]:
    for role, (wanted, name) in SIZES.items():
        own = [one for kind, one in roles if (kind == "title") == (role == "title")]
        wrong = [one for one in own if any(_is_off(run.look.size, wanted) for run in one.runs)]
        if wrong:
            seen = next(r.look.size for r in wrong[0].runs if _is_off(r.look.size, wanted))
            yield judged("L-SIZE", f"{ROLES[role]}应是{name}，现在有 {seen:g} 磅：{_quote(wrong)}")
    small = [one for one in word.paragraphs if one.table and _smallest(one) < SMALLEST]
    if small:
        yield judged("L-SIZE", f"表里的字只有 {min(map(_smallest, small)):g} 磅：{_quote(small)}")


def _is_off(size: float, wanted: float) -> bool:
    return bool(size) and abs(size - wanted) > 0.6


def _smallest(one: WordParagraph) -> float:
    return min((run.look.size for run in one.runs if run.text.strip()), default=SMALLEST)


def _colours(word: Word) -> Iterator[Finding]:
    wrong = [
        one
        for one in word.paragraphs
        if any(run.text.strip() and _is_coloured(run.look.run) for run in one.runs)
    ]
    if wrong:
        yield judged("L-COLOUR", f"有带颜色的文字：{_quote(wrong)}")


def _is_coloured(look: object) -> bool:
    found = dict(look) if isinstance(look, dict) else {}
    colour = found.get("color", {}).get("val", "")
    marked = found.get("highlight", {}).get("val", "none")
    return colour not in BLACK or marked != "none"


# ---- paragraphs --------------------------------------------------------------------------


def _paragraphs(roles: list[Role]) -> Iterator[Finding]:
    by_role: dict[str, list[WordParagraph]] = {}
    for role, one in roles:
        by_role.setdefault(role, []).append(one)
    flat = [p for p in by_role.get("body", []) if not _is_indented(p)]
    if flat:
        yield judged("L-INDENT", f"段首没有空两字：{_quote(flat)}")
    aside = [p for p in by_role.get("title", []) if _side(p) != "center"]
    if aside:
        yield judged("L-ALIGN", f"标题没有居中：{_quote(aside)}")
    headings = by_role.get("first", [])
    plain = [p for p in headings if "outlineLvl" not in p.look.paragraph]
    if plain:
        yield judged("L-OUTLINE", f"标题只是正文：{_quote(plain)}")
    loose = [p for p in headings if not p.look.has("keepNext")]
    if loose:
        yield judged("L-KEEP", f"标题可能落在页底：{_quote(loose)}")


def _is_indented(one: WordParagraph) -> bool:
    return 1.5 <= one.look.indent <= 2.6 or one.text.startswith(("\u3000\u3000", "    "))


def _side(one: WordParagraph) -> str:
    return one.look.paragraph.get("jc", {}).get("val", "")


# ---- page numbers, leftovers, names ------------------------------------------------------


def _numbers(word: Word) -> Iterator[Finding]:
    relations = word.package.relations(word.package.main)
    references = {
        one.attributes.get("type", ""): relations.get(one.attributes.get("id", ""))
        for one in word.body.every("footerReference")
    }
    wanted = ["default"]
    settings = related(word.package, "settings")
    if settings and tree(word.package.read(settings), settings).has("evenAndOddHeaders"):
        wanted.append("even")
    for kind in wanted:
        found = references.get(kind)
        name = "双页的页脚" if kind == "even" else "页脚"
        if found is None:
            yield judged("L-NUMBER", f"{name}里没有页码")
        elif not _counts(tree(word.package.read(found.member), found.member)):
            yield judged("L-NUMBER", f"{name}里的页码不是自动的")


def _counts(footer: Node) -> bool:
    fields = [one.text for one in footer.every("instrText")]
    fields += [one.attributes.get("instr", "") for one in footer.every("fldSimple")]
    return any(FIELD.search(field) for field in fields)


def _leftovers(word: Word) -> Iterator[Finding]:
    kinds = {"ins": "修订", "del": "修订", "moveTo": "修订", "commentReference": "批注"}
    left = {words for name, words in kinds.items() if next(word.body.every(name), None)}
    if left:
        yield judged("L-CHANGE", f"还留着{'、'.join(sorted(left))}")
    hidden = [
        run.text
        for one in word.paragraphs
        for run in one.runs
        if run.text.strip() and "vanish" in run.look.run
    ]
    if hidden:
        yield judged("L-HIDDEN", f"有隐藏的文字：“{''.join(hidden)[:30]}”")
    empty = 0
    for one in word.paragraphs:
        empty = empty + 1 if not one.table and not one.text.strip() else 0
        if empty > GAPS:
            yield judged("L-GAP", f"有 {empty} 个空行连在一起")
            return


def _names(word: Word, report: Report) -> Iterator[Finding]:
    member = word.package.find("docProps/core.xml")
    title = ""
    if member:
        title = "".join(n.text for n in tree(word.package.read(member), member).every("title"))
    if not title or BLANK.sub("", report.title) not in BLANK.sub("", title):
        yield judged("L-NAME", f"文件属性里的标题是“{title}”" if title else "文件属性里没有标题")


# ---- tables ------------------------------------------------------------------------------


def _table(table: Node, number: int, room: float) -> Iterator[Finding]:
    name = f"第 {number} 张表"
    rows = [one for one in table.children if one.name == "tr"]
    properties = table.first("tblPr") or Node("tblPr", {})
    grid = [_mm(one.attributes.get("w", "")) for one in table.every("gridCol")]
    if sum(grid) > room + SLACK:
        yield judged("L-WIDTH", f"{name}宽 {sum(grid):.0f} 毫米，版心只有 {room:.0f} 毫米")
    widths = {_columns(row) for row in rows}
    if grid and widths - {len(grid)}:
        yield judged("L-GRID", f"{name}有的行是 {max(widths)} 格宽，表只有 {len(grid)} 格")
    high = _header_rows(rows)
    # A table of several blocks has the heads of its columns in each of them.
    if high > 2 and len(rows) > 15:
        repeated = sum(_has(row, "tblHeader") for row in rows[:high])
        if repeated < high:
            yield judged("L-HEADER", f"{name}的表头有 {high} 行，设了重复的有 {repeated} 行")
    if not all(_has(row, "cantSplit") for row in rows):
        yield judged("L-SPLIT", f"{name}有的行可以断在两页")
    styled = properties.first("tblBorders") or properties.first("tblStyle")
    if styled is None and not next(table.every("tcBorders"), None):
        yield judged("L-BORDER", f"{name}没有框线")
    if properties.first("tblCaption") is None:
        yield judged("L-CAPTION", f"{name}没有给读屏软件的名称")


def _has(row: Node, name: str) -> bool:
    properties = row.first("trPr")
    return properties is not None and properties.has(name)


def _columns(row: Node) -> int:
    cells = (one.first("tcPr") or one for one in row.children if one.name == "tc")
    spans = (cell.value("gridSpan") for cell in cells)
    return sum(int(span) if span.isascii() and span.isdigit() else 1 for span in spans)


def _header_rows(rows: list[Node]) -> int:
    """How many rows stand above the first one with a figure in it."""
    for number, row in enumerate(rows):
        texts = ("".join(t.text for t in cell.every("t")) for cell in row.every("tc"))
        if any(text.strip().isdigit() for text in texts):
            return number
    return 0
