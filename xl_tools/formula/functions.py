"""The functions our formulas use, as Excel computes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeGuard

from xl_tools.formula.arrays import Array, Value, first_error, items_of, single
from xl_tools.formula.numerals import number_of_text, scaled, whole
from xl_tools.formula.scalars import compare, logical, number, text
from xl_tools.formula.values import VALUE, Error, Number, Scalar, Unsupported

# ---- functions of single values, repeated over the items of ranges --------------------------


def _of_text(step: Callable[[str], Scalar]) -> Callable[[Scalar], Scalar]:
    def of_one(value: Scalar) -> Scalar:
        words = text(value)
        return words if isinstance(words, Error) else step(words)

    return of_one


def _of_number(step: Callable[[Number], Scalar]) -> Callable[[Scalar], Scalar]:
    def of_one(value: Scalar) -> Scalar:
        found = number(value)
        return found if isinstance(found, Error) else step(found)

    return of_one


def _length(words: str) -> int:
    """Excel counts UTF-16 units: a rare character beyond the basic plane counts two."""
    return len(words) + sum(character > "￿" for character in words)


def _trim(words: str) -> str:
    return " ".join(part for part in words.split(" ") if part)


def _substitute(value: Scalar, old: Scalar, new: Scalar) -> Scalar:
    given = [text(value), text(old), text(new)]
    wrong = first_error(given)
    if wrong is not None:
        return wrong
    words, before, after = (str(part) for part in given)
    return words.replace(before, after) if before else words


def _left(value: Scalar, count: Scalar = 1) -> Scalar:
    words, length = text(value), number(count)
    if isinstance(words, Error):
        return words
    if isinstance(length, Error) or length < 0:
        return length if isinstance(length, Error) else VALUE
    return words[: int(length)]


def _right(value: Scalar, count: Scalar = 1) -> Scalar:
    words, length = text(value), number(count)
    if isinstance(words, Error):
        return words
    if isinstance(length, Error) or length < 0:
        return length if isinstance(length, Error) else VALUE
    return words[-int(length) :] if int(length) else ""


def _exact(a: Scalar, b: Scalar) -> Scalar:
    x, y = text(a), text(b)
    wrong = first_error((x, y))
    return wrong if wrong is not None else x == y


def _round(value: Scalar, places: Scalar) -> Scalar:
    """Half away from zero, judged on the 15 digits that Excel has."""
    given, digits = number(value), number(places)
    if isinstance(given, Error) or isinstance(digits, Error):
        return given if isinstance(given, Error) else digits
    size = scaled(given, int(digits))
    rounded = size / 10 ** int(digits)
    found = int(rounded) if rounded == int(rounded) else rounded
    return -found if given < 0 else found


def _n(value: Scalar) -> Scalar:
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, int | float | Error) else 0


SCALAR: Final[Mapping[str, Callable[..., Scalar]]] = MappingProxyType(
    {
        "LEN": _of_text(_length),
        "TRIM": _of_text(_trim),
        "VALUE": _of_text(number_of_text),
        "SUBSTITUTE": _substitute,
        "LEFT": _left,
        "RIGHT": _right,
        "EXACT": _exact,
        "INT": _of_number(whole),
        "ABS": _of_number(abs),
        "ROUND": _round,
        "N": _n,
        "ISBLANK": lambda value: value is None,
        "ISNUMBER": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        "ISTEXT": lambda value: isinstance(value, str),
        "ISERROR": lambda value: isinstance(value, Error),
    }
)

# ---- functions of ranges: cells of a range count otherwise than values given directly --------


def _is_number(item: Scalar) -> TypeGuard[Number]:
    return type(item) is int or type(item) is float


def _numbers(arguments: Sequence[Value]) -> list[Number] | Error:
    """Numbers of ranges without texts and blanks; values given directly are made numbers."""
    found: list[Number] = []
    for argument in arguments:
        if not isinstance(argument, Array):
            direct = number(argument)
            if isinstance(direct, Error):
                return direct
            found.append(direct)
            continue
        wrong = first_error(argument.items)
        if wrong is not None:
            return wrong
        found += [item for item in argument.items if _is_number(item)]
    return found


def _over(step: Callable[[list[Number]], Scalar]) -> Callable[..., Scalar]:
    def of_all(*arguments: Value) -> Scalar:
        found = _numbers(arguments)
        return found if isinstance(found, Error) else step(found)

    return of_all


def _count(*arguments: Value) -> Scalar:
    items = [item for argument in arguments for item in items_of(argument)]
    return sum(_is_number(item) for item in items)


def _counta(*arguments: Value) -> Scalar:
    return sum(item is not None for argument in arguments for item in items_of(argument))


def _countblank(area: Value) -> Scalar:
    return sum(item is None or item == "" for item in items_of(area))


def _sumproduct(*arguments: Value) -> Scalar:
    columns = [items_of(argument) for argument in arguments]
    if len({len(column) for column in columns}) != 1:
        return VALUE
    total: Number = 0
    for row in zip(*columns, strict=True):
        wrong = first_error(row)
        if wrong is not None:
            return wrong
        product: Number = 1
        for item in row:
            product *= item if _is_number(item) else 0
        total += product
    return total


def _truths(arguments: Sequence[Value]) -> list[bool] | Error:
    found: list[bool] = []
    for argument in arguments:
        in_range = isinstance(argument, Array)
        for item in items_of(argument):
            if in_range and (item is None or isinstance(item, str)):
                continue
            truth = logical(item)
            if isinstance(truth, Error):
                return truth
            found.append(truth)
    return found or VALUE


def _and(*arguments: Value) -> Scalar:
    found = _truths(arguments)
    return found if isinstance(found, Error) else all(found)


def _or(*arguments: Value) -> Scalar:
    found = _truths(arguments)
    return found if isinstance(found, Error) else any(found)


def _concatenate(*arguments: Value) -> Scalar:
    words = [text(single(argument)) for argument in arguments]
    wrong = first_error(words)
    return wrong if wrong is not None else "".join(str(word) for word in words)


def _countif(area: Value, criterion: Value) -> Scalar:
    wanted = _criterion(single(criterion))
    return sum(wanted(item) for item in items_of(area))


OPERATORS: Final = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)


@lru_cache(maxsize=1024)
def _criterion(wanted: Scalar) -> Callable[[Scalar], bool]:
    """What COUNTIF counts: a number, a text with wildcards, or a comparison written as text."""
    if not isinstance(wanted, str):
        return lambda item: type(item) is not bool and item is not None and item == wanted
    operator, operand = OPERATORS.fullmatch(wanted).groups()  # type: ignore[union-attr]
    spelt = number_of_text(operand) if operand else VALUE
    if not isinstance(spelt, Error):
        return _number_criterion(operator or "=", spelt)
    if operator in (None, "=", "<>") and operand:
        pattern = _wildcards(operand)
        negative = operator == "<>"
        return lambda item: (isinstance(item, str) and bool(pattern.fullmatch(item))) != negative
    raise Unsupported(f"criterion {wanted[:40]}")


def _number_criterion(operator: str, operand: Number) -> Callable[[Scalar], bool]:
    tests: dict[str, Callable[[Number], bool]] = {
        "=": lambda item: item == operand,
        "<>": lambda item: item != operand,
        "<": lambda item: item < operand,
        "<=": lambda item: item <= operand,
        ">": lambda item: item > operand,
        ">=": lambda item: item >= operand,
    }
    test, other = tests[operator], operator == "<>"
    return lambda item: test(item) if _is_number(item) else other


def _wildcards(words: str) -> re.Pattern[str]:
    parts = re.findall(r"~[*?~]|[*?]|[^*?~]+|~", words)
    signs = {"*": ".*", "?": "."}
    pattern = "".join(signs.get(part) or re.escape(part.lstrip("~") or part) for part in parts)
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


RANGES: Final[Mapping[str, Callable[..., Scalar]]] = MappingProxyType(
    {
        "SUM": _over(sum),
        "MIN": _over(lambda found: min(found, default=0)),
        "MAX": _over(lambda found: max(found, default=0)),
        "COUNT": _count,
        "COUNTA": _counta,
        "COUNTBLANK": _countblank,
        "COUNTIF": _countif,
        "SUMPRODUCT": _sumproduct,
        "AND": _and,
        "OR": _or,
        "CONCATENATE": _concatenate,
    }
)

# ---- operators -------------------------------------------------------------------------------


def _arithmetic(step: Callable[[Number, Number], Scalar]) -> Callable[[Scalar, Scalar], Scalar]:
    def of_two(a: Scalar, b: Scalar) -> Scalar:
        x = a if type(a) is int or type(a) is float else number(a)
        y = b if type(b) is int or type(b) is float else number(b)
        if isinstance(x, Error) or isinstance(y, Error):
            return x if isinstance(x, Error) else y
        return step(x, y)

    return of_two


def _divide(a: Number, b: Number) -> Scalar:
    if b == 0:
        return Error("#DIV/0!")
    return a // b if isinstance(a, int) and isinstance(b, int) and a % b == 0 else a / b


def _join(a: Scalar, b: Scalar) -> Scalar:
    x, y = text(a), text(b)
    wrong = first_error((x, y))
    return wrong if wrong is not None else str(x) + str(y)


def _comparing(test: Callable[[int], bool], ordered: bool) -> Callable[[Scalar, Scalar], Scalar]:
    def of_two(a: Scalar, b: Scalar) -> Scalar:
        found = compare(a, b, ordered)
        return found if isinstance(found, Error) else test(found)

    return of_two


OPERATOR: Final[Mapping[str, Callable[[Scalar, Scalar], Scalar]]] = MappingProxyType(
    {
        "+": _arithmetic(lambda a, b: a + b),
        "-": _arithmetic(lambda a, b: a - b),
        "*": _arithmetic(lambda a, b: a * b),
        "/": _arithmetic(_divide),
        "&": _join,
        "=": _comparing(lambda order: order == 0, False),
        "<>": _comparing(lambda order: order != 0, False),
        "<": _comparing(lambda order: order < 0, True),
        "<=": _comparing(lambda order: order <= 0, True),
        ">": _comparing(lambda order: order > 0, True),
        ">=": _comparing(lambda order: order >= 0, True),
    }
)
