"""Case -> what speaks about a cell from outside the tables: last year's report, and the prose."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xl_tools.blame import Statement
from xl_tools.continuity import Comparison, LastYear, comparisons_of, last_year, with_comparisons
from xl_tools.evidence import Evidence
from xl_tools.records import NamedTuple
from xl_tools.relation import TOLERANCE
from xl_tools.rules.finding import Case

LAST_YEAR: Final = "上年的报告"
PROSE: Final = "正文"


class Witness(NamedTuple):
    """A statement about cells, and who makes it."""

    source: str
    statement: Statement


def witnesses(case: Case, evidence: Evidence) -> tuple[Witness, ...]:
    """Who says something else than the tables do.

    Only what disagrees is asked: prose that agrees was mostly written from the tables, the wrong
    figure included.
    """
    return (*_of_last_year(case, evidence), *_of_prose(case, evidence))


def _of_last_year(case: Case, evidence: Evidence) -> Iterator[Witness]:
    """Figures that must follow from last year's and do not."""
    prior = case.prior
    if prior is None or prior.year != case.reading.report.year - 1:
        return
    last = last_year(prior, case.form, case.editions)
    for rule in with_comparisons(case.form.edition):
        for one in comparisons_of(rule, case.form.tables[rule.settings["table"]]):
            if one.equal and not last.why_not(one) and _is_known(case, one, last):
                statement = _statement(one, last, evidence)
                if abs(_given(case, statement) - statement.due) > TOLERANCE:
                    yield Witness(LAST_YEAR, statement)


def _is_known(case: Case, one: Comparison, last: LastYear) -> bool:
    """Does last year state numbers, and this year no text?"""
    known = all(isinstance(last.cells.get(cell), Decimal) for cell in one.last_cells)
    return known and not any(isinstance(case.reading.report.cells.get(c), str) for c in one.cells)


def _statement(one: Comparison, last: LastYear, evidence: Evidence) -> Statement:
    net = evidence.expanded((one.head.cell,))
    due = Decimal(0)
    for term in one.terms:
        if term.last:
            due += term.sign * last.figures.number(term.cell)
        else:
            for cell, times in evidence.expanded((term.cell,)).items():
                net[cell] = net.get(cell, 0) - term.sign * times
    return Statement({cell: times for cell, times in net.items() if times}, due)


def _of_prose(case: Case, evidence: Evidence) -> Iterator[Witness]:
    """Numbers of the text that are not those of the cells they speak of.

    How sure the reading is does not matter here: a cell is named only if its number mends a
    relation too, and no misreading gives that very number.
    """
    told = case.narrative.told() if case.narrative else None
    for mention in told.mentions if told else ():
        if mention.state == "contradicts" and not mention.unit_slip:
            yield Witness(PROSE, Statement(dict(evidence.expanded(mention.cells)), mention.value))


def _given(case: Case, statement: Statement) -> Decimal:
    number = case.reading.report.number
    return sum((times * number(c) for c, times in statement.cells.items()), Decimal(0))
