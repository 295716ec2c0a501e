"""One sheet of a workbook -> everything that would make Excel offer a repair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tests.lint.formulas import Names, formula_complaints
from tests.lint.package import Package
from tests.lint.ranges import MAX_COLUMN, MAX_ROW, Range, read_range
from tests.lint.xmltext import REFERENCE_ID, S, text_of

MAX_TEXT, MAX_LIST, MAX_TITLE, MAX_PROMPT = 32_767, 255, 32, 255
LENGTHS = {
    "promptTitle": MAX_TITLE,
    "errorTitle": MAX_TITLE,
    "prompt": MAX_PROMPT,
    "error": MAX_PROMPT,
}
ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z?)?")


class Book(NamedTuple):
    """What cells may refer to: names, shared texts, and how many formats there are."""

    names: Names
    texts: Sequence[str]
    formats: int
    differential: int


def sheet_complaints(package: Package, part: str, book: Book) -> Iterator[str]:
    """Complaints about one sheet, each with the part and the place."""
    root = package.parts[part]
    for complaint in (
        *_columns(root),
        *_rows(root, book),
        *_merges(root),
        *_validations(root, book.names),
        *_conditions(root, book),
        *_links(root, book.names),
        *_tables(package, part, book),
    ):
        yield f"{part}: {complaint}"


# ---- rows and cells ----------------------------------------------------------------------


def _columns(root: ET.Element) -> Iterator[str]:
    last = 0
    for column in root.iter(f"{S}col"):
        first, end = int(column.get("min", "0")), int(column.get("max", "0"))
        if not last < first <= end <= MAX_COLUMN:
            yield f"columns {first} to {end} come after column {last}"
        last = end


def _rows(root: ET.Element, book: Book) -> Iterator[str]:
    last = 0
    for row in root.iter(f"{S}row"):
        number = int(row.get("r", str(last + 1)))
        if not last < number <= MAX_ROW:
            yield f"row {number} comes after row {last}"
        if int(row.get("s", "0")) >= book.formats:
            yield f"row {number} has format {row.get('s')} of {book.formats}"
        yield from _order(row, number)
        for cell in row.iter(f"{S}c"):
            yield from (f"{cell.get('r')} {problem}" for problem in _cell(cell, book))
        last = number


def _order(row: ET.Element, number: int) -> Iterator[str]:
    """Cells in their row, from left to right, each once."""
    last = 0
    for cell in row.iter(f"{S}c"):
        at = read_range(cell.get("r", ""))
        if at is None or not at.single or at.top != number:
            yield f"{cell.get('r')} stands in row {number}"
            continue
        if at.left <= last:
            yield f"{cell.get('r')} {'stands twice' if at.left == last else 'comes too late'}"
        last = at.left


def _cell(cell: ET.Element, book: Book) -> Iterator[str]:
    if int(cell.get("s", "0")) >= book.formats:
        yield f"has format {cell.get('s')} of {book.formats}"
    formula = cell.find(f"{S}f")
    if formula is not None:
        yield from _formula(formula, book.names)
    inline = cell.find(f"{S}is")
    if inline is not None and len(text_of(inline)) > MAX_TEXT:
        yield f"has a text of {len(text_of(inline))} characters"
    value = cell.find(f"{S}v")
    # A formula without its value has an empty one; Excel then computes it.
    if value is not None and (value.text or formula is None):
        yield from _value(cell.get("t", "n"), value.text or "", len(book.texts))


def _formula(formula: ET.Element, names: Names) -> Iterator[str]:
    # Cells that share a formula, other than the first, hold none of their own.
    if formula.text or formula.get("t") != "shared":
        yield from (f"formula {p}" for p in formula_complaints(formula.text or "", names))


def _value(kind: str, text: str, strings: int) -> Iterator[str]:
    if kind == "n" and not NUMBER.fullmatch(text):
        yield f"is a number and holds {text!r}"
    elif kind == "s" and not (text.isdecimal() and int(text) < strings):
        yield f"holds text {text} of {strings}"
    elif kind == "b" and text not in ("0", "1"):
        yield f"is a truth and holds {text!r}"
    elif kind == "e" and text not in ERRORS:
        yield f"is an error and holds {text!r}"
    elif kind == "d" and not DATE.fullmatch(text):
        yield f"is a date and holds {text!r}"
    elif kind == "str" and len(text) > MAX_TEXT:
        yield f"has a text of {len(text)} characters"


# ---- what lies over the cells ------------------------------------------------------------


def _merges(root: ET.Element) -> Iterator[str]:
    found: dict[str, Range] = {}
    for element in root.iter(f"{S}mergeCell"):
        text = element.get("ref", "")
        merged = read_range(text)
        if merged is None:
            yield f"merge {text} is no range"
        elif merged.single:
            yield f"merge {text} is one cell"
        elif text in found:
            yield f"merge {text} stands twice"
        else:
            found[text] = merged
    for (one, first), (other, second) in combinations(found.items(), 2):
        if first.overlaps(second):
            yield f"merges {one} and {other} overlap"


def _validations(root: ET.Element, names: Names) -> Iterator[str]:
    for element in root.iter(f"{S}dataValidation"):
        for problem in (
            *_places(element),
            *_lengths(element),
            *_criteria(element, names),
        ):
            yield f"validation {element.get('sqref')}: {problem}"


def _places(element: ET.Element) -> Iterator[str]:
    """What is wrong with a list of ranges, which blanks separate."""
    places = element.get("sqref", "").split(" ")
    yield from (f"{place!r} is no range" for place in places if read_range(place) is None)


def _lengths(element: ET.Element) -> Iterator[str]:
    for name, limit in LENGTHS.items():
        length = len(element.get(name, ""))
        if length > limit:
            yield f"{name} has {length} characters, {limit} are allowed"


def _criteria(element: ET.Element, names: Names) -> Iterator[str]:
    formulas = [
        f.text or "" for f in (*element.iter(f"{S}formula1"), *element.iter(f"{S}formula2"))
    ]
    wanted = {"none": 0}.get(element.get("type", "none"), 1)
    if element.get("type") not in (None, "none", "list", "custom"):
        wanted += element.get("operator", "between") in ("between", "notBetween")
    if len(formulas) != wanted:
        yield f"has {len(formulas)} formulas, {wanted} are needed"
    for formula in formulas:
        if formula.startswith('"') and len(formula) - 2 > MAX_LIST:
            yield f"its list has {len(formula) - 2} characters, {MAX_LIST} are allowed"
        yield from formula_complaints(formula, names)


def _conditions(root: ET.Element, book: Book) -> Iterator[str]:
    for element in root.iter(f"{S}conditionalFormatting"):
        for problem in (*_places(element), *_condition_rules(element, book)):
            yield f"conditional format {element.get('sqref')}: {problem}"


def _condition_rules(element: ET.Element, book: Book) -> Iterator[str]:
    for rule in element.iter(f"{S}cfRule"):
        if int(rule.get("dxfId", "0")) >= max(book.differential, int("dxfId" not in rule.attrib)):
            yield f"has format {rule.get('dxfId')} of {book.differential}"
        if int(rule.get("priority", "0")) < 1:
            yield f"has priority {rule.get('priority')}"
        for formula in rule.iter(f"{S}formula"):
            yield from formula_complaints(formula.text or "", book.names)


def _links(root: ET.Element, names: Names) -> Iterator[str]:
    for element in root.iter(f"{S}hyperlink"):
        if read_range(element.get("ref", "")) is None:
            yield f"link {element.get('ref')!r} is no range"
        location = element.get("location", "")
        if location and REFERENCE_ID not in element.attrib:  # else in another file
            for problem in formula_complaints(location, names):
                yield f"link {element.get('ref')} {problem}"


# ---- tables ------------------------------------------------------------------------------


def _tables(package: Package, part: str, book: Book) -> Iterator[str]:
    for kind, target in package.related(part).values():
        if kind == "table":
            yield from _table(package.parts[target], package.parts[part], book)


def _table(table: ET.Element, sheet: ET.Element, book: Book) -> Iterator[str]:
    name, place = table.get("displayName", ""), read_range(table.get("ref", ""))
    heads = [column.get("name", "") for column in table.iter(f"{S}tableColumn")]
    for head in dict.fromkeys(head for head in heads if heads.count(head) > 1):
        yield f"table {name}: {heads.count(head)} columns are named {head}"
    if place is None or place.right - place.left + 1 != len(heads):
        yield f"table {name}: {len(heads)} columns do not fill {table.get('ref')}"
    elif table.get("headerRowCount") != "0":
        shown = _shown(sheet, place.top, book)
        for column, head in enumerate(heads, start=place.left):
            if shown.get(column) != head and heads.count(head) == 1:
                yield f"table {name}: column {head} is headed {shown.get(column)}"


def _shown(sheet: ET.Element, row: int, book: Book) -> dict[int, str]:
    """{column: shared or inline text} of one row."""
    found: dict[int, str] = {}
    for cell in sheet.iter(f"{S}c"):
        at = read_range(cell.get("r", ""))
        if at is None or at.top != row:
            continue
        inline, value = cell.find(f"{S}is"), cell.find(f"{S}v")
        if inline is not None:
            found[at.left] = text_of(inline)
        elif value is not None and cell.get("t") == "s":
            found[at.left] = book.texts[int(value.text or "")]
    return found
