"""Lists of words for people -> a workbook to filter, to print on A4, to click one's way from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xl_tools.ooxml.ownership import signed
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.rowheights import HIGHEST, PER_CHARACTER, lines
from xl_tools.records import NamedTuple
from xl_tools.template.styles import STYLES
from xl_tools.template.write import plain_book

LINE: Final = 14.0  # points, at the size of letters of a list
MOST_DIGITS: Final = 15  # of a number that a workbook keeps whole
# A sheet holds 65,530 links, and most programs open slowly long before.
MOST_LINKS: Final = 20_000
_WORDS: Final[Mapping[str, Any]] = {**STYLES["finding"], "font_size": 10}
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "head": {**STYLES["header"], "bold": True},
        "words": _WORDS,
        "centred": {**_WORDS, "align": "center"},
        "link": {**_WORDS, "font_color": "#0563C1", "underline": 1},
        "wrong": STYLES["wrong"],
        "caution": STYLES["caution"],
    }
)


class Linked(NamedTuple):
    """Words that lead somewhere: `internal:'表'!A1`, or `external:` and a file."""

    words: str
    target: str


Entry = str | int | Decimal | Linked | None


class Column(NamedTuple):
    """A column: its head, its width in digits, whether it is centred.

    `marks` says which words in it look how: no mark is a colour alone.
    """

    head: str
    width: float
    centred: bool = False
    marks: Mapping[str, str] = MappingProxyType({})


class ListSheet(NamedTuple):
    """One list; its first `printed` columns go on paper, on one page across."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Entry]]
    printed: int
    title: str


def list_book(sheets: Sequence[ListSheet]) -> bytes:
    """The workbook; it tells later whether another program has saved it since."""
    buffer = io.BytesIO()
    book = plain_book(buffer, sheets[0].title)
    formats = {name: book.add_format(dict(look)) for name, look in LOOKS.items()}
    for sheet in sheets:
        _put(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    package = open_package(buffer.getvalue(), "")
    return package.replace(signed(package))


def _put(sheet: Worksheet, of: ListSheet, formats: Mapping[str, Format]) -> None:
    for number, column in enumerate(of.columns):
        sheet.write_string(0, number, column.head, formats["head"])
        sheet.set_column(number, number, column.width)
    sheet.set_row(0, 2 * LINE)
    links = MOST_LINKS
    for index, row in enumerate(of.rows, 1):
        sheet.set_row(index, _height(row, of.columns))
        for number, entry in enumerate(row):
            shown = entry if links else _words(entry)
            links -= isinstance(shown, Linked)
            _write(sheet, (index, number), shown, formats, of.columns[number])
    if of.rows:
        sheet.autofilter(0, 0, len(of.rows), len(of.columns) - 1)
        _mark(sheet, of, formats)
    _print(sheet, of)


def _words(entry: Entry) -> Entry:
    return entry.words if isinstance(entry, Linked) else entry


def _write(
    sheet: Worksheet,
    place: tuple[int, int],
    entry: Entry,
    formats: Mapping[str, Format],
    column: Column,
) -> None:
    look = formats["centred" if column.centred else "words"]
    if isinstance(entry, Linked):
        sheet.write_url(*place, entry.target, formats["link"], string=entry.words)
    elif entry is None or entry == "":
        sheet.write_blank(*place, None, look)
    elif isinstance(entry, str) or len(Decimal(entry).as_tuple().digits) > MOST_DIGITS:
        sheet.write_string(*place, str(entry), look)
    else:
        sheet.write_number(*place, entry, look)


def _mark(sheet: Worksheet, of: ListSheet, formats: Mapping[str, Format]) -> None:
    for number, column in enumerate(of.columns):
        for word, look in column.marks.items():
            formula = f'={xl_col_to_name(number, col_abs=True)}2="{word}"'
            options = {"type": "formula", "criteria": formula, "format": formats[look]}
            sheet.conditional_format(1, number, len(of.rows), number, options)


def _print(sheet: Worksheet, of: ListSheet) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(of.rows), 1), of.printed - 1)
    sheet.set_header(f"&C{of.title.replace('&', '&&')}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _height(row: Sequence[Entry], columns: Sequence[Column]) -> float:
    """As many lines as the longest text takes."""
    pairs = [(_words(entry), column) for entry, column in zip(row, columns, strict=True)]
    counts = [
        lines(words, column.width / PER_CHARACTER)
        for words, column in pairs
        if isinstance(words, str)
    ]
    return min(max(counts, default=1) * LINE + 4, HIGHEST)
