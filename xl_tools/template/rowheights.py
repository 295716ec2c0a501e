"""Rows without a height of their own -> rows high enough that still grow with what is typed.

LibreOffice shows such rows as low as the default font, which cuts other fonts; a height that counts
as set by hand would stop both programs from fitting the row to a longer text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from xl_tools.ooxml.package import open_package

LOW_ROW: Final = re.compile(rb'(<row r="([0-9]+)" spans="[0-9:]+")(?=/?>)')
HEIGHT: Final = b' ht="18"'  # points, for 11 points of any font
USUAL: Final = b' ht="15" customHeight="1"'  # a height that XlsxWriter leaves out


def with_row_heights(data: bytes, planned: Sequence[Collection[int]]) -> bytes:
    """The workbook in which each row has a height; `planned` are the rows of each sheet that had.

    What XlsxWriter left out of those is the usual height.
    """
    package = open_package(data, "")
    parts = {f"xl/worksheets/sheet{n}.xml": rows for n, rows in enumerate(planned, 1)}
    return package.replace(
        {
            part: LOW_ROW.sub(partial(_with_height, rows), package.read(part))
            for part, rows in parts.items()
        }
    )


def _with_height(planned: Collection[int], row: re.Match[bytes]) -> bytes:
    return row[1] + (USUAL if int(row[2]) in planned else HEIGHT)
