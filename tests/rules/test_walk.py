"""Every rule that a reviewer asks for, by name: it exists, means something, and is proven.

How each is proven stands in test_cases.py (a case that passes and one that fails), test_trust.py
(without its body a case fails) and test_faults.py (faults of published reports, one by one).
"""

from __future__ import annotations

import pytest

from tests.rules.cases import rule_cases
from tests.rules.faults import faults
from tests.running import Run
from xl_tools.edition import Edition, builtin_editions
from xl_tools.rules.ofmany import RULES as OF_ROLL_UPS

EDITIONS = builtin_editions()
NEWEST = EDITIONS.get("2021")
FORMER = EDITIONS.get("2019")

# What is asked for, in the order in which reviewers go through a report, and how it weighs.
IN_THE_TABLES = {
    "T3-BAL": "error", "T3-SUM7": "error", "T3-ROW": "error", "T3-TYPE": "error",
    "T3-BLANK": "warning", "T3-ALLBLANK": "error", "T3-RANGE": "error", "T3-SHAPE": "info",
    "T3-OTHER": "warning", "T4-SUM": "error", "T2-TYPE": "error", "T2-VALID": "warning",
    "T2-GZ": "error", "EDITION": "error", "LABEL": "warning",
}  # fmt: skip
OF_THE_FORMER_FORM = {"T2-2019-DEC": "warning", "T2-UNIT": "warning", "CY-2019": "warning"}
WITH_LAST_YEAR = {
    "CY-CARRY": "error", "CY-VALID": "warning", "CY-SAME": "warning", "CY-DISPUTE": "warning",
    "CY-FEE": "warning", "FEE": "warning",
}  # fmt: skip
IN_THE_TEXT = {
    "S-TITLES": "warning", "S-TITLE-VAR": "info", "S-FIVE": "warning", "S-GOV": "warning",
    "S-LEN": "warning", "S-FIVE5": "warning", "S-SIX": "warning", "S-YEAR": "warning",
    "S-COPY": "warning", "S-XUNIT": "warning", "S-PLACE": "warning", "S-GENERIC": "info",
    "S-CITE": "warning", "S-CONTACT": "info", "S-PII": "warning", "S-SECRET": "warning",
    "S-WORD": "warning", "S-ORG": "warning", "S-DATE": "warning", "S-PARTS": "warning",
    "S-SEQ": "warning", "S-HOLE": "warning",
}  # fmt: skip
TEXT_AND_TABLES = dict.fromkeys(
    ("N-SET", "N-ZERO", "N-UNIT", "N-PART", "N-PCT", "N-INNER", "N-YOY"), "warning"
)
OF_MANY_UNITS = ("RU-SUM", "RU-DUP", "RU-SCOPE")
ASKED = IN_THE_TABLES | WITH_LAST_YEAR | IN_THE_TEXT | TEXT_AND_TABLES
EXPLAINED_ERRORS = {"EDITION", "CY-CARRY"}  # of errors, these alone may be right as they stand


@pytest.mark.parametrize("rule", ASKED)
def test_a_rule_that_is_asked_for_weighs_what_it_should_and_is_explained(rule: str) -> None:
    known = NEWEST.rules[rule]
    assert known.severity == ASKED[rule]
    assert known.title and known.meaning and known.basis  # noqa: PT018
    assert known.explainable == (known.severity != "error" or rule in EXPLAINED_ERRORS)


@pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
def test_what_is_said_of_text_and_last_year_is_marked_sure_or_likely(edition: Edition) -> None:
    judged = {id_ for id_ in edition.rules if id_.startswith(("S-", "CY-")) or id_ == "FEE"}
    marked = {id_ for id_, rule in edition.rules.items() if rule.sure is not None}
    assert marked == judged | {"T4-OTHER"}
    assert all(edition.rules[id_].severity != "error" for id_ in marked - EXPLAINED_ERRORS)


@pytest.mark.parametrize("rule", OF_THE_FORMER_FORM)
def test_so_does_a_rule_of_the_former_form(rule: str) -> None:
    assert FORMER.rules[rule].severity == OF_THE_FORMER_FORM[rule]
    assert FORMER.rules[rule].meaning


@pytest.mark.parametrize("rule", [*ASKED, *OF_THE_FORMER_FORM])
def test_it_has_cases_that_name_the_cells_and_the_words(rule: str) -> None:
    own = [case for case in rule_cases() if case.rule == rule]
    assert any(case.passes for case in own)
    assert any(case.fails and "says" in case.data for case in own)


@pytest.mark.parametrize("rule", [*OF_MANY_UNITS, "S-XUNIT", "T3-BAL"])
def test_anybody_can_ask_what_a_rule_means(rule: str, run: Run) -> None:
    code, out, _ = run("explain", rule)
    assert code == 0
    assert "依据：" in out
    assert "怎么办：" in out


def test_rules_about_many_units_are_known() -> None:
    assert set(OF_MANY_UNITS) <= OF_ROLL_UPS.keys()


def test_every_rule_has_a_fault_planted_in_a_whole_report() -> None:
    planted = {rule for fault in faults() for rule in fault.data["gives"]}
    assert {*ASKED, *OF_THE_FORMER_FORM} - planted - {"CY-2019"} == set()  # no year before it
