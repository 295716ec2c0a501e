"""The functions of ranges: what stands in cells counts otherwise than what is given directly."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from xl_tools.formula.arrays import Area, Array, Value, array_of, numbers_of
from xl_tools.formula.criteria import alike, criterion
from xl_tools.formula.scalars import compare, logical, number
from xl_tools.formula.values import (
    NA,
    NUMBERS,
    VALUE,
    Error,
    Number,
    Scalar,
    Unsupported,
    finite,
)

_SEVERAL: Final = (Area, Array)
_TRUTHS: Final = frozenset({bool})
_NO_TRUTHS: Final = frozenset({str, type(None)})

# ---- sums and counts -------------------------------------------------------------------


def _numbers(given: Sequence[Value]) -> Sequence[Number] | Error:
    """Numbers of cells, without texts, truths and blanks; what is given directly is converted."""
    if len(given) == 1 and isinstance(given[0], _SEVERAL):
        return numbers_of(given[0].items)
    found: list[Number] = []
    for value in given:
        if isinstance(value, _SEVERAL):
            some = numbers_of(value.items)
        else:
            direct = number(value)
            some = direct if isinstance(direct, Error) else (direct,)
        if isinstance(some, Error):
            return some
        found += some
    return found


def _total(found: Sequence[Number]) -> Number | Error:
    total = sum(found)
    if type(total) is int:
        return total
    # The exact sum, rounded once: the same on every Python, and what people expect of 0.1+0.2+0.3.
    try:
        return math.fsum(found)
    except OverflowError:
        return finite(math.inf)


def sum_of(*given: Value) -> Scalar:
    """SUM."""
    found = _numbers(given)
    return found if isinstance(found, Error) else _total(found)


def least(*given: Value) -> Scalar:
    """MIN; 0 where there is no number."""
    found = _numbers(given)
    return found if isinstance(found, Error) else min(found, default=0)


def greatest(*given: Value) -> Scalar:
    """MAX; 0 where there is no number."""
    found = _numbers(given)
    return found if isinstance(found, Error) else max(found, default=0)


def count(*given: Value) -> int:
    """COUNT: numbers, and what is given directly and counts as one."""
    return sum(
        sum(type(item) in NUMBERS for item in value.items)
        if isinstance(value, _SEVERAL)
        else not isinstance(number(value), Error)
        for value in given
    )


def count_filled(*given: Value) -> int:
    """COUNTA: all but blanks; a formula that shows nothing is none."""
    return sum(
        sum(item is not None for item in value.items) if isinstance(value, _SEVERAL) else 1
        for value in given
    )


def count_blank(given: Value) -> int:
    """COUNTBLANK: blanks, and formulas that show nothing."""
    return sum(item is None or item == "" for item in _area(given).items)


def sum_of_products(*given: Value) -> Scalar:
    """SUMPRODUCT: what is no number counts as 0."""
    arrays = [array_of(value) for value in given]
    if len({array[:2] for array in arrays}) > 1:
        return VALUE
    columns = [numbers_of(array.items) for array in arrays]
    wrong = next((column for column in columns if isinstance(column, Error)), None)
    if wrong or len(columns) == 1:
        return wrong or _total(columns[0])  # type: ignore[arg-type]
    products = (_product(row) for row in zip(*(a.items for a in arrays), strict=True))
    found = [finite(item) if abs(item) > 1e15 else item for item in products]
    beyond = next((item for item in found if isinstance(item, Error)), None)
    return beyond or _total(found)  # type: ignore[arg-type]


def _product(row: Sequence[Scalar]) -> Number:
    return math.prod(item if type(item) in NUMBERS else 0 for item in row)  # type: ignore[misc]


# ---- truths ----------------------------------------------------------------------------


def all_of(*given: Value) -> Scalar:
    """AND: every argument is worked out, so that an error is never passed over."""
    return _judged(all, given)


def any_of(*given: Value) -> Scalar:
    """OR."""
    return _judged(any, given)


def _judged(verdict: Callable[[Sequence[bool]], bool], given: Sequence[Value]) -> Scalar:
    if _TRUTHS.issuperset(map(type, given)):
        return verdict(given)  # type: ignore[arg-type]
    truths: list[bool] = []
    for value in given:
        if type(value) is bool:
            truths.append(value)
            continue
        for item in _judgeable(value):
            truth = logical(item)
            if isinstance(truth, Error):
                return truth
            truths.append(truth)
    return verdict(truths) if truths else VALUE


def _judgeable(value: Value) -> Sequence[Scalar]:
    """Texts and blanks in cells are passed over."""
    if isinstance(value, _SEVERAL):
        return [item for item in value.items if type(item) not in _NO_TRUTHS]
    return (value,)


# ---- criteria --------------------------------------------------------------------------


def _area(value: Value) -> Area:
    if not isinstance(value, Area):
        raise Unsupported("an array where cells are wanted")
    return value


# Among these nothing but the same number is equal to a whole number.
_COUNTED_AT_ONCE: Final = frozenset({int, type(None)})


def count_if(cells: Value, wanted: Scalar) -> int:
    """COUNTIF."""
    items = _area(cells).items
    if type(wanted) is int and set(map(type, items)) <= _COUNTED_AT_ONCE:
        return items.count(wanted)
    return sum(map(criterion(wanted), items))


def _matching(given: Sequence[Value]) -> list[bool] | Error:
    """Where all pairs of cells and criterion agree."""
    areas = [_area(value) for value in given[::2]]
    if len({area[3:] for area in areas}) > 1:
        return VALUE
    tests = [criterion(wanted) for wanted in given[1::2]]  # type: ignore[arg-type]
    columns = [list(map(test, area.items)) for test, area in zip(tests, areas, strict=True)]
    return [all(row) for row in zip(*columns, strict=True)]


def count_ifs(*given: Value) -> Scalar:
    """COUNTIFS."""
    found = _matching(given)
    return found if isinstance(found, Error) else sum(found)


def sum_if(cells: Value, wanted: Scalar, summed: Value = None) -> Scalar:
    """SUMIF: the cells summed start at the corner of those given, as many as are judged."""
    area = _area(cells)
    if summed is not None:
        summed = _area(summed).resized(area.height, area.width)
    return _sum_where(list(map(criterion(wanted), area.items)), summed or area)


def sum_ifs(summed: Value, *given: Value) -> Scalar:
    """SUMIFS."""
    area, found = _area(summed), _matching(given)
    if isinstance(found, Error) or len(found) != area.height * area.width:
        return VALUE
    return _sum_where(found, area)


def _sum_where(wanted: list[bool], area: Area) -> Scalar:
    items = [item for item, taken in zip(area.items, wanted, strict=True) if taken]
    found = numbers_of(items)
    return found if isinstance(found, Error) else _total(found)


# ---- places ----------------------------------------------------------------------------


def match(wanted: Scalar, given: Value, kind: Number = 1) -> Scalar:
    """MATCH, exact (0, with wildcards) or in ascending order (1)."""
    array = array_of(given)
    if array.height > 1 and array.width > 1:
        return NA
    if kind < 0:
        raise Unsupported("MATCH in descending order")
    if wanted is None:
        raise Unsupported("MATCH for a blank")
    return _last_below(wanted, array.items) if kind else _first_equal(wanted, array.items)


def _first_equal(wanted: Scalar, items: Sequence[Scalar]) -> int | Error:
    if isinstance(wanted, str):
        test = alike(wanted)
        return next((at for at, item in enumerate(items, 1) if test(item)), NA)
    same_kind = {bool} if isinstance(wanted, bool) else NUMBERS
    return next(
        (at for at, item in enumerate(items, 1) if type(item) in same_kind and item == wanted), NA
    )


def _last_below(wanted: Scalar, items: Sequence[Scalar]) -> int | Error:
    """The last item not above; in cells that are not in order every program finds another."""
    kinds = NUMBERS if type(wanted) in NUMBERS else {type(wanted)}
    alike_kind = [(at, item) for at, item in enumerate(items, 1) if type(item) in kinds]
    orders = [compare(item, wanted, True) for _, item in alike_kind]
    if any(_above(a, b) for (_, a), (_, b) in pairwise(alike_kind)):
        raise Unsupported("MATCH in cells that are not in order")
    below = [at for (at, _), order in zip(alike_kind, orders, strict=True) if not _positive(order)]
    return below[-1] if below else NA


def _above(a: Scalar, b: Scalar) -> bool:
    return _positive(compare(a, b, True))


def _positive(order: int | Error) -> bool:
    return isinstance(order, int) and order > 0


def part(given: Value, row: Number = 0, column: Number | None = None) -> Value:
    """INDEX: one place alone counts along a row or a column."""
    rectangle = given if isinstance(given, _SEVERAL) else array_of(given)
    if row < 0 or (column is not None and column < 0):
        return VALUE
    if column is not None:
        return rectangle.part(int(row), int(column))
    if rectangle.height == 1:
        return rectangle.part(1, int(row)) if row else rectangle
    return rectangle.part(int(row), 1 if rectangle.width == 1 else 0)


def rows(given: Value) -> int:
    """ROWS."""
    return given.height if isinstance(given, _SEVERAL) else 1


def columns(given: Value) -> int:
    """COLUMNS."""
    return given.width if isinstance(given, _SEVERAL) else 1
