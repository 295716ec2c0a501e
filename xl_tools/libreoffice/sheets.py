"""The sheets of a book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import NoSuchObjectError, base_classes

from xl_tools.libreoffice.addresses import Box, box_of
from xl_tools.libreoffice.layout import box_from
from xl_tools.libreoffice.names import Names
from xl_tools.libreoffice.ranges import Note, Range


class Sheet(base_classes.Sheet):
    """A sheet; it stays the same one when it is renamed or moved."""

    def __init__(self, book: Any, native: Any) -> None:
        self._book, self._native = book, native

    @property
    def api(self) -> Any:
        """The sheet in LibreOffice.

        When cells of its first row are taken out and others move up, an object that LibreOffice
        gave before begins with the second row from then on, and has to be asked for anew.
        """
        place = self._place()
        if place.StartRow or place.StartColumn:
            self._native = self._book.api.Sheets.getByIndex(place.Sheet)
        return self._native

    def _place(self) -> Any:
        if self._native is None:
            raise NoSuchObjectError("the sheet was deleted")
        return self._native.RangeAddress

    @property
    def book(self) -> Any:
        """Its book."""
        return self._book

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    @property
    def index(self) -> int:
        """Its place, counted from 1."""
        return int(self._place().Sheet) + 1

    @property
    def names(self) -> Names:
        """The names that belong to this sheet alone."""
        return Names(self._book, self)

    @property
    def notes(self) -> list[Note]:
        """The notes on it."""
        found = self.api.Annotations
        places = [found.getByIndex(index).Position for index in range(found.Count)]
        return [Note(self.cells_of(Box(at.Row + 1, at.Column + 1, 1, 1))) for at in places]

    @property
    def visible(self) -> bool:
        """Is it shown?"""
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.IsVisible = bool(value)

    # ---- ranges ----------------------------------------------------------------------------

    def cells_of(self, box: Box) -> Range:
        """The cells of a box."""
        return Range(self, box)

    @property
    def cells(self) -> Range:
        """All cells of the sheet."""
        return self.cells_of(box_from(self.api.RangeAddress))

    @property
    def used_range(self) -> Range:
        """From the first used row and column to the last ones."""
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self.cells_of(box_from(cursor.RangeAddress))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """A range by address, name, (row, column), (row, column, rows, columns), or corners."""
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._one(arg1)
        if arg2 is None:
            return first
        last = self._one(arg2)
        a, b = first.box, last.box
        top, left = min(a.row, b.row), min(a.column, b.column)
        bottom = max(a.row + a.rows, b.row + b.rows)
        right = max(a.column + a.columns, b.column + b.columns)
        return self.cells_of(Box(top, left, bottom - top, right - left))

    def _one(self, what: Any) -> Range:
        if isinstance(what, Range):
            return what
        if isinstance(what, tuple):
            if 0 in what[:2]:
                raise IndexError("rows and columns are counted from 1")
            return self.cells_of(Box(*what) if len(what) == 4 else Box(what[0], what[1], 1, 1))
        box = box_of(what)
        return self._named(what) if box is None else self.cells_of(box)

    def _named(self, name: str) -> Range:
        """The cells of a name of this sheet, else of the book."""
        found = self.names.find(name) or self._book.names.find(name)
        if found is not None:
            cells: Range = found.refers_to_range
            return cells
        raise NoSuchObjectError(f"there is no cell and no name {name!r}")

    # ---- what can be done --------------------------------------------------------------------

    def activate(self) -> None:
        """Show it in the window of its book."""
        controller = self._book.api.CurrentController
        if controller is not None:
            controller.setActiveSheet(self.api)

    select = activate

    def clear_contents(self) -> None:
        """Empty all its cells."""
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        """Take the looks of all its cells away."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Empty all its cells and take their looks away."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Rows as high and columns as wide as what they hold."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Take it out of its book."""
        self._book.api.Sheets.removeByName(self.name)
        self._native = None  # LibreOffice's object would go on as the sheet that follows

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it before or after a sheet of this or of another book."""
        beside = before or after
        if beside is None:
            raise ValueError("a copy needs a sheet to stand before or after")
        place = beside.index - 1 if before else beside.index
        sheets = beside.book.api.Sheets
        if beside.book.api == self._book.api:
            sheets.copyByName(self.name, _copy_name(self.name, sheets), place)
        else:
            sheets.importSheet(self._book.api, self.name, place)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it before or after a sheet of its book."""
        place = before.index - 1 if before else after.index if after else self.index - 1
        self._book.api.Sheets.moveByName(self.name, place)


class Sheets(base_classes.Sheets):
    """All sheets of a book, in their order."""

    def __init__(self, book: Any) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        """The sheets in LibreOffice."""
        return self._book.api.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet that the window of the book shows."""
        controller = self._book.api.CurrentController
        native = controller.ActiveSheet if controller else self.api.getByIndex(0)
        return Sheet(self._book, native)

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        return (Sheet(self._book, sheets.getByIndex(index)) for index in range(sheets.Count))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find(name) is not None

    def __call__(self, key: int | str) -> Sheet:
        """A sheet by its place, counted from 1, or by its name."""
        if isinstance(key, str):
            found = self.find(key)
            if found is None:
                raise KeyError(key)
            return found
        if not 1 <= key <= len(self):
            raise IndexError(f"there is no sheet {key}")
        return Sheet(self._book, self.api.getByIndex(int(key) - 1))

    def find(self, name: str) -> Sheet | None:
        """The sheet of a name, whether in small or in capital letters; None where there is none."""
        sheets = self.api
        if sheets.hasByName(name):
            return Sheet(self._book, sheets.getByName(name))
        same = (own for own in sheets.ElementNames if own.casefold() == name.casefold())
        own = next(same, None)
        return None if own is None else Sheet(self._book, sheets.getByName(own))

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """A new sheet, shown from now on; before the one shown where no place is given."""
        beside = before or after or self.active
        place = beside.index if after else beside.index - 1
        sheets = self.api
        own = name or _next_name(sheets)
        sheets.insertNewByName(own, place)
        made = Sheet(self._book, sheets.getByName(own))
        made.activate()
        return made


def _next_name(sheets: Any) -> str:
    number = sheets.Count + 1
    while sheets.hasByName(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _copy_name(name: str, sheets: Any) -> str:
    """Sheet1 -> Sheet1 (2), within the 31 characters that Excel allows."""
    number = 2
    while True:
        ending = f" ({number})"
        wanted = name[: 31 - len(ending)] + ending
        if not sheets.hasByName(wanted):
            return wanted
        number += 1
