"""A date in whatever habit it was written -> its ordinal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

BLANK: Final = 0
UNREADABLE: Final = -1
# No case is older than the Regulation's first version, none is of the next century.
YEARS: Final = range(2000, 2100)
# 2024-01-05, 2024/1/5, 2024.1.5, 2024年1月5日, each also with a weekday or a time after it.
WRITTEN: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[\sT(]*(?:(?:星期|周).\)?)?\s*(?:[上下]午)?\s*(?:\d{1,2}[:时点][\d:.分秒]*\S{0,6})?)"
)
DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?(?:\.0+)?")
SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
EPOCH: Final = date(1899, 12, 30)


def ordinal_of(text: str) -> int:
    """The day a text names; BLANK for nothing, UNREADABLE for what is no date."""
    words = unicodedata.normalize("NFKC", text).strip().strip("'\"=")
    if not words:
        return BLANK
    written = WRITTEN.fullmatch(words) or DIGITS.fullmatch(words)
    if written:
        return _day(*map(int, written.groups()[:3]))
    serial = SERIAL.fullmatch(words)
    if serial is None:
        return UNREADABLE
    day = EPOCH + timedelta(int(serial[1]))
    return _day(day.year, day.month, day.day)


def _day(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal() if year in YEARS else UNREADABLE
    except ValueError:
        return UNREADABLE


class Remembered(dict[str, int]):
    """What a function says of each text, asked once: a column names the same things again."""

    def __init__(self, ask: Callable[[str], int]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, text: str) -> int:
        found = self[text] = self._ask(text)
        return found
