"""Rules about single cells: is each a number of its type, is none left blank."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_tools.edition import Figure, Rule
from xl_tools.jsontext import plain
from xl_tools.placement import TABLE_PREFIXES
from xl_tools.report import Value
from xl_tools.rules.finding import MOST_CELLS, MOST_SENTENCES, Case, Finding, cut, found
from xl_tools.rules.registry import rule as on_rule

LARGEST = Decimal(10) ** 15


def table_of(rule: Rule) -> str:
    """The table that a rule id such as T3-TYPE speaks of."""
    prefix = rule.id.partition("-")[0]
    return next(table for table, known in TABLE_PREFIXES.items() if known == prefix)


def is_blank(value: Value | None, case: Case, table: str) -> bool:
    """Is a cell empty, or printed with a placeholder such as "/"?"""
    if value is None:
        return True
    return isinstance(value, str) and value.strip() in case.form.editions[table].placeholders


def can_compare(case: Case, table: str, cell: str) -> bool:
    """A text, or a total that is not stated, cannot be compared; a blank part is 0."""
    value = case.reading.report.cells.get(cell)
    if is_blank(value, case, table):
        return not case.form.figures()[cell].is_total
    return isinstance(value, Decimal)


def is_text(case: Case, cell: str) -> bool:
    """Does a cell hold words where a number belongs? A placeholder counts as 0."""
    value, table = case.reading.report.cells.get(cell), cell.partition(".")[0]
    return isinstance(value, str) and not is_blank(value, case, table)


def is_untouched(case: Case, table: str) -> bool:
    """Does a table hold nothing but totals that a formula computed, and what last year left?

    An office above that sends workbooks out puts in what is carried over, before anybody begins.
    """
    report = case.reading.report
    return not any(
        figure.id in report.cells and figure.id not in report.computed and not figure.is_carried_in
        for figure in case.form.tables[table].figures
    )


@on_rule("T2-TYPE", "T3-TYPE", "T4-TYPE")
def types(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding a table: every cell that is no number of its type, and what is wrong."""
    table = table_of(rule)
    report = case.reading.report
    wrong = [
        (figure.id, trouble)
        for figure in case.form.tables[table].figures
        if not is_blank(report.cells.get(figure.id), case, table)
        and (trouble := _trouble(figure, report.cells[figure.id]))
    ]
    if wrong:
        said = [f"{case.where(cell)}：{trouble}" for cell, trouble in wrong[:MOST_SENTENCES]]
        words = cut(said, len(wrong), "格", "；", most=MOST_SENTENCES)
        yield found(rule, words, tuple(cell for cell, _ in wrong))


def _trouble(figure: Figure, value: Value) -> str:
    if isinstance(value, str):
        return _text_trouble(figure, value.strip())
    if figure.type != "signed" and value < 0:
        return f"“{plain(value)}”是负数，应填 0 或正数"
    if abs(value) >= LARGEST:
        return f"“{plain(value)}”太大，请核对"
    if figure.type in ("count", "signed") and value != value.to_integral_value():
        return f"“{plain(value)}”有小数，应填整数"
    if figure.type == "amount" and value != round(value, 6):
        return f"“{plain(value)}”超过六位小数，请核对单位是不是万元"
    return ""


def _text_trouble(figure: Figure, text: str) -> str:
    if figure.type == "money":
        return ""
    if text.replace(",", "").lstrip("+-").replace(".", "", 1).isdecimal():
        return f"“{text}”是文本格式的数字，不参加求和，请重新输入成数字"
    if figure.type == "amount" and "元" in text:
        return f"“{text}”带了单位，这一格以万元为单位，只填数字"
    if _is_moment(text):
        return f"“{text}”是日期或时间，请把这一格的格式改成“常规”，再输入数字"
    return f"“{text}”不是数，请只填数字"


def _is_moment(text: str) -> bool:
    """A number in a cell that shows dates reads as 1900-02-19, one that shows times as 09:00."""
    return text.isascii() and any(
        text.count(sign) == times and text.replace(sign, "").isdigit()
        for sign, times in (("-", 2), (":", 1))
    )


@on_rule("T2-BLANK", "T3-BLANK", "T4-BLANK")
def blanks(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding a table: cells left blank or printed "/", totals that are not stated."""
    table = table_of(rule)
    if is_untouched(case, table):
        return
    cells = case.reading.report.cells
    empty = [f for f in case.form.tables[table].figures if is_blank(cells.get(f.id), case, table)]
    totals = [f.id for f in empty if f.is_total]
    parts = [f.id for f in empty if not f.is_total]
    said = {
        "空着的": [cell for cell in parts if cell not in cells],
        "写了“/”“无”一类，不是数的": [cell for cell in parts if cell in cells],
        "总计未填、有关的关系没法核对的": totals,
    }
    words = "；".join(
        f"{what}：{case.listed(ids, most)}"
        for (what, ids), most in zip(said.items(), _shares(list(said.values())), strict=True)
        if ids
    )
    if words:
        advice = "没有发生的请填 0" if parts else "请填上总计，或恢复总计格的公式"
        yield found(rule, f"{words}。{advice}", tuple(figure.id for figure in empty))


def _shares(lists: list[list[str]]) -> Iterator[int]:
    """How many cells of each list are named, where there is room for MOST_CELLS in all."""
    kinds, count = sum(map(bool, lists)) or 1, sum(map(len, lists))
    for ids in lists:
        yield MOST_CELLS - min(count - len(ids), MOST_CELLS - MOST_CELLS // kinds)


@on_rule("T2-ALLBLANK", "T3-ALLBLANK", "T4-ALLBLANK")
def all_blank(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for a table in which nothing is filled."""
    table = table_of(rule)
    if is_untouched(case, table):
        own = case.form.tables[table]
        ids = tuple(figure.id for figure in own.figures)
        yield found(rule, f"{own.number}“{own.caption}”还没有填写，请填写，没有发生的填 0", ids)
