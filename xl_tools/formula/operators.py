"""The operators between and before operands, as Excel works them out."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Set
from types import MappingProxyType
from typing import Any, Final

from xl_tools.formula.arrays import Array, Value, paired, spread
from xl_tools.formula.numerals import same
from xl_tools.formula.scalars import compare, number, text
from xl_tools.formula.values import (
    DIV0,
    EXACT,
    MAX_TEXT,
    NUM,
    NUMBERS,
    VALUE,
    Error,
    Number,
    Scalar,
    finite,
)

_COUNTED: Final = NUMBERS | {bool}
_WHOLE: Final = frozenset({int, bool})
_INT: Final = frozenset({int})
_TRUTHS: Final = frozenset({bool})
Operation = Callable[[Any, Any], Any]
Arithmetic = Callable[[Any, Any], Any]


def _arithmetic(work: Arithmetic) -> Operation:
    """An operation on what its operands count as in arithmetic."""
    plain = work if work in (operator.add, operator.sub, operator.mul) else None

    def operation(a: Value, b: Value) -> Value:
        if type(a) in _COUNTED and type(b) in _COUNTED:
            found = work(a, b)
            if type(found) is Error or -EXACT <= found <= EXACT:
                return found  # type: ignore[no-any-return]
            return finite(found)
        if type(a) is Array or type(b) is Array:
            return _whole_numbers(plain, a, b) or paired(operation, a, b)
        x, y = number(a), number(b)  # type: ignore[arg-type]
        if isinstance(x, Error):
            return x
        return y if isinstance(y, Error) else operation(x, y)

    return operation


def _whole_numbers(work: Arithmetic | None, a: Value, b: Value) -> Array | None:
    """The same at once where all that is counted are whole numbers and truths, as most often."""
    if work is None:
        return None
    kinds, others = _kinds(a), _kinds(b)
    if not (kinds <= _WHOLE and others <= _WHOLE):
        return None
    found = paired(work, a, b)
    if work is operator.mul and _TRUTHS in (kinds, others):  # no greater than what was there
        return found
    return found if min(found.items) >= -EXACT and max(found.items) <= EXACT else None  # type: ignore[type-var, operator]


def _kinds(value: Value) -> Set[type]:
    return set(map(type, value.items)) if type(value) is Array else {type(value)}


def _quotient(a: Number, b: Number) -> Number | Error:
    return a / b if b else DIV0


def _power(a: Number, b: Number) -> Number | Error:
    """Excel has no 0^0, where LibreOffice has 1."""
    if not a:
        return 0 if b > 0 else NUM if not b else DIV0
    if a < 0 and b != b // 1:
        return NUM
    try:
        return math.pow(a, b)
    except OverflowError:
        return NUM


def _settled(work: Callable[[Any, Any], Number]) -> Arithmetic:
    """A sum or difference of which only a rounding error is left is 0."""

    def settled(a: Number, b: Number) -> Number:
        found = work(a, b)
        opposite = b if work is operator.sub else -b
        return 0 if found and type(found) is float and same(a, opposite) else found

    return settled


def _joined(a: Value, b: Value) -> Value:
    if type(a) is Array or type(b) is Array:
        return spread(_joined, (a, b))  # type: ignore[arg-type]
    x = a if type(a) is str else text(a)  # type: ignore[arg-type]
    y = b if type(b) is str else text(b)  # type: ignore[arg-type]
    if type(x) is Error:
        return x
    if type(y) is Error:
        return y
    return x + y if len(x) + len(y) <= MAX_TEXT else VALUE  # type: ignore[operator, return-value]


def _comparison(test: Callable[[Any, Any], bool]) -> Operation:
    ordered = test not in (operator.eq, operator.ne)

    def operation(a: Value, b: Value) -> Value:
        if type(a) is int and type(b) is int:
            return test(a, b)
        if type(a) is Array or type(b) is Array:
            whole = _kinds(a) <= _INT and _kinds(b) <= _INT
            return paired(test if whole else operation, a, b)
        if type(a) is str and type(b) is str and not ordered:
            return test(a.lower(), b.lower())
        order = compare(a, b, ordered)  # type: ignore[arg-type]
        return order if isinstance(order, Error) else test(order, 0)

    return operation


BINARY: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "+": _arithmetic(operator.add),
        "-": _arithmetic(operator.sub),
        "*": _arithmetic(operator.mul),
        "/": _arithmetic(_quotient),
        "^": _arithmetic(_power),
        "&": _joined,
        "=": _comparison(operator.eq),
        "<>": _comparison(operator.ne),
        "<": _comparison(operator.lt),
        "<=": _comparison(operator.le),
        ">": _comparison(operator.gt),
        ">=": _comparison(operator.ge),
    }
)

# Excel mends a rounding error where the sum or difference is the last step of the formula:
# =0.5-0.4-0.1 is 0, =(0.5-0.4-0.1)*1 is not. LibreOffice mends it everywhere.
LAST: Final[Mapping[str, Operation]] = MappingProxyType(
    {"+": _arithmetic(_settled(operator.add)), "-": _arithmetic(_settled(operator.sub))}
)


def _each(step: Callable[[Number], Scalar]) -> Callable[[Value], Value]:
    def operation(value: Value) -> Value:
        if type(value) in _COUNTED:
            return step(value)  # type: ignore[arg-type]
        if isinstance(value, Array):
            plain = set(map(type, value.items)) <= _COUNTED
            items = list(map(step if plain else operation, value.items))  # type: ignore[arg-type]
            return Array(value.height, value.width, items)  # type: ignore[arg-type]
        found = number(value)  # type: ignore[arg-type]
        return found if isinstance(found, Error) else step(found)

    return operation


def unchanged(value: Value) -> Value:
    """A plus sign changes nothing, not even a text; across an array it is left alone too."""
    return value


UNARY: Final[Mapping[str, Callable[[Value], Value]]] = MappingProxyType(
    {"+": unchanged, "-": _each(operator.neg), "%": _each(lambda value: value / 100)}
)
