"""Document file -> everything that would make Word offer a repair, or print a table awry.

What schemas and the Open XML SDK see is left to them; this looks at what they cannot see.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tests.lint.package import Package, opened, package_complaints

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STORIES = ("header", "footer", "footnotes", "endnotes", "comments")
STYLED = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


class _Cell(NamedTuple):
    """A cell of a table on its grid, columns counted from 0."""

    element: ET.Element
    start: int
    span: int
    merge: str  # "", "restart" or "continue"


def lint_document(path: Path) -> list[str]:
    """Complaints about a document, each with part and place; empty if there is nothing to say."""
    package = opened(path)
    # What follows takes a sound package for granted.
    return list(package_complaints(package)) or list(_document(package))


def _document(package: Package) -> Iterator[str]:
    main = package.one("", "officeDocument")
    styles = package.one(main, "styles")
    known = _style_ids(package.parts.get(styles))
    numbers = _number_ids(package.parts.get(package.one(main, "numbering")))
    stories = [main, *(part for kind, part in package.related(main).values() if kind in STORIES)]
    for part in dict.fromkeys([*stories, styles] if styles else stories):
        root = package.parts[part]
        for complaint in (
            *_styles(root, known),
            *_numbers(root, numbers),
            *_fields(root),
            *_tables(root),
        ):
            yield f"{part}: {complaint}"


def _value(element: ET.Element | None, default: str = "") -> str:
    """The w:val of an element, or the default if there is no element or no value."""
    return default if element is None else element.get(f"{W}val", default)


# ---- references --------------------------------------------------------------------------


def _style_ids(root: ET.Element | None) -> set[str]:
    found = root.iter(f"{W}style") if root is not None else ()
    return {style.get(f"{W}styleId", "") for style in found}


def _number_ids(root: ET.Element | None) -> set[str]:
    found = root.iter(f"{W}num") if root is not None else ()
    return {"0", *(number.get(f"{W}numId", "") for number in found)}  # 0 takes a number away


def _styles(root: ET.Element, known: set[str]) -> Iterator[str]:
    used = dict.fromkeys(_value(e) for name in STYLED for e in root.iter(f"{W}{name}"))
    yield from (f"style {style!r} is missing" for style in used if style not in known)


def _numbers(root: ET.Element, known: set[str]) -> Iterator[str]:
    used = dict.fromkeys(_value(e) for e in root.iter(f"{W}numId"))
    yield from (f"numbering {number!r} is missing" for number in used if number not in known)


# ---- fields ------------------------------------------------------------------------------


def _fields(root: ET.Element) -> Iterator[str]:
    """Complex fields: begin, code, separate, result, end, one inside the other."""
    depth = 0
    for element in root.iter():
        if element.tag == f"{W}instrText" and not depth:
            yield f"field code {element.text!r} stands in no field"
        if element.tag != f"{W}fldChar":
            continue
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            depth += 1
        elif not depth:
            yield f"a field has its {kind} and no begin"
        elif kind == "end":
            depth -= 1
    if depth:
        yield f"{depth} fields have no end"


# ---- tables ------------------------------------------------------------------------------


def _tables(root: ET.Element) -> Iterator[str]:
    for number, table in enumerate(root.iter(f"{W}tbl"), start=1):
        yield from (f"table {number}: {complaint}" for complaint in _table(table))


def _table(table: ET.Element) -> Iterator[str]:
    grid = [int(column.get(f"{W}w", "0")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    rows = table.findall(f"{W}tr")
    if not rows:
        yield "has no rows"
    if not grid:
        yield "has no grid"
    above: list[_Cell] = []
    for number, row in enumerate(rows, start=1):
        cells = list(_cells(row))
        # Widths mean something only where the cells fill the grid.
        shape = list(_row(row, cells, len(grid))) or list(_widths(cells, grid))
        for complaint in (*shape, *_merged(cells, above)):
            yield f"row {number}: {complaint}"
        above = cells


def _cells(row: ET.Element) -> Iterator[_Cell]:
    column = int(_value(row.find(f"{W}trPr/{W}gridBefore"), "0"))
    for element in row.iterfind(f"{W}tc"):
        span = int(_value(element.find(f"{W}tcPr/{W}gridSpan"), "1"))
        merge = element.find(f"{W}tcPr/{W}vMerge")
        yield _Cell(element, column, span, "" if merge is None else _value(merge, "continue"))
        column += span


def _row(row: ET.Element, cells: list[_Cell], columns: int) -> Iterator[str]:
    if not cells:
        yield "has no cells"
        return
    after = int(_value(row.find(f"{W}trPr/{W}gridAfter"), "0"))
    end = cells[-1].start + cells[-1].span + after
    if end != columns:
        yield f"covers {end} of {columns} columns"
    for number, cell in enumerate(cells, start=1):
        if not len(cell.element) or cell.element[-1].tag != f"{W}p":
            yield f"cell {number} does not end with a paragraph"


def _merged(cells: list[_Cell], above: list[_Cell]) -> Iterator[str]:
    """Cells that go on with the one above, where none above begins or goes on as wide."""
    open_above = {(cell.start, cell.span) for cell in above if cell.merge}
    for number, cell in enumerate(cells, start=1):
        if cell.merge == "continue" and (cell.start, cell.span) not in open_above:
            yield f"cell {number} continues no cell above"
        elif cell.merge not in ("", "restart", "continue"):
            yield f"cell {number} is merged as {cell.merge!r}"


def _widths(cells: list[_Cell], grid: list[int]) -> Iterator[str]:
    """Widths that are not the sum of their columns: Word and LibreOffice then disagree."""
    for number, cell in enumerate(cells, start=1):
        width = cell.element.find(f"{W}tcPr/{W}tcW")
        if width is None or width.get(f"{W}type", "dxa") != "dxa":
            continue
        wanted = sum(grid[cell.start : cell.start + cell.span])
        if int(width.get(f"{W}w", "0")) != wanted:
            yield f"cell {number} is {width.get(f'{W}w')} wide, its columns are {wanted}"
