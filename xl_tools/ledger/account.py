"""Tally -> report, and the JSON form with the cases behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xl_tools.edition import Edition
from xl_tools.report import Organ, Report
from xl_tools.tally import Charge, Tally


def report_of_tally(tally: Tally, edition: Edition, organ: str = "") -> Report:
    """The figures as a report; its totals are sums of the same cases, so they prove nothing."""
    totals = {figure.id for figure in edition.figures() if figure.is_total}
    return Report(
        edition=tally.edition,
        year=tally.year,
        organ=Organ(organ or tally.organ),
        cells=MappingProxyType({cell: tally.figure(cell) for cell in tally.cases}),
        computed=frozenset(totals & tally.cases.keys()),
    )


def tally_members(tally: Tally) -> Mapping[str, Any]:
    """What the JSON form of a ledger has beside the report."""
    return {
        "cases": tally.cases,
        "overdue": [
            {"case": late.case, "due": str(late.due), "answered": _day(late.answered)}
            for late in tally.overdue
        ],
        "uncounted": [one._asdict() for one in tally.uncounted],
        "ask": [
            {"row": one.row, "case": one.case, "text": one.text, "choices": one.choices}
            | {"column": one.what}
            for one in tally.ask
        ],
        "later": {"rows": tally.later.rows, "first": tally.later.first},
        "as_of": str(tally.as_of),
        "soon": [
            {"case": one.case, "due": str(one.due), "working_days_left": one.left}
            for one in tally.soon
        ],
        "average_working_days": tally.pace.average,
        "charges": list(map(_charge, tally.charges)),
        "remarks": tally.remarks,
    }


def _day(day: object) -> str | None:
    return str(day) if day else None


def _charge(charge: Charge) -> dict[str, Any]:
    return {
        "cases": charge.cases,
        "basis": charge.basis,
        "charged": charge.charged,
        "due": charge.due,
    }
