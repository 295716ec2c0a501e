"""Conditions over cells -> formulas that name and link the first cell for which one holds."""

from __future__ import annotations

from typing import Final

from xl_tools.places import Span, Spot, fixed, quoted

# A cell as one number, by which the first of several is the least; columns up to Z.
ROW_WEIGHT: Final = 100
NOWHERE: Final = 1_000_000
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def code_of(spot: Spot) -> int:
    """The number of a cell."""
    return spot.row * ROW_WEIGHT + spot.column


def first_code(span: Span, condition: str, sheet: str = "") -> str:
    """The number of the first cell of a span for which a condition over it holds, else NOWHERE.

    `{cells}` in the condition stands for the span. SUMPRODUCT lets old programs go item by item.
    """
    cells = fixed(span, sheet)
    own = f"({condition.format(cells=cells)})"
    place = f"ROW({cells})*{ROW_WEIGHT}-COLUMN({cells})"
    return f"SUMPRODUCT(MIN({NOWHERE}-{own}*({NOWHERE}-{place})))"


def least(codes: list[str]) -> str:
    """The first of several places."""
    return codes[0] if len(codes) == 1 else f"MIN({','.join(codes)})"


def address_of(code: str) -> str:
    """The address that a number stands for, as a text of a formula."""
    letter = f'MID("{LETTERS}",MOD({code},{ROW_WEIGHT}),1)'
    return f"{letter}&INT({code}/{ROW_WEIGHT})"


def place_words(target: str) -> str:
    """The place that a link leads to, in words: a print of it, or a PDF, has no links."""
    bare = f"MID({target},2,99)"
    for sign in ("'", "$"):
        bare = f'SUBSTITUTE({bare},"{sign}","")'
    return f'"（在“"&SUBSTITUTE({bare},"!","”的 ")&" 格）"'


def target_of(sheet: str, address: str) -> str:
    """What a link to a cell of a sheet leads to; `address` is a part of a formula."""
    return f'"#{quoted(sheet)}!"&{address}'
