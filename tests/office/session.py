"""One headless LibreOffice for a run of the tests: what it computes, prints and shows.

The office listens on a pipe with a profile of its own; `worker.py`, run by a Python that knows
`uno`, talks to it, and this class talks to the worker. A request that fails because the office
died or hung is tried once more on a fresh one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
CACHE: Final = Path.home() / ".cache" / "xl-tools"
START_SECONDS: Final = 90.0
ASK_SECONDS: Final = 180.0

Value = float | str | bool
Cell = tuple[int, int]


class OfficeTrouble(Exception):
    """LibreOffice would not start, load, compute or print; the message says what it said."""


class OfficeGone(Exception):
    """The office or its worker died, or did not answer in time."""


def soffice() -> str | None:
    """LibreOffice on this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@cache
def uno_python() -> str | None:
    """A Python that can talk to LibreOffice: this one, else the system's."""
    for python in (sys.executable, "/usr/bin/python3"):
        if Path(python).exists() and not _run([python, "-c", "import uno"]).returncode:
            return python
    return None


def script_provider() -> Path | None:
    """What lets LibreOffice run Python scripts; Debian packs it on its own."""
    program = soffice()
    found = Path(program).resolve().parent.glob("**/pythonscript.py") if program else iter(())
    return next(found, None)


def missing_tools() -> list[str]:
    """What has to be installed before the tests marked `office` can run."""
    found = {
        "LibreOffice": soffice(),
        "python3-uno": uno_python(),
        "libreoffice-script-provider-python": script_provider(),
        "pdftoppm (poppler-utils)": shutil.which("pdftoppm"),
    }
    return [name for name, path in found.items() if path is None]


def system_path(path: str) -> str:
    """A search path on which LibreOffice finds the libraries of the system's Python, its own.

    It would take those of the first python3 there, such as that of a virtual environment.
    """
    folders = path.split(os.pathsep)
    system = ("/usr/bin", "/bin")
    kept = [one for one in folders if one in system or not (Path(one) / "python3").exists()]
    return os.pathsep.join(kept)


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, check=False, capture_output=True, timeout=ASK_SECONDS)


class Office:
    """A LibreOffice that starts when first asked; `folder` holds its profile and its work."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "log.txt"
        self._pipe = ""
        self._processes: list[subprocess.Popen[str]] = []
        self._environment = self._prepared()

    # ---- what it can do ------------------------------------------------------------------

    def values(self, path: Path, *, truths: bool = True) -> dict[str, dict[Cell, Value]]:
        """{sheet: {(row, column): value}} after a hard recalculation of everything.

        Rows and columns count from 1. A value is a float, a text, True or False, or the text of
        an error such as "#DIV/0!"; a cell that is blank or shows an empty text is left out.
        Without `truths` True and False come as 1 and 0, five times faster.
        """
        sheets = self._ask("values" if truths else "quick_values", path)
        return {
            name: {(row, column): value for row, column, value in cells}
            for name, cells in sheets.items()
        }

    def pdf(self, path: Path, out: Path) -> Path:
        """A .docx or .xlsx as LibreOffice prints it."""
        printable = self._flat(path) if path.suffix == ".docx" else path
        self._ask("pdf", printable, out)
        return out

    def pages(self, pdf: Path, folder: Path, dpi: int = 80) -> list[Path]:
        """One picture for each page of a PDF, in order."""
        folder.mkdir(parents=True, exist_ok=True)
        done = _run(["pdftoppm", "-r", str(dpi), "-png", str(pdf), str(folder / pdf.stem)])
        if done.returncode:
            raise OfficeTrouble(done.stderr.decode(errors="replace"))
        return sorted(folder.glob(f"{pdf.stem}-*.png"))

    def _flat(self, path: Path) -> Path:
        """The document as flat XML whose punctuation stays on the page.

        LibreOffice 7.4 drops hanging punctuation at the end of justified lines when it prints;
        the same text with the punctuation inside the line loses nothing.
        """
        flat = self._folder / f"{path.stem}-{uuid.uuid4().hex}.fodt"
        self._ask("flat", path, flat)
        text = flat.read_text(encoding="utf-8")
        inside = text.replace('punctuation-wrap="hanging"', 'punctuation-wrap="simple"')
        flat.write_text(inside, encoding="utf-8")
        return flat

    def address(self) -> str:
        """Where the running office listens, for those who drive it themselves."""
        self._worker()
        return self._pipe

    @property
    def profile(self) -> Path:
        """The folder of its profile."""
        return self._folder / "profile"

    @property
    def alerts(self) -> Path:
        """Message boxes of code that runs inside the office, one a line; none is shown."""
        return self._folder / "alerts.jsonl"

    # ---- asking --------------------------------------------------------------------------

    def _ask(self, verb: str, path: Path, *more: Path) -> Any:
        request = json.dumps(
            {"verb": verb, "path": str(path.absolute()), "more": [str(m.absolute()) for m in more]}
        )
        try:
            return self._told(request)
        except OfficeGone:
            self.stop()
        try:
            return self._told(request)
        except OfficeGone as gone:
            self.stop()
            raise OfficeTrouble(f"{verb} {path}: {gone}\n{self._said()}") from gone

    def _told(self, request: str) -> Any:
        worker = self._worker()
        assert worker.stdin is not None
        try:
            worker.stdin.write(request + "\n")
            worker.stdin.flush()
        except OSError as error:
            raise OfficeGone(str(error)) from error
        return _result(worker, ASK_SECONDS)

    def _said(self) -> str:
        """The end of what office and worker wrote to their log."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]

    # ---- starting and stopping -----------------------------------------------------------

    def _worker(self) -> subprocess.Popen[str]:
        if self._processes and self._processes[-1].poll() is None:
            return self._processes[-1]
        self.stop()
        pipe = self._pipe = f"pipe,name=xl{uuid.uuid4().hex}"
        self._start(self._office_command(pipe), talking=False)
        python = uno_python()
        assert python is not None
        command = [python, str(HERE / "worker.py"), pipe, str(START_SECONDS)]
        worker = self._start(command, talking=True)
        _result(worker, START_SECONDS + 10)
        return worker

    def _start(self, command: list[str], *, talking: bool) -> subprocess.Popen[str]:
        """Start a program in a session of its own; one that talks does so over its pipes."""
        with self._log.open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if talking else subprocess.DEVNULL,
                stdout=subprocess.PIPE if talking else log,
                stderr=log,
                encoding="utf-8",
                env=self._environment,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _office_command(self, pipe: str) -> list[str]:
        program = soffice()
        assert program is not None
        return [
            program,
            f"-env:UserInstallation={self.profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            f"--accept={pipe};urp",
        ]

    def _prepared(self) -> dict[str, str]:
        """Lay out profile and fonts; the environment that office and worker run in."""
        user = self.profile / "user"
        user.mkdir(parents=True)
        shutil.copyfile(HERE / "profile.xcu", user / "registrymodifications.xcu")
        fonts = self._folder / "fonts.conf"
        wanted = (HERE / "fonts.conf.in").read_text(encoding="utf-8")
        wanted = wanted.replace("@FONTS@", str(CACHE / "fonts"))
        fonts.write_text(wanted.replace("@CACHE@", str(self._folder / "fonts")), encoding="utf-8")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
        return kept | {
            "PATH": system_path(os.environ["PATH"]),
            "FONTCONFIG_FILE": str(fonts),
            "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(self._folder / "state"),
            "XL_TOOLS_ALERTS": str(self.alerts),
        }

    def stop(self) -> None:
        """End the worker and the office, and everything they started."""
        while self._processes:
            _end(self._processes.pop())


def _result(worker: subprocess.Popen[str], seconds: float) -> Any:
    """The worker's next answer; a worker that stays silent for too long is ended."""
    assert worker.stdout is not None
    alarm = threading.Timer(seconds, worker.kill)
    alarm.start()
    try:
        line = worker.stdout.readline()
    finally:
        alarm.cancel()
    if not line:
        raise OfficeGone(f"no answer within {seconds:.0f} seconds, or the process died")
    answer = json.loads(line)
    if "error" in answer:
        raise OfficeTrouble(answer["error"])
    return answer["result"]


def _end(process: subprocess.Popen[str]) -> None:
    """End a process with its whole session; soffice is a script that starts the real one."""
    for sign, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


@contextmanager
def running_office(folder: Path) -> Iterator[Office]:
    """An office that is gone when the block ends, whatever happened in it."""
    office = Office(folder)
    try:
        yield office
    finally:
        office.stop()
