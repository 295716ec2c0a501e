"""Rules that know how these tables are misfilled."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_tools.edition import Rule
from xl_tools.report import Organ
from xl_tools.rules.finding import Case, Finding, found
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule


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
