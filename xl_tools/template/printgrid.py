"""Tables of different columns -> one grid of columns that holds them all, and each table on it.

A sheet has one set of columns. The table with the most columns gives it; a border of another table
goes to the nearest one, or becomes a column of its own where none is near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil
from typing import Final

from xl_tools.edition import Table
from xl_tools.grid import NUMBERED, Box, Grid
from xl_tools.records import NamedTuple

WIDTH: Final = 167.0  # millimetres of all columns together
PIXEL: Final = 25.4 / 96
NEAR: Final = 0.026  # of the width: borders no further apart become one
POINT: Final = 25.4 / 72
PADDING: Final = 1.4  # millimetres left and right of a cell's text together
LINE_SPACING: Final = 1.3
NARROW: Final = 5.0  # characters in a line
# The rows of a long table are lower, so that text of the next part finds room on its page.
LONG_TABLE, LOW_ROW = 20, 15.0


class PrintGrid:
    """The columns of the paper and where the tables' columns begin and end on it."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self.borders: list[float] = [0.0, 1.0]
        taken: dict[str, list[float]] = {}
        for table in sorted(tables, key=lambda table: -len(table.widths)):
            total = sum(table.widths)
            taken[table.id] = self._taken([x / total for x in accumulate(table.widths)][:-1])
        self.borders.sort()
        self._starts: Mapping[str, list[int]] = {
            table: [self.borders.index(border) for border in [0.0, *borders, 1.0]]
            for table, borders in taken.items()
        }

    def _taken(self, wanted: Sequence[float]) -> list[float]:
        """For each border of a table the one it shares, or itself, now a border of the grid."""
        found: list[float] = []
        for border in wanted:
            free = [one for one in self.borders if one > max(found, default=0.0) and one < 1.0]
            best = min(free, key=lambda one: abs(one - border), default=None)
            found.append(border if best is None or abs(best - border) > NEAR else best)
        self.borders += [border for border in found if border not in self.borders]
        return found

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.borders) - 1

    @cached_property
    def pixels(self) -> list[int]:
        """The width of each column on a screen."""
        ends = [round(border * WIDTH / PIXEL) for border in self.borders]
        return [end - start for start, end in pairwise(ends)]

    def columns(self, table: str, box: Box) -> tuple[int, int]:
        """The first and the last column of a box, counted from 1."""
        starts = self._starts[table]
        return starts[box.column] + 1, starts[box.column + box.columns]

    def millimetres(self, table: str, box: Box) -> float:
        """How wide a box is."""
        first, last = self.columns(table, box)
        return (self.borders[last] - self.borders[first - 1]) * WIDTH


class Wording(NamedTuple):
    """The text of a box as it is printed, and how many lines it takes."""

    text: str
    lines: int


def room_of(millimetres: float, font_size: float) -> float:
    """How many Chinese characters a line of a cell holds."""
    return max(1.0, (millimetres - PADDING) / (font_size * POINT))


def width_of(text: str) -> float:
    """How many Chinese characters a text is wide."""
    return sum(0.5 if sign < "\u2000" else 1.0 for sign in text)


def wording_of(box: Box, room: float) -> Wording:
    """In a narrow box the number of a group has its own line, and other lines are of one length."""
    lines = _lines(box.text, room)
    if lines == 1 or room > NARROW:
        return Wording(box.text, lines)
    numbered = NUMBERED.fullmatch(box.text) if box.rows > 1 else None
    number, name = numbered.groups() if numbered else ("", box.text)
    size = ceil(len(name) / _lines(name, room))
    parts = [name[start : start + size] for start in range(0, len(name), size)]
    parts = [number, *parts] if number else parts
    return Wording("\n".join(parts), len(parts))


def _lines(text: str, room: float) -> int:
    return max(1, ceil(width_of(text) / int(room)))


def row_heights(grid: Grid, paper: PrintGrid, font_size: float) -> list[float]:
    """The heights of a table's rows in points, tall enough for their wording."""
    line = font_size * LINE_SPACING
    high = LOW_ROW if grid.height > LONG_TABLE else grid.table.row_height / POINT
    heights = [high] * grid.height
    for box in sorted(grid.boxes, key=lambda box: box.rows):
        room = room_of(paper.millimetres(grid.table.id, box), font_size)
        rows = range(box.row, box.row + box.rows)
        # The number of a narrow group fills its line to the edge: some programs break it in two.
        spare = 1 if box.rows > 1 and room <= NARROW else 0
        lines = wording_of(box, room).lines + spare
        missing = lines * line + 3 - sum(heights[row] for row in rows)
        if missing > 0 and not is_stacked(grid, box, room):
            for row in rows:
                heights[row] += missing / box.rows
    return [round(height / 0.75) * 0.75 for height in heights]


def is_stacked(grid: Grid, box: Box, room: float) -> bool:
    """Is it the label of a high group that reads from top to bottom?"""
    high = box.kind == "label" and box.rows > 1 and not NUMBERED.fullmatch(box.text)
    return high and len(box.text) > 1 and room < 4 and grid.stub > 1
