"""Sentences written by one who had not seen the reader: how well they are read, as floors."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import filterfalse

import pytest

from tests.prose.cases import (
    FIFTH,
    FRESH,
    SIXTH,
    ProseCase,
    counts_read,
    prior_of,
    prose_cases,
    report_of,
)
from tests.prose.scoring import Score, score
from xl_tools.edition import builtin_editions
from xl_tools.report import Reading
from xl_tools.rules import check

EDITIONS = builtin_editions()
CASES = [*prose_cases(FRESH), *prose_cases(FIFTH), *prose_cases(SIXTH)]
ASIDE = [case for case in CASES if case.is_aside]
FILES = sorted({case.file for case in CASES})
SETS = {
    "seen": list(filterfalse(lambda case: case.is_aside, CASES)),
    "aside": ASIDE,
    **{file: [case for case in CASES if case.file == file] for file in FILES},
}
SLIPS = {"N-SET", "N-ZERO", "N-UNIT"}


def rules_found(case: ProseCase) -> set[str]:
    outcome = check(Reading(report_of(case)), EDITIONS, prior_of(case))
    assert not any(finding.could_not_run for finding in outcome.findings)
    return {f.rule for f in outcome.findings if f.rule.startswith("N-")}


def deserved(case: ProseCase) -> set[str]:
    slips = SLIPS if any("≠" in text for text in case.data["finds"]) else set()
    return slips | set(case.data.get("rules", ()))


@cache
def score_of(name: str) -> Score:
    return score(SETS[name])


@pytest.mark.parametrize("name", SETS)
def test_of_a_hundred_counts_ninety_five_are_mapped_right(name: str) -> None:
    assert score_of(name).share >= Decimal(95)


@pytest.mark.parametrize("name", FILES)
def test_a_sentence_has_no_finding_that_it_does_not_deserve(name: str) -> None:
    found = [(str(case), rules_found(case) - deserved(case)) for case in SETS[name]]
    assert [(case, rules) for case, rules in found if rules] == []


def test_planted_contradictions_are_named_with_their_cells() -> None:
    read = [score_of(name) for name in FILES]
    assert sum(one.alarms for one in read) == 0
    planted = sum(one.planted for one in read)
    assert planted >= 154
    assert sum(one.named for one in read) == planted


@pytest.mark.parametrize("case", [c for c in CASES if "N-YOY" in c.data.get("rules", ())], ids=str)
def test_a_wrong_change_since_last_year_is_named(case: ProseCase) -> None:
    assert "N-YOY" in rules_found(case)
    without = check(Reading(report_of(case)), EDITIONS)
    assert "N-YOY" in {rule for rule, _ in without.not_applicable}


@pytest.mark.parametrize("name", FILES)
def test_a_quote_stands_in_the_text_and_holds_its_number(name: str) -> None:
    for case in SETS[name]:
        for mention in counts_read(case):
            assert case.data["text"][slice(*mention.span)] == mention.quote
            assert mention.quote


def test_the_fifth_set_stays_as_well_read_as_it_is() -> None:
    fifth = score_of("fifth")
    assert (fifth.counts, fifth.planted) == (489, 12)
    assert fifth.right >= 487
    assert fifth.named == fifth.planted


def test_the_sixth_set_stays_as_well_read_as_it_is() -> None:
    sixth = score_of("sixth")
    assert (sixth.counts, sixth.planted) == (343, 31)
    assert sixth.right == sixth.counts
    assert sixth.named == sixth.planted


@pytest.mark.parametrize(("name", "counts", "planted"), [("after", 145, 15), ("again", 94, 18)])
def test_the_sets_after_the_sixth_stay_as_well_read_as_they_are(
    name: str, counts: int, planted: int
) -> None:
    found = score_of(name)
    assert (found.counts, found.planted) == (counts, planted)
    assert found.right >= counts - 1
    assert found.named == planted


def test_the_set_is_large_and_a_third_of_it_was_kept_aside() -> None:
    first = [case for case in CASES if case.file in ("sentences", "contradictions")]
    assert len(first) >= 130
    assert score(first).counts >= 400
    assert 0.3 < len(ASIDE) / len(first) < 0.4


def test_the_texts_of_many_hands_are_as_many_in_both_halves() -> None:
    halves = [len(SETS[name]) for name in ("hands", "kept")]
    assert min(halves) >= 60
    assert sum(score_of(name).counts for name in ("third", "fourth")) >= 450
