"""Ranges: all that cells can do, with their names, notes and links."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from xl_tools.libreoffice.addresses import quoted
from xl_tools.libreoffice.layout import Layout
from xl_tools.libreoffice.looks import Looks

LINK = "com.sun.star.text.TextField.URL"


class Note(base_classes.Note):
    """The note of a cell."""

    def __init__(self, cell: Range) -> None:
        self._cell = cell

    @property
    def api(self) -> Any:
        """The note in LibreOffice."""
        return self._cell.api.Annotation

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.api.String = value

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        """Its cell."""
        return self._cell

    def delete(self) -> None:
        """Take it away."""
        notes = self._cell.sheet.api.Annotations
        here = (self._cell.column - 1, self._cell.row - 1)
        for index in reversed(range(notes.Count)):
            place = notes.getByIndex(index).Position
            if (place.Column, place.Row) == here:
                notes.removeByIndex(index)


class Range(Layout, Looks):
    """Cells of a sheet."""

    # ---- names -----------------------------------------------------------------------------

    @property
    def name(self) -> Any:
        """The name of exactly these cells; None where they have none."""
        for name in self.sheet.book.names:
            found = name.range_or_none()
            if found is not None and found.coords == self.coords:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted(self.sheet.name)}!{self.address}")

    # ---- notes -----------------------------------------------------------------------------

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        cell: Range = self(1, 1)
        return Note(cell) if cell.api.Annotation.String else None

    def add_note(self, text: str) -> Note:
        """Give the first cell a note, in place of one it has."""
        self.to_change()
        cell: Range = self(1, 1)
        self.sheet.api.Annotations.insertNew(cell.corner_of(), text)
        return Note(cell)

    # ---- links -----------------------------------------------------------------------------

    @property
    def hyperlink(self) -> str:
        """Where the link of the cell leads."""
        fields = self(1, 1).api.TextFields
        for index in range(fields.Count):
            return str(fields.getByIndex(index).URL)
        raise ValueError("The cell doesn't seem to contain a hyperlink!")

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        """Make a link of the cell; LibreOffice shows no tips of links."""
        cell = self(1, 1).to_fill()
        link = self.sheet.book.api.createInstance(LINK)
        link.URL, link.Representation = address, text_to_display or address
        cell.String = ""
        cell.insertTextContent(cell.createTextCursor(), link, False)
