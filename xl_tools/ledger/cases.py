"""When the cases of some rows came and went, as far as it can be told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xl_tools.records import NamedTuple


class Letter(NamedTuple):
    """A letter of procedure that stands where the answer belongs, and its day.

    `field` is the column that the day belongs into, if there is one and nothing stands in it.
    """

    text: str
    field: str
    day: int


class Cases(NamedTuple):
    """Days as ordinals, row by row; `out` are the rows that are not counted.

    `undated` are those that were answered on a day that nobody wrote down.
    """

    came: list[int]
    went: list[int]
    out: frozenset[int]
    letters: Mapping[int, Letter] = MappingProxyType({})
    undated: frozenset[int] = frozenset()
