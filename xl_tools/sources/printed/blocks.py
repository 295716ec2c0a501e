"""Rows of printed tables -> figures of a table made of blocks, each with its header (table 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xl_tools.edition import Block, Line, Table
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.align import Match, align
from xl_tools.sources.printed.columns import below, headers_of, is_blank, pick
from xl_tools.sources.printed.found import Found, missing_lines
from xl_tools.sources.printed.matrix import Labelled
from xl_tools.sources.printed.values import Cell, Row
from xl_tools.sources.printed.wording import BLANKS, is_wordy, joined, likeness


class Under(NamedTuple):
    """A row with the header above it."""

    labelled: Labelled
    header: tuple[Cell, ...]


def read_blocks(rows: Sequence[Row], table: Table) -> Found:
    """The figures of one edition's table in these rows, and whatever else they say."""
    found = Found(table)
    lines = [(block, line) for block in table.blocks for line in block.rows]
    under = list(_under_headers(rows, table))
    matches = align([one.labelled.texts() for one in under], [line for _, line in lines])
    found.printed = len(under)
    for match in matches:
        block, line = lines[match.line]
        _place(found, under[match.row], block, line, match)
    taken = {match.row for match in matches}
    for number, one in enumerate(under):
        if number not in taken:
            found.set_aside(one.labelled.row)
    gone = missing_lines([line for _, line in lines], matches)
    if gone:
        found.notes.append(f"{table.number}没有印出{'、'.join(f'“{label}”' for label in gone)}")
    return found


def is_header(row: Row, table: Table) -> bool:
    """Is it the stub's word or words of columns, without figures?"""
    own = [cell.text for cell in row.cells if cell.text.strip(BLANKS)]
    columns = [column for block in table.blocks for column in block.columns]
    stubs = {essence(block.stub) for block in table.blocks}
    if not own or not all(map(is_wordy, own)):
        return False
    return essence(own[0]) in stubs or any(likeness([text], c) for text in own for c in columns)


def _under_headers(rows: Sequence[Row], table: Table) -> list[Under]:
    header: tuple[Cell, ...] = ()
    found = []
    captions = {essence(table.caption), essence(table.number + table.caption), ""}
    headings = captions | {essence(block.heading) for block in table.blocks}
    goes_on = False
    for row in rows:
        if is_header(row, table):
            header = (*header, *row.cells) if goes_on else row.cells
        elif (
            joined([cell.text for cell in row.cells])
            and not {essence(cell.text) for cell in row.cells} <= headings
        ):
            found.append(Under(Labelled(row, tuple(_names(row))), header))
        goes_on = is_header(row, table)
    return found


def _names(row: Row) -> list[tuple[str, int]]:
    return [
        (joined([cell.text]), end)
        for end, cell in enumerate(row.cells, start=1)
        if is_wordy(cell.text)
    ][:2]


def _place(found: Found, one: Under, block: Block, line: Line, match: Match) -> None:
    row = one.labelled.row
    label, cells = one.labelled.figures(line)
    columns = _columns(one.header, block)
    known = [column for column in columns if column is not None]
    found.take_likeness(line, label, row, match.likeness)
    # Half of what tells the editions apart stands in the header.
    found.likeness -= match.likeness / 2 * (1 - _fit(one.header, block))
    headers = _figure_headers(one.header, block)
    taken = below(cells, headers) or pick(cells, len(columns), None)
    if not known or not taken:
        found.set_aside(row)
        return
    for column, cell in zip(columns, taken, strict=True):
        if column is not None:
            found.put([f"{found.table.id}.{line.id}.{column.id}"], [cell], row)
        elif not is_blank(cell):
            found.set_aside(row, [row.cells[0], cell])


def _columns(header: Sequence[Cell], block: Block) -> list[Line | None]:
    """The columns as printed: None for one that the form does not have."""
    cells = _figure_headers(header, block)
    if not cells:
        return list(block.columns)
    placed = headers_of(cells, block.columns)
    lines = {placed[line.id]: line for line in block.columns if line.id in placed}
    return [lines.get(cell) for cell in cells]


def _figure_headers(header: Sequence[Cell], block: Block) -> list[Cell]:
    """The header cells but for the stub and blank ones."""
    stub = essence(block.stub)
    return [cell for cell in header if not is_blank(cell) and essence(cell.text) != stub]


def _fit(header: Sequence[Cell], block: Block) -> float:
    """How much of the block's own header is printed."""
    texts = [cell.text for cell in _figure_headers(header, block)]
    return sum(likeness(texts, line) for line in block.columns) / len(block.columns)
