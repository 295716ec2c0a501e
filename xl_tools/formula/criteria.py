"""A criterion of COUNTIF, or what MATCH looks for -> a test of cell values."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from xl_tools.formula.numerals import number_of_text, same
from xl_tools.formula.scalars import compare
from xl_tools.formula.values import CODES, NUMBERS, Error, Number, Scalar, Unsupported

Test = Callable[[Scalar], bool]

_SIGNS: Final = ("<=", ">=", "<>", "=", "<", ">")
_WILDCARD: Final = re.compile(r"~[*?~]|[*?]|[^*?~]+|~")
_WILD: Final = frozenset("*?~")
_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)


def criterion(wanted: Scalar) -> Test:
    """The test of a criterion: 5, "text", "wild*", "<>0", ">=1", "" for blank, "=" for empty."""
    if isinstance(wanted, Error):
        raise Unsupported("an error as criterion")
    # A blank cell as criterion stands for 0.
    known = 0 if wanted is None else wanted
    return _criterion(known, isinstance(known, bool))


@lru_cache(maxsize=1024)
def _criterion(wanted: bool | Number | str, truth: bool) -> Test:
    """`truth` keeps TRUE and 1 apart in the memory."""
    if not isinstance(wanted, str):
        return _equal_to(bool(wanted) if truth else wanted)
    sign = next((sign for sign in _SIGNS if wanted.startswith(sign)), "")
    operand = wanted.removeprefix(sign)
    if operand.upper() in CODES:
        raise Unsupported("an error as criterion")
    if sign in _ORDER:
        return _in_order(_ORDER[sign], operand)
    equal = _equal_to_text(operand, plain=not sign)
    return equal if sign != "<>" else lambda item: not equal(item)


def _equal_to_text(operand: str, plain: bool) -> Test:
    """`plain`: without a sign the empty text also counts cells that show nothing."""
    if not operand:
        return (lambda item: item is None or item == "") if plain else (lambda item: item is None)
    if operand.upper() in ("TRUE", "FALSE"):
        return _equal_to(operand.upper() == "TRUE")
    spelt = number_of_text(operand)
    return alike(operand) if isinstance(spelt, Error) else _equal_to(spelt)


def _equal_to(wanted: bool | Number) -> Test:
    """Numbers are equal; so is, to Excel but not to LibreOffice, a text that spells the number."""
    if isinstance(wanted, bool):
        return lambda item: item is wanted

    exact = type(wanted) is int

    def test(item: Scalar) -> bool:
        if type(item) is int and exact:
            return item == wanted
        if type(item) in NUMBERS:
            return _surely_equal(item, wanted)  # type: ignore[arg-type]
        return isinstance(item, str) and number_of_text(item) == wanted

    return test


def _surely_equal(a: Number, b: Number) -> bool:
    if a != b and same(a, b):
        raise Unsupported("numbers that differ in the last digit")
    return a == b


def _in_order(test: Callable[[Any, Any], bool], operand: str) -> Test:
    """Only numbers are compared with a number, only texts with a text."""
    if not operand:
        raise Unsupported("order without an operand")
    spelt = number_of_text(operand)
    if not isinstance(spelt, Error):
        return _beyond(test, spelt)
    return lambda item: isinstance(item, str) and test(compare(item, operand, True), 0)


def _beyond(test: Callable[[Any, Any], bool], limit: Number) -> Test:
    exact = type(limit) is int

    def beyond(item: Scalar) -> bool:
        if type(item) is int and exact:
            return test(item, limit)
        if type(item) not in NUMBERS:
            return False
        _surely_equal(item, limit)  # type: ignore[arg-type]
        return test(item, limit)

    return beyond


def alike(wanted: str) -> Test:
    """Texts equal but for case, with the wildcards * and ?, or ~ before one that means itself."""
    start = wanted.lower().removesuffix("*")
    if start != wanted.lower() and not set(start) & _WILD:  # all that follows is free
        return lambda item: isinstance(item, str) and item.lower().startswith(start)
    fits = _pattern(wanted.lower())
    return lambda item: isinstance(item, str) and fits(item.lower())


@lru_cache(maxsize=1024)
def _pattern(wanted: str) -> Callable[[str], bool]:
    """Each run up to the next * is taken where it is first found and never looked for again."""
    runs: list[list[str]] = [[]]
    for part in _WILDCARD.findall(wanted):
        if part == "*":
            runs.append([])
        else:
            meant = part[1:] if len(part) == 2 and part[0] == "~" else part
            runs[-1] += ["."] if part == "?" else map(re.escape, meant)
    first, *more = [re.compile("".join(run), re.DOTALL) for run in runs]
    if not more:
        return lambda text: first.fullmatch(text) is not None
    size = len(runs[-1])
    return lambda text: _fits(text, first, more[:-1], more[-1], size)


def _fits(
    text: str,
    first: re.Pattern[str],
    middle: list[re.Pattern[str]],
    last: re.Pattern[str],
    size: int,
) -> bool:
    found = first.match(text)
    for run in middle:
        found = found and run.search(text, found.end())
    start = len(text) - size
    return found is not None and start >= found.end() and last.fullmatch(text, start) is not None
