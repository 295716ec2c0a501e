"""Anything readable -> Reading."""

from __future__ import annotations

from pathlib import Path

from xl_tools.edition import Editions, builtin_editions
from xl_tools.files import read_whole
from xl_tools.jsontext import loads
from xl_tools.report import Reading, report_from_json
from xl_tools.sources.workbook import read_workbook


def read(path: Path, editions: Editions | None = None) -> Reading:
    """The report in a file: a workbook of the form, or JSON."""
    return read_bytes(read_whole(path), str(path), editions or builtin_editions())


def read_bytes(data: bytes, file: str, editions: Editions) -> Reading:
    """The report in the bytes of a file; the name serves messages, and tells JSON from the rest."""
    if file.lower().endswith(".json") or data.lstrip()[:1] == b"{":
        report = report_from_json(loads(data, file), file)
        return Reading(report, file)
    return read_workbook(data, file, editions)
