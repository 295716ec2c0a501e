"""Fixed wording of the form -> where a table stands in a sheet that somebody changed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from xl_tools.grid import Box, Grid
from xl_tools.records import NamedTuple

ASIDE: Final = dict.fromkeys(map(ord, "\u200b,，.．。、:：;；()（）\"'“”‘’·"))
Texts = Mapping[tuple[int, int], str]
Moves = dict[int, tuple[int, int]]  # row of the grid -> how far it moved down and right
FEWEST: Final = 0.6  # of the wording must be found where a table is said to stand


@lru_cache(maxsize=4096)
def essence(text: str) -> str:
    """A label without spaces and punctuation, full-width and half-width made one."""
    return "".join(unicodedata.normalize("NFKC", text).translate(ASIDE).split())


class Located(NamedTuple):
    """How far each row of a grid stands from its official place, and how sure that is."""

    moves: Moves
    found: int
    wanted: int

    @property
    def is_likely(self) -> bool:
        """Was enough of the wording found to call it this table?"""
        return self.found >= self.wanted * FEWEST


def locate(grid: Grid, texts: Texts) -> Located:
    """Where the rows of a grid stand among the texts of a sheet."""
    places: dict[str, list[tuple[int, int]]] = {}
    for place, text in texts.items():
        places.setdefault(essence(text), []).append(place)
    wording = [box for box in grid.boxes if box.text]
    votes = [(box, move) for box in wording for move in _moves(box, places)]
    if not votes:
        return Located({}, 0, len(wording))
    right = Counter(move[1] for _, move in votes).most_common(1)[0][0]
    by_row: dict[int, Counter[int]] = {}
    for box, (down, along) in votes:
        if along == right:
            by_row.setdefault(box.row, Counter())[down] += 1
    moves = _steadily(by_row, grid.height, right)
    found = sum((box, moves[box.row]) in votes for box in wording)
    return Located(moves, found, len(wording))


def _moves(box: Box, places: Mapping[str, list[tuple[int, int]]]) -> Iterable[tuple[int, int]]:
    for row, column in places.get(essence(box.text), ()):
        yield row - box.row - 1, column - box.column - 1


def _steadily(by_row: Mapping[int, Counter[int]], height: int, right: int) -> Moves:
    """Rows may have been put in between, never taken up: a move never shrinks downwards."""
    common = Counter(down for votes in by_row.values() for down in votes)
    last = common.most_common(1)[0][0] if common else 0
    first = True
    moves: Moves = {}
    for row in range(height):
        votes = by_row.get(row, Counter())
        fitting = [down for down in votes if first or down >= last]
        if fitting:
            last = max(fitting, key=lambda down: (votes[down] + common[down] / 1000, -down))
            first = False
        moves[row] = (last, right)
    return moves
