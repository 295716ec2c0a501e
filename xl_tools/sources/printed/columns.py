"""Cells of a printed row -> the figures of its columns, or nothing where that is not certain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from xl_tools.edition import Line
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.values import Cell, Row
from xl_tools.sources.printed.wording import BLANKS, is_wordy, likeness, resemblance

Alike = Callable[[Sequence[str], Line], float]


def printed_columns(
    header: Sequence[Row], lines: Sequence[Line], figures: Sequence[Sequence[Cell]]
) -> tuple[Line, ...] | None:
    """The official columns in the order they are printed in, after the header; None: unclear.

    Merged cells are often lost, and with them what stands above what: where the headers do not
    stand right above the figures, only what follows what in one printed row tells the order.
    """
    rows = {id(cell): number for number, row in enumerate(header) for cell in row.cells}
    cells = [cell for row in header for cell in row.cells]
    placed = headers_of(cells, lines)
    if not placed:
        return tuple(lines)  # no header on this page: as the form has it
    known = [line for line in lines if line.id in placed]
    at = [placed[line.id].column for line in known]
    if sorted(at) in _places(figures, len(known)) and _are_below_groups(placed, cells, known):
        return tuple(sorted(known, key=lambda line: placed[line.id].column))
    by_row: dict[int, list[int]] = {}
    for line in known:
        by_row.setdefault(rows[id(placed[line.id])], []).append(placed[line.id].column)
    ordered = all(columns == sorted(columns) for columns in by_row.values())
    if ordered and all(_groups_ascend(row, lines) for row in header):
        return tuple(known)
    groups = {essence(group) for line in lines for group in line.group}
    if len(by_row) > 1 or any(essence(c.text) in groups for row in header for c in row.cells):
        return None
    return tuple(sorted(known, key=lambda line: placed[line.id].column))


def _are_below_groups(
    placed: Mapping[str, Cell], cells: Sequence[Cell], known: Sequence[Line]
) -> bool:
    """Does a cell of its group stand above each header, and of no other group?"""
    groups = {essence(group) for line in known for group in line.group}
    for line in known:
        head = placed[line.id]
        above = {essence(c.text) for c in cells if c.row < head.row and _reaches(c, head.column)}
        if above & groups != {essence(group) for group in line.group}:
            return False
    return True


def _reaches(cell: Cell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.columns


def _places(figures: Sequence[Sequence[Cell]], count: int) -> list[list[int]]:
    """Where the figures of most rows stand, if they are so many."""
    times: dict[tuple[int, ...], int] = {}
    for cells in figures:
        places = tuple([cell.column for cell in trimmed(cells, count)])
        times[places] = times.get(places, 0) + 1
    most = max(times, key=times.__getitem__, default=())
    return [list(most)] if len(most) == count else []


def _groups_ascend(row: Row, lines: Sequence[Line]) -> bool:
    """Do columns and groups of columns follow each other as in the form?"""
    first: dict[str, int] = {}
    for number, line in enumerate(lines):
        for text in (line.label, *line.group):
            first.setdefault(essence(text), number)
    found = [first[key] for cell in row.cells if (key := essence(cell.text)) in first]
    places = [place for place, _ in groupby(found)]
    return all(before < after for before, after in pairwise(places))


def headers_of(cells: Sequence[Cell], lines: Sequence[Line]) -> dict[str, Cell]:
    """The header cell of each line: by its wording, then of the cells left over by likeness."""
    placed: dict[str, Cell] = {}
    for alike in (likeness, resemblance):
        for line in lines:
            free = [cell for cell in cells if cell not in placed.values()]
            found = None if line.id in placed else _best(free, line, alike)
            if found is not None:
                placed[line.id] = found
    return placed


def _best(cells: Sequence[Cell], line: Line, alike: Alike) -> Cell | None:
    scores = [(alike([cell.text], line), -number) for number, cell in enumerate(cells)]
    score, number = max(scores, default=(0.0, 0))
    return cells[-number] if score else None


def is_blank(cell: Cell) -> bool:
    """Is nothing printed in it?"""
    return not cell.text.strip(BLANKS)


def trimmed(cells: Sequence[Cell], count: int) -> list[Cell]:
    """The cells without the blank ones at the ends that are too many."""
    kept = list(cells)
    while len(kept) > count and is_blank(kept[-1]):
        kept.pop()
    while len(kept) > count and is_blank(kept[0]):
        kept.pop(0)
    return kept


def is_plain(cells: Sequence[Cell], count: int) -> bool:
    """Is there only one way to take so many of these cells?"""
    if len(cells) <= count:
        return len(cells) == count
    kept = trimmed(cells, count)
    if len(kept) != count or is_blank(kept[0]) or is_blank(kept[-1]):
        return False
    return kept[0] is cells[0] or not is_wordy(kept[-1].text)  # a remark is no figure


def usual_start(rows: Iterable[Sequence[Cell]], count: int) -> int | None:
    """The printed column in which the figures begin, where all plain rows agree."""
    plain = (trimmed(cells, count) for cells in rows if is_plain(cells, count))
    starts = {cells[0].column for cells in plain}
    return next(iter(starts)) if len(starts) == 1 else None


def pick(cells: Sequence[Cell], count: int, start: int | None) -> list[Cell]:
    """One cell for each column; none at all where there is no certain answer."""
    if is_plain(cells, count):
        return trimmed(cells, count)
    if len(cells) >= count and all(map(is_blank, cells)):
        return list(cells[:count])
    first = next((i for i, cell in enumerate(cells) if cell.column == start), len(cells))
    taken = list(cells[first : first + count])
    rest = [*cells[:first], *cells[first + count :]]
    return taken if len(taken) == count and all(map(is_blank, rest)) else []


def below(cells: Sequence[Cell], headers: Sequence[Cell]) -> list[Cell]:
    """The cells that begin where the headers do; none where that leaves out what is printed."""
    wanted = [cell.column for cell in headers]
    taken = [cell for cell in cells if cell.column in wanted]
    rest = [cell for cell in cells if cell.column not in wanted]
    whole = [cell.column for cell in taken] == wanted
    return taken if wanted and whole and all(map(is_blank, rest)) else []
