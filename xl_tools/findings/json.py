"""Findings -> the JSON form of the contract (xl-tools/findings/1)."""

from __future__ import annotations

from typing import Any, Final

from xl_tools.edition import Editions
from xl_tools.findings.text import counts
from xl_tools.report import Reading
from xl_tools.rules import Finding, Outcome

SCHEMA: Final = "xl-tools/findings/1"


def findings_json(reading: Reading, outcome: Outcome, editions: Editions) -> dict[str, Any]:
    """One document for one report."""
    return {
        "schema": SCHEMA,
        "file": reading.file,
        "edition": editions.get(reading.report.edition).id,
        "year": reading.report.year,
        "verdict": outcome.verdict,
        "counts": counts(outcome),
        "findings": [_finding(finding, reading) for finding in outcome.findings],
        "narrative": [],
        "coverage": {"checked": outcome.checked, "cells": outcome.cells},
        "not_applicable": [{"rule": rule, "why": why} for rule, why in outcome.not_applicable],
    }


def _finding(finding: Finding, reading: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "explainable": finding.explainable,
        "message": finding.message,
        "cells": finding.cells,
        **_where(finding, reading),
        "expected": finding.expected,
        "actual": finding.actual,
        "suspects": [],
    }
    return found | ({"could_not_run": True} if finding.could_not_run else {})


def _where(finding: Finding, reading: Reading) -> dict[str, str]:
    place = reading.places.get(finding.cells[0]) if finding.cells else None
    return {"sheet": place.sheet, "address": place.address} if place else {}
