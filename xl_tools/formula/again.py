"""Formulas worked out once -> worked out again only where something that they read has changed.

A template is filled many times. Most of its formulas count and compare what others found, and stay
as they are while those do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from xl_tools.formula.calculation import Book, calculate, compiled, settled
from xl_tools.formula.reading import Node
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
from xl_tools.records import NamedTuple
from xl_tools.refs import Position

Values = Mapping[str, Mapping[Position, Scalar]]
Place = tuple[str, Position]

_MOST_CELLS: Final = 4_096  # of one range
_NOTHING: Final = object()  # where a formula has no value
# It reads cells beyond the ranges that it names.
_REACHES_OUT: Final = frozenset({"SUMIF"})


class Step(NamedTuple):
    """A formula, where it stands, and which later steps may read what it shows."""

    sheet: str
    at: Position
    run: Node | None  # none for one that is not worked out here, as what asks for the day
    places: tuple[tuple[int, ...], ...]
    readers: tuple[int, ...]


class After(NamedTuple):
    """What formulas show after a change, and which of them show something else than before."""

    results: dict[str, dict[Position, Scalar]]
    changed: dict[str, set[Position]]


class Worked:
    """The formulas of a workbook in an order in which each only reads what stands before it."""

    __slots__ = ("_before", "_readers", "_shown", "_steps", "results")

    def __init__(
        self,
        values: Values,
        formulas: Mapping[str, Mapping[Position, str]],
        names: Mapping[str, str],
    ) -> None:
        """Unsupported where a formula may read what cannot be foreseen."""
        self.results = calculate(values, formulas, names)
        reads = _in_order(formulas, _Reading(values, names))
        self._readers = readers = _readers(reads)
        self._shown: dict[str, dict[Position, Scalar]] = {name: {} for name in values}
        for name, at in readers:  # what is read and blank
            if name in values:
                self._shown[name][at] = None
        for name, shown in self._shown.items():
            shown.update(values[name])
            for at in formulas.get(name, {}):
                shown.pop(at, None)
            shown.update(self.results.get(name, {}))
        self._steps = [
            Step(name, at, *_compiled(formulas[name][at]), tuple(readers.get((name, at), ())))
            for name, at in reads
        ]
        self._before = Book(self._shown, {}, names)
        for name, sheet in self._before.sheets.items():
            sheet.formulas = formulas.get(name, {})

    def after(self, changes: Values) -> After:
        """The values of all formulas once these cells, none with a formula, show these values."""
        book = self._before.changed_by(changes)
        due = bytearray(len(self._steps))  # the steps that are to be gone
        for name, cells in changes.items():
            for at, value in cells.items():
                if not _same(self._shown[name].get(at), value):
                    for reader in self._readers.get((name, at), ()):
                        due[reader] = 1
        results = {name: dict(found) for name, found in self.results.items()}
        changed: dict[str, set[Position]] = {name: set() for name in results}
        number, steps, find, sheets = -1, self._steps, due.find, book.sheets
        while (number := find(1, number + 1)) >= 0:
            name, at, run, places, readers = steps[number]
            if run is None:
                continue
            sheet, shown = sheets[name], results[name]
            before = shown.get(at, _NOTHING)
            sheet.at, sheet.places = at, places
            try:  # all that it reads stands there: nothing waits for it
                found: Any = settled(run(sheet))
                sheet[at] = shown[at] = found
            except Unsupported:  # it reads what has no value
                sheet.pop(at, None)
                shown.pop(at, None)
                found = _NOTHING
            if type(found) is type(before) and found == before:
                continue
            changed[name].add(at)
            for reader in readers:
                due[reader] = 1
        sheets.clear()  # they know the book and the book knows them: nothing is left for the search
        return After(results, changed)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _readers(reads: Mapping[Place, frozenset[Place]]) -> dict[Place, list[int]]:
    """The numbers of the steps that may read a cell."""
    found: dict[Place, list[int]] = {}
    for number, places in enumerate(reads.values()):
        for place in places:
            found.setdefault(place, []).append(number)
    return found


def _in_order(
    formulas: Mapping[str, Mapping[Position, str]], reading: _Reading
) -> dict[Place, frozenset[Place]]:
    """Every cell that a formula may read, each formula after those that it reads."""
    reads = {
        (name, at): reading.of(text, name)
        for name, own in formulas.items()
        for at, text in own.items()
    }
    graph = {place: places & reads.keys() for place, places in reads.items()}
    try:
        return {place: reads[place] for place in TopologicalSorter(graph).static_order()}
    except CycleError:
        raise Unsupported("circular") from None


def _compiled(formula: str) -> tuple[Node | None, tuple[tuple[int, ...], ...]]:
    try:
        run, *_, places = compiled(formula)
    except Unsupported:
        return None, ()
    return run, places


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
