"""The case ledger -> one finding for each figure that differs from it, with the cases behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

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


RULE: Final = "LEDGER"
MOST_ROWS: Final = 5  # named in one sentence


@on_rule(RULE)
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


def left_open(case: Case) -> Iterator[tuple[str, str]]:
    """What the ledger leaves open, so that figures could not be held against it."""
    tally = case.ledger
    known = RULE in case.form.edition.rules
    if tally is None or tally.is_whole or not known or tally.year != case.reading.report.year:
        return
    rows = sorted({one.row for one in tally.uncounted} | {one.row for one in tally.ask})
    more = "等" if len(rows) > MOST_ROWS else ""
    named = f"第 {'、'.join(map(str, rows[:MOST_ROWS]))} 行{more}"
    yield (
        RULE,
        f"台账有 {tally.open_rows} 行没有数清（{named}），相差不超过 {tally.open_rows} 的格"
        f"没有和台账比较；用 xl-tools ledger 看是什么问题，补全后再校验",
    )


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
