"""Reading -> findings: relations and rules of the form, every finding a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from xl_tools.edition import Editions, Rule
from xl_tools.evidence import coverage
from xl_tools.explanations import explanations_of
from xl_tools.report import Reading, Report, form_of
from xl_tools.rules import (
    cells,
    citations,
    continuity,
    controls,
    fees,
    form,
    ledger,
    leftovers,
    names,
    patterns,
    personal,
    prose,
    repetition,
    sections,
    siblings,
    wording,
    yearly,
    years,
)
from xl_tools.rules.explained import with_reasons
from xl_tools.rules.finding import Case, Finding, Outcome
from xl_tools.rules.narrative import Narrative
from xl_tools.rules.registry import CHECKS, NotApplicable
from xl_tools.rules.relations import relation_findings, states
from xl_tools.rules.siblings import Siblings
from xl_tools.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from xl_tools.tally import Tally

# The modules of rules put themselves on the list of CHECKS when they are imported.
__all__ = [
    "CHECKS",
    "Case",
    "Finding",
    "Outcome",
    "check",
    "citations",
    "continuity",
    "controls",
    "fees",
    "findings_of",
    "form",
    "ledger",
    "leftovers",
    "names",
    "patterns",
    "personal",
    "prose",
    "relation_findings",
    "repetition",
    "sections",
    "siblings",
    "wording",
    "yearly",
    "years",
]

ORDER: Final = ("error", "warning", "info")


def check(
    reading: Reading,
    editions: Editions,
    prior: Report | None = None,
    settings: Settings = DEFAULTS,
    tally: Tally | None = None,
    beside: Siblings | None = None,
) -> Outcome:
    """Everything the rules of the report's form say about it.

    `prior` is last year's report; without it the one that was read with the report is used. `tally`
    is the year's case ledger, counted; `beside` are the reports of other units, this one included.
    """
    own = form_of(reading.report, editions)
    narrative = Narrative(reading.report, own)
    case = Case(reading, own, editions, narrative, prior or reading.prior, settings, tally, beside)
    relations = tuple(states(case))
    missing: list[tuple[str, str]] = []
    rules = case.form.edition.rules.values()
    findings = [*relation_findings(case, relations), *findings_of(case, rules, missing)]
    missing += [
        (relation.rule.id, f"{relation.words}：有格子没有填，或填的不是数，没法核对")
        for relation, state in relations
        if state.holds is None and not cells.is_untouched(case, relation.table)
    ]
    missing += ledger.left_open(case)
    findings = with_reasons(
        findings,
        explanations_of(reading.report.extra),
        explanations_of(case.prior.extra) if case.prior else (),
    )
    stated = tuple(relation for relation, _ in relations)
    checked, count = coverage(reading.report, own, stated, case.counted)
    ordered = _in_order(case, findings)
    return Outcome(
        ordered,
        relations,
        tuple(missing),
        checked,
        count,
        verdict=_verdict(case, ordered),
        mentions=narrative.mentions,
        repetition=narrative.repetition,
    )


def _in_order(case: Case, findings: list[Finding]) -> tuple[Finding, ...]:
    """Errors, warnings, remarks; each in the order of the form, those without a cell last."""
    place = {cell: index for index, cell in enumerate(case.form.figures())}

    def key(finding: Finding) -> tuple[int, int]:
        first = place[finding.cells[0]] if finding.cells else len(place)
        return ORDER.index(finding.severity), first

    return tuple(sorted(findings, key=key))


def findings_of(
    case: Case, rules: Iterable[Rule], missing: list[tuple[str, str]]
) -> Iterator[Finding]:
    """What these rules find; `missing` is told of those that cannot be applied, and why."""
    for rule in rules:
        run = CHECKS.get(rule.id)
        if run is None:
            continue
        try:
            yield from list(run(case, rule))
        except NotApplicable as why:
            missing += [(rule.id, str(why))] if why.args else []
        except Exception:  # noqa: BLE001 - a crash must be seen, never taken for a pass
            yield _crashed(rule)


def _crashed(rule: Rule) -> Finding:
    import traceback

    last = traceback.format_exc(limit=-1).strip().splitlines()[-1]
    message = (
        f"〔{rule.id}〕规则“{rule.title}”未能运行，不能当作通过。请把这句话发给维护人员：{last}"
    )
    return Finding(
        rule.id, "error", False, message, could_not_run=True, trouble=traceback.format_exc()
    )


def _verdict(case: Case, findings: tuple[Finding, ...]) -> str:
    if all(cells.is_untouched(case, table) for table in case.form.tables):
        return "尚未填写"
    return verdict_of(findings)


def verdict_of(findings: Iterable[Finding]) -> str:
    """What findings about a report that is filled in come to."""
    severities = {finding.severity for finding in findings if finding.is_open}
    if "error" in severities:
        return "有错误"
    return "有待说明" if "warning" in severities else "通过"
