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
from xl_tools.ooxml.refs import Position, area
from xl_tools.ooxml.xml import attributes_of, elements, first

SHORT: Final = 8  # Chinese characters that fit into any column
USUAL_WIDTH: Final = 8.43
PER_CHARACTER: Final = 1.9  # of a column's width, for a Chinese character of 11 points
LINE, PADDING = 16.5, 4.0  # points
HIGHEST: Final = 409.0  # that Excel allows
SET_HEIGHT: Final = re.compile(rb"""\s+ht\s*=\s*("[^"]*"|'[^']*')""")


def heights_for(layout: Layout, contents: Mapping[Position, Content]) -> dict[int, float]:
    """The heights of the rows in which a text needs more than one line, in points."""
    texts = {at: text for at, text in contents.items() if isinstance(text, str)}
    long = {at: text for at, text in texts.items() if len(text) > SHORT}
    if not long:
        return {}
    columns, merged = _Columns(layout), _merged(layout)
    found: dict[int, float] = {}
    for (row, column), text in long.items():
        bottom, right = merged.get((row, column), (row, column))
        width = sum(columns.width(one) for one in range(column, right + 1))
        count = lines(text, width / PER_CHARACTER)
        height = count * LINE + PADDING
        if bottom == row and width and count > 1:
            found[row] = min(max(height, found.get(row, 0.0)), HIGHEST)
    return found


def lines(text: str, per_line: float) -> int:
    """How many lines a text takes where so many Chinese characters fit into one."""
    widths = (sum(0.55 if sign < "\u2000" else 1.0 for sign in line) for line in text.split("\n"))
    return sum(max(1, ceil(width / max(per_line - 1, 1))) for width in widths)


class _Columns:
    """The widths of a sheet's columns; 0 for a hidden one."""

    def __init__(self, layout: Layout) -> None:
        within = first(layout.xml, "cols")
        found = elements(layout.xml, "col", within) if within else iter(())
        self._columns = [attributes_of(one.attributes) for one in found]

    def width(self, column: int) -> float:
        """The width of a column, in digits."""
        for one in self._columns:
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
