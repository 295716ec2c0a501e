"""核对数 -> one finding for each that differs from the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xl_tools.edition import Rule
from xl_tools.jsontext import plain
from xl_tools.relation import TOLERANCE
from xl_tools.rules.cells import can_compare, table_of
from xl_tools.rules.finding import Case, Finding, found
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.relations import states, suspicions_of

if TYPE_CHECKING:
    from xl_tools.rules.suspects import Suspicions


@on_rule("T3-CTRL", "T4-CTRL")
def control_totals(case: Case, rule: Rule) -> Iterator[Finding]:
    """Totals counted a second time must be those of the table."""
    table, report = table_of(rule), case.reading.report
    known = [cell for cell in case.form.figures() if cell in report.control]
    own = [cell for cell in known if cell.startswith(f"{table}.")]
    if not own:
        return  # they are optional: nothing to say where there are none
    compared = [cell for cell in own if can_compare(case, table, cell)]
    if not compared:
        raise NotApplicable("填了核对数的格，表上没有数可以比")
    wrong = [c for c in compared if abs(report.number(c) - report.control[c]) > TOLERANCE]
    if not wrong:
        return
    suspicions = suspicions_of(case, tuple(states(case)))
    for cell in wrong:
        yield _finding(case, rule, cell, suspicions)


def _finding(case: Case, rule: Rule, cell: str, suspicions: Suspicions) -> Finding:
    report = case.reading.report
    actual, expected = report.number(cell), report.control[cell]
    what = (
        f"{case.where(cell)}：表上是 {plain(actual)}，核对数是 {plain(expected)}，"
        f"相差 {plain(abs(actual - expected))}"
    )
    words = f"{what}。{suspicions.words(cell)}。{rule.advice}"
    suspects = suspicions.as_json(cell)
    return found(rule, words, (cell,), expected, actual)._replace(suspects=suspects)
