"""Findings + explanations -> findings, each with the reason that was given for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xl_tools.explanations import Explanation
from xl_tools.jsontext import plain
from xl_tools.rules.finding import Finding


def told(number: Decimal) -> str:
    """A number as explanations note it: 12.50 and 12.5 are the same."""
    return plain(number.normalize())


def told_of(finding: Finding) -> tuple[str, ...]:
    """What a finding found, as texts: when it is no longer the same, an explanation lapses."""
    numbers = (finding.actual, finding.expected)
    known = tuple(told(number) for number in numbers if number is not None)
    if known:
        return known
    return (str(len(finding.cells)),) if finding.cells else (finding.message,)


def place_of(cells: Iterable[str]) -> str:
    """The table that cells stand in; empty where there are several, or none."""
    tables = {cell.partition(".")[0] for cell in cells}
    return tables.pop() if len(tables) == 1 else ""


def with_reasons(
    findings: Iterable[Finding],
    explanations: Sequence[Explanation],
    last_year: Sequence[Explanation] = (),
) -> list[Finding]:
    """The findings, those that may be explained and were with the explanation.

    One that is still open has what was said of the same thing last year, as a draft.
    """
    if not any(one.reason for one in (*explanations, *last_year)):
        return list(findings)
    return [_with_reason(finding, explanations, last_year) for finding in findings]


def _with_reason(
    finding: Finding, explanations: Sequence[Explanation], last_year: Sequence[Explanation]
) -> Finding:
    if not finding.explainable or finding.could_not_run:
        return finding
    about = [one for one in explanations if one.reason and _is_about(one, finding)]
    found = next((one for one in about if not one.values or one.values == told_of(finding)), None)
    drafts = (one.reason for one in last_year if found is None and _is_about(one, finding))
    return finding._replace(explained=found, draft=next(drafts, ""))


def _is_about(one: Explanation, finding: Finding) -> bool:
    same = one.cells == finding.cells or one.cells in _rows_of(finding)
    return one.rule == finding.rule and same


def _rows_of(finding: Finding) -> Iterable[tuple[str, ...]]:
    """How a row of 校验 may name what this finding is about: its first cell, or its table."""
    place = place_of(finding.cells)
    return (finding.cells[:1], (place,), ()) if place else ((),)
