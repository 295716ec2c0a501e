"""The days of a case -> its last day for the reply, and why, line by line (第三十至三十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from xl_tools.calendar import (
    EXTENSION_DAYS,
    REPLY_DAYS,
    add_working_days,
    reply_due,
    working_days_after,
)
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.tally import CaseDates

CORRECTION_DAYS: Final = 7  # 第三十条: the applicant is told within them what to correct
OPINION_DAYS: Final = 15  # 第三十二条: a third party answers within them
DAY: Final = timedelta(1)


class Limit(NamedTuple):
    """Until when a case must be answered; None where no time runs, or none can be worked out.

    `remarks` say what was not done as the Regulation wants it, `unknown` why there is no day.
    """

    due: date | None
    remarks: tuple[str, ...] = ()
    unknown: str = ""


class _Reckoned(NamedTuple):
    """What a last day rests on: the start, what is not counted, the day before any extension."""

    start: date
    aside: tuple[date, date] | None
    first_due: date
    due: date
    extended: bool


def limit_of(dates: CaseDates, as_of: date) -> Limit:
    """The last day of a case; what a date cannot mean is left out and said."""
    remarks = tuple(_remarks(dates))
    if _waits(dates):
        return Limit(None, remarks)
    try:
        reckoned = _reckoned(dates, as_of)
    except Refusal as refusal:
        return Limit(None, remarks, refusal.problem)
    if dates.extended and not reckoned.extended:
        last = reckoned.first_due
        late = f"{dates.extended} 才告知延长，已过 {last} 的期限，不能算延长（第三十三条）"
        remarks = (*remarks, late)
    return Limit(reckoned.due, remarks)


def explained(dates: CaseDates, as_of: date) -> Iterator[str]:
    """How the last day comes about, line by line."""
    if _waits(dates):
        yield f"{dates.asked} 告知补正，还没有收到补正，期限从收到补正之日起算（第三十条）"
        return
    start, aside, first_due, due, extended = _reckoned(dates, as_of)
    yield f"{dates.received} 收到（第三十一条）"
    if dates.corrected and start == dates.corrected:
        asked = f"{dates.asked} 告知补正，" if dates.asked else ""
        yield f"{asked}{start} 收到补正，从这一天重新起算（第三十条）"
    yield f"第 1 个工作日是 {add_working_days(start, 1)}"
    yield f"{REPLY_DAYS} 个工作日{_less(aside, start, first_due)}：{first_due} 到期（第三十三条）"
    if extended:
        longer = _due(start, aside, extended=True)
        yield (
            f"{dates.extended} 告知延长，没有过期：再加 {EXTENSION_DAYS} 个工作日，"
            f"{longer} 到期（第三十三条）"
        )
    if due == dates.postponed:
        yield f"确定延迟到 {due} 答复（第三十五条）"


def _waits(dates: CaseDates) -> bool:
    """Is the applicant to correct the application first, so that no time runs?"""
    return dates.asked is not None and dates.corrected is None


def _reckoned(dates: CaseDates, as_of: date) -> _Reckoned:
    start = max(dates.received, dates.corrected or dates.received)
    aside = _consultation(dates, start, as_of)
    first = due = _due(start, aside, extended=False)
    extended = dates.extended is not None and dates.extended <= first
    if extended:
        due = _due(start, aside, extended=True)
    if dates.postponed and dates.postponed > due:
        due = dates.postponed
    return _Reckoned(start, aside, first, due, extended)


def _due(start: date, aside: tuple[date, date] | None, *, extended: bool) -> date:
    return reply_due(start, extended=extended, consultation=aside)


def _consultation(dates: CaseDates, start: date, as_of: date) -> tuple[date, date] | None:
    """From when to when other people were asked, as far as the time for the reply ran already.

    Where no answer of theirs is known they had 15 working days; what goes on still is not counted.
    """
    if dates.consult_from is None:
        return None
    begun = max(dates.consult_from, start)
    ended = dates.consult_to
    if ended is None:
        ended = min(add_working_days(dates.consult_from, OPINION_DAYS), dates.answered or as_of)
    return (begun, ended) if ended >= begun else None


def _less(aside: tuple[date, date] | None, start: date, due: date) -> str:
    """The consultation in words, if it falls within the time."""
    if aside is None or aside[0] > due:
        return ""
    first, last = aside
    days = working_days_after(max(first - DAY, start), last)
    return f"（{first} 至 {last} 征求意见，{days} 个工作日不计，第三十三条）"


def _remarks(dates: CaseDates) -> Iterator[str]:
    """What was late or cannot be, apart from the reply itself."""
    if dates.asked and _told_late(dates.received, dates.asked):
        yield f"{dates.asked} 才告知补正，超过收到后 {CORRECTION_DAYS} 个工作日（第三十条）"
    if dates.corrected and dates.corrected < dates.received:
        yield f"补正收到日期 {dates.corrected} 早于收到日期 {dates.received}，没有采用"
    elif dates.corrected and dates.asked and dates.corrected < dates.asked:
        yield f"补正收到日期 {dates.corrected} 早于补正告知日期 {dates.asked}"
    if dates.consult_to and not dates.consult_from:
        yield "只有征求意见止，没有征求意见起，没有扣除"
    if dates.consult_from and dates.consult_to and dates.consult_to < dates.consult_from:
        yield f"征求意见止 {dates.consult_to} 早于征求意见起 {dates.consult_from}，没有扣除"


def _told_late(received: date, asked: date) -> bool:
    try:
        return working_days_after(received, asked) > CORRECTION_DAYS
    except Refusal:
        return False
