"""Syntax tree -> a function of the sheet that works out its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from xl_tools.formula.arrays import Area, Array, Sheet, Value, array_of, single, spread
from xl_tools.formula.chains import constant_changes
from xl_tools.formula.functions import CONVERSIONS, FIRST_CELL, FUNCTIONS, Function
from xl_tools.formula.operators import BINARY, LAST, UNARY, Operation
from xl_tools.formula.ranges import part
from xl_tools.formula.reading import (
    CELLS,
    ITEMS,
    PLAIN,
    Node,
    cell,
    loose_cell,
    loose_range,
    span,
)
from xl_tools.formula.scalars import logical, number
from xl_tools.formula.syntax import (
    OMITTED,
    RANK,
    Binary,
    Call,
    Cell,
    Literal,
    LooseCell,
    LooseRange,
    Matrix,
    Name,
    Range,
    Tree,
    Unary,
)
from xl_tools.formula.values import VALUE, Error, Scalar, Unsupported


def build(tree: Tree, mode: int) -> Node:
    """The function for a part of a formula."""
    node: Node = _BUILDERS[type(tree)](tree, mode)
    return node


def build_whole(tree: Tree) -> Node:
    """The function for a whole formula, whose last step counts otherwise than the others."""
    if isinstance(tree, Binary) and tree.operator in LAST:
        return _pair(LAST[tree.operator], build(tree.left, PLAIN), build(tree.right, PLAIN))
    return build(tree, PLAIN)


# ---- constants and places --------------------------------------------------------------


def _literal(tree: Literal, _: int) -> Node:
    value = tree.value
    return lambda _: value


def _matrix(tree: Matrix, _: int) -> Node:
    value = Array(*tree)
    return lambda _: value


def _name(tree: Name, mode: int) -> Node:
    name = tree.name
    return lambda sheet: sheet.meaning(name, mode)(sheet)


# ---- operators -------------------------------------------------------------------------


def _unary(tree: Unary, mode: int) -> Node:
    operation, operand = UNARY[tree.operator], build(tree.operand, mode & ITEMS)
    return lambda sheet: operation(operand(sheet))


def _binary(tree: Binary, mode: int) -> Node:
    """Operators of one rank in a row become one step, however many they are."""
    rest: list[tuple[Operation, Node]] = []
    first: Tree = tree
    while isinstance(first, Binary) and RANK[first.operator] == RANK[tree.operator]:
        rest.append((BINARY[first.operator], build(first.right, mode & ITEMS)))
        first = first.left
    rest.reverse()
    start = build(first, mode & ITEMS)
    if len(rest) > 1:
        return _chain(start, rest)
    if isinstance(tree.right, Literal):
        return _with(rest[0][0], start, tree.right.value)
    return _pair(rest[0][0], start, rest[0][1])


def _with(operation: Operation, left: Node, right: Scalar) -> Node:
    return lambda sheet: operation(left(sheet), right)


def _pair(operation: Operation, left: Node, right: Node) -> Node:
    return lambda sheet: operation(left(sheet), right(sheet))


def _chain(start: Node, rest: list[tuple[Operation, Node]]) -> Node:
    def run(sheet: Sheet) -> Value:
        value = start(sheet)
        for operation, node in rest:
            value = operation(value, node(sheet))
        return value  # type: ignore[no-any-return]

    return run


# ---- functions -------------------------------------------------------------------------


def _call(tree: Call, mode: int) -> Node:
    name, arguments = tree
    if name in _FORMS:
        return _FORMS[name](arguments, mode)
    if name == "SUBSTITUTE":
        text, changed = constant_changes(tree)
        if text is not tree:
            return _of_value(changed, "t", build(text, mode & ITEMS))
    if name not in FUNCTIONS:
        raise Unsupported(f"function {name[:40]}")
    function = FUNCTIONS[name]
    kinds = function.taken(len(arguments))
    if name in FIRST_CELL and any(
        isinstance(tree, Range | LooseRange | Name) for tree in arguments
    ):
        raise Unsupported(f"{name} of a range")
    inner = ITEMS if name == "SUMPRODUCT" else mode & ITEMS
    nodes = [_argument(*pair, inner) for pair in zip(kinds, arguments, strict=True)]
    if set(kinds) <= {"r"}:
        return _of_ranges(function, nodes)
    kinds = "".join(map(_left_to_convert, kinds, arguments))
    return (
        _of_value(function, kinds, *nodes)
        if len(nodes) == 1
        else _of_values(function, kinds, nodes)
    )


def _left_to_convert(kind: str, tree: Tree) -> str:
    """The kind of an argument; x for a constant that is what it counts as."""
    if kind in CONVERSIONS and isinstance(tree, Literal) and type(tree.value) is not Error:
        return "x" if CONVERSIONS[kind](tree.value) is tree.value else kind
    return kind


def _argument(kind: str, tree: Tree, mode: int) -> Node:
    if kind != "r":
        return build(tree, mode)
    if tree is OMITTED:
        raise Unsupported("an argument left out")
    return build(tree, mode | CELLS)


def _of_ranges(function: Function, nodes: list[Node]) -> Node:
    body = function.body
    if len(nodes) == 1:
        only = nodes[0]
        return lambda sheet: body(only(sheet))
    return lambda sheet: body(*[node(sheet) for node in nodes])


def _of_values(function: Function, kinds: str, nodes: list[Node]) -> Node:
    step = _converting(function, kinds)
    ranges = [at for at, kind in enumerate(kinds) if kind == "r"]

    def run(sheet: Sheet) -> Value:
        values = [node(sheet) for node in nodes]
        if Array not in map(type, values):
            return step(*values)  # type: ignore[no-any-return]
        return _repeated(step, values, ranges)

    return run


def _of_value(function: Function, kind: str, node: Node) -> Node:
    """The same for one argument, as most functions have."""
    body, convert, any_value = function.body, CONVERSIONS.get(kind), kind == "x"

    def step(value: Any) -> Any:
        found = convert(value) if convert else value
        return found if type(found) is Error and not any_value else body(found)

    if any_value:
        step = body

    def run(sheet: Sheet) -> Value:
        value = node(sheet)
        if type(value) is not Array:
            return step(value)  # type: ignore[no-any-return]
        blank = step(None)  # as most cells of a narrative are
        items = [blank if item is None else step(item) for item in value.items]
        return Array(value.height, value.width, items)

    return run


def _converting(function: Function, kinds: str) -> Callable[..., Any]:
    """The function's body on what the values count as; the first error is the result."""
    body = function.body
    steps = [(at, CONVERSIONS.get(kind)) for at, kind in enumerate(kinds) if kind not in "rx"]
    if not steps:
        return body
    if len(steps) == 1 and steps[0][0] == 0:
        return _converting_first(body, steps[0][1])

    def step(*values: Any) -> Any:
        given = [*values]
        for at, convert in steps:
            value = given[at]
            if convert:
                value = given[at] = convert(value)
            if type(value) is Error:
                return value
        return body(*given)

    return step


def _converting_first(body: Callable[..., Any], convert: Any) -> Callable[..., Any]:
    def step(first: Any, *rest: Any) -> Any:
        value = convert(first) if convert else first
        return value if type(value) is Error else body(value, *rest)

    return step


def _repeated(step: Callable[..., Any], values: list[Any], ranges: list[int]) -> Value:
    """Once for each item of the arrays that are not taken whole."""
    if not ranges:
        return spread(step, values)
    whole = {at: values[at] for at in ranges}

    def of_items(*items: Any) -> Any:
        return step(*[whole.get(at, item) for at, item in enumerate(items)])

    loose = [None if at in whole else value for at, value in enumerate(values)]
    return spread(of_items, loose) if Array in map(type, loose) else step(*values)


# ---- functions that work out only some arguments, or need to know the place -------------


def _if(arguments: tuple[Tree, ...], mode: int) -> Node:
    if not 2 <= len(arguments) <= 3:
        raise Unsupported("number of arguments")
    condition = build(arguments[0], PLAIN)
    chosen = build(arguments[1], mode & CELLS)
    other = build(arguments[2] if arguments[2:] else Literal(False), mode & CELLS)

    def run(sheet: Sheet) -> Value:
        truth = condition(sheet)
        if type(truth) is not bool:
            truth = _one(logical, truth)
            if type(truth) is Error:
                return truth
        return chosen(sheet) if truth else other(sheet)  # type: ignore[no-any-return]

    return run


def _one(convert: Callable[[Any], Any], value: Value) -> Any:
    """Excel repeats IF over a range only where the formula was entered as an array formula."""
    if isinstance(value, Array):
        raise Unsupported("an array where one value is wanted")
    return convert(single(value))


def _if_error(arguments: tuple[Tree, ...], _: int) -> Node:
    if len(arguments) != 2:
        raise Unsupported("number of arguments")
    tried, other = (build(argument, PLAIN) for argument in arguments)

    def run(sheet: Sheet) -> Value:
        value = _one(lambda value: value, tried(sheet))
        return other(sheet) if type(value) is Error else value  # type: ignore[no-any-return]

    return run


def _choose(arguments: tuple[Tree, ...], mode: int) -> Node:
    if len(arguments) < 2:
        raise Unsupported("number of arguments")
    index = build(arguments[0], PLAIN)
    choices = [build(argument, mode & CELLS) for argument in arguments[1:]]

    def run(sheet: Sheet) -> Value:
        place = _one(number, index(sheet))
        if isinstance(place, Error):
            return place
        return choices[int(place) - 1](sheet) if 1 <= place < len(choices) + 1 else VALUE

    return run


_INDEX: Final = Function("rnn", 2, part)


def _index(arguments: tuple[Tree, ...], mode: int) -> Node:
    kinds = _INDEX.taken(len(arguments))
    nodes = [_argument(*pair, PLAIN) for pair in zip(kinds, arguments, strict=True)]
    step = _converting(_INDEX, kinds)

    def run(sheet: Sheet) -> Value:
        cells, *places = (node(sheet) for node in nodes)
        found = step(cells, *[_one(number, place) for place in places])
        if mode & CELLS or isinstance(found, Error):
            return found  # type: ignore[no-any-return]
        if found.height * found.width == 1:
            return single(found)
        if not mode & ITEMS:
            raise Unsupported("several cells where one value is wanted")
        return array_of(found)

    return run


def _place(axis: int) -> Callable[[tuple[Tree, ...], int], Node]:
    """ROW (0) or COLUMN (1): of cells, or of the formula itself."""

    def form(arguments: tuple[Tree, ...], mode: int) -> Node:
        if not arguments:
            return lambda sheet: sheet.at[axis]
        if len(arguments) > 1:
            raise Unsupported("number of arguments")
        node = _argument("r", arguments[0], mode & ITEMS)
        return lambda sheet: _places(node(sheet), axis, mode)

    return form


def _is_formula(arguments: tuple[Tree, ...], _: int) -> Node:
    """ISFORMULA: was the number in a cell typed, or does a formula give it?"""
    if len(arguments) != 1:
        raise Unsupported("number of arguments")
    node = _argument("r", arguments[0], PLAIN)

    def run(sheet: Sheet) -> Scalar:
        cells = node(sheet)
        if isinstance(cells, Error):
            return cells
        if not isinstance(cells, Area) or cells.height * cells.width > 1:
            raise Unsupported("ISFORMULA of other than one cell")
        return (cells.top, cells.left) in cells.sheet.formulas

    return run


def _places(cells: Value, axis: int, mode: int) -> Value:
    if isinstance(cells, Error):
        return cells
    if not isinstance(cells, Area):
        raise Unsupported("the place of a value")
    first, count = (cells.left, cells.width) if axis else (cells.top, cells.height)
    if count == 1 or not mode & ITEMS:
        return first
    numbers = range(first, first + count)
    return Array(1, count, numbers) if axis else Array(count, 1, numbers)


_FORMS: Final[Mapping[str, Callable[[tuple[Tree, ...], int], Node]]] = MappingProxyType(
    {
        "IF": _if,
        "IFERROR": _if_error,
        "CHOOSE": _choose,
        "INDEX": _index,
        "ROW": _place(0),
        "COLUMN": _place(1),
        "ISFORMULA": _is_formula,
    }
)

_BUILDERS: Final[Mapping[type, Callable[[Any, int], Node]]] = MappingProxyType(
    {
        Literal: _literal,
        Matrix: _matrix,
        Cell: cell,
        Range: span,
        LooseCell: loose_cell,
        LooseRange: loose_range,
        Name: _name,
        Unary: _unary,
        Binary: _binary,
        Call: _call,
    }
)
