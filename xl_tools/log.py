"""A fault of the program -> the log file in the user's folder."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Final

from xl_tools import __version__

KEEP: Final = 200_000


def user_folder() -> Path:
    """The user's folder for us: in %LOCALAPPDATA% on Windows, the state folder elsewhere."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home())
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return base / "xl-tools"


def log_path() -> Path:
    """Where the log is."""
    return user_folder() / "xl-tools.log"


def log_trouble() -> Path:
    """Append the traceback of the exception being handled; the path of the log."""
    import tempfile  # a start asks for the folder alone
    import traceback

    when = time.strftime("%Y-%m-%d %H:%M:%S")
    python = sys.version.partition(" ")[0]
    text = f"\n[{when}] xl-tools {__version__}, Python {python}, {sys.platform}\n"
    text += traceback.format_exc()
    try:
        return _append(log_path(), text)
    except OSError:  # no home folder, or no right to write there
        return _append(Path(tempfile.gettempdir()) / "xl-tools.log", text)


def _append(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > KEEP:
        path.replace(path.with_suffix(".old.log"))
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path
