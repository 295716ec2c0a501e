"""A workbook -> the texts that their cells cut, by a model of widths that needs no fonts.

Chinese characters are as wide as their size, others a little more than half; lines are 1.3 sizes
high. Where LibreOffice is at hand, `tests/office` measures with real fonts.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any, NamedTuple

from openpyxl.utils import range_boundaries

PIXEL = 96 / 72
DIGIT = 8  # pixels of a digit of the default font, Arial 11
EDGE = 5  # pixels of a column that its text may not use
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0


class Cut(NamedTuple):
    """A text that does not fit: where, and what is needed and there, in points or pixels."""

    sheet: str
    cell: str
    needed: float
    there: float
    text: str


def cut_texts(book: Any) -> list[Cut]:
    """The texts of visible sheets (openpyxl, values) that are cut at 100 %."""
    return [cut for sheet in book if sheet.sheet_state == "visible" for cut in _of_sheet(sheet)]


def _of_sheet(sheet: Any) -> Iterator[Cut]:
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str | int | float) and cell.value != "":
                area = merged.get((cell.row, cell.column))
                bottom = area.max_row if area else cell.row
                right = area.max_col if area else cell.column
                yield from _of_cell(sheet, cell, bottom, right)


def _of_cell(sheet: Any, cell: Any, bottom: int, right: int) -> Iterator[Cut]:
    columns = range(cell.column, right + 1)
    if cell.alignment.shrinkToFit or cell.alignment.textRotation or _hidden(sheet, cell):
        return
    text = str(cell.value)
    size = cell.font.sz * PIXEL
    width = sum(pixels(sheet, column) for column in columns) - EDGE
    if not cell.alignment.wrapText:
        needed = max(map(wide, text.split("\n"))) * size
        room = width + _free(sheet, cell, right) if isinstance(cell.value, str) else width
        if needed > room + 1:
            yield Cut(sheet.title, cell.coordinate, needed, room, text)
        return
    heights = [_height(sheet, row) for row in range(cell.row, bottom + 1)]
    needed = lines(text, width / size) * cell.font.sz * 1.3
    # Excel and LibreOffice fit a row without a height of its own to its text.
    if None not in heights and needed > sum(filter(None, heights)) + 1:
        yield Cut(sheet.title, cell.coordinate, needed, sum(filter(None, heights)), text)


def _hidden(sheet: Any, cell: Any) -> bool:
    return bool(sheet.row_dimensions[cell.row].hidden) or pixels(sheet, cell.column) == 0


def _height(sheet: Any, row: int) -> float | None:
    found = sheet.row_dimensions[row].height
    return float(found) if found else None


def pixels(sheet: Any, column: int) -> float:
    """How wide a column is on a screen."""
    for dimension in sheet.column_dimensions.values():
        if dimension.min <= column <= dimension.max:
            return 0.0 if dimension.hidden else dimension.width * DIGIT
    return USUAL_WIDTH * DIGIT


def _free(sheet: Any, cell: Any, right: int) -> float:
    """Pixels of blank cells beside it over which a text may run, on paper as on screen."""
    columns = {
        None: range(right + 1, _edge(sheet, cell) + 1),
        "left": range(right + 1, _edge(sheet, cell) + 1),
        "right": range(cell.column - 1, 0, -1),
    }
    free = 0.0
    for column in columns.get(cell.alignment.horizontal, range(0)):
        if sheet.cell(cell.row, column).value not in (None, ""):
            break
        free += pixels(sheet, column)
    return free


def _edge(sheet: Any, cell: Any) -> int:
    """The last column over which a text may run: the last that is printed with it."""
    _, top, right, bottom = range_boundaries(str(sheet.print_area).rpartition("!")[2])
    inside = int(top or 1) <= cell.row <= int(bottom or 1) and cell.column <= int(right or 1)
    return int(right or 1) if inside else cell.column + 20


def wide(text: str) -> float:
    """How wide a line is, in its own size."""
    return sum(0.55 if sign < "\u2000" else 1.0 for sign in text)


def lines(text: str, room: float) -> int:
    """How many lines a text takes where so many characters fit into one."""
    return sum(max(1, ceil(wide(line) / max(room, 1.0))) for line in text.split("\n"))
