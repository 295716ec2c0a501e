"""Text, blocks, tables and cells as they come -> a printed document."""

from __future__ import annotations

from typing import Final

from xl_tools.refusal import Refusal
from xl_tools.sources.printed.values import (
    MAX_TABLES,
    MAYBE,
    NEVER,
    Item,
    Paragraph,
    Printed,
    PrintedTable,
    Span,
    laid_out,
)
from xl_tools.sources.printed.wording import BLANKS

MAX_DEPTH: Final = 3_000
MAX_NESTED: Final = 30
MAX_ITEMS: Final = 200_000
# A cell with more text than any label or figure of the form holds an article.
LONG_CELL: Final = 200


class _Table:
    """A table while it is read: finished rows, the open row and the items of the open cell."""

    __slots__ = ("articles", "cell", "depth", "nested", "row", "rows", "spans")

    def __init__(self, depth: int) -> None:
        self.rows: list[list[Span]] = []
        self.row: list[Span] | None = None
        self.cell: list[Item] | None = None
        self.spans = (1, 1)
        self.articles: list[Item] = []
        self.nested, self.depth = False, depth


class Flow:
    """Collects a document in reading order.

    A table that holds another table, or an article in one of its cells, is no table of figures:
    its cells are read one after the other.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._items: list[Item] = []
        self._tables: list[_Table] = []
        self._boxes: list[tuple[str, int]] = []
        self._around: dict[int, int] = {}
        self._text: list[str] = []
        self._align, self._joins = "", False
        self._count, self._numbered, self._finished_tables = 0, 0, 0

    # ---- text -------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """A piece of text; it goes on where the last piece ended."""
        self._text.append(text)

    def line_break(self) -> None:
        """A new line that may belong to the same paragraph."""
        self._end_paragraph()
        self._joins = True

    def _end_paragraph(self) -> None:
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        kept = text.strip(BLANKS)
        if not kept:
            return
        # An indent shows that a paragraph of its own begins.
        joins = self._joins and text.lstrip(" \t\r\n")[:1] == kept[0] and text[:2].strip() != ""
        box = self._boxes[-1][1] if self._boxes else 0
        self._put(Paragraph(kept, self._align, MAYBE if joins else NEVER, box))
        self._joins = False

    def _put(self, item: Item) -> None:
        self._count_item()
        self._open_cell().append(item)

    def _count_item(self) -> None:
        self._count += 1
        if self._count > MAX_ITEMS:
            raise Refusal("段落和表格太多，不像一份报告", "请检查是不是选错了文件")

    def _open_cell(self) -> list[Item]:
        """Where items go: the open cell, else what is in its table outside cells, else the page."""
        if not self._tables:
            return self._items
        table = self._tables[-1]
        return table.articles if table.cell is None else table.cell

    # ---- blocks -----------------------------------------------------------------------

    def start_block(self, name: str, align: str = "") -> None:
        """A block of text, or a box around several."""
        self._end_paragraph()
        self._joins = False
        self._align = align or ("" if name != "div" else self._align)
        if name == "p":
            return
        if len(self._boxes) > MAX_DEPTH:
            raise Refusal(f"{self._what}的标记套得太深，不正常", "请在浏览器里重新保存再试")
        self._numbered += 1
        self._around[self._numbered] = self._boxes[-1][1] if self._boxes else 0
        self._boxes.append((name, self._numbered))

    def end_block(self, name: str) -> None:
        """The end of a block; one that was never opened, or is open outside a table, is passed."""
        self._end_paragraph()
        self._align, self._joins = "", False
        if name == "p":
            return
        floor = self._tables[-1].depth if self._tables else 0
        # Only near the top: end tags without a start must not cost a search each.
        for back in range(len(self._boxes) - 1, max(floor, len(self._boxes) - 20) - 1, -1):
            if self._boxes[back][0] == name:
                del self._boxes[back:]
                return

    # ---- tables -----------------------------------------------------------------------

    def start_table(self) -> None:
        """A table; a real one inside a cell makes a mere layout of the table around it."""
        self._end_paragraph()
        if len(self._tables) >= MAX_NESTED:
            raise Refusal(f"{self._what}里的表格套得太深，不正常", "请重新保存再试")
        self._tables.append(_Table(len(self._boxes)))

    def end_table(self) -> None:
        """The end of the innermost table."""
        self._end_paragraph()
        if not self._tables:
            return
        self.end_row()
        table = self._tables.pop()
        del self._boxes[table.depth :]
        if self._tables and not table.nested and _is_piece(table):
            items = table.articles  # a cell that was split by a table of its own
        else:
            items = table.articles if table.nested or not table.rows else self._finished(table)
            if self._tables:
                self._tables[-1].nested = True
        for item in items:
            self._put(item)

    def _finished(self, table: _Table) -> list[Item]:
        cells = [span for row in table.rows for span in row]
        if len(cells) == 1 or any(len(span.text) > LONG_CELL for span in cells):
            return table.articles
        self._finished_tables += 1
        if self._finished_tables > MAX_TABLES:
            raise Refusal("表格太多，不像一份报告", "请检查是不是选错了文件")
        where = f"{self._what}第 {self._finished_tables} 个表格"
        return [PrintedTable(laid_out(table.rows), where, self._boxes[-1][1] if self._boxes else 0)]

    def start_row(self) -> None:
        """A row of the innermost table."""
        if self._tables:
            self.end_row()
            self._tables[-1].row = []

    def end_row(self, *, kept: bool = True) -> None:
        """The end of a row; one that was deleted is not kept."""
        self.end_cell()
        if self._tables and self._tables[-1].row is not None:
            if kept:
                self._tables[-1].rows.append(self._tables[-1].row)
            self._tables[-1].row = None

    def start_cell(self, rows: int = 1, columns: int = 1) -> None:
        """A cell of the open row."""
        if not self._tables:
            return
        self.end_cell()
        table = self._tables[-1]
        if table.row is None:
            table.row = []
        table.cell, table.spans = [], (rows, columns)

    def whole_cell(self, text: str, align: str | None, rows: int, columns: int) -> None:
        """A cell of the open row with a text alone, or, with an `align`, in a paragraph."""
        if not self._tables:
            if align is not None:
                self.start_block("p", align)
            self.say(text)
            self.end_cell()
            return
        table, kept = self._tables[-1], text.strip(BLANKS)
        if self._text or table.cell is not None:
            self.end_cell()
        self._joins = False
        if kept:
            self._count_item()
            box = self._boxes[-1][1] if self._boxes else 0
            shown = self._align if align is None else align
            table.articles.append(Paragraph(kept, shown, NEVER, box))
        if table.row is None:
            table.row = []
        table.row.append(Span(kept, rows, columns))
        if align is not None:
            self._align = ""

    def reach(self, *, rows: int | None = None, columns: int | None = None) -> None:
        """How far the open cell reaches; 0 rows: it goes on with the cell above."""
        if self._tables:
            old = self._tables[-1].spans
            self._tables[-1].spans = (
                old[0] if rows is None else rows, old[1] if columns is None else columns
            )  # fmt: skip

    def end_cell(self) -> None:
        """The end of a cell: its paragraphs become the lines of its text."""
        self._end_paragraph()
        if not self._tables or self._tables[-1].cell is None:
            return
        table = self._tables[-1]
        items, table.cell = table.cell or [], None
        table.articles += items
        text = "\n".join(item.text for item in items if isinstance(item, Paragraph))
        if table.row is not None:
            table.row.append(Span(text, *table.spans))

    # ---- the whole --------------------------------------------------------------------

    def printed(self, file: str) -> Printed:
        """The document; tables that were never closed end here."""
        self._end_paragraph()
        while self._tables:
            self.end_table()
        return Printed(tuple(self._items), file, boxes=self._around)


def _is_piece(table: _Table) -> bool:
    """Is it a row or a column of a few cells?"""
    widest = max(map(len, table.rows), default=0)
    return sum(map(len, table.rows)) <= 4 and (len(table.rows) <= 1 or widest <= 1)
