"""What the sheets of a workbook show: cached values as the file has them, nothing worked out anew.

Quicker than openpyxl, for tests that look at many workbooks; openpyxl stays where it counts that
the reader is another one.
"""

from __future__ import annotations

from typing import Any

from xl_tools.refs import position
from xl_tools.sources.openbook import OpenBook


class Sheet:
    """The cells of a sheet, by row and column or by address; `.value` as openpyxl has it."""

    def __init__(self, grid: Any) -> None:
        self._grid = grid

    def cell(self, row: int, column: int) -> Any:
        return self._grid.at(row, column)

    def __getitem__(self, where: str) -> Any:
        return self._grid.at(*position(where))

    def values(self) -> dict[tuple[int, int], Any]:
        return {place: cell.value for place, cell in self._grid.cells.items()}


class Sheets:
    """The sheets of a workbook by name."""

    def __init__(self, data: bytes) -> None:
        self._book = OpenBook(data, "")

    def __getitem__(self, name: str) -> Sheet:
        return Sheet(self._book.grid(name))

    def values(self) -> dict[str, dict[tuple[int, int], Any]]:
        """{sheet: {(row, column): value}}, all of them."""
        return {ref.name: self[ref.name].values() for ref in self._book.book.sheets}
