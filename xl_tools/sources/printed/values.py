"""A printed report as values: paragraphs and tables in reading order, whatever the file."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

MAX_CELLS: Final = 20_000
MAX_SPAN: Final = 200
MAX_TABLES: Final = 2_000


NEVER, MAYBE, SURELY = 0, 1, 2


class Paragraph(NamedTuple):
    """A paragraph of text; `align` is "left", "center", "right" or unknown.

    `joins` says whether it is the rest of a paragraph that a line or page break cut in two: NEVER,
    MAYBE or SURELY. `box` is the innermost box of the page that it stands in.
    """

    text: str
    align: str = ""
    joins: int = NEVER
    box: int = 0


class Cell(NamedTuple):
    """A cell of a printed table, counted from 0; `place` is its own address where it has one."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    place: str = ""


class Row(NamedTuple):
    """The cells that start in a row, left to right, and those that reach into it from above."""

    cells: tuple[Cell, ...]
    above: tuple[Cell, ...]
    table: PrintedTable

    def where(self, cell: Cell | None = None) -> str:
        """The place of a cell, or of the row, in words."""
        named = cell or (self.cells[0] if self.cells else None)
        if named is not None and named.place:
            return f"{self.table.where} {named.place}"
        return f"{self.start()}第 {cell.column + 1} 列" if cell is not None else self.start()

    def start(self) -> str:
        """The row of the table in words."""
        return f"{self.table.where}第 {(self.cells[0].row if self.cells else 0) + 1} 行"

    def text(self) -> str:
        """What the row says, cell by cell."""
        return "｜".join("".join(cell.text.split()) for cell in self.cells)


class PrintedTable(NamedTuple):
    """A table as printed; `where` names it in words, `sheet` the sheet of a workbook."""

    cells: tuple[Cell, ...]
    where: str
    box: int = 0
    sheet: str = ""

    def rows(self) -> list[Row]:
        """The rows from top to bottom; those in which no cell starts are left out."""
        starts: dict[int, list[Cell]] = {}
        for cell in self.cells:
            starts.setdefault(cell.row, []).append(cell)
        found: list[Row] = []
        reaching: list[Cell] = []
        for number in sorted(starts):
            reaching = [cell for cell in reaching if cell.row + cell.rows > number]
            own = sorted(starts[number], key=attrgetter("column"))
            found.append(Row(tuple(own), tuple(reaching), self))
            reaching += [cell for cell in own if cell.rows > 1]
        return found


Item = Paragraph | PrintedTable


class Printed(NamedTuple):
    """A document in reading order.

    `about` holds what the file says of itself: title, organ, date, url. `boxes` gives the box
    around each box, 0 being the page.
    """

    items: tuple[Item, ...]
    file: str = ""
    about: Mapping[str, str] = MappingProxyType({})
    notes: tuple[str, ...] = ()
    boxes: Mapping[int, int] = MappingProxyType({})

    @property
    def is_page(self) -> bool:
        """Is it a page of a site, with things around the article?"""
        return self.about.get("kind") == "page"

    def tables(self) -> list[PrintedTable]:
        """The tables in order."""
        return [item for item in self.items if isinstance(item, PrintedTable)]

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs in order."""
        return [item for item in self.items if isinstance(item, Paragraph)]


class Span(NamedTuple):
    """A cell before it has a place; with 0 `rows` it goes on with the cell above."""

    text: str
    rows: int = 1
    columns: int = 1


def laid_out(rows: list[list[Span]]) -> tuple[Cell, ...]:
    """The cells of a table with their places, each put in the first free column of its row."""
    if sum(map(len, rows)) > MAX_CELLS:
        raise Refusal(f"一张表超过 {MAX_CELLS:,} 格，太大了", "请检查是不是选错了文件")
    cells: list[Cell] = []
    free: dict[int, int] = {}  # column that a cell fills down to some row -> that row
    last: dict[int, int] = {}  # column -> the number of the last cell that starts in it
    for number, spans in enumerate(rows):
        column = 0
        for text, height, width in spans:
            while column in free and height and free[column] > number:
                column += 1
            above = None if height else last.get(column)
            high = 1 if height == 1 else _span(height)
            wide = 1 if width == 1 else _span(width)
            if above is not None and cells[above].row + cells[above].rows == number:
                cells[above] = cells[above]._replace(rows=cells[above].rows + 1)
            else:
                last[column] = len(cells)
                cells.append(Cell(text, number, column, high, wide))
            for reached in range(column, column + wide):
                if high > 1 or reached in free:
                    free[reached] = number + high
            column += wide
    return tuple(cells)


def _span(count: int) -> int:
    return max(1, min(count, MAX_SPAN))
