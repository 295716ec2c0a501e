"""Cells and formulas of a workbook -> what each formula cell shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from xl_tools.formula.arrays import Value, single
from xl_tools.formula.closures import build, build_whole
from xl_tools.formula.reading import Node
from xl_tools.formula.syntax import Cell, Literal, Range, parse, parsed, shape_of, tokens_of
from xl_tools.formula.values import EXACT, MAX_TEXT, NUMBERS, VALUE, Scalar, Unsupported, finite
from xl_tools.records import NamedTuple
from xl_tools.refs import Position

# Frames of the stack that formulas waiting for one another may take, well within Python's 1,000.
_ROOM: Final = 480
# Cells of ranges that may be read in all: seconds of work, and many times what a report needs.
_BUDGET: Final = 5_000_000


def calculate(
    values: Mapping[str, Mapping[Position, Scalar]],
    formulas: Mapping[str, Mapping[Position, str]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, dict[Position, Scalar]]:
    """The value of every formula cell, by sheet and (row, column).

    `formulas` stand without their equals sign and go before a value at the same place; `names`
    say what defined names refer to; every sheet has an entry, be it empty. A formula that uses
    what is not worked out here, that needs such a formula, or that needs itself, is absent.
    """
    book = Book(values, formulas, names)
    return {name: book.sheets[name].shown() for name in formulas}


class Compiled(NamedTuple):
    """A formula ready to be worked out."""

    run: Node
    frames: int  # of the stack that it may take
    placed: bool  # it may ask for its own place
    places: tuple[tuple[int, ...], ...]  # where the cells are that its shape leaves open


@lru_cache(maxsize=4096)
def compiled(formula: str) -> Compiled:
    """A formula, without its equals sign."""
    shape, places = shape_of(tokens_of(formula))
    return Compiled(*_compiled_shape(shape), places)


@lru_cache(maxsize=1024)
def _compiled_shape(shape: tuple[str, ...]) -> tuple[Node, int, bool]:
    tree, depth = parsed(shape)
    placed = any("ROW" in word or "COLUMN" in word for word in map(str.upper, shape))
    return build_whole(tree), 7 * depth + 12, placed


@lru_cache(maxsize=4096)
def compiled_name(target: str, mode: int) -> Node:
    """What a defined name stands for: cells or a constant."""
    tree, _ = parse(target.removeprefix("="))
    if not isinstance(tree, Cell | Range | Literal):
        raise Unsupported(f"name for {target[:40]}")
    return build(tree, mode)


class _Waiting(Exception):
    """A formula needs a cell for which there is no room left on the stack."""

    def __init__(self, sheet: BookSheet, address: Position) -> None:
        self.sheet, self.address = sheet, address


class BookSheet(dict[Position, Any]):
    """Cells by address: a formula is worked out when its cell is first asked for."""

    __slots__ = ("at", "book", "closed", "formulas", "places", "sheets")

    def __init__(
        self, book: Book, values: Mapping[Position, Scalar], formulas: Mapping[Position, str]
    ) -> None:
        super().__init__(values)
        self.book, self.sheets, self.formulas, self.at = book, book.sheets, formulas, (1, 1)
        self.places: tuple[tuple[int, ...], ...] = ()
        # Being worked out, or found to have no value here.
        self.closed: set[Position] = set()
        for address in formulas.keys() & self.keys():
            del self[address]
        large = [
            address
            for address, value in self.items()
            if type(value) in NUMBERS and not -EXACT <= value <= EXACT
        ]
        for address in large:
            self[address] = finite(self[address])

    def __missing__(self, address: Position) -> Scalar:
        formula = self.formulas.get(address)
        if formula is None:
            self[address] = None
            return None
        if address in self.closed:
            raise Unsupported("circular, or without a value")
        return self.work_out(address, compiled(formula))

    def work_out(self, address: Position, formula: Compiled) -> Scalar:
        """What a formula shows at a place, kept there as the cell's value."""
        run, frames, placed, places = formula
        book, closed = self.book, self.closed
        if frames > book.room < _ROOM:
            raise _Waiting(self, address)
        closed.add(address)
        before, places_before = self.at, self.places
        self.places = places
        if placed:
            self.at = address
        book.room -= frames
        try:
            self[address] = found = settled(run(self))
        except _Waiting:
            closed.discard(address)
            raise
        finally:
            book.room += frames
            self.at, self.places = before, places_before
        closed.discard(address)
        return found

    def changed_by(self, book: Book, values: Mapping[Position, Scalar]) -> BookSheet:
        """The same sheet, in another book, with other values in some cells."""
        new = BookSheet(book, values, {})
        changes = dict(new)
        new.update(self)
        new.update(changes)
        new.formulas = self.formulas
        return new

    def shown(self) -> dict[Position, Scalar]:
        """The value of every formula cell that has one."""
        found: dict[Position, Scalar] = {}
        for address in self.formulas:
            try:
                found[address] = self[address]
            except Unsupported:
                continue
            except _Waiting:
                if self.book.worked_out(self, address):
                    found[address] = self[address]
        return found

    def meaning(self, name: str, mode: int) -> Callable[[Any], Any]:
        """What a defined name stands for."""
        target = self.book.names.get(name)
        if target is None:
            raise Unsupported(f"unknown name {name[:40]}")
        return compiled_name(target, mode)

    def spend(self, cells: int) -> None:
        """Reading so many cells of a range."""
        self.book.budget -= cells
        if self.book.budget < 0:
            raise Unsupported("too many cells in all")


class Sheets(dict[str, BookSheet]):
    """The sheets of a workbook by name; case does not count."""

    __slots__ = ()

    def __missing__(self, name: str) -> BookSheet:
        for known, sheet in self.items():
            if known.lower() == name.lower():
                return sheet
        raise Unsupported(f"unknown sheet {name[:40]}")


class Book:
    """The sheets of a workbook while its formulas are worked out."""

    __slots__ = ("budget", "names", "room", "sheets")

    def __init__(
        self,
        values: Mapping[str, Mapping[Position, Scalar]],
        formulas: Mapping[str, Mapping[Position, str]],
        names: Mapping[str, str],
    ) -> None:
        self.room, self.budget = _ROOM, _BUDGET
        self.names = {name.lower(): target for name, target in names.items()}
        self.sheets = Sheets()
        for name in (*values, *formulas):
            if name not in self.sheets:
                own = formulas.get(name, {})
                self.sheets[name] = BookSheet(self, values.get(name, {}), own)

    def changed_by(self, values: Mapping[str, Mapping[Position, Scalar]]) -> Book:
        """The same book with other values in some cells, none of them with a formula."""
        new = Book({}, {}, {})
        new.names = self.names
        for name, sheet in self.sheets.items():
            new.sheets[name] = sheet.changed_by(new, values.get(name, {}))
        return new

    def worked_out(self, sheet: BookSheet, address: Position) -> bool:
        """Does the cell have a value once those are known for which there was no room?"""
        waiting = [(sheet, address)]
        asked = {(id(sheet), address)}
        while waiting:
            at, place = waiting[-1]
            try:
                at[place]
            except Unsupported:
                at.closed.add(place)
            except _Waiting as need:
                if (id(need.sheet), need.address) in asked:
                    need.sheet.closed.add(need.address)
                else:
                    asked.add((id(need.sheet), need.address))
                    waiting.append((need.sheet, need.address))
                continue
            waiting.pop()
        return address in sheet


def settled(value: Value) -> Scalar:
    """What a cell shows: 0 for a reference to a blank, a whole number without its fraction."""
    kind = type(value)
    if kind is int or kind is bool:
        return value  # type: ignore[return-value]
    shown = value if kind is str else single(value)
    if type(shown) is str:
        return VALUE if len(shown) > MAX_TEXT else shown
    if shown is None:
        return 0
    if type(shown) is float:
        return int(shown) if -EXACT <= shown <= EXACT and shown.is_integer() else finite(shown)
    return shown  # type: ignore[return-value]
