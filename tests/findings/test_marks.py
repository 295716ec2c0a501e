"""The list of findings in a workbook: what stands in it, and when it no longer holds."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

import pytest

from tests.reports import consistent, report_of
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.edition import builtin_editions
from xl_tools.findings.marks import mark_workbook, marks_of
from xl_tools.findings.rows import UNKNOWN, finding_rows
from xl_tools.placement import FINDING_COLUMNS, MARK_SHIFT, MOST_FINDINGS, placement_of
from xl_tools.places import Spot
from xl_tools.recalculation import patched
from xl_tools.report import Report, Value
from xl_tools.rules import check
from xl_tools.sources import read_bytes
from xl_tools.sources.openbook import OpenBook

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
TOTAL = "disputes.reconsideration.total"
TIME = "2026-01-05 09:30"


def _wrong(name: str) -> Report:
    """A report of zeros whose total of reconsideration says 4."""
    edition = EDITIONS.get(name)
    cells: dict[str, Value] = {figure.id: Decimal(0) for figure in edition.figures()}
    cells[TOTAL] = Decimal(4)
    return report_of(edition, cells)


def _marked(name: str) -> OpenBook:
    data = filled_workbook(_wrong(name), EDITIONS)
    reading = read_bytes(data, "年报.xlsx", EDITIONS)
    marks = marks_of(reading, check(reading, EDITIONS), EDITIONS, TIME)
    return OpenBook(mark_workbook(data, marks, EDITIONS.get(name), EDITIONS), "")


def _shown(book: OpenBook, spot: Spot) -> object:
    return book.cell(spot).value


def _row(book: OpenBook, name: str, index: int) -> dict[str, object]:
    span = placement_of(EDITIONS.get(name)).findings
    spots = {n: Spot(span.sheet, span.top + index, c) for n, c in FINDING_COLUMNS.items()}
    return {column: _shown(book, spot) for column, spot in spots.items()}


def _title(book: OpenBook, name: str) -> str:
    span = placement_of(EDITIONS.get(name)).findings
    return str(_shown(book, Spot(span.sheet, span.top - 2, 1)))


@BOTH
def test_a_broken_sum_is_listed_with_stated_expected_difference_and_a_link(name: str) -> None:
    book = _marked(name)
    row = _row(book, name, 0)
    assert (row["number"], row["rule"], row["severity"]) == (1, "T4-SUM", "错误")
    assert (row["actual"], row["expected"], row["difference"]) == (4, 0, 4)
    assert row["suspects"] == UNKNOWN
    spot = placement_of(EDITIONS.get(name)).spot(TOTAL)
    span = placement_of(EDITIONS.get(name)).findings
    link = book.cell(Spot(span.sheet, span.top, FINDING_COLUMNS["link"]))
    assert link.formula == f'HYPERLINK("#\'{spot.sheet}\'!{spot.address}","去改")'
    assert link.value == "去改"
    assert _row(book, name, 1)["words"] is None


@BOTH
def test_the_cell_that_heads_the_finding_is_marked_and_no_other(name: str) -> None:
    book, placement = _marked(name), placement_of(EDITIONS.get(name))
    marked = {
        figure.id
        for figure in EDITIONS.get(name).figures()
        if _shown(book, placement.spot(figure.id).right(MARK_SHIFT))
    }
    assert marked == {TOTAL}


@BOTH
@pytest.mark.parametrize(
    "change", [("applications.received.commercial", 3), ("disclosure.licensing.decisions", "/")]
)
def test_the_title_says_when_and_turns_once_a_figure_changes(
    name: str, change: tuple[str, int | str]
) -> None:
    book = _marked(name)
    assert _title(book, name) == f"程序校验于 {TIME}：有错误，错误 1 处，待核对 0 处"
    cell, value = change
    spot = placement_of(EDITIONS.get(name)).spot(cell)
    later = OpenBook(patched(book, {spot: value}), "")
    assert _title(later, name).startswith("数据已改动，请重新校验")


@BOTH
def test_two_figures_that_change_places_are_noticed(name: str) -> None:
    placement = placement_of(EDITIONS.get(name))
    one, other = (placement.spot(f"disputes.reconsideration.{c}") for c in ("affirmed", "other"))
    book = _marked(name)
    first = OpenBook(patched(book, {one: 2, other: 1}), "")
    second = OpenBook(patched(book, {one: 1, other: 2}), "")
    now = placement.meta["check.now"]
    assert _shown(first, now) != _shown(second, now)


@BOTH
def test_an_unchecked_workbook_says_so(name: str) -> None:
    book = OpenBook(filled_workbook(_wrong(name), EDITIONS), "")
    assert _title(book, name).startswith("还没有用程序校验过")


def test_more_findings_than_rows_end_with_how_many_are_left() -> None:
    data = filled_workbook(_wrong("2021"), EDITIONS)
    reading = read_bytes(data, "年报.xlsx", EDITIONS)
    outcome = check(reading, EDITIONS)
    many = outcome._replace(findings=outcome.findings * (MOST_FINDINGS + 5))
    rows = finding_rows(reading, many, EDITIONS)
    assert len(rows) == MOST_FINDINGS
    assert rows[-1].words.startswith("还有 6 处列不下")


def test_a_report_of_another_file_has_no_link() -> None:
    report = _wrong("2021")
    reading = read_bytes(filled_workbook(report, EDITIONS), "年报.xlsx", EDITIONS)
    bare = reading._replace(places=MappingProxyType({}))
    assert finding_rows(bare, check(bare, EDITIONS), EDITIONS)[0].target == ""


@BOTH
def test_the_link_leads_to_the_cell_that_is_most_probably_wrong(name: str) -> None:
    report = consistent(EDITIONS.get(name), 5)
    cell = "applications.received.commercial"
    slip = MappingProxyType({**report.cells, cell: report.number(cell) + 40})
    data = filled_workbook(report._replace(cells=slip), EDITIONS)
    reading = read_bytes(data, "年报.xlsx", EDITIONS)
    rows = finding_rows(reading, check(reading, EDITIONS), EDITIONS)
    spot = placement_of(EDITIONS.get(name)).spot(cell)
    sums = [row for row in rows if row.rule in ("T3-ROW", "T3-BAL")]
    assert {row.target for row in sums} == {f"'{spot.sheet}'!{spot.address}"}
    assert all("最可能" in row.words for row in sums)
