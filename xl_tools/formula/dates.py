"""Year, month, day <-> the serial number of a day, counted as Excel counts from 1900."""

from __future__ import annotations

from typing import Final

from xl_tools.formula.values import NUM, VALUE, Error, Number, Unsupported

# Serial 60 is 29 February 1900, a day that Excel has and the calendar has not. LibreOffice counts
# the days before it differently, so only days from 1 March 1900 on are worked out.
_FIRST: Final = 61
_LAST: Final = 2_958_465
_EPOCH: Final = 693_594  # ordinal of 30 December 1899


def serial(year: Number, month: Number, day: Number) -> int | Error:
    """DATE: months and days beyond their range carry over, years below 1900 are added to it."""
    from datetime import date

    years, months = divmod(int(month) - 1, 12)
    full = int(year) + years + (1900 if 0 <= year < 1900 else 0)
    if not 0 <= year < 10_000 or not 1900 <= full < 10_000:
        return NUM
    return _known(date(full, months + 1, 1).toordinal() - _EPOCH + int(day) - 1)


def serial_of_date(year: int, month: int, day: int) -> int | Error:
    """The serial number of a day written down as a text; #VALUE! where there is no such day."""
    from datetime import date

    try:
        return _known(date(year, month, day).toordinal() - _EPOCH)
    except ValueError:
        return VALUE


def calendar_part(days: Number, part: str) -> int | Error:
    """The "year", "month" or "day" of a serial number."""
    from datetime import date

    known = _known(int(days // 1))
    if isinstance(known, Error):
        return known
    found: int = getattr(date.fromordinal(known + _EPOCH), part)
    return found


def _known(days: int) -> int | Error:
    if 0 <= days < _FIRST:
        raise Unsupported("a day before March 1900")
    return days if _FIRST <= days <= _LAST else NUM
