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
from xl_tools.rules.siblings import MOST_NAMED, Common, Siblings, openings
from xl_tools.settings import Settings

COPIED: Final = "S-XUNIT"  # as where several reports are checked, here once for both
FEWEST: Final = 4  # figures other than 0 that make a table one of its own
LEAST: Final = 20  # their sum: of small figures two units may well have the same


def sibling_findings(
    counted: Sequence[Standing], edition: Edition, editions: Editions, settings: Settings
) -> Iterator[Finding]:
    """Identical tables first, then texts that repeat each other."""
    reports = [(one.organ, one.report) for one in counted if one.report is not None]
    for table in edition.tables.values():
        ids = [figure.id for figure in table.figures if not figure.is_total]
        for organs in _alike(reports, ids):
            names = cut(organs, len(organs), "个")
            words = f"{table.number}：{names}的数完全相同；请核对是不是填了别的单位的"
            yield found(SAME, words, (ids[0],))
    rule = edition.rules.get(COPIED)
    if rule is not None:
        siblings = Siblings((report for _, report in reports), editions)
        yield from _copies(siblings, rule, settings.repetition.siblings)


def _copies(siblings: Siblings, rule: Rule, limit: int) -> Iterator[Finding]:
    pairs = [one for one in siblings.common() if one.is_copied(limit)]
    for organs, percents in (*siblings.of_one_text(limit), *_groups(pairs)):
        names = cut(organs, len(organs), "个单位", most=MOST_NAMED)
        least, most = min(percents), max(percents)
        share = f"{most}%" if least == most else f"{least}% 到 {most}%"
        yield found(rule, f"{names}的文字有 {share} 相同（数和名称不算）。{rule.advice}")
    for report in siblings.reports:
        for words in openings(siblings, report):
            yield found(rule, f"{report.organ.name}：{words}。{rule.advice}")
    for written, organs in siblings.shared_contacts():
        names = cut(organs, len(organs), "个单位", most=MOST_NAMED)
        yield found(rule, f"{names}的联系方式都是 {written}。{rule.advice}")


def _groups(pairs: Sequence[Common]) -> Iterator[tuple[list[str], list[int]]]:
    """Units that hang together by what they copied: their names, and how much each pair shares."""
    group_of: dict[str, set[str]] = {}
    for one in pairs:
        names = {one.one.organ.name, one.other.organ.name}
        whole = names.union(*(group_of.get(name, ()) for name in names))
        group_of |= dict.fromkeys(whole, whole)
    seen: set[str] = set()
    for one in pairs:
        group = group_of[one.one.organ.name]
        if not group & seen:
            seen |= group
            own = [pair for pair in pairs if pair.one.organ.name in group]
            order = dict.fromkeys(p.organ.name for pair in own for p in (pair.one, pair.other))
            yield list(order), [pair.percent for pair in own]


def _alike(reports: Sequence[tuple[str, Report]], ids: Sequence[str]) -> Iterator[list[str]]:
    """Units whose table is the same in every cell, where it has enough figures to be telling."""
    groups: dict[tuple[Decimal, ...], list[str]] = {}
    for organ, report in reports:
        values = tuple(report.number(cell) for cell in ids)
        if sum(1 for value in values if value) >= FEWEST and sum(values) >= LEAST:
            groups.setdefault(values, []).append(organ)
    yield from (organs for organs in groups.values() if len(organs) > 1)
