"""The comparisons with last year -> their rows on 校验."""

from __future__ import annotations

from collections.abc import Callable

from xl_tools.continuity import Comparison, Term, unanswered
from xl_tools.edition import Rule
from xl_tools.placement import CheckLine, Placement
from xl_tools.places import Spot, areas, at
from xl_tools.template.flags import barring, unfilled
from xl_tools.template.prior import different

Formulas = dict[str, str]
State = Callable[[str, str], str]  # what must stop it, what holds -> the state of a row


def last_year_line(
    placement: Placement, line: CheckLine, rule: Rule, state: State, tolerance: str
) -> tuple[str, Formulas]:
    """Words and formulas of a row that compares with last year."""
    if line.comparison is not None:
        number = placement.edition.tables[line.table].number
        words = f"{number} {line.comparison.words}"
        return words, _comparison(placement, line, line.comparison, state, tolerance)
    if line.rule == "CY-FEE":
        return rule.title, _fee(placement, line, rule, state)
    if line.table:
        number = placement.edition.tables[line.table].number
        return f"{number}的各行不与上年完全相同", _same_rows(placement, line, rule, state)
    return "三张表不与上年完全相同", _all_same(placement, line, rule, state)


def _comparison(
    placement: Placement, line: CheckLine, one: Comparison, state: State, tolerance: str
) -> Formulas:
    unusable, actual, expected, difference = (
        placement.check(line, column).address
        for column in ("unusable", "actual", "expected", "difference")
    )
    flags = [placement.flag(cell) for cell in one.cells]
    flags += [placement.prior.flag(cell) for cell in one.last_cells]
    counts = [*barring(areas(flags)), *unfilled(placement, one.table)]
    stop = f"{unusable}>0"
    guard = f'IF({stop},"",'
    holds = f"ABS({difference})<{tolerance}" if one.equal else f"{difference}>-{tolerance}"
    return {
        "unusable": "+".join([barred(placement, one.table, one.last_cells), *counts]),
        "actual": f"{guard}{_sum(placement, (one.head,))})",
        "expected": f"{guard}{_sum(placement, one.terms)})",
        "difference": f"{guard}{actual}-{expected})",
        "state": state(stop, holds),
    }


def _sum(placement: Placement, terms: tuple[Term, ...]) -> str:
    """SUM and not +: a "/" counts as 0."""
    found = [f"{'-' if term.sign < 0 else '+'}SUM({at(_spot(placement, term))})" for term in terms]
    return "".join(found).removeprefix("+")


def _spot(placement: Placement, term: Term) -> Spot:
    return placement.prior.figures[term.cell] if term.last else placement.spot(term.cell)


def barred(placement: Placement, table: str, cells: tuple[str, ...]) -> str:
    """1 where last year has no such table, or its edition does not answer these cells."""
    prior, edition = placement.prior, placement.edition
    conditions = [f"{at(prior.ready)}=1", f"{at(prior.tables[table].stated)}=1"]
    source = edition.bridge.source if edition.bridge else ""
    if unanswered(edition, source, list(cells)):
        conditions.append(f"{at(prior.own_edition)}=1")
    return f"IF(AND({','.join(conditions)}),0,1)"


def _fee(placement: Placement, line: CheckLine, rule: Rule, state: State) -> Formulas:
    table = placement.edition.tables[line.table]
    (cell,) = (f.id for f in table.figures if rule.settings["role"] in f.row.roles)
    now, last = f"SUM({at(placement.spot(cell))})", f"SUM({at(placement.prior.figures[cell])})"
    unusable = placement.check(line, "unusable").address
    times = placement.settings[f"{rule.id}.times"].address
    jump = f"AND({now}>0,{last}>0,OR({now}>={last}*{times},{last}>={now}*{times}))"
    return {
        "unusable": barred(placement, line.table, (cell,)),
        "actual": f'IF({unusable}>0,"",{now})',
        "state": state(f"{unusable}>0", f"NOT({jump})"),
    }


def _same_rows(placement: Placement, line: CheckLine, rule: Rule, state: State) -> Formulas:
    table = placement.prior.tables[line.table]
    rows = placement.prior.rows(rule, line.table)
    flags = areas([table.same(index) for index in range(len(rows))])
    unusable, actual = (placement.check(line, c).address for c in ("unusable", "actual"))
    return {
        "unusable": barred(placement, line.table, ()),
        "actual": f'IF({unusable}>0,"",SUM({",".join(flags)}))',
        "state": state(f"{unusable}>0", f"{actual}=0"),
    }


def _all_same(placement: Placement, line: CheckLine, rule: Rule, state: State) -> Formulas:
    """How many cells differ from last year; none, and not all zero, is suspicious."""
    prior = placement.prior
    rows = [row for table in prior.tables for row in prior.rows(rule, table)]
    cells = tuple(cell for row in rows for cell in row.cells)
    figures = areas([placement.spot(cell) for cell in cells])
    unusable, actual = (placement.check(line, c).address for c in ("unusable", "actual"))
    closed = "+".join(barred(placement, table, ()) for table in prior.tables)
    some = "+".join(f"SUMPRODUCT(--ISNUMBER({area}),--({area}<>0))" for area in figures)
    return {
        "unusable": f"{closed}+1-{at(prior.own_edition)}",
        "actual": f'IF({unusable}>0,"",{different(placement, cells)})',
        "state": state(f"{unusable}>0", f"OR({actual}>0,{some}=0)"),
    }
