"""Charts by unit: native ones, over cells that point to the units' figures."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from benchmarks.county import RESULTS, data, figures, report_of
from tests.office.session import Office
from tests.running import Run
from xl_tools.report import Report

SHEET = "各单位图表"
COUNT = 24
OUTCOMES = {
    "予以公开": ("full_grant",),
    "部分公开": ("partial_grant",),
    "不予公开": tuple(one for one in RESULTS if one.startswith("denied_")),
    "无法提供": tuple(one for one in RESULTS if one.startswith("unavailable_")),
    "不予处理": tuple(one for one in RESULTS if one.startswith("rejected_")),
    "其他处理": ("other_correction_overdue", "other_fee_overdue", "other_misc"),
}


def report(number: int) -> Report:
    return report_of(f"甲县第{number}局", "department", figures(random.Random(number)))


REPORTS = {one.organ.name: one for one in map(report, range(COUNT))}


@pytest.fixture
def book(run: Run) -> Path:
    Path("收到").mkdir()
    for organ, one in REPORTS.items():
        Path("收到", f"{organ}.json").write_bytes(data(one))
    run("rollup", "收到", "-o", "汇总.xlsx")
    return Path("汇总.xlsx").absolute()


def drawn(book: Any) -> list[Any]:
    """The charts of the sheet."""
    found: list[Any] = book[SHEET]._charts
    return found


def cells(book: Any, reference: str) -> list[Any]:
    """The values of the cells that a chart names."""
    sheet, _, area = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(area)
    rows = book[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
    return [value for row in rows for value in row]


def total(organ: str, *ids: str) -> Decimal:
    return sum((REPORTS[organ].number(f"{one}.total") for one in ids), Decimal(0))


def expected(series: str, organ: str) -> Decimal:
    """Counted anew from what the units handed in."""
    if series == "新收申请":
        return total(organ, "applications.received")
    if series in OUTCOMES:
        return total(organ, *(f"applications.{row}" for row in OUTCOMES[series]))
    if series == "行政复议":
        return total(organ, "disputes.reconsideration")
    suits = ("litigation_direct", "litigation_after_reconsideration")
    return total(organ, *(f"disputes.{row}" for row in suits))


def test_openpyxl_finds_charts_whose_cells_hold_the_units_figures(book: Path) -> None:
    values = openpyxl.load_workbook(book, data_only=True)
    charts = drawn(values)
    names = []
    for chart in charts:
        for series in chart.series:
            (name,) = cells(values, series.tx.strRef.f)
            labels = cells(values, series.cat.strRef.f)
            shown = [Decimal(value) for value in cells(values, series.val.numRef.f)]
            assert shown == [expected(name, organ) for organ in labels]
            cached = [Decimal(point.v) for point in series.val.numRef.numCache.pt]
            assert cached == shown
            names.append(name)
    assert names == ["新收申请", *OUTCOMES, "行政复议", "行政诉讼"]


def test_the_largest_units_come_first_and_no_more_than_twenty(book: Path) -> None:
    values = openpyxl.load_workbook(book, data_only=True)
    (series,) = drawn(values)[0].series
    labels = cells(values, series.cat.strRef.f)
    order = sorted(REPORTS, key=lambda organ: -expected("新收申请", organ))
    assert [expected("新收申请", one) for one in labels] == [
        expected("新收申请", one) for one in order[:20]
    ]


def test_the_figures_are_sums_over_the_sheet_of_all_units(book: Path) -> None:
    formulas = openpyxl.load_workbook(book)
    text = formulas[SHEET]["B4"].value
    assert text.startswith("=SUM('各单位数据'!")
    ((organ, *_),) = formulas[SHEET].iter_rows(4, 4, values_only=True)
    address = text.rpartition("!")[2].rstrip(")")
    units = formulas["各单位数据"]
    row, column = units[address].row, units[address].column
    assert (units.cell(row, 1).value, units.cell(2, column).value) == (
        organ,
        "applications.received.total",
    )


def test_units_without_any_applications_or_disputes_have_no_charts(run: Run) -> None:
    blank = MappingProxyType(dict.fromkeys(report(1).cells, Decimal(0)))
    Path("收到").mkdir()
    Path("收到/甲.json").write_bytes(data(report(1)._replace(cells=blank)))
    run("rollup", "收到", "-o", "汇总.xlsx")
    assert SHEET not in openpyxl.load_workbook("汇总.xlsx").sheetnames


@pytest.mark.office
def test_libreoffice_works_out_the_same(book: Path, office: Office) -> None:
    before = openpyxl.load_workbook(book, data_only=True)[SHEET]
    values = office.values(book)[SHEET]
    for row in before.iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                assert values[cell.row, cell.column] == cell.value


@pytest.mark.office
def test_the_open_xml_sdk_has_no_complaint(
    book: Path, ooxml_validator: Callable[[Path], list[str]]
) -> None:
    assert ooxml_validator(book) == []
