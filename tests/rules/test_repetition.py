"""How much of a text stood in last year's report: a figure for each section, not hard to follow."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.faults import clean_reading
from xl_tools.edition import builtin_editions
from xl_tools.findings.html import Page, findings_html
from xl_tools.findings.json import findings_json
from xl_tools.findings.text import findings_text
from xl_tools.report import Organ, Report
from xl_tools.rules import check
from xl_tools.rules.repetition import repeated

EDITIONS = builtin_editions()
TEXT = st.text("甲乙丙丁戊己", min_size=1, max_size=60)


def report(text: str, year: int = 2024) -> Report:
    return Report("2021", year, Organ("某局"), narrative=MappingProxyType({"overview": text}))


def share(text: str, before: str, run: int = 8) -> int:
    (one,) = repeated(report(text), report(before, 2023), run)
    return one.share


def slowly(text: str, before: str, run: int) -> int:
    """The same, character by character: is it in some run that both texts have?"""
    covered = set()
    for start in range(len(text) - run + 1):
        if text[start : start + run] in before:
            covered |= set(range(start, start + run))
    return round(100 * len(covered) / len(text))


@given(text=TEXT, before=TEXT, run=st.integers(1, 9))
def test_the_figure_is_the_share_of_characters_in_shared_runs(
    text: str, before: str, run: int
) -> None:
    assert share(text, before, run) == slowly(text, before, run)


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("春天清理目录，夏天改版网站。", "春天清理目录，夏天改版网站。", 100),
        ("春天清理目录，夏天改版网站。", "秋天培训人员，冬天请人来评。", 0),
        ("2024年春天清理目录夏天", "2023年春天清理目录夏天", 100),  # years count for nothing
        ("一二三四五六七八甲乙丙丁", "一二三四五六七八子丑寅卯", 67),
    ],
)
def test_examples(text: str, before: str, expected: int) -> None:
    assert share(text, before) == expected


def test_the_figures_stand_in_every_form_of_the_result() -> None:
    reading = clean_reading("2021", EDITIONS)
    outcome = check(reading, EDITIONS)
    shares = {one.section: one.share for one in outcome.repetition}
    assert shares.keys() == {"overview", "problems", "other"}
    assert shares["other"] == 100
    assert shares["overview"] < 40
    said = f"“一、总体情况”{shares['overview']}%"
    assert f"  与上年报告相同的文字：{said}，" in findings_text(reading, outcome, EDITIONS)
    assert said in findings_html([Page("甲.json", reading, outcome)], EDITIONS)
    document = findings_json(reading, outcome, EDITIONS)
    assert document["repetition"] == [one._asdict() for one in outcome.repetition]


def test_without_last_years_text_there_is_no_figure() -> None:
    reading = clean_reading("2019", EDITIONS)
    outcome = check(reading, EDITIONS)
    assert outcome.repetition == ()
    assert "与上年报告相同" not in findings_text(reading, outcome, EDITIONS)
