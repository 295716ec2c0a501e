"""Every rule finds what it must, says which cells, and leaves the rest alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.rules import cases
from tests.rules.cases import RuleCase, every_rule, matching, reading_of, rule_cases
from xl_tools.edition import Edition, builtin_editions
from xl_tools.report import form_of
from xl_tools.rules import CHECKS, Outcome

EDITIONS = builtin_editions()
CASES = list(rule_cases())


def outcome_of(case: RuleCase) -> Outcome:
    return cases.outcome_of(case, EDITIONS)


def expected_of(case: RuleCase) -> Iterator[tuple[str, tuple[str, ...]]]:
    ids = list(form_of(reading_of(case, EDITIONS).report, EDITIONS).figures())
    for rule, *cells in case.data["finds"]:
        yield rule, matching(cells, ids)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_findings_are_these_and_no_others(case: RuleCase) -> None:
    outcome = outcome_of(case)
    assert [(f.rule, f.cells) for f in outcome.findings] == list(expected_of(case))
    assert not any(finding.could_not_run for finding in outcome.findings)


@pytest.mark.parametrize("case", [c for c in CASES if "says" in c.data], ids=str)
def test_the_message_says_what_is_wrong_and_what_to_do(case: RuleCase) -> None:
    message = next(f.message for f in outcome_of(case).findings if f.rule == case.rule)
    assert [words for words in case.data["says"] if words not in message] == [], message


@pytest.mark.parametrize("case", [c for c in CASES if "numbers" in c.data], ids=str)
def test_the_numbers_are_what_stands_there_and_what_should(case: RuleCase) -> None:
    finding = next(f for f in outcome_of(case).findings if f.rule == case.rule)
    actual, expected = (Decimal(number) for number in case.data["numbers"])
    assert (finding.actual, finding.expected) == (actual, expected)


@pytest.mark.parametrize("case", [c for c in CASES if "not_applicable" in c.data], ids=str)
def test_a_rule_that_cannot_be_asked_says_why(case: RuleCase) -> None:
    assert (case.rule, case.data["not_applicable"]) in outcome_of(case).not_applicable


@pytest.mark.parametrize("case", [c for c in CASES if c.fails], ids=str)
def test_a_finding_has_the_weight_and_the_basis_of_its_edition(case: RuleCase) -> None:
    rules = EDITIONS.get(case.edition).rules
    for finding in outcome_of(case).findings:
        if finding.rule == case.rule:
            rule = rules[case.rule]
            severity = case.data.get("severity", rule.severity)
            explainable = case.data.get("explainable", rule.explainable)
            assert (finding.severity, finding.explainable) == (severity, explainable)
            assert finding.message.startswith(f"〔{rule.id}〕")
            assert finding.message.endswith(f"依据：{rule.basis}。")


@pytest.mark.parametrize(("edition", "rule"), list(every_rule()), ids=lambda x: getattr(x, "id", x))
def test_every_rule_of_every_edition_has_a_case_that_passes_and_one_that_fails(
    edition: Edition, rule: str
) -> None:
    own = [case for case in CASES if (case.rule, case.edition) == (rule, edition.id)]
    assert any(case.passes for case in own)
    assert any(case.fails for case in own)


@pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
def test_every_rule_is_a_relation_or_has_a_function(edition: Edition) -> None:
    relations = {text.rule.id for text in edition.relations}
    assert relations <= edition.rules.keys()
    assert edition.rules.keys() - relations <= CHECKS.keys()
    assert not relations & CHECKS.keys()


def test_every_function_stands_behind_a_rule_of_some_edition() -> None:
    assert CHECKS.keys() <= {rule for _, rule in every_rule()}
