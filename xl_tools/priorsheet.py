"""Edition -> where last year's figures stand: the places of the sheet 上年数据.

The tables stand one below the other from column A, so that each can be pasted as a website shows
it. No cell of theirs is merged: what is pasted brings its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

from xl_tools.continuity import Row, rows_of
from xl_tools.edition import Edition, Rule, Table
from xl_tools.grid import Box, Grid, grid_of
from xl_tools.places import Span, Spot
from xl_tools.records import NamedTuple

PRIOR: Final = "上年数据"
NAME: Final = "prior."
FIELDS: Final = MappingProxyType(
    {"prior.year": "上年年度", "prior.organ": "机关名称", "prior.edition": "上年报告用的格式"}
)
FIRST_FIELD_ROW: Final = 5
FIRST_TABLE_ROW: Final = 10
# Hidden helpers to the right of everything: what is wrong with a figure, then the rest.
FLAG_SHIFT, HELPER, SAME = 20, 42, 43


class PriorTable(NamedTuple):
    """One table of last year; its caption stands on the row above `top`."""

    table: Table
    grid: Grid
    top: int

    @property
    def corner(self) -> Spot:
        """Where the top left cell of what is pasted belongs."""
        return Spot(PRIOR, self.top, 1)

    @property
    def whole(self) -> Span:
        """All its cells."""
        bottom = self.top + self.grid.height - 1
        return Span(PRIOR, self.top, 1, bottom, self.grid.width)

    def spot(self, box: Box) -> Spot:
        """The first cell of a box."""
        return Spot(PRIOR, self.top + box.row, box.column + 1)

    def figures(self) -> dict[str, Spot]:
        """The cell of each figure."""
        return {figure.id: self.spot(box) for box, figure in self.grid.figures()}

    @property
    def anchors(self) -> tuple[Box, Box]:
        """The first and the last wording beside or above the figures: they tell what has moved."""
        grid = self.grid
        if grid.table.layout == "transposed":
            boxes = [b for b in grid.boxes if b.figure is None and b.row == grid.header_rows - 1]
        else:
            boxes = [b for b in grid.boxes if b.kind == "label" and b.column == 0]
        return boxes[0], boxes[-1]

    @property
    def stated(self) -> Spot:
        """The hidden cell that is 1 where the table states figures and has not moved."""
        return Spot(PRIOR, self.top, HELPER)

    def same(self, index: int) -> Spot:
        """The hidden cell that is 1 where a row is the same this year."""
        return Spot(PRIOR, self.top + index, SAME)


class PriorSheet:
    """Where everything of 上年数据 stands for one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def fields(self) -> Mapping[str, Spot]:
        """Year, organ and edition of last year's report, by defined name."""
        return {name: Spot(PRIOR, FIRST_FIELD_ROW + n, 2) for n, name in enumerate(FIELDS)}

    @cached_property
    def editions(self) -> Mapping[str, str]:
        """The editions last year's report may be printed in: the word to choose, and the id."""
        found, bridge = {self.edition.name: self.edition.id}, self.edition.bridge
        return found | ({f"{bridge.source}年版": bridge.source} if bridge else {})

    @cached_property
    def tables(self) -> Mapping[str, PriorTable]:
        """The tables by id."""
        found: dict[str, PriorTable] = {}
        top = FIRST_TABLE_ROW
        for table in self.edition.tables.values():
            grid = grid_of(table)
            found[table.id] = PriorTable(table, grid, top)
            top += grid.height + 2
        return found

    @cached_property
    def figures(self) -> Mapping[str, Spot]:
        """The cell of each figure of last year, by cell id."""
        return {c: spot for table in self.tables.values() for c, spot in table.figures().items()}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every defined name of the sheet and what it refers to."""
        cells = {f"{NAME}{cell}": spot.name_target for cell, spot in self.figures.items()}
        return {name: spot.name_target for name, spot in self.fields.items()} | cells

    def flag(self, cell: str) -> Spot:
        """The hidden cell that says what is wrong with a figure."""
        return self.figures[cell].right(FLAG_SHIFT)

    @property
    def ready(self) -> Spot:
        """The hidden cell that is 1 where year and edition allow a comparison."""
        return Spot(PRIOR, FIRST_FIELD_ROW, HELPER)

    @property
    def own_edition(self) -> Spot:
        """The hidden cell that is 1 where last year used the same edition."""
        return Spot(PRIOR, FIRST_FIELD_ROW + 1, HELPER)

    def rows(self, rule: Rule, table: str) -> tuple[Row, ...]:
        """The rows of a table that are compared as a whole."""
        return rows_of(rule, self.edition.tables[table])
