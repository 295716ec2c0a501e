"""Sentences as reports write them: what is read in them, and what is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.prose.cases import FIRST, ProseCase, counts_read, prose_cases, report_of
from xl_tools.edition import builtin_editions
from xl_tools.report import Reading
from xl_tools.rules import check

EDITIONS = builtin_editions()
CASES = list(prose_cases(FIRST))
SECTIONS = ("overview", "applications", "disputes", "problems", "other")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_numbers_of_a_sentence_are_these_cells_and_no_others(case: ProseCase) -> None:
    mapped = [(m.value, m.state, m.cells) for m in counts_read(case) if m.state != "unmapped"]
    assert mapped == case.finds


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_findings_of_a_sentence_are_these_rules_and_no_others(case: ProseCase) -> None:
    findings = check(Reading(report_of(case)), EDITIONS).findings
    assert [f.rule for f in findings if f.rule.startswith("N-")] == case.data.get("rules", [])
    assert not any(finding.could_not_run for finding in findings)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_quote_stands_in_the_text_and_holds_its_number(case: ProseCase) -> None:
    text = case.data["text"]
    for mention in counts_read(case):
        assert text[slice(*mention.span)] == mention.quote
        assert mention.section in SECTIONS
        assert mention.kind == "zero" or mention.unit[-1:] in mention.quote


def test_there_are_sentences_enough_of_every_kind() -> None:
    found = [state for case in CASES for _, state, _ in case.finds]
    assert len(CASES) >= 170
    assert found.count("agrees") >= 200
    assert found.count("contradicts") >= 20
    assert sum(not case.finds for case in CASES) >= 40


def test_amounts_are_in_the_unit_of_their_table() -> None:
    (case,) = (c for c in CASES if c.data["text"] == "行政事业性收费0.75亿元。")
    (mention,) = counts_read(case)
    expected = (Decimal(7500), "万元", Decimal("7545.28"))
    assert (mention.value, mention.unit, mention.stated) == expected
