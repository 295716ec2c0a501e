"""Packet -> submission: the report in it and what the rules say, small enough to keep."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath
from sys import intern
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Editions
from xl_tools.explanations import Explanation, explanations_of
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Organ, Report, Value, form_of
from xl_tools.rollup.packets import Packet
from xl_tools.rules import Case, check
from xl_tools.rules.finding import Finding
from xl_tools.settings import DEFAULTS, Settings
from xl_tools.sources import read_bytes

QUICK: Final = 1  # a tenth of its size already; of 100,000 files there would be over a gigabyte
AGAIN: Final = "请用 Excel、WPS 或 Word 打开看看，另存一份再试"


class Located(NamedTuple):
    """A finding and where its first cell stands: a sheet and an address, or words."""

    finding: Finding
    sheet: str = ""
    address: str = ""
    where: str = ""


class Submission(NamedTuple):
    """What came of one packet: a report and its findings, or the sentence why there is none.

    `reasons` are those that the unit gave for whatever may be found.
    """

    file: str
    sha256: str
    when: str = ""
    by: str = ""
    report: Report | None = None
    findings: tuple[Located, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""
    reasons: tuple[Explanation, ...] = ()

    def count(self, severity: str) -> int:
        """How many findings of a severity, those that were explained aside."""
        open_ones = (one.finding for one in self.findings if one.finding.is_open)
        return sum(finding.severity == severity for finding in open_ones)


# ---- bytes -> what is kept -----------------------------------------------------------------


def read_submission(
    data: bytes, file: str, editions: Editions, settings: Settings = DEFAULTS
) -> bytes:
    """The report in a file and its findings as packed JSON; a refusal is one of the results."""
    try:
        return _read(data, PurePath(file).name, editions, settings)
    except Refusal as refusal:
        return refusal_kept(refusal.problem, refusal.advice, refusal.sheet, refusal.cell)
    except Exception as error:  # noqa: BLE001 - one odd file may not end the work on the others
        return refusal_kept(f"读的时候程序出了错（{type(error).__name__}{_logged()}）", AGAIN)


def _logged() -> str:
    """The traceback of what happened goes into the log; where that is, in words."""
    from xl_tools.log import log_trouble

    try:
        return f"，详情记在日志“{log_trouble()}”里，可以发给维护人员"
    except OSError:
        return ""


def refusal_kept(problem: str, advice: str, sheet: str = "", cell: str = "") -> bytes:
    """What is kept of a file that cannot be read."""
    return _kept({"refused": [problem, advice, sheet, cell]})


def _kept(found: dict[str, Any]) -> bytes:
    words = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(words.encode("utf-8", "backslashreplace"), QUICK)


def _read(data: bytes, name: str, editions: Editions, settings: Settings) -> bytes:
    reading = read_bytes(data, name, editions)
    outcome = check(reading, editions, settings=settings)
    case = Case(reading, form_of(reading.report, editions), editions)
    found = {
        "report": _report_kept(reading.report),
        "findings": [_finding_kept(finding, case) for finding in outcome.findings],
        "notes": reading.notes,
        "reasons": explanations_of(reading.report.extra),
    }
    return _kept(found)


def _report_kept(report: Report) -> dict[str, Any]:
    """What a roll-up needs of a report; numbers as texts, for they are exact."""
    cells = report.cells.items()
    return {
        "edition": report.edition,
        "year": report.year,
        "organ": list(report.organ),
        "numbers": {cell: str(value) for cell, value in cells if isinstance(value, Decimal)},
        "texts": {cell: value for cell, value in cells if isinstance(value, str)},
        "narrative": dict(report.narrative),
        "title": report.title,
        "date": report.date,
        "signature": report.signature,
        "computed": sorted(report.computed),
        "table_editions": dict(report.table_editions),
    }


def _finding_kept(finding: Finding, case: Case) -> dict[str, Any]:
    kept = finding._asdict()
    for name in ("expected", "actual"):
        kept[name] = None if kept[name] is None else str(kept[name])
    kept["suspects"] = [
        {**one, "cells": {cell: str(value) for cell, value in one["cells"].items()}}
        for one in finding.suspects
    ]
    place = case.reading.places.get(finding.cells[0]) if finding.cells else None
    if place is not None:
        return {**kept, "at": [place.sheet, place.address, ""]}
    where = case.where(finding.cells[0]) if finding.cells else ""
    return {**kept, "at": ["", "", where]}


# ---- what is kept -> submission ------------------------------------------------------------


def submission_of(kept: bytes, packet: Packet, sha256: str) -> Submission:
    """The submission of a packet from what was kept of its contents."""
    found = json.loads(zlib.decompress(kept))
    known = Submission(packet.name, sha256, packet.when, packet.by)
    if "refused" in found:
        problem, advice, sheet, cell = found["refused"]
        refusal = Refusal(problem, advice, sheet=sheet, cell=cell)
        return known._replace(refused=refusal.sentence)
    return known._replace(
        report=_report(found["report"]),
        findings=tuple(map(_located, found["findings"])),
        notes=tuple(found["notes"]),
        reasons=tuple(map(_explanation, found["reasons"])),
    )


# Of 100,000 reports most cells hold one of a few numbers, and all have the same names.
_number = lru_cache(maxsize=1 << 16)(Decimal)


def _report(kept: Mapping[str, Any]) -> Report:
    numbers: dict[str, str] = kept["numbers"]
    cells: dict[str, Value] = {intern(cell): _number(text) for cell, text in numbers.items()}
    return Report(
        edition=kept["edition"],
        year=kept["year"],
        organ=Organ(*kept["organ"]),
        cells=MappingProxyType(cells | kept["texts"]),
        narrative=MappingProxyType(kept["narrative"]),
        title=kept["title"],
        date=kept["date"],
        signature=kept["signature"],
        computed=frozenset(kept["computed"]),
        table_editions=MappingProxyType(kept["table_editions"]),
    )


def _located(kept: dict[str, Any]) -> Located:
    at = kept.pop("at")
    for name in ("expected", "actual"):
        kept[name] = None if kept[name] is None else Decimal(kept[name])
    kept["suspects"] = tuple(
        {**one, "cells": {cell: Decimal(value) for cell, value in one["cells"].items()}}
        for one in kept["suspects"]
    )
    kept["cells"] = tuple(kept["cells"])
    if kept["explained"] is not None:
        kept["explained"] = _explanation(kept["explained"])
    return Located(Finding(**kept), *at)


def _explanation(kept: Sequence[Any]) -> Explanation:
    rule, cells, values, *about = kept
    return Explanation(rule, tuple(cells), tuple(values), *about)
