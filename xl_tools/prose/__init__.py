"""Report -> mentions: every number its narrative tells, held against the tables."""

from __future__ import annotations

from typing import NamedTuple

from xl_tools.prose.judging import AGREES, CONTRADICTS, UNMAPPED, Judge, Mention
from xl_tools.prose.reader import Reader
from xl_tools.prose.sums import Discrepancy, Sums
from xl_tools.report import Form, Report

__all__ = [
    "AGREES",
    "CONTRADICTS",
    "UNMAPPED",
    "Discrepancy",
    "Mention",
    "Told",
    "read_prose",
]


class Told(NamedTuple):
    """All that the narrative tells in numbers, and where it does not fit itself."""

    mentions: tuple[Mention, ...]
    discrepancies: tuple[Discrepancy, ...]


def read_prose(report: Report, form: Form) -> Told:
    """Every number of the narrative, in the order of the text."""
    claims = Reader(report, form).read()
    judge = Judge(report, form)
    mentions = judge.mentions(claims)
    return Told(tuple(mentions), Sums(claims, mentions, judge, form).discrepancies())
