"""Formulas that only add up cells of their own sheet -> their values, without the engine.

The totals of the form are such formulas, and they are all that most commands work out: the engine,
which takes a tenth of a cold start, is loaded where something else turns up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from xl_tools.formula.values import EXACT, Scalar
from xl_tools.refs import Position, position

_AREA: Final = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_SUM: Final = re.compile(rf"SUM\(({_AREA}(?::{_AREA})?(?:,{_AREA}(?::{_AREA})?)*)\)")
_MOST_CELLS: Final = 512
# What a sum passes over where it stands in a cell.
_NO_NUMBER: Final = frozenset({str, bool, type(None)})


class _NotPlain(Exception):
    """A formula or a value that is a matter for the engine."""


def plain_sums(
    value_at: Callable[[Position], Scalar], formulas: Mapping[Position, str]
) -> dict[Position, Scalar] | None:
    """The values of a sheet's formulas; None unless all of them add up whole numbers only.

    `value_at` says what the other cells of the sheet show.
    """
    sums = _Sums(value_at, formulas)
    try:
        return {at: sums[at] for at in formulas}
    except _NotPlain:
        return None


class _Sums(dict[Position, int]):
    """Formula cells by address, each worked out when first asked for."""

    __slots__ = ("_formulas", "_open", "_value_at")

    def __init__(
        self, value_at: Callable[[Position], Scalar], formulas: Mapping[Position, str]
    ) -> None:
        super().__init__()
        self._value_at, self._formulas = value_at, formulas
        self._open: set[Position] = set()

    def __missing__(self, at: Position) -> int:
        if at in self._open:
            raise _NotPlain
        self._open.add(at)
        total = 0
        for place in _places(self._formulas[at]):
            total += self[place] if place in self._formulas else self._stated(place)
        if not -EXACT <= total <= EXACT:
            raise _NotPlain
        self[at] = total
        return total

    def _stated(self, place: Position) -> int:
        value = self._value_at(place)
        if type(value) is int and -EXACT <= value <= EXACT:
            return value
        if type(value) in _NO_NUMBER:
            return 0
        raise _NotPlain


@lru_cache(maxsize=1024)
def _places(formula: str) -> tuple[Position, ...]:
    """The cells that a formula adds up."""
    match = _SUM.fullmatch(formula)
    if match is None:
        raise _NotPlain
    found: list[Position] = []
    for part in match[1].split(","):
        found += _area(part)
        if len(found) > _MOST_CELLS:
            raise _NotPlain
    return tuple(found)


def _area(text: str) -> Iterator[Position]:
    first, _, last = text.partition(":")
    try:
        top, left = position(first)
        bottom, right = position(last or first)
    except ValueError:
        raise _NotPlain from None
    # An area that is written from another corner, or is larger, is left to the engine.
    if not (top <= bottom and left <= right and (bottom - top) * (right - left) < _MOST_CELLS):
        raise _NotPlain
    for row in range(top, bottom + 1):
        yield from ((row, column) for column in range(left, right + 1))
