"""What the program changed in a workbook -> the sheet 改动记录, one row a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_tools.actions.book import BookDesk
from xl_tools.actions.marked import time_now
from xl_tools.listlooks import list_looks
from xl_tools.ooxml.newsheet import with_rows
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.showing import with_sheet_shown
from xl_tools.places import Span, Spot
from xl_tools.records import NamedTuple

SHEET: Final = "改动记录"
WIDTHS: Final = (17, 18, 9, 40, 40, 40)
HEAD: Final = ("时间", "工作表", "单元格", "原来", "现在", "来源")


class Change(NamedTuple):
    """One cell before and after; `source` says which action changed it, and from where."""

    spot: Spot
    before: str
    after: str
    source: str


def record(desk: BookDesk, changes: Sequence[Change]) -> None:
    """Add the changes below those that are listed; the sheet is made when first needed."""
    if not changes:
        return
    names = [sheet.name for sheet in desk.live.sheets]
    first = 1
    if SHEET in names:
        desk.live.sheets[SHEET].visible = True
        used = desk.live.sheets[SHEET].used_range
        first = used.row + used.shape[0]
    else:
        active = desk.live.sheets.active
        desk.live.sheets.add(SHEET, after=desk.live.sheets[names[-1]])
        active.activate()
    rows = _rows(changes)
    if first == 1:
        rows.insert(0, list(HEAD))
    span = Span(SHEET, first, 1, first + len(rows) - 1, len(HEAD))
    desk.range(span).number_format = "@"  # a formula is shown here, not worked out
    desk.range(span).value = rows


def recorded(data: bytes, changes: Sequence[Change]) -> bytes:
    """The workbook of a file with the changes added to its sheet 改动记录."""
    if not changes:
        return data
    shown = with_sheet_shown(open_package(data, ""), SHEET, shown=True)  # as it is in marked copies
    return with_rows(shown, SHEET, HEAD, _rows(changes), WIDTHS, list_looks(shown))


def _rows(changes: Sequence[Change]) -> list[list[str]]:
    time = time_now()
    return [
        [time, c.spot.sheet, c.spot.address, _text(c.before), _text(c.after), c.source]
        for c in changes
    ]


def _text(words: str) -> str:
    """A formula as words: the mark before it keeps every program from working it out."""
    return f" {words}" if words.startswith("=") else words
