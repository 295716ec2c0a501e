"""Printed tables -> the rows of each official table, one list for each time it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from xl_tools.edition import Editions, Table
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.values import Cell, PrintedTable, Row
from xl_tools.sources.printed.wording import is_wordy, joined, keys_of

# Two copies of the form with all their page headers have fewer rows.
MOST_ROWS: Final = 400


class Words(NamedTuple):
    """Wording of the form: in which tables it stands, and which of it labels a row."""

    tables: Mapping[str, frozenset[str]]
    rows: frozenset[str]


class Strips(NamedTuple):
    """The rows of each official table, as often as it is printed, and all other tables."""

    rows: Mapping[str, list[list[Row]]]
    others: tuple[PrintedTable, ...]


@lru_cache(maxsize=8)
def words_of(editions: Editions) -> Words:
    """The wording of all editions."""
    tables: dict[str, set[str]] = {}
    rows: set[str] = set()
    groups: set[str] = set()
    for edition in editions:
        for table in edition.tables.values():
            for text in _texts(table):
                for key in keys_of(text):
                    tables.setdefault(key, set()).add(table.id)
            rows |= {essence(line.label) for line in table.all_rows()}
            groups |= {essence(group) for line in table.all_rows() for group in line.group}
    # What labels a row in one edition may be the name of a group in another.
    return Words({key: frozenset(ids) for key, ids in tables.items()}, frozenset(rows - groups))


def _texts(table: Table) -> Iterable[str]:
    lines = (*table.all_rows(), *table.columns)
    yield from (line.label for line in lines)
    yield from (group for line in lines for group in line.group)
    for block in table.blocks:
        yield from (block.heading, block.stub, *(column.label for column in block.columns))
    yield from (table.corner, table.columns_title)


def strips_of(tables: Sequence[PrintedTable], editions: Editions) -> Strips:
    """The rows in reading order, by what most of their wording says they are."""
    words = words_of(editions)
    found: dict[str, list[Row]] = {}
    others: list[PrintedTable] = []
    for table in (_with_whole_words(table, words) for table in tables):
        named = _named(table.rows(), words)
        if not named:
            others.append(table)
        for name, row in named:
            found.setdefault(name, []).append(row)
    for name, rows in found.items():
        if len(rows) > MOST_ROWS:
            where = rows[0].table.where
            raise Refusal(f"{where}行数太多，不像年度报告的表", "请检查是不是选错了文件")
        found[name] = rows
    return Strips({name: _copies(rows, words) for name, rows in found.items()}, tuple(others))


def _with_whole_words(table: PrintedTable, words: Words) -> PrintedTable:
    """The table, a label put together whose halves stand in two cells, one below the other."""
    halves = [c for c in table.cells if essence(c.text) not in words.tables and is_wordy(c.text)]
    below = {(cell.row, cell.column, cell.columns): cell for cell in halves}
    whole: dict[Cell, Cell | None] = {}
    for cell in halves:
        rest = below.get((cell.row + cell.rows, cell.column, cell.columns))
        if rest is not None and essence(cell.text + rest.text) in words.tables:
            text, rows = cell.text + rest.text, cell.rows + rest.rows
            whole |= {cell: cell._replace(text=text, rows=rows), rest: None}
    if not whole:
        return table
    cells = (whole.get(cell, cell) for cell in table.cells)
    return table._replace(cells=tuple(cell for cell in cells if cell is not None))


def _named(rows: Sequence[Row], words: Words) -> list[tuple[str, Row]]:
    """Each row with its table; a row that does not say goes with the one above it."""
    votes = [_vote(row, words) for row in rows]
    current = next((name for name in votes if name), "")
    named = []
    for row, name in zip(rows, votes, strict=True):
        current = name or current
        if current:
            named.append((current, row))
    return named


def _vote(row: Row, words: Words) -> str:
    votes: dict[str, int] = {}
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    for key in map(essence, dict.fromkeys((*texts, joined(texts[:2])))):
        if key in words.tables and len(words.tables[key]) == 1:
            (name,) = words.tables[key]
            votes[name] = votes.get(name, 0) + 1
    return max(votes, key=votes.__getitem__, default="")


def _copies(rows: Sequence[Row], words: Words) -> list[list[Row]]:
    """The rows cut where a label comes again: the table is printed more than once."""
    copies: list[list[Row]] = []
    seen: set[str] = set()
    current: list[Row] = []
    for row in rows:
        own = {essence(cell.text) for cell in row.cells} & words.rows
        if own & seen:
            end = _end_of_copy(current, words)
            copies.append(current[:end])
            current, seen = current[end:], set()
        current.append(row)
        seen |= own
    return [*copies, current]


def _end_of_copy(rows: Sequence[Row], words: Words) -> int:
    """Where the headers begin that stand at the end of these rows: they belong to the next copy."""
    end = len(rows)
    while end and _is_heading(rows[end - 1], words):
        end -= 1
    return end or len(rows)


def _is_heading(row: Row, words: Words) -> bool:
    """Is a row mere wording that labels no figures?"""
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    return all(map(is_wordy, texts)) and words.rows.isdisjoint(map(essence, texts))
