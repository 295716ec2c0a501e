"""A ledger's file -> its rows in batches, whatever it was saved as."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, islice, repeat, zip_longest
from typing import Final

from xl_tools.ledger.columns import Head, head_of, refuse_incomplete
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.sheet import Cell
from xl_tools.ooxml.sniff import is_plain_text
from xl_tools.ooxml.stream import stream_rows
from xl_tools.ooxml.workbook import Book, SheetRef, read_book
from xl_tools.refusal import Refusal
from xl_tools.sources.decoding import decoded

BATCH: Final = 20_000
MOST_ROWS: Final = 2_000_000
MOST_COLUMNS: Final = 200
MOST_UNPACKED: Final = 2 << 30  # bytes of a workbook that is read as a stream
HEAD_ROWS: Final = 30
DELIMITERS: Final = ",\t;，"
LONGEST_FIELD: Final = 1 << 20
NO_RESULT: Final = "（公式没有算出结果）"

Table = Sequence[Sequence[str]]  # by rows
Columns = Sequence[Sequence[str]]
Pieces = Iterator[tuple[Sequence[int], Columns]]  # some rows at a time, with their numbers


class Batch:
    """Some rows of one sheet: their numbers as a person sees them, and their texts by column."""

    __slots__ = ("_columns", "head", "numbers", "sheet")

    def __init__(self, sheet: str, head: Head, numbers: Sequence[int], columns: Columns) -> None:
        self.sheet, self.head, self.numbers, self._columns = sheet, head, numbers, columns

    def row(self, n: int) -> list[str]:
        """The texts of a row."""
        return [column[n] for column in self._columns]

    def column(self, field: str) -> Sequence[str] | None:
        """The texts under a field; None where the sheet has no such column."""
        place = self.head.places.get(field)
        if place is None:
            return None
        return self._columns[place] if place < len(self._columns) else [""] * len(self.numbers)

    def filled(self, *fields: str) -> dict[str, Sequence[str]]:
        """The columns of these fields that are not all blank."""
        found = {field: self.column(field) for field in fields}
        return {field: column for field, column in found.items() if column and any(column)}


def batches(data: bytes, file: str) -> Iterator[Batch]:
    """All rows of a ledger below its head; a workbook may spread them over several sheets."""
    try:
        if is_plain_text(data):
            yield from _batches_of("", _of_text(data), complete=True)
        else:
            yield from _of_workbook(data, file)
    except Refusal as refusal:
        raise refusal.within(file) from None


def _batches_of(sheet: str, pieces: Pieces, *, complete: bool) -> Iterator[Batch]:
    """Batches of the rows; nothing where they have no head and need not have one."""
    numbers, columns = next(pieces, ((), ()))
    head = head_of(_first_rows(columns))
    if complete or (head is not None and not head.missing):
        refuse_incomplete(head)
    if head is None or head.missing:
        return
    below = head.row + 1
    rest = [column[below:] for column in columns]
    for some, texts in chain([(numbers[below:], rest)], pieces):
        if some:
            yield Batch(sheet, head, some, texts)


def _first_rows(columns: Columns) -> Table:
    return list(zip(*(column[:HEAD_ROWS] for column in columns), strict=True))


def _by_columns(rows: Table) -> Columns:
    even = len({*map(len, rows)}) == 1
    return list(zip(*rows, strict=True) if even else zip_longest(*rows, fillvalue=""))


# ---- text ------------------------------------------------------------------------------


def _of_text(data: bytes) -> Pieces:
    text = decoded(data)
    csv.field_size_limit(LONGEST_FIELD)
    sign, done = _delimiter(text), 0
    for count, columns in (_quoted if '"' in text else _unquoted)(text, sign):
        yield range(done + 1, done + 1 + count), columns
        done += count
        _refuse_too_long(done)


def _unquoted(text: str, sign: str) -> Iterator[tuple[int, Columns]]:
    """Some rows at a time: where all have as many fields, the fields are cut out at once."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    stream = io.StringIO(text, newline="\n")
    while lines := list(islice(stream, BATCH)):
        signs = {*map(str.count, lines, repeat(sign))}
        if len(signs) == 1 and max(map(len, lines)) < LONGEST_FIELD:
            fields = "".join(lines).removesuffix("\n").replace("\n", sign).split(sign)
            width = signs.pop() + 1
            yield len(lines), [fields[place::width] for place in range(width)]
        else:
            yield from _quoted("".join(lines), sign)


def _quoted(text: str, sign: str) -> Iterator[tuple[int, Columns]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        while rows := list(islice(reader, BATCH)):
            yield len(rows), _by_columns(rows)
    except csv.Error:
        raise Refusal(
            f"第 {reader.line_num} 行附近读不下去，可能少了一个引号", "请用 Excel 另存为 CSV 再试"
        ) from None


def _refuse_too_long(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Refusal(f"超过 {MOST_ROWS:,} 行，太多了", "请分年度另存再试")


def _delimiter(text: str) -> str:
    """The sign between two fields: the one that makes the first rows look most like a head."""
    lines = text[: 1 << 16].splitlines()[:HEAD_ROWS]

    def known(sign: str) -> int:
        head = head_of(list(csv.reader(lines, delimiter=sign)))
        return len(head.places) if head else 0

    return max(DELIMITERS, key=known)


# ---- workbook --------------------------------------------------------------------------


def _of_workbook(data: bytes, file: str) -> Iterator[Batch]:
    book = read_book(open_package(data, file, MOST_UNPACKED))
    visible = [s for s in book.sheets if s.state == "visible" and s.kind == "worksheet"]
    found = False
    for ref in visible:
        for batch in _batches_of(ref.name, _sheet_rows(book, ref), complete=len(visible) == 1):
            found = True
            yield batch
    if not found:
        _refuse_without_ledger(book, visible)


def _refuse_without_ledger(book: Book, visible: Iterable[SheetRef]) -> None:
    """Say what is missing in the sheet that looks most like a ledger; an empty one passes."""
    firsts = [next(_sheet_rows(book, ref), ((), ()))[1] for ref in visible]
    heads = [head_of(_first_rows(columns)) for columns in firsts]
    known = [head for head in heads if head is not None]
    refuse_incomplete(max(known, key=lambda head: len(head.places), default=None))


def _sheet_rows(book: Book, ref: SheetRef) -> Pieces:
    rows = stream_rows(book, ref)
    while some := list(islice(rows, BATCH)):
        texts = [_texts(cells, book) for _, cells in some]
        yield [number for number, _ in some], _by_columns(texts)


def _texts(cells: dict[int, Cell], book: Book) -> list[str]:
    row = [""] * min(max(cells), MOST_COLUMNS)
    for column, cell in cells.items():
        if column <= MOST_COLUMNS:
            row[column - 1] = _text(cell, book.date1904)
    return row


def _text(cell: Cell, date1904: bool) -> str:
    """A cell as text; a date as 2024-01-05."""
    if cell.formula is not None and not cell.cached:
        return NO_RESULT
    if cell.kind == "date":
        return _date(str(cell.value), date1904)
    return cell.raw if cell.kind == "number" else "" if cell.value is None else str(cell.value)


@lru_cache(maxsize=65536)
def _date(value: str, date1904: bool) -> str:
    try:
        days = int(float(value))
        start = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
        return (start + timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return value
