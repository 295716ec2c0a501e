"""Faults that published reports really have: each is found, the report without it is clean."""

from __future__ import annotations

import pytest

from tests.rules.faults import CLEAN, FOLDER, Fault, clean_reading, faults, outcome_of
from xl_tools.edition import builtin_editions
from xl_tools.rules import check

EDITIONS = builtin_editions()
FAULTS = list(faults())


@pytest.mark.parametrize("name", CLEAN)
def test_a_report_without_a_fault_has_no_finding(name: str) -> None:
    outcome = check(clean_reading(name, EDITIONS), EDITIONS)
    assert [finding.message for finding in outcome.findings] == []
    assert outcome.verdict == "通过"


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_and_nothing_else(fault: Fault) -> None:
    outcome = outcome_of(fault, EDITIONS)
    messages = [finding.message for finding in outcome.findings]
    assert {f.rule for f in outcome.findings} == set(fault.data["gives"]), messages
    assert not any(finding.could_not_run for finding in outcome.findings)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_what_is_said_names_the_place_the_words_and_the_remedy(fault: Fault) -> None:
    outcome = outcome_of(fault, EDITIONS)
    said = "\n".join(finding.message for finding in outcome.findings)
    assert [words for words in fault.data["says"] if words not in said] == [], said


def test_each_fault_has_a_name_of_its_own() -> None:
    names = [str(fault) for fault in FAULTS]
    assert len(names) == len(set(names)) >= 70
    assert (FOLDER / "README.md").is_file()
