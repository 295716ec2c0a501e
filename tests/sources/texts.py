"""Composed reports as plain text: what is left when somebody copies a page."""

from __future__ import annotations

from collections.abc import Iterator

from xl_tools.document import Document
from xl_tools.document.blocks import Heading, TableBlock, Title
from xl_tools.grid import Box

LAYOUTS = ("tabs", "blanks", "one cell a line", "markdown")


def text(document: Document, layout: str = "tabs", *, wrap: int = 0) -> str:
    """The document as text; with `wrap` lines of so many characters, paragraphs indented."""
    return "\n".join(_lines(document, layout, wrap))


def _lines(document: Document, layout: str, wrap: int) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Title):
            yield from block.lines
        elif isinstance(block, TableBlock):
            yield from table_lines(block, layout)
        else:
            words = block.text + (block.body if isinstance(block, Heading) else "")
            words = f"　　{words}" if wrap else words
            if layout == "markdown" and isinstance(block, Heading):
                words = f"## **{block.text}**{block.body}"
            yield from (words[at : at + wrap or None] for at in range(0, len(words), wrap or 10**6))


def table_lines(block: TableBlock, layout: str) -> Iterator[str]:
    """The rows of a table; "glued" leaves nothing between the figures of a row."""
    for row in range(block.grid.height):
        boxes = sorted((b for b in block.grid.boxes if b.row == row), key=lambda b: b.column)
        labels = [box.text for box in boxes if box.figure is None]
        figures = [block.texts[box.figure.id] for box in boxes if box.figure is not None]
        if layout == "tabs":
            yield _tabbed(block, boxes)
        elif layout == "markdown":
            yield f"| {' | '.join(_tabbed(block, boxes).split(chr(9)))} |"
            if not row:
                yield f"|{'---|' * block.grid.width}"
        elif layout == "blanks":
            yield " ".join((*labels, *figures))
        elif layout == "glued":
            yield "".join((*labels[-1:], *figures)) if figures else " ".join(labels)
        else:
            yield from (*labels, *figures)


def _tabbed(block: TableBlock, boxes: list[Box]) -> str:
    cells = [""] * block.grid.width
    for box in boxes:
        cells[box.column] = block.texts[box.figure.id] if box.figure else box.text
    return "\t".join(cells)
