"""An open workbook as xlwings shows it, without a spreadsheet program: for tests of buttons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from xl_tools.sources.cells import calculate_book
from xl_tools.sources.openbook import OpenBook

Place = tuple[int, int]


class LiveRange:
    """Cells of a sheet; both ways as xlwings has them."""

    def __init__(self, sheet: LiveSheet, first: Place, last: Place) -> None:
        self.sheet, self._first, self._last = sheet, first, last
        self.row, self.column = first

    def options(self, **_: Any) -> LiveRange:
        return self

    def _rows(self) -> Iterator[list[Place]]:
        (top, left), (bottom, right) = self._first, self._last
        for row in range(top, bottom + 1):
            yield [(row, column) for column in range(left, right + 1)]

    @property
    def value(self) -> list[list[Any]]:
        return [[self.sheet.values.get(place) for place in row] for row in self._rows()]

    @value.setter
    def value(self, rows: list[list[Any]]) -> None:
        for places, values in zip(self._rows(), rows, strict=True):
            for place, value in zip(places, values, strict=True):
                self.sheet.write(place, value)

    @property
    def formula(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(self.sheet.formula(place) for place in row) for row in self._rows())

    @property
    def shape(self) -> tuple[int, int]:
        (top, left), (bottom, right) = self._first, self._last
        return bottom - top + 1, right - left + 1

    def select(self) -> None:
        self.sheet.book.app.selection = self


class LiveSheet:
    """One sheet: values, and the formulas among them."""

    def __init__(self, book: LiveBook, name: str) -> None:
        self.book, self.name = book, name
        self.values: dict[Place, Any] = {}
        self.formulas: dict[Place, str] = {}
        self.written: dict[Place, Any] = {}

    @property
    def used_range(self) -> LiveRange:
        places = list(self.values) or [(1, 1)]
        return LiveRange(self, (1, 1), (max(p[0] for p in places), max(p[1] for p in places)))

    def formula(self, place: Place) -> str:
        if place in self.formulas:
            return f"={self.formulas[place]}"
        return "" if self.values.get(place) is None else str(self.values[place])

    def range(self, first: Place, last: Place | None = None) -> LiveRange:
        return LiveRange(self, first, last or first)

    def write(self, place: Place, value: Any) -> None:
        self.written[place] = self.values[place] = value
        self.formulas.pop(place, None)
        if isinstance(value, str) and value.startswith("="):
            self.formulas[place] = value[1:]

    def activate(self) -> None:
        self.book.sheets.active = self


class Sheets(dict[str, LiveSheet]):
    """The sheets in order; iterated as xlwings does, over sheets and not over names."""

    active: LiveSheet

    def add(self, name: str, after: LiveSheet) -> LiveSheet:
        self[name] = LiveSheet(after.book, name)
        return self[name]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values())


class LiveApp:
    """The program: what it was told, in which state it is."""

    def __init__(self) -> None:
        self.screen_updating = True
        self.calculation = "automatic"
        self.status_bar: str | bool = False
        self.selection: LiveRange | None = None
        self.alerts: list[str] = []
        self.engine = SimpleNamespace(name="fake")
        self.version = "1"
        self.calculated = 0
        self.answer = "yes"

    def alert(self, words: str, **_: Any) -> str:
        self.alerts.append(words)
        return self.answer

    def calculate(self) -> None:
        self.calculated += 1


def _day(serial: Any) -> datetime:
    """What xlwings gives for a date."""
    return datetime(1899, 12, 30) + timedelta(days=float(serial))


class LiveBook:
    """A workbook of ours, open."""

    def __init__(self, data: bytes, fullname: str) -> None:
        book = OpenBook(data, "")
        self.fullname, self.name = fullname, fullname.rpartition("/")[2]
        self.app = LiveApp()
        self.sheets = Sheets()
        self.names = [
            SimpleNamespace(name=n, refers_to=f"={t}") for n, t in book.book.names.items()
        ]
        for ref in book.book.sheets:
            book.grid(ref.name)
        computed = calculate_book(book.grids, book.book.names)
        for name, grid in book.grids.items():
            sheet = self.sheets[name] = LiveSheet(self, name)
            for place, cell in grid.cells.items():
                shown = _day(cell.value) if cell.kind == "date" else cell.value
                sheet.values[place] = computed.get(name, {}).get(place, shown)
                if cell.formula is not None:
                    sheet.formulas[place] = cell.formula
        self.sheets.active = next(iter(self.sheets))
