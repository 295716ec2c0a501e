"""TableBlock -> WordprocessingML: everything about the table follows from its grid."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from xl_tools.document.blocks import TableBlock
from xl_tools.document.boxes import SHADE, boxes_across, is_item, is_turned, lines_of
from xl_tools.document.measure import CELL_MARGIN, CELL_PADDING, fit_of, room_in, width_of
from xl_tools.document.wordml import escaped, paragraph, run, twips
from xl_tools.edition import Table
from xl_tools.grid import Box, Grid
from xl_tools.records import NamedTuple

MARGINS: Final = {
    "top": CELL_PADDING,
    "left": CELL_MARGIN,
    "bottom": CELL_PADDING,
    "right": CELL_MARGIN,
}
SHADING: Final = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
# A figure too wide for its cell is set narrower; below this it goes on in a second line.
NARROWEST: Final = 50
BORDER: Final = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
BORDERS: Final = "".join(
    f"<w:{side} {BORDER}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def text_style(font_size: float) -> str:
    """The id of the paragraph style for tables of a font size: 10.5 points are Table21."""
    return f"Table{round(font_size * 2)}"


class Slot(NamedTuple):
    """Where a figure goes: its cell id, how many characters fit, its paragraph's properties."""

    cell: str
    room: float
    style: str
    properties: str


def table_xml(block: TableBlock, *, shaded: bool = True) -> str:
    """The table with its figures."""
    pieces = _pieces(block.table, block.together, block.new_page)
    if not shaded:
        pieces = tuple(p.replace(SHADING, "") if isinstance(p, str) else p for p in pieces)
    return "".join(
        piece if isinstance(piece, str) else _figure(block.texts[piece.cell], *piece[1:])
        for piece in pieces
    )


@lru_cache(maxsize=1024)
def _figure(text: str, room: float, style: str, properties: str) -> str:
    if not text:
        return paragraph(style, "", properties)
    return "".join(
        paragraph(style, run(line, properties=_narrowed(line, room)), properties)
        for line in text.split("\n")
    )


def _narrowed(text: str, room: float) -> str:
    """The property that squeezes a line into so many characters, where that is needed."""
    percent = int(room / width_of(text) * 100) if text else 100
    return f'<w:w w:val="{percent}"/>' if NARROWEST <= percent < 100 else ""


# ---- what is the same in every report ---------------------------------------------------


@lru_cache(maxsize=32)
def _pieces(table: Table, together: bool, new_page: bool) -> tuple[str | Slot, ...]:
    """The table as XML with slots for its figures, neighbouring texts joined."""
    grid = fit_of(table).grid
    joined: list[str | Slot] = [_head(grid)]
    for piece in _rows(grid, together, new_page):
        if isinstance(piece, str) and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return (*joined, "</w:tbl>")


def _head(grid: Grid) -> str:
    table = grid.table
    widths = [twips(width) for width in table.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margins = "".join(
        f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>' for side, width in MARGINS.items()
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>"
        '<w:tblLook w:val="0480" w:firstRow="0" w:lastRow="0" w:firstColumn="1"'
        ' w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escaped(table.caption)}"/>'
        f'<w:tblDescription w:val="{escaped(f"{table.number}　{table.caption}")}"/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


def _rows(grid: Grid, together: bool, new_page: bool) -> Iterator[str | Slot]:
    height = twips(grid.table.row_height)
    for row in range(grid.height):
        header = "<w:tblHeader/>" if row < grid.header_rows else ""
        yield f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}"/>{header}</w:trPr>'
        keep = "<w:keepNext/>" if together and row + 1 < grid.height else ""
        opens = "<w:pageBreakBefore/>" if new_page and row == 0 else ""
        for box in boxes_across(grid, row):
            yield from _cell(grid, box, row, keep + opens)
        yield "</w:tr>"


def _cell(grid: Grid, box: Box, row: int, properties: str) -> Iterator[str | Slot]:
    yield f"<w:tc>{_cell_properties(grid, box, row)}"
    style = text_style(grid.table.font_size)
    if row > box.row:
        yield paragraph(style, "", properties)
    elif box.figure is not None:
        yield Slot(box.figure.id, room_in(grid, box), style, properties)
    else:
        aligned = properties + (
            '<w:ind w:left="57"/><w:jc w:val="left"/>' if is_item(grid, box) else ""
        )
        yield from (paragraph(style, run(line), aligned) for line in lines_of(grid, box))
    yield "</w:tc>"


def _cell_properties(grid: Grid, box: Box, row: int) -> str:
    width = sum(twips(w) for w in grid.table.widths[box.column : box.column + box.columns])
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    start = ' w:val="restart"' if row == box.row else ""
    merge = f"<w:vMerge{start}/>" if box.rows > 1 else ""
    shade = SHADING if box.kind == "heading" else ""
    turned = '<w:textDirection w:val="tbRlV"/>' if is_turned(grid, box) else ""
    return (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}{turned}'
        '<w:vAlign w:val="center"/></w:tcPr>'
    )
