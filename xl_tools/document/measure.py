"""Texts and tables -> how much of a page they take, in millimetres and characters.

Estimates, good enough to decide what may stay together: a Chinese character is as wide as its font
is high, everything else half as wide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Final

from xl_tools.edition import Table
from xl_tools.grid import Box, Grid, grid_of
from xl_tools.records import NamedTuple

MM_PER_POINT: Final = 25.4 / 72
PAGE_HEIGHT: Final = 225.0  # of the text area, GB/T 9704-2012
HEADING_HEIGHT: Final = 12.0  # one line of body text, and the gap below it
CELL_MARGIN: Final = 0.5  # left and right each
CELL_PADDING: Final = 0.35  # above and below each
# Word leaves a quarter of a character between Chinese and figures or letters.
GAP: Final = 0.25
SLACK: Final = 1.0
# A table that takes more of a page than this opens one: hardly any page has so much left.
LARGE: Final = 0.75
LONG_WORD: Final = re.compile("[!-~]{14}")


def width_of(text: str) -> float:
    """How wide a line is, in characters."""
    if text.isascii():
        return len(text) / 2
    signs = sum(0.5 if sign < "\u2000" else 1.0 for sign in text)
    return signs + GAP * sum(_is_seam(a, b) or _is_seam(b, a) for a, b in pairwise(text))


def _is_seam(one: str, other: str) -> bool:
    """Is one of them a figure or letter and the other Chinese?"""
    return one.isascii() and one.isalnum() and "\u3400" <= other <= "\u9fff"


def pulls_apart(text: str) -> bool:
    """Would a line of it, justified, be pulled apart before an address that does not break?"""
    return bool(LONG_WORD.search(text))


def line_height(font_size: float) -> float:
    """The exact height of a line in a table, in points."""
    return round(font_size * 2.4) / 2


def room_in(grid: Grid, box: Box) -> float:
    """How many characters a line of a box holds."""
    width = sum(grid.table.widths[box.column : box.column + box.columns])
    return (width - 2 * CELL_MARGIN) / (grid.table.font_size * MM_PER_POINT)


def _box_height(grid: Grid, box: Box) -> float:
    lines = ceil(width_of(box.text) / max(1, int(room_in(grid, box)))) if box.text else 1
    return lines * line_height(grid.table.font_size) * MM_PER_POINT + 2 * CELL_PADDING


def _height_of(grid: Grid) -> float:
    """The height of a table as printed."""
    heights = [grid.table.row_height] * grid.height
    for box in grid.boxes:
        if box.rows == 1:
            heights[box.row] = max(heights[box.row], _box_height(grid, box))
    return sum(heights)


class Fit(NamedTuple):
    """The grid of a table, whether one page holds it, and whether it needs most of that page."""

    grid: Grid
    one_page: bool
    most_of_it: bool


@lru_cache(maxsize=32)
def fit_of(table: Table) -> Fit:
    """How a table fits a page below its heading; worked out once for each table."""
    grid = grid_of(table)
    height = _height_of(grid)
    one_page = height + HEADING_HEIGHT + SLACK <= PAGE_HEIGHT
    return Fit(grid, one_page, one_page and height > LARGE * PAGE_HEIGHT)
