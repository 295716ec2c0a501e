"""The State Council's holiday notices -> working days, and the day by which a reply is due."""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

# 《政府信息公开条例》第三十三条: 20 working days, at most 20 more once the extension is notified.
REPLY_DAYS: Final = 20
EXTENSION_DAYS: Final = 20

DATA: Final = Path(__file__).parent / "calendars" / "holidays.toml"
DAY: Final = timedelta(1)
SATURDAY: Final = 5


class Notice(NamedTuple):
    """A notice of the State Council's office: the days it makes free, the weekend days it takes."""

    year: int
    title: str
    number: str
    issued: date
    off: frozenset[date]
    work: frozenset[date]


class _Days(NamedTuple):
    """What all notices together say, and the years they arrange."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]


@lru_cache(maxsize=1)
def notices() -> tuple[Notice, ...]:
    """The notices known, in the order in which they were issued."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))["notices"]
    return tuple(sorted(map(_notice, found), key=lambda notice: notice.issued))


@lru_cache(maxsize=1)
def years() -> range:
    """The years whose working days are known."""
    known = _days().years
    return range(min(known), max(known) + 1)


def is_working_day(day: date) -> bool:
    """Is it a working day? Refusal for a year whose arrangements are not known."""
    plain = date(day.year, day.month, day.day)  # a moment is asked for its day
    days = _days()
    if plain.year not in days.years:
        raise _unknown(plain.year, days.years)
    return plain in days.work or (plain.weekday() < SATURDAY and plain not in days.off)


def add_working_days(start: date, count: int) -> date:
    """The day that is `count` working days after `start`, which itself is never counted."""
    if count < 0:
        raise ValueError(count)
    return start if count == 0 else _counted(start, count, None)


def working_days_after(start: date, end: date) -> int:
    """How many working days there are after `start`, up to and with `end`; 0 before it."""
    if end <= start:
        return 0
    for day in (start + DAY, end):
        is_working_day(day)  # asked for its refusal
    days = _working()
    return bisect_right(days, end.toordinal()) - bisect_right(days, start.toordinal())


def reply_due(
    received: date,
    *,
    corrected: date | None = None,
    extended: bool = False,
    consultation: tuple[date, date] | None = None,
) -> date:
    """The last day for the reply to an application (条例 第三十、三十二至三十五条).

    Day 1 is the first working day after receipt, or after receipt of the corrected application;
    `extended` says that the applicant was told of the extension in time; the days of the
    consultation, the first and the last included, are not counted.
    """
    _refuse_backwards("补正收到日期", corrected, "收到日期", received)
    if consultation is not None:
        begun, ended = consultation
        _refuse_backwards("征求意见止", ended, "征求意见起", begun)
        _refuse_backwards("征求意见起", begun, "收到日期", received)
    count = REPLY_DAYS + EXTENSION_DAYS * extended
    return _counted(corrected or received, count, consultation)


def _counted(start: date, count: int, aside: tuple[date, date] | None) -> date:
    """The working day so many after `start`; those within what is set aside do not count."""
    days, known = _working(), years()
    if (start + DAY).year < known.start:
        raise _unknown((start + DAY).year, known)
    following = bisect_right(days, start.toordinal())
    at = following + count - 1
    if aside and at < len(days) and days[at] >= aside[0].toordinal():
        begun = max(following, bisect_left(days, aside[0].toordinal()))
        at += max(bisect_right(days, aside[1].toordinal()) - begun, 0)
    if at >= len(days):
        raise _unknown(max((start + DAY).year, known.stop), known)
    return date.fromordinal(days[at])


def _refuse_backwards(name: str, later: date | None, other: str, earlier: date) -> None:
    if later is not None and later < earlier:
        raise Refusal(f"{name} {later} 早于{other} {earlier}", "请核对这两个日期")


def _unknown(year: int, known: Iterable[int]) -> Refusal:
    first, last = min(known), max(known)
    if year < first:
        return Refusal(f"{year}年的工作日没有收录，最早是{first}年", "请核对日期")
    return Refusal(
        f"{year}年的节假日安排还没有收录（已收录到{last}年），算不出工作日",
        f"国务院办公厅发布{year}年的安排后，请更新程序再试",
    )


# ---- data ------------------------------------------------------------------------------


def _notice(found: dict[str, Any]) -> Notice:
    off = (day for first, last in found["off"] for day in _span(first, last))
    return Notice(
        found["year"],
        found["title"],
        found["number"],
        found["issued"],
        frozenset(off),
        frozenset(found["work"]),
    )


def _span(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


@lru_cache(maxsize=1)
def _days() -> _Days:
    """The notices one after the other: a later one goes before an earlier one."""
    off: set[date] = set()
    work: set[date] = set()
    for notice in notices():
        off = (off - notice.work) | notice.off
        work = (work - notice.off) | notice.work
    return _Days(frozenset(notice.year for notice in notices()), frozenset(off), frozenset(work))


@lru_cache(maxsize=1)
def _working() -> tuple[int, ...]:
    """The working days of all known years, as ordinals: a due date is looked up in them."""
    first, last = date(years().start, 1, 1), date(years().stop - 1, 12, 31)
    return tuple(day.toordinal() for day in _span(first, last) if is_working_day(day))
