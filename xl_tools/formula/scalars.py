"""What a value counts as in arithmetic, in text, in a condition, and which of two is greater."""

from __future__ import annotations

import re
from typing import Final

from xl_tools.formula.numerals import general, number_of_text, same
from xl_tools.formula.values import VALUE, Error, Number, Scalar, Unsupported

_RANK: Final[dict[type, int]] = {int: 0, float: 0, str: 1, bool: 2}
_BLANK: Final[dict[type, Scalar]] = {int: 0, float: 0, str: "", bool: False}
_AS_THEY_ARE: Final = frozenset({int, float, Error})
_SORTED_ALIKE = re.compile(r"[a-z0-9]*", re.ASCII)


def number(value: Scalar) -> Number | Error:
    """In arithmetic a blank is 0, TRUE is 1, "12" is 12, and other texts are #VALUE!."""
    if type(value) in _AS_THEY_ARE:
        return value  # type: ignore[return-value]
    if isinstance(value, bool):
        return int(value)
    return 0 if value is None else number_of_text(value)


def logical(value: Scalar) -> bool | Error:
    """In a condition every number but 0 is true, and of texts only "TRUE" and "FALSE" count."""
    if isinstance(value, str):
        truth = {"TRUE": True, "FALSE": False}.get(value.upper())
        return VALUE if truth is None else truth
    return value if isinstance(value, Error) else bool(value)


def text(value: Scalar) -> str | Error:
    """In text a blank is empty and a number is spelt as the format General spells it."""
    kind = type(value)
    if kind is str or kind is Error:
        return value  # type: ignore[return-value]
    if value is None:
        return ""
    if kind is bool:
        return "TRUE" if value else "FALSE"
    return general(value)  # type: ignore[arg-type]


def compare(a: Scalar, b: Scalar, ordered: bool) -> int | Error:
    """Below, at or above 0 as a is less than, equal to or greater than b: number < text < truth.

    Unless `ordered`, unequal texts need only be told apart, not put in order.
    """
    rank, other = _RANK.get(type(a)), _RANK.get(type(b))
    if rank is None or other is None:
        return _compare_unranked(a, b, ordered)
    if rank != other:
        return rank - other
    if type(a) is str and type(b) is str:
        return _compare_texts(a.lower(), b.lower(), ordered)
    if same(a, b):  # type: ignore[arg-type]
        return 0
    return -1 if a < b else 1  # type: ignore[operator]


def _compare_unranked(a: Scalar, b: Scalar, ordered: bool) -> int | Error:
    """With an error or a blank: a blank is the empty text beside a text, otherwise 0 or FALSE."""
    if isinstance(a, Error):
        return a
    if isinstance(b, Error):
        return b
    if a is b:
        return 0
    if a is None:
        return compare(_BLANK[type(b)], b, ordered)
    return compare(a, _BLANK[type(a)], ordered)


def _compare_texts(a: str, b: str, ordered: bool) -> int:
    if a == b:
        return 0
    # Each program sorts by the language it runs in; these texts all of them sort alike.
    if ordered and a and b and not (_SORTED_ALIKE.fullmatch(a) and _SORTED_ALIKE.fullmatch(b)):
        raise Unsupported("order of texts")
    return -1 if a < b else 1
