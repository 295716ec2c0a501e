"""Every rule, passing and failing, from cases a clerk could read."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.reports import consistent
from tests.rules.wholetext import completed, reachable
from xl_tools.edition import Rule, builtin_editions
from xl_tools.report import Changed, Place, Reading
from xl_tools.rules import CHECKS, check

EDITIONS = builtin_editions()
CASES = tomllib.loads((Path(__file__).parent / "cases" / "rules.toml").read_text(encoding="utf-8"))[
    "case"
]


def reading_of(case: dict[str, Any]) -> Reading:
    """A consistent report with the cells of the case changed."""
    edition = EDITIONS.get(case.get("edition", "2021"))
    report = consistent(edition, 7)
    cells = {} if case.get("empty") else dict(report.cells)
    for cell, value in case.get("cells", {}).items():
        cells[cell] = value if isinstance(value, str) else Decimal(str(value))
    for cell in case.get("blank", ()):
        cells.pop(cell, None)
    organ = reachable(report.organ)._replace(**case.get("organ", {}))
    changed = tuple(
        Changed("disclosure", official, found, Place("二、主动公开", "A4"))
        for official, found in case.get("labels", {}).items()
    )
    report = report._replace(
        cells=MappingProxyType(cells),
        year=case.get("year", report.year),
        organ=organ,
        narrative=completed(case["narrative"]) if "narrative" in case else MappingProxyType({}),
        control=MappingProxyType({c: Decimal(v) for c, v in case.get("control", {}).items()}),
        table_editions=MappingProxyType(case.get("table_editions", {})),
    )
    return Reading(report, changed=changed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_gives_the_rules_and_cells_it_names(case: dict[str, Any]) -> None:
    outcome = check(reading_of(case), EDITIONS)
    found = {finding.rule: list(finding.cells) for finding in outcome.findings}
    assert sorted(found) == sorted(case["gives"])
    for rule, cells in case["gives"].items():
        if cells:
            assert found[rule][: len(cells)] == cells
    for finding in outcome.findings:
        assert finding.message.startswith(f"〔{finding.rule}〕")
        assert "依据：" in finding.message


def test_every_rule_has_a_case_that_fails_and_one_that_passes() -> None:
    known = {rule for edition in EDITIONS for rule in edition.rules}
    failing = {rule for case in CASES for rule in case["gives"]}
    # those about last year and about the text have their cases in tests/cases/rules/ alone
    elsewhere = {rule for rule in known if rule.startswith(("CY-", "S-"))} | {
        "FEE",
        "LEDGER",
        "N-YOY",
        "T4-OTHER",
    }
    assert known - elsewhere <= failing
    assert any(not case["gives"] for case in CASES if case.get("edition") == "2019")
    assert any(not case["gives"] for case in CASES if case.get("edition", "2021") == "2021")


def test_every_rule_of_an_edition_is_a_relation_or_has_code() -> None:
    for edition in EDITIONS:
        relations = {text.rule.id for text in edition.relations}
        assert set(edition.rules) == relations | (set(CHECKS) & set(edition.rules))


def test_a_rule_that_crashes_is_seen_and_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(case: object, rule: Rule) -> Any:
        raise ZeroDivisionError(rule.id)

    monkeypatch.setattr("xl_tools.rules.CHECKS", {"T3-SHAPE": crash})
    outcome = check(reading_of({}), EDITIONS)
    assert [(f.rule, f.severity, f.could_not_run) for f in outcome.findings] == [
        ("T3-SHAPE", "error", True)
    ]
    assert outcome.verdict == "有错误"


def test_a_computed_total_proves_nothing() -> None:
    reading = reading_of({})
    whole = check(reading, EDITIONS)
    totals = frozenset(f.id for f in EDITIONS.get("2021").figures() if f.is_total)
    computed = check(reading._replace(report=reading.report._replace(computed=totals)), EDITIONS)
    assert computed.checked < whole.checked == 196
    # The printed relation still checks six columns of table 3 and the four totals it names;
    # T2-VALID checks six cells; table 4 and the totals of the result rows are proven by nothing.
    assert computed.checked == 6 * 25 + 4 + 6
