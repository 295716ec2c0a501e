"""What cells hold: values and formulas, both ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from xl_tools.libreoffice.area import Area
from xl_tools.libreoffice.formats import CHOSEN, DATE, LOGICAL, TEXT, NumberFormats
from xl_tools.libreoffice.office import areas
from xl_tools.libreoffice.values import Entry, entry_of, error_of, moment_of, number_text

# Bits of com.sun.star.sheet.FormulaResult and .CellFlags.
ERROR_RESULT: Final = 4
FORMULA_CELLS: Final = 16
CONTENTS: Final = 1 | 2 | 4 | 16  # numbers, dates, texts, formulas
FORMATS: Final = 32 | 64  # hard attributes, styles
EVERYTHING: Final = CONTENTS | FORMATS | 8 | 256 | 512  # also notes, edited attributes, layout

Spot = tuple[int, int]
Grid = list[list[Any]]


class Contents(Area):
    """Values, formulas, and emptying."""

    # ---- values ----------------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        """The values: a scalar for one cell, else a list of rows."""
        cells = self.api
        if cells is None:
            return None
        grid = self._values(cells)
        return grid[0][0] if len(self) == 1 else grid

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._write(data)

    def _values(self, cells: Any) -> Grid:
        grid: Grid = [list(row) for row in cells.getDataArray()]
        if any(value is None for row in grid for value in row):
            for row, column in self._spots(cells.queryFormulaCells(ERROR_RESULT)):
                grid[row][column] = error_of(cells.getCellByPosition(column, row).getError())
        epoch = self.sheet.book.epoch
        for (row, column), kind in self._kinds(cells, DATE | LOGICAL):
            value = grid[row][column]
            if isinstance(value, float):
                grid[row][column] = bool(value) if kind & LOGICAL else moment_of(value, epoch)
        return grid

    def _spots(self, ranges: Any) -> Iterator[Spot]:
        """The cells of UNO ranges within this area, counted from 0."""
        for row, column in areas(ranges):
            yield row - self.box.row + 1, column - self.box.column + 1

    def _kinds(self, cells: Any, wanted: int) -> Iterator[tuple[Spot, int]]:
        """Cells whose number format shows one of the wanted kinds; a formula's own format counts.

        The property NumberFormat of the whole range does not do: it is that of the cells alone.
        """
        formats: NumberFormats = self.sheet.book.formats
        for group in cells.getUniqueCellFormatRanges():
            kind = formats.kind(group.NumberFormat)
            if kind & wanted:
                for spot in self._spots(group):
                    yield spot, kind

    # ---- formulas --------------------------------------------------------------------------

    @property
    def formula(self) -> Any:
        """The formulas: a text for one cell, else a tuple of rows; a constant as it is typed."""
        cells = self.api
        if cells is None:
            return None
        grid = [[_constant(value) for value in row] for row in self._values_undated(cells)]
        own_texts = cells.getFormulaArray()
        for row, column in self._spots(cells.queryContentCells(FORMULA_CELLS)):
            cell = cells.getCellByPosition(column, row)
            grid[row][column] = self._formula_of(cell, (row, column), own_texts[row][column])
        return grid[0][0] if len(self) == 1 else tuple(tuple(row) for row in grid)

    @formula.setter
    def formula(self, data: Any) -> None:
        self._write(data)

    formula2 = formula  # LibreOffice knows no formulas that spill

    def _values_undated(self, cells: Any) -> Grid:
        grid: Grid = [list(row) for row in cells.getDataArray()]
        for (row, column), _ in self._kinds(cells, LOGICAL):
            if isinstance(grid[row][column], float):
                grid[row][column] = bool(grid[row][column])
        return grid

    def _formula_of(self, cell: Any, spot: Spot, own_text: str) -> str:
        tokens, at = cell.getTokens(), self.corner_of(*spot)
        if own_text.startswith("{"):
            array = self.sheet.api.createCursorByRange(cell)
            array.collapseToCurrentArray()
            tokens, at = array.getArrayTokens(), array.getCellByPosition(0, 0).CellAddress
        text: str = self.sheet.book.formulas.text(tokens, at, own_text)
        return text

    @property
    def has_array(self) -> bool:
        """Is it part of an array formula?"""
        return self.api is not None and bool(self(1, 1).api.ArrayFormula)

    @property
    def formula_array(self) -> str | None:
        """The array formula of the whole area, or the formula of a single cell."""
        cells = self.api
        if cells is None:
            return None
        tokens = cells.getArrayTokens()
        if not tokens:
            return self.formula if len(self) == 1 else None
        text: str = self.sheet.book.formulas.text(tokens, self.corner_of(), cells.ArrayFormula)
        return text

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        cells = self.to_fill()
        if cells is not None:
            formulas = self.sheet.book.formulas
            cells.setArrayTokens(formulas.tokens(value.removeprefix("="), self.corner_of()))

    # ---- writing ---------------------------------------------------------------------------

    def _write(self, data: Any) -> None:
        """Fill the cells: one value into all, or rows of values from the first cell on."""
        if not len(self):
            return
        spread = not isinstance(data, (list, tuple))
        grid = [[data] * self.box.columns] * self.box.rows if spread else _rows(data)
        target = self.part(0, 0, len(grid), len(grid[0]))
        target._fill(grid, spread=spread)

    def _fill(self, grid: Sequence[Sequence[Any]], *, spread: bool) -> None:
        cells = self.to_fill()
        kinds = dict(self._kinds(cells, LOGICAL | TEXT))
        epoch = self.sheet.book.epoch
        entries = {
            (row, column): entry_of(
                value, as_text=bool(kinds.get((row, column), 0) & TEXT), epoch=epoch
            )
            for row, values in enumerate(grid)
            for column, value in enumerate(values)
        }
        columns = range(len(grid[0]))
        cells.setDataArray(
            tuple(
                tuple(entries[row, column].value for column in columns) for row in range(len(grid))
            )
        )
        self._look_like(cells, entries, kinds)
        self._enter(cells, entries, spread=spread)

    def _look_like(self, cells: Any, entries: dict[Spot, Entry], kinds: dict[Spot, int]) -> None:
        """Formats as Excel chooses them: only where a cell has none.

        What showed a truth before and holds something else now loses that format: Excel keeps
        truths apart from numbers by what they are, LibreOffice by how they look.
        """
        looks = {spot: entry.look for spot, entry in entries.items()}
        for spot, kind in kinds.items():
            if kind & LOGICAL and looks[spot] != "truth":
                looks[spot] = looks[spot] or "General"
        different = set(looks.values())
        if different == {""}:
            return
        formats: NumberFormats = self.sheet.book.formats
        keys = {look: formats.key(CHOSEN.get(look, look)) for look in different if look}
        if len(different) == 1 and self._all_general(cells):
            cells.NumberFormat = keys[different.pop()]
            return
        for (row, column), look in looks.items():
            if look:
                self._dress(cells.getCellByPosition(column, row), look, keys[look])

    def _dress(self, cell: Any, look: str, key: int) -> None:
        formats: NumberFormats = self.sheet.book.formats
        shown = cell.NumberFormat
        if look == "truth" or formats.is_general(shown) or formats.kind(shown) & LOGICAL:
            cell.NumberFormat = key

    def _all_general(self, cells: Any) -> bool:
        formats: NumberFormats = self.sheet.book.formats
        return all(
            formats.is_general(group.NumberFormat) for group in cells.getUniqueCellFormatRanges()
        )

    def _enter(self, cells: Any, entries: dict[Spot, Entry], *, spread: bool) -> None:
        """Formulas; one that is spread over cells moves its relative references along."""
        moving: tuple[Any, ...] = ()
        for (row, column), entry in entries.items():
            if not entry.formula:
                continue
            if not (spread and moving):
                at = self.corner_of(row, column)
                moving = self.sheet.book.formulas.tokens(entry.formula, at)
            cells.getCellByPosition(column, row).setTokens(moving)

    # ---- emptying --------------------------------------------------------------------------

    def clear_contents(self) -> None:
        """Empty the cells; their looks stay."""
        cells = self.to_fill()
        if cells is not None:
            cells.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        """Take the looks away; what the cells hold stays."""
        cells = self.to_change()
        if cells is not None:
            cells.clearContents(FORMATS)

    def clear(self) -> None:
        """Empty the cells and take their looks away."""
        self.to_change()
        cells = self.to_fill()
        if cells is not None:
            cells.clearContents(EVERYTHING)


def _rows(data: Sequence[Any]) -> Sequence[Sequence[Any]]:
    return data if data and isinstance(data[0], (list, tuple)) else [data]


def _constant(value: Any) -> str:
    """A constant as Excel's formula bar shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime | None):
        return ""
    return number_text(value) if isinstance(value, float) else str(value)
