"""Contents of a file -> what was read from them before, kept in the user's cache folder."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import xl_tools

NAME: Final = "rollup-1.sqlite"  # the number changes with the layout of the table
TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS kept"
    " (key TEXT PRIMARY KEY, program TEXT, used INTEGER, result BLOB) WITHOUT ROWID"
)
WAIT: Final = 20.0  # seconds for another run that is writing
MOST: Final = 2 << 30  # bytes, some 400,000 reports; a larger cache starts anew
DAY: Final = 86_400
KEPT_DAYS: Final = 400


def cache_folder() -> Path:
    """Where results are kept: %LOCALAPPDATA% on Windows, the cache folder elsewhere."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home())
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "xl-tools"


def program_mark() -> str:
    """Changes whenever the program does: another program may read a file differently."""
    folder, mark = Path(xl_tools.__file__).parent, sha256()
    mark.update(f"{xl_tools.__version__} {sys.version}".encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".json", ".toml"):
            found = path.stat()
            mark.update(f"{path.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return mark.hexdigest()


class Cache:
    """Results by key. Whatever is wrong with it, the work goes on without it."""

    __slots__ = ("_base", "_program")

    def __init__(self, folder: Path | None = None) -> None:
        self._program = program_mark()
        self._base = _opened((folder or cache_folder()) / NAME, self._program)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._base is not None:
            self._base.close()

    def get(self, key: str) -> bytes | None:
        """What was kept under a key by this very program."""
        if self._base is None:
            return None
        question = "SELECT result FROM kept WHERE key = ? AND program = ?"
        try:
            row = self._base.execute(question, (key, self._program)).fetchone()
        except sqlite3.Error:
            return None
        return bytes(row[0]) if row else None

    def put(self, results: Iterable[tuple[str, bytes]]) -> None:
        """Keep these results, all or none; two runs at once do not disturb each other."""
        if self._base is None:
            return
        day = int(time.time()) // DAY
        rows = [(key, self._program, day, result) for key, result in results]
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
        except sqlite3.Error:  # the disk is full, or another run holds the file too long
            self._base.close()
            self._base = None


def _opened(path: Path, program: str) -> sqlite3.Connection | None:
    """The file, made where there is none, put aside where it is damaged or too large."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MOST:
            path.unlink()
        return _ready(path, program)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            return None
        return _anew(path, program)
    except OSError:
        return None


def _anew(path: Path, program: str) -> sqlite3.Connection | None:
    try:
        path.unlink(missing_ok=True)
        return _ready(path, program)
    except (sqlite3.Error, OSError):
        return None


def _ready(path: Path, program: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=WAIT)
    try:
        with base:
            base.execute(TABLE)
            oldest = int(time.time()) // DAY - KEPT_DAYS
            base.execute("DELETE FROM kept WHERE program <> ? OR used < ?", (program, oldest))
    except sqlite3.Error:
        base.close()
        raise
    return base
