"""Workbook bytes -> cells by place and by name, every formula with a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from xl_tools.formula import Unsupported
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.sheet import Cell, Sheet
from xl_tools.ooxml.workbook import read_book
from xl_tools.places import Span, Spot
from xl_tools.refs import position
from xl_tools.refusal import Refusal
from xl_tools.report import Value
from xl_tools.sources.cells import (
    Formulas,
    Values,
    calculate_book,
    computed_cell,
    figure_value,
    formulas_of,
    scalars,
    shows,
)

if TYPE_CHECKING:
    from xl_tools.formula.again import Worked
    from xl_tools.ooxml.index import Index

TARGET: Final = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+)(?::(\$?[A-Z]+\$?\d+))?"
)
SAVE: Final = "请在 Excel 或 WPS 里打开、保存一次再试"
NO_SHEET: Final = ("工作簿里没有这张工作表", "改过名的请改回来，删掉的请从模板重新复制")


@lru_cache(maxsize=1024)
def target_span(target: str) -> Span | None:
    """The cells a defined name refers to; None where it lost them."""
    match = TARGET.fullmatch(target)
    if match is None:
        return None
    quoted, bare, first, last = match.groups()
    sheet = quoted.replace("''", "'") if quoted else bare
    (top, left), (bottom, right) = position(first), position(last or first)
    return Span(sheet, top, left, bottom, right)


class OpenBook:
    """A workbook while it is read; its sheets are read when first asked for."""

    def __init__(self, data: bytes, file: str) -> None:
        self.package = open_package(data, file)
        self.book = read_book(self.package)
        self.file = file
        self.changed_before = False  # were copies of it made, so that more may come?
        self.grids: dict[str, Sheet] = {}
        self._computed: Values | None = None

    def grid(self, sheet: str) -> Sheet | None:
        """The cells of a sheet, read when first asked for."""
        if sheet not in self.grids:
            ref = self.book.sheet(sheet)
            if ref is None or ref.kind != "worksheet":
                return None
            self.grids[sheet] = self.book.read(ref)
        return self.grids[sheet]

    def may_hold(self, sheet: str, column: int, below: int) -> bool:
        """May a column hold anything below a row? Much cheaper than reading the sheet."""
        ref = self.book.sheet(sheet)
        return ref is not None and self.book.may_hold(ref, column, below)

    def may_hold_numbers(self, sheet: str, columns: int) -> bool:
        """Do the first columns of a sheet hold other than texts? As cheap."""
        ref = self.book.sheet(sheet)
        return ref is not None and self.book.may_hold_numbers(ref, columns)

    def cell(self, spot: Spot) -> Cell:
        """The cell at a place, a formula without a cached value worked out here."""
        grid = self.grid(spot.sheet)
        if grid is None:
            raise Refusal(*NO_SHEET, sheet=spot.sheet)
        found = grid.at(spot.row, spot.column)
        if found.formula is None or found.cached:
            return found
        return self._worked_out(found, spot)

    @property
    def computed(self) -> Values | None:
        """The values of all formulas, where one that was asked for had no cached value."""
        return self._computed

    def _worked_out(self, cell: Cell, spot: Spot) -> Cell:
        if self._computed is None:
            self._computed = self._calculate()
        values = self._computed.get(spot.sheet, {})
        if (spot.row, spot.column) not in values:
            raise Refusal("公式还没有算出结果", SAVE, sheet=spot.sheet, cell=spot.address)
        return computed_cell(cell, values[spot.row, spot.column])

    def _calculate(self) -> Values:
        return calculate_book(self.all_grids(), self.book.names)

    def all_grids(self) -> Mapping[str, Sheet]:
        """The cells of every sheet."""
        for ref in self.book.sheets:
            self.grid(ref.name)
        return self.grids

    @cached_property
    def shown(self) -> Values:
        """What the cells of every sheet show."""
        return {name: scalars(grid) for name, grid in self.all_grids().items()}

    @cached_property
    def formulas(self) -> Formulas:
        """The formulas of every sheet."""
        return {name: formulas_of(grid) for name, grid in self.all_grids().items()}

    @cached_property
    def worked(self) -> Worked | None:
        """The formulas of all sheets, to be worked out again and again; None where they cannot."""
        from xl_tools.formula.again import Worked

        try:
            return Worked(self.shown, self.formulas, self.book.names)
        except Unsupported:
            return None

    @cached_property
    def uncached(self) -> Mapping[str, frozenset[tuple[int, int]]]:
        """The formulas of which the file holds no value, or another than they have."""
        results = {} if self.worked is None else self.worked.results
        return {
            name: frozenset(
                at
                for at in formulas
                if at not in results[name]
                or not shows(self.grids[name].cells[at], results[name][at])
            )
            for name, formulas in self.formulas.items()
        }

    @cached_property
    def recalculated(self) -> Mapping[str, bytes | None]:
        """The members that change so that Excel computes every formula when it opens the copy."""
        from xl_tools.ooxml.calc import patch_calc, without_chain

        members: dict[str, bytes | None] = dict(without_chain(self.package))
        main = self.package.main
        members[main] = patch_calc(members.get(main) or self.package.read(main), main)
        return members

    @cached_property
    def indexes(self) -> Mapping[str, Index]:
        """Where the cells of every sheet stand in its member."""
        from xl_tools.ooxml.index import Index

        return {name: Index(grid.layout) for name, grid in self.all_grids().items()}

    def name_span(self, name: str) -> Span | None:
        """Where a name points; Refusal where its cells were deleted."""
        target = self.book.names.get(name)
        if target is None:
            return None
        span = target_span(target)
        if span is None:
            raise Refusal(f"名称“{name}”所指的单元格被删除了", "请从模板重新复制一份，把数填进去")
        return span

    def named_spot(self, name: str, place: Spot) -> Spot:
        """The cell of a name, else its official place."""
        span = self.name_span(name)
        return Spot(span.sheet, span.top, span.left) if span else place

    def value(self, cell: Cell) -> Value | None:
        """What a cell states."""
        return figure_value(cell, self.book.date1904)

    def text(self, name: str, place: Spot) -> str:
        """The text of a named cell, trimmed; empty where its sheet is gone."""
        spot = self.named_spot(name, place)
        if self.grid(spot.sheet) is None:
            return ""
        value = self.value(self.cell(spot))
        return "" if value is None else str(value).strip()

    def column(self, name: str, place: Span) -> list[Cell]:
        """The cells of a named column, from the top; none where its sheet is gone."""
        span = self.name_span(name) or place
        grid = self.grid(span.sheet)
        if grid is None:
            return []
        return [grid.at(row, span.left) for row in range(span.top, span.bottom + 1)]
