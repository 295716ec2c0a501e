"""What the files are called that a button puts beside the workbook."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Final

from xl_tools.actions.desk import Replaceable
from xl_tools.report import Report

FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def base_name(report: Report) -> str:
    """What a report's files are called: the organ, the year, the kind of report."""
    organ = FORBIDDEN.sub("", report.organ.name).strip(". ") or "某机关"
    return f"{organ}{report.year}年政府信息公开工作年度报告"


def free_path(path: Path, data: bytes, may_replace: Replaceable) -> Path:
    """The path, or one with the time in its name where somebody's other work stands there."""
    if path.is_file():
        old = path.read_bytes()
        if old and old != data and not may_replace(old):
            return stamped(path, "")
    return path


def stamped(path: Path, word: str) -> Path:
    """The path with a word and the time in its name: 年报.备份-20260105-093000.xlsm."""
    time = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    mark = f"{word}-{time}" if word else time
    return path.with_name(f"{path.stem}.{mark}{path.suffix}")
