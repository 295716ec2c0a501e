"""Totals that formulas compute: what 核对数 tell of a slip, and what nothing tells without them."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from types import MappingProxyType

import pytest

from tests.reports import consistent
from tests.rules.test_suspects import SUMS, _added_up, _first, _slip
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.edition import Edition, Line, builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import placement_of
from xl_tools.report import Reading, Report, Value
from xl_tools.rules import check
from xl_tools.rules.finding import Finding
from xl_tools.sources import read_bytes

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
NUMBER_OF_SUSPECTS = re.compile(r"没有别的数能说明错在哪一格，可疑的有 ([0-9]+) 格")


def slipped(edition: Edition, seed: int, *, controlled: bool) -> tuple[Report, str, Value] | None:
    """A report with one slip in a part of table 3, its totals computed; the cell and its truth."""
    dice = random.Random(seed)
    report = consistent(edition, seed % 100)
    cell = dice.choice([f.id for f in edition.tables["applications"].figures if not f.is_total])
    right = report.number(cell)
    wrong = _slip(dice, right)
    if wrong == right:
        return None
    totals = frozenset(figure.id for figure in edition.figures() if figure.is_total)
    known = {c: report.number(c) for c in placement_of(edition).controls} if controlled else {}
    parts = {c: v for c, v in report.cells.items() if c not in totals} | {cell: wrong}
    computed = report._replace(computed=totals, control=MappingProxyType(known))
    return _added_up(computed, parts), cell, right


def sums(reading: Reading) -> list[Finding]:
    """What is said of sums and of 核对数."""
    found = check(reading, EDITIONS).findings
    return [finding for finding in found if finding.rule in (*SUMS, "T3-CTRL")]


def named_first(findings: list[Finding], cell: str, right: Value) -> bool:
    return bool(findings) and all(_first(finding) == {cell: right} for finding in findings)


@BOTH
def test_with_control_totals_the_right_cell_and_value_come_first(name: str, deep: bool) -> None:
    edition = EDITIONS.get(name)
    good = tried = seed = 0
    while tried < (1500 if deep else 75):  # of each edition
        made = slipped(edition, seed, controlled=True)
        seed += 1
        if made is not None:
            report, cell, right = made
            tried += 1
            good += named_first(sums(Reading(report, "")), cell, right)
    assert good / tried >= 0.995


@BOTH
def test_the_same_is_said_of_the_workbook_itself(name: str, deep: bool) -> None:
    edition = EDITIONS.get(name)
    for seed in range(100 if deep else 6):
        made = slipped(edition, seed, controlled=True)
        if made is not None:
            report, cell, right = made
            parts = {c: v for c, v in report.cells.items() if c not in report.computed}
            typed = report._replace(cells=MappingProxyType(parts), computed=frozenset())
            data = fill_workbook(blank_workbook(edition), typed, EDITIONS)
            reading = read_bytes(data, "年报.xlsx", EDITIONS)
            assert reading.report.computed == report.computed
            assert named_first(sums(reading), cell, right), seed


@BOTH
def test_without_them_the_column_and_the_number_of_suspects_are_named_and_no_cell(
    name: str, deep: bool
) -> None:
    edition = EDITIONS.get(name)
    for seed in range(500 if deep else 40):
        made = slipped(edition, seed, controlled=False)
        if made is None:
            continue
        report, cell, _ = made
        findings = sums(Reading(report, ""))
        assert {finding.rule for finding in findings} == {"T3-BAL"}
        figures = edition.tables["applications"].figures
        column = next(figure.column for figure in figures if figure.id == cell)
        assert any(f"表三·{column.label}：" in finding.message for finding in findings)
        for finding in findings:
            assert finding.suspects == ()
            assert "最可能" not in finding.message
            number = NUMBER_OF_SUSPECTS.search(finding.message)
            assert number is not None
            assert int(number[1]) == _mending(report, edition, column)


def _mending(report: Report, edition: Edition, column: Line) -> int:
    """In how many cells of a column one other number, not below 0, would bring the balance."""
    table = edition.tables["applications"]
    plus = [*(row.id for row in table.rows_with("result")), "pending_end"]
    minus = ["received", "pending_start"]
    done = [report.number(f"applications.{row}.{column.id}") for row in plus]
    come = [report.number(f"applications.{row}.{column.id}") for row in minus]
    over = sum(done) - sum(come)
    return sum(n - over >= 0 for n in done) + sum(n + over >= 0 for n in come)


def test_slips_are_of_all_kinds() -> None:
    made = [slipped(EDITIONS.get("2021"), seed, controlled=True) for seed in range(200)]
    changes = [(one[0].number(one[1]), one[2]) for one in made if one is not None]
    assert sum(isinstance(right, Decimal) and wrong > right for wrong, right in changes) > 20
    assert sum(isinstance(right, Decimal) and wrong < right for wrong, right in changes) > 20
