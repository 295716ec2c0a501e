"""Workbook bytes -> the same workbook without macros, every cached value right."""

from __future__ import annotations

from typing import Final

from xl_tools.delivery.bookpart import References, remove_sheets
from xl_tools.delivery.controls import remove_buttons, silence_drawings
from xl_tools.delivery.formulas import (
    calling,
    frozen,
    macro_functions,
    refuse_cells,
    refuse_names,
    refuse_others,
)
from xl_tools.delivery.parts import Parts, refuse_macros
from xl_tools.ooxml.package import open_package
from xl_tools.recalculation import recalculated
from xl_tools.refusal import Refusal
from xl_tools.sources.openbook import OpenBook

# The settings of xlwings, with folders of this machine in them; an underscore switches them off.
SETTINGS: Final = frozenset({"xlwings.conf", "_xlwings.conf"})
# What leads to macros, to buttons of the ribbon, to programs from the web, or to a signature that a
# change makes void.
CUT: Final = frozenset(
    {
        "vbaProject",
        "attachedToolbars",
        "extensibility",
        "userCustomization",
        "webextensiontaskpanes",
        "origin",
    }
)
# What may hold macros and cannot be taken out without loss.
FAST: Final = {
    "control": "有 ActiveX 控件",
    "oleObject": "嵌有别的文件（对象）",
    "package": "嵌有别的文件（对象）",
    "xlMacrosheet": "有 Excel 4.0 宏表",
    "xlIntlMacrosheet": "有 Excel 4.0 宏表",
    "dialogsheet": "有 Excel 5.0 对话框表",
}


def macro_free(data: bytes, file: str = "", functions: frozenset[str] = frozenset()) -> bytes:
    """The workbook as .xlsx: the same cells, formats, rules, names and print set-up; no macros.

    Cells that call a function of the macros, or one of these `functions`, keep the value that the
    file holds; every other formula is worked out anew. Refusal where something cannot be taken out
    safely.
    """
    try:
        return _macro_free(OpenBook(data, file), functions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def _macro_free(book: OpenBook, functions: frozenset[str]) -> bytes:
    if book.package.kind == "xlam":
        raise Refusal("是 Excel 加载项，不是要报送的工作簿", "请给出填好的工作簿")
    _refuse_fast(book)
    calls = calling(functions | macro_functions(book.package))
    parts = Parts(book.package, recalculated(book, frozen(book, calls)))
    _cut_macros(parts)
    _remove_settings(parts, book)
    for ref in book.book.sheets:
        if ref.name.casefold() not in SETTINGS:
            remove_buttons(parts, ref)
    silence_drawings(parts)
    refuse_others(parts, book, calls, "用到宏里的自定义函数")
    refuse_names(book, calls, "用到宏里的自定义函数")
    made = parts.macro_free()
    refuse_macros(open_package(made, book.file))
    return made


def _refuse_fast(book: OpenBook) -> None:
    sheets = {ref.member: ref.name for ref in book.book.sheets}
    parts = Parts(book.package, {})
    for member in sorted(parts.reached()):
        for relation in parts.relations(member).values():
            if relation.kind in FAST:
                sheet = sheets.get(member) or sheets.get(relation.member, "")
                raise Refusal(
                    f"{FAST[relation.kind]}，可能带有宏，不能安全去掉",
                    "请在 Excel 里删去它，保存后再试",
                    sheet=sheet,
                )


def _cut_macros(parts: Parts) -> None:
    for part in ("", *sorted(parts.reached())):
        for key, relation in parts.relations(part).items():
            if relation.kind in CUT:
                parts.cut(part, key)


def _remove_settings(parts: Parts, book: OpenBook) -> None:
    """Take out the sheet of xlwings' settings; Refusal where something else needs it."""
    sheets = book.book.sheets
    gone = frozenset(i for i, ref in enumerate(sheets) if ref.name.casefold() in SETTINGS)
    left = [ref for index, ref in enumerate(sheets) if index not in gone]
    if not any(ref.state == "visible" for ref in left):
        raise Refusal("除了宏的设置表，没有看得见的工作表", "请检查是不是选错了文件")
    lost = References(book.book, [sheets[index].name for index in gone])
    remove_sheets(parts, book.book, gone, lost)
    if gone:
        problem = f"用到要去掉的工作表“{sheets[min(gone)].name}”"
        refuse_cells(book, lost.used_in, [ref.name for ref in left], problem)
        refuse_others(parts, book, lost.used_in, problem)
