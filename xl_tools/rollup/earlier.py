"""Last year's reports beside this year's -> what breaks with last year, for all units at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xl_tools.edition import Editions
from xl_tools.report import Reading, Report, form_of
from xl_tools.rollup.names import Names, is_office, organ_key
from xl_tools.rollup.standing import COUNTED, Standing
from xl_tools.rollup.submission import Located, Submission
from xl_tools.rules import ORDER, Case, findings_of
from xl_tools.rules.explained import with_reasons
from xl_tools.rules.finding import Finding, cut, found
from xl_tools.rules.narrative import Narrative
from xl_tools.rules.ofmany import PRIOR
from xl_tools.settings import Settings

CONTINUITY = "CY-"  # how the ids of rules begin that compare figures with last year's
COPIED = "S-COPY"  # the rule that compares the text
Last = Mapping[str, Report]  # by what all names of one organ have in common


def last_reports(known: Iterable[str], earlier: Sequence[Submission], year: int) -> Last:
    """Last year's report of each known organ.

    Of several the one saved last, a government's own before that of its office.
    """
    names = Names(known)
    reports = [(one.when, one.report) for one in earlier if one.report is not None]
    fitting = [(when, report) for when, report in reports if report.year == year - 1]
    fitting.sort(key=lambda one: (not is_office(one[1].organ.name), one[0]))
    named = ((names.find(report.organ.name), report) for _, report in fitting)
    return {organ_key(name): report for name, report in named if name}


def last_of(one: Standing, last: Last) -> Report | None:
    """Last year's report of a unit; a sum of all units is none of one organ."""
    prior = last.get(organ_key(one.unit.name if one.unit else one.organ))
    own = one.submission.report
    if prior is None or own is None or own.organ.scope == "aggregate":
        return prior
    return None if is_whole(prior, parent=one.is_own) else prior


def is_whole(prior: Report, *, parent: bool) -> bool:
    """Is it the sum of all units? What a parent made public is, unless it says otherwise."""
    scope = prior.organ.scope
    return scope == "aggregate" or (parent and not scope)


def with_last_year(
    standings: Sequence[Standing], last: Last, editions: Editions, settings: Settings
) -> list[Standing]:
    """The standings, what was found against last year in the place of what was found without it."""
    return [_beside(one, last_of(one, last), editions, settings) for one in standings]


def _beside(
    one: Standing, prior: Report | None, editions: Editions, settings: Settings
) -> Standing:
    report = one.submission.report
    if prior is None or report is None or one.status != COUNTED:
        return one
    form = form_of(report, editions)
    told = Narrative(report, form)
    case = Case(Reading(report), form, editions, told, prior, settings)
    rules = [r for r in form.edition.rules.values() if is_of_last_year(r.id)]
    broken = with_reasons(findings_of(case, rules, []), one.submission.reasons)
    others = [f for f in one.submission.findings if not is_of_last_year(f.finding.rule)]
    located = [Located(f, where=case.where(f.cells[0]) if f.cells else "") for f in broken]
    every = sorted((*located, *others), key=lambda f: ORDER.index(f.finding.severity))
    return one._replace(submission=one.submission._replace(findings=tuple(every)))


def is_of_last_year(rule: str) -> bool:
    """Does a rule compare with last year's report?"""
    return rule == COPIED or rule.startswith(CONTINUITY)


def prior_findings(
    counted: Sequence[Standing], earlier: Sequence[Submission], last: Last, year: int
) -> Iterator[Finding]:
    """With whom nothing could be compared, and which of last year's files are of no use."""
    alone = [one.organ for one in counted if last_of(one, last) is None and not one.is_own]
    if alone:
        words = f"没有找到上年报告的单位 {len(alone)} 个：{cut(alone, len(alone), '个')}"
        yield found(PRIOR, f"{words}；这些没有和上年比")
    unread = [one.file for one in earlier if one.report is None]
    if unread:
        yield found(PRIOR, f"上年的文件读不出 {len(unread)} 个：{cut(unread, len(unread), '个')}")
    other = [one.file for one in earlier if one.report and one.report.year != year - 1]
    if other:
        words = f"不是{year - 1}年度的文件 {len(other)} 个：{cut(other, len(other), '个')}"
        yield found(PRIOR, f"{words}；没有用来比较")
