"""A sheet of any length -> its rows, one stretch after the other, never held as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_tools.ooxml.layout import Layout, unreadable
from xl_tools.ooxml.sheet import Cell, Scan
from xl_tools.ooxml.workbook import Book, SheetRef
from xl_tools.ooxml.xml import Element, Gate, Markup, root_of
from xl_tools.refusal import Refusal

# A stretch without the end of a row may not be longer.
LONGEST_ROW: Final = 8 << 20
Row = tuple[int, dict[int, Cell]]


def stream_rows(book: Book, ref: SheetRef) -> Iterator[Row]:
    """The rows of a sheet that hold something: the number of each, its cells by column."""
    try:
        yield from _rows(book, ref)
    except Refusal as refusal:
        raise refusal.within(book.package.name) from None


def _rows(book: Book, ref: SheetRef) -> Iterator[Row]:
    row = 0
    for segment, prefix in _segments(book, ref):
        layout = Layout(
            Markup(segment, segment, prefix, "worksheet", ref.member),
            Element(b"", 0, 0, len(segment), len(segment)),
            ref.name,
        )
        scan = Scan(layout, book.strings, book.dates, row)
        scan.take(0, len(segment))
        row = scan.row
        yield from _by_row(scan)


def _by_row(scan: Scan) -> Iterator[Row]:
    number, cells = 0, dict[int, Cell]()
    for (row, column), held in scan.found.items():
        if row != number:
            if cells:
                yield number, cells
            number, cells = row, {}
        cell = held if isinstance(held, Cell) else scan.cell((row, column), held)
        if cell is not None:
            cells[column] = cell
    if cells:
        yield number, cells


def _segments(book: Book, ref: SheetRef) -> Iterator[tuple[bytes, bytes]]:
    """Stretches of whole rows, and the prefix of their tags; all XML goes through the gate."""
    gate = Gate(ref.member)
    held, prefix, state = b"", b"", "before"
    for piece in book.package.stream(ref.member):
        gate.feed(piece)
        if state == "after":
            continue
        held += piece
        if state == "before":
            prefix, held, state = _begun(held)
        if state == "rows":
            segment, held, state = _cut(held, prefix, ref)
            if segment:
                yield segment, prefix
    gate.close()
    if state == "before":
        raise unreadable(ref.name, "没有单元格的内容")


def _begun(held: bytes) -> tuple[bytes, bytes, str]:
    """What follows the start of the rows, once it is there."""
    root = root_of(held)
    if root is None:
        return b"", held, "before"
    prefix = root[0]
    start = re.search(rb"<%bsheetData(?:\s[^>]*)?(/?)>" % re.escape(prefix), held)
    if start is None:
        return prefix, held, "before"
    return prefix, held[start.end() :], "after" if start[1] else "rows"


def _cut(held: bytes, prefix: bytes, ref: SheetRef) -> tuple[bytes, bytes, str]:
    """The whole rows so far, what is left over, and whether more can follow."""
    end = held.find(b"</%bsheetData" % prefix)
    if end >= 0:
        return held[:end], b"", "after"
    mark = b"</%brow>" % prefix
    stop = held.rfind(mark)
    if stop < 0:
        if len(held) > LONGEST_ROW:
            raise unreadable(ref.name, "有一行长得不正常")
        return b"", held, "rows"
    return held[: stop + len(mark)], held[stop + len(mark) :], "rows"
