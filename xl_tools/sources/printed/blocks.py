"""Rows of printed tables -> figures of a table made of blocks, each with its header (table 2)."""

from __future__ import annotations

from collections.abc import Sequence

from xl_tools.edition import Block, Line, Table
from xl_tools.records import NamedTuple
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.align import Match, align
from xl_tools.sources.printed.columns import below, headers_of, is_blank, pick
from xl_tools.sources.printed.found import Found, missing_lines
from xl_tools.sources.printed.matrix import Labelled
from xl_tools.sources.printed.values import Cell, Row
from xl_tools.sources.printed.wording import BLANKS, is_wordy, joined, likeness, resemblance


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
    if not own or not all(map(is_wordy, own)):
        return False
    stub = essence(own[0])
    columns = (column for block in table.blocks for column in block.columns)
    return any(stub == essence(block.stub) for block in table.blocks) or any(
        likeness(own, column) for column in columns
    )


def _under_headers(rows: Sequence[Row], table: Table) -> list[Under]:
    header: tuple[Cell, ...] = ()
    found = []
    captions = {essence(table.caption), essence(table.number + table.caption), ""}
    headings = captions | {essence(block.heading) for block in table.blocks}
    goes_on = False
    for row in rows:
        is_head = is_header(row, table)
        if is_head:
            header = (*header, *row.cells) if goes_on else row.cells
        elif (
            joined([cell.text for cell in row.cells])
            and not {essence(cell.text) for cell in row.cells} <= headings
        ):
            found.append(Under(Labelled(row, tuple(_names(row))), header))
        goes_on = is_head
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
    headers = _figure_headers(one.header, block, cells)
    columns = _columns(headers, block)
    known = [column for column in columns if column is not None]
    found.take_likeness(line, label, row, match.likeness)
    # Half of what tells the editions apart stands in the header.
    found.likeness -= match.likeness / 2 * (1 - _fit(one.header, block))
    taken = below(cells, headers) or _beside(pick(cells, len(columns), None), headers, cells)
    if not known or not taken:
        found.set_aside(row)
        return
    for column, cell in zip(columns, taken, strict=True):
        if column is not None:
            found.put([f"{found.table.id}.{line.id}.{column.id}"], [cell], row)
        elif not is_blank(cell):
            found.set_aside(row, [row.cells[0], cell])


def _beside(taken: list[Cell], headers: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell]:
    """The cells, unless it is open which header each of them stands under."""
    apart = {cell.column - head.column for cell, head in zip(taken, headers, strict=False)}
    if len(apart) > 1 and any(map(is_blank, taken)):
        return []
    # Where only the stub was lost, the first header stands above the label.
    moved = headers and taken and cells[0].column <= headers[0].column < taken[0].column
    return [] if moved else taken


def _columns(cells: Sequence[Cell], block: Block) -> list[Line | None]:
    """The columns as printed: None for one that the form does not have."""
    if not cells:
        return list(block.columns)
    placed = headers_of(cells, block.columns)
    lines = {placed[line.id]: line for line in block.columns if line.id in placed}
    return [lines.get(cell) for cell in cells]


def _figure_headers(header: Sequence[Cell], block: Block, figures: Sequence[Cell]) -> list[Cell]:
    """The header cells but for blank ones and the stub, which may be misprinted."""
    stub = essence(block.stub)
    own = [cell for cell in header if not is_blank(cell) and essence(cell.text) != stub]
    first = min((cell.column for cell in figures), default=0)
    if own and own[0].column < first and not _is_like(own[0].text, block.columns):
        own.pop(0)
    return own


def _is_like(text: str, columns: Sequence[Line]) -> bool:
    return any(likeness([text], line) or resemblance([text], line) for line in columns)


def _fit(header: Sequence[Cell], block: Block) -> float:
    """How much of the block's own header is printed."""
    texts = [cell.text for cell in header if not is_blank(cell)]
    return sum(likeness(texts, line) for line in block.columns) / len(block.columns)
