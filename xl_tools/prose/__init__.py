"""Report -> mentions: every number its narrative tells, held against the tables."""

from __future__ import annotations

from xl_tools.prose.judging import AGREES, CONTRADICTS, UNMAPPED, Judge, Mention
from xl_tools.prose.reader import Reader
from xl_tools.report import Form, Report

__all__ = ["AGREES", "CONTRADICTS", "UNMAPPED", "Mention", "read_prose"]


def read_prose(report: Report, form: Form) -> tuple[Mention, ...]:
    """Every number of the narrative, in the order of the text."""
    claims = Reader(report, form).read()
    return tuple(Judge(report, form).mentions(claims))
