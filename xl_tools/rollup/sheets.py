"""Rows -> the XML of a sheet with headings, frozen panes, widths and looks of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.ooxml.content import Content, Target, cell_xml
from xl_tools.ooxml.newsheet import DRAWING, HIDDEN, MAIN
from xl_tools.placement import CHECKS, FIRST_CHECK_ROW
from xl_tools.places import quoted
from xl_tools.records import NamedTuple
from xl_tools.refs import address, column_letters
from xl_tools.sources.openbook import OpenBook

# A wide table goes on over pages side by side, each with the names at its left.
WIDE: Final = (
    '<pageSetup paperSize="9" scale="60" pageOrder="overThenDown" orientation="landscape"/>'
)
NUMBERED: Final = (
    "<headerFooter><oddHeader>&amp;C&amp;A</oddHeader>"
    "<oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
)
FITTED: Final = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
ONE_PAGE: Final = '<pageSetup paperSize="9" orientation="portrait"/>'
LINE_HEIGHT: Final = 15.0  # points, at the size of letters of the lists
ONE_LINE: Final = LINE_HEIGHT + 3
NAMING: Final = 2  # columns of a wide table that hold words: the unit and its file
HIGHEST: Final = 400.0
MOST_ON_PAGE: Final = 70  # more rows than this cannot be read on one page


class Looks(NamedTuple):
    """Numbers of cell looks in the workbook: of headings, of words, of figures."""

    heading: int
    words: int
    figure: int


class Listing(NamedTuple):
    """A sheet to be made: rows of headings, rows below them, widths of the columns.

    A column of width 0 is hidden, and a heading row of height 0. `frozen` columns stay in view;
    `heights` gives heading rows that are higher than one line. A list of words shows all of them,
    its rows as high as they need.
    """

    head: Sequence[Sequence[Content]]
    rows: Sequence[Sequence[Content]]
    widths: Sequence[float]
    frozen: int = 1
    heights: Mapping[int, float] = MappingProxyType({})
    of_words: bool = True
    one_page: bool = False
    drawn: bool = False  # charts are put on it


def looks_of(book: OpenBook) -> Looks:
    """Those of the list on 校验; plain ones in a workbook without it."""
    grid = book.grid(CHECKS)
    if grid is None:
        return Looks(0, 0, 0)
    at = [(FIRST_CHECK_ROW - 1, 1), (FIRST_CHECK_ROW, 3), (FIRST_CHECK_ROW, 5)]
    return Looks(*(grid.at(*place).style for place in at))


def sheet_xml(name: str, listing: Listing, looks: Looks) -> bytes:
    """The whole member of a worksheet."""
    top = len(listing.head)
    last = address(top + len(listing.rows) or 1, len(listing.widths))
    pane = address(top + 1, listing.frozen + 1)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width or 8}" customWidth="1"{"" if width else HIDDEN}/>'
        for n, width in enumerate(listing.widths, 1)
    )
    fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if listing.of_words else ""
    start = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}">{fit}'
        f'<dimension ref="A1:{last}"/><sheetViews><sheetView workbookViewId="0">'
        f'<pane xSplit="{listing.frozen}" ySplit="{top}" topLeftCell="{pane}"'
        f' activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )
    drawing = DRAWING if listing.drawn else ""
    end = f"</sheetData>{_page(listing)}{NUMBERED}{drawing}</worksheet>"
    return b"".join((start.encode(), *_rows(name, listing, looks), end.encode()))


def repeated(name: str, listing: Listing) -> str:
    """What every printed page repeats: the headings that are seen, and the columns that stay."""
    seen = [n for n in range(1, len(listing.head) + 1) if listing.heights.get(n) != 0]
    first = next((n for n in seen if any(listing.head[n - 1][listing.frozen :])), seen[0])
    rows = f"{quoted(name)}!${first}:${len(listing.head)}"
    last = column_letters(listing.frozen)
    return rows if listing.of_words else f"{quoted(name)}!$A:${last},{rows}"


def _page(listing: Listing) -> str:
    if listing.drawn or (listing.one_page and len(listing.rows) <= MOST_ON_PAGE):
        return ONE_PAGE
    return FITTED if listing.of_words else WIDE


def _rows(name: str, listing: Listing, looks: Looks) -> Iterator[bytes]:
    for number, row in enumerate(listing.head, 1):
        shown = _shown(row, listing)
        cells = (_cell(name, number, n, c, looks.heading) for n, c in shown)
        yield _row(number, cells, listing.heights.get(number))
    names = [column_letters(n).encode() for n in range(1, len(listing.widths) + 1)]
    for number, row in enumerate(listing.rows, len(listing.head) + 1):
        if listing.of_words:
            shown = _shown(row, listing)
            cells = (_cell(name, number, n, c, looks.words) for n, c in shown)
            yield _row(number, cells, _height(row, listing.widths))
        else:
            height = _height(row[:NAMING], listing.widths[:NAMING])
            line = _line(name, number, row, names, looks)
            yield _row(number, line, height if height > ONE_LINE else None)


def _shown(row: Sequence[Content], listing: Listing) -> Iterator[tuple[int, Content]]:
    """The cells that are written: blank ones have borders, but not among charts."""
    return ((n, c) for n, c in enumerate(row, 1) if c is not None or not listing.drawn)


def _row(number: int, cells: Iterable[bytes], height: float | None = None) -> bytes:
    more = f' ht="{height}" customHeight="1"' if height else HIDDEN if height == 0 else ""
    return b'<row r="%d"%b>%b</row>' % (number, more.encode(), b"".join(cells))


def _height(row: Sequence[Content], widths: Sequence[float]) -> float:
    """As many lines as the longest text takes; a Chinese character is two wide."""
    lines = [
        sum(-(-_width(line) // max(int(width) - 1, 1)) for line in content.split("\n"))
        for content, width in zip(row, widths, strict=True)
        if isinstance(content, str) and content and width  # a hidden column needs no room
    ]
    return min(max(lines, default=1) * LINE_HEIGHT + 3, HIGHEST)


def _width(text: str) -> int:
    return sum(2 if sign >= "\u2e80" or sign in "“”‘’…—·×" else 1 for sign in text)


def _line(
    name: str, number: int, row: Sequence[Content], names: Sequence[bytes], looks: Looks
) -> Iterator[bytes]:
    """The cells of a row; whole numbers, by far the most, are written without detours."""
    for index, content in enumerate(row):
        if content is None or content == "":
            continue
        if isinstance(content, Decimal) and content.as_tuple().exponent == 0:
            place = names[index], number, looks.figure, int(content)
            yield b'<c r="%b%d" s="%d"><v>%d</v></c>' % place
        else:
            look = looks.words if isinstance(content, str) else looks.figure
            yield _cell(name, number, index + 1, content, look)


def _cell(sheet: str, row: int, column: int, content: Content, look: int) -> bytes:
    attributes = f' r="{address(row, column)}" s="{look}"'.encode()
    return cell_xml(b"", Target(attributes, b"", sheet, (row, column)), content)
