"""Topics named before -> the rows that a result without a topic of its own may be told of."""

from __future__ import annotations

from collections.abc import Iterable

from xl_tools.prose.claims import Options
from xl_tools.prose.lexicon import Meaning
from xl_tools.prose.lines import Ids
from xl_tools.records import NamedTuple


class Subjects(NamedTuple):
    """Rows that may be meant; `ordered`: the first that fits counts; `sure`: it is one of few."""

    rows: Options
    ordered: bool = False
    sure: bool = True


def widest(meant: Subjects) -> Subjects:
    """没有 said of a whole is said of each of its parts, so the whole counts first."""
    return meant._replace(rows=tuple(sorted(meant.rows, key=len, reverse=True)), ordered=True)


class Named:
    """The topics of one paragraph in the order of their first naming, and what is told of them."""

    __slots__ = ("_settled", "_told")

    def __init__(self) -> None:
        self._told: dict[tuple[str, Ids], None] = {}
        self._settled: set[Ids] = set()

    def add(self, topic: Meaning) -> None:
        """A topic is named."""
        if topic.table and topic.rows:
            self._told[topic.table, topic.rows[0]] = None

    def settle(self, rows: Ids) -> None:
        """A result is told of these rows."""
        self._settled.add(rows)

    def subjects(self, table: str, own: Ids, back: bool) -> Subjects:
        """Rows meant behind `own`; `back`: in another sentence, where all that was told counts.

        直接起诉3件、复议后起诉4件，尚未审结1件: of the whole that is divided here, or of the
        last part; where each part has its own results, of the last part alone.
        """
        told = [rows for name, rows in self._told if name == table]
        whole = next((rows for rows in reversed(told) if set(rows) > set(own)), None)
        within = self._within(own, whole, told) if whole else Subjects((own,))
        others = [rows for rows in told if not set(rows) & set(whole or own)] if back else []
        if not others:
            return within
        every = tuple(dict.fromkeys(row for rows in (*others, whole or own) for row in rows))
        nearest = (*within.rows, *((whole,) if whole else ()), *reversed(others), every)
        return Subjects(tuple(dict.fromkeys(nearest)), within.ordered, False)

    def _within(self, own: Ids, whole: Ids, told: Iterable[Ids]) -> Subjects:
        parts = [rows for rows in told if set(rows) < set(whole)]
        if any(rows in self._settled for rows in parts if rows != own):
            return Subjects((own,))
        if {row for rows in parts for row in rows} == set(whole):
            return Subjects((whole, own), True)
        return Subjects((own, whole))
