"""What the files are called that a button puts beside the workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xl_tools.actions.desk import Replaceable
from xl_tools.files import is_file


def free_path(path: Path, data: bytes, may_replace: Replaceable) -> Path:
    """The path, or one with the time in its name where somebody's other work stands there."""
    if is_file(path):
        old = path.read_bytes()
        if old and old != data and not may_replace(old):
            return stamped(path, "")
    return path


def stamped(path: Path, word: str) -> Path:
    """The path with a word and the time in its name: 年报.备份-20260105-093000.xlsm."""
    time = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    mark = f"{word}-{time}" if word else time
    found, number = path.with_name(f"{path.stem}.{mark}{path.suffix}"), 1
    while found.exists():  # made within the same second: each keeps its own
        number += 1
        found = path.with_name(f"{path.stem}.{mark}-{number}{path.suffix}")
    return found
