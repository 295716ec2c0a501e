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
from xl_tools.report import Form, Reading, Report, form_of
from xl_tools.review.catalog import judged
from xl_tools.review.wording import BLANK
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.sources.labels import essence
from xl_tools.sources.printed import Printed
from xl_tools.sources.printed.lines import with_tables
from xl_tools.sources.printed.sections import Layout, layout_of

SUBJECT: Final = "政府信息公开工作年度报告"
HOLDER: Final = re.compile(
    r"[XxＸ×]{2,}|某某|[（(【][^）)】]{0,6}(?:待补充|待填|待定|此处)[^）)】]*[）)】]|\{\{|\?\?\?"
)
GARBLED: Final = re.compile("\ufffd+|锟斤拷|烫烫|屯屯|â€|Ã[\u0080-\u00bf]")
PERIOD: Final = re.compile(r"([0-9]{4})年1月1日(?:起)?(?:[至到—－-]|起至)([0-9]{4})年12月31日")
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
NUMERALS: Final = "一二三四五六七八九十"
SECOND: Final = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]")
AROUND: Final = 8


def content_findings(
    printed: Printed, reading: Reading, editions: Editions, *, torn: bool = False
) -> Iterator[Finding]:
    """Everything that the form asks of title, parts, tables and text.

    In a `torn` text it is not sure where paragraphs end: that of a PDF.
    """
    report = reading.report
    form = form_of(report, editions)
    edition = form.edition
    layout = layout_of(with_tables(printed, editions), edition.sections)
    yield from _title(report)
    yield from _sections(printed, layout, report, edition)
    yield from _tables(report, form)
    if not reading.changed:
        yield from _labels(printed, report, form)
    yield from _facts(printed, report)
    texts = _texts(report)
    if torn:
        texts = {part: _mended(lines) for part, lines in texts.items()}
    yield from _numbers(texts)
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


def _sections(
    printed: Printed, layout: Layout, report: Report, edition: Edition
) -> Iterator[Finding]:
    lines = {BLANK.sub("", one.text).rstrip("。：:") for one in printed.paragraphs()}
    for title in layout.missing:
        if title in lines:
            yield judged("J-SECTION", f"“{title}”不在它的位置上")
        else:
            yield judged("J-SECTION", f"没有“{title}”这一部分")
    for section in edition.sections:
        if section.title in layout.missing:
            continue
        runs_in = any(line.startswith(section.title) for line in lines)
        if section.title not in lines and not runs_in:
            seen = layout.renamed.get(section.title, "")
            now = f"，现在是“{seen}”" if seen else ""
            yield judged("J-HEADING", f"标题应是“{section.title}”{now}")
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


def _facts(printed: Printed, report: Report) -> Iterator[Finding]:
    whole = "\n".join(BLANK.sub("", one.text) for one in printed.paragraphs())
    for first, last in PERIOD.findall(BLANK.sub("", report.narrative.get("preface", ""))):
        if (first, last) != (str(report.year), str(report.year)):
            words = f"统计期限写的是{first}年1月1日至{last}年12月31日，报告年度是{report.year}"
            yield judged("J-PERIOD", words)
    if report.signature and not _same_organ(report):
        words = f"落款是“{report.signature}”，标题里是“{report.organ.name}”"
        yield judged("J-SIGN", words)
    if report.date[:4].isdigit() and int(report.date[:4]) <= report.year:
        yield judged("J-DATE", f"成文日期是 {report.date}，在 {report.year} 年度结束以前")
    if padded := PADDED.search(whole):
        yield judged("J-DATE", f"“{padded[0]}”的月、日前面不应有 0")
    if garbled := _quotes(GARBLED, [whole]):
        yield judged("J-GARBLED", f"有乱码：{garbled}")
    if held := _quotes(HOLDER, [whole]):
        yield judged("J-HOLDER", f"有占位的文字：{held}")


def _same_organ(report: Report) -> bool:
    signed, named = (BLANK.sub("", text) for text in (report.signature, report.organ.name))
    return signed in named or named in signed


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


def _numbers(texts: Mapping[str, list[str]]) -> Iterator[Finding]:
    for lines in texts.values():
        heads = [match for line in lines if (match := SECOND.match(line))]
        numbers = [_number(match[1]) for match in heads]
        expected = list(range(1, len(numbers) + 1))
        if numbers != expected:
            shown = "".join(match[0] for match in heads)
            yield judged("J-NUMBER", f"小标题的编号是{shown}")


def _number(text: str) -> int:
    """一 to 九十九 as a number."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return NUMERALS.find(text) + 1
    return (NUMERALS.find(tens) + 1 if tens else 1) * 10 + (NUMERALS.find(ones) + 1 if ones else 0)


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
