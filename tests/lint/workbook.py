"""Workbook file -> everything that would make Excel offer a repair.

What schemas and the Open XML SDK see is left to them; this looks at what they cannot see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tests.lint.formulas import Names, formula_complaints
from tests.lint.package import Package, opened, package_complaints
from tests.lint.sheet import MAX_TEXT, Book, sheet_complaints
from tests.lint.xmltext import REFERENCE_ID, S, count_complaints, text_of

NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[Rr][0-9]*[Cc][0-9]*|[Rr][0-9]*|[Cc][0-9]*")
SHEET_NAME_BARRED = re.compile(r"[\[\]:*?/\\]")
MAX_SHEET_NAME, MAX_NAME = 31, 255


class _Sheet(NamedTuple):
    name: str
    part: str
    shown: bool


def lint_workbook(path: Path) -> list[str]:
    """Complaints about a workbook, each with part and place; empty if there is nothing to say."""
    package = opened(path)
    # What follows takes a sound package for granted.
    return list(package_complaints(package)) or list(_workbook(package))


def _workbook(package: Package) -> Iterator[str]:
    part = package.one("", "officeDocument")
    root = package.parts[part]
    sheets = _sheets(package, part)
    names = _names(root, sheets)
    yield from _sheet_names(part, sheets)
    yield from _defined_names(part, root, len(sheets), names)
    yield from _styles(package, package.one(part, "styles"))
    yield from _shared_strings(package, package.one(part, "sharedStrings"))
    book = _book(package, part, names)
    for sheet in sheets:
        yield from count_complaints(sheet.part, package.parts[sheet.part])
        yield from sheet_complaints(package, sheet.part, book)
    yield from _calc_chain(package, package.one(part, "calcChain"), sheets)


def _sheets(package: Package, part: str) -> list[_Sheet]:
    related = package.related(part)
    return [
        _Sheet(
            e.get("name", ""),
            related[e.get(REFERENCE_ID, "")][1],
            e.get("state", "visible") == "visible",
        )
        for e in package.parts[part].iter(f"{S}sheet")
    ]


def _names(root: ET.Element, sheets: list[_Sheet]) -> Names:
    return Names(
        {sheet.name.lower() for sheet in sheets},
        {e.get("name", "").lower() for e in root.iter(f"{S}definedName")},
    )


def _book(package: Package, part: str, names: Names) -> Book:
    """What a sheet may refer to."""
    styles = package.parts.get(package.one(part, "styles"))
    strings = package.parts.get(package.one(part, "sharedStrings"))
    return Book(
        names,
        texts=[text_of(item) for item in strings] if strings is not None else [],
        formats=_children(styles, "cellXfs"),
        differential=_children(styles, "dxfs"),
    )


def _children(root: ET.Element | None, name: str) -> int:
    found = root.find(f"{S}{name}") if root is not None else None
    return len(found) if found is not None else 0


# ---- names -------------------------------------------------------------------------------


def _sheet_names(part: str, sheets: list[_Sheet]) -> Iterator[str]:
    if not any(sheet.shown for sheet in sheets):
        yield f"{part}: shows no sheet"
    for name, count in Counter(sheet.name.lower() for sheet in sheets).items():
        if count > 1:
            yield f"{part}: {count} sheets are named {name}"
    for sheet in sheets:
        for problem in _sheet_name(sheet.name):
            yield f"{part}: sheet name {sheet.name!r} {problem}"


def _sheet_name(name: str) -> Iterator[str]:
    if not name:
        yield "is empty"
    if len(name) > MAX_SHEET_NAME:
        yield f"has {len(name)} characters"
    if SHEET_NAME_BARRED.search(name):
        yield "holds one of [ ] : * ? / \\"
    if name.startswith("'") or name.endswith("'"):
        yield "starts or ends with an apostrophe"
    if name.lower() == "history":
        yield "is kept by Excel for itself"


def _defined_names(part: str, root: ET.Element, sheets: int, names: Names) -> Iterator[str]:
    elements = list(root.iter(f"{S}definedName"))
    keys = Counter((e.get("name", "").lower(), e.get("localSheetId")) for e in elements)
    for (name, _), count in keys.items():
        if count > 1:
            yield f"{part}: {count} defined names {name}"
    for element in elements:
        name = element.get("name", "")
        for problem in _defined_name(name):
            yield f"{part}: defined name {name!r} {problem}"
        if not 0 <= int(element.get("localSheetId", "0")) < sheets:
            yield f"{part}: defined name {name!r} belongs to a sheet that is missing"
        for problem in formula_complaints(element.text or "", names):
            yield f"{part}: defined name {name!r} {problem}"


def _defined_name(name: str) -> Iterator[str]:
    if len(name) > MAX_NAME:
        yield f"has {len(name)} characters"
    if not NAME.fullmatch(name):
        yield "is no name"
    elif LIKE_A_CELL.fullmatch(name):
        yield "reads like a cell"


# ---- parts that sheets refer to ----------------------------------------------------------


def _styles(package: Package, part: str) -> Iterator[str]:
    if not part:
        return
    root = package.parts[part]
    yield from count_complaints(part, root)
    sizes = {name: _children(root, name) for name in ("fonts", "fills", "borders", "cellStyleXfs")}
    limits = {
        "fontId": sizes["fonts"],
        "fillId": sizes["fills"],
        "borderId": sizes["borders"],
        "xfId": sizes["cellStyleXfs"],
    }
    for index, xf in enumerate(root.iterfind(f"{S}cellXfs/{S}xf")):
        for attribute, limit in limits.items():
            if int(xf.get(attribute, "0")) >= limit:
                yield f"{part}: format {index} has {attribute} {xf.get(attribute)} of {limit}"


def _shared_strings(package: Package, part: str) -> Iterator[str]:
    if not part:
        return
    root = package.parts[part]
    if int(root.get("uniqueCount", len(root))) != len(root):
        yield f"{part}: uniqueCount says {root.get('uniqueCount')}, there are {len(root)}"
    for index, item in enumerate(root):
        if len(text_of(item)) > MAX_TEXT:
            yield f"{part}: text {index} has {len(text_of(item))} characters"


def _calc_chain(package: Package, part: str, sheets: list[_Sheet]) -> Iterator[str]:
    """Cells that the calculation chain names although they hold no formula."""
    if not part:
        return
    formulas = {
        (index, cell.get("r"))
        for index, sheet in enumerate(sheets, start=1)
        for cell in package.parts[sheet.part].iter(f"{S}c")
        if cell.find(f"{S}f") is not None
    }
    index = 0
    for link in package.parts[part]:
        index = int(link.get("i", index))  # a link without a number is on the sheet before
        if (index, link.get("r")) not in formulas:
            yield f"{part}: sheet {index} {link.get('r')} holds no formula"
