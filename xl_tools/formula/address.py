"""Cell address <-> its text: (4, 4) is D4."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# (row, column), counted from 1
Address = tuple[int, int]

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)


def address(ref: str) -> Address:
    """D4 or $D$4 as (4, 4); ValueError where it is no cell of a sheet."""
    parts = _REFERENCE.fullmatch(ref)
    found = (int(parts[2]), column_number(parts[1])) if parts else (0, 0)
    if not 1 <= found[0] <= MAX_ROW or found[1] > MAX_COLUMN:
        raise ValueError(f"not a cell: {ref[:40]}")
    return found


@lru_cache(maxsize=4096)
def reference(row: int, column: int, absolute: bool = False) -> str:
    """(4, 4) as D4, or $D$4."""
    if absolute:
        return f"${column_letters(column)}${row}"
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """4 as D, 27 as AA."""
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"not a column: {number}")
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """D as 4, aa as 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
