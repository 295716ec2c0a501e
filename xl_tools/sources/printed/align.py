"""Printed rows and official lines -> which row is which line, in order."""

from __future__ import annotations

from collections.abc import Sequence

from xl_tools.edition import Line
from xl_tools.records import NamedTuple
from xl_tools.sources.printed.wording import SYNONYM, Words, resemblance

# Texts by which one printed row may be known.
Names = Sequence[str]


class Match(NamedTuple):
    """A printed row and the official line it was taken for, by numbers; how sure that is."""

    row: int
    line: int
    likeness: float


def align(rows: Sequence[Names], lines: Sequence[Line]) -> list[Match]:
    """Each row's line; the order of the form counts, then any line with the very wording."""
    words = Words(lines)
    table = [words.scores(names) for names in rows]
    for scores, names in zip(table, rows, strict=True):
        if not any(scores):
            scores[:] = [resemblance(names, line) for line in lines]
    matches = in_order(table, len(lines))
    matches += _out_of_order(table, matches)
    return sorted(matches)


def in_order(table: Sequence[Sequence[float]], lines: int) -> list[Match]:
    """The best pairs of which none crosses another; of equal ones the first."""
    surest = _surest(table)
    if surest is not None:
        return surest
    rows = len(table)
    best = [[0.0] * (lines + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        own, below, scores = best[row], best[row + 1], table[row]
        for line in reversed(range(lines)):
            most = own[line + 1] if own[line + 1] > below[line] else below[line]
            found = scores[line]
            own[line] = (
                found + below[line + 1] if found and found + below[line + 1] > most else most
            )
    matches, row, line = [], 0, 0
    while row < rows and line < lines:
        found = table[row][line]
        if found and best[row][line] == found + best[row + 1][line + 1]:
            matches.append(Match(row, line, found))
            row, line = row + 1, line + 1
        elif best[row][line] == best[row][line + 1]:
            line += 1
        else:
            row += 1
    return matches


def _surest(table: Sequence[Sequence[float]]) -> list[Match] | None:
    """Each row's best line where it has only one and none of them crosses another."""
    matches: list[Match] = []
    last = -1
    for row, scores in enumerate(table):
        best = max(scores, default=0.0)
        if not best:
            continue
        line = scores.index(best)
        if line <= last or scores.count(best) > 1:
            return None
        matches.append(Match(row, line, best))
        last = line
    return matches


def _out_of_order(table: list[list[float]], matches: list[Match]) -> list[Match]:
    """Rows that stand elsewhere than in the form but bear the wording of one free line alone."""
    rows, lines = {match.row for match in matches}, {match.line for match in matches}
    found = []
    for row, scores in enumerate(table):
        sure = [line for line, score in enumerate(scores) if score > SYNONYM]
        if row not in rows and len(sure) == 1 and sure[0] not in lines:
            found.append(Match(row, sure[0], scores[sure[0]]))
            lines.add(sure[0])
    return found
