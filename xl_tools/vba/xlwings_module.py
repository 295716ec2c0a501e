"""xlwings.bas of the installed wheel -> the VBA module that our workbooks carry.

Only the BSD part of xlwings is used, with its notice. The module and the dll beside python.exe must
be of one version, so a version other than the pinned one is refused.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.vba.conditional import Constants, resolve
from xl_tools.vba.reach import reachable

NAME: Final = "xlwings"
# Excel on Windows since 2010. What is left to decide there is Win64 alone.
CONSTANTS: Final[Constants] = {
    "Mac": False,
    "App": "Microsoft Excel",
    "VBA7": True,
    "MAC_OFFICE_VERSION": 0,
}
# RunPython starts Python for a button. XLPy is the Python that stays for the functions in cells;
# its CallUDF is Python's. The other two ask, as RunPython will, where Python is.
ROOTS: Final = ("RunPython", "XLPy", "GetConfig", "FileExists")
NOTICE: Final = "Copyright (C) 2014-present, Zoomer Analytics LLC."
ADVICE: Final = "xlwings 升级过，请核对 xl_tools/vba/xlwings_module.py 里的改动"
CHANGES: Final = """\
'Changed by xl-tools: conditional compilation is resolved for Excel on Windows, procedures that
'nothing calls are left out, and:
"""


class Patch(NamedTuple):
    """A line of xlwings.bas that reads otherwise in our workbooks, and why."""

    why: str
    old: str
    new: str


PATCHES: Final = (
    Patch(
        why="the sheet xlwings.conf counts in WPS too, whose name is not Microsoft Excel",
        old="""
        If Application.Name = "Microsoft Excel" Then
            'Workbook Sheet Config
""",
        new="""
        If True Then
            'Workbook Sheet Config
""",
    ),
)


def xlwings_version(pyproject: Path) -> str:
    """The version that this project pins."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    pins = (re.fullmatch(rf"{NAME}==(\S+)", line) for line in project["dependencies"])
    return next(pin[1] for pin in pins if pin)


def xlwings_source(version: str) -> str:
    """The source of the module, made from the installed wheel, which must be this version."""
    return trimmed(_installed(version))


def trimmed(original: str) -> str:
    """xlwings.bas with only what we call, patched, and its licence at the head."""
    without_head = original.replace("\r\n", "\n").partition("\n")[2]
    try:
        source = reachable(resolve(patched(without_head), CONSTANTS), ROOTS)
    except ValueError as error:
        raise Refusal(
            f"xlwings.bas 和预期的不一样（{error}）", "升级 xlwings 后要先改这里"
        ) from error
    if NOTICE not in source:
        raise Refusal("xlwings.bas 里没有版权声明", ADVICE)
    return _tidy(_changes() + source)


def patched(source: str) -> str:
    """The source with every patch made. Refuses where one does not fit exactly once."""
    for patch in PATCHES:
        if source.count(patch.old) != 1:
            raise Refusal(
                f"xlwings.bas 里找不到要改的一处：{patch.why}", "升级 xlwings 后要先改这里"
            )
        source = source.replace(patch.old, patch.new)
    return source


def _changes() -> str:
    return CHANGES + "".join(f"'- {patch.why}.\n" for patch in PATCHES)


def _tidy(source: str) -> str:
    """No spaces at line ends, no two blank lines in a row."""
    without_spaces = re.sub(r"[ \t]+$", "", source, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", without_spaces).strip() + "\n"


def _installed(version: str) -> str:
    advice = f"请安装 xlwings=={version}"
    try:
        wheel = distribution(NAME)
    except PackageNotFoundError:
        raise Refusal("没有安装 xlwings", advice) from None
    if wheel.version != version:
        raise Refusal(f"安装的 xlwings 是 {wheel.version} 版，应为 {version} 版", advice)
    return Path(str(wheel.locate_file("xlwings/xlwings.bas"))).read_text(encoding="utf-8")
