"""Number formats: Excel's codes <-> the keys of a document, and what kind of value they show."""

from __future__ import annotations

import re
from typing import Any, Final

from xl_tools.libreoffice.office import struct

# Bits of com.sun.star.util.NumberFormat, and how many keys each language has.
DATE, NUMBER_KIND, TEXT, LOGICAL = 2, 16, 256, 1024
KEYS_PER_LANGUAGE: Final = 10000
GENERAL: Final = "General"
TRUTH: Final = "BOOLEAN"

# What Excel chooses for a value that is written to a cell without a format.
CHOSEN: Final = {
    "truth": TRUTH,
    "date": "yyyy/m/d",
    "moment": "yyyy/m/d h:mm",
    "time": "h:mm:ss",
    "span": "[h]:mm:ss",
}
PARTS: Final = re.compile(
    r'"[^"]*"|\\.|\[(?P<elapsed>[HMS]+)\]|\[RED\]|\[[^\]]*\]|AM/PM|A/P|General|(?P<date>[YMDHS]+)'
)


def excel_code(code: str) -> str:
    """LibreOffice's code as Excel writes it: YYYY-MM-DD -> yyyy-mm-dd."""
    return PARTS.sub(_excel_part, code)


def _excel_part(match: re.Match[str]) -> str:
    if match["date"] or match["elapsed"]:
        return match[0].lower()
    return "[Red]" if match[0] == "[RED]" else match[0]


class NumberFormats:
    """The number formats of one document; what a key means never changes, so it is kept."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._kinds: dict[int, int] = {}
        self._english = struct("lang.Locale", Language="en", Country="US")

    def kind(self, key: int) -> int:
        """What a key shows, as bits."""
        if key not in self._kinds:
            self._kinds[key] = self._document.NumberFormats.getByKey(key).Type
        return self._kinds[key]

    def is_general(self, key: int) -> bool:
        """Is it the format of a cell that was given none?"""
        return key % KEYS_PER_LANGUAGE == 0

    def code(self, key: int) -> str:
        """Excel's code of a key."""
        if self.is_general(key) or self.kind(key) & LOGICAL:
            return GENERAL
        return excel_code(self._document.NumberFormats.getByKey(key).FormatString)

    def key(self, code: str) -> int:
        """The key of Excel's code, made where the document has none yet."""
        if code == GENERAL:
            return 0
        formats = self._document.NumberFormats
        found = formats.queryKey(code, self._english, False)
        return int(found if found != -1 else formats.addNew(code, self._english))
