"""A case ledger beside a report: read for its year, put over its figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

from xl_tools.actions.questions import answers_in, with_charges, with_questions
from xl_tools.edition import Editions
from xl_tools.files import read_whole
from xl_tools.jsontext import plain
from xl_tools.ledger import Answers, count_ledger
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.tally import Tally

MOST_BYTES: Final = 400 << 20
TABLE: Final = "applications"
OTHER: Final = "other"  # section six


def tally_for(path: Path, report: Report, editions: Editions, workbook: bytes = b"") -> Tally:
    """The ledger counted for a report's year, in the rows of its own table 3.

    `workbook` is one of ours, in which a person may have chosen what a word means.
    """
    return tally_with(path, report, editions, _chosen(workbook))


def tally_with(path: Path, report: Report, editions: Editions, answers: Answers) -> Tally:
    """The same with the choices at hand."""
    edition = editions.get(report.edition_of(TABLE))
    data = read_whole(path, MOST_BYTES)
    return count_ledger(data, str(path), edition, report.year, answers=answers)


def _chosen(workbook: bytes) -> dict[tuple[str, str], str]:
    try:
        return answers_in(workbook) if workbook else {}
    except Refusal:
        return {}  # a report that is no workbook: nothing was chosen in it


def with_tally(report: Report, tally: Tally) -> Report:
    """The report with the ledger's figures; what the ledger does not speak of stays.

    The totals of table 3 and 4 are left to the formulas: a sum of the same cases proves nothing.
    """
    counted = {cell: tally.figure(cell) for cell in tally.cases}
    totals = {cell for cell in counted if cell.endswith(".total") or ".total." in cell}
    return report._replace(
        cells=MappingProxyType({**report.cells, **counted}),
        computed=frozenset(report.computed | totals),
    )


def fee_sentence(tally: Tally) -> str:
    """What section six has to say of the fees in the ledger; empty where none was charged."""
    total = sum((one.charged for one in tally.charges), Decimal(0))
    return f"本年共收取信息处理费{plain(total)}元。" if total else ""


def with_fee_sentence(report: Report, tally: Tally) -> Report:
    """The report with a draft of section six where nothing stands in it yet."""
    sentence = fee_sentence(tally)
    if not sentence or report.narrative.get(OTHER, "").strip():
        return report
    return report._replace(narrative=MappingProxyType({**report.narrative, OTHER: sentence}))


def fee_remark(report: Report, tally: Tally, *, drafted: bool = True) -> str:
    """What to do about section six of the report as it was before; empty where it is nothing."""
    sentence, written = fee_sentence(tally), report.narrative.get(OTHER, "").strip()
    if not sentence or sentence.removesuffix("。") in written:
        return ""
    if drafted and not written:
        return f"第六部分按台账写了一句草稿，请核对、补充：{sentence}"
    return f"台账里收取了信息处理费，请核对第六部分写了没有（没有替您改）：{sentence}"


def with_open_rows(data: bytes, tally: Tally) -> bytes:
    """The workbook with what the ledger leaves open, and with the fees."""
    return with_charges(with_questions(data, tally), tally.charges)
