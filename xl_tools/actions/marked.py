"""Findings -> a copy of the workbook with the cells concerned marked and the findings listed."""

from __future__ import annotations

from datetime import datetime

from xl_tools.actions.workbooks import filled_workbook
from xl_tools.edition import Editions
from xl_tools.findings.marks import mark_workbook, marks_of
from xl_tools.report import Reading
from xl_tools.rules import Outcome, check
from xl_tools.settings import Settings
from xl_tools.sources import is_our_workbook, read_bytes


def time_now() -> str:
    """The local time as people write it: 2026-01-05 09:30."""
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def marked_copy(
    data: bytes, reading: Reading, outcome: Outcome, editions: Editions, settings: Settings
) -> bytes:
    """A copy in which every cell that heads a finding shows the program's mark.

    A report that is no workbook of ours is put into one first.
    """
    if not is_our_workbook(data):
        data = filled_workbook(reading.report, editions)
        reading = read_bytes(data, "", editions)  # now every figure has an address
        outcome = check(reading, editions, settings=settings)
    marks = marks_of(reading, outcome, editions, time_now())
    return mark_workbook(data, marks, editions.get(reading.report.edition), editions)
