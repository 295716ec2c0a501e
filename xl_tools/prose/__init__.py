"""Report -> mentions: every number its narrative tells, held against the tables."""

from __future__ import annotations

from xl_tools.prose.changes import Change, recomputable
from xl_tools.prose.judging import AGREES, CONTRADICTS, UNMAPPED, Judge, Mention
from xl_tools.prose.reader import Reader
from xl_tools.prose.sums import Discrepancy, Sums
from xl_tools.records import NamedTuple
from xl_tools.report import Form, Report

__all__ = [
    "AGREES",
    "CONTRADICTS",
    "UNMAPPED",
    "Change",
    "Discrepancy",
    "Mention",
    "Told",
    "read_prose",
]


class Told(NamedTuple):
    """All that the narrative tells in numbers, where it does not fit itself, and the 同比 in it."""

    mentions: tuple[Mention, ...]
    discrepancies: tuple[Discrepancy, ...]
    changes: tuple[Change, ...] = ()


def read_prose(report: Report, form: Form) -> Told:
    """Every number of the narrative, in the order of the text."""
    reader = Reader(report, form)
    claims = reader.read()
    judge = Judge(report, form)
    mentions = judge.mentions(claims)
    discrepancies = Sums(claims, mentions, judge, form, report.narrative).discrepancies()
    texts = [report.narrative[said.section] for said in reader.changes]
    changes = recomputable(reader.changes, mentions, judge, texts)
    return Told(tuple(mentions), discrepancies, changes)
