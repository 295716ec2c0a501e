"""A small table, .csv, text with tabs, or .xlsx -> rows of texts, dates as 2025-01-31."""

from __future__ import annotations

import csv
import io
from typing import Final

from xl_tools.ooxml.sheet import Sheet
from xl_tools.refusal import Refusal
from xl_tools.sources.cells import figure_value
from xl_tools.sources.decoding import decoded
from xl_tools.sources.livebook import LiveSheet
from xl_tools.sources.openbook import OpenBook

MOST_ROWS, MOST_COLUMNS = 200_000, 200
SEPARATORS: Final = ",\t;，"
LONGEST_FIELD: Final = 1 << 17
HEAD_ROWS: Final = 15  # that tell the separator
Rows = list[list[str]]


def rows_in(data: bytes, sheet: str = "") -> Rows:
    """The rows of a table, counted from the first row of the file; a sheet by its name first."""
    if data.startswith((b"PK", b"\xd0\xcf")):
        return _sheet_rows(data, sheet)
    return _text_rows(decoded(data))


def _text_rows(text: str) -> Rows:
    text = text.removeprefix("\ufeff")
    head = "\n".join(text.splitlines()[:HEAD_ROWS])
    separator = max(SEPARATORS, key=head.count)
    csv.field_size_limit(LONGEST_FIELD)  # a quote that is never closed takes in the rest
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error:
        advice = "请看看是不是少了一个引号，或在 Excel 里另存为“CSV UTF-8”或 .xlsx"
        raise Refusal("不是完整的 CSV 表", advice) from None


def _sheet_rows(data: bytes, sheet: str) -> Rows:
    """The sheet of that name, else the first visible one that has anything."""
    book = OpenBook(data, "")
    for ref in sorted(book.book.sheets, key=lambda ref: ref.name != sheet):
        grid = book.grid(ref.name) if ref.state == "visible" else None
        rows = rows_of(grid, book.book.date1904) if grid is not None else []
        if rows:
            return rows
    return []


def rows_of(grid: Sheet | LiveSheet, date1904: bool = False) -> Rows:
    """The rows of a sheet, of a file or of an open workbook alike."""
    cells: dict[int, dict[int, str]] = {}
    for (row, column), cell in grid.cells.items():
        value = figure_value(cell, date1904)
        if value is not None and row <= MOST_ROWS and column <= MOST_COLUMNS:
            cells.setdefault(row, {})[column] = str(value).strip()
    return [_row(cells.get(row, {})) for row in range(1, max(cells, default=0) + 1)]


def _row(cells: dict[int, str]) -> list[str]:
    return [cells.get(column, "") for column in range(1, max(cells, default=0) + 1)]
