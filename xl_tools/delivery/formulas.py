"""Formulas that need what is taken out -> their values; what cannot be replaced is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Final

from xl_tools.delivery.parts import Parts
from xl_tools.formula.functions import FUNCTIONS as KNOWN
from xl_tools.ooxml.content import Fault, Stored
from xl_tools.ooxml.outline import Node, outline
from xl_tools.ooxml.package import Package
from xl_tools.ooxml.sheet import Cell
from xl_tools.ooxml.xml import Markup
from xl_tools.places import Spot
from xl_tools.recalculation import Changes
from xl_tools.refs import address
from xl_tools.refusal import Refusal
from xl_tools.sources.openbook import SAVE, OpenBook
from xl_tools.vba.reading import read_project

Uses = Callable[[str], bool]

# Where a formula stands that is not in a cell: in rules, charts, tables.
FORMULAS: Final = (
    "formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula",
)  # fmt: skip
# What names a sheet without being a formula.
PLACES: Final = (("hyperlink", "location"), ("worksheetSource", "sheet"))
HOLDERS: Final = (
    "worksheet+xml", "chart+xml", "chartex+xml", "table+xml", "pivotCacheDefinition+xml",
)  # fmt: skip
VBA_PROJECT: Final = "vbaProject"
DEFINED: Final = re.compile(
    r"^[ \t]*(?:(?:Public|Static)[ \t]+)*Function[ \t]+(\w+)", re.IGNORECASE | re.MULTILINE
)
TEXTS: Final = re.compile(r'"[^"]*"')


def macro_functions(package: Package) -> frozenset[str]:
    """The functions that the macros of a workbook offer to its cells."""
    found: set[str] = set()
    for relation in package.relations(package.main).values():
        if relation.kind == VBA_PROJECT:
            for source in read_project(package.read(relation.member)).values():
                found.update(DEFINED.findall(source))
    # A function of the program itself goes before one of the macros with the same name.
    return frozenset(name for name in found if name.upper() not in KNOWN)


def calling(functions: Collection[str]) -> Uses:
    """Does a formula call one of these functions?"""
    listed = "|".join(map(re.escape, functions)) or "(?!)"
    # Files write a function unknown to them with a prefix of its own.
    call = re.compile(rf"(?<![\w.])(?:_xludf\.|_xldudf_)?(?:{listed})\s*\(", re.IGNORECASE)
    return lambda formula: call.search(TEXTS.sub("", formula)) is not None


def frozen(book: OpenBook, uses: Uses) -> Changes:
    """The cells whose formula cannot stay, with the value that the file holds for them."""
    changes: Changes = {}
    for ref in book.book.sheets:
        grid = book.grid(ref.name)
        for (row, column), cell in grid.cells.items() if grid else ():
            if cell.formula is not None and uses(cell.formula):
                changes[Spot(ref.name, row, column)] = _value(cell, ref.name, address(row, column))
    return changes


def _value(cell: Cell, sheet: str, place: str) -> Stored:
    if not cell.cached:
        raise Refusal("自定义函数还没有算出结果", SAVE, sheet=sheet, cell=place)
    if cell.kind == "error":
        return Fault(str(cell.value))
    return Decimal(cell.raw) if cell.kind in ("number", "date") and cell.raw else cell.value


def refuse_cells(book: OpenBook, uses: Uses, sheets: Collection[str], problem: str) -> None:
    """Refusal that names the first cell of these sheets whose formula uses it."""
    for name in sheets:
        grid = book.grid(name)
        for at, cell in grid.cells.items() if grid else ():
            if cell.formula is not None and uses(cell.formula):
                raise Refusal(problem, "请改掉这个公式", sheet=name, cell=address(*at))


def refuse_others(parts: Parts, book: OpenBook, uses: Uses, problem: str) -> None:
    """Refusal where a rule, a chart, a link or the like uses it."""
    sheets = {ref.member: ref.name for ref in book.book.sheets}
    types = parts.content_types()
    for member in sorted(parts.reached()):
        if not types.get(member, "").endswith(HOLDERS):
            continue
        xml = parts.xml(member)
        for formula in _formulas(xml, outline(xml)):
            if uses(formula):
                raise Refusal(
                    f"{problem}（{formula[:60]}）",
                    "请改掉这处条件格式、数据验证、链接或图表",
                    sheet=sheets.get(member, ""),
                )


def refuse_names(book: OpenBook, uses: Uses, problem: str) -> None:
    """Refusal where a name uses it."""
    local = ((name, target) for (_, name), target in book.book.local_names.items())
    for name, target in (*book.book.names.items(), *local):
        if uses(target):
            raise Refusal(f"名称“{name}”{problem}", "请在名称管理器里改掉或删去")


def _formulas(xml: Markup, root: Node) -> Iterator[str]:
    for node in root.walk():
        if node.name in FORMULAS and not node.children:
            yield node.text(xml)
        for name, attribute in PLACES:
            if node.name == name and (place := node.get(attribute)):
                yield place if "!" in place else f"'{place}'!"
