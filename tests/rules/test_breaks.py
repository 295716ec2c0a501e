"""Sound reports give no arithmetic finding; a figure that breaks a sum is always found."""

from __future__ import annotations

import random
from decimal import Decimal
from types import MappingProxyType

import pytest

from tests.reports import consistent
from xl_tools.edition import builtin_editions
from xl_tools.report import Reading
from xl_tools.rules import check

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
# What the form itself says adds up, table by table (the note in its corner, and its totals).
ADDED = ("applications", "disputes")


@BOTH
def test_a_sound_report_has_no_arithmetic_finding(name: str, deep: bool) -> None:
    edition = EDITIONS.get(name)
    for seed in range(1000 if deep else 40):
        outcome = check(Reading(consistent(edition, seed)), EDITIONS)
        wrong = [one.message for one in outcome.findings if one.severity == "error"]
        assert wrong == [], seed


@BOTH
def test_a_figure_that_is_changed_is_found_in_every_sum_it_stands_in(name: str, deep: bool) -> None:
    edition = EDITIONS.get(name)
    cells = [figure.id for figure in edition.figures() if figure.table in ADDED]
    for seed in range(1000 if deep else 80):
        chance = random.Random(seed)
        report, cell = consistent(edition, seed), chance.choice(cells)
        wrong = report.number(cell) + chance.choice((1, 7, 30, 1000))
        broken = report._replace(cells=MappingProxyType({**report.cells, cell: Decimal(wrong)}))
        found = {one.rule for one in check(Reading(broken), EDITIONS).findings if cell in one.cells}
        assert found >= sums_of(name, cell), (seed, cell)


def sums_of(name: str, cell: str) -> set[str]:
    """Which rules a cell takes part in, by the form's own words, not by its relations."""
    table, row, _ = cell.split(".")
    if table == "disputes":
        return {"T4-SUM"}
    rows = EDITIONS.get(name).tables[table].all_rows()
    roles = next(one.roles for one in rows if one.id == row)
    found = {"T3-ROW"}  # a row's total is the sum of its columns
    if "result" in roles or "result_total" in roles:
        found.add("T3-SUM7")  # 三（七） is the sum of the results
    if row in ("received", "pending_start", "total", "pending_end"):
        found.add("T3-BAL")  # 一 + 二 = 三 + 四
    return found
