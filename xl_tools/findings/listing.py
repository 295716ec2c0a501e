"""Findings of one report or many -> one list in a workbook, words before codes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from xl_tools.edition import Editions
from xl_tools.findings.html import Page
from xl_tools.findings.pointing import Pointed, pointed
from xl_tools.findings.text import SURE, counts, kind_of, reason_of
from xl_tools.report import Reading, form_of
from xl_tools.rules import Case, Finding
from xl_tools.rules.texts import late
from xl_tools.template.listbook import Column, Entry, Linked, ListSheet, list_book
from xl_tools.template.rulelist import GROUPS, OTHER

LIST: Final = "问题清单"
UNITS: Final = "各单位结论"
MARKS: Final = {"错误": "wrong", "待核对": "caution"}
VERDICTS: Final = {"有错误": "wrong", "读不了": "wrong", "有待说明": "caution"}
COLUMNS: Final = (
    Column("单位", 17),
    Column("位置", 25),
    Column("现填", 9, centred=True),
    Column("应为", 9, centred=True),
    Column("差", 8, centred=True),
    Column("怎么改", 52),
    Column("依据", 24),
    Column("程度", 8, centred=True, marks=MARKS),
    Column("把握", 8, centred=True),
    Column("情况说明", 18),
    Column("打开", 8),
    Column("文件", 30),
    Column("规则", 12),
)
# The only row of a list without findings: an empty sheet would look like a failure.
NOTHING: Final[tuple[Entry, ...]] = tuple(
    "没有查出问题。" if one.head == "怎么改" else None for one in COLUMNS
)
PRINTED: Final = 10  # links, files and the codes of rules are for the screen
UNIT_COLUMNS: Final = (
    Column("单位", 30),
    Column("结论", 11, centred=True, marks=VERDICTS),
    Column("错误", 8, centred=True),
    Column("待核对", 8, centred=True),
    Column("供参考", 8, centred=True),
    Column("已说明", 8, centred=True),
    Column("没法核对的", 60),
    Column("打开", 8),
    Column("文件", 40),
)
UNITS_PRINTED: Final = 7
OPEN: Final = "打开"
# Where a finding about the text stands: a part of the report, as messages name it.
PART: Final = late(
    "“([一二三四五六]、[^”]{2,24})”(第 [0-9]+ 段)?|(前言(?:第 [0-9]+ 段)?|标题|落款)"
)
WORKBOOKS: Final = (".xlsx", ".xlsm")


def findings_book(pages: Sequence[Page], editions: Editions, folder: Path) -> bytes:
    """All findings in one list, then what was concluded of each report; links lead to the files.

    `folder` is where the workbook will lie.
    """
    rows = [row for page in pages for row in rows_of(page, editions, folder)]
    found = ListSheet(
        LIST, COLUMNS, rows or [NOTHING], PRINTED, "政府信息公开工作年度报告 问题清单"
    )
    units = [_unit(page, folder) for page in pages]
    whole = ListSheet(UNITS, UNIT_COLUMNS, units, UNITS_PRINTED, "各单位校验结论")
    return list_book((found, whole))


def rows_of(page: Page, editions: Editions, folder: Path | None) -> Iterator[tuple[Entry, ...]]:
    """The rows of one report; without a folder links stay in the workbook that holds the list."""
    reading, outcome = page.reading, page.outcome
    if reading is None or outcome is None:
        words = (None, None, None, page.refused, "", "错误", "", "")
        link = _link(page.file, folder) if folder else None
        yield (name_of(page), "整个文件", *words, link, page.file, "")
        return
    case = Case(reading, form_of(reading.report, editions), editions)
    for finding in outcome.findings:
        yield _row(case, finding, page, folder)


def _row(case: Case, finding: Finding, page: Page, folder: Path | None) -> tuple[Entry, ...]:
    words, basis = parted(finding)
    at = pointed(case.reading.report, finding)
    place = _anchor(case.reading, at)
    within = Linked(OPEN, f"internal:{place}") if place else None
    return (
        name_of(page),
        place_of(case, finding, at),
        at.actual,
        at.expected,
        at.difference,
        words,
        basis,
        kind_of(finding),
        SURE[finding.sure],
        reason_of(finding) or (f"上年的说明：{finding.draft}" if finding.draft else ""),
        _link(page.file, folder, place) if folder else within,
        page.file,
        finding.rule,
    )


def name_of(page: Page) -> str:
    """The organ; the file where that is not known."""
    name = page.reading.report.organ.name if page.reading else ""
    return name or Path(page.file).name


def parted(finding: Finding) -> tuple[str, str]:
    """What is wrong and what to do; on what that rests."""
    message = finding.message.removeprefix(f"〔{finding.rule}〕")
    words, found, basis = message.rpartition("依据：")
    return (words, basis.rstrip("。")) if found else (message, "")


def place_of(case: Case, finding: Finding, at: Pointed) -> str:
    """The cell to look at, else the part of the report that is spoken of, else what it is about."""
    if at.cell:
        where = case.where(at.cell)
        return where if at.together == 1 else f"{where}等 {at.together} 格合计"
    part = PART().search(finding.message)
    if part is not None:
        return part[3] or " ".join(filter(None, (part[1], part[2])))
    return GROUPS.get(finding.rule.partition("-")[0], OTHER)


# ---- links -------------------------------------------------------------------------------


def _anchor(reading: Reading, at: Pointed) -> str:
    place = reading.places.get(at.cell)
    return f"'{place.sheet}'!{place.address}" if place else ""


def _link(file: str, folder: Path, place: str = "") -> Entry:
    """What opens the file, a workbook at its cell; nothing where no link can lead there."""
    if "#" in file or "%" in file:
        return None
    try:
        path = os.path.relpath(file, folder)
    except ValueError:  # on another drive
        path = str(Path(file).absolute())
    is_book = bool(place) and Path(file).suffix.lower() in WORKBOOKS
    return Linked(OPEN, f"external:{path}#{place}" if is_book else f"external:{path}")


# ---- one line a report -------------------------------------------------------------------


def _unit(page: Page, folder: Path) -> tuple[Entry, ...]:
    outcome, link = page.outcome, _link(page.file, folder)
    if outcome is None:
        return name_of(page), "读不了", None, None, None, None, page.refused, link, page.file
    unanswered = dict.fromkeys(why for _, why in outcome.not_applicable)
    numbers = (*counts(outcome).values(), outcome.explained)
    return name_of(page), outcome.verdict, *numbers, "\n".join(unanswered), link, page.file
