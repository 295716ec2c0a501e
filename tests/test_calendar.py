"""The working days of the State Council's calendar, and the days by which replies are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.calendar import (
    add_working_days,
    is_working_day,
    notices,
    reply_due,
    working_days_after,
    years,
)
from xl_tools.refusal import Refusal

DAY = timedelta(1)


def days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))


def sentence(action: Any) -> str:
    with pytest.raises(Refusal) as caught:
        action()
    return caught.value.sentence


@pytest.mark.parametrize("year", years())
def test_an_independent_calendar_says_the_same_of_every_day(year: int) -> None:
    ours = {day: is_working_day(day) for day in days_of(year)}
    assert {day: chinese_calendar.is_workday(day) for day in days_of(year)} == ours


def test_the_years_from_2019_on_are_known_without_a_gap() -> None:
    arranged = {notice.year for notice in notices()}
    assert set(years()) == arranged
    assert {*range(2019, 2027)} <= arranged


def test_every_notice_has_its_number_and_names_its_year() -> None:
    for notice in notices():
        assert str(notice.year) in notice.title
        assert notice.number.startswith("国办发明电〔")
        assert f"〔{notice.issued.year}〕" in notice.number
    numbers = [notice.number for notice in notices()]
    assert len(set(numbers)) == len(numbers)


def test_a_notice_takes_only_weekends_and_never_frees_what_it_takes() -> None:
    for notice in notices():
        assert [day for day in notice.work if day.weekday() < 5] == []
        assert not notice.off & notice.work


def test_a_later_notice_changes_an_earlier_one() -> None:
    assert not is_working_day(date(2020, 2, 1))  # taken by 〔2019〕16号, freed by 〔2020〕1号
    assert not is_working_day(date(2020, 1, 31))
    assert is_working_day(date(2020, 2, 3))
    assert is_working_day(date(2019, 5, 5))  # 〔2019〕3号
    assert not is_working_day(date(2019, 5, 3))


def test_a_day_that_is_only_recommended_as_free_is_a_working_day() -> None:
    assert is_working_day(date(2024, 2, 9))


def test_a_moment_counts_as_its_day() -> None:
    assert is_working_day(datetime(2024, 2, 4, 9, 30))  # a Sunday that is worked
    assert not is_working_day(datetime(2024, 10, 1, 9, 30))
    assert reply_due(datetime(2024, 3, 1, 16, 0)) == reply_due(date(2024, 3, 1))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2024, 2, 8), 0, date(2024, 2, 8)),
        (date(2024, 2, 8), 1, date(2024, 2, 9)),
        (date(2024, 2, 9), 1, date(2024, 2, 18)),  # the spring festival, then a worked Sunday
        (date(2024, 9, 30), 1, date(2024, 10, 8)),
        (date(2023, 12, 29), 1, date(2024, 1, 2)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, count: int, due: date) -> None:
    assert add_working_days(start, count) == due


@given(st.dates(date(2019, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_exactly_so_many_working_days_lie_between(start: date, count: int) -> None:
    due = add_working_days(start, count)
    assert is_working_day(due)
    between = [start + DAY * n for n in range(1, (due - start).days + 1)]
    assert sum(map(is_working_day, between)) == count


def test_days_cannot_be_counted_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2024, 1, 1), -1)


# ---- the reply -------------------------------------------------------------------------


def test_a_reply_is_due_on_the_twentieth_working_day() -> None:
    # Friday 1 March; day 1 is Monday 4 March, four whole weeks end on Friday 29 March.
    assert reply_due(date(2024, 3, 1)) == date(2024, 3, 29)
    assert reply_due(date(2024, 3, 2)) == date(2024, 3, 29)  # received on a Saturday


def test_a_corrected_application_starts_anew() -> None:
    assert reply_due(date(2024, 2, 20), corrected=date(2024, 3, 1)) == date(2024, 3, 29)


def test_an_extension_adds_twenty_working_days() -> None:
    assert reply_due(date(2024, 3, 1), extended=True) == add_working_days(date(2024, 3, 1), 40)


def test_the_days_of_a_consultation_are_not_counted() -> None:
    asked = (date(2024, 3, 11), date(2024, 3, 15))  # five working days
    assert reply_due(date(2024, 3, 1), consultation=asked) == add_working_days(date(2024, 3, 1), 25)
    weekend = (date(2024, 3, 9), date(2024, 3, 10))
    assert reply_due(date(2024, 3, 1), consultation=weekend) == date(2024, 3, 29)


def test_a_consultation_after_the_due_day_changes_nothing() -> None:
    late = (date(2024, 4, 1), date(2024, 4, 10))
    assert reply_due(date(2024, 3, 1), consultation=late) == date(2024, 3, 29)


@pytest.mark.parametrize(
    "options",
    [
        {"corrected": date(2024, 2, 29)},
        {"consultation": (date(2024, 3, 8), date(2024, 3, 7))},
        {"consultation": (date(2024, 2, 1), date(2024, 3, 7))},
    ],
)
def test_dates_in_the_wrong_order_are_refused(options: Any) -> None:
    assert "早于" in sentence(lambda: reply_due(date(2024, 3, 1), **options))


# ---- what is not known -----------------------------------------------------------------


def test_a_year_that_is_not_published_yet_is_named() -> None:
    after = max(years()) + 1
    said = sentence(lambda: is_working_day(date(after, 3, 3)))
    assert f"{after}年的节假日安排还没有收录" in said
    assert said.endswith("。")
    assert f"{after}年" in sentence(lambda: reply_due(date(after - 1, 12, 20)))


def test_a_year_before_the_first_is_named() -> None:
    assert "2018年" in sentence(lambda: add_working_days(date(2018, 11, 1), 3))


def test_a_reply_that_does_not_need_the_unpublished_year_is_not_refused() -> None:
    assert reply_due(date(max(years()), 11, 2)).year == max(years())


@given(st.dates(date(2019, 1, 1), date(2026, 12, 30)), st.integers(0, 400))
def test_working_days_after_a_day_are_those_that_adding_them_leads_over(
    start: date, length: int
) -> None:
    end = min(start + length * DAY, date(2026, 12, 31))
    one_by_one = sum(is_working_day(start + n * DAY) for n in range(1, (end - start).days + 1))
    assert working_days_after(start, end) == one_by_one


def test_no_working_days_lie_before_the_day_itself_and_unknown_years_are_refused() -> None:
    assert working_days_after(date(2024, 5, 8), date(2024, 5, 8)) == 0
    assert working_days_after(date(2024, 5, 8), date(2024, 5, 1)) == 0
    assert "2027年" in sentence(lambda: working_days_after(date(2026, 12, 1), date(2027, 1, 4)))
