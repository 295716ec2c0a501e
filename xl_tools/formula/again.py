"""Formulas worked out once -> worked out again only where something that they read has changed.

A template is filled many times. Most of its formulas count and compare what others found, and stay
as they are while those do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final, NamedTuple

from xl_tools.formula.address import Address
from xl_tools.formula.calculation import Book, Compiled, calculate, compiled
from xl_tools.formula.syntax import (
    Binary,
    Call,
    Cell,
    Name,
    Range,
    Tree,
    Unary,
    parse,
)
from xl_tools.formula.values import Scalar, Unsupported

Values = Mapping[str, Mapping[Address, Scalar]]
Place = tuple[str, Address]

_MOST_CELLS: Final = 4_096  # of one range
# It reads cells beyond the ranges that it names.
_REACHES_OUT: Final = frozenset({"SUMIF"})


class Step(NamedTuple):
    """A formula, where it stands, and every cell that it may read."""

    place: Place
    formula: Compiled
    reads: frozenset[Place]


class Worked:
    """The formulas of a workbook in an order in which each only reads what stands before it."""

    __slots__ = ("_names", "_shown", "_steps", "results")

    def __init__(
        self,
        values: Values,
        formulas: Mapping[str, Mapping[Address, str]],
        names: Mapping[str, str],
    ) -> None:
        """Unsupported where a formula has no value here, or may read what cannot be foreseen."""
        self._names = names
        self.results = calculate(values, formulas, names)
        if any(len(self.results[name]) < len(formulas[name]) for name in formulas):
            raise Unsupported("a formula without a value")
        self._shown = {name: {**values[name], **self.results.get(name, {})} for name in values}
        self._steps = _in_order(formulas, _Reading(values, names))

    def after(self, changes: Values) -> dict[str, dict[Address, Scalar]]:
        """The values of all formulas once these cells, none with a formula, show these values."""
        shown = {name: {**old, **changes.get(name, {})} for name, old in self._shown.items()}
        changed = {
            (name, at)
            for name, cells in changes.items()
            for at, value in cells.items()
            if not _same(self._shown[name].get(at), value)
        }
        book = Book(shown, {}, self._names)
        results = {name: dict(found) for name, found in self.results.items()}
        for (name, at), formula, reads in self._steps:
            if reads.isdisjoint(changed):
                continue
            value = book.sheets[name].work_out(at, formula)
            if not _same(results[name][at], value):
                results[name][at] = value
                changed.add((name, at))
        return results


def _same(one: Scalar, other: Scalar) -> bool:
    return type(one) is type(other) and one == other


def _in_order(formulas: Mapping[str, Mapping[Address, str]], reading: _Reading) -> tuple[Step, ...]:
    steps = {
        (name, at): Step((name, at), compiled(text), reading.of(text, name))
        for name, own in formulas.items()
        for at, text in own.items()
    }
    graph = {place: step.reads & steps.keys() for place, step in steps.items()}
    try:
        return tuple(steps[place] for place in TopologicalSorter(graph).static_order())
    except CycleError:
        raise Unsupported("circular") from None


class _Reading:
    """Which cells a formula may read, whatever they hold."""

    __slots__ = ("_names", "_sheets")

    def __init__(self, values: Values, names: Mapping[str, str]) -> None:
        self._sheets = {name.lower(): name for name in values}
        self._names = {name.lower(): target for name, target in names.items()}

    def of(self, formula: str, sheet: str) -> frozenset[Place]:
        """The cells of the sheets of the workbook."""
        found: set[Place] = set()
        rest: list[Tree] = [parse(formula)[0]]
        while rest:
            tree = rest.pop()
            if isinstance(tree, Cell | Range):
                found.update(self._cells(tree, sheet))
            else:
                rest += [self._meaning(tree.name)] if isinstance(tree, Name) else _parts(tree)
        return frozenset(found)

    def _meaning(self, name: str) -> Tree:
        if name not in self._names:
            raise Unsupported(f"unknown name {name[:40]}")
        tree, _ = parse(self._names[name].removeprefix("="))
        if isinstance(tree, Name):
            raise Unsupported("a name for a name")
        return tree

    def _cells(self, tree: Cell | Range, own: str) -> Iterator[Place]:
        name = own if tree.sheet is None else self._sheets.get(tree.sheet.lower(), "")
        if isinstance(tree, Cell):
            yield name, (tree.row, tree.column)
            return
        if tree.height * tree.width > _MOST_CELLS:
            raise Unsupported("too many cells")
        for row in range(tree.top, tree.top + tree.height):
            for column in range(tree.left, tree.left + tree.width):
                yield name, (row, column)


def _parts(tree: Tree) -> tuple[Tree, ...]:
    """What a step of a formula works on."""
    if isinstance(tree, Unary):
        return (tree.operand,)
    if isinstance(tree, Binary):
        return tree.left, tree.right
    if isinstance(tree, Call):
        if tree.function in _REACHES_OUT:
            raise Unsupported(f"{tree.function} reaches beyond its ranges")
        return tree.arguments
    return ()
