"""macros/*.bas and xlwings -> vbaProject.bin when workbooks are built; a command reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from xl_tools import __version__
from xl_tools.functions import Function
from xl_tools.refusal import Refusal
from xl_tools.vba.generated import (
    Stamp,
    button_module,
    function_module,
    ribbon_module,
    stamp_module,
    stamp_of,
)
from xl_tools.vba.project import Module, write_project
from xl_tools.vba.reading import read_project
from xl_tools.vba.xlwings_module import NAME as XLWINGS
from xl_tools.vba.xlwings_module import xlwings_source, xlwings_version
from xl_tools.verbs import Verb

__all__ = ["Stamp", "build_project", "modules", "read_project", "read_stamp"]

REPOSITORY: Final = Path(__file__).parents[2]
HEAD: Final = 'Attribute VB_Name = "{}"'


def build_project(
    document_modules: Sequence[str], verbs: Iterable[Verb], functions: Iterable[Function]
) -> bytes:
    """vbaProject.bin for a workbook with these code names: its own first, then its sheets'."""
    workbook, *sheets = document_modules
    documents = [
        Module(workbook, "", "workbook"),
        *(Module(sheet, "", "worksheet") for sheet in sheets),
    ]
    return write_project([*documents, *modules(verbs, functions)])


def modules(verbs: Iterable[Verb], functions: Iterable[Function]) -> list[Module]:
    """The modules of code: ours, those generated, and xlwings."""
    written = list(_written())
    version = xlwings_version(REPOSITORY / "pyproject.toml")
    listed = list(verbs)
    return [
        *written,
        button_module(listed),
        ribbon_module(listed),
        function_module(functions),
        stamp_module(Stamp(__version__, version)),
        Module(XLWINGS, xlwings_source(version)),
    ]


def read_stamp(project: bytes) -> Stamp | None:
    """The versions that a vbaProject.bin was built from; None for one that is not ours."""
    return stamp_of(read_project(project))


def _written() -> Iterator[Module]:
    """The modules in macros/. Their first line is what the VBA editor needs to import them."""
    folder = REPOSITORY / "macros"
    if not folder.is_dir():
        raise Refusal("这里没有宏的源代码（macros 文件夹）", "请在 xl-tools 的代码仓库里制作工作簿")
    for path in sorted(folder.glob("*.bas")):
        head, _, source = path.read_text(encoding="utf-8").partition("\n")
        if head != HEAD.format(path.stem):
            raise Refusal("第一行应为模块名", f"请写 {HEAD.format(path.stem)}", file=path.name)
        yield Module(path.stem, source)
