"""Days of many cases -> which are late, which are due soon, how long the replies took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, repeat
from operator import lt
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from xl_tools.calendar import add_working_days, working_days_after, years
from xl_tools.ledger.cases import Cases
from xl_tools.ledger.dates import UNREADABLE, Remembered
from xl_tools.ledger.limits import limit_of
from xl_tools.ledger.table import Batch
from xl_tools.refusal import Refusal
from xl_tools.tally import CaseDates, Late, Pace, Soon

SOON_DAYS: Final = 5  # working days before the last one, from which a case is named
NEVER: Final = 1 << 30  # no time runs, or its end cannot be worked out
FIELDS: Final = ("asked", "corrected", "extended", "consult_from", "consult_to", "postponed")
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
Days = Remembered
Said = TypeVar("Said")
Remarks = dict[str, list[int]]


class _Memo(dict[int, Said], Generic[Said]):
    """What a function says of each day, asked once."""

    def __init__(self, ask: Callable[[int], Said]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, day: int) -> Said:
        found = self[day] = self._ask(day)
        return found


class Timing:
    """The time limits while the rows come in."""

    def __init__(self, year: range, as_of: date) -> None:
        self._year, self._as_of, self._today = year, as_of, as_of.toordinal()
        self._horizon = _horizon(as_of)
        self._due = _Memo(self._due_of)
        self._index = _Memo(_index)
        self._day = _Memo(date.fromordinal)
        self._unknown: dict[int, str] = {}
        self._late: list[tuple[int, int, CaseDates]] = []
        self._soon: list[tuple[int, int]] = []
        self._remarks: Remarks = {}
        self._pace = Pace()

    def take(self, batch: Batch, base: int, cases: Cases, days: Days) -> None:
        """Look at some rows."""
        starts, due = list(cases.came), list(map(self._due.__getitem__, cases.came))
        special = dict(self._special(batch, base, cases, days))
        for n, dates in special.items():
            due[n], starts[n] = self._limit(base + n, dates)
        self._note_unknown(base, cases, special)
        ends = [day if day > 0 else self._today for day in cases.went]
        for n in compress(range(len(due)), map(lt, due, ends)):
            if self._concerns(n, cases):
                dates = special.get(n) or self._dates(n, cases)
                self._late.append((base + n, due[n], dates))
        open_ = [n for n, day in enumerate(cases.went) if day <= 0]
        self._soon += (
            (base + n, due[n])
            for n in open_
            if self._today <= due[n] <= self._horizon and self._concerns(n, cases)
        )
        self._take_pace(starts, cases)

    def _concerns(self, n: int, cases: Cases) -> bool:
        """Is it a case of the year, so that its reply is the year's work, and can that be told?"""
        went = cases.went[n]
        late_enough = went >= self._year.start if went > 0 else n not in cases.undated
        return late_enough and cases.came[n] < self._year.stop and n not in cases.out

    # ---- single cases ----------------------------------------------------------------------

    def _special(
        self, batch: Batch, base: int, cases: Cases, days: Days
    ) -> Iterator[tuple[int, CaseDates]]:
        """The rows with more days than receipt and answer."""
        columns = batch.filled(*FIELDS)
        known = {field: list(map(days.__getitem__, texts)) for field, texts in columns.items()}
        for field, column in known.items():
            if UNREADABLE in column:
                self._note_unread(base, column, columns[field], cases)
        rows = {n for column in known.values() for n in compress(range(len(column)), column)}
        for n in sorted((rows | cases.letters.keys()) - cases.out):
            own = {f: date.fromordinal(column[n]) for f, column in known.items() if column[n] > 0}
            if n in cases.letters and cases.letters[n].field:
                own[cases.letters[n].field] = date.fromordinal(cases.letters[n].day)
            if own:
                yield n, self._dates(n, cases, own)

    def _note_unread(self, base: int, days: list[int], texts: Sequence[str], cases: Cases) -> None:
        for n, day in enumerate(days):
            if day == UNREADABLE and n not in cases.out:
                words = f"“{texts[n].strip()}”不是能读懂的日期，没有采用"
                self._remarks.setdefault(words, []).append(base + n)

    def _dates(self, n: int, cases: Cases, more: Mapping[str, Any] = NOTHING) -> CaseDates:
        went, letter = cases.went[n], cases.letters.get(n)
        answered = self._day[went] if went > 0 else None
        dates = CaseDates(self._day[cases.came[n]], answered)
        if letter:
            dates = dates._replace(letter=f"{self._day[letter.day]} 的“{letter.text}”")
        return dates._replace(**more) if more else dates

    def _limit(self, place: int, dates: CaseDates) -> tuple[int, int]:
        """The last day of a case, and from when its time runs."""
        limit = limit_of(dates, self._as_of)
        for words in (*limit.remarks, *filter(None, (limit.unknown,))):
            self._remarks.setdefault(words, []).append(place)
        start = max(dates.received, dates.corrected or dates.received)
        return limit.due.toordinal() if limit.due else NEVER, start.toordinal()

    def _due_of(self, day: int) -> int:
        if day <= 0:
            return NEVER
        limit = limit_of(CaseDates(date.fromordinal(day)), self._as_of)
        if limit.due is None:
            self._unknown[day] = limit.unknown
            return NEVER
        return limit.due.toordinal()

    def _note_unknown(self, base: int, cases: Cases, special: dict[int, CaseDates]) -> None:
        if self._unknown.keys().isdisjoint(cases.came):
            return
        for n, day in enumerate(cases.came):
            if day in self._unknown and n not in special and self._concerns(n, cases):
                self._remarks.setdefault(self._unknown[day], []).append(base + n)

    # ---- how long it took ------------------------------------------------------------------

    def _take_pace(self, starts: list[int], cases: Cases) -> None:
        first = date(years().start, 1, 1).toordinal()
        counted = list(map(self._year.__contains__, cases.went))
        early = compress(range(len(starts)), map(lt, starts, repeat(first)))
        for n in (*cases.out, *early):
            counted[n] = False
        index = self._index.__getitem__
        ended = sum(map(index, compress(cases.went, counted)))
        begun = sum(map(index, compress(starts, counted)))
        self._pace = Pace(self._pace.total + ended - begun, self._pace.cases + sum(counted))

    # ---- what came out ---------------------------------------------------------------------

    def outcome(
        self, numbers: list[str], remarks: Remarks
    ) -> tuple[tuple[Late, ...], tuple[Soon, ...], Pace]:
        """The cases that are late and those due soon, by their numbers; remarks are handed on."""
        for words, places in self._remarks.items():
            remarks.setdefault(words, []).extend(places)
        late = tuple(
            Late(numbers[place], self._day[due], dates) for place, due, dates in self._late
        )
        return late, tuple(self._soon_due(numbers)), self._pace

    def _soon_due(self, numbers: list[str]) -> Iterator[Soon]:
        for place, due in sorted(self._soon, key=lambda one: one[1]):
            day = date.fromordinal(due)
            yield Soon(numbers[place], day, working_days_after(self._as_of, day))


def _horizon(as_of: date) -> int:
    try:
        return add_working_days(as_of, SOON_DAYS).toordinal()
    except Refusal:
        return date(years().stop - 1, 12, 31).toordinal()


def _index(day: int) -> int:
    """The working days from the first year that is known up to a day."""
    return working_days_after(date(years().start, 1, 1), date.fromordinal(day))
