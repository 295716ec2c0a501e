"""Forced recalculation: every state of every check is Python's, whatever is in the workbook."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.office.session import Office
from tests.reports import consistent, with_controls, with_faults, year_before
from tests.states import look_into, same_states
from tests.template.test_prior import compare
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import placement_of
from xl_tools.report import KINDS, LEVELS, Organ, Report
from xl_tools.rules import check
from xl_tools.sources import read_bytes

pytestmark = pytest.mark.office

EDITIONS = builtin_editions()
NAMES = [edition.id for edition in EDITIONS]
TEXTS = ("", "本年没有。", "本年发布＿＿条。", "一是好；\n二是＿＿。")
# Said by Python of the file itself or of the prose, and by no row of 校验.
OF_PYTHON = frozenset({"T2-2019-DEC", "LABEL", "T3-SHAPE"})


def any_report(name: str, seed: int) -> Report:
    """Slips, 核对数, an organ of any kind, totals given or computed, sentences with blanks."""
    edition, dice = EDITIONS.get(name), random.Random(seed)
    report = with_controls(consistent(edition, seed), edition, seed)
    report = with_faults(report, edition, seed)
    organ = Organ("某机关", dice.choice(list(LEVELS)), dice.choice(list(KINDS)))
    if dice.random() < 0.5:
        rules = [cell for cell in report.cells if cell.startswith("disclosure.rules.")]
        changed = {**report.cells, dice.choice(rules): Decimal(1)}
        report = report._replace(cells=MappingProxyType(changed))
    totals = {figure.id for figure in edition.figures() if figure.is_total}
    share = dice.choice((0, 0.1, 0.5, 1))
    kept = {c: v for c, v in report.cells.items() if c not in totals or dice.random() >= share}
    if dice.random() < 0.15:
        blank = dice.choice(list(edition.tables))
        kept = {cell: value for cell, value in kept.items() if not cell.startswith(f"{blank}.")}
    narrative = {section.id: dice.choice(TEXTS) for section in edition.sections}
    year = report.year - (dice.random() < 0.1)
    return report._replace(
        year=year,
        organ=organ,
        cells=MappingProxyType(kept),
        narrative=MappingProxyType({k: v for k, v in narrative.items() if v}),
    )


def test_every_state_is_that_of_python(office: Office, tmp_path: Path, deep: bool) -> None:
    seen: dict[str, set[Any]] = {}
    for seed in range(300 if deep else 6):
        name = NAMES[seed % len(NAMES)]
        edition, report = EDITIONS.get(name), any_report(name, seed)
        path = tmp_path / f"{seed}.xlsx"
        prior = year_before(consistent(edition, seed), edition, seed) if seed % 4 else None
        path.write_bytes(fill_workbook(blank_workbook(edition), report, EDITIONS, prior=prior))
        reading = read_bytes(path.read_bytes(), str(path), EDITIONS)
        values = office.values(path, truths=False)
        placement = placement_of(edition)
        states = same_states(placement, reading, EDITIONS, look_into(values))
        for rule, own in {**states, **compare(edition, reading, values)}.items():
            seen.setdefault(rule, set()).update(own)
        _assert_same_verdict(name, reading, values)
    # each rule was met broken and unbroken
    rare = {"CY-FEE", "EDITION"}
    one_sided = {rule for rule, own in seen.items() if not {True, False} <= own}
    assert one_sided <= rare or not deep, one_sided


def _assert_same_verdict(name: str, reading: Any, values: Any) -> None:
    outcome = check(reading, EDITIONS)
    rules = {finding.rule for finding in outcome.findings}
    if rules & OF_PYTHON or any(rule.startswith("N-") for rule in rules):
        return
    spot = placement_of(EDITIONS.get(name)).meta["check.verdict"]
    assert values[spot.sheet][spot.row, spot.column] == outcome.verdict
