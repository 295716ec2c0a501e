"""The [prose] block of an edition -> the phrases in which reports speak of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from xl_tools.records import NamedTuple

# What a word may be where it is no phrase for a row or a column.
WORD_KINDS: Final = frozenset(
    "negation change prior current plan about split each altogether join foreign sticky restrict"
    " whole own office organ share cause filler counter thing bare narrow until running"
    " reach respectively item loose up down level yearly because among filed by way several"
    " rest".split()
)


class Phrase(NamedTuple):
    """Words for rows or columns of a table; alternatives are tried in order.

    A `topic` says what is counted (政府信息公开申请, 行政复议), other phrases what became of it.
    A `soft` topic may mean something else beside foreign topics; a `weak` phrase may agree with a
    cell and never contradicts it. Of a `capped` one no alternative may be more than the first.
    One that `opens` speaks of its table in a paragraph that has named no other matter. Words may
    hold alternatives: {上年|去年}结转.
    """

    words: tuple[str, ...]
    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    topic: bool
    soft: bool
    weak: bool
    capped: bool = False
    opens: bool = False


class Spoken(NamedTuple):
    """How prose speaks of a table: `by` is the axis that says what became of the cases.

    `default` holds what is meant where nothing says it; `counters` those that fit. Where `bound`
    is not empty, a number is of this table only in a sentence with that word, or in a paragraph
    that speaks of the cases it comes from (`origin`, another table). `rest` is what is meant by
    其余7件, `guess` what may be where the row has no cell that is `default`.
    """

    by: str
    default: tuple[str, ...]
    counters: frozenset[str]
    bound: str = ""
    origin: str = ""
    rest: tuple[str, ...] = ()
    guess: tuple[str, ...] = ()


class Prose(NamedTuple):
    """All that an edition says about the prose of a report."""

    phrases: tuple[Phrase, ...] = ()
    tables: Mapping[str, Spoken] = MappingProxyType({})
    words: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    dimensions: tuple[tuple[str, ...], ...] = ()


def prose_of(data: Mapping[str, Any]) -> Prose:
    """The block as values; ValueError names what is wrong."""
    unknown = data.get("words", {}).keys() - WORD_KINDS
    if unknown:
        raise ValueError(f"prose.words 不能有 {'、'.join(sorted(unknown))}")
    return Prose(
        phrases=tuple(_phrase(one) for one in data.get("phrases", ())),
        tables=MappingProxyType({k: _spoken(v) for k, v in data.get("tables", {}).items()}),
        words=MappingProxyType({k: tuple(v) for k, v in data.get("words", {}).items()}),
        dimensions=tuple(tuple(words) for words in data.get("dimensions", ())),
    )


def _phrase(data: Mapping[str, Any]) -> Phrase:
    return Phrase(
        tuple(data["words"]),
        data.get("table", ""),
        tuple(data.get("rows", ())),
        tuple(data.get("columns", ())),
        data.get("topic", False),
        data.get("soft", False),
        data.get("weak", False),
        data.get("capped", False),
        data.get("opens", False),
    )


def _spoken(data: Mapping[str, Any]) -> Spoken:
    if data["by"] not in ("row", "column"):
        raise ValueError("prose.tables 的 by 应是 row 或 column")
    return Spoken(
        data["by"],
        tuple(data["default"]),
        frozenset(data["counters"]),
        data.get("bound", ""),
        data.get("origin", ""),
        tuple(data.get("rest", ())),
        tuple(data.get("guess", ())),
    )
