"""Cell references <-> row and column numbers, both counted from 1."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from xl_tools.records import NamedTuple

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")

Position = tuple[int, int]


class Area(NamedTuple):
    """A rectangle of cells, both corners in it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Is the cell in it?"""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def with_cell(self, row: int, column: int) -> Area:
        """The smallest area that holds this one and the cell."""
        return Area(
            min(self.top, row),
            min(self.left, column),
            max(self.bottom, row),
            max(self.right, column),
        )


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """A -> 1, XFD -> 16384; ValueError beyond."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(letters)
    return number


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """1 -> A, 16384 -> XFD; ValueError beyond."""
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"not a column: {number}")
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


@lru_cache(maxsize=4096)
def address(row: int, column: int, absolute: bool = False) -> str:
    """The A1 reference of a cell: (4, 4) is D4, or $D$4."""
    if absolute:
        return f"${column_letters(column)}${row}"
    return f"{column_letters(column)}{row}"


def position(reference: str) -> Position:
    """B5 -> (5, 2), `$` passed over; ValueError for what is no cell."""
    match = REFERENCE.fullmatch(reference)
    if match is None or int(match[2]) > MAX_ROW:
        raise ValueError(reference)
    return int(match[2]), column_number(match[1])


def area(reference: str) -> Area:
    """A1:B2 or a single cell; ValueError for what is neither."""
    first, _, last = reference.partition(":")
    top, left = position(first)
    bottom, right = position(last) if last else (top, left)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
