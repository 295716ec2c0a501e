"""Dates in every habit."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ledgers import HABITS
from xl_tools.ledger.dates import BLANK, UNREADABLE, ordinal_of


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(HABITS))
def test_a_date_is_read_in_every_habit(day: date, habit: object) -> None:
    assert callable(habit)
    assert ordinal_of(habit(day)) == day.toordinal()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)))
def test_the_time_of_a_day_does_not_matter(moment: datetime) -> None:
    for text in (moment.isoformat(), str(moment), f"{moment:%Y/%m/%d %H:%M}"):
        assert ordinal_of(text) == moment.date().toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "２０２４年１月５日",
        "2024年1月5日（星期五）",
        "2024-1-5 上午 9:30",
        "'2024-01-05",
        " 45296.75 ",
    ],
)
def test_other_ways_of_the_fifth_of_january(text: str) -> None:
    assert ordinal_of(text) == date(2024, 1, 5).toordinal()


@pytest.mark.parametrize("text", ["", "  ", "'"])
def test_nothing_is_blank(text: str) -> None:
    assert ordinal_of(text) == BLANK


@pytest.mark.parametrize(
    "text",
    ["24/1/5", "1/5/2024", "2024-02-30", "2024年1月", "2024", "1900-01-05", "3", "昨天", "202401",
     "2024-01-05至2024-01-09", "2024-01-05、2024-01-09", "#N/A", "1704412800"],
)  # fmt: skip
def test_what_is_no_date_or_no_single_one_is_not_guessed(text: str) -> None:
    assert ordinal_of(text) == UNREADABLE
