"""What a sentence claims: a number, what it counts, and how sure that reading is."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from xl_tools.prose.numerals import Amount
from xl_tools.records import NamedTuple

Options = tuple[tuple[str, ...], ...]


class Doubt(IntEnum):
    """How far a claim may be held against a table."""

    NONE = 0  # said in so many words: a contradiction is sure
    SOME = 1  # understood from what stands beside it: a contradiction is likely
    CONTEXT = 2  # holds only where another figure of the paragraph agrees
    WEAK = 3  # may agree, never contradicts
    FOREIGN = 4  # not a figure of the tables


class Claim(NamedTuple):
    """A number in the text and the cells it may be; `options` in the order of likelihood.

    `about` names the quantity where no cell does, `scope` whose it is, `part` the claim it is a
    part of; `inside`: it stands in brackets; `capped`: no option counts
    that gives more than the first; `ordered`: the first that fits counts. A `share` is a
    percentage, a `zero` stands in words, a `change` is by how much a figure is more or less.
    """

    kind: str
    section: str
    paragraph: int
    sentence: int
    start: int
    end: int
    words: str
    amount: Amount
    unit: str
    table: str
    options: Options
    about: str
    doubt: Doubt
    scope: str
    year: int
    part: int | None
    inside: bool
    capped: bool
    ordered: bool = False


COUNT: Final = "count"
SHARE: Final = "share"
CHANGE: Final = "change"
ZERO: Final = "zero"
