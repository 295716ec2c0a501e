"""The functions a cell may call: =GK_CHECK(…) and the like, through xlwings in Excel.

Plain Python functions when called from Python. A refusal is a sentence in the cell. None is
volatile: each works on its arguments alone, so that a program knows when to ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, Final, ParamSpec

from xl_tools.calendar import reply_due
from xl_tools.fees import fee_by_case, fee_by_page
from xl_tools.functions import CATEGORY, FUNCTIONS
from xl_tools.lean import lean_xlwings
from xl_tools.refusal import Refusal
from xl_tools.rules.suspects import NOTHING_TELLS
from xl_tools.selection import Rows, Selection

xw = lean_xlwings()
HEAD: Final = ["问题", "表上的数", "应为", "相差", "怎么办"]
DAY_ZERO: Final = date(1899, 12, 30)
Arguments = ParamSpec("Arguments")


def _in_a_cell(function: Callable[Arguments, Any]) -> Callable[Arguments, Any]:
    """The function as xlwings takes it: ranges as rows, a refusal as the words the cell shows."""

    @wraps(function)
    def spoken(*args: Arguments.args, **named: Arguments.kwargs) -> Any:
        try:
            return function(*args, **named)
        except Refusal as refusal:
            return refusal.sentence

    # xlwings would take our annotations for converters of its own.
    spoken.__annotations__ = {}
    found: Any = spoken
    for parameter in FUNCTIONS[function.__name__].parameters:
        if parameter.area:
            found = xw.arg(parameter.name, ndim=2, err_to_str=True)(found)
    made: Callable[Arguments, Any] = xw.func(category=CATEGORY)(found)
    return made


@_in_a_cell
def GK_CHECK(table: Rows) -> Any:
    """The findings of a table as rows, or one cell that says that all relations hold."""
    selection = Selection(table)
    broken = selection.broken()
    if not broken:
        return f"全部成立（{selection.relations} 条勾稽关系）"
    return [HEAD, *([b.words, *_numbers(b.actual, b.expected), b.advice] for b in broken)]


def _numbers(actual: float | None, expected: float | None) -> list[float | str]:
    if actual is None or expected is None:
        return ["", "", ""]
    return [actual, expected, round(actual - expected, 6)]


@_in_a_cell
def GK_EXPECTED(table: Rows, cell: str) -> Any:
    """What a total should be, from the cells it adds up."""
    return Selection(table).expected(cell)


@_in_a_cell
def GK_DIFFERENCE(table: Rows, rule: str, cell: str | None = None) -> Any:
    """By how much the two sides of a relation differ; 0 where it holds."""
    return Selection(table).difference(rule, cell or "")


@_in_a_cell
def GK_SUSPECT(table: Rows) -> Any:
    """The cell that is most probably wrong and its right value; rows where there are several."""
    selection = Selection(table)
    if not selection.broken():
        return "没有对不上的数"
    found = selection.suspects()
    if not found:
        return NOTHING_TELLS
    return [["、".join(map(selection.label, s.cells)), *_values_of(s.cells), s.slip] for s in found]


def _values_of(cells: Mapping[str, float]) -> list[float | str]:
    """One value as a number, several as words."""
    values = list(cells.values())
    return [values[0]] if len(values) == 1 else ["、".join(f"{value:g}" for value in values)]


@_in_a_cell
def GK_FIGURE(table: Rows, cell: str) -> Any:
    """A figure of the report by its name; an empty text where it is blank."""
    value = Selection(table).figure(cell)
    return "" if value is None else value


@_in_a_cell
def GK_FEE(count: float, by: str | None = None) -> Any:
    """信息处理费 in yuan for so many cases or pages (国办函〔2020〕109号)."""
    fee = {"件": fee_by_case, "页": fee_by_page}.get(by or "件")
    if fee is None:
        raise Refusal(f"“{by}”不是计费的方式", "请写“件”或“页”")
    if not isinstance(count, int | float) or isinstance(count, bool) or count % 1:
        raise Refusal(f"“{count}”不是整数", "请写件数或页数")
    return float(fee(int(count)))


@_in_a_cell
def GK_DUE(received: Any, extended: Any = None) -> Any:
    """The last day of the time limit for a reply (条例 第三十三条, 20 working days, 20 more)."""
    if not isinstance(extended, bool | int | float | None):
        raise Refusal(f"“{extended}”说不清延长没有", "请写 TRUE 或 FALSE，或 1、0")
    return reply_due(_date(received), extended=bool(extended))


def _date(value: Any) -> date:
    """A date as a spreadsheet gives it: a date, its serial number, or its text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and 0 < value < 2_900_000:
        return DAY_ZERO + timedelta(int(value))
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Refusal(f"“{value}”不是日期", "请写成日期，例如 2025-03-03") from None
