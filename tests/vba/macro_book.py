"""A workbook with our macros, in a LibreOffice of its own, with or without a Python behind it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from tests.office.session import HERE, system_path, uno_python
from tests.vba.samples import FUNCTIONS, VERBS
from xl_tools.vba import build_project

RUNNER: Final = Path(__file__).with_name("runner.py")
# In place of the script that `xl-tools libreoffice install` puts there; it tells what was pressed.
STAND_IN: Final = """
pressed = []

def press(verb, document):
    pressed.append(verb + "@" + document.Sheets[0].Name)

def call(name, *given):
    if given[0] == "fail":
        raise ValueError("what Python says")
    if given[0] == "pressed":
        return " ".join(pressed)
    return given[0] if name == "GK_LIST" else name + repr(given)
"""
TEXTS: Final = {
    "text.no_provider": "请先安装",
    "text.without_python.check": "公式照样在检查",
}


class MacroBook:
    """The workbook and its profile, in a folder of their own."""

    def __init__(self, folder: Path, *, with_python: bool) -> None:
        self._profile, self._path = folder / "profile", folder / "book.xlsm"
        self._scripts = self._profile / "user" / "Scripts" / "python"
        self._scripts.mkdir(parents=True)
        settings = self._profile / "user" / "registrymodifications.xcu"
        shutil.copyfile(HERE / "profile.xcu", settings)
        if with_python:
            (self._scripts / "xl_tools_buttons.py").write_text(STAND_IN, encoding="utf-8")
        _write_book(self._path)

    def answers(self, steps: list[list[object]]) -> list[Any]:
        """What each step comes to; `runner.py` says what a step is."""
        python = uno_python()
        assert python is not None
        done = subprocess.run(
            [python, str(RUNNER), str(self._profile), str(self._path)],
            input=json.dumps(steps),
            capture_output=True,
            encoding="utf-8",
            check=False,
            env=os.environ | {"PATH": system_path(os.environ["PATH"])},
        )
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout))


def _write_book(path: Path) -> None:
    """Figures in A1:B2, a function in A4, an error in B6, texts that have a name in J."""
    names = ["ThisWorkbook", "Sheet1"]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        book.set_vba_name(names[0])
        sheet.set_vba_name(names[1])
        book.add_vba_project(io.BytesIO(build_project(names, VERBS, FUNCTIONS)), is_stream=True)
        sheet.write_row("A1", [1, "字"])
        sheet.write_row("A2", [None, 2.5])
        sheet.write_formula("A4", "=GK_Version()")
        sheet.write_formula("B6", "=1/0")
        for row, (name, text) in enumerate(TEXTS.items()):
            sheet.write(row, 9, text)
            book.define_name(name, f"='表'!$J${row + 1}")
