"""The case ledger -> one finding for each figure that differs from it, with the cases behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xl_tools.edition import Figure, Rule
from xl_tools.jsontext import plain
from xl_tools.rules.cells import can_compare, is_untouched
from xl_tools.rules.finding import Case, Finding, cut, found
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.relations import states, suspicions_of

if TYPE_CHECKING:
    from xl_tools.rules.suspects import Suspicions
    from xl_tools.tally import Tally  # most checks have no ledger, and dates are slow to import


@on_rule("LEDGER")
def ledger_figures(case: Case, rule: Rule) -> Iterator[Finding]:
    """Figures of the tables must be those of the ledger, as far as it is counted."""
    tally = case.ledger
    if tally is None:
        return  # it is optional: nothing to say where there is none
    if tally.year != case.reading.report.year:
        raise NotApplicable(f"台账数的是{tally.year}年，报告是{case.reading.report.year}年度的")
    wrong = [
        figure
        for figure in case.form.figures().values()
        if figure.id in tally.cases and _differs(case, tally, figure)
    ]
    if not wrong:
        return
    suspicions = suspicions_of(case, tuple(states(case)))
    for figure in _leading(wrong):
        yield _finding(case, rule, tally, figure, suspicions)


def _differs(case: Case, tally: Tally, figure: Figure) -> bool:
    """Is it less than what the ledger surely has, or more than it can have?"""
    if is_untouched(case, figure.table) or not can_compare(case, figure.table, figure.id):
        return False
    number, counted = case.reading.report.number(figure.id), tally.figure(figure.id)
    return not counted <= number <= counted + tally.open_rows


def _leading(wrong: list[Figure]) -> Iterator[Figure]:
    """Without totals that are off because a part in their row or column is."""
    parts = [figure for figure in wrong if not figure.is_total]
    lines = {(f.table, f.row.id) for f in parts} | {(f.table, f.column.id) for f in parts}
    for figure in wrong:
        own = {(figure.table, figure.row.id), (figure.table, figure.column.id)}
        if not figure.is_total or not (parts and (own & lines or _is_grand(figure))):
            yield figure


def _is_grand(figure: Figure) -> bool:
    """Is it the total of all rows and columns?"""
    return "total" in figure.column.roles and "result_total" in figure.row.roles


def _finding(
    case: Case, rule: Rule, tally: Tally, figure: Figure, suspicions: Suspicions
) -> Finding:
    cell, cases = figure.id, tally.cases[figure.id]
    actual, expected = case.reading.report.number(cell), tally.figure(cell)
    named = f"（{cut(cases, len(cases), '件')}）" if cases else ""
    words = f"{case.where(cell)}：表上是 {plain(actual)}，台账是 {plain(expected)}{named}"
    if tally.is_whole:
        words = f"{words}。{suspicions.words(cell)}"
        suspects = suspicions.as_json(cell)
    else:
        words, suspects = f"{words}，另有 {tally.open_rows} 行没有数清", ()
    message = f"{words}。{rule.advice}"
    return found(rule, message, (cell,), expected, actual)._replace(suspects=suspects)
