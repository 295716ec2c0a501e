"""What is said when something is found: written down, short, to be understood by anybody."""

from __future__ import annotations

import re
import unicodedata

import pytest

from tests.rules import manyunits
from tests.rules.cases import every_rule, outcome_of, rule_cases
from tests.rules.faults import faults
from tests.rules.faults import outcome_of as outcome_of_fault
from tests.rules.messages import EDITIONS, PATH, document, examples, words_of
from xl_tools.edition import Edition

LINE = 80  # Chinese characters of a line
CODE = re.compile(r"\b[A-Z][A-Z0-9]*-[A-Z0-9]+\b|\b[a-z_]+\.[a-z_]+\.[a-z_]+\b")


def all_words() -> dict[str, str]:
    """Every message of every case and fault, with the rule that says it."""
    found: dict[str, str] = {}
    for case in rule_cases():
        outcome = outcome_of(case, EDITIONS)
        found |= {words_of(f.message): f.rule for f in outcome.findings}
    found |= {words_of(f.message): f.rule for f in manyunits.findings()}
    for fault in faults():
        outcome = outcome_of_fault(fault, EDITIONS)
        found |= {words_of(f.message): f.rule for f in outcome.findings}
    return found


WORDS = all_words()


def width(text: str) -> float:
    """In Chinese characters."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def test_the_page_of_messages_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize(
    ("edition", "rule"), list(every_rule()), ids=lambda value: getattr(value, "id", value)
)
def test_every_rule_has_an_example(edition: Edition, rule: str) -> None:
    assert examples_known[rule, edition.id].words


examples_known = examples()


def test_no_message_is_longer_than_two_lines() -> None:
    long = {rule: words for words, rule in WORDS.items() if width(words) > 2 * LINE}
    assert long == {}


def test_no_message_needs_a_code_to_be_understood() -> None:
    coded = {rule: words for words, rule in WORDS.items() if CODE.search(words)}
    assert coded == {}


def test_every_message_is_a_whole_sentence() -> None:
    odd = {
        rule: words for words, rule in WORDS.items() if not words.endswith("。") or "。。" in words
    }
    assert odd == {}
