"""Roll-up -> the JSON form of the contract (xl-tools/rollup/1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xl_tools.edition import Editions
from xl_tools.findings.json import finding_json
from xl_tools.jsontext import ROLLUP
from xl_tools.report import form_of, report_to_json
from xl_tools.rollup.codefendants import Taken
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.standing import Standing
from xl_tools.rollup.submission import Located


def rollup_json(of: Rollup, editions: Editions, file: str = "") -> dict[str, Any]:
    """The whole roll-up; `file` is the workbook it is written to."""
    return {
        "schema": ROLLUP,
        "report": report_to_json(of.report, form_of(of.report, editions)),
        "units": [_unit(one) for one in of.standings],
        "missing": [unit.name for unit in of.missing],
        "proof": {cell: [list(part) for part in parts] for cell, parts in of.totals.proof.items()},
        "codefendants": [_shared(one, of) for one in of.totals.taken],
        "findings": list(_findings(of, file)),
    }


def _unit(one: Standing) -> dict[str, Any]:
    return {
        "file": one.submission.file,
        "organ": one.organ,
        "sha256": one.submission.sha256,
        "status": one.status,
        "late": one.late,
        "errors": one.submission.count("error"),
        "warnings": one.submission.count("warning"),
        "role": one.unit.role if one.unit else "",
        "when": one.when,
        "note": one.note,
        "own": one.is_own,
    }


def _shared(one: Taken, of: Rollup) -> dict[str, Any]:
    suit = one.suit
    return {
        "case": suit.case,
        "organ": suit.organ,
        "reviewer": one.reviewer,
        "result": suit.result,
        "count": suit.number,
        "cells": dict(one.cells),
        "note": one.note,
        "file": of.shared.file,
        "row": suit.row,
        "sha256": of.shared.sha256,
    }


def _findings(of: Rollup, file: str) -> Iterator[dict[str, Any]]:
    """Those of the roll-up first, then of the parent's report, then of each counted unit."""
    name = of.report.organ.name
    for finding in (*of.findings, *of.outcome.findings):
        yield {"file": file, "organ": name, **_finding(Located(finding))}
    for one in of.counted:
        for located in one.submission.findings:
            yield {"file": one.submission.file, "organ": one.organ, **_finding(located)}


def _finding(located: Located) -> dict[str, Any]:
    places = {"sheet": located.sheet, "address": located.address, "where": located.where}
    return finding_json(located.finding, {name: text for name, text in places.items() if text})
