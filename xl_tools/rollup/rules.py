"""Standings and totals -> findings about the roll-up itself: RU-SUM, RU-FILE, RU-DUP, …"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.deskbook import SHARED_COLUMNS
from xl_tools.edition import Edition
from xl_tools.jsontext import plain
from xl_tools.report import Report
from xl_tools.rollup.codefendants import ROLE, SHEET, Taken, declared_reviewers, suits_table
from xl_tools.rollup.names import organ_key
from xl_tools.rollup.roster import Unit
from xl_tools.rollup.standing import (
    COUNTED,
    DUPLICATE,
    NOT_ON_ROSTER,
    NOT_SUMMED,
    UNREADABLE,
    WRONG_EDITION,
    WRONG_YEAR,
    Standing,
)
from xl_tools.rollup.totals import Stray, Totals
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.rules.ofmany import DUP, FILE, LATE, SCOPE, SUED, SUM, YEAR

# status -> the rule that speaks of it, what to do
SPOKEN: Final = MappingProxyType(
    {
        UNREADABLE: (FILE, "请向单位另要一份，没有当作零"),
        WRONG_YEAR: (YEAR, "请向单位要本年度的"),
        WRONG_EDITION: (YEAR, "请单位按本年度的格式重报"),
        NOT_ON_ROSTER: (SCOPE, "该汇总的请补进名单，不该的请拿开"),
        NOT_SUMMED: (SCOPE, "只公布，不汇总"),
    }
)
DECLARE: Final = f"请填“{SHEET}”表"
HOW: Final = (
    f"作共同被告的案件只由原行为单位填报。在汇总台的“{SHEET}”表里一行一件写明原行为单位、复议机关"
    "和结果（或者列在 .csv、.xlsx 里，用 --codefendants 指明），汇总时从复议机关的数里减去；"
    "一件也没有的，写上复议机关，件数填 0"
)


def rollup_findings(
    found_: Sequence[Standing], missing: Sequence[Unit], of: Totals, edition: Edition
) -> tuple[Finding, ...]:
    """Everything that the roll-up itself has to say, in the order in which it matters."""
    return (
        *_about_files(found_),
        *_about_versions(found_),
        *_about_missing(missing, found_),
        *_about_lost(found_, edition),
        *_about_strays(of.strays, edition),
        *_about_scope(found_),
        *_about_suits(found_, of, edition),
        *_about_taken(of.taken),
        *_about_late(found_),
    )


def _about_files(standings: Sequence[Standing]) -> Iterator[Finding]:
    for status, (rule, advice) in SPOKEN.items():
        for one in standings:
            if one.aside and one.status == status:
                yield found(rule, f"{one.submission.file}：{one.note}")._replace(severity="info")
            elif one.status == status:
                words = f"{one.submission.file}：{one.note.rstrip('。')}；{advice}"
                yield found(rule, words)


def _about_versions(standings: Sequence[Standing]) -> Iterator[Finding]:
    for one in standings:
        if one.status == DUPLICATE and "内容相同" not in one.note:
            yield found(DUP, f"{one.submission.file}：{one.note}；请核对，留下一份")


def _about_missing(missing: Sequence[Unit], standings: Sequence[Standing]) -> Iterator[Finding]:
    if not missing:
        return
    came = {one.unit.name for one in standings if one.unit is not None}
    names = [f"{u.name}（交了没有计入）" if u.name in came else u.name for u in missing]
    shown = cut(names, len(names), "个")
    yield found(SUM, f"还缺 {len(names)} 个单位，合计不全：{shown}；请催报后再汇总")


def _about_lost(standings: Sequence[Standing], edition: Edition) -> Iterator[Finding]:
    """Cells that a bridged report does not answer: their sums lack that unit."""
    figures = {figure.id: figure for figure in edition.figures()}
    for one in standings:
        if one.lost:
            labels = [figures[cell].label for cell in one.lost]
            shown = cut(labels, len(labels), "格")
            words = f"{one.organ}用的是旧版格式，这些格的合计里没有它：{shown}；请向单位问清"
            yield found(SUM, words, one.lost)


def _about_strays(strays: Sequence[Stray], edition: Edition) -> Iterator[Finding]:
    figures = {figure.id: figure for figure in edition.figures()}
    for organ, cell, value in strays:
        if cell in figures:
            words = f"{organ}的“{figures[cell].label}”填的是“{value}”，不是数，没有计入；请单位改正"
            yield found(SUM, words, (cell,))
        else:
            yield found(SUM, f"{organ}多出的一格（{cell}：{value}）格式里没有，没有计入")


def _about_scope(standings: Sequence[Standing]) -> Iterator[Finding]:
    own = next((one for one in standings if one.is_own), None)
    counted = [one for one in standings if one.status == COUNTED and not one.is_own]
    if own and own.report and own.report.organ.scope == "aggregate" and counted:
        yield found(
            SCOPE,
            f"本级报告“{own.submission.file}”写的统计范围是汇总，再加各单位就重复了；"
            "请换成只含本机关的一份",
        )
    for one in standings:
        if one.unsure:
            words = f"{one.submission.file}：{one.organ}有几份不同的报告，分不清哪份新；请核对"
            yield found(DUP, words)


def _about_suits(standings: Sequence[Standing], of: Totals, edition: Edition) -> Iterator[Finding]:
    """A government that upheld a decision is sued along with the organ; only that one counts.

    Asked where nobody has said how many such suits its figures hold.
    """
    table = suits_table(edition)
    if table is None:
        return
    (row,) = table.rows_with(ROLE)[:1]
    cell = f"{table.id}.{row.id}.{table.columns_with('total')[0].id}"
    upper, others = _reviewers(standings, cell)
    told = declared_reviewers(of.taken)
    for one, report in upper:
        if others and organ_key(one.organ) not in told:
            number = plain(report.number(cell))
            words = f"{one.organ}有 {number} 件{row.label}，各单位共有 {plain(others)} 件"
            yield found(SUED, f"{words}，可能重复，{DECLARE}。{HOW}", (cell,))


def _reviewers(
    standings: Sequence[Standing], cell: str
) -> tuple[list[tuple[Standing, Report]], Decimal]:
    """The governments that have such suits, and how many all others have."""
    counted = [(one, one.report) for one in standings if one.report is not None]
    upper = [(o, r) for o, r in counted if o.is_own or r.organ.kind in ("government", "office")]
    upper = [(o, r) for o, r in upper if r.organ.level != "township" and r.number(cell) > 0]
    others = (r.number(cell) for o, r in counted if all(o is not u for u, _ in upper))
    return upper, sum(others, Decimal(0))


def list_to_fill(standings: Sequence[Standing], edition: Edition) -> Iterator[tuple[str, ...]]:
    """A declaration to be filled in: the heads, and what the reviewing organs counted."""
    yield SHARED_COLUMNS
    table = suits_table(edition)
    if table is None:
        return
    (row,) = table.rows_with(ROLE)[:1]
    start = f"{table.id}.{row.id}."
    upper, _ = _reviewers(standings, f"{start}{table.columns_with('total')[0].id}")
    for one, report in upper:
        for column in table.columns_with("part"):
            if number := report.number(f"{start}{column.id}"):
                yield ("", "", one.organ, column.label, plain(number))


def asks_about_suits(findings: Iterable[Finding]) -> bool:
    """Is it open whether suits of co-defendants are counted twice?"""
    return any(one.rule == SUED.id and DECLARE in one.message for one in findings)


def _about_taken(taken: Sequence[Taken]) -> Iterator[Finding]:
    """What was taken off and stands nowhere else now, or could not be taken off."""
    for one in taken:
        if one.note:
            words = f"“{SHEET}”第 {one.suit.row} 行（{one.suit.organ}）：{one.note}"
            yield found(SUED, words, tuple(one.cells)[:1])


def _about_late(standings: Sequence[Standing]) -> Iterator[Finding]:
    late = [one for one in standings if one.late and one.status == COUNTED]
    if late:
        names = [f"{one.organ}（{one.when[:10]}）" for one in late]
        yield found(LATE, f"迟报 {len(late)} 个单位：{cut(names, len(names), '个')}")
