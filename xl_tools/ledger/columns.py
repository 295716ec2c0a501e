"""The first rows of a sheet -> which column holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from xl_tools.ledger.vocabulary import Column, columns
from xl_tools.ledger.words import bare
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

DEEPEST: Final = 30  # rows above the head: titles, remarks
FEWEST: Final = 3  # known names make a row look like the head of a ledger


class Head(NamedTuple):
    """The row that names the columns: where it stands, where each field is, what is not used."""

    row: int
    places: Mapping[str, int]
    unused: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the columns without which nothing can be counted."""
        return tuple(c.label for c in columns() if c.required and not self._has(c))

    def _has(self, column: Column) -> bool:
        received = column.field == "received" and "signed" in self.places
        return column.field in self.places or received


def head_of(rows: Sequence[Sequence[str]]) -> Head | None:
    """The row that names most columns; None where nothing looks like the head of a ledger."""
    heads = [_head(number, row) for number, row in enumerate(rows[:DEEPEST])]
    best = max(heads, key=lambda head: len(head.places), default=None)
    return best if best is not None and len(best.places) >= FEWEST else None


def refuse_incomplete(head: Head | None) -> None:
    """Refuse a sheet in which a column is missing that every count needs."""
    if head is None:
        raise Refusal(
            "没有找到台账的表头", "第一行应写明编号、收到日期、申请人类型、办理结果、答复日期"
        )
    if head.missing:
        names = "、".join(head.missing)
        raise Refusal(f"台账缺少这些列：{names}", "请补上，列的先后不限")


def _head(number: int, row: Sequence[str]) -> Head:
    """Which fields a row names; of several names for one field the preferred one counts."""
    names: dict[str, int] = {}
    for place, text in enumerate(row):
        if word := bare(text):
            names.setdefault(word, place)
    places: dict[str, int] = {}
    for column in columns():
        known = [names[name] for name in column.names if name in names]
        free = [place for place in known if place not in places.values()]
        if free:
            places[column.field] = free[0]
    used = set(places.values())
    unused = tuple(text.strip() for place, text in enumerate(row) if text and place not in used)
    return Head(number, MappingProxyType(places), unused)
