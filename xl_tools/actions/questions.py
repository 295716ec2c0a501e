"""What a ledger leaves open <-> the sheet 待分类, where a person chooses; and 信息处理费."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xl_tools.listlooks import list_looks
from xl_tools.ooxml.newsheet import Row, with_sheet
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.sheet import Sheet
from xl_tools.ooxml.workbook import read_book
from xl_tools.refs import address
from xl_tools.sources.livebook import LiveSheet
from xl_tools.tally import Charge, Question, Tally

SHEET: Final = "待分类"
HEAD: Final = ("台账第几行", "编号", "哪一列", "台账上写的", "选定（点开下拉框）", "可以选的")
WIDTHS: Final = (11, 20, 16, 44, 66, *[0] * 40)  # what can be chosen shows in the drop-down
NUMBER, COLUMN, CHOSEN, FIRST_CHOICE = 2, 3, 5, 6
MOST_ASKED: Final = 5_000  # on one sheet; the others follow when these are settled
MEND: Final = "请在台账里改正"

FEES: Final = "信息处理费"
FEE_HEAD: Final = ("编号", "怎样核算", "台账上收取（元）", "按标准（元）", "相差（元）")
FEE_WIDTHS: Final = (40, 44, 18, 14, 12)
MOST_NAMED: Final = 20


def answers_in(data: bytes) -> dict[tuple[str, str], str]:
    """What a person chose on the sheet 待分类 of a workbook, by case and column."""
    return answers_on(_sheet(data))


def answers_on(grid: Sheet | LiveSheet | None) -> dict[tuple[str, str], str]:
    """The same of the sheet itself."""
    return {
        (_text(row, NUMBER), _text(row, COLUMN)): _text(row, CHOSEN)
        for row in _listed(grid)
        if _text(row, CHOSEN) and _text(row, COLUMN) != MEND
    }


def open_rows(grid: Sheet | LiveSheet | None, tally: Tally) -> list[Row]:
    """The rows of the sheet: choices already made, what is asked still, what to mend."""
    kept = [row for row in _listed(grid) if _text(row, CHOSEN)]
    known = {(_text(row, NUMBER), _text(row, COLUMN)) for row in kept}
    asked = [_row(one) for one in tally.ask if (one.case, one.what) not in known]
    wrong = [(one.row, one.case, MEND, one.reason) for one in tally.uncounted[:MOST_ASKED]]
    return [*kept, *asked[:MOST_ASKED], *wrong]


def with_questions(data: bytes, tally: Tally) -> bytes:
    """The workbook with what the ledger leaves open; choices already made stay on the sheet."""
    rows = open_rows(_sheet(data), tally)
    if not rows:
        return data
    lists = dict(_lists(rows))
    package = open_package(data, "")
    return with_sheet(package, SHEET, [HEAD, *rows], WIDTHS, lists, list_looks(package))


def with_charges(data: bytes, charges: Sequence[Charge]) -> bytes:
    """The workbook with the fees that were charged beside what the tiers give."""
    if not charges:
        return data
    total = sum((one.charged for one in charges), Decimal(0))
    last: Row = ("合计（写进第六部分，单位是元）", "", total)
    rows = [FEE_HEAD, *map(_fee, charges), last]
    package = open_package(data, "")
    return with_sheet(package, FEES, rows, FEE_WIDTHS, looks=list_looks(package))


def _row(one: Question) -> Row:
    return (one.row, one.case, one.what, one.text, None, *one.choices)


def _lists(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The cell that is chosen in, and the cells beside it that it is chosen from."""
    for number, row in enumerate(rows, 2):
        if len(row) >= FIRST_CHOICE:
            first, last = address(number, FIRST_CHOICE), address(number, len(row))
            yield address(number, CHOSEN), f"{_fixed(first)}:{_fixed(last)}"


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell.removeprefix(letters)}"


def _fee(one: Charge) -> Row:
    named = "、".join(one.cases[:MOST_NAMED])
    more = f"等 {len(one.cases)} 件" if len(one.cases) > MOST_NAMED else ""
    due = one.due
    off = None if due is None else one.charged - due
    return (f"{named}{more}", one.basis, one.charged, due, off)


def _sheet(data: bytes) -> Sheet | None:
    book = read_book(open_package(data, ""))
    ref = book.sheet(SHEET)
    return book.read(ref) if ref else None


def _listed(grid: Sheet | LiveSheet | None) -> list[Row]:
    """The rows of the sheet below its head; nothing where there is no such sheet."""
    if grid is None:
        return []
    rows = sorted({row for row, _ in grid.cells if row > 1})
    return [_values(grid, row) for row in rows]


def _values(grid: Sheet | LiveSheet, row: int) -> Row:
    last = max(column for at, column in grid.cells if at == row)
    cells = (grid.at(row, column) for column in range(1, last + 1))
    return [Decimal(cell.raw) if cell.kind == "number" else _words(cell.value) for cell in cells]


def _words(value: object) -> str | None:
    return None if value is None else str(value)


def _text(row: Row, column: int) -> str:
    value = row[column - 1] if column <= len(row) else None
    return "" if value is None else str(value).strip()
