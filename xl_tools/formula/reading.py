"""Cells and ranges in a formula -> functions of the sheet that read them."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final

from xl_tools.formula.arrays import Area, Sheet, array_of
from xl_tools.formula.syntax import Cell, LooseCell, LooseRange, Range
from xl_tools.formula.values import Unsupported

Node = Callable[[Sheet], Any]

_new = tuple.__new__  # the tuple itself, past the named tuple's slower constructor

# How a part is wanted: a value; item by item, as in SUMPRODUCT; as cells, for functions of ranges.
PLAIN: Final = 0
ITEMS: Final = 1
CELLS: Final = 2


def cell(tree: Cell, mode: int) -> Node:
    """One cell."""
    name, address = tree.sheet, (tree.row, tree.column)
    if mode & CELLS:
        return _area(name, (*address, 1, 1))
    if name is None:
        return itemgetter(address)
    return lambda sheet: sheet.sheets[name][address]


def span(tree: Range, mode: int) -> Node:
    """Several cells; as one value they are refused."""
    area = _area(tree.sheet, tree[1:])
    if mode & CELLS:
        return area
    if mode & ITEMS:
        return lambda sheet: array_of(area(sheet))
    # Excel would take the cell in the formula's own row or column.
    raise Unsupported("a range where one value is wanted")


def _area(name: str | None, place: tuple[int, int, int, int]) -> Node:
    if name is None:
        return lambda sheet: _new(Area, (sheet, *place))
    return lambda sheet: _new(Area, (sheet.sheets[name], *place))


def loose_cell(tree: LooseCell, mode: int) -> Node:
    """One cell, where the formula says."""
    name, number = tree
    if mode & CELLS:
        return _loose_area(tree, (1, 1))
    if name is None:
        return lambda sheet: sheet[sheet.places[number]]  # type: ignore[index]
    return lambda sheet: sheet.sheets[name][sheet.places[number]]  # type: ignore[index]


def loose_range(tree: LooseRange, mode: int) -> Node:
    """Several cells, where the formula says."""
    area = _loose_area(tree, ())
    if mode & CELLS:
        return area
    if mode & ITEMS:
        return lambda sheet: array_of(area(sheet))
    raise Unsupported("a range where one value is wanted")


def _loose_area(tree: LooseCell | LooseRange, size: tuple[int, ...]) -> Node:
    name, number = tree
    if name is None:
        return lambda sheet: _new(Area, (sheet, *sheet.places[number], *size))
    return lambda sheet: _new(Area, (sheet.sheets[name], *sheet.places[number], *size))
