"""Texts that will be written -> how high their rows must be, so that nothing is cut.

Excel fits a row to its text when somebody types; LibreOffice does not when it opens a file, and no
program does for merged cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil
from typing import Final

from xl_tools.ooxml.content import Content
from xl_tools.ooxml.layout import Layout
from xl_tools.ooxml.xml import attributes_of, elements, first
from xl_tools.refs import Position, area

SHORT: Final = 8  # Chinese characters that fit into any column
USUAL_WIDTH: Final = 8.43
PER_CHARACTER: Final = 1.9  # of a column's width, for a Chinese character of 11 points
LINE, PADDING = 16.5, 4.0  # points
HIGHEST: Final = 409.0  # that Excel allows
WIDE: Final = re.compile(r"[\u2000-\U0010ffff]+")
SET_HEIGHT: Final = re.compile(rb"""\s+ht\s*=\s*("[^"]*"|'[^']*')""")


def lines(text: str, per_line: float) -> int:
    """How many lines a text takes where so many Chinese characters fit into one."""
    widths = (len(line) - 0.45 * len(WIDE.sub("", line)) for line in text.split("\n"))
    return sum(max(1, ceil(width / max(per_line - 1, 1))) for width in widths)


class Room:
    """The cells of a sheet as room for texts."""

    __slots__ = ("_columns", "_layout", "_merged", "_widths")

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._columns: list[dict[str, str]] | None = None
        self._merged: dict[Position, Position] = {}
        self._widths: dict[int, float] = {}

    def heights(self, contents: Mapping[Position, Content]) -> dict[int, float]:
        """The heights of the rows in which a text needs more than one line, in points."""
        found: dict[int, float] = {}
        for (row, column), text in contents.items():
            if type(text) is not str or len(text) <= SHORT:
                continue
            if self._columns is None:
                self._columns, self._merged = _columns(self._layout), _merged(self._layout)
            bottom, right = self._merged.get((row, column), (row, column))
            width = sum(self._width(one) for one in range(column, right + 1))
            count = lines(text, width / PER_CHARACTER)
            height = count * LINE + PADDING
            if bottom == row and width and count > 1:
                found[row] = min(max(height, found.get(row, 0.0)), HIGHEST)
        return found

    def _width(self, column: int) -> float:
        """The width of a column, in digits; 0 for a hidden one."""
        if column not in self._widths:
            self._widths[column] = _width(self._columns or [], column)
        return self._widths[column]


def _columns(layout: Layout) -> list[dict[str, str]]:
    within = first(layout.xml, "cols")
    found = elements(layout.xml, "col", within) if within else iter(())
    return [attributes_of(one.attributes) for one in found]


def _width(columns: list[dict[str, str]], column: int) -> float:
    for one in columns:
        if int(one.get("min", 0)) <= column <= int(one.get("max", 0)):
            return 0.0 if one.get("hidden") in ("1", "true") else float(one.get("width", 0))
    return USUAL_WIDTH


def _merged(layout: Layout) -> dict[Position, Position]:
    """The first and the last cell of each merged area."""
    within = first(layout.xml, "mergeCells")
    found = elements(layout.xml, "mergeCell", within) if within else iter(())
    areas = [area(attributes_of(one.attributes)["ref"]) for one in found]
    return {(one.top, one.left): (one.bottom, one.right) for one in areas}


def with_height(attributes: bytes, height: float) -> bytes:
    """A row's attributes with this height; a row that somebody made higher keeps its own."""
    known = attributes_of(attributes)
    if known.get("hidden") in ("1", "true"):
        return attributes
    if known.get("customHeight") in ("1", "true") and float(known.get("ht", 0)) >= height:
        return attributes
    return SET_HEIGHT.sub(b"", attributes) + b' ht="%g"' % height
