"""docx -> what it says: its paragraphs, and every figure by cell id; compared with the Document.

Written apart from the writer, so that a fault of the writer cannot hide in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from xl_tools.document.blocks import Document, TableBlock
from xl_tools.document.measure import fit_of
from xl_tools.grid import Grid
from xl_tools.ooxml.archive import contents, open_archive
from xl_tools.ooxml.text import plain
from xl_tools.ooxml.xml import parse
from xl_tools.records import NamedTuple
from xl_tools.report import Form

MEMBER: Final = "word/document.xml"
TEXT: Final = re.compile(rb"<w:(?:t(?:\s[^<>]*)?>([^<]*)</w:t>|(tab|br)/>)")
SPAN: Final = re.compile(rb'<w:gridSpan w:val="([0-9]+)"/>')
CONTINUES: Final = b"<w:vMerge/>"
BREAKS: Final = {b"tab": "\t", b"br": "\n"}


class NotAsComposed(Exception):
    """A written document does not say what was composed: a fault of the program."""


class Cell(NamedTuple):
    """The text of a cell, one paragraph a line, and whether it goes on with the cell above."""

    text: str
    span: int
    continues: bool


Rows = list[list[Cell]]


class Printed(NamedTuple):
    """The paragraphs outside the tables, and the tables with their cells."""

    paragraphs: list[str]
    tables: list[Rows]


def read_docx(docx: bytes) -> Printed:
    """Paragraphs and tables of a document as our writer makes them."""
    archive = open_archive(docx)
    entry = next(entry for entry in archive.entries if entry.name == MEMBER)
    xml = contents(archive, entry)
    parse(xml, MEMBER)
    before, *pieces = xml.split(b"<w:tbl>")
    found = Printed(_lines(before), [])
    for piece in pieces:
        table, _, after = piece.partition(b"</w:tbl>")
        found.tables.append(_rows(table))
        found.paragraphs.extend(_lines(after))
    return found


def _rows(table: bytes) -> Rows:
    return [
        [_cell(cell) for cell in row.split(b"</w:tc>")[:-1]] for row in table.split(b"</w:tr>")[:-1]
    ]


@lru_cache(maxsize=4096)  # most cells of a form are the same bytes in every report
def _cell(xml: bytes) -> Cell:
    properties, _, paragraphs = xml.partition(b"</w:tcPr>")
    span = SPAN.search(properties)
    text = "\n".join(_lines(paragraphs))
    return Cell(text, int(span[1]) if span else 1, CONTINUES in properties)


def _lines(xml: bytes) -> list[str]:
    """The text of each paragraph that ends here."""
    return [
        "".join([plain(text) if text else BREAKS.get(tag, "") for text, tag in TEXT.findall(line)])
        for line in xml.split(b"</w:p>")[:-1]
    ]


# ---- figures ------------------------------------------------------------------------------


def figures_of(docx: bytes, form: Form) -> tuple[dict[str, str], list[str]]:
    """The text of every figure by cell id, and the paragraphs outside the tables."""
    printed = read_docx(docx)
    grids = [fit_of(table).grid for table in form.tables.values()]
    figures: dict[str, str] = {}
    for grid, cells in zip(grids, _matched(printed, grids), strict=True):
        figures |= {figure.id: cells[box.row, box.column] for box, figure in grid.figures()}
    return figures, printed.paragraphs


Cells = dict[tuple[int, int], str]


def _matched(printed: Printed, grids: Iterable[Grid]) -> list[Cells]:
    """For each grid the next table of its size, as texts by row and column."""
    rest = iter(printed.tables)
    found: list[Cells] = []
    for grid in grids:
        rows = next((rows for rows in rest if _fits(rows, grid)), None)
        if rows is None:
            raise NotAsComposed(f"{grid.table.number}: no table of its size")
        found.append(_placed(rows))
    return found


def _fits(rows: Rows, grid: Grid) -> bool:
    return len(rows) == grid.height and all(
        sum(cell.span for cell in row) == grid.width for row in rows
    )


def _placed(rows: Rows) -> Cells:
    """Texts by row and column, counted from 0; what goes on with the cell above is left out."""
    cells: Cells = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if not cell.continues:
                cells[number, column] = cell.text
            column += cell.span
    return cells


# ---- comparison ---------------------------------------------------------------------------


def verify(docx: bytes, document: Document) -> None:
    """Raise NotAsComposed unless the file says exactly what the document does."""
    printed, blocks = read_docx(docx), document.tables()
    same_paragraphs(document.paragraphs(), printed.paragraphs)
    if len(blocks) != len(printed.tables):
        raise NotAsComposed(f"{len(printed.tables)} tables instead of {len(blocks)}")
    for block, cells in zip(blocks, _matched(printed, [b.grid for b in blocks]), strict=True):
        _compare_table(block, cells)


def same_paragraphs(wanted: list[str], found: list[str]) -> None:
    """Raise NotAsComposed at the first paragraph that differs."""
    if wanted == found:
        return
    for number, (text, printed) in enumerate(zip_longest(wanted, found), start=1):
        if text != printed:
            raise NotAsComposed(f"paragraph {number}: {printed!r}, not {text!r}")


def _compare_table(block: TableBlock, cells: Cells) -> None:
    for row, column, _, _, _, wording, figure in block.grid.boxes:
        text = cells.pop((row, column), None)
        wanted = wording if figure is None else block.texts[figure.id]
        # Fixed wording may stand on two lines.
        if text != wanted and (text is None or figure or text.replace("\n", "") != wanted):
            place = figure.id if figure else f"{block.table.number} ({row}, {column})"
            raise NotAsComposed(f"{place}: {text!r}, not {wanted!r}")
    if cells:
        raise NotAsComposed(f"{block.table.number}: cells too many: {list(cells)}")
