"""Open book -> the reasons typed beside the rows of 校验, and those on the sheet 情况说明."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xl_tools.explanations import Explanation
from xl_tools.formula import Unsupported
from xl_tools.jsontext import plain
from xl_tools.ooxml.sheet import Cell, Sheet
from xl_tools.placement import CHECK_COLUMNS, CHECKS, FIRST_CHECK_ROW, CheckLine, Placement
from xl_tools.sources.cells import calculate_book
from xl_tools.sources.openbook import OpenBook

EXPLAINED: Final = "○ 已说明"  # the state of a row whose reason still holds
NOT_APPLICABLE: Final = "— 不适用"  # of a row that lacks what it compares with
BETWEEN: Final = "|"
# The sheet of explanations for what no row of 校验 is about; the last two columns are its key.
SHEET: Final = "情况说明"
HEAD: Final = ("规则", "说的是什么", "情况说明（原因）", "说明人", "日期", "格子", "当时的数")
RULE, WORDS, REASON, BY, ON, CELLS, VALUES = range(1, len(HEAD) + 1)


def explanations_in(book: OpenBook, placement: Placement) -> tuple[Explanation, ...]:
    """What a workbook explains; a row's reason that its own formula says has lapsed is left out."""
    return (*_of_rows(book, placement), *_of_sheet(book))


# ---- beside the rows of 校验 ----------------------------------------------------------------


def _of_rows(book: OpenBook, placement: Placement) -> Iterator[Explanation]:
    if not book.may_hold(CHECKS, CHECK_COLUMNS["reason"], FIRST_CHECK_ROW - 1):
        return
    grid = book.grid(CHECKS)
    lines = [
        line
        for line in placement.checks
        if grid and reason_of(grid, line) and is_row_of(grid, line)
    ]
    if grid is None or not lines:
        return
    try:
        states = calculate_book(book.all_grids(), book.book.names).get(CHECKS, {})
    except Unsupported:
        return
    for line in lines:
        state = states.get((line.row, CHECK_COLUMNS["state"]))
        if state == EXPLAINED or (state == NOT_APPLICABLE and _speaks_alone(grid, line)):
            yield _of_row(book, grid, line)


def _speaks_alone(grid: Sheet, line: CheckLine) -> bool:
    """May a reason count where its row shows nothing: is it known what it was given for?

    Last year's report may be given beside the workbook. A reason whose row notes no figures of its
    own counts as long as it is new: nobody could tell whether it has lapsed.
    """
    return line.comparison is not None or is_new(grid, line)


def is_row_of(grid: Sheet, line: CheckLine) -> bool:
    """Does the row of 校验 that a line has here belong to it, in a workbook of whatever version?"""
    return _text(grid.at(line.row, CHECK_COLUMNS["rule"])) == line.rule


def _of_row(book: OpenBook, grid: Sheet, line: CheckLine) -> Explanation:
    by, _, on = _text(grid.at(line.row, CHECK_COLUMNS["told_by"])).partition(BETWEEN)
    numbers = [
        book.value(grid.at(line.row, CHECK_COLUMNS[name])) for name in ("told", "told_expected")
    ]
    noted = tuple(plain(number.normalize()) for number in numbers if isinstance(number, Decimal))
    values = noted if line.comparison is not None and not is_new(grid, line) else ()
    return Explanation(line.rule, line.key, values, reason_of(grid, line), by, on)


def reason_of(grid: Sheet, line: CheckLine) -> str:
    """The reason typed beside a row."""
    return _text(grid.at(line.row, CHECK_COLUMNS["reason"]))


def is_new(grid: Sheet, line: CheckLine) -> bool:
    """Is there a reason of which the program has not noted what it was given for?"""
    reason, columns = reason_of(grid, line), CHECK_COLUMNS
    noted = _text(grid.at(line.row, columns["told_reason"]))
    return bool(reason) and (grid.at(line.row, columns["told"]).value is None or reason != noted)


# ---- the sheet 情况说明 ----------------------------------------------------------------------


def _of_sheet(book: OpenBook) -> Iterator[Explanation]:
    grid = book.grid(SHEET)
    if grid is None or _text(grid.at(1, RULE)) != HEAD[0]:
        return
    for row in range(2, max((row for row, _ in grid.cells), default=0) + 1):
        rule, reason, by, on = (_text(grid.at(row, c)) for c in (RULE, REASON, BY, ON))
        if rule:
            cells, values = (tuple(_lines(grid.at(row, column))) for column in (CELLS, VALUES))
            yield Explanation(rule, cells, values, reason, by, on)


def _lines(cell: Cell) -> Iterator[str]:
    yield from (line for line in _text(cell).split("\n") if line)


def _text(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value).strip()
