"""Findings -> the rows of the list on 校验, most important first."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Editions
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


# Rules by which two sources differ: nothing says that the table is the one to be changed.
OTHERS: Final = MappingProxyType(
    {"N-SET": "正文", "N-ZERO": "正文", "N-UNIT": "正文", "LEDGER": "台账"}
)


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
    return FindingRow(
        number,
        finding.rule,
        finding.message.removeprefix(f"〔{finding.rule}〕"),
        kind_of(finding),
        finding.actual,
        due_of(finding),
        finding.difference,
        _target(case, finding),
        _suspects(case, finding),
    )


def due_of(finding: Finding) -> Decimal | str | None:
    """What a figure should be; of a source that only says otherwise its name stands before it."""
    source = OTHERS.get(finding.rule)
    if source is None or finding.expected is None:
        return finding.expected
    return f"{source} {plain(finding.expected)}"


def _target(case: Case, finding: Finding) -> str:
    """The cell that is most probably wrong where one is; else the one that should equal others."""
    cells = next(iter(suspected(finding)), finding.cells)
    place = case.reading.places.get(next(iter(cells), ""))
    if place is None:
        return ""
    return fixed(Spot(place.sheet, 1, 1)).rsplit("!", 1)[0] + f"!{place.address}"


def suspected(finding: Finding) -> list[dict[str, Decimal]]:
    """The change that mends it best, cell by cell; none where there are several, or it is told."""
    sure = finding.is_open and len(finding.suspects) == 1
    return [finding.suspects[0]["cells"]] if sure else []


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
