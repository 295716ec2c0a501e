"""A1 text -> rectangles."""

from __future__ import annotations

import re
from typing import NamedTuple

REFERENCE = re.compile(
    r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?"
)
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


class Range(NamedTuple):
    """A rectangle of cells, counted from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def single(self) -> bool:
        return (self.top, self.left) == (self.bottom, self.right)

    def overlaps(self, other: Range) -> bool:
        return not (
            self.bottom < other.top
            or other.bottom < self.top
            or self.right < other.left
            or other.right < self.left
        )


def read_range(text: str) -> Range | None:
    """The rectangle that a reference names; None if it names none."""
    match = REFERENCE.fullmatch(text)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    found = Range(int(top), column_number(left), int(bottom or top), column_number(right or left))
    ordered = found.top <= found.bottom <= MAX_ROW and found.left <= found.right <= MAX_COLUMN
    return found if ordered else None


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
