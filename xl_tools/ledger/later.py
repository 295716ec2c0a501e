"""Days of cases -> the rows of later years, and those whose day cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from xl_tools.calendar import years
from xl_tools.tally import Later

MOST_NAMED: Final = 3


class LaterRows:
    """The rows that came after the year, while the rows come in.

    A ledger that goes on holds the cases of the year after as well: they are no fault, but a year
    that was mistyped hides among them. A day after all years whose working days are known, and
    after the year that follows, is no day of a case.
    """

    __slots__ = ("_last", "_places", "_year")

    def __init__(self, year: range) -> None:
        following = date.fromordinal(year.start).year + 1
        self._last = date(max(following, years().stop - 1), 12, 31).toordinal()
        self._year = year
        self._places: list[int] = []

    def impossible(self, name: str, days: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The rows whose day is too far ahead to be one, and what to say of it."""
        if max(days, default=0) <= self._last:
            return
        for n in [n for n, day in enumerate(days) if day > self._last]:
            day, year = date.fromordinal(days[n]), date.fromordinal(self._year.start).year
            yield n, f"{name} {day} 离{year}年太远，像是年份写错了"

    def take(self, base: int, came: Sequence[int], out: set[int]) -> None:
        """Note the rows that were received after the year; `out` are named for something else."""
        if max(came, default=0) >= self._year.stop:
            late = (n for n, day in enumerate(came) if day >= self._year.stop)
            self._places += (base + n for n in late if n not in out)

    def outcome(self, named: Callable[[int], str]) -> Later:
        """How many there are, and the first of them by their names."""
        return Later(len(self._places), tuple(map(named, self._places[:MOST_NAMED])))
