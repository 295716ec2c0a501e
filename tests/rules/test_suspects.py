"""Which cell is wrong, and what it should be: slips made by a hand, found by the sums."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from tests.reports import consistent
from xl_tools.edition import builtin_editions
from xl_tools.report import Reading, Report, form_of
from xl_tools.rules import check
from xl_tools.rules.finding import Finding
from xl_tools.samples import sample_path
from xl_tools.sources import read

EDITIONS = builtin_editions()
REAL = read(sample_path("county-2024"), EDITIONS).report._replace(computed=frozenset())
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
SLIPS = ("swapped", "left out", "doubled", "ten", "other", "nothing", "one more")


def _reading(report: Report, changes: Mapping[str, Decimal]) -> Reading:
    cells = MappingProxyType({**report.cells, **changes})
    return Reading(report._replace(cells=cells), "")


def _findings(report: Report, changes: Mapping[str, Decimal]) -> list[Finding]:
    outcome = check(_reading(report, changes), EDITIONS)
    return [finding for finding in outcome.findings if finding.rule in SUMS]


SUMS = ("T3-ROW", "T3-SUM7", "T3-BAL", "T4-SUM")


def _slip(chance: random.Random, value: Decimal) -> Decimal:
    """What a hand makes of a number."""
    text = str(value)
    match chance.choice(SLIPS):
        case "swapped" if len(text) > 1:
            at = chance.randrange(len(text) - 1)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        case "left out" if len(text) > 1:
            at = chance.randrange(len(text))
            text = text[:at] + text[at + 1 :]
        case "doubled":
            at = chance.randrange(len(text))
            text = text[: at + 1] + text[at:]
        case "ten":
            text += "0"
        case "nothing":
            text = "0"
        case "one more":
            text = str(value + 1)
        case _:
            text = str(chance.randint(0, 999))
    return Decimal(text)


def _first(finding: Finding) -> Mapping[str, Decimal]:
    suspect: dict[str, Any] = finding.suspects[0] if finding.suspects else {"cells": {}}
    cells: Mapping[str, Decimal] = suspect["cells"]
    return cells


TABLES = pytest.mark.parametrize("name", [*(edition.id for edition in EDITIONS), "real"])


def _report(name: str, seed: int) -> Report:
    """A random report of an edition, or the published one."""
    return REAL if name == "real" else consistent(EDITIONS.get(name), seed % 100)


@TABLES
def test_a_single_slip_in_table_3_is_named_with_its_value(name: str, deep: bool) -> None:
    table = form_of(_report(name, 0), EDITIONS).tables["applications"]
    cells = [figure.id for figure in table.figures]
    right = tried = 0
    for seed in range(1500 if deep else 120):
        chance = random.Random(seed)
        report = _report(name, seed)
        cell = chance.choice(cells)
        wrong = _slip(chance, report.number(cell))
        if wrong == report.number(cell):
            continue
        tried += 1
        findings = _findings(report, {cell: wrong})
        assert len(findings) >= 2, (seed, cell)
        right += all(_first(f) == {cell: report.number(cell)} for f in findings)
    assert right / tried >= 0.995


@TABLES
def test_two_neighbours_swapped_or_shifted_are_among_the_first_three(name: str, deep: bool) -> None:
    table = form_of(_report(name, 0), EDITIONS).tables["applications"]
    parts = [column.id for column in table.columns_with("part")]
    rows = [row.id for row in table.rows_with("result")]
    right = tried = 0
    for seed in range(1000 if deep else 100):
        chance = random.Random(seed)
        report = _report(name, seed)
        changes = _exchanged(chance, report, parts, rows)
        if not changes:
            continue
        tried += 1
        truth = {cell: report.number(cell) for cell in changes}
        for finding in _findings(report, changes):
            listed = [suspect["cells"] for suspect in finding.suspects[:3]]
            if truth not in listed:
                break
        else:
            right += 1
    assert tried >= (4 if name == "real" else 50)  # most of its cells are noughts
    assert right / tried >= 0.95


def _exchanged(
    chance: random.Random, report: Report, parts: list[str], rows: list[str]
) -> dict[str, Decimal]:
    """Two neighbours of a row or a column that changed places; empty where they are equal."""
    if chance.random() < 0.5:
        at, row = chance.randrange(len(parts) - 1), chance.choice(rows)
        one, other = (f"applications.{row}.{parts[n]}" for n in (at, at + 1))
    else:
        at, column = chance.randrange(len(rows) - 1), chance.choice(parts)
        one, other = (f"applications.{rows[n]}.{column}" for n in (at, at + 1))
    a, b = report.number(one), report.number(other)
    return {} if a == b else {one: b, other: a}


@BOTH
def test_two_slips_apart_are_both_named(name: str) -> None:
    report = consistent(EDITIONS.get(name), 5)
    first = "applications.received.commercial"
    second = "applications.denied_by_law.other_org"
    changes = {first: report.number(first) + 3, second: report.number(second) + 50}
    named = {cell for finding in _findings(report, changes) for cell in _first(finding)}
    assert named == {first, second}


@BOTH
def test_where_totals_are_computed_nothing_tells_and_none_is_named(name: str) -> None:
    edition = EDITIONS.get(name)
    totals = frozenset(figure.id for figure in edition.figures() if figure.is_total)
    report = consistent(edition, 5)._replace(computed=totals)
    cell = "applications.received.commercial"
    parts = {c: v for c, v in report.cells.items() if c not in totals}
    parts[cell] = report.number(cell) + 3
    computed = _added_up(report, parts)
    findings = _findings(computed, {})
    assert findings
    for finding in findings:
        assert finding.suspects == ()
        assert "没有别的数能说明错在哪一格" in finding.message


def _added_up(report: Report, parts: dict[str, Any]) -> Report:
    """The report with its totals as formulas compute them."""
    from xl_tools.placement import placement_of

    placement = placement_of(EDITIONS.get(report.edition))
    cells = dict(parts)
    for _ in range(2):
        for total in report.computed:
            own = placement.parts(total)
            cells[total] = sum((cells.get(part, Decimal(0)) for part in own), Decimal(0))
    return report._replace(cells=MappingProxyType(cells))


@BOTH
def test_in_table_4_a_control_total_names_the_total_that_is_wrong(name: str) -> None:
    total = "disputes.reconsideration.total"
    report = consistent(EDITIONS.get(name), 5)
    alone = _findings(report, {total: report.number(total) + 9})
    assert alone[0].suspects == ()
    assert "可疑的有 5 格" in alone[0].message
    controlled = report._replace(control=MappingProxyType({total: report.number(total)}))
    (finding,) = _findings(controlled, {total: report.number(total) + 9})
    assert _first(finding) == {total: report.number(total)}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (21, 12, "两位数字写反了"),
        (1, 12, "漏写了一位"),
        (112, 12, "多写了一位"),
        (120, 12, "差了十倍"),
        (13, 12, "有一位写错了"),
        (0, 12, "没有填"),
    ],
)
def test_the_slip_is_said_in_words(before: int, after: int, words: str) -> None:
    report = consistent(EDITIONS.get("2021"), 5)
    cell, total = "disputes.reconsideration.total", "disputes.reconsideration.affirmed"
    parts = {f"disputes.reconsideration.{c}": Decimal(0) for c in ("reversed", "other", "pending")}
    cells = {**report.cells, **parts, total: Decimal(after), cell: Decimal(after)}
    fixed = report._replace(
        cells=MappingProxyType(cells), control=MappingProxyType({cell: Decimal(after)})
    )
    (finding,) = _findings(fixed, {cell: Decimal(before)})
    assert f"的 {before} 应为 {after}（{words}）" in finding.message


@BOTH
def test_where_a_total_passes_over_a_text_no_other_cell_is_guessed_at(name: str) -> None:
    """The text is the cause, whatever number would mend the sum."""
    cell, total = "applications.received.natural_person", "applications.received.total"
    report = consistent(EDITIONS.get(name), 5)
    assert report.number(cell)
    left = report.number(total) - report.number(cell)
    cells = MappingProxyType({**report.cells, cell: "三件", total: left})
    (finding,) = _findings(report._replace(cells=cells, computed=frozenset({total})), {})
    assert (finding.rule, finding.cells[0], finding.suspects) == ("T3-BAL", cell, ())
    assert "写的“三件”不是数，没有加进总计" in finding.message


@BOTH
def test_a_negative_count_whose_sign_alone_is_wrong_is_named_without_another_source(
    name: str,
) -> None:
    edition = EDITIONS.get(name)
    totals = frozenset(figure.id for figure in edition.figures() if figure.is_total)
    report = consistent(edition, 5)._replace(computed=totals)
    cell = "applications.rejected_petition.natural_person"
    received = "applications.received.natural_person"
    parts = {c: v for c, v in report.cells.items() if c not in totals}
    parts |= {
        received: report.number(received) + 4 - report.number(cell),
        cell: Decimal(-4),
    }
    findings = [one for one in _findings(_added_up(report, parts), {}) if one.rule == "T3-BAL"]
    assert len(findings) == 2
    for finding in findings:
        assert [suspect["cells"] for suspect in finding.suspects] == [{cell: Decimal(4)}]
        assert "正负号写反了" in finding.message
    # Another slip beside it: the number without its sign no longer mends all, and nothing tells.
    beside = parts | {received: Decimal(str(parts[received])) + 6}
    for finding in _findings(_added_up(report, beside), {}):
        assert finding.suspects == ()
