"""Page -> findings about its markup: language, headings, tables, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from xl_tools.edition import Editions
from xl_tools.grid import grid_of
from xl_tools.report import Report, form_of
from xl_tools.review.catalog import judged
from xl_tools.review.wording import BLANK
from xl_tools.rules.finding import Finding

TAG: Final = r"<{}(?=[\s/>])([^<>]*)>"
HEADING: Final = re.compile(r"<h([1-6])(?=[\s>])[^<>]*>(.*?)</h", re.IGNORECASE | re.DOTALL)
MARKUP: Final = re.compile(r"<[^<>]*>")
SPAN: Final = re.compile(r"\b(?:row|col)span\s*=", re.IGNORECASE)
FOREIGN: Final = re.compile(
    r"<(?:script|link|iframe|img)(?=\s)[^<>]*?(?:src|href)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
SIZE: Final = re.compile(r"font-size\s*:\s*([0-9.]+)\s*(pt|px)", re.IGNORECASE)
SMALLEST: Final = 12.0  # pixels
HEAD: Final = 4096


def page_findings(text: str, report: Report, editions: Editions) -> Iterator[Finding]:
    """Everything in the markup that keeps people or programs from reading it."""
    whole = bool(_tags(text, "html"))
    if whole:
        yield from _page(text)
    yield from _outline(text, report, editions, whole=whole)
    yield from _tables(text, report, editions)
    images = [one for one in _tags(text, "img") if not re.search(r"\balt\s*=", one, re.IGNORECASE)]
    if images:
        yield judged("H-IMAGE", f"有 {len(images)} 张图片没有说明")
    foreign = sorted(set(FOREIGN.findall(text)))
    if foreign:
        yield judged("H-FOREIGN", f"网页要从别处取 {foreign[0]} 等 {len(foreign)} 个文件")
    small = [found for found in SIZE.findall(text) if _pixels(*found) < SMALLEST]
    if small:
        size, unit = min(small, key=lambda one: _pixels(*one))
        yield judged("H-SIZE", f"有的字只有 {size}{unit}")


def _tags(text: str, name: str) -> list[str]:
    """The attributes of every start tag of that name, as written."""
    return re.findall(TAG.format(name), text, re.IGNORECASE)


def _pixels(size: str, unit: str) -> float:
    try:
        return float(size) * (4 / 3 if unit.lower() == "pt" else 1)
    except ValueError:
        return SMALLEST


def _page(text: str) -> Iterator[Finding]:
    if not any(re.search(r"\blang\s*=", one, re.IGNORECASE) for one in _tags(text, "html")):
        yield judged("H-LANG", "网页没有写明语言")
    title = re.search(r"<title[^<>]*>([^<]*)", text, re.IGNORECASE)
    if title is None or not title[1].strip():
        yield judged("H-NAME", "网页没有标题")
    if not re.search(r"charset\s*=", text[:HEAD], re.IGNORECASE):
        yield judged("H-CHARSET", "网页没有写明编码")


def _outline(text: str, report: Report, editions: Editions, *, whole: bool) -> Iterator[Finding]:
    found = [(int(level), _bare(inner)) for level, inner in HEADING.findall(text)]
    title = _bare(report.title)
    if whole and title and not any(level == 1 and title in inner for level, inner in found):
        yield judged("H-OUTLINE", "报告的标题不是 h1")
    sections = form_of(report, editions).edition.sections
    missing = [s.title for s in sections if not any(s.title in inner for _, inner in found)]
    if missing:
        yield judged("H-OUTLINE", f"“{missing[0]}”等 {len(missing)} 个标题不是标题标签")
    for (before, _), (after, inner) in pairwise(found):
        if after > before + 1:
            yield judged("H-OUTLINE", f"“{inner[:20]}”从 h{before} 跳到 h{after}")


def _bare(inner: str) -> str:
    return BLANK.sub("", MARKUP.sub("", inner))


def _tables(text: str, report: Report, editions: Editions) -> Iterator[Finding]:
    heads = _tags(text, "th")
    if not heads:
        yield judged("H-HEADER", "表里没有表头格")
    elif not all("scope" in one.lower() for one in heads):
        yield judged("H-HEADER", "有的表头格没有写管行还是管列")
    tables, captions = len(_tags(text, "table")), len(_tags(text, "caption"))
    if captions < min(tables, 3):
        yield judged("H-CAPTION", f"{tables} 张表里有 {tables - captions} 张没有名称")
    merged = any(
        box.merged for table in form_of(report, editions).tables.values()
        for box in grid_of(table).boxes
    )  # fmt: skip
    if merged and not SPAN.search(text) and not _is_even(text):
        yield judged("H-MERGED", "表里没有一个合并的格子，各行的格数也不一样")


def _is_even(text: str) -> bool:
    """Has every row of each table as many cells as the others?"""
    for table in re.split(r"<table(?=[\s>])", text, flags=re.IGNORECASE)[1:]:
        rows = re.split(r"<tr(?=[\s>])", table.partition("</table>")[0], flags=re.IGNORECASE)[1:]
        counts = {len(_tags(row, "td")) + len(_tags(row, "th")) for row in rows}
        if len(counts) > 1:
            return False
    return True
