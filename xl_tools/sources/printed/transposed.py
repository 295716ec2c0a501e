"""Rows of printed tables -> figures of a table whose rows stand side by side (table 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from xl_tools.edition import Line, Table
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.columns import is_blank, pick
from xl_tools.sources.printed.found import Found, Glued
from xl_tools.sources.printed.order import by_position, is_in_order, lines_above
from xl_tools.sources.printed.values import Cell, Row
from xl_tools.sources.printed.wording import DIGITS, is_wordy, joined, likeness, resemblance

YEAR_LABEL: Final = re.compile("20[0-9]{2}年|上年|去年")


def read_transposed(rows: Sequence[Row], table: Table) -> Found:
    """The figures of one edition's table in these rows, and whatever else they say."""
    found = Found(table)
    words = _words(table)
    headers = [row for row in rows if _is_header(row, words)]
    data = [row for row in rows if row not in headers and _says_something(row, rows, headers)]
    _take_headers(found, headers)
    found.printed = len(table.rows)
    names = [figure.id for figure in table.figures]
    if _are_several(data, len(names)):
        found.notes.append(f"{table.number}有几行数，分不清哪一行是本年度的，请照原件填写")
        for row in data:
            found.set_aside(row)
        return found
    if not is_in_order(headers, table):
        _place_below(found, data, headers)
        return found
    start = min((head.column for head in _known(headers, words)), default=None)
    _place(found, data, headers, start)
    return found


def _place_below(found: Found, data: Sequence[Row], headers: Sequence[Row]) -> None:
    """Columns in another order than the form's: each figure belongs to the headers above it."""
    number = found.table.number
    for row in data:
        cells = _figures(row)
        above = [head for head in headers if head.table == row.table]
        names = [] if found.figures else by_position(above, cells, found.table)
        if names:
            found.put(names, cells, row)
        else:
            found.set_aside(row)
    said = "按表头对应，请核对" if found.figures else "没有读入，请照原件填写"
    found.notes.append(f"{number}各列的先后与官方格式不同，{said}")


def _words(table: Table) -> frozenset[str]:
    lines = (*table.rows, *table.columns)
    groups = [group for line in lines for group in line.group]
    known = (*groups, *(line.label for line in lines), table.caption, table.number + table.caption)
    return frozenset(map(essence, known))


def _is_header(row: Row, words: frozenset[str]) -> bool:
    own = [essence(cell.text) for cell in row.cells if not is_blank(cell)]
    return bool(own) and sum(key in words for key in own) * 2 >= len(own)


def _known(headers: Sequence[Row], words: frozenset[str]) -> list[Cell]:
    return [
        cell
        for row in headers
        for cell in row.cells
        if not is_blank(cell) and essence(cell.text) in words
    ]


def _says_something(row: Row, rows: Sequence[Row], headers: Sequence[Row]) -> bool:
    """Does a row hold anything, or at least stand below the header where figures belong?"""
    if any(not is_blank(cell) for cell in row.cells):
        return True
    return bool(headers) and rows.index(row) > rows.index(headers[-1])


def _take_headers(found: Found, headers: Sequence[Row]) -> None:
    """Labels as they are printed; they tell whether the table is this one."""
    cells = [(cell, row) for row in headers for cell in row.cells if not is_blank(cell)]
    for line in found.table.rows:
        label, row, alike = _label(line, cells)
        if row is not None:
            found.take_likeness(line, label, row, alike)
    texts = [cell.text for cell, _ in cells]
    if not all(likeness(texts, column) for column in found.table.columns):
        found.notes.append(f"{found.table.number}的表头不全，按顺序对应")


def _label(line: Line, cells: Sequence[tuple[Cell, Row]]) -> tuple[str, Row | None, float]:
    for alike in (likeness, resemblance):
        scored = [(alike([cell.text], line), -n) for n, (cell, _) in enumerate(cells)]
        score, number = max(scored, default=(0.0, 0))
        if score:
            cell, row = cells[-number]
            return cell.text, row, score
    return "", None, 0.0


def _place(found: Found, data: Sequence[Row], headers: Sequence[Row], start: int | None) -> None:
    """One row holds all figures; where the table was cut in two, each part has its own."""
    names = [figure.id for figure in found.table.figures]
    for row in data:
        if found.figures or found.glued or not _take(found, row, names, start):
            _put_together(found, row, [*headers, *data], start)


def _are_several(data: Sequence[Row], count: int) -> bool:
    """Do rows bear names of their own, such as two years?"""
    full = [row for row in data if len(_figures(row)) >= count]
    names = {joined([c.text for c in row.cells[: -len(_figures(row))]]) for row in full}
    years = set(filter(YEAR_LABEL.search, (joined([row.cells[0].text]) for row in data)))
    return max(len(names), len(years)) > 1


def _take(found: Found, row: Row, names: list[str], start: int | None) -> bool:
    cells = _from(start, row)
    taken = pick(cells, len(names), start)
    if not taken and _all_the_same(cells, len(names)):
        taken = cells[: len(names)]
        found.notes.append(f"{found.table.number}多印了 {len(cells) - len(names)} 格，各格相同")
    texts = ["".join(cell.text.split()) for cell in cells if not is_blank(cell)]
    if taken:
        found.put(names, taken, row)
        label = joined([row.cells[0].text])
        found.labelled = label if YEAR_LABEL.search(label) else ""
    elif texts and len(texts) < 5 and all(DIGITS.fullmatch(text) for text in texts):
        found.glued.append(Glued(tuple(names), tuple(texts), row.where()))
    return bool(taken) or bool(found.glued)


def _from(start: int | None, row: Row) -> list[Cell]:
    """The figures of a row, without what stands to the left of the header."""
    return [cell for cell in _figures(row) if start is None or cell.column >= start]


def _figures(row: Row) -> list[Cell]:
    """The cells of a row without a label at its left."""
    cells = list(row.cells)
    while cells and is_wordy(cells[0].text):
        cells.pop(0)
    return cells


def _all_the_same(cells: Sequence[Cell], count: int) -> bool:
    """Does it not matter which cell is the one too many?"""
    return len(cells) > count and len({cell.text.strip() for cell in cells}) == 1


def _own_headers(row: Row, rows: Sequence[Row]) -> list[Row]:
    """The rows right above this one that show no figures."""
    above = [one for one in rows if one.table == row.table and one.cells[0].row < row.cells[0].row]
    last = max((one.cells[0].row for one in above if _figures(one)), default=-1)
    return [one for one in above if one.cells[0].row > last]


def _put_together(found: Found, row: Row, rows: Sequence[Row], start: int | None) -> None:
    """The next part of a table that was cut: the groups that its own header names."""
    own = lines_above(_own_headers(row, rows), found.table)
    names = [f"{found.table.id}.{line.id}.{c.id}" for line in own for c in found.table.columns]
    cells = _from(start, row)
    taken = any(name in found.figures for name in names)
    if cells and len(cells) == len(names) and not taken and not found.glued:
        found.put(names, cells, row)
    else:
        found.set_aside(row)
