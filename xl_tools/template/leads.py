"""A row of 校验 that speaks of a whole table -> the cell of it to look at first."""

from __future__ import annotations

from typing import Final

from xl_tools.placement import FLAG_SHIFT, CheckLine, Placement
from xl_tools.places import Span, Spot, fixed
from xl_tools.template.controls import first_difference
from xl_tools.template.flags import BLANK_TOTAL, MISTYPED, NO_NUMBER, PLACEHOLDER
from xl_tools.template.pointers import NOWHERE, code_of, first_code, least

# What is wrong with a cell of the table, by the kind of rule; {flags} are its hidden helpers.
WRONG: Final = {
    "TYPE": f"({{flags}}={NO_NUMBER})+({{flags}}={MISTYPED})>0",
    "BLANK": f"ISBLANK({{cells}})*ISNUMBER({{flags}})*({{flags}}=0)"
    f"+({{flags}}={PLACEHOLDER})+({{flags}}={BLANK_TOTAL})>0",
}


def figures_span(placement: Placement, table: str, shift: int = 0) -> Span:
    """The block of a table's figures, or of the helpers so far to the right of them."""
    spots = [placement.spot(f.id) for f in placement.edition.tables[table].figures]
    return Span(
        spots[0].sheet,
        min(s.row for s in spots),
        min(s.column for s in spots) + shift,
        max(s.row for s in spots),
        max(s.column for s in spots) + shift,
    )


def first_wrong(placement: Placement, line: CheckLine) -> str:
    """The number of the first wrong cell, as a formula; empty for a rule that leads elsewhere."""
    kind = line.rule.partition("-")[2]
    if not line.table or line.relation is not None or line.comparison is not None:
        return ""
    if kind == "CTRL":
        return first_difference(placement.tables[line.table].controls)
    figures = placement.edition.tables[line.table].figures
    if kind in WRONG:
        flags = fixed(figures_span(placement, line.table, FLAG_SHIFT))
        condition = WRONG[kind].replace("{flags}", flags)
        found = first_code(figures_span(placement, line.table), condition)
    elif kind == "GZ":
        spots = [placement.spot(f.id) for f in figures if "regulation" in f.row.roles]
        found = least([first_code(span, "{cells}<>0") for span in _spans(spots)])
    else:
        return ""
    usual = code_of(placement.spot(figures[0].id))
    return f"IF({found}={NOWHERE},{usual},{found})"


def _spans(spots: list[Spot]) -> list[Span]:
    rows = sorted({spot.row for spot in spots})
    found = []
    for row in rows:
        columns = [spot.column for spot in spots if spot.row == row]
        found.append(Span(spots[0].sheet, row, min(columns), row, max(columns)))
    return found
