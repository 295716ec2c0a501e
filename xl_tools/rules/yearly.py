"""What the prose says of growth and decline, recomputed from this year's and last year's report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from xl_tools.continuity import LastYear
from xl_tools.edition import Rule
from xl_tools.jsontext import plain
from xl_tools.records import NamedTuple
from xl_tools.rules.continuity import last_of, now_of
from xl_tools.rules.finding import Case, Finding, found
from xl_tools.rules.prose import WRONG, cells_in_words, section_title
from xl_tools.rules.registry import rule as on_rule

if TYPE_CHECKING:
    from xl_tools.prose import Change

HUNDRED: Final = Decimal(100)
TEN_THOUSAND: Final = Decimal(10_000)
PERCENT: Final = "%"
MONEY: Final = "元"


class Years(NamedTuple):
    """The same cells this year and last year."""

    cells: tuple[str, ...]
    now: Decimal
    last: Decimal


@on_rule("N-YOY")
def growth(case: Case, rule: Rule) -> Iterator[Finding]:
    """The text tells another change than the two reports give."""
    told = case.narrative.told() if case.narrative else None
    changes = told.changes if told else ()
    if not changes:
        return
    last = last_of(case)
    for change in changes:
        known = [years for cells in change.options if (years := _years(case, last, cells))]
        if known and len(known) == len(change.options) and not any(_fits(change, y) for y in known):
            yield _finding(case, rule, change, known[0])


def _years(case: Case, last: LastYear, cells: tuple[str, ...]) -> Years | None:
    """The figures of both years; None where one is not stated."""
    figures = case.form.figures()
    for cell in cells:
        table, is_total = cell.partition(".")[0], figures[cell].is_total
        if table not in last.tables or cell in last.missing:
            return None
        years = (now_of(case, table), last.figures)
        if any(year.is_unusable(cell, is_total) for year in years):
            return None
    now = sum((now_of(case, c.partition(".")[0]).number(c) for c in cells), Decimal(0))
    return Years(cells, now, sum((last.figures.number(c) for c in cells), Decimal(0)))


def _fits(change: Change, years: Years) -> bool:
    """Is it told as it is? A share of nothing cannot be told wrong."""
    if change.unit == PERCENT and not years.last:
        return True
    over = _over(change, years)
    if over * change.direction < 0 or (change.direction == 0 and over):
        return False
    if change.unit != MONEY or change.direction == 0:
        return abs(over) == change.amount.value
    return abs(abs(over) - change.amount.value) < change.amount.step


def _over(change: Change, years: Years) -> Decimal:
    """By how much this year is more, in the unit and to the digit of the text."""
    over = years.now - years.last
    if change.unit == MONEY:
        return over * TEN_THOUSAND
    if change.unit != PERCENT:
        return over
    return (over / years.last * HUNDRED).quantize(change.amount.step, ROUND_HALF_UP)


def _finding(case: Case, rule: Rule, change: Change, years: Years) -> Finding:
    over = _over(change, years)
    table = case.form.tables[years.cells[0].partition(".")[0]].number
    words = (
        f"{section_title(case, change.section)}写“{change.quote}”，{table}本年是 "
        f"{plain(years.now)}（{cells_in_words(case, years.cells)}），上年的报告是 "
        f"{plain(years.last)}，{_in_words(over, change.unit)}，"
        f"{WRONG[change.sure]}。{rule.advice}"
    )
    signed = change.amount.value * change.direction
    return found(rule, words, years.cells, over, signed)._replace(sure=change.sure)


def _in_words(over: Decimal, unit: str) -> str:
    """增加 38 件, 下降 25%, 没有变."""
    if not over:
        return "没有变"
    more, less = ("增长", "下降") if unit == PERCENT else ("增加", "减少")
    gap = "" if unit == PERCENT else " "
    return f"{more if over > 0 else less} {plain(abs(over))}{gap}{unit or '件'}"
