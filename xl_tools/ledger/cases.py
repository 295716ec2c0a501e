"""When the cases of some rows came and went, as far as it can be told."""

from __future__ import annotations

from xl_tools.records import NamedTuple


class Cases(NamedTuple):
    """Days as ordinals, row by row; `out` are the rows that are not counted."""

    came: list[int]
    went: list[int]
    out: frozenset[int]
