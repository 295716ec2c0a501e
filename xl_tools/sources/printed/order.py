"""Header rows of a table whose rows stand side by side -> do they stand as in the form?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, groupby, pairwise

from xl_tools.edition import Line, Table
from xl_tools.records import NamedTuple
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.columns import is_blank
from xl_tools.sources.printed.values import Cell, Row
from xl_tools.sources.printed.wording import Words


class Head(NamedTuple):
    """A header cell: the line of the table that it names, or a column, or a group of lines.

    `place` is where in the form the line stands, or the first line of the group.
    """

    cell: Cell
    line: Line | None = None
    column: Line | None = None
    place: int | None = None


def is_in_order(headers: Sequence[Row], table: Table) -> bool:
    """Do the groups, and the columns of each, follow each other as in the form?"""
    rows = _heads(headers, table)
    places = [head.place for row in rows for head in row if head.place is not None]
    columns = list(table.columns)
    return _runs([place for place, _ in groupby(places)], len(table.rows)) and all(
        _columns_follow([head.column for head in row if head.place is None], columns)
        for row in rows
    )


def _heads(headers: Sequence[Row], table: Table) -> list[list[Head]]:
    """What the cells of each row name."""
    groups: dict[str, int] = {}
    for number, line in enumerate(table.rows):
        for group in line.group:
            groups.setdefault(essence(group), number)
    columns, lines = Words(table.columns), Words(table.rows)

    def head(cell: Cell) -> Head:
        if essence(cell.text) in groups:
            return Head(cell, place=groups[essence(cell.text)])
        column = columns.named(cell.text)
        line = None if column else lines.named(cell.text)
        return Head(cell, line, column, table.rows.index(line) if line else None)

    return [[head(cell) for cell in row.cells if not is_blank(cell)] for row in headers]


def _runs(places: Sequence[int], count: int) -> bool:
    """Ascending from first to last; what is printed again is printed whole."""
    if not places:
        return True
    starts = [n for n, place in enumerate(places) if not n or place <= places[n - 1]]
    runs = [places[a:b] for a, b in zip(starts, [*starts[1:], len(places)], strict=True)]
    return len(runs) < 2 or all(len(run) == count for run in runs)


def _columns_follow(found: Sequence[Line | None], columns: Sequence[Line]) -> bool:
    """The columns over and over; a cell that nobody can name may be any of them."""
    if len(found) % len(columns) == 0:
        pairs = zip(found, list(columns) * (len(found) // len(columns)), strict=True)
        return all(line in (None, wanted) for line, wanted in pairs)
    places = [columns.index(line) for line in found if line is not None]
    falls = sum(after <= before for before, after in pairwise(places))
    return falls <= len(found) // len(columns)


def by_position(headers: Sequence[Row], cells: Sequence[Cell], table: Table) -> list[str]:
    """The figure below each header, where every cell has one of its own; else nothing."""
    heads = list(chain(*_heads(headers, table)))
    names = []
    for cell in cells:
        over = [head for head in heads if _covers(head.cell, cell, wide=head.column is None)]
        lines = {head.line.id for head in over if head.line is not None}
        columns = {head.column.id for head in over if head.column is not None}
        if len(lines) == 1 and len(columns) == 1:
            names.append(f"{table.id}.{lines.pop()}.{columns.pop()}")
    return names if len(set(names)) == len(cells) else []


def _covers(head: Cell, cell: Cell, *, wide: bool) -> bool:
    """Does the cell stand below the header, and, but for a group's, below no other?"""
    if not wide and cell.columns > head.columns:
        return False
    return head.column <= cell.column < head.column + head.columns


def lines_above(headers: Sequence[Row], table: Table) -> list[Line]:
    """The lines that these headers name, in their order."""
    heads = chain(*_heads(headers, table))
    return list(dict.fromkeys(head.line for head in heads if head.line is not None))
