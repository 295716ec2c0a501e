"""This year's figures against last year's report: what must follow, what must not be the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from xl_tools.continuity import (
    Comparison,
    Figures,
    LastYear,
    Row,
    comparisons_of,
    last_year,
    rows_of,
)
from xl_tools.edition import Figure, Rule
from xl_tools.jsontext import plain
from xl_tools.relation import State
from xl_tools.rules.cells import is_untouched
from xl_tools.rules.finding import Case, Finding, cut, found
from xl_tools.rules.lastyear import report_of_last_year
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule


def last_of(case: Case) -> LastYear:
    """Last year's figures by this year's cells; NotApplicable where there are none."""
    return last_year(report_of_last_year(case), case.form, case.editions)


def now_of(case: Case, table: str) -> Figures:
    """This year's figures of a table."""
    return Figures(case.reading.report.cells, case.form.editions[table].placeholders)


# ---- what must follow from last year -----------------------------------------------------


@on_rule("CY-CARRY", "CY-VALID", "CY-DISPUTE", "CY-2019")
def follows(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for each comparison that does not hold."""
    last, table = last_of(case), case.form.tables[rule.settings["table"]]
    if is_untouched(case, table.id):
        raise NotApplicable(f"{table.number}还没有填写")
    comparisons = comparisons_of(rule, table)
    possible = [one for one in comparisons if not last.why_not(one)]
    if not possible:
        reasons = (last.why_not(one) for one in comparisons)
        raise NotApplicable(next(reasons, "这一版格式没有可以和上年比较的格"))
    now = now_of(case, table.id)
    states = [(one, one.check(now, last.figures)) for one in possible]
    if all(state.holds is None for _, state in states):
        raise NotApplicable("今年或上年的数没有填，或不是数，没法比较")
    for one, state in states:
        if state.holds is False:
            words = _what(case, one, state)
            yield found(rule, words, one.cells, state.expected, state.actual)


def _what(case: Case, one: Comparison, state: State) -> str:
    names = one.rule.settings
    ought = "应当等于" if one.equal else "不应少于"
    return (
        f"{case.form.tables[one.table].number}·{one.line}{case.address(one.head.cell)}："
        f"{names['left']}是 {plain(state.actual)}，"
        f"{ought}{names['right']} {plain(state.expected)}，"
        f"相差 {plain(abs(state.actual - state.expected))}。{one.rule.advice}"
    )


# ---- what must not be the same -----------------------------------------------------------


@on_rule("CY-SAME")
def same_as_last_year(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding where all tables are last year's, else one for each table with such rows."""
    last = last_of(case)
    tables = [table for table in case.form.tables if table in last.tables]
    if not tables:
        raise NotApplicable("上年的报告里没有数，没法比较")
    if is_all_same(case, rule, last):
        heads = tuple(table.figures[0].id for table in case.form.tables.values())
        yield found(rule, f"三张表的数与上年的报告完全相同，很可能是照抄。{rule.advice}", heads)
        return
    for table in tables:
        rows = same_rows(case, rule, last, table)
        if rows:
            names = cut([f"“{row.label}”" for row in rows], len(rows), "行")
            number = case.form.tables[table].number
            words = f"{number}的{names}各数与上年完全相同，可能是照抄。{rule.advice}"
            yield found(rule, words, tuple(cell for row in rows for cell in row.cells))


def same_rows(case: Case, rule: Rule, last: LastYear, table: str) -> list[Row]:
    """The rows of a table that say what they said last year, small ones left out."""
    if table not in last.tables:
        return []
    now = now_of(case, table)
    return [
        row
        for row in _comparable(case, rule, last, table)
        if row.is_same(now, last.figures) and row.size(now) >= rule.settings["at_least"]
    ]


def is_all_same(case: Case, rule: Rule, last: LastYear) -> bool:
    """Are all three tables those of last year, and not all zero?"""
    if last.tables != case.form.tables.keys() or last.missing:
        return False
    some = False
    for table in case.form.tables.values():
        now = now_of(case, table.id)
        rows = rows_of(rule, table)
        some = some or any(now.number(cell) for row in rows for cell in row.cells)
        if not all(row.is_same(now, last.figures) for row in rows):
            return False
    return some


def _comparable(case: Case, rule: Rule, last: LastYear, table: str) -> list[Row]:
    rows = rows_of(rule, case.form.tables[table])
    return [row for row in rows if not any(cell in last.missing for cell in row.cells)]


# ---- jumps -------------------------------------------------------------------------------


@on_rule("CY-FEE")
def fee_jump(case: Case, rule: Rule) -> Iterator[Finding]:
    """An amount that is a thousand times last year's: 元 and 万元 taken for each other."""
    last = last_of(case)
    figures = list(fee_figures(case.form.figures().values(), rule))
    known = [f for f in figures if f.table in last.tables and f.id not in last.missing]
    if not known:
        why = next((last.missing[f.id] for f in figures if f.id in last.missing), "")
        raise NotApplicable(why or "上年的报告里没有收费金额，没法比较")
    for figure in known:
        amount = now_of(case, figure.table).number(figure.id)
        before = last.figures.number(figure.id)
        times = rule.settings["times"]
        if amount > 0 and before > 0 and (amount >= before * times or before >= amount * times):
            words = (
                f"{case.where(figure.id)}：本年是 {plain(amount)}，上年是 {plain(before)}，"
                f"相差上千倍。{rule.advice}"
            )
            yield found(rule, words, (figure.id,), None, Decimal(amount))


def fee_figures(figures: Iterable[Figure], rule: Rule) -> Iterator[Figure]:
    """The amounts of the rows that the rule speaks of."""
    for figure in figures:
        if rule.settings["role"] in figure.row.roles:
            yield figure
