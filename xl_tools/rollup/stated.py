"""The parent's known total beside the sum -> what differs, and what would explain it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from xl_tools.bridge import bridge
from xl_tools.edition import Edition, Editions, Figure
from xl_tools.jsontext import plain
from xl_tools.relation import TOLERANCE
from xl_tools.report import Organ, Reading, Report
from xl_tools.rollup.roster import Unit
from xl_tools.rollup.standing import COUNTED, STATUSES, Standing
from xl_tools.rollup.totals import Totals
from xl_tools.rules import check
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.rules.ofmany import DUP, SUM
from xl_tools.slips import WEIGHTS, WORDS, kind_of_change

MOST_SUSPECTS = 3
ERROR = SUM._replace(severity="error", explainable=False)
Gaps = Mapping[str, Decimal]


def stated_findings(
    stated: Report,
    of: Totals,
    standings: Sequence[Standing],
    missing: Sequence[Unit],
    edition: Edition,
    editions: Editions,
) -> Iterator[Finding]:
    """A total that is larger than the sum is explained by missing units first, then by slips."""
    known = _in_edition(stated, edition, editions)
    gaps = _gaps(known, of)
    if not gaps:
        return
    less = {cell: gap for cell, gap in gaps.items() if gap < 0}
    more = {cell: gap for cell, gap in gaps.items() if gap > 0}
    if missing and not less:
        yield _by_missing(more, missing, stated, edition, editions)
        return
    figures = {figure.id: figure for figure in edition.figures()}
    whole = _by_shared(gaps, of) or _by_one_report(gaps, standings)
    suspects = {} if whole else _suspects(gaps, standings, figures)
    for cell, gap in gaps.items():
        if missing and gap > 0:
            continue  # may be theirs; what is too much cannot be
        yield _cell(cell, known.number(cell), of, figures[cell], whole, suspects.get(cell, ()))
    if missing and more:
        yield _by_missing(more, missing, stated, edition, editions)


def _in_edition(stated: Report, edition: Edition, editions: Editions) -> Report:
    foreign = {stated.edition_of(table) for table in edition.tables} - {edition.id}
    return bridge(stated, edition, editions).report if foreign else stated


def _gaps(stated: Report, of: Totals) -> Gaps:
    """Stated less sum, where a number is stated and they differ."""
    gaps = {
        cell: stated.number(cell) - of.cells.get(cell, Decimal(0))
        for cell in of.proof
        if isinstance(stated.cells.get(cell), Decimal)
    }
    return {cell: gap for cell, gap in gaps.items() if abs(gap) > TOLERANCE}


def _by_missing(
    gaps: Gaps, missing: Sequence[Unit], stated: Report, edition: Edition, editions: Editions
) -> Finding:
    names = cut([unit.name for unit in missing], len(missing), "个")
    words = f"上报的合计比各单位之和多 {len(gaps)} 格，还缺 {len(missing)} 个单位：{names}"
    if len(missing) == 1:
        fits = _is_a_report(gaps, missing[0], stated, edition, editions)
        words += (
            "；差额正好是一份勾稽成立的报告，应当就是它的" if fits
            else "；差额不像一份报告（勾稽不成立），不会全是它的"
        )  # fmt: skip
    return found(SUM, f"{words}；请收到后再核对", tuple(gaps))


def _is_a_report(
    gaps: Gaps, unit: Unit, stated: Report, edition: Edition, editions: Editions
) -> bool:
    """Do the differences hold together as the figures of one unit?"""
    cells = {figure.id: gaps.get(figure.id, Decimal(0)) for figure in edition.figures()}
    report = Report(edition.id, stated.year, Organ(unit.name), MappingProxyType(cells))
    outcome = check(Reading(report), editions)
    broken = [relation for relation, state in outcome.relations if state.holds is False]
    return not broken


def _by_shared(gaps: Gaps, of: Totals) -> str:
    """The suits that were taken off are the whole difference; in words."""
    less: dict[str, Decimal] = {}
    for one in of.taken:
        for cell, value in one.cells.items():
            less[cell] = less.get(cell, Decimal(0)) - value
    if not less or less != dict(gaps):
        return ""
    return "正好是减去的共同被告案件：上报的合计没有减"


def _by_one_report(gaps: Gaps, standings: Sequence[Standing]) -> str:
    """One file whose figures, counted or not, are the whole difference; in words."""
    for one in standings:
        report = one.submission.report
        if report is None:
            continue
        own = {c: v for c, v in report.cells.items() if isinstance(v, Decimal) and v}
        name = one.organ or one.submission.file
        if one.status == COUNTED and {c: -v for c, v in own.items()} == dict(gaps):
            return f"正好是“{name}”的数：上报的合计里没有它"
        if one.status != COUNTED and own == dict(gaps):
            return f"正好是“{name}”（{one.submission.file}，{STATUSES[one.status]}）的数"
        counted = _counted_beside(one, standings)
        if counted is not None and _change(counted, report) == dict(gaps):
            return f"计入“{one.submission.file}”而不是另一份，就正好相符"
    return ""


def _counted_beside(one: Standing, standings: Sequence[Standing]) -> Report | None:
    """The version that was counted instead of this one."""
    same = (s for s in standings if s.status == COUNTED and s.organ == one.organ and s is not one)
    return next((s.report for s in same), None) if one.status != COUNTED else None


def _change(before: Report, after: Report) -> dict[str, Decimal]:
    changes = {c: after.number(c) - before.number(c) for c in {*before.cells, *after.cells}}
    return {cell: change for cell, change in changes.items() if change}


def _suspects(
    gaps: Gaps, standings: Sequence[Standing], figures: Mapping[str, Figure]
) -> dict[str, tuple[dict[str, Any], ...]]:
    """Per cell: units in which one slip of a hand makes the difference, the likeliest first.

    A unit that explains several of the cells at once comes before one that explains a single one.
    """
    by_organ: dict[str, dict[str, tuple[Decimal, str]]] = {}
    for one in standings:
        if one.status == COUNTED and one.report is not None:
            for cell, gap in gaps.items():
                value = one.report.number(cell)
                kind = kind_of_change(value, value + gap, figures[cell].type)
                if value and kind != "other" and value + gap >= 0:
                    by_organ.setdefault(one.organ, {})[cell] = (value + gap, kind)
    found_: dict[str, tuple[dict[str, Any], ...]] = {}
    for cell in gaps:
        fitting = [(organ, cells) for organ, cells in by_organ.items() if cell in cells]
        fitting.sort(key=lambda one: (-len(one[1]), -WEIGHTS[one[1][cell][1]]))
        found_[cell] = tuple(_suspect(o, c, cell) for o, c in fitting[:MOST_SUSPECTS])
    return found_


def _suspect(organ: str, cells: Mapping[str, tuple[Decimal, str]], cell: str) -> dict[str, Any]:
    return {
        "organ": organ,
        "cells": {cell: cells[cell][0]},
        "explains": len(cells),
        "kind": cells[cell][1],
    }


def _cell(
    cell: str,
    stated: Decimal,
    of: Totals,
    figure: Figure,
    whole: str,
    suspects: Sequence[dict[str, Any]],
) -> Finding:
    total = of.cells.get(cell, Decimal(0))
    gap = stated - total
    words = f"{figure.label}：上报的合计是 {plain(stated)}，各单位相加是 {plain(total)}"
    words += f"，{'多' if gap > 0 else '少'} {plain(abs(gap))}"
    over = [organ for organ, value in of.proof[cell] if value > stated]
    if over:
        words += f"；单是{over[0]}就超过了合计"
    if whole:
        words += f"；相差的{whole}"
    elif suspects:
        words += f"；{_suspected(cell, suspects)}"
    else:
        words += "；请逐个单位核对这一列"
    rule = DUP._replace(severity="error", explainable=False) if over else ERROR
    return found(rule, words, (cell,), total, stated)._replace(suspects=tuple(suspects))


def _suspected(cell: str, suspects: Sequence[dict[str, Any]]) -> str:
    """The unit that is likelier than all others; two examples where nothing tells them apart."""
    ranks = [(one["explains"], WEIGHTS[one["kind"]]) for one in suspects]
    equals = [one for one, rank in zip(suspects, ranks, strict=True) if rank == ranks[0]]
    said = [f"{one['organ']}的这一格应为 {plain(one['cells'][cell])}" for one in equals]
    slip = WORDS[equals[0]["kind"]]
    if len(equals) == 1:
        return f"最可能是{said[0]}（{slip}）"
    return (
        f"几个单位改一处都对得上（例如{'，或者'.join(said[:2])}，{slip}），"
        "分不清是哪个，请逐个单位核对这一列"
    )
