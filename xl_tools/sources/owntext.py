"""Workbook of a roll-up -> a note while its text still holds the parent's own figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xl_tools.sources.openbook import OpenBook

SHEET: Final = "各单位问题"  # as the roll-up writes it: its findings, the rule in the third column
RULE, WORDS = 3, 4
REWRITE: Final = "RU-TEXT"
QUOTED: Final = r"“([^“”]+)”，合计是 ([^；。]+)"


def own_words_in(book: OpenBook, texts: Iterable[str]) -> tuple[str, ...]:
    """What the roll-up said was to be rewritten and stands there yet."""
    grid = book.grid(SHEET) if book.book.sheet(SHEET) is not None else None
    if grid is None:
        return ()
    rows = {
        row for (row, column), cell in grid.cells.items() if (column, cell.value) == (RULE, REWRITE)
    }
    said = [quote for row in rows for quote in re.findall(QUOTED, str(grid.at(row, WORDS).value))]
    whole = "".join("".join(texts).split())
    left = [
        f"“{quote}”，合计是 {total}" for quote, total in said if "".join(quote.split()) in whole
    ]
    if not left:
        return ()
    return (f"正文里还写着本级机关自己的数：{'；'.join(left)}。请按合计改好正文，再成文公布",)
