"""Where cells go: merging, putting in and taking out, copying, the ends of blocks."""

from __future__ import annotations

from typing import Any, Final

from xl_tools.libreoffice.addresses import Box
from xl_tools.libreoffice.contents import CONTENTS, Contents
from xl_tools.libreoffice.office import enum

STEPS: Final = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
NATIVE: Final = {-4121: "down", -4162: "up", -4161: "right", -4159: "left"}  # Excel's XlDirection


def box_from(found: Any) -> Box:
    """A UNO range address as a box."""
    return Box(
        found.StartRow + 1,
        found.StartColumn + 1,
        found.EndRow - found.StartRow + 1,
        found.EndColumn - found.StartColumn + 1,
    )


class Layout(Contents):
    """Merging, moving, selecting."""

    # ---- merging ---------------------------------------------------------------------------

    @property
    def merge_area(self) -> Any:
        """The merged cells that the first cell belongs to; that cell where it is not merged."""
        cursor = self.sheet.api.createCursorByRange(self(1, 1).api)
        cursor.collapseToMergedArea()
        return self.sheet.cells_of(box_from(cursor.RangeAddress))

    @property
    def merge_cells(self) -> bool:
        """Does the area hold merged cells?"""
        return bool(self.api.IsMerged) or len(self.merge_area) > 1

    def merge(self, across: bool = False) -> None:
        """Make one cell of them, or one of each row; only what the first one holds is kept."""
        rows = range(self.box.rows) if across else (0,)
        height = 1 if across else self.box.rows
        for row in rows:
            self.part(row, 0, height, self.box.columns)._merge()

    def _merge(self) -> None:
        cells = self.to_change()
        if len(self) == 1:
            return
        if self.box.columns > 1:
            self.part(0, 1, 1, self.box.columns - 1).api.clearContents(CONTENTS)
        if self.box.rows > 1:
            self.part(1, 0, self.box.rows - 1, self.box.columns).api.clearContents(CONTENTS)
        cells.merge(True)

    def unmerge(self) -> None:
        """Make single cells of merged ones."""
        self.to_change().merge(False)
        self.merge_area.api.merge(False)

    # ---- putting in and taking out -----------------------------------------------------------

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Put in empty cells here; those that were here go down or to the right.

        New cells look like those above or to the left, whatever `copy_origin` says.
        """
        modes = {"down": "DOWN", "right": "RIGHT", None: "DOWN"}
        cells = self.to_change()
        mode = self._whole() or modes[shift]
        self.sheet.api.insertCells(cells.RangeAddress, enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """Take the cells out; those below or to the right move up."""
        by_shape = "left" if self.box.rows > self.box.columns else "up"
        modes = {"up": "UP", "left": "LEFT"}
        cells = self.to_change()
        mode = self._whole() or modes[shift or by_shape]
        self.sheet.api.removeRange(cells.RangeAddress, enum("sheet.CellDeleteMode", mode))

    def _whole(self) -> str:
        """Are these whole rows or whole columns of the sheet?"""
        whole = self.sheet.cells.box
        if self.box.columns == whole.columns:
            return "ROWS"
        return "COLUMNS" if self.box.rows == whole.rows else ""

    # ---- copying ---------------------------------------------------------------------------

    def copy(self, destination: Any = None) -> None:
        """Copy everything to where `destination` begins, in the same book."""
        if destination is None:
            raise NotImplementedError("copying to the clipboard")
        target = destination.impl
        if target.sheet.book.api != self.sheet.book.api:
            raise NotImplementedError("copying to another book")
        target.part(0, 0, *self.shape).to_fill()
        target.sheet.api.copyRange(target.corner_of(), self.api.RangeAddress)

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Copy from another range, of this or another book for "values"."""
        if skip_blanks or transpose or copy_type not in ("all", "values"):
            raise NotImplementedError(f"copying {copy_type}, skipping blanks or transposing")
        source = source_range.impl
        if copy_type == "values":
            values = source.raw_value
            self.part(0, 0, *source.shape).raw_value = _untyped(values)
            return
        source.copy(_Destination(self))

    # ---- going about -------------------------------------------------------------------------

    def end(self, direction: str | int) -> Any:
        """The cell where Ctrl and an arrow lead from the first cell."""
        down, right = STEPS[NATIVE.get(direction, direction)]  # type: ignore[arg-type]
        first, whole = self.box, self.sheet.cells.box
        room = {
            (1, 0): whole.rows - first.row,
            (-1, 0): first.row - 1,
            (0, 1): whole.columns - first.column,
            (0, -1): first.column - 1,
        }[down, right]
        steps = _steps(self._filled(down, right, room), room)
        return self.part(down * steps, right * steps, 1, 1)

    def _filled(self, down: int, right: int, room: int) -> list[bool]:
        """Which cells from the first one on hold something, as far as the sheet is used."""
        used = self.sheet.used_range.box
        reach = {
            (1, 0): used.row + used.rows - 1 - self.box.row,
            (0, 1): used.column + used.columns - 1 - self.box.column,
        }.get((down, right), room)
        count = max(reach, 0) + 1
        back = count - 1
        line = self.part(min(down, 0) * back, min(right, 0) * back, 1, 1)
        cells = line.part(0, 0, count if down else 1, count if right else 1).api
        filled = [text != "" for row in cells.getFormulaArray() for text in row]
        return filled if down + right > 0 else filled[::-1]

    @property
    def current_region(self) -> Any:
        """The block of filled cells around."""
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return self.sheet.cells_of(box_from(cursor.RangeAddress))

    def select(self) -> None:
        """Select the cells in the window of their book."""
        controller = self.sheet.book.api.CurrentController
        if controller is not None:
            controller.setActiveSheet(self.sheet.api)
            controller.select(self.api)


class _Destination:
    """What xlwings hands over as a destination: something with an `impl`."""

    def __init__(self, impl: Layout) -> None:
        self.impl = impl


def _steps(filled: list[bool], room: int) -> int:
    """How far the way leads: to the end of a block, to the next filled cell, or to the edge."""
    if len(filled) > 1 and filled[0] and filled[1]:
        return next((at for at, full in enumerate(filled) if not full), len(filled)) - 1
    return next((at for at, full in enumerate(filled) if full and at), room)


def _untyped(values: Any) -> Any:
    """Texts that stay texts when they are written again."""
    if isinstance(values, list):
        return [_untyped(value) for value in values]
    return "'" + values if type(values) is str and values else values
