"""The hidden helper formulas: is a figure a number of its type, is a relation broken."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Figure
from xl_tools.placement import CheckLine, Placement
from xl_tools.places import Spot, at, fixed
from xl_tools.relation import TOLERANCE as OFF

# What a flag says; 0 is a figure of its type, or a blank part.
NO_NUMBER: Final = 1  # a text or an error: sums that need it cannot be checked
MISTYPED: Final = 2  # a number, but negative or with too many decimals
PLACEHOLDER: Final = 3  # "/", "无" and the like: counts as 0
BLANK_TOTAL: Final = 4  # a total that is not stated

SPACE: Final = "　"
# Half of the finest figure of the form: sums of binary numbers are never exact.
TOLERANCE: Final = f"{OFF:f}"


def flag_formula(placement: Placement, figure: Figure, spot: Spot | None = None) -> str:
    """The formula of a figure's flag; of the one of last year where it stands at `spot`."""
    here = (spot or placement.spot(figure.id)).address
    blank = BLANK_TOTAL if figure.is_total else 0
    number = f"IF({_allowed(figure, here)},0,{MISTYPED})"
    text = _text_flag(placement, figure, here, blank)
    other = f"IF(ISNUMBER({here}),{number},IF(ISTEXT({here}),{text},{NO_NUMBER}))"
    return f"IF(ISBLANK({here}),{blank},{other})"


def _allowed(figure: Figure, here: str) -> str:
    return {
        "count": f"AND({here}>=0,{here}=INT({here}))",
        "signed": f"{here}=INT({here})",
        "amount": f"AND({here}>=0,ROUND({here},6)={here})",
        "money": f"{here}>=0",
    }[figure.type]


def _text_flag(placement: Placement, figure: Figure, here: str, blank: int) -> str:
    """EXACT and not COUNTIF: in a criterion "*" or ">5" would mean something else."""
    text = bare(here)
    listed = fixed(placement.placeholders)
    known = f"SUMPRODUCT(--EXACT({text},{listed}))>0"
    printed = BLANK_TOTAL if figure.is_total else PLACEHOLDER
    unknown = 0 if figure.type == "money" else NO_NUMBER
    return f'IF({text}="",{blank},IF({known},{printed},{unknown}))'


def bare(here: str) -> str:
    """The text of a cell without spaces around it, as a formula."""
    return f'TRIM(SUBSTITUTE({here},"{SPACE}"," "))'


def is_broken(placement: Placement, line: CheckLine) -> str:
    """The condition that a row of 校验 shows a broken relation."""
    state = at(placement.check(line, "state"))
    return f'OR(LEFT({state},1)="×",LEFT({state},1)="△")'


def barring(flags: list[str]) -> list[str]:
    """How many of these flags, each a cell or a range, bar a comparison."""
    return [
        f"COUNTIF({flag},{code})" if ":" in flag else f"({flag}={code})"
        for flag in flags
        for code in (NO_NUMBER, BLANK_TOTAL)
    ]


def unfilled(placement: Placement, table: str) -> list[str]:
    """1 where a table is not filled in, as its row on 校验 says; nothing without such a row."""
    lines = (line for line in placement.checks if line.rule.endswith("-ALLBLANK"))
    counts = [placement.check(one, "actual").address for one in lines if one.table == table]
    return [f"({count}=0)" for count in counts]
