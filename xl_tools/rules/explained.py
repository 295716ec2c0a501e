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


def place_of(finding: Finding) -> str:
    """The table a finding is about; empty where it is about several, or about none."""
    tables = {cell.partition(".")[0] for cell in finding.cells}
    return tables.pop() if len(tables) == 1 else ""


def with_reasons(findings: Iterable[Finding], explanations: Sequence[Explanation]) -> list[Finding]:
    """The findings, those that may be explained and were with the explanation."""
    if not any(one.reason for one in explanations):
        return list(findings)
    return [_with_reason(finding, explanations) for finding in findings]


def _with_reason(finding: Finding, explanations: Sequence[Explanation]) -> Finding:
    if not finding.explainable or finding.could_not_run:
        return finding
    fitting = (one for one in explanations if one.reason and _explains(one, finding))
    return finding._replace(explained=next(fitting, None))


def _explains(one: Explanation, finding: Finding) -> bool:
    if one.rule != finding.rule or (one.values and one.values != told_of(finding)):
        return False
    return one.cells == finding.cells or one.cells in _rows_of(finding)


def _rows_of(finding: Finding) -> Iterable[tuple[str, ...]]:
    """How a row of 校验 may name what this finding is about: its first cell, or its table."""
    place = place_of(finding)
    return (finding.cells[:1], (place,), ()) if place else ((),)
