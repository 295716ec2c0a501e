"""The values of cells: numbers, texts, truths, errors, blanks."""

from __future__ import annotations

from typing import Final

from xl_tools.records import NamedTuple


class Error(NamedTuple):
    """A cell error such as #DIV/0!; it passes through every formula that reads it."""

    code: str


Number = int | float
# None is an empty cell.
Scalar = bool | int | float | str | Error | None


class Unsupported(Exception):
    """A formula uses something whose value in a spreadsheet is not worked out here."""


DIV0: Final = Error("#DIV/0!")
VALUE: Final = Error("#VALUE!")
REF: Final = Error("#REF!")
NA: Final = Error("#N/A")
NUM: Final = Error("#NUM!")
CODES: Final = frozenset({*(DIV0 + VALUE + REF + NA + NUM), "#NAME?", "#NULL!"})

NUMBERS: Final = frozenset({int, float})
MAX_TEXT: Final = 32_767
# Whole numbers up to here are exact as doubles, which is all that a spreadsheet has.
EXACT: Final = 2**53


def finite(value: Number) -> float | Error:
    """A number beyond the exact whole ones as the double it is; #NUM! where there is none."""
    try:
        found = float(value)
    except OverflowError:
        return NUM
    return NUM if found - found else found
