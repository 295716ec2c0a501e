"""Excel's A1 notation <-> rows and columns, counted from 1."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.IGNORECASE)
COLUMNS: Final = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE)
ROWS: Final = re.compile(r"\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})")
BARE_SHEET: Final = re.compile(r"[^\W\d][\w.]*")
MAX_ROWS: Final = 1048576
MAX_COLUMNS: Final = 16384


class Box(NamedTuple):
    """A rectangle of cells: its first row and column, how many rows and columns it has."""

    row: int
    column: int
    rows: int
    columns: int


def column_number(letters: str) -> int:
    """A -> 1, XFD -> 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 -> A, 16384 -> XFD."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def box_of(text: str) -> Box | None:
    """$A$1:B2, C5, A:B, 2:3 -> the cells; None where the text is no address."""
    if columns := COLUMNS.fullmatch(text):
        return _inside(1, column_number(columns[1]), MAX_ROWS, column_number(columns[2]))
    if rows := ROWS.fullmatch(text):
        return _inside(int(rows[1]), 1, int(rows[2]), MAX_COLUMNS)
    first, colon, last = text.partition(":")
    start, end = CELL.fullmatch(first), CELL.fullmatch(last if colon else first)
    if start is None or end is None:
        return None
    return _inside(int(start[2]), column_number(start[1]), int(end[2]), column_number(end[1]))


def _inside(row: int, column: int, other_row: int, other_column: int) -> Box | None:
    """The box between two corners, in whatever order; None where it leaves the sheet."""
    top, bottom = sorted((row, other_row))
    left, right = sorted((column, other_column))
    if bottom > MAX_ROWS or right > MAX_COLUMNS:
        return None
    return Box(top, left, bottom - top + 1, right - left + 1)


def address(box: Box, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """A box in A1 notation, whole rows and columns as Excel writes them."""
    row_mark, column_mark = "$" * row_absolute, "$" * column_absolute
    bottom, right = box.row + box.rows - 1, box.column + box.columns - 1
    first, last = column_mark + column_letters(box.column), column_mark + column_letters(right)
    if box.rows == MAX_ROWS and box.columns < MAX_COLUMNS:
        return f"{first}:{last}"
    if box.columns == MAX_COLUMNS:
        return f"{row_mark}{box.row}:{row_mark}{bottom}"
    start = f"{first}{row_mark}{box.row}"
    return start if box.rows == box.columns == 1 else f"{start}:{last}{row_mark}{bottom}"


def quoted(sheet: str, book: str = "") -> str:
    """A sheet as formulas name it, before the exclamation mark; with its book where one is given.

    Quotes stand where Excel needs them, and also where it would do without.
    """
    whole = f"[{book}]{sheet}" if book else sheet
    if (
        BARE_SHEET.fullmatch(sheet)
        and CELL.fullmatch(sheet) is None
        and (not book or re.fullmatch(r"[\w.]+", book))
    ):
        return whole
    return "'" + whole.replace("'", "''") + "'"
