"""A finding -> the cell that people are sent to, what it holds and what it should hold."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from xl_tools.jsontext import plain
from xl_tools.records import NamedTuple
from xl_tools.report import Report
from xl_tools.rules.finding import Finding
from xl_tools.slips import WEIGHTS

# Rules by which two sources differ: nothing says that the table is the one to be changed.
OTHERS: Final = MappingProxyType(
    {"N-SET": "正文", "N-ZERO": "正文", "N-UNIT": "正文", "LEDGER": "台账"}
)


class Pointed(NamedTuple):
    """A cell and its numbers; `together` is how many cells the numbers are the sum of."""

    cell: str = ""
    actual: Decimal | None = None
    expected: Decimal | str | None = None
    difference: Decimal | None = None
    together: int = 1


def pointed(report: Report, finding: Finding) -> Pointed:
    """The cell that is most probably wrong where one is; else the one that heads the finding.

    A finding may be about sums: whoever looks at one cell is told that cell's own numbers.
    """
    changes = suspected(finding)
    if changes:
        return _suspect(report, finding, changes)
    stated, due = finding.actual, due_of(finding)
    if not finding.cells:
        return Pointed("", stated, due, finding.difference)
    head = finding.cells[0]
    known = report.cells.get(head)
    if finding.difference is None or not isinstance(known, Decimal) or known == stated:
        return Pointed(head, stated, due, finding.difference)
    if finding.rule in OTHERS:
        return Pointed(head, stated, due, finding.difference, len(finding.cells))
    return Pointed(head, known, known - finding.difference, finding.difference)


def _suspect(report: Report, finding: Finding, changes: Mapping[str, Decimal]) -> Pointed:
    """The changed cell that the finding speaks of; all the same where it speaks of none."""
    cell = next((one for one in changes if one in finding.cells), next(iter(changes)))
    if finding.cells[:1] == (cell,) and finding.rule in OTHERS:
        return Pointed(cell, finding.actual, due_of(finding), finding.difference)
    stated, due = report.number(cell), changes[cell]
    return Pointed(cell, stated, due, stated - due)


def suspected(finding: Finding) -> Mapping[str, Decimal]:
    """The change that mends it best, cell by cell; none where equals rival, or it is told."""
    if not finding.is_open or not finding.suspects:
        return {}
    ranks = [_rank(suspect) for suspect in finding.suspects[:2]]
    is_sure = len(ranks) == 1 or ranks[0] < ranks[1]
    found: Mapping[str, Decimal] = finding.suspects[0]["cells"] if is_sure else {}
    return found


def _rank(suspect: Mapping[str, Any]) -> Decimal:
    """How the message ranks them: the less is changed and the more is mended, the better."""
    return len(suspect["cells"]) - WEIGHTS[suspect["kind"]] - int(suspect["explains"])


def due_of(finding: Finding) -> Decimal | str | None:
    """What a figure should be; of a source that only says otherwise its name stands before it."""
    source = OTHERS.get(finding.rule)
    if source is None or finding.expected is None:
        return finding.expected
    return f"{source} {plain(finding.expected)}"
