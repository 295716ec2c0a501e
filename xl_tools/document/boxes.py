"""Box of a table -> how it looks, whatever the file: turned, from the left, on two lines."""

from __future__ import annotations

from typing import Final

from xl_tools.document.measure import room_in, width_of
from xl_tools.grid import NUMBERED, Box, Grid

SHADE: Final = "DCE6F2"  # of the clauses in table 2, as in the printed form


def boxes_across(grid: Grid, row: int) -> list[Box]:
    """The boxes that a row cuts, from left to right."""
    cut = (box for box in grid.boxes if box.row <= row < box.row + box.rows)
    return sorted(cut, key=lambda box: box.column)


def is_item(grid: Grid, box: Box) -> bool:
    """Is it one line of a long list, which reads better from the left?"""
    return box.kind == "label" and box.rows == 1 and grid.stub > 1


def is_turned(grid: Grid, box: Box) -> bool:
    """Is it a high label in a column too narrow for two characters?"""
    return box.kind == "label" and box.rows > 1 and len(box.text) > 1 and room_in(grid, box) < 2


def lines_of(grid: Grid, box: Box) -> tuple[str, ...]:
    """The number of a group stands above its name where both do not fit on a line."""
    numbered = NUMBERED.fullmatch(box.text)
    if box.rows == 1 or not numbered or width_of(box.text) <= room_in(grid, box):
        return (box.text,)
    return numbered.groups()
