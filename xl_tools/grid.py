"""Table -> grid: every rectangle of a table, fixed wording and figures, on rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from xl_tools.edition import Block, Figure, Line, Table
from xl_tools.records import NamedTuple

# A clause of a heading that stands on its own line: （一）收到复议申请
NUMBERED: Final = re.compile(r"([（(][一二三四五六七八九十]{1,3}[）)])(.+)")


class Box(NamedTuple):
    """A rectangle of the grid, counted from 0; `figure` is set where a number goes.

    `kind` says what the wording is: "heading" (a clause over the whole width), "header" (above
    figures), "label" (left of figures), "note" (the corner), or "figure".
    """

    row: int
    column: int
    rows: int
    columns: int
    kind: str
    text: str = ""
    figure: Figure | None = None

    @property
    def merged(self) -> bool:
        """Does it cover more than one cell?"""
        return self.rows * self.columns > 1


class Grid(NamedTuple):
    """A table as it is printed. `header_rows` repeat on each page, `stub` columns hold labels."""

    table: Table
    height: int
    width: int
    header_rows: int
    stub: int
    boxes: tuple[Box, ...]

    def figures(self) -> Iterator[tuple[Box, Figure]]:
        """The boxes that take numbers, with their figures."""
        for box in self.boxes:
            if box.figure is not None:
                yield box, box.figure


def grid_of(table: Table) -> Grid:
    """The grid of a table; ValueError where its boxes do not tile it exactly."""
    grid = {"blocks": _blocks, "matrix": _matrix, "transposed": _transposed}[table.layout](table)
    _tiled(grid)
    return grid


def _tiled(grid: Grid) -> None:
    seen = [
        (row, column)
        for box in grid.boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    ]
    whole = {(row, column) for row in range(grid.height) for column in range(grid.width)}
    if len(seen) != len(whole) or set(seen) != whole or len(grid.table.widths) != grid.width:
        raise ValueError(f"{grid.table.number}的格子没有铺满表格（{grid.width} 列）")


def _sorted(boxes: Iterable[Box]) -> tuple[Box, ...]:
    return tuple(sorted(boxes, key=lambda box: (box.row, box.column)))


# ---- blocks: a heading, a header row and rows, one block below the other ----------------


def _blocks(table: Table) -> Grid:
    figures = iter(table.figures)
    boxes: list[Box] = []
    for block in table.blocks:
        top = max((box.row for box in boxes), default=-1) + 1
        boxes += _block(block, top, len(table.widths), figures)
    height = max(box.row for box in boxes) + 1
    return Grid(table, height, len(table.widths), 0, table.blocks[0].spans[0], tuple(boxes))


def _block(block: Block, top: int, width: int, figures: Iterator[Figure]) -> Iterator[Box]:
    starts = [sum(block.spans[:i]) for i in range(len(block.spans))]
    yield Box(top, 0, 1, width, "heading", block.heading)
    yield Box(top + 1, 0, 1, block.spans[0], "header", block.stub)
    for start, span, line in zip(starts[1:], block.spans[1:], block.columns, strict=True):
        yield Box(top + 1, start, 1, span, "header", line.label)
    for offset, line in enumerate(block.rows):
        row = top + 2 + offset
        yield Box(row, 0, 1, block.spans[0], "label", line.label)
        for start, span in zip(starts[1:], block.spans[1:], strict=True):
            yield Box(row, start, 1, span, "figure", figure=next(figures))


# ---- matrix: rows with groups at the left, columns with groups above --------------------


def _matrix(table: Table) -> Grid:
    depth = max(len(line.group) for line in table.rows) + 1
    top = max(len(line.group) for line in table.columns) + 1 + bool(table.columns_title)
    width = depth + len(table.columns)
    boxes = [Box(0, 0, top, depth, "note", table.corner)]
    if table.columns_title:
        boxes.append(Box(0, depth, 1, len(table.columns), "header", table.columns_title))
    boxes += _headers(table.columns, int(bool(table.columns_title)), top, depth)
    boxes += _labels(table.rows, top, depth)
    boxes += _figures(table, top, depth)
    return Grid(table, top + len(table.rows), width, top, depth, _sorted(boxes))


def _headers(lines: tuple[Line, ...], first: int, end: int, left: int) -> Iterator[Box]:
    """Labels of columns, groups above them, each down to the row `end`."""
    for level, index, count, text in _groups(lines):
        yield Box(first + level, left + index, 1, count, "header", text)
    for index, line in enumerate(lines):
        row = first + len(line.group)
        yield Box(row, left + index, end - row, 1, "header", line.label)


def _labels(lines: tuple[Line, ...], top: int, depth: int) -> Iterator[Box]:
    """Labels of rows, groups left of them, each across to the first figure."""
    for level, index, count, text in _groups(lines):
        yield Box(top + index, level, count, 1, "label", text)
    for index, line in enumerate(lines):
        start = len(line.group)
        yield Box(top + index, start, 1, depth - start, "label", line.label)


def _groups(lines: tuple[Line, ...]) -> Iterator[tuple[int, int, int, str]]:
    """(level, index of the first line, count, wording) of each run of lines under one group."""
    for level in range(max(len(line.group) for line in lines)):
        start = 0
        while start < len(lines):
            path = lines[start].group[: level + 1]
            end = start + 1
            while end < len(lines) and lines[end].group[: level + 1] == path:
                end += 1
            if len(path) == level + 1:
                yield level, start, end - start, path[level]
            start = end if len(path) == level + 1 else start + 1


def _figures(table: Table, top: int, left: int) -> Iterator[Box]:
    width = len(table.columns)
    for index, figure in enumerate(table.figures):
        row, column = divmod(index, width)
        yield Box(top + row, left + column, 1, 1, "figure", figure=figure)


# ---- transposed: the rows stand side by side, one line of figures -----------------------


def _transposed(table: Table) -> Grid:
    depth = max(len(line.group) for line in table.rows) + 1
    count = len(table.columns)
    boxes: list[Box] = []
    for level, index, rows, text in _groups(table.rows):
        boxes.append(Box(level, index * count, 1, rows * count, "header", text))
    for index, line in enumerate(table.rows):
        left, row = index * count, len(line.group)
        boxes.append(Box(row, left, 1, count, "header", line.label))
        boxes += _headers(table.columns, row + 1, depth + 1, left)
    for index, figure in enumerate(table.figures):
        boxes.append(Box(depth + 1, index, 1, 1, "figure", figure=figure))
    width = count * len(table.rows)
    return Grid(table, depth + 2, width, depth + 1, 0, _sorted(boxes))
