"""A rectangle of cells on a sheet: where it is, and its cells in LibreOffice."""

from __future__ import annotations

from typing import Any

from xlwings import XlwingsError, base_classes

from xl_tools.libreoffice import addresses
from xl_tools.libreoffice.addresses import Box
from xl_tools.libreoffice.office import struct


class SheetProtected(XlwingsError):
    """A change of cells that the protection of their sheet does not allow."""


class Area(base_classes.Range):
    """The cells of a box; the box stays where it is when rows or columns are put in before it."""

    def __init__(self, sheet: Any, box: Box) -> None:
        self._sheet = sheet
        self.box = box
        self.options: dict[str, Any] = {}

    # ---- where -----------------------------------------------------------------------------

    @property
    def sheet(self) -> Any:
        """The sheet of the cells."""
        return self._sheet

    @property
    def row(self) -> int:
        """The first row, counted from 1."""
        return self.box.row

    @property
    def column(self) -> int:
        """The first column, counted from 1."""
        return self.box.column

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.box.rows, self.box.columns

    @property
    def coords(self) -> tuple[Any, ...]:
        """The sheet's name, row, column, rows, columns."""
        return (self.sheet.name, *self.box)

    @property
    def arg1_input(self) -> str:
        """What the range was asked for by."""
        return self.address

    @property
    def address(self) -> str:
        """The address, as in $A$1:$B$2."""
        return addresses.address(self.box)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address in the wanted form; `external` with its book and sheet."""
        local = addresses.address(self.box, row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return local
        return f"{addresses.quoted(self.sheet.name, self.sheet.book.name)}!{local}"

    def __len__(self) -> int:
        return self.box.rows * self.box.columns

    def __call__(self, row: int, column: int | None = None) -> Any:
        """The cell at a row and column of this area, or the n-th cell, row by row."""
        if column is None:
            down, right = divmod(row - 1, self.box.columns)
            row, column = down + 1, right + 1
        return self.part(row - 1, column - 1, 1, 1)

    def part(self, down: int, right: int, rows: int, columns: int) -> Any:
        """A box that starts so far from the first cell of this one."""
        return self.sheet.cells_of(Box(self.box.row + down, self.box.column + right, rows, columns))

    # ---- in LibreOffice ----------------------------------------------------------------------

    @property
    def api(self) -> Any:
        """The cells in LibreOffice, a single one as a cell; None for no rows or columns."""
        row, column = self.box.row - 1, self.box.column - 1
        if len(self) == 1:
            return self.sheet.api.getCellByPosition(column, row)
        bottom, right = row + self.box.rows - 1, column + self.box.columns - 1
        return self.sheet.api.getCellRangeByPosition(column, row, right, bottom) if self else None

    def corner_of(self, down: int = 0, right: int = 0) -> Any:
        """The address of the first cell, or of one so far from it, as LibreOffice wants it."""
        column, row = self.box.column - 1 + right, self.box.row - 1 + down
        return struct("table.CellAddress", Sheet=self.sheet.index - 1, Column=column, Row=row)

    def to_fill(self) -> Any:
        """The cells for a change of what they hold.

        LibreOffice itself refuses only some changes of a protected sheet, and says nothing of
        others; Excel refuses all of them.
        """
        cells = self.api
        if cells is not None and self.sheet.api.isProtected() and _any_locked(cells):
            raise SheetProtected(f"{self.sheet.name}!{self.address} is locked on a protected sheet")
        return cells

    def to_change(self) -> Any:
        """The cells for a change of their looks or their layout."""
        if self.sheet.api.isProtected():
            raise SheetProtected(f"the sheet {self.sheet.name} is protected")
        return self.api


def _any_locked(cells: Any) -> bool:
    protections = (group.CellProtection for group in cells.getUniqueCellFormatRanges())
    return any(protection is None or protection.IsLocked for protection in protections)
