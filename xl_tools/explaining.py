"""Explanations -> what changes in a workbook: reasons beside 校验, rows of 情况说明."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from xl_tools.explanations import Explanation
from xl_tools.formula import Scalar
from xl_tools.listlooks import list_looks
from xl_tools.ooxml.content import Content
from xl_tools.ooxml.newsheet import with_rows
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.sheet import Sheet
from xl_tools.placement import CHECK_COLUMNS, CHECKS, CheckLine, Placement
from xl_tools.places import Spot
from xl_tools.records import NamedTuple
from xl_tools.relation import TOLERANCE
from xl_tools.rules.explained import place_of
from xl_tools.sources.cells import calculate_book
from xl_tools.sources.explanations import (
    BETWEEN,
    BY,
    CELLS,
    HEAD,
    NOT_APPLICABLE,
    ON,
    REASON,
    RULE,
    SHEET,
    VALUES,
    WORDS,
    is_new,
    is_row_of,
    reason_of,
)
from xl_tools.sources.openbook import OpenBook

BROKEN: Final = ("×", "△", "○")  # how the state of a row begins that found something
WIDTHS: Final = (12, 60, 60, 12, 14, 0, 0)  # the key is hidden
Contents = dict[Spot, Content]
Row = list[Content]
Numbers = Mapping[tuple[int, int], Scalar]


class Explained(NamedTuple):
    """What explanations change: cells that are there, rows of a sheet that is still to be made."""

    contents: Contents
    rows: tuple[Row, ...]


def explained_contents(
    book: OpenBook,
    explanations: Iterable[Explanation],
    placement: Placement,
    now: Numbers | None = None,
) -> Explained:
    """Each explanation beside its row of 校验, or on 情况说明 where no row is about it.

    `now` is what the rows show as the reasons are given; they hold as long as it is the same.
    """
    grid = book.grid(CHECKS)
    contents: Contents = {}
    others: list[Explanation] = []
    for one in explanations:
        line = line_of(placement, one)
        if line is None or grid is None or not is_row_of(grid, line):
            others.append(one)
        elif now is None or _says_nothing(line, one, now):
            contents |= _beside(line, one)
        elif _says_same(line, one, now):
            contents |= _beside(line, one) | _noted(line, now)
        else:
            others.append(one)
    rows = [_row(one, placement) for one in others]
    sheet = book.grid(SHEET)
    if sheet is None:
        return Explained(contents, tuple(rows))
    return Explained(contents | dict(_placed(sheet, rows)), ())


def with_new_sheet(data: bytes, rows: Sequence[Row]) -> bytes:
    """The workbook with the sheet 情况说明 at its end, where there is something to put on it."""
    if not rows:
        return data
    package = open_package(data, "")
    return with_rows(package, SHEET, HEAD, rows, WIDTHS, list_looks(package))


def line_of(placement: Placement, one: Explanation) -> CheckLine | None:
    """The row of 校验 that speaks of what is explained; None where there is none."""
    rule = placement.edition.rules.get(one.rule)
    if rule is None or not rule.explainable:
        return None
    table = place_of(one.cells)
    for key in (one.cells[:1], (table,) if table else (), ()):
        for line in placement.checks:
            if line.rule == one.rule and line.key == key:
                return line
    return None


def _says_nothing(line: CheckLine, one: Explanation, now: Numbers) -> bool:
    """Has a row nothing to compare with here, so that the figures explained are noted for it?

    That is so where last year's report is given beside the workbook.
    """
    state = now.get((line.row, CHECK_COLUMNS["state"]))
    return state == NOT_APPLICABLE and line.comparison is not None and len(one.values) == 2


def _says_same(line: CheckLine, one: Explanation, now: Numbers) -> bool:
    """Does a row show now what is explained, so that its own formula can tell when it lapses?"""
    if not str(now.get((line.row, CHECK_COLUMNS["state"]))).startswith(BROKEN):
        return False
    if line.comparison is None or len(one.values) != 2:
        return True
    shown = [_number(now, line.row, CHECK_COLUMNS[name]) for name in ("actual", "expected")]
    pairs = zip(shown, map(number, one.values), strict=True)
    return all(abs(Decimal(str(a or 0)) - (b or 0)) <= TOLERANCE for a, b in pairs)


def _beside(line: CheckLine, one: Explanation) -> Contents:
    """The reason, and what was found: as numbers where a formula compares them with what is."""
    noted: list[Content] = [None, None]
    if line.comparison is not None and len(one.values) == 2:
        noted = [number(text) for text in one.values]
    written: dict[str, Content] = {
        "reason": one.reason or None,
        "told": noted[0],
        "told_expected": noted[1],
        "told_by": f"{one.by}{BETWEEN}{one.on}" if one.by or one.on else None,
        "told_reason": one.reason or None,
    }
    return {Spot(CHECKS, line.row, CHECK_COLUMNS[name]): said for name, said in written.items()}


def number(text: str) -> Decimal | None:
    """The number a noted value is."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _noted(line: CheckLine, now: Numbers) -> Contents:
    """What a row shows now: the sides of a relation, or how many cells are concerned."""
    sides = (("told", "actual"), ("told_expected", "expected"))
    return {
        Spot(CHECKS, line.row, CHECK_COLUMNS[name]): _number(now, line.row, CHECK_COLUMNS[shown])
        for name, shown in sides
    }


def _number(now: Numbers, row: int, column: int) -> Content:
    value = now.get((row, column))
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def numbers_now(book: OpenBook) -> Numbers:
    """What the rows of 校验 show, worked out anew."""
    return calculate_book(book.all_grids(), book.book.names).get(CHECKS, {})


def noted_contents(book: OpenBook, placement: Placement) -> Contents:
    """For reasons typed by hand: what their rows show now, so that they lapse when it changes."""
    grid = book.grid(CHECKS)
    if grid is None:
        return {}
    lines = [line for line in placement.checks if is_row_of(grid, line) and is_new(grid, line)]
    now = numbers_now(book) if lines else {}
    contents: Contents = {}
    for line in lines:
        contents |= _noted(line, now)
        contents[placement.check(line, "told_reason")] = reason_of(grid, line)
    return contents


def _row(one: Explanation, placement: Placement) -> Row:
    row: Row = [None] * len(HEAD)
    row[RULE - 1], row[REASON - 1], row[BY - 1], row[ON - 1] = one.rule, one.reason, one.by, one.on
    row[WORDS - 1] = _words(one, placement)
    row[CELLS - 1], row[VALUES - 1] = "\n".join(one.cells), "\n".join(one.values)
    return [said or None for said in row]


def _words(one: Explanation, placement: Placement) -> str:
    """What is explained: what was found in words, else the rule and the cell."""
    if not one.cells and one.values:
        return one.values[0]
    rule = placement.edition.rules.get(one.rule)
    known = [placement.figures[cell][1].label for cell in one.cells if cell in placement.figures]
    title = rule.title if rule else one.rule
    return f"{title}（{'、'.join(known[:3])}）" if known else title


def _placed(sheet: Sheet, rows: Iterable[Row]) -> Iterator[tuple[Spot, Content]]:
    """Each row in the place of the one with the same rule and cells, else below all."""
    last = max((row for row, _ in sheet.cells), default=1)
    for row in rows:
        place = _same(sheet, last, row, CELLS if row[CELLS - 1] else VALUES)
        if place is None:
            last += 1
            place = last
        yield from ((Spot(SHEET, place, n), said) for n, said in enumerate(row, 1))


def _same(sheet: Sheet, last: int, row: Row, column: int) -> int | None:
    """The row of the sheet that has the same rule and the same cells, or words."""
    for place in range(2, last + 1):
        there = (sheet.at(place, RULE).value, sheet.at(place, column).value)
        free = row[REASON - 1] or not sheet.at(place, REASON).value  # no reason is wiped out
        if free and there == (row[RULE - 1], row[column - 1]):
            return place
    return None
