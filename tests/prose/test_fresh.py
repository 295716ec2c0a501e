"""Sentences written by one who had not seen the reader: how well they are read, as floors."""

from __future__ import annotations

from decimal import Decimal
from itertools import filterfalse

import pytest

from tests.prose.cases import FRESH, ProseCase, counts_read, prior_of, prose_cases, report_of
from tests.prose.scoring import score
from xl_tools.edition import builtin_editions
from xl_tools.report import Reading
from xl_tools.rules import check

EDITIONS = builtin_editions()
HANDS = ("hands", "kept")
CASES = [case for case in prose_cases(FRESH) if case.file not in HANDS]
ASIDE = [case for case in CASES if case.is_aside]
SEEN = list(filterfalse(lambda case: case.is_aside, CASES))
SLIPS = {"N-SET", "N-ZERO", "N-UNIT"}


def rules_found(case: ProseCase) -> list[str]:
    outcome = check(Reading(report_of(case)), EDITIONS, prior_of(case))
    assert not any(finding.could_not_run for finding in outcome.findings)
    return [f.rule for f in outcome.findings if f.rule.startswith("N-")]


@pytest.mark.parametrize("cases", [SEEN, ASIDE], ids=["seen", "aside"])
def test_of_a_hundred_counts_ninety_five_are_mapped_right(cases: list[ProseCase]) -> None:
    assert score(cases).share >= Decimal(95)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_sentence_has_no_finding_that_it_does_not_deserve(case: ProseCase) -> None:
    deserved = set(case.data.get("rules", ()))
    if any("≠" in text for text in case.data["finds"]):
        deserved |= SLIPS
    assert set(rules_found(case)) <= deserved


def test_planted_contradictions_are_named_with_their_cells() -> None:
    seen = score(CASES)
    assert seen.alarms == 0
    assert seen.planted >= 30
    assert seen.named >= seen.planted - 1  # 收到47件，办结47件 may speak of the same 47


@pytest.mark.parametrize("case", [c for c in CASES if "N-YOY" in c.data.get("rules", ())], ids=str)
def test_a_wrong_change_since_last_year_is_named(case: ProseCase) -> None:
    assert "N-YOY" in rules_found(case)
    without = check(Reading(report_of(case)), EDITIONS)
    assert "N-YOY" in {rule for rule, _ in without.not_applicable}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_quote_stands_in_the_text_and_holds_its_number(case: ProseCase) -> None:
    for mention in counts_read(case):
        assert case.data["text"][slice(*mention.span)] == mention.quote
        assert mention.quote


def test_the_set_is_large_and_a_third_of_it_was_kept_aside() -> None:
    first = [case for case in CASES if case.file in ("sentences", "contradictions")]
    assert len(first) >= 130
    assert score(first).counts >= 400
    assert 0.3 < len(ASIDE) / len(first) < 0.4
