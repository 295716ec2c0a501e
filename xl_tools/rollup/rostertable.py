"""Bytes of a roster (.csv, .xlsx) -> rows of cells, dates as 2025-01-31."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from pathlib import Path
from typing import Final

from xl_tools.deskbook import PLACES, ROSTER, SHARED
from xl_tools.edition import Editions
from xl_tools.files import read_whole
from xl_tools.ooxml.sheet import Sheet
from xl_tools.refusal import Refusal
from xl_tools.rollup.codefendants import NONE, Declared, declared_in
from xl_tools.rollup.roster import HEAD_ROWS, Roster, roster_of
from xl_tools.sources.cells import figure_value
from xl_tools.sources.decoding import decoded
from xl_tools.sources.livebook import LiveSheet
from xl_tools.sources.openbook import OpenBook

MOST_ROWS, MOST_COLUMNS = 200_000, 200
SEPARATORS: Final = ",\t;，"
Rows = list[list[str]]


def read_roster(path: Path) -> Roster:
    """The roster in a file; 汇总台 says whose it is too."""
    data = read_whole(path)
    try:
        found = roster_of(rows_in(data), str(path))
        return Roster(found.units, found.year, organ_in(data))
    except Refusal as refusal:
        raise refusal.within(str(path)) from None


def read_declared(path: Path, editions: Editions) -> Declared:
    """The suits of co-defendants in a file: a list of its own, or the sheet of 汇总台."""
    data = read_whole(path)
    try:
        found = declared_in(rows_in(data, SHARED), editions)
    except Refusal as refusal:
        raise refusal.within(str(path)) from None
    return found._replace(file=str(path), sha256=sha256(data).hexdigest())


def declared_beside(path: Path, editions: Editions) -> Declared:
    """The same out of the roster's file, where that is 汇总台; nothing out of any other."""
    data = read_whole(path)
    is_desk = data.startswith(b"PK") and "desk.shared" in OpenBook(data, "").book.names
    return read_declared(path, editions) if is_desk else NONE


def rows_in(data: bytes, sheet: str = ROSTER) -> Rows:
    """The rows of a table, counted from the first row of the file; a sheet by its name first."""
    if data.startswith((b"PK", b"\xd0\xcf")):
        return _sheet_rows(data, sheet)
    return _text_rows(decoded(data))


def organ_in(data: bytes) -> str:
    """本机关名称 of 汇总台; empty in any other file."""
    if not data.startswith(b"PK"):
        return ""
    book = OpenBook(data, "")
    known = "desk.organ" in book.book.names
    return book.text("desk.organ", PLACES["organ"]) if known else ""


def _text_rows(text: str) -> Rows:
    head = "\n".join(text.splitlines()[:HEAD_ROWS])
    separator = max(SEPARATORS, key=head.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error:
        raise Refusal("不是完整的 CSV 表", "请在 Excel 里另存为“CSV UTF-8”或 .xlsx") from None


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
