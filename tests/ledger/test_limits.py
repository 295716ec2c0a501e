"""Time limits of single cases, explained; what a slow count of days says of any."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ledgers import Case, last_day
from tests.ledger.books import counted
from xl_tools.ledger.limits import explained, limit_of
from xl_tools.ledger.text import late_words
from xl_tools.refusal import Refusal
from xl_tools.tally import CaseDates

END = date(2024, 12, 31)
is_workday = lru_cache(maxsize=None)(chinese_calendar.is_workday)
DAYS = st.dates(date(2023, 10, 1), date(2024, 12, 1))
SPAN = st.integers(0, 60)


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def due(**days: str) -> str:
    known: dict[str, Any] = {name: day(text) for name, text in days.items()}
    return str(limit_of(CaseDates(day("03-01"), **known), END).due)[5:]


@pytest.mark.parametrize(
    ("days", "last"),
    [
        ({}, "03-29"),
        ({"asked": "03-04", "corrected": "03-12"}, "04-10"),
        ({"extended": "03-29"}, "04-28"),
        ({"extended": "04-01"}, "03-29"),
        ({"consult_from": "03-05", "consult_to": "03-12"}, "04-09"),
        ({"consult_from": "03-05", "consult_to": "03-12", "extended": "04-09"}, "05-09"),
        ({"postponed": "06-04"}, "06-04"),
        ({"postponed": "03-04"}, "03-29"),
        ({"consult_from": "03-05"}, "04-23"),
    ],
)
def test_the_last_day_is_that_of_the_regulation(days: dict[str, str], last: str) -> None:
    assert due(**days) == last


@given(DAYS, SPAN, SPAN, SPAN, SPAN, st.tuples(*[st.booleans()] * 4))
def test_the_last_day_is_that_of_a_count_day_by_day(
    received: date, one: int, two: int, three: int, four: int, has: tuple[bool, ...]
) -> None:
    def after(days: int) -> date:
        return received + timedelta(days)

    corrected = after(one) if has[0] else None
    extended = after(two) if has[1] else None
    begun = max(after(three), corrected or received)
    consulted = (begun, begun + timedelta(four)) if has[2] else None
    postponed = after(one + two) if has[3] else None
    case = Case("", received, "", "", "", None, None, corrected, extended, consulted, postponed)
    first, last = consulted or (None, None)
    dates = CaseDates(received, None, None, corrected, extended, first, last, postponed)
    assert limit_of(dates, END).due == last_day(case, is_workday)


def test_no_time_runs_while_the_applicant_is_to_correct() -> None:
    dates = CaseDates(day("03-01"), asked=day("03-05"))
    assert limit_of(dates, END).due is None
    assert "期限从收到补正之日起算" in next(iter(explained(dates, END)))
    tally = counted([("1", "2024-03-01", "公民", "", "", "2024-03-05")], "补正告知日期")
    assert tally.overdue == ()


def test_every_step_of_a_long_way_is_explained_in_a_line() -> None:
    dates = CaseDates(
        day("03-01"), None, day("03-04"), day("03-12"), day("04-15"), day("03-18"), day("03-22"),
        day("07-01"),
    )  # fmt: skip
    lines = list(explained(dates, END))
    assert [line.count("2024") > 0 for line in lines] == [True] * len(lines)
    said = [
        "收到（第三十一条）",
        "收到补正，从这一天重新起算（第三十条）",
        "第 1 个工作日",
        "5 个工作日不计，第三十三条",
        "告知延长，没有过期",
        "延迟到 2024-07-01",
    ]
    for words in said:
        assert any(words in line for line in lines), words


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"asked": "03-20", "corrected": "03-25"}, "超过收到后 7 个工作日"),
        ({"extended": "04-15"}, "已过 2024-03-29 的期限，不能算延长"),
        ({"corrected": "02-01"}, "早于收到日期"),
        ({"asked": "03-10", "corrected": "03-08"}, "早于补正告知日期"),
        ({"consult_to": "03-08"}, "没有征求意见起"),
        ({"consult_from": "03-08", "consult_to": "03-05"}, "早于征求意见起"),
    ],
)
def test_what_was_late_or_cannot_be_is_remarked_upon(dates: dict[str, str], words: str) -> None:
    own: dict[str, Any] = {name: day(text) for name, text in dates.items()}
    remarks = limit_of(CaseDates(day("03-01"), **own), END).remarks
    assert any(words in remark for remark in remarks), remarks


# ---- lists -------------------------------------------------------------------------------


def test_open_cases_are_late_or_due_soon_by_the_day_that_is_asked_for() -> None:
    rows = [("1", "2024-03-01", "公民", "", ""), ("2", "2024-03-08", "公民", "", "")]
    tally = counted(rows, as_of=date(2024, 4, 1))
    assert [(late.case, str(late.due), late.answered) for late in tally.overdue] == [
        ("1", "2024-03-29", None)
    ]
    assert [(soon.case, str(soon.due), soon.left) for soon in tally.soon] == [
        ("2", "2024-04-08", 4)
    ]


def test_a_reply_on_the_last_day_is_in_time_and_one_day_later_it_is_not() -> None:
    rows = [("1", "2024-03-01", "公民", "公开", "2024-03-29"),
            ("2", "2024-03-01", "公民", "公开", "2024-03-30")]  # fmt: skip
    assert [late.case for late in counted(rows).overdue] == ["2"]


def test_the_average_counts_working_days_from_the_correction() -> None:
    rows = [("1", "2024-03-01", "公民", "公开", "2024-03-08", ""),
            ("2", "2024-03-01", "公民", "公开", "2024-03-29", "2024-03-14")]  # fmt: skip
    pace = counted(rows, "补正收到日期").pace
    assert (pace.total, pace.cases, str(pace.average)) == (16, 2, "8.0")


def test_a_year_without_a_calendar_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refusal) as caught:
        counted([("1", "2027-03-01", "公民", "", "")], year=2027)
    assert "2027年的节假日安排还没有收录" in caught.value.sentence
    with pytest.raises(Refusal):
        counted([("1", "2026-03-01", "公民", "", "")], year=2026, as_of=date(2027, 1, 20))


def test_a_last_day_beyond_the_calendar_is_said_and_never_taken_for_late() -> None:
    tally = counted([("1", "2026-12-28", "公民", "", "")], year=2026)
    assert tally.overdue == ()
    assert any("2027年的节假日安排还没有收录" in words for words in tally.remarks)


def test_a_date_that_is_not_needed_and_not_readable_is_said() -> None:
    tally = counted([("1", "2024-03-01", "公民", "", "", "过几天")], "延长告知日期")
    assert any("“过几天”不是能读懂的日期" in words for words in tally.remarks)
    assert tally.is_whole


def test_a_letter_of_extension_in_the_place_of_the_answer_extends_and_is_no_answer() -> None:
    tally = counted([("1", "2024-03-01", "公民", "延期告知", "2024-03-20")])
    (late,) = tally.overdue
    words = "应在 2024-04-28 以前答复，还没有答复（2024-03-20 的“延期告知”不是答复）"
    assert late_words(late) == words
    (said,) = tally.remarks
    assert said == "“延期告知”不是办理结果，按没有办完计，写的答复日期当作告知延长的日期：1"


def test_the_day_of_a_letter_does_not_take_the_place_of_the_column_for_it() -> None:
    row = ("1", "2024-03-01", "公民", "延期告知", "2024-03-20", "2024-04-15")
    tally = counted([row], "延长告知日期")
    assert [str(late.due) for late in tally.overdue] == ["2024-03-29"]
    assert "“延期告知”不是办理结果，按没有办完计：1" in tally.remarks


def test_after_a_letter_that_asks_for_a_correction_no_time_runs() -> None:
    tally = counted([("1", "2024-03-01", "公民", "补正告知书", "2024-03-05")])
    assert (tally.overdue, tally.is_whole) == ((), True)
    other = counted([("1", "2024-03-01", "公民", "征求意见", "2024-03-05")])
    assert [str(late.due) for late in other.overdue] == ["2024-03-29"]


def test_a_case_answered_on_a_day_that_is_not_written_down_is_not_called_late() -> None:
    rows = [
        ("1", "2024-03-01", "公民", "予以公开", ""),
        ("2", "2024-12-10", "公民", "其他", ""),
        ("3", "2024-03-01", "公民", "", ""),
    ]
    tally = counted(rows)
    assert [late.case for late in tally.overdue] == ["3"]
    assert tally.soon == ()
    assert [one.case for one in tally.uncounted] == ["1", "2"]
