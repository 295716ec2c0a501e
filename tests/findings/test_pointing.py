"""Which cell a person is sent to, and the numbers that stand beside it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl

from tests.reports import consistent
from tests.running import Run
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.edition import builtin_editions
from xl_tools.findings.listing import LIST
from xl_tools.findings.pointing import pointed, suspected
from xl_tools.placement import placement_of
from xl_tools.places import Spot
from xl_tools.report import Reading, Report
from xl_tools.rules import check
from xl_tools.rules.finding import Finding

EDITIONS = builtin_editions()
RECEIVED = "applications.received.natural_person"
PLACES = placement_of(EDITIONS.get("2021"))


def changed(**cells: int) -> Report:
    report = consistent(EDITIONS.get("2021"), 5)
    changes = {f"applications.{c.replace('__', '.')}": Decimal(v) for c, v in cells.items()}
    return report._replace(cells=MappingProxyType({**report.cells, **changes}))


def sums(report: Report) -> list[Finding]:
    found = check(Reading(report, ""), EDITIONS).findings
    return [one for one in found if one.rule == "T3-BAL"]


def listed(book: openpyxl.Workbook) -> list[dict[str, Any]]:
    head, *rows = book[LIST].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def slipped() -> tuple[Report, Spot, int, int]:
    """A report with a number of two digits written the wrong way round, and where that is."""
    sound = changed(received__natural_person=0)
    (balance,) = [one for one in sums(sound) if one.cells[0].endswith("natural_person")]
    right = int(next(iter(suspected(balance).values())))
    assert right > 9
    wrong = int(str(right)[::-1])
    return (
        changed(received__natural_person=wrong),
        PLACES.spot(RECEIVED),
        wrong,
        right,
    )


def test_the_list_names_the_cell_to_change_with_its_own_numbers(run: Run) -> None:
    report, spot, wrong, right = slipped()
    Path("年报.xlsx").write_bytes(filled_workbook(report, EDITIONS))
    run("validate", "年报.xlsx", "-o", "标出.xlsx")
    book = openpyxl.load_workbook("标出.xlsx")
    rows = [row for row in listed(book) if row["规则"] == "T3-BAL"]
    assert rows
    for row in rows:
        assert row["位置"].endswith(f"（{spot.address}）")
        assert (row["现填"], row["应为"], row["差"]) == (wrong, right, wrong - right)
        assert f"!{spot.address}" in row["打开"]


def test_the_next_step_leads_to_the_cell_to_change_until_something_is_changed(run: Run) -> None:
    report, spot, _, _ = slipped()
    Path("年报.xlsx").write_bytes(filled_workbook(report, EDITIONS))
    run("validate", "年报.xlsx", "-o", "标出.xlsx")
    shown = openpyxl.load_workbook("标出.xlsx", data_only=True)
    line = next(one for one in PLACES.checks if one.head == "applications.total.natural_person")
    target = PLACES.check(line, "target")
    held = shown[target.sheet].cell(target.row, target.column).value
    assert held == f"#{spot.name_target}"
    formulas = openpyxl.load_workbook("标出.xlsx")
    usual = PLACES.spot(line.head)
    assert f'"#{usual.name_target}","#{spot.name_target}"' in str(
        formulas[target.sheet].cell(target.row, target.column).value
    )
    mended = consistent(EDITIONS.get("2021"), 5)
    formulas[spot.sheet][spot.address] = int(mended.number(RECEIVED))
    formulas.save("改好.xlsx")
    run("validate", "改好.xlsx", "-o", "再标.xlsx")
    again = openpyxl.load_workbook("再标.xlsx")[target.sheet].cell(target.row, target.column)
    assert again.value == f"#{usual.name_target}"


def test_where_nothing_tells_the_head_is_named_with_its_own_numbers() -> None:
    """第三项（七）加第四项 is a sum: it is not what the cell of 第三项（七） holds."""
    report = changed(received__natural_person=3)
    (finding,) = [one for one in sums(report) if one.cells[0].endswith("natural_person")]
    bare = finding._replace(suspects=())
    head = "applications.total.natural_person"
    at = pointed(report, bare)
    assert finding.actual is not None
    assert finding.expected is not None
    assert finding.actual != report.number(head)
    assert (at.cell, at.actual) == (head, report.number(head))
    assert at.expected == report.number(head) + finding.expected - finding.actual


def test_of_two_cells_that_changed_places_each_finding_names_its_own() -> None:
    report = changed()
    one, other = "applications.received.commercial", "applications.received.other_org"
    a, b = report.number(one), report.number(other)
    assert a != b
    swapped = report._replace(cells=MappingProxyType({**report.cells, one: b, other: a}))
    found = {f.cells[0].rpartition(".")[2]: pointed(swapped, f) for f in sums(swapped)}
    assert found["commercial"][:3] == (one, b, a)
    assert found["other_org"][:3] == (other, a, b)


def test_equals_are_not_told_apart() -> None:
    (finding, *_) = sums(changed(received__natural_person=3))
    two = [{"cells": {cell: Decimal(1)}, "explains": 1, "kind": "other"} for cell in ("a.b", "c.d")]
    assert suspected(finding._replace(suspects=tuple(two))) == {}
    better = {**two[1], "kind": "digits_swapped"}
    assert suspected(finding._replace(suspects=(better, two[0]))) == {"c.d": Decimal(1)}


def test_a_number_of_the_text_about_several_cells_is_named_as_their_sum() -> None:
    text = "（一）依申请公开。本年度办结的政府信息公开申请中，不予公开9999件。"
    report = changed()._replace(narrative={"overview": text})
    found = check(Reading(report, ""), EDITIONS).findings
    finding = next(one for one in found if one.rule == "N-SET" and len(one.cells) > 1)
    at = pointed(report, finding)
    assert (at.actual, at.expected, at.together) == (
        finding.actual,
        "正文 9999",
        len(finding.cells),
    )
