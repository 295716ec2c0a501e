"""Workbook open in a program -> cells by place and by name, unsaved figures included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from xl_tools.ooxml.sheet import BLANK, Cell
from xl_tools.records import NamedTuple
from xl_tools.refs import Position
from xl_tools.sources.openbook import OpenBook

ERRORS: Final = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
)


class LiveSheet(NamedTuple):
    """The cells of a sheet as the program shows them."""

    name: str
    cells: MappingProxyType[Position, Cell]

    def at(self, row: int, column: int) -> Cell:
        """What a cell holds."""
        return self.cells.get((row, column), BLANK)


class _Ref(NamedTuple):
    name: str
    kind: str = "worksheet"


class _Book:
    """An xlwings Book with the members by which a file's workbook is read."""

    date1904 = False  # the program gives dates as dates

    def __init__(self, live: Any) -> None:
        self._live = {sheet.name: sheet for sheet in live.sheets}
        self.sheets = tuple(_Ref(name) for name in self._live)
        self.names = {name.name: _target(name.refers_to) for name in live.names}

    def sheet(self, name: str) -> _Ref | None:
        return _Ref(name) if name in self._live else None

    def read(self, ref: _Ref) -> LiveSheet:
        return LiveSheet(ref.name, MappingProxyType(dict(_cells(self._live[ref.name]))))


class LiveBook(OpenBook):
    """An open workbook while it is read; a sheet is asked for once, as a whole."""

    def __init__(self, live: Any, file: str) -> None:
        self.book = _Book(live)  # type: ignore[assignment]
        self.file = file
        self.grids = {}
        self._computed = None

    def may_hold(self, sheet: str, column: int, below: int) -> bool:
        """Does a column hold anything below a row?"""
        grid = self.grid(sheet)
        cells = grid.cells if grid is not None else ()
        return any(row > below and place == column for row, place in cells)

    def may_hold_numbers(self, sheet: str, columns: int) -> bool:
        """Do the first columns of a sheet hold other than texts?"""
        grid = self.grid(sheet)
        cells = grid.cells.items() if grid is not None else ()
        return any(at[1] <= columns and type(cell.value) is not str for at, cell in cells)


def _target(refers_to: str) -> str:
    return refers_to.removeprefix("=")


def _cells(sheet: Any) -> Iterator[tuple[Position, Cell]]:
    """The used cells of a sheet, values and formulas asked for once each."""
    used = sheet.used_range
    values = used.options(ndim=2, err_to_str=True).value
    formulas = _square(used.formula)
    for row, (shown, written) in enumerate(zip(values, formulas, strict=True), used.row):
        for column, (value, text) in enumerate(zip(shown, written, strict=True), used.column):
            formula = _formula(value, text)
            if value is not None or formula is not None:
                yield (row, column), _cell(value, formula)


def _square(formulas: Any) -> Any:
    """One cell gives its text, several give rows."""
    return formulas if isinstance(formulas, tuple | list) else ((formulas,),)


def _formula(value: object, text: object) -> str | None:
    """The formula without its sign; a text that begins with one is no formula."""
    if isinstance(text, str) and text.startswith("=") and text != value:
        return text[1:]
    return None


def _cell(value: Any, formula: str | None) -> Cell:
    cached = formula is not None
    if value is None:
        return Cell("", "text", "", formula, cached)  # the program has worked it out: it is empty
    if isinstance(value, bool):
        return Cell(value, "bool", "", formula, cached)
    if isinstance(value, int | float):
        return Cell(value, "number", repr(value), formula, cached)
    if isinstance(value, date | datetime):
        return Cell(value.isoformat(), "date", "", formula, cached)
    kind = "error" if value in ERRORS else "text"
    return Cell(str(value), kind, "", formula, cached)
