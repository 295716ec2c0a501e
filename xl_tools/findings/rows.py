"""Findings -> the rows of the list on 校验, most important first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from xl_tools.edition import Editions
from xl_tools.findings.pointing import Pointed, pointed
from xl_tools.findings.text import kind_of, reason_of
from xl_tools.jsontext import plain
from xl_tools.placement import MOST_FINDINGS
from xl_tools.places import Spot, fixed
from xl_tools.records import NamedTuple
from xl_tools.report import Reading, form_of
from xl_tools.rules import Outcome
from xl_tools.rules.cells import is_text
from xl_tools.rules.finding import Case, Finding
from xl_tools.slips import WORDS

UNKNOWN: Final = "没有别的数能指出是哪一格，请逐格核对"
TEXT: Final = "有的格写的不是数，没有加进总计，先改那里"


class FindingRow(NamedTuple):
    """One row of the list; `target` is where its link leads, as a formula writes it."""

    number: int | None
    rule: str
    words: str
    severity: str
    actual: Decimal | None = None
    expected: Decimal | str | None = None
    difference: Decimal | None = None
    target: str = ""
    suspects: str = ""


def finding_rows(reading: Reading, outcome: Outcome, editions: Editions) -> tuple[FindingRow, ...]:
    """As many rows as the list has room for; the last one says how many more there are."""
    case = Case(reading, form_of(reading.report, editions), editions)
    rows = [_row(case, number, finding) for number, finding in enumerate(outcome.findings, 1)]
    if len(rows) <= MOST_FINDINGS:
        return tuple(rows)
    left = len(rows) - MOST_FINDINGS + 1
    rest = FindingRow(None, "", f"还有 {left} 处列不下，改好上面的以后再校验一次", "")
    return (*rows[: MOST_FINDINGS - 1], rest)


def _row(case: Case, number: int, finding: Finding) -> FindingRow:
    at = pointed(case.reading.report, finding)
    return FindingRow(
        number,
        finding.rule,
        finding.message.removeprefix(f"〔{finding.rule}〕"),
        kind_of(finding),
        at.actual,
        at.expected,
        at.difference,
        _target(case, at),
        _suspects(case, finding),
    )


def _target(case: Case, at: Pointed) -> str:
    place = case.reading.places.get(at.cell)
    if place is None:
        return ""
    return fixed(Spot(place.sheet, 1, 1)).rsplit("!", 1)[0] + f"!{place.address}"


def _suspects(case: Case, finding: Finding) -> str:
    """Which cell is most probably wrong; only where something independent says so."""
    if not finding.is_open:
        return f"说明：{reason_of(finding)}"
    if finding.expected is None:
        return ""
    if finding.cells and is_text(case, finding.cells[0]):
        return TEXT
    if not finding.suspects:
        return "" if finding.explainable else UNKNOWN  # sums are never explained away
    return "\n".join(_change(case, suspect) for suspect in finding.suspects)


def _change(case: Case, suspect: dict[str, Any]) -> str:
    changes = "、".join(
        f"{case.where(cell)} 改为 {plain(value)}" for cell, value in suspect["cells"].items()
    )
    slip = WORDS[suspect["kind"]]
    return f"{changes}（{slip}）" if slip else changes
