"""Rectangles of values: cells of a sheet, arrays, and a step repeated over their items."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, Protocol

from xl_tools.formula.values import NUMBERS, REF, Error, Number, Scalar, Unsupported
from xl_tools.records import NamedTuple
from xl_tools.refs import MAX_COLUMN, MAX_ROW, Position

MAX_CELLS: Final = 65_536
MAX_CHARACTERS: Final = 1_000_000
_REMEMBERED_CELLS: Final = 512


class Sheet(Protocol):
    """The cells of a sheet while formulas are worked out."""

    at: Position  # of the formula that is being worked out
    places: tuple[tuple[int, ...], ...]  # that its shape leaves open

    @property
    def formulas(self) -> Container[Position]:
        """The cells that hold a formula."""

    def __getitem__(self, address: Position, /) -> Scalar: ...

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """The sheets of the workbook."""

    def meaning(self, name: str, mode: int, /) -> Callable[[Sheet], Value]:
        """What a defined name stands for."""

    def spend(self, cells: int, /) -> None:
        """Reading so many cells, of which there is a limit."""


class Area(NamedTuple):
    """Cells of a sheet, by reference."""

    sheet: Sheet
    top: int
    left: int
    height: int
    width: int

    @property
    def items(self) -> Sequence[Scalar]:
        """The values, row by row."""
        sheet, top, left, height, width = self
        size = height * width
        if size <= _REMEMBERED_CELLS:
            return _remembered_reader(top, left, height, width)(sheet)  # type: ignore[no-any-return]
        if size > MAX_CELLS:
            raise Unsupported("too many cells")
        sheet.spend(size)
        return _reader(top, left, height, width)(sheet)  # type: ignore[no-any-return]

    def part(self, row: int, column: int) -> Area | Error:
        """One cell, one row or one column (counted from 1, 0 is all of them)."""
        if row > self.height or column > self.width:
            return REF
        top, height = (self.top + row - 1, 1) if row else (self.top, self.height)
        left, width = (self.left + column - 1, 1) if column else (self.left, self.width)
        return Area(self.sheet, top, left, height, width)

    def resized(self, height: int, width: int) -> Area:
        """As many rows and columns from the same corner."""
        if self.top + height - 1 > MAX_ROW or self.left + width - 1 > MAX_COLUMN:
            raise Unsupported("beyond the edge of the sheet")
        return Area(self.sheet, self.top, self.left, height, width)


class Array(NamedTuple):
    """Values without an address, row by row."""

    height: int
    width: int
    items: Sequence[Scalar]

    def part(self, row: int, column: int) -> Array | Error:
        """One item, one row or one column (counted from 1, 0 is all of them)."""
        if row > self.height or column > self.width:
            return REF
        rows = range(row - 1, row) if row else range(self.height)
        columns = range(column - 1, column) if column else range(self.width)
        items = [self.items[r * self.width + c] for r in rows for c in columns]
        return Array(len(rows), len(columns), items)


Value = Scalar | Array | Area


def _reader(top: int, left: int, height: int, width: int) -> Callable[[Any], Any]:
    columns = range(left, left + width)
    addresses = [(row, column) for row in range(top, top + height) for column in columns]
    if len(addresses) == 1:
        return lambda sheet: (sheet[top, left],)
    return itemgetter(*addresses)


_remembered_reader = lru_cache(maxsize=4096)(_reader)


def array_of(value: Value) -> Array:
    """A value as an array of one item or more."""
    if isinstance(value, Array):
        return value
    if isinstance(value, Area):
        return Array(value.height, value.width, value.items)
    return Array(1, 1, (value,))


def single(value: Value) -> Scalar:
    """The value where one is wanted: of one cell, or the first item of an array."""
    if isinstance(value, Area):
        if value.height * value.width > 1:
            raise Unsupported("several cells where one value is wanted")
        return value.items[0]
    return value.items[0] if isinstance(value, Array) else value


def numbers_of(items: Sequence[Scalar]) -> Sequence[Number] | Error:
    """The numbers among the values of cells, or the first error."""
    kinds = set(map(type, items))
    if kinds <= NUMBERS:
        return items  # type: ignore[return-value]
    if Error in kinds:
        return next(item for item in items if isinstance(item, Error))
    return [item for item in items if type(item) in NUMBERS]  # type: ignore[misc]


def spread(step: Callable[..., Scalar], values: Sequence[Any]) -> Array:
    """A step over single values, repeated over the items of all arrays among the values."""
    arrays = [value for value in values if isinstance(value, Array)]
    height = max(array.height for array in arrays)
    width = max(array.width for array in arrays)
    if height * width > MAX_CELLS:
        raise Unsupported("too many items")
    columns = [_stretched(value, height, width) for value in values]
    if height * width <= _REMEMBERED_CELLS:
        few = list(map(step, *columns))
        texts = [item for item in few if type(item) is str] if str in map(type, few) else ()
        if sum(map(len, texts)) > MAX_CHARACTERS:
            raise Unsupported("too much text")
        return Array(height, width, few)
    items: list[Scalar] = []
    left = MAX_CHARACTERS
    for given in zip(*columns, strict=True):
        item = step(*given)
        items.append(item)
        left -= len(item) if isinstance(item, str) else 0
        if left < 0:
            raise Unsupported("too much text")
    return Array(height, width, items)


def paired(step: Callable[[Any, Any], Any], a: Any, b: Any) -> Array:
    """A step between two values, one or both of them arrays."""
    if type(b) is not Array:
        return Array(a.height, a.width, [step(item, b) for item in a.items])
    if type(a) is not Array:
        return Array(b.height, b.width, [step(a, item) for item in b.items])
    if a[:2] == b[:2]:
        return Array(a.height, a.width, list(map(step, a.items, b.items)))
    return spread(step, (a, b))


def _stretched(value: Any, height: int, width: int) -> Sequence[Any]:
    """A value repeated, one row or one column repeated, or an array as large as needed."""
    if not isinstance(value, Array):
        return [value] * (height * width)
    if (value.height, value.width) == (height, width):
        return value.items
    # Excel fills up with #N/A, LibreOffice leaves out.
    if value.height not in (1, height) or value.width not in (1, width):
        raise Unsupported("arrays of different sizes")
    if value.width == width:
        return [*value.items] * height
    across = [item for item in value.items for _ in range(width)]
    return across if value.height == height else across * height
