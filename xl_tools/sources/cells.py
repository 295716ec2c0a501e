"""Cells as read -> figures, texts and what formulas see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from xl_tools.formula import Error, Scalar, calculate
from xl_tools.formula.sums import plain_sums
from xl_tools.ooxml.sheet import BLANK, Cell, Sheet
from xl_tools.refs import Position
from xl_tools.report import Value

Values = dict[str, dict[Position, Scalar]]
Formulas = dict[str, dict[Position, str]]


def figure_value(cell: Cell, date1904: bool) -> Value | None:
    """What a cell states: an exact number, a text as printed, None for blank."""
    if cell.kind == "number":
        return exact(cell.raw)
    if cell.kind == "date":
        return date_text(cell, date1904)
    if cell.kind == "bool":
        return "TRUE" if cell.value else "FALSE"
    text = "" if cell.value is None else str(cell.value)
    return text if text.strip() else None


def exact(raw: str) -> Decimal:
    """The number a person sees: Excel writes 7545.44 as 7545.4399999999996 and shows 15 digits."""
    number = Decimal(raw)
    if raw.isdecimal() and len(raw) <= 15:  # by far the most
        return number
    if len(number.as_tuple().digits) > 15:
        number = Decimal(f"{float(raw):.15g}")
    whole = number == number.to_integral_value()
    return number.quantize(Decimal(1)) if whole and number.adjusted() < 27 else number


def shows(cell: Cell, value: Scalar) -> bool:
    """Does a formula's cell hold this value in the file?"""
    same = cell.value == value and isinstance(cell.value, bool) == isinstance(value, bool)
    return same and cell.cached


def date_text(cell: Cell, date1904: bool) -> str:
    """A date cell as 2025-01-20, so that a date typed by mistake is not taken for a number."""
    if isinstance(cell.value, str):
        return cell.value[:10]
    from datetime import date, timedelta

    days, part = divmod(float(str(cell.value)), 1)
    if days == 0 and part:  # a time of day
        minutes = round(part * 1440)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    early = 0 <= days < 60  # Excel has a 29 February 1900, so days before it are one later
    start = date(1904, 1, 1) if date1904 else date(1899, 12, 31 if early else 30)
    return (start + timedelta(days)).isoformat() if 0 <= days < 2_900_000 else str(cell.raw)


def scalars(grid: Sheet) -> dict[Position, Scalar]:
    """What the cells of a sheet show, for formulas that read them."""
    return {at: _scalar(cell) for at, cell in grid.cells.items()}


def _scalar(cell: Cell) -> Scalar:
    return Error(str(cell.value)) if cell.kind == "error" else cell.value


def _shown_by(grid: Sheet) -> Callable[[Position], Scalar]:
    cells = grid.cells
    return lambda at: _scalar(cells.get(at, BLANK))


def calculate_some(
    grids: Mapping[str, Sheet],
    formulas: Mapping[str, Mapping[Position, str]],
    names: Mapping[str, str],
) -> Values:
    """These formulas worked out, all others as the file has their values."""
    found: Values = {}
    for name, own in formulas.items():
        sums = plain_sums(_shown_by(grids[name]), own)
        if sums is None:
            return calculate({name: scalars(grids[name]) for name in formulas}, formulas, names)
        found[name] = sums
    return found


def calculate_book(grids: Mapping[str, Sheet], names: Mapping[str, str]) -> Values:
    """Every formula of the sheets, worked out anew."""
    values = {name: scalars(grid) for name, grid in grids.items()}
    return calculate(values, {name: formulas_of(grid) for name, grid in grids.items()}, names)


def formulas_of(grid: Sheet) -> dict[Position, str]:
    """The formulas of a sheet."""
    return {at: cell.formula for at, cell in grid.cells.items() if cell.formula is not None}


def computed_cell(cell: Cell, value: Scalar) -> Cell:
    """A formula cell with the value that was worked out for it."""
    if isinstance(value, Error):
        return cell._replace(value=value.code, kind="error", cached=True)
    if isinstance(value, bool):
        return cell._replace(value=value, kind="bool", cached=True)
    if isinstance(value, int | float):
        return cell._replace(value=value, kind="number", raw=repr(value), cached=True)
    return cell._replace(value=value, kind="text", cached=True)
