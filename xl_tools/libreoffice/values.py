"""Python values <-> what a cell holds, as Excel would take them and give them back."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

EPOCH: Final = dt.datetime(1899, 12, 30)
DAY: Final = 86400
NUMBER: Final = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
MOMENT: Final = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: +(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
TRUTHS: Final = {"TRUE": True, "FALSE": False}

# Error codes of LibreOffice -> what Excel shows; whatever Excel does not know is a #VALUE!.
ERRORS: Final = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


class CellError(str):
    """The error a formula ends in, by the text that Excel shows for it."""

    __slots__ = ()


class Entry(NamedTuple):
    """What one cell is to hold: a number or a text, or a formula; and how it should look.

    `look` is "", or the format Excel would choose for it: "truth", "date", "moment", "time",
    "span". `formula` stands without its equals sign.
    """

    value: float | str
    look: str = ""
    formula: str = ""


def error_of(code: int) -> CellError:
    """LibreOffice's error code -> Excel's error."""
    return CellError(ERRORS.get(code, "#VALUE!"))


# ---- dates -------------------------------------------------------------------------------


def serial_of(moment: dt.datetime, epoch: dt.datetime = EPOCH) -> float:
    """A moment as days since the epoch; a time zone is dropped, as Excel knows none."""
    return (moment.replace(tzinfo=None) - epoch).total_seconds() / DAY


def moment_of(serial: float, epoch: dt.datetime = EPOCH) -> dt.datetime | float:
    """Days since the epoch as a moment, to the millisecond; a number beyond any date stays one."""
    try:
        return epoch + dt.timedelta(milliseconds=round(serial * DAY * 1000))
    except OverflowError:
        return serial


# ---- to the cell -------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A value without the library it came from: numpy's and pandas' scalars as Python's."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        return plain(value.item())
    if isinstance(value, float) and math.isnan(value):
        return ""
    if isinstance(value, (bool, str, dt.datetime, dt.date, dt.time, dt.timedelta)):
        return value
    return float(value) if isinstance(value, (numbers.Number, Decimal)) else str(value)  # type: ignore[arg-type]


def entry_of(value: Any, *, as_text: bool = False, epoch: dt.datetime = EPOCH) -> Entry:
    """What a cell is to hold for a value; `as_text` for cells formatted as text."""
    value = plain(value)
    if isinstance(value, str):
        return Entry(value) if as_text else typed(value, epoch)
    if isinstance(value, bool):
        return Entry(float(value), "truth")
    return Entry(value) if isinstance(value, float) else _timed(value, epoch)


def _timed(value: dt.date | dt.time | dt.timedelta, epoch: dt.datetime) -> Entry:
    if isinstance(value, dt.datetime):
        return Entry(serial_of(value, epoch), "moment")
    if isinstance(value, dt.date):
        return Entry(serial_of(dt.datetime.combine(value, dt.time()), epoch), "date")
    if isinstance(value, dt.time):
        clock = dt.datetime.combine(EPOCH, value.replace(tzinfo=None)) - EPOCH
        return Entry(clock.total_seconds() / DAY, "time")
    return Entry(value.total_seconds() / DAY, "span")


def typed(text: str, epoch: dt.datetime = EPOCH) -> Entry:
    """What Excel makes of a text that is entered: a formula, a number, a truth, a date, a text."""
    if text.startswith("=") and len(text) > 1:
        return Entry("", formula=text[1:])
    if text.startswith("'"):
        return Entry(text[1:])
    if NUMBER.fullmatch(text):
        return Entry(float(text))
    if text.upper() in TRUTHS:
        return Entry(float(TRUTHS[text.upper()]), "truth")
    match = MOMENT.fullmatch(text)
    return _dated(text, match, epoch) if match else Entry(text)


def _dated(text: str, match: re.Match[str], epoch: dt.datetime) -> Entry:
    try:
        moment = dt.datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return Entry(text)
    return Entry(serial_of(moment, epoch), "moment" if match[4] else "date")


# ---- from the cell -----------------------------------------------------------------------


def cleaned(
    value: Any,
    datetime_builder: Callable[..., Any],
    empty_as: Any,
    number_builder: Callable[[float], Any] | None,
    err_to_str: bool,
) -> Any:
    """One value as the options of xlwings want it."""
    if value is None or value == "":
        return empty_as
    if isinstance(value, CellError):
        return str(value) if err_to_str else None
    if isinstance(value, dt.datetime):
        return datetime_builder(
            year=value.year,
            month=value.month,
            day=value.day,
            hour=value.hour,
            minute=value.minute,
            second=value.second,
            microsecond=value.microsecond,
            tzinfo=None,
        )
    if number_builder is not None and isinstance(value, float):
        return number_builder(value)
    return value


def number_text(value: float) -> str:
    """A number as Excel's formula bar shows it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
