"""Ledgers as files: rows of text, as a CSV file or as a workbook by another program."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from xl_tools.edition import builtin_editions
from xl_tools.ledger import Answers, count_ledger
from xl_tools.tally import Tally

EDITION = builtin_editions().get("2021")
HEAD = ("编号", "收到日期", "申请人类型", "办理结果", "答复日期")
Rows = Sequence[Sequence[Any]]


def text_file(rows: Rows, head: Sequence[str] = HEAD, encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([head, *rows])
    return buffer.getvalue().encode(encoding)


def workbook(sheets: dict[str, Rows], *, date1904: bool = False) -> bytes:
    """A workbook by openpyxl; dates are dates."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def other_workbook(rows: Rows) -> bytes:
    """A workbook by XlsxWriter, its texts shared."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("登记")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def counted(
    rows: Rows,
    *more: str,
    year: int = 2024,
    as_of: date | None = None,
    answers: Answers | None = None,
) -> Tally:
    """The tally of rows under the usual head, with more columns behind it."""
    data = text_file(rows, (*HEAD, *more))
    return count_ledger(data, "台账.csv", EDITION, year, as_of, answers or {})


def figures(tally: Tally) -> dict[str, int]:
    """The cells that are not 0, without the name of the table."""
    return {c.partition(".")[2]: len(n) for c, n in tally.cases.items() if n}
