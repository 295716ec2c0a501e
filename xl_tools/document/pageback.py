"""HTML -> what it says, by our reader of websites; compared with the Document."""

from __future__ import annotations

from typing import Final

from xl_tools.document.blocks import Document, TableBlock
from xl_tools.document.readback import NotAsComposed, same_paragraphs
from xl_tools.grid import Box
from xl_tools.sources.printed import Cell, PrintedTable
from xl_tools.sources.webpage import printed_page

BODY: Final = "<body>"


def verify_page(html: bytes, document: Document) -> None:
    """Raise NotAsComposed unless a page or a fragment says exactly what the document does."""
    _verify(html, document, merged=True)


def verify_unmerged(html: bytes, document: Document) -> None:
    """The same of a fragment in which every cell of the grid stands on its own."""
    _verify(html, document, merged=False)


def _verify(html: bytes, document: Document, *, merged: bool) -> None:
    text = html.decode()
    printed = printed_page(text[max(0, text.find(BODY)) :])
    # The reader passes over a paragraph in which nothing is to be seen.
    wanted = [shown for text in document.paragraphs() if (shown := _shown(text))]
    same_paragraphs(wanted, [one.text for one in printed.paragraphs()])
    tables, blocks = printed.tables(), document.tables()
    if len(tables) != len(blocks):
        raise NotAsComposed(f"{len(tables)} tables instead of {len(blocks)}")
    for block, table in zip(blocks, tables, strict=True):
        _same_table(block, table, merged=merged)


def _shown(text: str) -> str:
    """A text as the reader of pages gives it: a blank that holds words together is a blank."""
    lines = (line.strip(" \t\r\n\u3000\u200b\ufeff") for line in _plain(text).split("\n"))
    return "\n".join(filter(None, lines))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _same_table(block: TableBlock, table: PrintedTable, *, merged: bool) -> None:
    found = {(c.row, c.column): (_spans(c, merged=merged), c.text) for c in table.cells}
    for box in block.grid.boxes:
        spans, text = found.pop((box.row, box.column), ((0, 0), ""))
        # Fixed wording may stand on two lines.
        said = text if box.figure else text.replace("\n", "")
        wanted = _shown(block.texts[box.figure.id] if box.figure else box.text)
        if said != wanted or spans != _spans(box, merged=merged):
            place = box.figure.id if box.figure else f"{block.table.number} {box.row, box.column}"
            raise NotAsComposed(f"{place}: {said!r} {spans}, not {wanted!r}")
    if any(text for _, text in found.values()) or (found and merged):
        raise NotAsComposed(f"{block.table.number}: cells too many: {list(found)}")


def _spans(cell: Cell | Box, *, merged: bool) -> tuple[int, int]:
    return (cell.rows, cell.columns) if merged else (1, 1)
