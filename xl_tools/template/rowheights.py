"""Rows without a height of their own -> rows high enough that still grow with what is typed.

LibreOffice shows such rows as low as the default font, which cuts other fonts; a height that counts
as set by hand would stop both programs from fitting the row to a longer text.
"""

from __future__ import annotations

import re
from typing import Final

from xl_tools.ooxml.package import open_package

SHEETS: Final = "xl/worksheets/sheet"
LOW_ROW: Final = re.compile(rb'(<row r="[0-9]+" spans="[0-9:]+")(/?>)')
HEIGHT: Final = rb'\1 ht="18"\2'  # points, for 11 points of any font


def with_row_heights(data: bytes) -> bytes:
    """The workbook in which each row has a height."""
    package = open_package(data, "")
    parts = [part for part in package.names if part.startswith(SHEETS)]
    return package.replace({part: LOW_ROW.sub(HEIGHT, package.read(part)) for part in parts})
