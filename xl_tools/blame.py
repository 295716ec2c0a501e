"""Broken statements -> the smallest set of changes that mends them: which cell, and which value.

A statement is a sum of cells that ought to be 0 or a known number. What is wrong shows in a pattern
of statements that break together: a single slip breaks every statement its cell stands in and no
other. A cell is named only where it alone fits the pattern; where several cells would mend just the
same statements, nothing independent tells them apart, and none is named. A negative count is wrong
whatever the others are: where the same number without its sign mends all, it is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Final

from xl_tools.records import NamedTuple
from xl_tools.relation import TOLERANCE
from xl_tools.slips import WEIGHTS, kind_of_change, kind_of_exchange

MOST_SUSPECTS: Final = 5
MOST_BROKEN: Final = 24  # more than this is no slip, but another table
ALONE, TOGETHER = Decimal(1), Decimal(2)  # what a change of one cell, or of two, weighs


class Statement(NamedTuple):
    """Cells and how often each counts; together they ought to give `due`."""

    cells: Mapping[str, int]
    due: Decimal


class Suspect(NamedTuple):
    """One set of changes: the value each cell should have, and which statements it mends."""

    cells: Mapping[str, Decimal]
    mends: frozenset[int]
    kind: str
    weight: Decimal

    @property
    def explains(self) -> int:
        """How many statements it mends."""
        return len(self.mends)


class Place(NamedTuple):
    """Where a cell stands, so that neighbours are known, and whether its number is a count."""

    table: str
    row: str
    column: str
    type: str


class Blame:
    """The broken statements about one report, and what would mend them."""

    def __init__(
        self,
        statements: Sequence[Statement],
        values: Mapping[str, Decimal],
        places: Mapping[str, Place],
    ) -> None:
        self._values, self._places = values, places
        self._of: dict[str, dict[int, int]] = {}
        self._off: list[Decimal] = []
        for number, statement in enumerate(statements):
            given = sum((n * values[c] for c, n in statement.cells.items()), Decimal(0))
            self._off.append(given - statement.due)
            for cell, times in statement.cells.items():
                self._of.setdefault(cell, {})[number] = times
        self.broken = frozenset(n for n, off in enumerate(self._off) if abs(off) > TOLERANCE)

    def suspects(self) -> tuple[Suspect, ...]:
        """The sets of changes that explain what is broken, best first; none where nothing tells."""
        if not self.broken or len(self.broken) > MOST_BROKEN:
            return ()
        told = [s for s in self._singles if self._alone(s)]
        mended = frozenset[int]().union(*(s.mends for s in self._singles))
        pairs = self._pairs(self.broken - mended) if mended != self.broken else ()
        return tuple(sorted([*told, *pairs], key=_rank))

    def equals(self, number: int) -> int:
        """How many cells would each mend a statement, none of them told apart from the others."""
        return sum(number in s.mends and not self._alone(s) for s in self._singles)

    def _alone(self, suspect: Suspect) -> bool:
        """Is there no other, or no other that takes away a sign where none can be?"""
        rivals = [other for other in self._singles if other.mends == suspect.mends]
        if self._loses_sign(suspect):
            rivals = [other for other in rivals if self._loses_sign(other)]
        return len(rivals) == 1

    def _loses_sign(self, suspect: Suspect) -> bool:
        cells = suspect.cells
        return suspect.kind == "sign" and not all(self._can_hold(c, self._values[c]) for c in cells)

    @cached_property
    def _singles(self) -> tuple[Suspect, ...]:
        return tuple(found for cell in self._touched() if (found := self._single(cell)))

    def _touched(self) -> list[str]:
        """The cells of broken statements, in the order of the form."""
        return [cell for cell in self._places if self.broken & self._of.get(cell, {}).keys()]

    # ---- one cell ------------------------------------------------------------------------

    def _single(self, cell: str) -> Suspect | None:
        """The one change of a cell that mends all its statements; None where they disagree."""
        changes = {-self._off[number] / times for number, times in self._of[cell].items()}
        if len(changes) != 1:
            return None
        return self._changed({cell: changes.pop()}, ALONE)

    def _changed(self, changes: Mapping[str, Decimal], weight: Decimal) -> Suspect | None:
        """A set of changes, unless a cell would hold what it cannot hold."""
        after = {cell: self._values[cell] + change for cell, change in changes.items()}
        if not all(self._can_hold(cell, value) for cell, value in after.items()):
            return None
        before = {cell: self._values[cell] for cell in changes}
        if len(changes) == 1:
            (cell,) = changes
            kind = kind_of_change(before[cell], after[cell], self._places[cell].type)
        else:
            kind = kind_of_exchange(tuple(before.values()), tuple(after.values()))
        mends = frozenset(n for cell in changes for n in self._of[cell] if n in self.broken)
        return Suspect(after, mends, kind, weight - WEIGHTS[kind])

    def _can_hold(self, cell: str, value: Decimal) -> bool:
        kind = self._places[cell].type
        whole = value == value.to_integral_value()
        return {"count": value >= 0 and whole, "signed": whole}.get(kind, value >= 0)

    # ---- two cells side by side in a row or a column -------------------------------------

    def _pairs(self, wanted: frozenset[int]) -> Iterator[Suspect]:
        """Two cells of one row or column that mend all their statements by changing places.

        Any other change of two cells is no slip of a hand: many would fit, and none is told.
        """
        cells = [cell for cell in self._touched() if wanted & self._of[cell].keys()]
        for one, other in combinations(cells, 2):
            if self._in_line(one, other):
                changes = self._solved(one, other)
                found = self._changed(changes, TOGETHER) if changes else None
                if found and found.kind != "other":
                    yield found

    def _in_line(self, one: str, other: str) -> bool:
        a, b = self._places[one], self._places[other]
        return a.table == b.table and (a.row == b.row or a.column == b.column)

    def _solved(self, one: str, other: str) -> dict[str, Decimal] | None:
        """The two changes, from the statements that hold one of the cells only."""
        left, right = self._of[one], self._of[other]
        first = {-self._off[n] / left[n] for n in left.keys() - right.keys()}
        second = {-self._off[n] / right[n] for n in right.keys() - left.keys()}
        if len(first) != 1 or len(second) != 1:
            return None
        a, b = first.pop(), second.pop()
        shared = left.keys() & right.keys()
        if not a or not b or any(left[n] * a + right[n] * b + self._off[n] for n in shared):
            return None
        return {one: a, other: b}


def alike(suspects: Iterable[Suspect], number: int) -> tuple[Suspect, ...]:
    """The suspects that would mend one statement, best first, no more than people can look at."""
    return tuple(suspect for suspect in suspects if number in suspect.mends)[:MOST_SUSPECTS]


def surest(suspects: Sequence[Suspect]) -> Suspect | None:
    """The one that is better than all others; None where the best are equals."""
    if not suspects:
        return None
    ranks = [_rank(suspect) for suspect in suspects[:2]]
    return suspects[0] if len(ranks) == 1 or ranks[0] < ranks[1] else None


def _rank(suspect: Suspect) -> Decimal:
    """The less a change weighs and the more it mends, the sooner it is named."""
    return suspect.weight - suspect.explains
