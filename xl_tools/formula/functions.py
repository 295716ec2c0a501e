"""Every function by its name: what its arguments are taken for, and how it is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from xl_tools.formula import ranges, texts
from xl_tools.formula.dates import calendar_part, serial
from xl_tools.formula.numerals import same, scaled, whole
from xl_tools.formula.patterns import formatted
from xl_tools.formula.scalars import logical, number, text
from xl_tools.formula.values import DIV0, NA, NUMBERS, Error, Number, Scalar, Unsupported
from xl_tools.records import NamedTuple


class Function(NamedTuple):
    """A function. `kinds` has a letter for each argument; those after a * are repeated:

    n number, t text, b truth, v any value but an error, x any value, r cells or an array.
    All but r are worked out item by item where an array is given. `least` of them are needed.
    """

    kinds: str
    least: int
    body: Callable[..., Any]

    def taken(self, count: int) -> str:
        """The letters for so many arguments."""
        once, star, repeated = self.kinds.partition("*")
        room = 255 if star else len(once)
        if not self.least <= count <= room or (count - len(once)) % (len(repeated) or 1):
            raise Unsupported("number of arguments")
        return (once + repeated * count)[:count]


# ---- numbers ---------------------------------------------------------------------------


def _round(value: Number, places: Number) -> Number:
    """Half away from zero, judged on the 15 digits that a person sees: 1.005 gives 1.01."""
    digits = int(places)
    if type(value) is int and digits >= 0:
        return value
    if not -300 < digits < 300:
        return value if digits > 0 else 0
    size = scaled(value, digits)
    found: Number = size / 10**digits if digits >= 0 else size * 10**-digits
    return -found if value < 0 else found


def _modulo(value: Number, divisor: Number) -> Number | Error:
    """The remainder has the sign of the divisor."""
    if not divisor:
        return DIV0
    if abs(value) >= abs(divisor) * 1e12:
        raise Unsupported("MOD of a very large number")
    times = value // divisor
    if times != value / divisor and same(value / divisor, times + 1):
        raise Unsupported("MOD a hair below a multiple")
    return value - divisor * times


def _numeric(value: Scalar) -> Scalar:
    """N: a text or a blank is 0."""
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, int | float | Error) else 0


def _shown(target: Scalar, *names: Scalar) -> Scalar:
    """HYPERLINK: the friendly name, or the link itself."""
    return names[0] if names else target


# ---- the table -------------------------------------------------------------------------


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "ABS": Function("n", 1, abs),
        "INT": Function("n", 1, whole),
        "ROUND": Function("nn", 2, _round),
        "MOD": Function("nn", 2, _modulo),
        "N": Function("x", 1, _numeric),
        "DATE": Function("nnn", 3, serial),
        "YEAR": Function("n", 1, lambda days: calendar_part(days, "year")),
        "MONTH": Function("n", 1, lambda days: calendar_part(days, "month")),
        "DAY": Function("n", 1, lambda days: calendar_part(days, "day")),
        "NOT": Function("b", 1, lambda truth: not truth),
        "TRUE": Function("", 0, lambda: True),
        "FALSE": Function("", 0, lambda: False),
        "NA": Function("", 0, lambda: NA),
        "ISBLANK": Function("x", 1, lambda value: value is None),
        "ISNUMBER": Function("x", 1, lambda value: type(value) in NUMBERS),
        "ISTEXT": Function("x", 1, lambda value: type(value) is str),
        "ISERROR": Function("x", 1, lambda value: type(value) is Error),
        "ISNA": Function("x", 1, lambda value: value == NA),
        "LEN": Function("t", 1, texts.length),
        "TRIM": Function("t", 1, texts.trim),
        "LEFT": Function("tn", 1, texts.left),
        "RIGHT": Function("tn", 1, texts.right),
        "MID": Function("tnn", 3, texts.middle),
        "FIND": Function("ttn", 2, texts.find),
        "SEARCH": Function("ttn", 2, texts.search),
        "SUBSTITUTE": Function("tttn", 3, texts.substitute),
        "CHAR": Function("n", 1, texts.character),
        "REPT": Function("tn", 2, texts.repeat),
        "CONCATENATE": Function("*t", 1, texts.concatenate),
        "EXACT": Function("tt", 2, lambda one, other: one == other),
        "TEXT": Function("vt", 2, formatted),
        "VALUE": Function("v", 1, texts.value_of),
        "T": Function("x", 1, texts.text_part),
        "HYPERLINK": Function("vx", 1, _shown),
        "SUM": Function("*r", 1, ranges.sum_of),
        "MIN": Function("*r", 1, ranges.least),
        "MAX": Function("*r", 1, ranges.greatest),
        "COUNT": Function("*r", 1, ranges.count),
        "COUNTA": Function("*r", 1, ranges.count_filled),
        "COUNTBLANK": Function("r", 1, ranges.count_blank),
        "COUNTIF": Function("rx", 2, ranges.count_if),
        "COUNTIFS": Function("*rx", 2, ranges.count_ifs),
        "SUMIF": Function("rxr", 2, ranges.sum_if),
        "SUMIFS": Function("r*rx", 3, ranges.sum_ifs),
        "SUMPRODUCT": Function("*r", 1, ranges.sum_of_products),
        "AND": Function("*r", 1, ranges.all_of),
        "OR": Function("*r", 1, ranges.any_of),
        "MATCH": Function("vrn", 2, ranges.match),
        "ROWS": Function("r", 1, ranges.rows),
        "COLUMNS": Function("r", 1, ranges.columns),
    }
)

CONVERSIONS: Final[Mapping[str, Callable[[Scalar], Any]]] = MappingProxyType(
    {"n": number, "t": text, "b": logical}
)
# They look at the first cell of a range, also where all others repeat.
FIRST_CELL: Final = frozenset({"N", "T"})
