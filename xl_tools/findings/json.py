"""Findings -> the JSON form of the contract (xl-tools/findings/1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from xl_tools.edition import Editions
from xl_tools.findings.text import counts
from xl_tools.jsontext import FINDINGS
from xl_tools.report import Reading, form_of
from xl_tools.rules import Case, Finding, Outcome

if TYPE_CHECKING:
    from xl_tools.prose import Mention

SHARE: Final = "share"  # a percentage is no count


def findings_json(reading: Reading, outcome: Outcome, editions: Editions) -> dict[str, Any]:
    """One document for one report."""
    case = Case(reading, form_of(reading.report, editions), editions)
    return {
        "schema": FINDINGS,
        "file": reading.file,
        "edition": editions.get(reading.report.edition).id,
        "year": reading.report.year,
        "verdict": outcome.verdict,
        "counts": counts(outcome),
        "explained": outcome.explained,
        "findings": [finding_json(one, _where(one, case)) for one in outcome.findings],
        "narrative": [_mention(mention) for mention in outcome.mentions if mention.kind != SHARE],
        "repetition": [one._asdict() for one in outcome.repetition],
        "coverage": {"checked": outcome.checked, "cells": outcome.cells},
        "not_applicable": [{"rule": rule, "why": why} for rule, why in outcome.not_applicable],
    }


def finding_json(finding: Finding, where: Mapping[str, str]) -> dict[str, Any]:
    """One finding; `where` says where it stands: sheet and address, or words."""
    found: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "explainable": finding.explainable,
        "message": finding.message,
        "cells": finding.cells,
        **where,
        "expected": finding.expected,
        "actual": finding.actual,
        "suspects": finding.suspects,
    }
    if finding.sure is not None:
        found["certainty"] = "sure" if finding.sure else "likely"
    if finding.explained is not None:
        reason, by, on = finding.explained.reason, finding.explained.by, finding.explained.on
        found["explained"] = {"reason": reason, "by": by, "on": on}
    if finding.draft:
        found["draft"] = finding.draft
    if finding.could_not_run:
        found |= {"could_not_run": True, "trouble": finding.trouble}
    return found


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "section": mention.section,
        "quote": mention.quote,
        "value": mention.value,
        "cells": mention.cells,
        "state": mention.state,
    }


def _where(finding: Finding, case: Case) -> dict[str, str]:
    """Sheet and address of the first cell; in words where it was read from no workbook."""
    if not finding.cells:
        return {}
    place = case.reading.places.get(finding.cells[0])
    if place is None:
        return {"where": case.where(finding.cells[0])}
    return {"sheet": place.sheet, "address": place.address}
