"""A file -> the same in another format, by a LibreOffice without a window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from xl_tools.libreoffice.install import find_office

SECONDS: Final = 120.0
NAMES: Final = ("soffice.exe", "soffice", "../MacOS/soffice")


class NotConvertedError(Exception):
    """It was not done; the text says why, in Chinese."""


def find_program() -> Path | None:
    """The program to start; None where there is none."""
    office = find_office()
    places = [office.program / name for name in NAMES] if office else []
    return next((place for place in places if place.is_file()), None)


def converted(source: Path, kind: str, ending: str, more: Mapping[str, str] | None = None) -> Path:
    """The file that LibreOffice makes of another, beside it, in a profile that nobody else uses.

    `kind` is its name of the format; `more` are settings of the environment.
    """
    program = find_program()
    if program is None:
        raise NotConvertedError("这台电脑上没有装 LibreOffice")
    profile, made = (source.parent / "profile").as_uri(), source.with_suffix(f".{ending}")
    command = [
        str(program), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nofirststartwizard", "--convert-to", kind,
        "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    said = _run(command, {**_environment(), **(more or {})})
    if not made.is_file():
        raise NotConvertedError(f"LibreOffice 没有做出来（它说：{said or '什么也没说'}）")
    return made


def _environment() -> dict[str, str]:
    """Without the settings of our own Python."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}


def _run(command: list[str], environment: Mapping[str, str]) -> str:
    """Run it to its end, or end it; the last line of what it said."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
    except OSError as error:
        raise NotConvertedError(f"LibreOffice 启动不了（{error.strerror}）") from None
    try:
        output, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)
        raise NotConvertedError(f"LibreOffice {SECONDS:.0f} 秒还没有做完") from None
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all it started: soffice is a script that starts the real program."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
