"""Layout -> where each row and each cell stands, found once however often it is patched."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xl_tools.ooxml.content import Target, target_of
from xl_tools.ooxml.layout import Layout, rows, spots, unreadable
from xl_tools.ooxml.rowheights import Room
from xl_tools.ooxml.xml import Element, element, first
from xl_tools.refs import Position


class Numbered:
    """The rows of a sheet, or the cells of a row, by number; looked at when asked for."""

    __slots__ = ("_elements", "_layout", "_name", "_tags", "_twice")

    def __init__(
        self, layout: Layout, name: str, tags: Iterable[tuple[int, re.Match[bytes]]]
    ) -> None:
        self._layout, self._name = layout, name
        self._tags: dict[int, re.Match[bytes]] = {}
        self._twice: set[int] = set()
        for number, tag in tags:
            if self._tags.setdefault(number, tag) is not tag:
                self._twice.add(number)
        self._elements: dict[int, Element] = {}

    def get(self, number: int) -> Element | None:
        """The element with a number; None where there is none."""
        known = self._elements.get(number)
        if known is not None or number not in self._tags:
            return known
        if number in self._twice:
            raise unreadable(self._layout.sheet, f"有一个元素 {self._name} 写了两次（{number}）")
        found = element(self._layout.xml, self._name, self._tags[number])
        self._elements[number] = found
        return found

    def place(self, number: int, otherwise: int) -> int:
        """Where an element would stand: before the first of a greater number."""
        greater = (tag.start() for known, tag in self._tags.items() if known > number)
        return next(greater, otherwise)


class Index:
    """Where the rows and cells of a sheet stand, and what of them is kept."""

    __slots__ = ("_cells", "_rows", "_targets", "layout", "room", "shares")

    def __init__(self, layout: Layout) -> None:
        self.layout, self.room = layout, Room(layout)
        self.shares = b"shared" in layout.xml.text  # are there formulas that cells share?
        self._rows: Numbered | None = None
        self._cells: dict[int, Numbered] = {}
        self._targets: dict[Position, Target] = {}

    def rows(self) -> Numbered:
        """The rows."""
        if self._rows is None:
            self._rows = Numbered(self.layout, "row", rows(self.layout))
        return self._rows

    def cells(self, row: int, stands: Element) -> Numbered:
        """The cells of a row."""
        if row not in self._cells:
            self._cells[row] = Numbered(self.layout, "c", spots(self.layout, row, stands))
        return self._cells[row]

    def target(self, at: Position, cell: Element) -> Target:
        """A cell that is to be written: what of it is kept."""
        known = self._targets.get(at)
        if known is None:
            xml = self.layout.xml
            found = None if cell.empty else first(xml, "f", cell)
            formula = xml.source[found.start : found.end] if found else b""
            known = target_of(cell.attributes, formula, self.layout.sheet, at)
            self._targets[at] = known
        return known
