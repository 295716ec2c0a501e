"""A workbook that is not ours but holds the official tables -> printed report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Editions
from xl_tools.jsontext import plain
from xl_tools.ooxml.sheet import Sheet
from xl_tools.placement import placement_of
from xl_tools.places import Spot
from xl_tools.refs import Area, address, position
from xl_tools.report import Place, Reading
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.printed import Cell, Paragraph, Printed, PrintedTable, reading_of_printed
from xl_tools.sources.printed.facts import YEAR
from xl_tools.sources.printed.lines import is_known_text
from xl_tools.sources.printed.values import Item
from xl_tools.sources.printed.wording import is_wordy

# No table of the form is so large; what stands beyond is not read, and that is said.
MOST_ROWS, MOST_COLUMNS = 1_000, 60
VISIBLE: Final = "visible"


def read_otherbook(book: OpenBook, editions: Editions) -> Reading:
    """The report in somebody else's workbook."""
    notes = ["工作簿不是本工具的模板，按表格文字读出，请核对"]
    items = tuple(item for ref in _sheets(book) for item in _items(book, ref, editions, notes))
    stem = PurePath(book.file.replace("\\", "/")).stem
    about = {"title": stem} if YEAR.search(stem) else {}
    printed = Printed(items, book.file, MappingProxyType(about), tuple(notes))
    reading = reading_of_printed(printed, editions)
    totals = {
        cell
        for edition in editions
        for cell, (_, figure) in placement_of(edition).figures.items()
        if figure.is_total
    }
    computed = {
        cell
        for cell, place in reading.places.items()
        if cell in totals and cell in reading.report.cells and _has_formula(book, place)
    }
    report = reading.report._replace(computed=reading.report.computed | computed)
    return reading._replace(report=report)


def _sheets(book: OpenBook) -> list[str]:
    return [ref.name for ref in book.book.sheets if ref.state == VISIBLE]


def _has_formula(book: OpenBook, place: Place) -> bool:
    grid = book.grid(place.sheet)
    return grid is not None and grid.at(*position(place.address)).formula is not None


def _items(book: OpenBook, name: str, editions: Editions, notes: list[str]) -> Iterator[Item]:
    """Rows with one text that is no wording of the form are paragraphs, all others tables."""
    grid = book.grid(name)
    if grid is None:
        return
    held: list[Cell] = []
    for row in _rows(book, grid, notes):
        filled = [cell for cell in row if cell.text.strip()]
        single = filled[0].text if len(filled) == 1 and is_wordy(filled[0].text) else ""
        if single and not is_known_text(single, editions):
            yield from _table(held, name)
            held = []
            yield from (Paragraph(line) for line in single.split("\n"))
        elif filled:
            held += row
    yield from _table(held, name)


def _table(cells: Sequence[Cell], sheet: str) -> Iterator[Item]:
    if cells:
        yield PrintedTable(tuple(cells), f"工作表“{sheet}”", sheet=sheet)


def _rows(book: OpenBook, grid: Sheet, notes: list[str]) -> Iterator[list[Cell]]:
    """The rows of a sheet in its used range, merged cells as one."""
    places = [at for at, cell in grid.cells.items() if cell.kind != "blank"]
    if not places:
        return
    bottom, right = max(row for row, _ in places), max(column for _, column in places)
    if bottom > MOST_ROWS or right > MOST_COLUMNS:
        notes.append(f"工作表“{grid.name}”只读了前 {MOST_ROWS} 行、{MOST_COLUMNS} 列，后面的请核对")
    merges = {
        (row, column): merge
        for merge in grid.merges
        for row in range(merge.top, min(merge.bottom, MOST_ROWS) + 1)
        for column in range(merge.left, min(merge.right, MOST_COLUMNS) + 1)
    }
    used = sorted({row for row, _ in places if row <= MOST_ROWS})
    for row in used:
        yield [
            _cell(book, grid, row, column, merges.get((row, column)))
            for column in range(1, min(right, MOST_COLUMNS) + 1)
            if _starts(row, column, merges)
        ]


def _starts(row: int, column: int, merges: Mapping[tuple[int, int], Area]) -> bool:
    merge = merges.get((row, column))
    return merge is None or (merge.top, merge.left) == (row, column)


def _cell(book: OpenBook, grid: Sheet, row: int, column: int, merge: Area | None) -> Cell:
    value = book.value(book.cell(Spot(grid.name, row, column)))
    text = plain(value) if isinstance(value, Decimal) else value or ""
    high = merge.bottom - merge.top + 1 if merge else 1
    wide = merge.right - merge.left + 1 if merge else 1
    return Cell(text, row - 1, column - 1, high, wide, address(row, column))
