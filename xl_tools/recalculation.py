"""Changes + workbook -> the members that differ, every cached value right."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xl_tools.formula import Error, Scalar, calculate
from xl_tools.ooxml.content import Cached, Content, Fault, Formula, Uncached
from xl_tools.ooxml.patch import patch_sheet
from xl_tools.places import Spot
from xl_tools.sources.cells import shows
from xl_tools.sources.openbook import OpenBook

_new = tuple.__new__  # the tuple itself, past the named tuple's slower constructor
Changes = dict[Spot, Content]
Scalars = dict[str, dict[tuple[int, int], Scalar]]  # by sheet
Texts = dict[str, dict[tuple[int, int], str]]


def patched(book: OpenBook, changes: Mapping[Spot, Content]) -> bytes:
    """The workbook with these contents, every formula of every sheet worked out anew."""
    return book.package.replace(recalculated(book, changes))


def recalculated(book: OpenBook, changes: Mapping[Spot, Content]) -> dict[str, bytes | None]:
    """The members that differ once these contents stand and every formula is worked out anew."""
    parts = {ref.name: ref.member for ref in book.book.sheets}
    by_sheet: dict[str, dict[tuple[int, int], Content]] = {name: {} for name in book.all_grids()}
    for (sheet, row, column), content in changes.items():
        if content is not None or (row, column) in book.grids[sheet].cells:  # blank stays blank
            by_sheet[sheet][row, column] = content
    values, formulas = _after(book, by_sheet)
    results, formulas = _again(book, by_sheet, values) or (
        calculate(values, formulas, book.book.names),
        formulas,
    )
    book.changed_before = True
    members = dict(book.recalculated)
    for name in book.grids:
        own = by_sheet[name] | _results(book, name, by_sheet[name], formulas[name], results[name])
        if own:
            index = book.indexes[name]
            heights = index.room.heights(by_sheet[name])
            members[parts[name]] = patch_sheet(index, own, heights=heights)
    return members


def _after(
    book: OpenBook, by_sheet: Mapping[str, Mapping[tuple[int, int], Content]]
) -> tuple[Scalars, Texts]:
    """Values and formulas as they will stand after the changes."""
    values, formulas = dict(book.shown), dict(book.formulas)
    for name, changes in by_sheet.items():
        if not changes:
            continue
        shown, own = values[name].copy(), formulas[name].copy()
        for at, content in changes.items():
            own.pop(at, None)
            if isinstance(content, Formula):
                own[at] = content.text
            else:
                shown[at] = _scalar(content)
        values[name], formulas[name] = shown, own
    return values, formulas


def _again(
    book: OpenBook,
    by_sheet: Mapping[str, Mapping[tuple[int, int], Content]],
    values: Mapping[str, Mapping[tuple[int, int], Scalar]],
) -> tuple[Scalars, Texts] | None:
    """What formulas show where a workbook is changed again, and those that need writing."""
    stay = not any(changes.keys() & book.formulas[name] for name, changes in by_sheet.items())
    added = any(isinstance(c, Formula) for changes in by_sheet.values() for c in changes.values())
    if added or not stay or not book.changed_before or book.worked is None:
        return None
    shown = {n: {at: values[n][at] for at in changes} for n, changes in by_sheet.items()}
    after = book.worked.after(shown)
    stale = {
        name: {at: texts[at] for at in book.uncached[name] | after.changed[name]}
        for name, texts in book.formulas.items()
    }
    return after.results, stale


def _scalar(content: Content) -> Scalar:
    """A content as formulas see it: a number is the double that the program holds."""
    if isinstance(content, Decimal):
        whole = content == content.to_integral_value()
        return int(content) if whole else float(content)
    return content if isinstance(content, bool | int | float | str) else None


def _results(
    book: OpenBook,
    sheet: str,
    changed: Mapping[tuple[int, int], Content],
    formulas: Mapping[tuple[int, int], str],
    results: Mapping[tuple[int, int], Scalar],
) -> dict[tuple[int, int], Content]:
    """New cached values of formulas, where they differ from those in the file."""
    found: dict[tuple[int, int], Content] = {}
    cells = book.grids[sheet].cells
    for at, text in formulas.items():
        if at not in results:
            found[at] = Formula(text) if at in changed else Uncached()
            continue
        value = results[at]
        if at not in changed and shows(cells[at], value):
            continue
        stored = Fault(value.code) if isinstance(value, Error) else value
        found[at] = Formula(text, stored) if at in changed else _new(Cached, (stored,))
    return found
