"""Printed report -> findings about its parts, its text and its facts, whatever the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from xl_tools.document.blocks import Heading
from xl_tools.document.headings import block_of
from xl_tools.edition import Edition, Editions
from xl_tools.grid import grid_of
from xl_tools.report import SUBJECT, Form, Reading, Report, form_of
from xl_tools.review.catalog import judged
from xl_tools.review.wording import BLANK
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.sources.labels import essence
from xl_tools.sources.printed import Printed

HOLDER: Final = re.compile(
    r"[（(【][^）)】]{0,6}(?:待补充|待填|待定|此处)[^）)】]*[）)】]|\{\{|\?\?\?"
)
GARBLED: Final = re.compile("\ufffd+|锟斤拷|烫烫|屯屯|â€|Ã[\u0080-\u00bf]")
PADDED: Final = re.compile(r"[0-9]{4}年(?:0[0-9]?月|[0-9]{1,2}月0[0-9]日)")
CJK: Final = "[\u3400-\u9fff]"
BAD_MARKS: Final = (
    (re.compile(r"[，。；：、！？]{2,}"), "标点连在一起"),
    (re.compile(rf"{CJK}[,;:?!]{CJK}"), "汉字之间用了半角标点"),
    (re.compile(rf"\"{CJK}|{CJK}\""), "用了半角的引号"),
)
PAIRS: Final = ("（）", "《》", "“”", "〔〕", "【】")
CLOSES: Final = "。！？；：，）”》…"
LONG: Final = 25  # a shorter line may be an entry of a list
AROUND: Final = 8


def content_findings(
    printed: Printed, reading: Reading, editions: Editions, *, torn: bool = False
) -> Iterator[Finding]:
    """Everything that the form asks of title, parts, tables and text.

    In a `torn` text it is not sure where paragraphs end: that of a PDF.
    """
    report = reading.report
    form = form_of(report, editions)
    yield from _title(report)
    yield from _empty(report, form.edition)
    yield from _tables(report, form)
    if not reading.changed:
        yield from _labels(printed, report, form)
    yield from _facts(printed)
    texts = _texts(report)
    if torn:
        texts = {part: _mended(lines) for part, lines in texts.items()}
    yield from _marks(texts)


def _title(report: Report) -> Iterator[Finding]:
    bare = BLANK.sub("", report.title)
    before, year, _ = bare.partition(f"{report.year}年")
    missing = [
        words
        for words, there in (
            ("机关名称", bool(before.removeprefix("关于")) if year else True),
            ("年度", bool(year)),
            (f"“{SUBJECT}”", SUBJECT in bare),
        )
        if not there
    ]
    if missing:
        shown = f"“{bare}”" if bare else "（没有找到）"
        yield judged("J-TITLE", f"标题{shown}里没有{'、'.join(missing)}")


def _empty(report: Report, edition: Edition) -> Iterator[Finding]:
    for section in edition.sections:
        if not section.table and not report.narrative.get(section.id, "").strip():
            yield judged("J-EMPTY", f"“{section.title}”下面没有文字")


def _tables(report: Report, form: Form) -> Iterator[Finding]:
    for name, table in form.tables.items():
        if not any(cell.startswith(f"{name}.") for cell in report.cells):
            yield judged("J-TABLE", f"没有{table.number}（{table.caption}）")


def _labels(printed: Printed, report: Report, form: Form) -> Iterator[Finding]:
    """Fixed wording that the reader took as meant, though it is not the official one."""
    seen = {essence(cell.text) for table in printed.tables() for cell in table.cells}
    for name, table in form.tables.items():
        stated = any(cell.startswith(f"{name}.") for cell in report.cells)
        texts = [box.text for box in grid_of(table).boxes if box.text] if stated else []
        missing = [text for text in dict.fromkeys(texts) if essence(text) not in seen]
        if missing:
            listed = cut([f"“{text}”" for text in missing], len(missing), "处")
            words = f"{table.number}里没有找到官方的写法：{listed}，请改回官方写法"
            yield found(form.edition.rules["LABEL"], words)


def _facts(printed: Printed) -> Iterator[Finding]:
    whole = "\n".join(BLANK.sub("", one.text) for one in printed.paragraphs())
    if padded := PADDED.search(whole):
        yield judged("J-DATE", f"“{padded[0]}”的月、日前面不应有 0")
    if garbled := _quotes(GARBLED, [whole]):
        yield judged("J-GARBLED", f"有乱码：{garbled}")
    if held := _quotes(HOLDER, [whole]):
        yield judged("J-HOLDER", f"有占位的文字：{held}")


# ---- text --------------------------------------------------------------------------------


def _texts(report: Report) -> Mapping[str, list[str]]:
    """The paragraphs of each part, without blanks."""
    return {
        part: [bare for line in text.split("\n") if (bare := BLANK.sub("", line))]
        for part, text in report.narrative.items()
    }


def _mended(lines: list[str]) -> list[str]:
    """The lines, each that ends without a mark joined with the next."""
    mended: list[str] = []
    for line in lines:
        if mended and mended[-1][-1] not in CLOSES and not _is_heading(mended[-1]):
            mended[-1] += line
        else:
            mended.append(line)
    return mended


def _marks(texts: Mapping[str, list[str]]) -> Iterator[Finding]:
    lines = [line for own in texts.values() for line in own]
    for pattern, words in BAD_MARKS:
        if quoted := _quotes(pattern, lines):
            yield judged("J-MARK", f"{words}：{quoted}")
    bare = [line for line in lines if _is_unclosed(line)]
    if bare:
        shown = cut([f"“…{line[-AROUND:]}”" for line in bare], len(bare), "段")
        yield judged("J-MARK", f"段落的末尾没有标点：{shown}")
    for line in lines:
        counts = Counter(line)
        for left, right in PAIRS:
            if counts[left] != counts[right]:
                yield judged("J-PAIR", f"“{left}{right}”不成对：“{_first(line, left, right)}”")


def _is_unclosed(line: str) -> bool:
    return len(line) >= LONG and line[-1] not in CLOSES and not _is_heading(line)


def _is_heading(line: str) -> bool:
    block = block_of(line)
    return isinstance(block, Heading) and not block.body


def _first(line: str, left: str, right: str) -> str:
    """Where the pair that is not one stands."""
    at = max(line.rfind(left), line.find(right))
    return f"…{line[max(0, at - AROUND) : at + AROUND]}…"


def _quotes(pattern: re.Pattern[str], lines: list[str]) -> str:
    quoted = [
        f"“{line[max(0, match.start() - AROUND) : match.end() + AROUND]}”".replace("\n", " ")
        for line in lines
        for match in pattern.finditer(line)
    ]
    return cut(quoted, len(quoted), "处") if quoted else ""
