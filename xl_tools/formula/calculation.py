"""Syntax trees and cell values -> what each formula cell shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from xl_tools.formula.address import Address
from xl_tools.formula.arrays import Array, Value, single, spread
from xl_tools.formula.functions import OPERATOR, RANGES, SCALAR
from xl_tools.formula.scalars import logical, number
from xl_tools.formula.syntax import (
    Binary,
    Call,
    Cell,
    Literal,
    Matrix,
    Name,
    Range,
    Tree,
    Unary,
    parse,
)
from xl_tools.formula.values import REF, Error, Scalar, Unsupported

MAX_NESTED: Final = 300  # formulas that refer to formulas, deep enough for any form
Step = Callable[["Calculation", str], Value]


class Circular(Unsupported):
    """A formula that needs its own value."""


def calculate(
    values: Mapping[str, Mapping[Address, Scalar]],
    formulas: Mapping[str, Mapping[Address, str]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, dict[Address, Scalar]]:
    """The value of every formula cell, by sheet and (row, column).

    `formulas` are without their equals sign; `names` say what defined names refer to. A formula
    that uses what is not computed here, or that needs one that does, is absent from the result.
    """
    calculation = Calculation(values, formulas, names)
    found: dict[str, dict[Address, Scalar]] = {}
    for sheet, texts in formulas.items():
        results = found[sheet] = {}
        for address in texts:
            try:
                results[address] = calculation.cell(sheet, address)
            except Unsupported:
                continue
    return found


class Calculation:
    """Cell values while formulas are worked out, each once."""

    def __init__(
        self,
        values: Mapping[str, Mapping[Address, Scalar]],
        formulas: Mapping[str, Mapping[Address, str]],
        names: Mapping[str, str],
    ) -> None:
        sheets = [*values, *formulas]
        self.done = {name.lower(): dict(values.get(name, {})) for name in sheets}
        self.waiting = {name.lower(): dict(formulas.get(name, {})) for name in sheets}
        for sheet, texts in self.waiting.items():
            for address in texts:
                self.done[sheet].pop(address, None)
        self.names = {name.lower(): target for name, target in names.items()}
        self.failed: set[tuple[str, Address]] = set()
        self.open: set[tuple[str, Address]] = set()

    def cell(self, sheet: str, address: Address) -> Scalar:
        """The value of a cell; its formula is worked out when first asked for."""
        sheet = sheet.lower()
        if sheet not in self.done:
            return REF
        known = self.done[sheet]
        if address in known or address not in self.waiting[sheet]:
            return known.get(address)
        known[address] = found = self._work_out(sheet, address)
        return found

    def _work_out(self, sheet: str, address: Address) -> Scalar:
        key = (sheet, address)
        if key in self.failed or key in self.open or len(self.open) > MAX_NESTED:
            raise Circular("circular, or too many formulas that need one another")
        self.open.add(key)
        try:
            value = single(compiled(self.waiting[sheet][address])(self, sheet))
        except Unsupported:
            self.failed.add(key)
            raise
        finally:
            self.open.discard(key)
        return 0 if value is None else value

    def area(self, sheet: str, place: Range) -> Array:
        """The values of a rectangle, row by row."""
        sheet = sheet.lower()
        if sheet not in self.done:
            return Array(1, 1, (REF,))
        known, waiting = self.done[sheet], self.waiting[sheet]
        columns = range(place.left, place.left + place.width)
        items = [
            known[address]
            if address in known
            else (self.cell(sheet, address) if address in waiting else None)
            for row in range(place.top, place.top + place.height)
            for address in ((row, column) for column in columns)
        ]
        return Array(place.height, place.width, items)

    def named(self, name: str) -> Tree:
        """What a defined name refers to."""
        target = self.names.get(name)
        if target is None:
            raise Unsupported(f"unknown name {name}")
        tree = _tree(target)
        if isinstance(tree, Cell | Range) and tree.sheet is not None:
            return tree
        raise Unsupported(f"name {name} is no place")


@lru_cache(maxsize=16_384)
def _tree(text: str) -> Tree:
    return parse(text)[0]


@lru_cache(maxsize=16_384)
def compiled(text: str) -> Step:
    """A formula as one function of the calculation and the sheet it stands on."""
    return _step(_tree(text), as_range=False)


def _step(tree: Tree, *, as_range: bool) -> Step:
    """`as_range`: a single cell is wanted as a range, whose texts and blanks count otherwise."""
    match tree:
        case Literal() | Matrix():
            return _constant_step(tree)
        case Cell() | Range() | Name():
            return _place_step(tree, as_range)
        case Unary(operator, operand):
            return _unary_step(operator, _step(operand, as_range=False))
        case Binary(operator, left, right):
            return _binary_step(operator, left, right)
        case Call(function, arguments):
            return _call_step(function, arguments)
    raise Unsupported("unknown part of a formula")


def _constant_step(tree: Literal | Matrix) -> Step:
    found: Value = tree.value if isinstance(tree, Literal) else Array(*tree)
    return lambda _, __: found


def _place_step(tree: Cell | Range | Name, as_range: bool) -> Step:
    if isinstance(tree, Name):
        name = tree.name
        return lambda book, sheet: _step(book.named(name), as_range=as_range)(book, sheet)
    if isinstance(tree, Range):
        return _range_step(tree)
    return _range_of_one(tree) if as_range else _cell_step(tree)


def _cell_step(tree: Cell) -> Step:
    own, address = tree.sheet, (tree.row, tree.column)
    if own is None:
        return lambda book, sheet: book.cell(sheet, address)
    return lambda book, _: book.cell(own, address)


def _range_of_one(tree: Cell) -> Step:
    cell = _cell_step(tree)
    return lambda book, sheet: Array(1, 1, (single(cell(book, sheet)),))


def _range_step(tree: Range) -> Step:
    return lambda book, sheet: book.area(tree.sheet or sheet, tree)


def _unary_step(operator: str, operand: Step) -> Step:
    def signed(value: Scalar) -> Scalar:
        found = number(value)
        if isinstance(found, Error):
            return found
        return found / 100 if operator == "%" else -found

    if operator == "+":
        return operand
    return lambda book, sheet: spread(signed, (operand(book, sheet),))


def _binary_step(operator: str, left: Tree, right: Tree) -> Step:
    if operator not in OPERATOR:
        raise Unsupported(f"operator {operator}")
    apply, a, b = OPERATOR[operator], _step(left, as_range=False), _step(right, as_range=False)

    def run(book: Calculation, sheet: str) -> Value:
        x, y = a(book, sheet), b(book, sheet)
        if isinstance(x, Array) or isinstance(y, Array):
            return spread(apply, (x, y))
        return apply(x, y)

    return run


def _call_step(function: str, arguments: tuple[Tree, ...]) -> Step:
    if function in RANGES:
        apply = RANGES[function]
        steps = [_step(argument, as_range=True) for argument in arguments]
        return lambda book, sheet: apply(*[step(book, sheet) for step in steps])
    plain = [_step(argument, as_range=False) for argument in arguments]
    if function in SCALAR:
        single_step = SCALAR[function]
        return lambda book, sheet: spread(single_step, [step(book, sheet) for step in plain])
    if function in _LAZY:
        return _LAZY[function](plain)
    raise Unsupported(f"function {function}")


def _if(steps: list[Step]) -> Step:
    condition, chosen = steps[0], steps[1]
    other: Step = steps[2] if len(steps) > 2 else lambda _, __: False

    def run(book: Calculation, sheet: str) -> Value:
        truth = logical(single(condition(book, sheet)))
        if isinstance(truth, Error):
            return truth
        return chosen(book, sheet) if truth else other(book, sheet)

    return run


def _if_error(steps: list[Step]) -> Step:
    def run(book: Calculation, sheet: str) -> Value:
        found = single(steps[0](book, sheet))
        return steps[1](book, sheet) if isinstance(found, Error) else found

    return run


def _not(steps: list[Step]) -> Step:
    def run(book: Calculation, sheet: str) -> Value:
        truth = logical(single(steps[0](book, sheet)))
        return truth if isinstance(truth, Error) else not truth

    return run


def _hyperlink(steps: list[Step]) -> Step:
    return steps[-1]


_LAZY: Final[Mapping[str, Callable[[list[Step]], Step]]] = MappingProxyType(
    {"IF": _if, "IFERROR": _if_error, "NOT": _not, "HYPERLINK": _hyperlink}
)
