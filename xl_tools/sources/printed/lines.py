"""Lines of text in which tables were lost -> tables: cells parted by tabs, blanks or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from xl_tools.edition import Editions
from xl_tools.records import NamedTuple
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.strips import words_of
from xl_tools.sources.printed.values import Cell, Item, Paragraph, Printed, PrintedTable
from xl_tools.sources.printed.wording import BLANKS, is_wordy, keys_of

# A label with its figures put right behind it.
LABEL_AND_DIGITS: Final = re.compile(r"(.*[^0-9\s.．-])\s*([0-9][0-9\s]*)")
FIGURES: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|[/／—–_-]|无|[+-][0-9]+|[0-9]+元)(?:\s|$)")
LONGEST: Final = 400  # a longer line is text


class Words(NamedTuple):
    """Wording of the form, and that which begins a row of figures."""

    known: frozenset[str]
    rows: frozenset[str]


class Line(NamedTuple):
    """A line that belongs to a table: its cells, and whether tabs part them."""

    cells: tuple[str, ...]
    tabbed: bool
    number: int
    box: int


def with_tables(printed: Printed, editions: Editions) -> Printed:
    """The document, lines turned into tables where no table of it holds wording of the form."""
    words = _words(editions)
    if any(_speaks_of(table, words) for table in printed.tables()):
        return printed
    return printed._replace(items=tuple(_items(printed.items, words)))


@lru_cache(maxsize=8)
def _words(editions: Editions) -> Words:
    tables = (table for edition in editions for table in edition.tables.values())
    beside = (t for t in tables if t.layout != "transposed")
    rows = {key for table in beside for line in table.all_rows() for key in keys_of(line.label)}
    known = frozenset(words_of(editions).tables)
    # A word such as 其他 heads a column too.
    heads = {essence(c.label) for e in editions for t in e.tables.values() for c in t.columns}
    return Words(known, frozenset(rows - heads))


def is_known_text(text: str, editions: Editions) -> bool:
    """Is it wording that the tables of the form hold?"""
    return not _words(editions).known.isdisjoint(keys_of(text))


def _speaks_of(table: PrintedTable, words: Words) -> bool:
    return sum(essence(cell.text) in words.known for cell in table.cells) >= 2


def _items(items: Iterable[Item], words: Words) -> Iterator[Item]:
    held: list[Line] = []
    for number, item in enumerate(items, start=1):
        line = _line(item, number, words, inside=bool(held)) if _is_line(item) else None
        if line is not None:
            held.append(line)
            continue
        yield from _table(held, words)
        held = []
        yield item
    yield from _table(held, words)


def _is_line(item: Item) -> bool:
    return isinstance(item, Paragraph) and len(item.text) <= LONGEST


def _line(item: Item, number: int, words: Words, *, inside: bool) -> Line | None:
    """The cells of a line that belongs to a table."""
    if not isinstance(item, Paragraph):
        return None
    if "\t" in (item.text if inside else item.text.lstrip(BLANKS)):
        return Line(tuple(item.text.rstrip("\r\n").split("\t")), True, number, item.box)
    cells = _cells(item.text.split(), words)
    figures_only = bool(cells) and not any(map(is_wordy, cells))
    return Line(cells, False, number, item.box) if cells and (inside or not figures_only) else None


def _cells(tokens: Sequence[str], words: Words) -> tuple[str, ...]:
    """The tokens as known wording and figures; none at all where something else is said."""
    cells: list[str] = []
    at = 0
    while at < len(tokens):
        end = next((e for e in range(len(tokens), at, -1) if _is_known(tokens[at:e], words)), at)
        glued = LABEL_AND_DIGITS.fullmatch("".join(tokens[at:])) if end == at else None
        if end > at:
            cells.append("".join(tokens[at:end]))
        elif FIGURES.fullmatch(tokens[at]):
            cells.append(tokens[at])
            end = at + 1
        elif glued and _is_known([glued[1]], words):
            return (*cells, glued[1], glued[2])
        else:
            return ()
        at = end
    return tuple(cells)


def _is_known(tokens: Sequence[str], words: Words) -> bool:
    text = "".join(tokens)
    return is_wordy(text) and not words.known.isdisjoint(keys_of(text))


# ---- lines -> table --------------------------------------------------------------------


def _table(lines: Sequence[Line], words: Words) -> Iterator[Item]:
    if not lines:
        return
    rows = list(_tabbed(lines) if any(line.tabbed for line in lines) else _streamed(lines, words))
    cells = [
        Cell(text.strip(BLANKS), number, column, place=f"第 {line} 行第 {column + 1} 格")
        for number, (line, texts) in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    yield PrintedTable(tuple(cells), "正文", lines[0].box)


def _tabbed(lines: Iterable[Line]) -> Iterator[tuple[int, Sequence[str]]]:
    for line in lines:
        yield line.number, line.cells


def _streamed(lines: Iterable[Line], words: Words) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of cells that follow each other, however they are spread over lines."""
    row: list[str] = []
    first, labelled = 0, False
    for line in lines:
        for number, text in enumerate(line.cells):
            wordy = is_wordy(text)
            label = wordy and essence(text) in words.rows
            # What stands above what in a header, only its lines can tell.
            header = number == 0 and not labelled and all(map(is_wordy, row))
            if row and (label or header or _begins_row(row, wordy=wordy, labelled=labelled)):
                yield first, row
                row, labelled = [], False
            first = first if row else line.number
            labelled = labelled or label
            row.append(text)
    yield first, row


def _begins_row(row: Sequence[str], *, wordy: bool, labelled: bool) -> bool:
    """Wording ends a row of figures, and the first figure ends a row of mere headers."""
    if wordy:
        return labelled or not is_wordy(row[-1])
    return not labelled and is_wordy(row[-1])
