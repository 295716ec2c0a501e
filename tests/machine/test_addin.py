"""The Python of the buttons in Excel: into xlwings' settings and out, other lines untouched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xl_tools.cli import main
from xl_tools.machine import addin

OTHERS = '"LICENSE_KEY","abc"\n"SHOW CONSOLE","True"\n'
WINDOWS = {"LOCALAPPDATA": r"C:\Users\王芳\AppData\Local", "USERPROFILE": r"C:\Users\王芳"}


def test_other_settings_stay_as_they_were() -> None:
    text = addin.with_interpreter(OTHERS, r"C:\Python\python.exe")
    assert addin.interpreter_in(text) == r"C:\Python\python.exe"
    assert text.startswith(OTHERS)
    again = addin.with_interpreter(text, r"D:\python.exe")
    assert addin.interpreter_in(again) == r"D:\python.exe"
    assert again.count("INTERPRETER_WIN") == 1
    assert addin.without_interpreter(again) == OTHERS


@pytest.mark.parametrize(
    ("python", "written"),
    [
        (r"C:\Users\王芳\AppData\Local\年报\python.exe", r"%LOCALAPPDATA%\年报\python.exe"),
        (r"c:\users\王芳\venv\Scripts\python.exe", r"%USERPROFILE%\venv\Scripts\python.exe"),
        (r"D:\Python311\python.exe", r"D:\Python311\python.exe"),
    ],
)
def test_a_folder_of_the_user_is_named_by_its_variable(python: str, written: str) -> None:
    assert addin.written_path(python, WINDOWS) == written
    assert addin.expanded(written, WINDOWS).lower() == python.lower()


def test_the_command_installs_shows_and_removes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path)]
    path = tmp_path / ".xlwings" / "xlwings.conf"
    path.parent.mkdir()
    path.write_text(OTHERS, encoding="utf-8")
    assert main(["addin", "status", *home]) == 0
    assert main(["addin", "install", *home]) == 0
    assert main(["addin", "install", *home]) == 0
    assert main(["addin", "status", *home]) == 0
    assert main(["addin", "remove", *home]) == 0
    assert main(["addin", "remove", *home]) == 0
    said = capsys.readouterr().out
    for words in ("没有装。请运行", "已装好：Excel", "早已装好", "已装好：", "已取出", "不用取出"):
        assert words in said
    assert path.read_text(encoding="utf-8") == OTHERS


def test_xlwings_reads_what_was_written(tmp_path: Path) -> None:
    assert main(["addin", "install", "--home", str(tmp_path)]) == 0
    path = tmp_path / ".xlwings" / "xlwings.conf"
    code = (
        "import xlwings, xlwings.utils as u\n"
        f"xlwings.USER_CONFIG_FILE = {str(path)!r}\n"
        "print(u.read_user_config()['interpreter_win'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == sys.executable


def test_what_is_not_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "setup"]) == 2
    assert "install、remove、status" in capsys.readouterr().err
