"""A known total beside the sum: missing units first, then files that were left out, then slips."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from benchmarks.county import figures, report_of
from xl_tools.edition import builtin_editions
from xl_tools.report import Report
from xl_tools.rollup import Asked, Rollup, roll_up
from xl_tools.rollup.roster import Roster, Unit
from xl_tools.rollup.submission import Submission
from xl_tools.rules.finding import Finding

EDITIONS = builtin_editions()
CELL = "applications.full_grant.natural_person"
NAMES = [f"甲县第{number}局" for number in range(6)]
ROSTER = Roster([Unit(name, "部门", "department", "county") for name in NAMES])
REPORTS = [
    report_of(name, "department", figures(random.Random(seed))) for seed, name in enumerate(NAMES)
]


def sent(report: Report, file: str = "", when: str = "") -> Submission:
    return Submission(
        file or f"{report.organ.name}.xlsx", file or report.organ.name, when, "", report
    )


def total(reports: list[Report], **changes: int) -> Report:
    cells: dict[str, Decimal] = {}
    for report in reports:
        for cell in report.cells:
            cells[cell] = cells.get(cell, Decimal(0)) + report.number(cell)
    for cell, change in changes.items():
        cells[cell.replace("__", ".")] += change
    return report_of("甲县人民政府", "government", cells)


def rolled(handed_in: list[Submission], stated: Report, roster: Roster | None = ROSTER) -> Rollup:
    return roll_up(handed_in, EDITIONS, Asked(roster, stated=stated, year=2024))


def said(found: Rollup, *rules: str) -> list[Finding]:
    return [
        f
        for f in found.findings
        if f.rule in (rules or ("RU-SUM",)) and "还缺 " not in f.message[:12]
    ]


def changed(report: Report, cells: Mapping[str, int]) -> Report:
    new = {cell: Decimal(value) for cell, value in cells.items()}
    return report._replace(cells=MappingProxyType({**report.cells, **new}))


def test_a_total_that_agrees_gives_nothing() -> None:
    found = rolled([sent(one) for one in REPORTS], total(REPORTS))
    assert [f.rule for f in found.findings] == []


def test_what_is_missing_is_the_report_of_the_one_missing_unit() -> None:
    found = rolled([sent(one) for one in REPORTS[:-1]], total(REPORTS))
    (finding,) = said(found)
    assert finding.severity == "warning"
    assert "正好是一份勾稽成立的报告" in finding.message
    assert NAMES[-1] in finding.message


def test_a_difference_that_is_no_report_is_not_put_on_the_missing_unit() -> None:
    stated = total(REPORTS, applications__full_grant__natural_person=7)
    (finding,) = said(rolled([sent(one) for one in REPORTS[:-1]], stated))
    assert "不会全是它的" in finding.message


def test_a_sum_above_the_total_is_an_error_also_while_units_are_missing() -> None:
    stated = total(REPORTS[:-1], disputes__reconsideration__other=-1)
    found = rolled([sent(one) for one in REPORTS[:-1]], stated)
    errors = [f for f in said(found, "RU-SUM", "RU-DUP") if f.severity == "error"]
    assert [f.cells for f in errors] == [("disputes.reconsideration.other",)]
    assert (errors[0].actual, errors[0].expected) == (
        stated.number("disputes.reconsideration.other"),
        found.report.number("disputes.reconsideration.other"),
    )


def test_a_file_left_out_is_named_where_it_is_the_whole_difference() -> None:
    stranger = report_of("乙县教育局", "department", figures(random.Random(77)))
    handed_in = [sent(one) for one in [*REPORTS, stranger]]
    findings = said(rolled(handed_in, total([*REPORTS, stranger])))
    assert findings
    assert all("正好是“乙县教育局”" in f.message and "不在名单上" in f.message for f in findings)


def test_a_unit_counted_that_the_total_lacks_is_named() -> None:
    findings = said(rolled([sent(one) for one in REPORTS], total(REPORTS[1:])), "RU-SUM", "RU-DUP")
    assert all(f"正好是“{NAMES[0]}”的数" in f.message for f in findings)


def test_the_other_version_is_named_where_it_would_agree() -> None:
    older = changed(REPORTS[2], {CELL: 90, "applications.full_grant.total": 95})
    handed_in = [sent(one, when="2025-01-20") for one in REPORTS]
    handed_in.append(sent(older, "旧.xlsx", "2025-01-10"))
    stated = total([*REPORTS[:2], older, *REPORTS[3:]])
    findings = said(rolled(handed_in, stated))
    assert findings
    assert all("计入“旧.xlsx”而不是另一份" in f.message for f in findings)


def test_a_slip_of_one_unit_is_found_among_all() -> None:
    """12 typed as 21 in one unit, in its cell and in the totals of row and column."""
    cells = {cell: Decimal(0) for cell in REPORTS[0].cells}
    others = [one._replace(cells=MappingProxyType(cells)) for one in REPORTS[:-1]]
    right = changed(REPORTS[-1]._replace(cells=MappingProxyType(cells)), {CELL: 12})
    wrong = changed(right, {CELL: 21})
    (finding,) = said(
        rolled([sent(one) for one in [*others, wrong]], total([*others, right])), "RU-SUM", "RU-DUP"
    )
    assert finding.suspects[0] == {
        "organ": NAMES[-1], "cells": {CELL: Decimal(12)}, "explains": 1, "kind": "digits_swapped",
    }  # fmt: skip


def test_a_total_on_the_old_form_is_compared_where_it_can_be() -> None:
    stated = total(REPORTS)
    old = {c: stated.number(c) for c in stated.cells if c.startswith("disputes")}
    old["disputes.reconsideration.total"] += 1
    earlier = stated._replace(edition="2019", cells=MappingProxyType(old))
    findings = said(rolled([sent(one) for one in REPORTS], earlier))
    assert "disputes.reconsideration.total" in [f.cells[0] for f in findings]


def test_no_unit_is_blamed_where_several_would_do_as_well() -> None:
    """Each of them has 2 where 3 would agree: nothing tells which."""
    reports = [changed(one, {CELL: 2}) for one in REPORTS]
    stated = total(reports)
    (finding,) = [
        one
        for one in said(rolled([sent(one) for one in reports], changed(stated, {CELL: 13})))
        if one.cells == (CELL,)
    ]
    assert "几个单位改一处都对得上" in finding.message
    assert "最可能" not in finding.message
