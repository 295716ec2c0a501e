"""This machine -> what is here, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from xl_tools import __version__
from xl_tools.builtin import template_path
from xl_tools.document.fonts import stand_ins
from xl_tools.files import read_whole
from xl_tools.libreoffice import install as libreoffice
from xl_tools.machine import addin, fonts
from xl_tools.ooxml.package import open_package
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.vba import read_stamp

PROJECT: Final = "xl/vbaProject.bin"
NEEDED: Final = ("openpyxl", "pandas", "xlsxwriter", "xlwings")


class Check(NamedTuple):
    """One thing looked at: is it well, what was seen, what to do where it is not.

    `fair`: nothing must be done, but it is not what was looked for.
    """

    name: str
    good: bool
    seen: str
    advice: str = ""
    fair: bool = False

    @property
    def sign(self) -> str:
        """√ there, △ not there and can be done without, × to be done."""
        return ("△" if self.fair else "√") if self.good else "×"


def checks(workbook: bytes | None = None, file: str = "") -> Iterator[Check]:
    """Everything that buttons and commands rest on; a workbook is compared with this machine."""
    python = platform.python_version()
    yield Check("Python", True, f"{python}，{sys.executable}")
    yield Check("xl-tools", True, __version__)
    yield from _packages()
    own = template_path("vbaProject.bin")
    if own.exists():
        yield _stamp("自带的带按钮模板", read_whole(own))
    if workbook is not None:
        yield _of_workbook(workbook, file)
    yield from fonts_of(fonts.installed_fonts())
    yield from _windows() if sys.platform == "win32" else ()
    yield from _libreoffice()


def _packages() -> Iterator[Check]:
    for name in NEEDED:
        try:
            yield Check(name, True, version(name))
        except PackageNotFoundError:
            yield Check(name, False, "没有装", f"请运行 pip install {name}")


def _installed_xlwings() -> str:
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""


def _stamp(name: str, project: bytes) -> Check:
    """The VBA module of a project and the installed xlwings must be of one version."""
    stamp, installed = read_stamp(project), _installed_xlwings()
    if stamp is None:
        return Check(name, False, "里面的宏不是 xl-tools 的", "请用 xl-tools template 重新做一份")
    seen = f"宏是 xl-tools {stamp.tools}、xlwings {stamp.xlwings}"
    if stamp.xlwings != installed:
        advice = f"请运行 pip install xlwings=={stamp.xlwings}，否则按钮和函数不能用"
        return Check(name, False, f"{seen}，装的是 xlwings {installed or '（没有）'}", advice)
    return Check(name, True, seen)


def _of_workbook(data: bytes, file: str) -> Check:
    package = open_package(data, file)
    if PROJECT not in package:
        return Check(file, True, "不带宏，没有按钮；公式照样校验", fair=True)
    try:
        return _stamp(file, package.read(PROJECT))
    except Refusal as refusal:
        return Check(file, False, refusal.problem, refusal.advice)


# ---- Windows -----------------------------------------------------------------------------


def _windows() -> Iterator[Check]:
    """What the buttons and functions in Excel need, in the order in which they look for it."""
    python = addin.interpreter_in(addin.read_settings(addin.settings_path(Path.home())))
    found = Path(addin.expanded(python, os.environ)) if python else None
    good = found is not None and found.exists()
    seen = python or "没有指定"
    yield Check("Excel 按钮用的 Python", good, seen, "请运行 xl-tools addin install")
    yield dll(found.parent if good and found else Path(sys.executable).parent)


def dll(folder: Path) -> Check:
    """The library for functions in cells: beside python.exe or one folder above, of one version."""
    bits = "64" if sys.maxsize > 2**32 else "32"
    name = f"xlwings{bits}-{_installed_xlwings()}.dll"
    there = [place / name for place in (folder, folder.parent) if (place / name).exists()]
    if there:
        return Check("Excel 函数用的 dll", True, str(there[0]))
    advice = "请运行 pip install --force-reinstall --no-deps xlwings"
    return Check("Excel 函数用的 dll", False, f"{folder} 里没有 {name}", advice)


# ---- fonts -------------------------------------------------------------------------------


def fonts_of(installed: set[str] | None) -> Iterator[Check]:
    """The fonts of official documents; one that another stands in for is no fault."""
    if installed is None:
        return
    for wanted, taken in fonts.found_fonts(installed):
        if taken:
            other = taken != wanted
            seen = f"没有，用“{taken}”代替，打印出来略有不同" if other else "有"
            yield Check(f"字体 {wanted}", True, seen, fair=other)
        else:
            others = "、".join(stand_ins(wanted)[1:4])
            advice = f"请安装它，或安装 {others} 中的一种，否则印出来的字不对"
            yield Check(f"字体 {wanted}", False, "没有，也没有能代替的", advice)


# ---- LibreOffice -------------------------------------------------------------------------


def _libreoffice() -> Iterator[Check]:
    office = libreoffice.find_office()
    if office is None:
        seen = "没有装（有 Excel 或 WPS 时不需要；只有 assemble -o 年报.pdf 要用）"
        yield Check("LibreOffice", True, seen, fair=True)
        return
    yield Check("LibreOffice", True, str(office.program))
    if not office.runs_python:
        advice = "请安装软件包 libreoffice-script-provider-python"
        yield Check("LibreOffice 运行 Python", False, "还不能", advice)
    if office.too_old and office.python:
        seen = "Python {}.{}".format(*office.python)
        yield Check("LibreOffice 的 Python", False, seen, "请升级 LibreOffice，需要 Python 3.11")
    for profile in libreoffice.profiles(sys.platform, Path.home(), os.environ):
        yield _profile(profile)


def _profile(profile: Path) -> Check:
    advice = "请运行 xl-tools libreoffice install"
    try:
        state = libreoffice.status(profile, libreoffice.import_folders())
    except libreoffice.NotOurs as found:
        return Check(
            "LibreOffice 的按钮", False, f"{found.path} 不是 xl-tools 写的", "请改名或移走"
        )
    words = {"absent": "没有装", "current": "已装好", "outdated": "装的是旧的"}[state]
    return Check("LibreOffice 的按钮", state == "current", f"{words}：{profile}", advice)
