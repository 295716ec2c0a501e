"""The days of a case -> its last day for the reply, and why, line by line (第三十至三十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from xl_tools.calendar import (
    EXTENSION_DAYS,
    REPLY_DAYS,
    add_working_days,
    reply_due,
    working_days_after,
)
from xl_tools.refusal import Refusal
from xl_tools.tally import CaseDates

CORRECTION_DAYS: Final = 7  # 第三十条: the applicant is told within them what to correct
OPINION_DAYS: Final = 15  # 第三十二条: a third party answers within them
DAY: Final = timedelta(1)


class Limit(NamedTuple):
    """Until when a case must be answered; None where no time runs, or none can be worked out.

    `why` explains it line by line, `remarks` say what was not done as the Regulation wants it.
    """

    due: date | None
    why: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    unknown: str = ""


def limit_of(dates: CaseDates, as_of: date) -> Limit:
    """The last day of a case; what a date cannot mean is left out and said."""
    remarks = list(_remarks(dates))
    if dates.asked and not dates.corrected:
        words = f"{dates.asked} 告知补正，还没有收到补正，期限从收到补正之日起算（第三十条）"
        return Limit(None, (words,), tuple(remarks))
    try:
        return _limit(dates, as_of, remarks)
    except Refusal as refusal:
        return Limit(None, (), tuple(remarks), refusal.problem)


def _limit(dates: CaseDates, as_of: date, remarks: list[str]) -> Limit:
    start = max(dates.received, dates.corrected or dates.received)
    aside = _consultation(dates, start, as_of)
    due = _due(start, aside, extended=False)
    why = [*_begun(dates, start), f"{REPLY_DAYS} 个工作日{_less(aside, start, due)}：{due} 到期"]
    if dates.extended and dates.extended <= due:
        due = _due(start, aside, extended=True)
        why.append(
            f"{dates.extended} 告知延长，没有过期：再加 {EXTENSION_DAYS} 个工作日，"
            f"{due} 到期（第三十三条）"
        )
    elif dates.extended:
        remarks.append(f"{dates.extended} 才告知延长，已过 {due} 的期限，不能算延长（第三十三条）")
    if dates.postponed and dates.postponed > due:
        due = dates.postponed
        why.append(f"按第三十五条确定延迟到 {due} 答复")
    return Limit(due, tuple(why), tuple(remarks))


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


def _begun(dates: CaseDates, start: date) -> Iterator[str]:
    yield f"{dates.received} 收到（第三十一条）"
    if dates.corrected and start == dates.corrected:
        asked = f"{dates.asked} 告知补正，" if dates.asked else ""
        yield f"{asked}{start} 收到补正，从这一天重新起算（第三十条）"
    yield f"第 1 个工作日是 {add_working_days(start, 1)}"


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
