"""Findings -> a copy of the workbook with the cells concerned marked."""

from __future__ import annotations

from xl_tools.actions.workbooks import filled_workbook
from xl_tools.edition import Editions
from xl_tools.filling import mark_workbook
from xl_tools.report import Reading
from xl_tools.rules import Outcome


def marked_copy(data: bytes, reading: Reading, outcome: Outcome, editions: Editions) -> bytes:
    """A copy in which every cell that heads a finding shows the program's mark.

    A report that is no workbook of ours is put into one first.
    """
    cells = {
        cell: finding.rule
        for finding in outcome.findings
        if not finding.rule.endswith("ALLBLANK")
        for cell in (finding.cells if "TYPE" in finding.rule else finding.cells[:1])
    }
    if not data.startswith(b"PK"):
        data = filled_workbook(reading.report, editions)
    return mark_workbook(data, cells, editions)
