"""Files to hand in -> manifest.json: what each of them is, to the byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from xl_tools import __version__
from xl_tools.jsontext import MANIFEST, dumps
from xl_tools.report import SUBJECT, Report

NAME: Final = "manifest.json"
# What no system takes in a file name, and what no reader should be shown.
UNFIT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


def manifest(report: Report, files: Iterable[tuple[str, bytes]]) -> bytes:
    """The manifest of these files (name, bytes), in this order; the same files, the same bytes."""
    found = {
        "schema": MANIFEST,
        "organ": report.organ.name,
        "year": report.year,
        "edition": report.edition,
        "tool": f"xl-tools {__version__}",
        "files": [
            {"name": name, "sha256": sha256(data), "bytes": len(data)} for name, data in files
        ],
    }
    return dumps(found).encode("utf-8")


def sha256(data: bytes) -> str:
    """The checksum that a manifest and a mail name."""
    return hashlib.sha256(data).hexdigest()


def report_name(report: Report) -> str:
    """What a delivered report is called: <机关名称><年度>年政府信息公开工作年度报告."""
    organ = UNFIT.sub("", "".join(report.organ.name.split())).strip(".")
    return f"{organ}{report.year}年{SUBJECT}"
