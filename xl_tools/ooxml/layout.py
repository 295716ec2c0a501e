"""Sheet XML -> where its rows stand, and the cells in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from xl_tools.ooxml.xml import (
    SAVE_AGAIN,
    Element,
    Markup,
    attributes_of,
    first,
    markup,
    opening,
)
from xl_tools.records import NamedTuple
from xl_tools.refs import MAX_COLUMN, MAX_ROW, column_number, position
from xl_tools.refusal import Refusal

ROW_NUMBER: Final = re.compile(rb'\sr="([0-9]{1,7})"')
REFERENCE: Final = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')


class Layout(NamedTuple):
    """A sheet's checked XML and the element that holds its rows."""

    xml: Markup
    data: Element
    sheet: str


def lay_out(data: bytes, member: str = "", sheet: str = "") -> Layout:
    """The layout of a worksheet; one that is only a chart has no rows."""
    xml = markup(data, member or "工作表")
    found = first(xml, "sheetData")
    if found is None:
        if xml.root == "worksheet":
            raise unreadable(sheet, "没有单元格的内容")
        found = Element(b"", 0, 0, 0, 0)
    return Layout(xml, found, sheet)


def unreadable(sheet: str, problem: str, cell: str = "") -> Refusal:
    """What to say of a sheet whose XML makes no sense."""
    return Refusal(problem, SAVE_AGAIN, sheet=sheet, cell=cell)


def rows(layout: Layout) -> Iterator[tuple[int, re.Match[bytes]]]:
    """The start tags of the rows, with their numbers."""
    number, data = 0, layout.data
    for tag in opening(layout.xml.prefix, "row").finditer(layout.xml.text, data.inner, data.close):
        number = row_number(layout, tag[1], number + 1)
        yield number, tag


def row_number(layout: Layout, attributes: bytes, following: int) -> int:
    """The number a row names, or the one after the last where it names none."""
    match = ROW_NUMBER.match(attributes)
    written = match[1].decode() if match else attributes_of(attributes).get("r", str(following))
    number = int(written) if written.isdecimal() and len(written) < 8 else 0
    if not 0 < number <= MAX_ROW:
        raise unreadable(layout.sheet, f"有一行的行号是 {written[:20]}，超出了工作表")
    return number


def spots(layout: Layout, row: int, element: Element) -> Iterator[tuple[int, re.Match[bytes]]]:
    """The start tags of all cells of a row, blank ones too, with their columns."""
    column, digits = 0, b"%d" % row
    tags = opening(layout.xml.prefix, "c")
    for tag in tags.finditer(layout.xml.text, element.inner, element.close):
        named = REFERENCE.match(tag[1])
        known = column_at(named[1]) if named and named[2] == digits else 0
        column = known or column_of(layout, row, tag[1], column + 1)
        yield column, tag


@lru_cache(maxsize=MAX_COLUMN)
def column_at(letters: bytes) -> int:
    """The column's number; 0 beyond the sheet."""
    try:
        return column_number(letters.decode())
    except ValueError:
        return 0


def column_of(layout: Layout, row: int, attributes: bytes, following: int) -> int:
    """The column that a cell's attributes name, or the following one where they name none."""
    written = attributes_of(attributes).get("r")
    if written is None and following <= MAX_COLUMN:
        return following
    try:
        named, column = position(written or "")
    except ValueError:
        raise unreadable(layout.sheet, f"第 {row} 行有一个单元格的位置读不懂") from None
    if named != row:
        raise unreadable(layout.sheet, f"单元格 {written} 写在了第 {row} 行里")
    return column
