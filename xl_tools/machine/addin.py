"""Which Python the buttons in Excel start -> xlwings' settings of the user, and out again.

The workbook itself names no Python, since it travels; xlwings then looks into the file
`.xlwings/xlwings.conf` of the user, which needs no administrator. Every other line of it stays.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Final

KEY: Final = "INTERPRETER_WIN"
LINE: Final = re.compile(r'\s*"([^"]*)"\s*,\s*"([^"]*)"\s*')
# A folder of the user in a setting: Chinese user names need no code page then.
HOMES: Final = ("LOCALAPPDATA", "APPDATA", "USERPROFILE")


def settings_path(home: Path) -> Path:
    """The settings file of xlwings."""
    return home / ".xlwings" / "xlwings.conf"


def interpreter_in(text: str) -> str:
    """The Python that settings name; empty where they name none."""
    for line in text.splitlines():
        match = LINE.fullmatch(line)
        if match and match[1].upper() == KEY:
            return match[2]
    return ""


def with_interpreter(text: str, python: str) -> str:
    """The settings with this Python in them, the other lines as they were."""
    return without_interpreter(text) + f'"{KEY}","{python}"\n'


def without_interpreter(text: str) -> str:
    """The settings without a Python."""
    kept = [line for line in text.splitlines() if not interpreter_in(line)]
    return "".join(f"{line}\n" for line in kept)


def written_path(python: str, environment: Mapping[str, str]) -> str:
    """A path as the settings hold it: a folder of the user by its variable."""
    path = PureWindowsPath(python)
    for name in HOMES:
        home = environment.get(name)
        if home and path.is_relative_to(PureWindowsPath(home)):
            return f"%{name}%\\{path.relative_to(PureWindowsPath(home))}"
    return python


def expanded(python: str, environment: Mapping[str, str]) -> str:
    """The path that a setting means."""
    return re.sub(r"%(\w+)%", lambda match: environment.get(match[1].upper(), match[0]), python)


def read_settings(path: Path) -> str:
    """The text of the settings, as xlwings reads it; empty where there is no file."""
    return path.read_text(encoding=ENCODING) if path.exists() else ""


# VBA and xlwings read the file in the code page of the machine.
ENCODING: Final = "mbcs" if os.name == "nt" else "utf-8"
