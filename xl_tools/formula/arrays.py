"""Rectangles of values, and steps repeated over their items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from xl_tools.formula.values import Error, Scalar, Unsupported

MAX_ITEMS: Final = 65_536


class Array(NamedTuple):
    """Values of a range or of a calculation over ranges, row by row."""

    height: int
    width: int
    items: Sequence[Scalar]


Value = Scalar | Array


def single(value: Value) -> Scalar:
    """The value where one is wanted; several cells there are beyond us."""
    if not isinstance(value, Array):
        return value
    if len(value.items) != 1:
        raise Unsupported("several cells where one value is wanted")
    return value.items[0]


def items_of(value: Value) -> Sequence[Scalar]:
    """The items of an array, or the one value."""
    return value.items if isinstance(value, Array) else (value,)


def spread(step: Callable[..., Scalar], values: Sequence[Value]) -> Value:
    """A step over single values, repeated over the items where there are arrays."""
    arrays = [value for value in values if isinstance(value, Array)]
    if not arrays:
        return step(*values)
    height = max(array.height for array in arrays)
    width = max(array.width for array in arrays)
    columns: list[Sequence[Any]] = [_stretched(value, height, width) for value in values]
    return Array(height, width, [step(*given) for given in zip(*columns, strict=True)])


def _stretched(value: Value, height: int, width: int) -> Sequence[Scalar]:
    if not isinstance(value, Array):
        return (value,) * (height * width)
    if (value.height, value.width) == (height, width):
        return value.items
    if len(value.items) == 1:
        return (value.items[0],) * (height * width)
    raise Unsupported("arrays of different sizes")


def first_error(items: Sequence[Scalar]) -> Error | None:
    """The first error among values."""
    return next((item for item in items if isinstance(item, Error)), None)
