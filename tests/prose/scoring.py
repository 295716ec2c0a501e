"""Texts with the numbers that must be read in them -> how well they are read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from tests.prose.cases import ProseCase, counts_read

# Value, state and cells of a number, in whatever order.
Read = tuple[Decimal, str, frozenset[str]]


class Score(NamedTuple):
    """Counts that the texts hold, those mapped right, alarms without a cause, slips named."""

    counts: int
    right: int
    cells: int
    cells_right: int
    alarms: int
    planted: int
    named: int

    @property
    def share(self) -> Decimal:
        """Mapped right, in percent."""
        return Decimal(100 * self.right) / self.counts


def missed(case: ProseCase) -> tuple[list[Read], list[Read]]:
    """The numbers that are not read as they should be, and what is read in their place."""
    mapped = [(m.value, m.state, frozenset(m.cells)) for m in counts_read(case) if m.cells]
    wanted = expected(case)
    for one in list(wanted):
        if one in mapped:
            mapped.remove(one)
            wanted.remove(one)
    spoilt = {value for value, _, _ in mapped}
    return [one for one in wanted if one[1] != "unmapped" or one[0] in spoilt], mapped


def expected(case: ProseCase) -> list[Read]:
    """The numbers of a text as they must be read."""
    return [(value, state, frozenset(cells)) for value, state, cells in case.finds]


def score(cases: Iterable[ProseCase]) -> Score:
    """How well these texts are read."""
    counts = right = cells = cells_right = alarms = planted = named = 0
    for case in cases:
        wanted, (wrong, extra) = expected(case), missed(case)
        counts, right = counts + len(wanted), right + len(wanted) - len(wrong)
        told = [one for one in wanted if one[1] != "unmapped"]
        failed = [one for one in wrong if one[1] != "unmapped"]
        cells, cells_right = cells + len(told), cells_right + len(told) - len(failed)
        slips = [one for one in wanted if one[1] == "contradicts"]
        planted += len(slips)
        named += sum(one not in wrong for one in slips)
        alarms += sum(one[1] == "contradicts" for one in extra)
    return Score(counts, right, cells, cells_right, alarms, planted, named)
