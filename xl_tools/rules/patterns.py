"""Rules that know how these tables are misfilled."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xl_tools.edition import Line, Rule, Table
from xl_tools.jsontext import plain
from xl_tools.report import Organ, Value
from xl_tools.rules.finding import Case, Finding, brief, found
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import late, places_of, texts_of

# 没有撤回, 撤回申请2件 tell of no case that ended so.
ENDED: Final = ("撤回", "撤诉", "驳回起诉", "终止")
WITHDRAWN: Final = late(
    "(复议|诉讼|起诉)([^。；\n没未无]{0,25}?(?:"
    + "|".join(ENDED)
    + "))(?!(?:政府)?(?:信息)?(?:公开)?申请)"
)


@on_rule("T3-SHAPE")
def one_result(case: Case, rule: Rule) -> Iterator[Finding]:
    """Many requests and all of one result."""
    table, report = case.form.tables["applications"], case.reading.report
    results = [
        figure.id
        for figure in table.figures
        if "result" in figure.row.roles and "total" in figure.column.roles
    ]
    filled = [cell for cell in results if report.number(cell)]
    if len(filled) != 1:
        return
    count = report.number(filled[0])
    if count >= rule.settings["at_least"]:
        words = f"{case.where(filled[0])}：{count} 件申请的办理结果全在这一格，请核对是否按结果分类"
        yield found(rule, words, (filled[0],), None, count)


@on_rule("T3-OTHER")
def other_results(case: Case, rule: Rule) -> Iterator[Finding]:
    """其他处理 is a large share of all results: a warning, a smaller one only a remark."""
    table, report = case.form.tables["applications"], case.reading.report
    totals = [f for f in table.figures if "total" in f.column.roles and "result" in f.row.roles]
    own = [figure for figure in totals if "misc" in figure.row.roles]
    some = sum((report.number(figure.id) for figure in own), Decimal(0))
    every = sum((report.number(figure.id) for figure in totals), Decimal(0))
    limits = case.settings.other_results
    share = some * 100 / every if every else Decimal(0)
    if some < limits.least or share < limits.remark:
        return
    each = [
        f"{brief(f.row.label)} {plain(report.number(f.id))} 件" for f in own if report.number(f.id)
    ]
    words = (
        f"{table.number}（六）其他处理共 {plain(some)} 件，占办理结果的 {share:.0f}%"
        f"（{'，'.join(each)}），一般不到 {limits.remark}%。{rule.advice}"
    )
    finding = found(rule, words, tuple(f.id for f in own), None, some)
    yield finding if share >= limits.warn else finding._replace(severity="info")


@on_rule("T3-RANGE")
def range_of_carried(case: Case, rule: Rule) -> Iterator[Finding]:
    """More goes on to next year than came in: where the printed relation fails, this says why."""
    table, report = case.form.tables["applications"], case.reading.report
    for column in table.columns:
        rows = {row.id: f"{table.id}.{row.id}.{column.id}" for row in table.rows}
        terms = [rows[row.id] for row in _came(table)]
        if "total" in column.roles and not all(cell in report.cells for cell in terms):
            continue  # a total that is not stated is not 0
        came = sum((report.number(cell) for cell in terms), Decimal(0))
        for cell in (rows[row.id] for row in table.rows_with("carried_out")):
            left = report.number(cell)
            if left > came:
                words = f"{case.where(cell)}是 {plain(left)}，不应超过第一项加第二项 {plain(came)}"
                yield found(rule, f"{words}。{rule.advice}", (cell,), came, left)


def _came(table: Table) -> tuple[Line, ...]:
    return (*table.rows_with("received"), *table.rows_with("carried_in"))


@on_rule("T4-OTHER")
def withdrawn(case: Case, rule: Rule) -> Iterator[Finding]:
    """The text tells of a case that was withdrawn, the table has none under 其他结果."""
    table, report, texts = case.form.tables["disputes"], case.reading.report, texts_of(case)
    for match in places_of(WITHDRAWN, texts.whole, ENDED):
        wanted = "reconsideration" if "复议" in match[1] else "litigation"
        rows = table.rows_with(wanted)
        cells = [f"{table.id}.{row.id}.other" for row in rows]
        cases = sum((report.number(f"{table.id}.{row.id}.total") for row in rows), Decimal(0))
        if cases and not any(report.number(cell) for cell in cells):
            quote = texts.quote(match.start(2), match.end())
            words = f"{texts.where(match.start())}写{quote}，{case.where(cells[0])}却是 0"
            yield found(rule, f"{words}。{rule.advice}", tuple(cells))
            return


@on_rule("T2-UNIT")
def unit_of_money(case: Case, rule: Rule) -> Iterator[Finding]:
    """An amount for which the form gives no unit, without one."""
    report = case.reading.report
    for figure in case.form.tables["disclosure"].figures:
        value = report.cells.get(figure.id, Decimal(0))
        if figure.type == "money" and _needs_unit(value):
            words = f"{case.where(figure.id)}：“{value}”没有单位，请带上单位，例如 251000元"
            yield found(rule, words, (figure.id,))


def _needs_unit(value: Value) -> bool:
    if isinstance(value, Decimal):
        return bool(value)
    return value.strip().replace(",", "").replace(".", "", 1).isdecimal() and "元" not in value


@on_rule("T2-GZ")
def regulations(case: Case, rule: Rule) -> Iterator[Finding]:
    """Organs without the power to make 规章 report none."""
    if not _without_power(case.reading.report.organ, rule):
        return
    figures = [f for f in case.form.tables["disclosure"].figures if "regulation" in f.row.roles]
    cells = [f.id for f in figures if case.reading.report.number(f.id)]
    if cells:
        total = sum((case.reading.report.number(cell) for cell in cells), Decimal(0))
        words = f"{case.listed(cells)}：本机关没有规章制定权，应填 0；行政规范性文件填在下一行"
        yield found(rule, words, tuple(cells), Decimal(0), total)


def _without_power(organ: Organ, rule: Rule) -> bool:
    if not organ.level:
        raise NotApplicable("没有填机关级别")
    applies = [one for one in rule.settings["applies"] if one["level"] == organ.level]
    if any("kinds" not in one for one in applies):
        return True
    if applies and not organ.kind:
        raise NotApplicable("没有填机关性质")
    return any(organ.kind in one["kinds"] for one in applies)


@on_rule("T2-2019-DEC")
def decisions_as_items(case: Case, rule: Rule) -> Iterator[Finding]:
    """2019: the number of decisions looks computed from the number of items."""
    report, suspicious = case.reading.report, []
    for row in case.form.tables["disclosure"].rows_with("decision"):
        ids = [f"disclosure.{row.id}.{column}" for column in ("decisions", "previous", "change")]
        decided, before, change = (report.number(cell) for cell in ids)
        if decided and decided == before + change:
            suspicious.append(ids[0])
    if len(suspicious) >= rule.settings["at_least"]:
        words = f"{case.listed(suspicious)}：正好等于上一年项目数量加本年增减，这里应填办件量"
        yield found(rule, words, tuple(suspicious))
