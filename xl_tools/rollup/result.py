"""Submissions + roster -> the roll-up: report, standings, missing, proof, findings."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Edition, Editions
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Organ, Reading, Report
from xl_tools.rollup.codefendants import NONE, Declared, Taken, note_of, taken_off
from xl_tools.rollup.earlier import Last, is_whole, last_reports, prior_findings, with_last_year
from xl_tools.rollup.names import organ_key
from xl_tools.rollup.outliers import outlier_findings
from xl_tools.rollup.owntext import text_finding, without_beside
from xl_tools.rollup.roster import GOVERNMENT, Roster, Unit, organ_named
from xl_tools.rollup.rules import rollup_findings
from xl_tools.rollup.siblings import sibling_findings
from xl_tools.rollup.standing import (
    COUNTED,
    Standing,
    missing_units,
    standings,
    year_of,
)
from xl_tools.rollup.stated import stated_findings
from xl_tools.rollup.submission import Submission
from xl_tools.rollup.totals import Totals, parent_report, totals
from xl_tools.rollup.traced import traced
from xl_tools.rules import Outcome, check
from xl_tools.rules.finding import Finding
from xl_tools.settings import DEFAULTS, Settings

UNNAMED: Final = "汇总单位"


class Rollup(NamedTuple):
    """The parent's report and everything it rests on."""

    report: Report
    edition: Edition
    standings: tuple[Standing, ...]
    missing: tuple[Unit, ...]
    totals: Totals
    findings: tuple[Finding, ...]  # of the roll-up itself
    outcome: Outcome  # of the parent's report
    settings: Settings
    last: Last = MappingProxyType({})  # last year's reports, where they were given
    shared: Declared = NONE

    @property
    def counted(self) -> tuple[Standing, ...]:
        """The reports that were summed, the parent's own first."""
        return tuple(one for one in self.standings if one.status == COUNTED)

    @property
    def has_errors(self) -> bool:
        """Is anything of severity error, in the roll-up or in a unit's report?"""
        here = any(finding.severity == "error" for finding in self.findings)
        units = any(one.submission.count("error") for one in self.counted)
        return here or units or self.outcome.has_errors


class Asked(NamedTuple):
    """What a roll-up is given besides what was handed in; all of it may be left out.

    `own` is the parent's own report, `stated` its total as it is known from elsewhere, `earlier`
    is what was handed in last year, `shared` the suits that a reviewing organ counted as
    co-defendant, `organ` the parent's name where it is known otherwise than from its report.
    """

    roster: Roster | None = None
    own: Submission | None = None
    stated: Report | None = None
    year: int | None = None
    settings: Settings = DEFAULTS
    earlier: Sequence[Submission] = ()
    shared: Declared = NONE
    organ: str = ""


NOTHING_MORE: Final = Asked()


def roll_up(
    submissions: Sequence[Submission], editions: Editions, asked: Asked = NOTHING_MORE
) -> Rollup:
    """The sum of what units handed in; nothing that is unreadable counts as zero."""
    own, roster, settings = asked.own, asked.roster, asked.settings
    everyone = [own, *submissions] if own is not None else list(submissions)
    year = year_of(everyone, roster, asked.year)
    if own is not None:
        _refuse_unfit(own, year)
    edition = editions.for_year(year)
    found = standings(submissions, own, roster, editions, settings, year)
    last = _last(asked, found, year)
    found = tuple(with_last_year(found, last, editions, settings)) if last else found
    missing = missing_units(found, roster)
    found, taken = _without_shared(asked, found, edition, year)
    counted = [one for one in found if one.status == COUNTED]
    of = totals(counted, edition, taken)
    mine = own.report if own is not None else None
    report = parent_report(mine, _parent(mine, counted, asked), of, edition, year)
    findings = [*rollup_findings(found, missing, of, edition)]
    if asked.stated is not None:
        findings += stated_findings(asked.stated, of, found, missing, edition, editions)
    findings += sibling_findings(counted, edition, editions, settings)
    findings += outlier_findings(counted, last, edition)
    findings += prior_findings(counted, asked.earlier, last, year) if asked.earlier else ()
    whole = last.get(organ_key(report.organ.name))
    whole = whole if whole and is_whole(whole, parent=own is not None) else None
    outcome = check(Reading(report), editions, whole, settings)
    if mine is not None and (rewrite := text_finding(mine, report, outcome, counted, editions)):
        findings.append(rewrite)
        outcome = without_beside(outcome)
    said = tuple(findings), traced(outcome, counted)
    return Rollup(report, edition, found, missing, of, *said, settings, last, asked.shared)


def _without_shared(
    asked: Asked, found: tuple[Standing, ...], edition: Edition, year: int
) -> tuple[tuple[Standing, ...], tuple[Taken, ...]]:
    """What is taken off for suits of co-defendants; who gave them says so."""
    units = asked.roster.units if asked.roster else ()
    taken = taken_off(asked.shared, found, units, edition, year)
    if not taken:
        return found, ()
    return tuple(_noted(one, note_of(one.organ, taken)) for one in found), taken


def _noted(one: Standing, note: str) -> Standing:
    if not note or one.status != COUNTED:
        return one
    return one._replace(note="；".join(filter(None, (one.note, note))))


def _last(asked: Asked, found: Sequence[Standing], year: int) -> Last:
    """Last year's report of every unit, as far as they were given."""
    units = asked.roster.units if asked.roster else ()
    names = [unit.name for unit in units]
    names += [one.organ for one in found if one.unit is None and one.status == COUNTED]
    return last_reports(names, asked.earlier, year) if asked.earlier else {}


def _refuse_unfit(own: Submission, year: int) -> None:
    """The parent's own report is named by hand: one that does not fit is a bad call."""
    if own.report is None:
        raise Refusal(own.refused, file=own.file)
    if own.report.year != year:
        raise Refusal(
            f"本级报告是{own.report.year}年度的，汇总的是{year}年度",
            "请换一份，或用 --year 写明年度",
            file=own.file,
        )


def _parent(own: Report | None, counted: Sequence[Standing], asked: Asked) -> Organ:
    """Whose roll-up it is: that of --own, else the one named, else the one government of them."""
    if own is not None:
        return own.organ
    roster = asked.roster
    reports = [one.report for one in counted if one.report is not None]
    if asked.organ:
        same = (r.organ for r in reports if organ_key(r.organ.name) == organ_key(asked.organ))
        return next(same, organ_named(asked.organ))._replace(name=asked.organ)
    upper = [
        r.organ for r in reports if r.organ.kind == "government" and r.organ.level != "township"
    ]
    if len({organ_key(organ.name) for organ in upper}) == 1:
        return upper[0]
    names = [u for u in (roster.units if roster else ()) if u.role == GOVERNMENT]
    if len({organ_key(unit.name) for unit in names}) == 1:
        return Organ(names[0].name, level=names[0].level, kind="government")
    return Organ(UNNAMED)
