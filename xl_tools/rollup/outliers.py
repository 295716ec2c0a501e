"""Counted reports -> units whose figures are ten times last year's, or those of all towns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xl_tools.edition import Edition, Figure
from xl_tools.jsontext import plain
from xl_tools.report import Report
from xl_tools.rollup.earlier import Last, last_of
from xl_tools.rollup.standing import Standing
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.rules.ofmany import FAR

TIMES: Final = 10  # a digit too many, or one too few
SMALL: Final = Decimal(
    10
)  # what is smaller counts as this much: 0 and 100 are as far as 10 and 100
FEWEST: Final = 6  # units of one kind that say what is usual
# Departments differ by their work; towns and streets do the same.
ALIKE: Final = ("government", "subdistrict")
Far = tuple[str, str]  # cell, words


def outlier_findings(
    counted: Sequence[Standing], last: Last, edition: Edition
) -> Iterator[Finding]:
    """One finding for each unit, with all of its cells."""
    figures = [figure for figure in edition.figures() if not figure.is_total]
    beside = _beside_others(counted, figures)
    for one in counted:
        far = [*_since_last_year(one, last, edition, figures), *beside.get(one.organ, ())]
        if far:
            cells = tuple(dict.fromkeys(cell for cell, _ in far))
            words = cut([words for _, words in far], len(far), "处", "；", most=5)
            yield found(FAR, f"{one.organ}：{words}。{FAR.advice}", cells)


def _is_far(large: Decimal, small: Decimal) -> bool:
    return large >= TIMES * max(small, SMALL)


def _since_last_year(
    one: Standing, last: Last, edition: Edition, figures: Sequence[Figure]
) -> Iterator[Far]:
    prior = last_of(one, last)
    if prior is None or one.report is None:
        return
    told = {cell for f in one.submission.findings for cell in f.finding.cells[:1]}
    for figure in figures:
        if (
            figure.id in told
            or prior.edition_of(figure.table) != edition.id
            or figure.id not in prior.cells
        ):
            continue
        now, before = one.report.number(figure.id), prior.number(figure.id)
        if _is_far(max(now, before), min(now, before)):
            number = edition.tables[figure.table].number
            yield figure.id, f"{number}·{figure.label}是 {plain(now)}，上年是 {plain(before)}"


def _beside_others(counted: Sequence[Standing], figures: Sequence[Figure]) -> dict[str, list[Far]]:
    """Per unit: what is ten times the next largest of the same kind."""
    far: dict[str, list[Far]] = {}
    for kind in ALIKE:
        group = [(o.organ, o.report) for o in counted if o.report and _is_town(o.report, kind)]
        for figure in figures if len(group) >= FEWEST else ():
            ranked = sorted((report.number(figure.id), organ) for organ, report in group)
            (next_, _), (most, organ) = ranked[-2:]
            if _is_far(most, next_):
                words = f"{figure.label}是 {plain(most)}，同类单位最多的也只有 {plain(next_)}"
                far.setdefault(organ, []).append((figure.id, words))
    return far


def _is_town(report: Report, kind: str) -> bool:
    return report.organ.kind == kind and report.organ.level == "township"
