"""Counted reports beside each other -> tables and texts that two units have in common."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeVar

from xl_tools.edition import Edition, Editions, Rule
from xl_tools.report import Report
from xl_tools.rollup.standing import Standing
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.rules.ofmany import SAME
from xl_tools.rules.siblings import (
    COMMON,
    LEAST_SHARED,
    MOST_NAMED,
    Common,
    Siblings,
    openings,
)
from xl_tools.settings import Settings

Member = TypeVar("Member", bound=Hashable)

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
    for organs, percents in (*_of_one_text(siblings, limit), *_groups(pairs)):
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


def _of_one_text(siblings: Siblings, limit: int) -> Iterator[tuple[list[str], list[int]]]:
    """Many organs of which most of the text is that of all the others: names, percents.

    Set phrases are everybody's; a text that is made of nothing else is one text.
    """
    texts = siblings.texts()
    users = {piece: own for piece, own in siblings.users().items() if len(own) > COMMON}
    if not users:
        return
    wide = [sum(len(piece) for piece in text if piece in users) for text in texts]
    whole = [sum(map(len, text)) for text in texts]
    made = {
        n: wide[n] * 100 // whole[n]
        for n in range(len(texts))
        if wide[n] >= LEAST_SHARED and wide[n] * 100 > whole[n] * limit
    }
    for group in _connected(users.values()):
        members = [n for n in sorted(group) if n in made]
        if len(members) > COMMON:
            yield [siblings.reports[n].organ.name for n in members], [made[n] for n in members]


def _groups(pairs: Sequence[Common]) -> Iterator[tuple[list[str], list[int]]]:
    """Units that hang together by what they copied: their names, and how much each pair shares."""
    for names in _connected((pair.one.organ.name, pair.other.organ.name) for pair in pairs):
        own = frozenset(names)
        yield names, [pair.percent for pair in pairs if pair.one.organ.name in own]


def _connected(sets: Iterable[Sequence[Member]]) -> list[list[Member]]:
    """Members that hang together because they stand in a set together, as they first appear."""
    leader: dict[Member, Member] = {}

    def led(member: Member) -> Member:
        while leader.setdefault(member, member) != member:
            leader[member] = member = leader[leader[member]]
        return member

    for first, *rest in sets:
        led(first)
        for member in rest:
            leader[led(member)] = led(first)
    groups: dict[Member, list[Member]] = {}
    for member in leader:
        groups.setdefault(led(member), []).append(member)
    return list(groups.values())


def _alike(reports: Sequence[tuple[str, Report]], ids: Sequence[str]) -> Iterator[list[str]]:
    """Units whose table is the same in every cell, where it has enough figures to be telling."""
    groups: dict[tuple[Decimal, ...], list[str]] = {}
    for organ, report in reports:
        values = tuple(report.number(cell) for cell in ids)
        if sum(1 for value in values if value) >= FEWEST and sum(values) >= LEAST:
            groups.setdefault(values, []).append(organ)
    yield from (organs for organs in groups.values() if len(organs) > 1)
