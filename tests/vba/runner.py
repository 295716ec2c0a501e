"""A workbook and steps -> what LibreOffice answers to each step, with macros on.

Runs under a Python that knows `uno`, like `tests/office/worker.py`, from which it takes how to
connect. Arguments: the folder of the profile, the workbook. On stdin a JSON list of steps, on
stdout the list of answers. A step is one of
    ["run", macro, arguments…]    the result of a macro such as "gk_stamp.GK_Version"; the argument
                                  "<document>" is the workbook itself
    ["formula", cell, formula]    what the cell shows once it holds the formula
    ["array", area, formula]      the values of the area once it holds the array formula
    ["shown", cell]               what the cell shows
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "office"))

from worker import UnoException, connect, properties  # type: ignore[import-not-found]

START_SECONDS = 90.0
ALL_SECONDS = 150
RUN_MACROS = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


def started(folder: str, pipe: str) -> subprocess.Popen[bytes]:
    """An office with a profile of its own, listening."""
    command = [
        "soffice",
        f"-env:UserInstallation={Path(folder).as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        f"--accept={pipe};urp",
    ]
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=silent, stderr=silent, start_new_session=True)


def answer(document: Any, step: list[Any]) -> object:
    """What one step comes to; the words of UNO where it fails."""
    verb, place, *rest = step
    try:
        if verb == "run":
            return run(document, place, rest)
        sheet = document.Sheets.getByIndex(0)
        area = sheet.getCellRangeByName(place)
        if verb == "array":
            area.setArrayFormula(rest[0])
            return [list(row) for row in area.getDataArray()]
        if verb == "formula":
            area.setFormula(rest[0])
        return area.getString()
    except UnoException as trouble:
        return f"{type(trouble).__name__}: {trouble}"


def run(document: Any, macro: str, arguments: list[Any]) -> object:
    """The result of a macro of the workbook."""
    name = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
    given = tuple(document if argument == "<document>" else argument for argument in arguments)
    result, _, _ = document.getScriptProvider().getScript(name).invoke(given, (), ())
    return result


def main(folder: str, book: str) -> None:
    """Start, load, go through the steps, end; an office that hangs is ended too."""
    signal.alarm(ALL_SECONDS)
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"no end within {ALL_SECONDS} seconds"))
    pipe = f"pipe,name=xl{uuid.uuid4().hex}"
    office = started(folder, pipe)
    try:
        desktop = connect(pipe, START_SECONDS)
        wanted = properties(Hidden=True, MacroExecutionMode=RUN_MACROS)
        document = desktop.loadComponentFromURL(Path(book).as_uri(), "_blank", 0, wanted)
        print(json.dumps([answer(document, step) for step in json.load(sys.stdin)]))
        document.close(True)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)
        office.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
