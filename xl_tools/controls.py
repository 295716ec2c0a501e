"""Grid -> the 核对数 beside it: which totals may be stated a second time, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Figure
from xl_tools.grid import Grid
from xl_tools.places import Span, Spot
from xl_tools.records import NamedTuple

HEADING: Final = "核对数"  # the first words above them, by which they are found without names
# Of a column, these rows alone: what came in, and the sum of what became of it.
COLUMN_ROLES: Final = ("received", "result_total")
# Beside a table stand a gap, what a total should be, a gap, then these columns.
BESIDE, NOTE_GAP = 4, 3
REASON_ROWS: Final = 8


class Control(NamedTuple):
    """A 核对数: the cell it speaks of, where it is typed, where the difference is shown."""

    cell: str
    spot: Spot
    shown: Span


class Label(NamedTuple):
    """Words beside some 核对数, and the cells they are merged over."""

    words: str
    span: Span


class Controls(NamedTuple):
    """All 核对数 of a table; `rows` is the room they take below it."""

    heading: Span | None
    reason: Span | None
    labels: tuple[Label, ...]
    items: tuple[Control, ...]
    rows: int


def controls_of(grid: Grid, sheet: str, top: int) -> Controls:
    """The 核对数 of a table; those below it start at the row `top`."""
    if grid.table.layout == "matrix":
        return _matrix(grid, sheet, top)
    if grid.table.layout == "transposed":
        return _transposed(grid, sheet, top)
    return Controls(None, None, (), (), 0)


def _matrix(grid: Grid, sheet: str, top: int) -> Controls:
    """A total of each row at the right, the two main rows of each column below."""
    column, header = grid.width + BESIDE, grid.header_rows
    heading = Span(sheet, 1, column, max(header - 1, 1), column + 1)
    reason = Span(sheet, header + 1, column + NOTE_GAP, header + REASON_ROWS, column + NOTE_GAP)
    beside = [
        Label(HEADING, Span(sheet, header, column, header, column)),
        Label("表上的数减核对数", Span(sheet, header, column + 1, header, column + 1)),
    ]
    rows = [figure.row for figure in grid.table.figures if "total" in figure.column.roles]
    totals = [
        _single(sheet, box.row + 1, column, figure)
        for box, figure in grid.figures()
        if "total" in figure.column.roles
    ]
    chosen = [row for row in rows if row.roles & set(COLUMN_ROLES)]
    below: list[Control] = []
    for index, row in enumerate(chosen):
        at, words = top + 1 + 2 * index, row.label.removesuffix("数量")
        beside.append(Label(f"{words}的核对数", Span(sheet, at, 1, at, grid.stub)))
        beside.append(Label("表上的数减核对数", Span(sheet, at + 1, 1, at + 1, grid.stub)))
        below += _column_controls(grid, sheet, at, row.id)
    title = Label(
        "各列的核对数（可以不填）：总计一列的核对数在表的右边", Span(sheet, top, 1, top, grid.width)
    )
    labels = (*beside, title)
    return Controls(heading, reason, labels, (*totals, *below), 2 * len(chosen) + 2)


def _single(sheet: str, row: int, column: int, figure: Figure) -> Control:
    shown = Span(sheet, row, column + 1, row, column + 1)
    return Control(figure.id, Spot(sheet, row, column), shown)


def _column_controls(grid: Grid, sheet: str, at: int, row: str) -> Iterator[Control]:
    for box, figure in grid.figures():
        if figure.row.id == row and "total" not in figure.column.roles:
            column = box.column + 1
            shown = Span(sheet, at + 1, column, at + 1, column)
            yield Control(figure.id, Spot(sheet, at, column), shown)


def _transposed(grid: Grid, sheet: str, top: int) -> Controls:
    """The total of each group below it; the difference below that, across the group."""
    heading = Span(sheet, top, 1, top, grid.width)
    reason = Span(sheet, top + 1, 1, top + 1, grid.width)
    labels: list[Label] = []
    items: list[Control] = []
    count = len(grid.table.columns)
    for box, figure in grid.figures():
        if "total" not in figure.column.roles:
            continue
        left, right, row = box.column + 2 - count, box.column + 1, top + 2
        labels.append(
            Label(f"{figure.row.label}总计的核对数", Span(sheet, row, left, row, right - 1))
        )
        shown = Span(sheet, row + 1, left, row + 1, right)
        items.append(Control(figure.id, Spot(sheet, row, right), shown))
    return Controls(heading, reason, tuple(labels), tuple(items), 5)
