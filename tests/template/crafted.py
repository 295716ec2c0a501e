"""The four built workbooks - two editions, with and without macros - as openpyxl reads them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.lint.formulas import TOKEN
from xl_tools.edition import Edition, builtin_editions
from xl_tools.placement import CHECKS, Placement, placement_of
from xl_tools.places import Spot
from xl_tools.template import build_macro_workbook, build_workbook

EDITIONS = builtin_editions()
KINDS = {".xlsx": build_workbook, ".xlsm": build_macro_workbook}
Cell = tuple[str, int, int]


@cache
def data_of(name: str, kind: str) -> bytes:
    """The file of an edition."""
    return KINDS[kind](EDITIONS.get(name))


class Crafted(NamedTuple):
    """A built workbook and where its things ought to stand."""

    name: str
    kind: str
    book: Any

    @property
    def edition(self) -> Edition:
        return EDITIONS.get(self.name)

    @property
    def placement(self) -> Placement:
        return placement_of(self.edition)

    @property
    def sheets(self) -> list[Any]:
        """The sheets a person sees."""
        return [sheet for sheet in self.book if sheet.sheet_state == "visible"]

    def cells(self) -> Iterator[Any]:
        """Every cell of these sheets that is no hidden helper, nor inside a merged area."""
        for sheet in self.sheets:
            columns = _hidden_columns(sheet)
            for row in sheet.iter_rows():
                if not sheet.row_dimensions[row[0].row].hidden:
                    for cell in row:
                        if cell.column not in columns and type(cell).__name__ != "MergedCell":
                            yield cell

    def formulas(self) -> Iterator[tuple[str, str, str]]:
        """(sheet, address, formula) of all sheets, helpers too."""
        for sheet in self.book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        yield sheet.title, cell.coordinate, cell.value[1:]

    def inputs(self) -> set[Cell]:
        """The cells that a clerk types or pastes into, totals among them."""
        placement = self.placement
        spots: list[Spot] = [spot for spot, _ in placement.figures.values()]
        spots += placement.fields.values()
        spots += [control.spot for control in placement.controls.values()]
        spots += [spot for pair in placement.suppliers.values() for spot in pair]
        for span in placement.narratives.values():
            spots += span.column_spots()
        rules = placement.edition.rules
        explained = [line for line in placement.checks if rules[line.rule].explainable]
        spots += [placement.check(line, "reason") for line in explained]
        prior = placement.prior
        spots += prior.fields.values()
        found = {(spot.sheet, spot.row, spot.column) for spot in spots}
        for table in prior.tables.values():
            whole = table.whole
            for row in range(whole.top, whole.bottom + 1):
                found |= {(whole.sheet, row, c) for c in range(whole.left, whole.right + 1)}
        return found

    def written(self) -> set[Cell]:
        """The cells of the list in which the program writes what it found."""
        span = self.placement.findings
        rows = range(span.top, span.bottom + 1)
        return {(CHECKS, row, c) for row in rows for c in range(span.left, span.right + 1)}


def _hidden_columns(sheet: Any) -> set[int]:
    found: set[int] = set()
    for one in sheet.column_dimensions.values():
        if one.hidden:
            found |= set(range(one.min, one.max + 1))
    return found


def at(cell: Any) -> Cell:
    """Where a cell stands."""
    return cell.parent.title, cell.row, cell.column


def functions(formula: str) -> set[str]:
    """The functions that a formula calls."""
    return {found[0] for found in TOKEN.finditer(formula) if found.lastgroup == "function"}


def numbers(formula: str) -> set[str]:
    """The numbers that a formula spells out."""
    return {found[0] for found in TOKEN.finditer(formula) if found.lastgroup == "number"}


@cache
def _crafted(name: str, kind: str) -> Crafted:
    data = io.BytesIO(data_of(name, kind))
    return Crafted(name, kind, openpyxl.load_workbook(data, keep_vba=kind == ".xlsm"))


def blank_book(name: str) -> Any:
    """The blank workbook of an edition, without macros: only to be looked at, for all share it."""
    return _crafted(name, ".xlsx").book


@pytest.fixture(params=[(e.id, kind) for e in EDITIONS for kind in KINDS], ids="".join)
def crafted(request: pytest.FixtureRequest) -> Crafted:
    return _crafted(*request.param)
