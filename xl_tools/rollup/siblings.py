"""Counted reports beside each other -> tables and texts that two units have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xl_tools.edition import Edition, Editions, Rule
from xl_tools.report import Report
from xl_tools.rollup.standing import Standing
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.rules.ofmany import SAME
from xl_tools.rules.siblings import Siblings, of_another
from xl_tools.settings import Settings

COPIED: Final = "S-XUNIT"  # as where several reports are checked, here once for both
FEWEST: Final = 4  # figures other than 0 that make a table one of its own


def sibling_findings(
    counted: Sequence[Standing], edition: Edition, editions: Editions, settings: Settings
) -> Iterator[Finding]:
    """Identical tables first, then texts that repeat each other."""
    reports = [(one.organ, one.report) for one in counted if one.report is not None]
    for table in edition.tables.values():
        ids = [figure.id for figure in table.figures]
        for organs in _alike(reports, ids):
            names = cut(organs, len(organs), "个")
            words = f"{table.number}：{names}的数完全相同；请核对是不是填了别的单位的"
            yield found(SAME, words, (ids[0],))
    rule = edition.rules.get(COPIED)
    if rule is not None:
        siblings = Siblings((report for _, report in reports), editions)
        yield from _copies(siblings, rule, settings.repetition.siblings)


def _copies(siblings: Siblings, rule: Rule, limit: int) -> Iterator[Finding]:
    for one in siblings.common():
        if one.is_copied(limit):
            names = f"{one.one.organ.name}和{one.other.organ.name}"
            words = f"{names}的文字有 {one.percent}% 相同（数和名称不算）。{rule.advice}"
            yield found(rule, words)
    for report in siblings.reports:
        for words in of_another(siblings, report):
            yield found(rule, f"{report.organ.name}：{words}。{rule.advice}")


def _alike(reports: Sequence[tuple[str, Report]], ids: Sequence[str]) -> Iterator[list[str]]:
    """Units whose table is the same in every cell, where it has enough figures to be telling."""
    groups: dict[tuple[Decimal, ...], list[str]] = {}
    for organ, report in reports:
        values = tuple(report.number(cell) for cell in ids)
        if sum(1 for value in values if value) >= FEWEST:
            groups.setdefault(values, []).append(organ)
    yield from (organs for organs in groups.values() if len(organs) > 1)
