"""The printed report as a value: blocks in reading order, and where each came from."""

from __future__ import annotations

from collections.abc import Mapping

from xl_tools.document.profile import STANDARD, Profile
from xl_tools.edition import Table
from xl_tools.grid import Grid
from xl_tools.records import NamedTuple


class Title(NamedTuple):
    """The title of the report, one text a line."""

    lines: tuple[str, ...]


class Paragraph(NamedTuple):
    """A paragraph of body text; with `keep` its end stands on the page of what follows."""

    text: str
    keep: bool = False


class Heading(NamedTuple):
    """A heading of level 1 to 3.

    A run-in heading has a `body`, the rest of its paragraph, and may be told to `keep` as a
    paragraph is. With `new_page` it opens a page.
    """

    level: int
    text: str
    body: str = ""
    new_page: bool = False
    keep: bool = False


class TableBlock(NamedTuple):
    """A table with the text of each figure by cell id; a blank figure has an empty text.

    `together` holds all its rows on one page; with `new_page` it opens one.
    """

    grid: Grid
    texts: Mapping[str, str]
    together: bool
    new_page: bool = False

    @property
    def table(self) -> Table:
        """The table of the form that is printed."""
        return self.grid.table


class Signature(NamedTuple):
    """The name of the organ below the text, so many characters from the right margin."""

    text: str
    indent: float


class Date(NamedTuple):
    """The date below the signature, so many characters from the right margin."""

    text: str
    indent: float
    first: bool = False


Block = Title | Paragraph | Heading | TableBlock | Signature | Date


class Origin(NamedTuple):
    """Where a block came from: the sheet of the workbook, the part of the report, the paragraph.

    `part` is "title", "preface", a section's id, "signature" or "date"; `number` counts the
    paragraphs of that part from 1 and is 0 where there is nothing to count.
    """

    sheet: str
    part: str
    number: int = 0


class Document(NamedTuple):
    """A report ready to be written; `places` names the origin of each block."""

    title: str
    organ: str
    subject: str
    date: str
    blocks: tuple[Block, ...]
    places: tuple[Origin, ...]
    profile: Profile = STANDARD

    def tables(self) -> tuple[TableBlock, ...]:
        """The tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, TableBlock))

    def paragraphs(self) -> list[str]:
        """The text of every paragraph outside the tables, in order."""
        return [text for block in self.blocks for text in _texts(block)]


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Title):
        return block.lines
    if isinstance(block, TableBlock):
        return ()
    return (block.text + block.body,) if isinstance(block, Heading) else (block.text,)
