"""Rows of printed tables -> figures of a table with labels at the left and above (table 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_tools.edition import Line, Table
from xl_tools.records import NamedTuple
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.align import Match, align
from xl_tools.sources.printed.columns import pick, printed_columns, trimmed, usual_start
from xl_tools.sources.printed.found import Found, Glued, missing_lines
from xl_tools.sources.printed.values import Cell, Row
from xl_tools.sources.printed.wording import DIGITS, is_wordy, joined, likeness, resemblance

MOST_LABELS = 4


class Labelled(NamedTuple):
    """A row with the texts it may be known by, each with the number of cells it takes."""

    row: Row
    names: tuple[tuple[str, int], ...]

    def texts(self) -> list[str]:
        """The texts alone."""
        return [text for text, _ in self.names]

    def figures(self, line: Line) -> tuple[str, tuple[Cell, ...]]:
        """The text that is the line's label, and the cells after it."""
        scored = [(likeness([text], line), end, text) for text, end in self.names]
        if not any(score for score, _, _ in scored):
            scored = [(resemblance([text], line), end, text) for text, end in self.names]
        _, end, text = max(scored)
        return text, self.row.cells[end:]


def read_matrix(rows: Sequence[Row], table: Table) -> Found:
    """The figures of one edition's table in these rows, and whatever else they say."""
    found = Found(table)
    known = words_of_header(table)
    headers = [row for row in rows if is_header(row, known)]
    labelled = [Labelled(row, tuple(_names(row))) for row in rows if row not in headers]
    labelled = [one for one in labelled if one.names or any(c.text.strip() for c in one.row.cells)]
    matches = align([one.texts() for one in labelled], table.rows)
    found.printed = len(labelled)
    _place(found, labelled, matches, _first_header(rows, headers))
    taken = {match.row for match in matches}
    for number, one in enumerate(labelled):
        if number not in taken and not _is_known(one.row, table):
            found.set_aside(one.row)
    gone = missing_lines(table.rows, matches)
    if gone:
        found.notes.append(f"{table.number}没有印出{'、'.join(f'“{label}”' for label in gone)}")
    return found


class HeaderWords(NamedTuple):
    """The wording of a header: all of it, and what stands in no other row."""

    known: frozenset[str]
    titles: frozenset[str]


def words_of_header(table: Table) -> HeaderWords:
    """What the header of a table says."""
    words = {line.label for line in table.columns} | {g for c in table.columns for g in c.group}
    titles = frozenset(map(essence, (table.corner, table.columns_title)))
    return HeaderWords(titles.union(map(essence, words)), titles)


def is_header(row: Row, words: HeaderWords) -> bool:
    """Does a row hold words of the header and nothing that could be a figure?"""
    own = [key for cell in row.cells if (key := essence(cell.text))]
    return not any(map(str.isdecimal, own)) and (
        not words.titles.isdisjoint(own) or sum(map(words.known.__contains__, own)) >= 2
    )


def _first_header(rows: Sequence[Row], headers: Sequence[Row]) -> list[Row]:
    """The rows of the first header; on further pages it is only repeated."""
    first: list[Row] = []
    for row in rows:
        if row in headers:
            first.append(row)
        elif first:
            break
    return first


def _names(row: Row) -> Iterator[tuple[str, int]]:
    """The texts at the left of a row, single and put together, with where each ends."""
    texts: list[str] = []
    for end, cell in enumerate(row.cells, start=1):
        if is_wordy(cell.text) or (not cell.text.strip() and not texts):
            texts.append(cell.text)
        elif cell.text.strip():
            break
        if len(texts) > MOST_LABELS:
            break
        if cell.text.strip():
            yield from ((name, end) for name in dict.fromkeys(
                (joined([cell.text]), joined(texts[-2:]), joined(texts))
            ))  # fmt: skip


def _is_known(row: Row, table: Table) -> bool:
    """Does a row without a line of its own only repeat groups or the caption of the table?"""
    groups = {essence(group) for line in table.rows for group in line.group}
    known = groups | {essence(table.caption), essence(table.number + table.caption), ""}
    return all(essence(cell.text) in known for cell in row.cells)


def _place(
    found: Found, labelled: list[Labelled], matches: list[Match], header: Sequence[Row]
) -> None:
    table = found.table
    rows = [(table.rows[m.line], labelled[m.row], m.likeness) for m in matches]
    after = [one.figures(line) for line, one, _ in rows]
    columns = printed_columns(header, table.columns, [cells for _, cells in after])
    start = usual_start([cells for _, cells in after], len(columns)) if columns else None
    for (line, one, alike), (label, cells) in zip(rows, after, strict=True):
        found.take_likeness(line, label, one.row, alike)
        names = [f"{table.id}.{line.id}.{column.id}" for column in columns or ()]
        taken = pick(cells, len(names), start) if names else []
        if taken:
            found.put(names, taken, one.row)
        else:
            _keep_apart(found, one.row, cells, names)


def _keep_apart(found: Found, row: Row, cells: Sequence[Cell], names: Sequence[str]) -> None:
    """Figures that run together may come apart by their sums; anything else is asked."""
    texts = ["".join(cell.text.split()) for cell in cells if cell.text.strip()]
    if (
        texts
        and len(trimmed(cells, 0)) < len(names)
        and all(DIGITS.fullmatch(text) for text in texts)
    ):
        found.glued.append(Glued(tuple(names), tuple(texts), row.where()))
    else:
        found.set_aside(row)
