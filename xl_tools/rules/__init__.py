"""Reading -> findings: relations and rules of the form, every finding a value."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Editions, Rule
from xl_tools.evidence import coverage
from xl_tools.jsontext import plain
from xl_tools.relation import Relation, State, relations_of
from xl_tools.report import Reading, form_of
from xl_tools.rules import cells, form, patterns
from xl_tools.rules.finding import Case, Finding, Outcome, found

__all__ = ["Case", "Finding", "Outcome", "check", "relation_findings"]

Check = Callable[[Case, Rule], Iterator[Finding]]
# What stands behind each rule that is no relation; its words stand in the edition.
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        **{f"{table}-TYPE": cells.types for table in ("T2", "T3", "T4")},
        **{f"{table}-BLANK": cells.blanks for table in ("T2", "T3", "T4")},
        **{f"{table}-ALLBLANK": cells.all_blank for table in ("T2", "T3", "T4")},
        "T3-SHAPE": patterns.one_result,
        "T2-GZ": patterns.regulations,
        "T2-2019-DEC": patterns.decisions_as_items,
        "EDITION": form.edition,
        "LABEL": form.labels,
    }
)
ORDER: Final = ("error", "warning", "info")


def check(reading: Reading, editions: Editions) -> Outcome:
    """Everything the rules of the report's form say about it."""
    own = form_of(reading.report, editions)
    case = Case(reading, own, editions)
    relations = tuple(_states(case))
    missing: list[tuple[str, str]] = []
    findings = [*relation_findings(case, relations), *_rule_findings(case, missing)]
    missing += [
        (relation.rule.id, f"{relation.words}：有格子没有填，或填的不是数，没法核对")
        for relation, state in relations
        if state.holds is None
    ]
    findings.sort(key=lambda finding: ORDER.index(finding.severity))
    checked, count = coverage(reading.report, own, tuple(relation for relation, _ in relations))
    verdict = _verdict(case, findings)
    return Outcome(tuple(findings), relations, tuple(missing), checked, count, verdict)


def _states(case: Case) -> Iterator[tuple[Relation, State]]:
    report = case.reading.report
    for table, edition in case.form.editions.items():
        for text in edition.relations:
            if text.table == table:
                for relation in relations_of(text, case.form.tables[table]):
                    yield relation, relation.check(report.cells, edition.placeholders)


def relation_findings(
    case: Case, relations: tuple[tuple[Relation, State], ...]
) -> Iterator[Finding]:
    """One finding for each relation that does not hold."""
    for relation, state in relations:
        if state.holds is False:
            yield _broken(case, relation, state)


def _broken(case: Case, relation: Relation, state: State) -> Finding:
    actual, expected = state.actual, state.expected
    difference = plain(abs(actual - expected))
    ought = "应当等于" if relation.equal else "不应超过"
    words = (
        f"{case.where(relation.cells[0])}：{relation.left_words}是 {plain(actual)}，"
        f"{ought}{relation.right_words} {plain(expected)}，相差 {difference}。"
        f"{relation.rule.advice}。表上没有别的数能说明错在哪一格，请对照台账"
    )
    # head first, then the others in table order
    order = list(case.form.figures())
    rest = sorted(relation.cells[1:], key=order.index)
    if len(relation.left) > 1:
        rest = [*relation.cells[1:]]
    return found(relation.rule, words, (relation.cells[0], *rest), expected, actual)


def _rule_findings(case: Case, missing: list[tuple[str, str]]) -> Iterator[Finding]:
    for rule in case.form.edition.rules.values():
        run = CHECKS.get(rule.id)
        if run is None:
            continue
        try:
            yield from list(run(case, rule))
        except patterns.NotApplicable as why:
            missing.append((rule.id, str(why)))
        except Exception:  # noqa: BLE001 - a crash must be seen, never taken for a pass
            yield _crashed(rule)


def _crashed(rule: Rule) -> Finding:
    trouble = traceback.format_exc(limit=-1).strip().splitlines()[-1]
    message = f"〔{rule.id}〕这条规则没能运行，不能当作通过，请把这句话发给维护人员：{trouble}"
    return Finding(rule.id, "error", False, message, could_not_run=True)


def _verdict(case: Case, findings: list[Finding]) -> str:
    if all(cells.is_untouched(case, table) for table in case.form.tables):
        return "尚未填写"
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "有错误"
    return "有待说明" if "warning" in severities else "通过"
