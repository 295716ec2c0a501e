"""Paper -> files: a plain writer for pages, Word documents and texts, apart from the product's."""

from __future__ import annotations

import html
import io
import random
import zipfile
from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.sources.paper import Sheet, Spot, Table
from tests.sources.pdfs import BOTTOM, CELL_SIZE, HEIGHT, LEFT, RIGHT, Paper, cell_lines

W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class Printed(NamedTuple):
    """A cell as it is written: how many rows and columns it takes, and where it begins."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def cells(table: Table) -> list[list[Printed]]:
    """The cells that are written in each row."""
    rows = []
    for r, row in enumerate(table.matrix):
        rows.append([cell for c, spot in enumerate(row) for cell in _at(table, spot, r, c)])
    return rows


def _at(table: Table, spot: Spot, row: int, column: int) -> Iterator[Printed]:
    top, left = table.start(spot)
    if spot.spans == "filled":
        yield Printed(spot.text, row, column)
    elif (row, column) == (top, left):
        kept = spot.spans == "kept"
        rows = sum(spot in line for line in table.matrix) if kept else 1
        yield Printed(spot.text, row, column, rows, table.matrix[row].count(spot) if kept else 1)
    elif spot.spans == "blank":
        yield Printed("", row, column)


# ---- pages -------------------------------------------------------------------------------


def page(paper: Sheet, seed: int) -> bytes:
    """A page of some site; the seed chooses how it writes text and in which encoding."""
    chance = random.Random(seed)
    style = chance.choice(("plain", "spans", "breaks"))
    parts = ["<html><head><title>某站</title></head><body><div class=TRS_Editor>"]
    for item in paper.items:
        if isinstance(item, Table):
            parts += _page_table(item, style)
        else:
            parts.append(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{html.escape(item)}</p>")
    parts.append("</div></body></html>")
    return "\n".join(parts).encode(chance.choice(("utf-8", "gb18030")))


def _page_table(table: Table, style: str) -> Iterator[str]:
    yield "<table border=1>"
    for row in cells(table):
        inner = "".join(_page_cell(cell, style) for cell in row)
        yield f"<tr>{inner}</tr>"
    yield "</table>"


def _page_cell(cell: Printed, style: str) -> str:
    spans = f" rowspan={cell.rows}" * (cell.rows > 1) + f" colspan={cell.columns}" * (
        cell.columns > 1
    )
    lines = [html.escape(line) for line in cell.text.split("\n")]
    if style == "spans":
        lines = ["".join(f"<span lang=EN-US>{sign}</span>" for sign in line)
                 if line.isdigit() else line for line in lines]  # fmt: skip
        inner = "".join(f"<p class=MsoNormal>&nbsp;{line}<o:p></o:p></p>" for line in lines)
    else:
        inner = "<br>".join(lines) if style == "breaks" else "".join(f"<p>{x}</p>" for x in lines)
    return f"<td{spans}>{inner}</td>"


# ---- Word documents ----------------------------------------------------------------------


def word(paper: Sheet) -> bytes:
    """A Word document with nothing in it but paragraphs and tables."""
    body = "".join(
        _word_table(item) if isinstance(item, Table) else _word_text(item) for item in paper.items
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{KINDS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        for name, text in members.items():
            to.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def _word_text(text: str) -> str:
    lines = text.split("\n")
    return "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line)}</w:t></w:r></w:p>'
        for line in lines
    )


def _word_table(table: Table) -> str:
    rows = cells(table)
    reaching: dict[int, Printed] = {}
    parts = []
    for number, row in enumerate(rows):
        going_on = [c for c in reaching.values() if c.row < number < c.row + c.rows]
        every = sorted([*row, *going_on], key=lambda cell: cell.column)
        parts.append("<w:tr>" + "".join(_word_cell(cell, number) for cell in every) + "</w:tr>")
        reaching |= {cell.column: cell for cell in row if cell.rows > 1}
    return f"<w:tbl><w:tblPr/>{''.join(parts)}</w:tbl>"


def _word_cell(cell: Printed, row: int) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if cell.rows > 1:
        merge = '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    text = cell.text if row == cell.row else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_word_text(text)}</w:tc>"


# ---- texts -------------------------------------------------------------------------------


def text(paper: Sheet) -> bytes:
    """What is left when a page is copied: cells parted by tabs."""
    lines: list[str] = []
    for item in paper.items:
        if isinstance(item, Table):
            lines += _text_table(item)
        else:
            lines.append(item)
    return "\n".join(lines).encode()


def _text_table(table: Table) -> Iterator[str]:
    for row in cells(table):
        placed = {cell.column: " ".join(cell.text.split("\n")) for cell in row}
        yield "\t".join(placed.get(column, "") for column in range(len(table.matrix[0])))


# ---- PDF ---------------------------------------------------------------------------------


def pdf(paper: Sheet) -> bytes:
    """A PDF with a text layer and drawn tables, columns of one width."""
    to = Paper({})
    for item in paper.items:
        if isinstance(item, Table):
            _pdf_table(to, item)
        else:
            to.paragraph(item)
    return to.file()


def _pdf_table(to: Paper, table: Table) -> None:
    """Each row as high as its longest cell; what a page cuts is drawn on both."""
    width = (RIGHT - LEFT) / len(table.matrix[0])
    rows = _drawn(cells(table))
    heights = [
        max([1, *(_lines(c, width) for c in row if c.rows == 1)]) * (CELL_SIZE + 3) + 6
        for row in rows
    ]
    start = 0
    while start < len(rows):
        to.room(heights[start] * 3)
        end, at = start, to.at
        while end < len(rows) and at - heights[end] >= BOTTOM:
            at -= heights[end]
            end += 1
        tops = [to.at - sum(heights[start:number]) for number in range(start, end + 1)]
        for cell in (cell for row in rows for cell in row):
            first, last = max(cell.row, start), min(cell.row + cell.rows, end)
            if first < last:
                place = (tops[first - start], tops[last - start])
                _pdf_cell(to, cell, width, place, said=(last - first) * 2 >= cell.rows)
        to.at, start = at, end
        if start < len(rows):
            to.room(HEIGHT)


def _drawn(rows: list[list[Printed]]) -> list[list[Printed]]:
    """The cells where a program draws them: each in the first free place of its row."""
    taken: set[tuple[int, int]] = set()
    drawn = []
    for number, row in enumerate(rows):
        own = []
        for cell in row:
            column = next(n for n in range(1000) if (number, n) not in taken)
            own.append(cell._replace(column=column))
            down, along = range(number, number + cell.rows), range(column, column + cell.columns)
            taken |= {(r, c) for r in down for c in along}
        drawn.append(own)
    return drawn


def _lines(cell: Printed, width: float) -> int:
    return sum(1 for _ in cell_lines(cell.text, width * cell.columns))


def _pdf_cell(
    to: Paper, cell: Printed, width: float, place: tuple[float, float], *, said: bool
) -> None:
    top, bottom = place
    left, right = LEFT + cell.column * width, LEFT + (cell.column + cell.columns) * width
    to.rectangle(left, bottom, right - left, top - bottom)
    for number, line in enumerate(cell_lines(cell.text, right - left) if said else (), start=1):
        x = (left + right - len(line) * CELL_SIZE) / 2
        to.write(line, x, top - number * (CELL_SIZE + 3), CELL_SIZE)
