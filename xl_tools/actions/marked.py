"""Findings -> a copy of the workbook with the cells concerned marked and the findings listed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from xl_tools.actions.workbooks import filled_workbook
from xl_tools.edition import Editions
from xl_tools.findings.marks import mark_workbook, marks_of
from xl_tools.ooxml.content import Content, Formula
from xl_tools.refs import address
from xl_tools.report import Reading
from xl_tools.rules import Outcome, check
from xl_tools.settings import Settings
from xl_tools.sources import is_our_workbook, read_bytes
from xl_tools.sources.openbook import OpenBook

if TYPE_CHECKING:
    from xl_tools.template.listbook import Entry

FILTER: Final = '</sheetData><autoFilter ref="A1:{}"/>'


def time_now() -> str:
    """The local time as people write it: 2026-01-05 09:30."""
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def marked_copy(
    data: bytes,
    reading: Reading,
    outcome: Outcome,
    editions: Editions,
    settings: Settings,
    *,
    listed: bool = False,
) -> bytes:
    """A copy in which every cell that heads a finding shows the program's mark.

    A report that is no workbook of ours is put into one first. `listed`: with all findings on a
    sheet of their own too, to filter and to print.
    """
    if not is_our_workbook(data):
        data = filled_workbook(reading.report, editions)
        reading = read_bytes(data, "", editions)  # now every figure has an address
        outcome = check(reading, editions, settings=settings)
    marks = marks_of(reading, outcome, editions, time_now())
    marked = mark_workbook(data, marks, editions.get(reading.report.edition), editions)
    return with_list(marked, reading, outcome, editions) if listed else marked


def with_list(data: bytes, reading: Reading, outcome: Outcome, editions: Editions) -> bytes:
    """The workbook with its findings on 问题清单, words before codes."""
    from xl_tools.actions.changes import SHEET as RECORD
    from xl_tools.findings.html import Page
    from xl_tools.findings.listing import COLUMNS, LIST, NOTHING, rows_of
    from xl_tools.ooxml.newsheet import with_sheets
    from xl_tools.ooxml.showing import with_sheet_shown
    from xl_tools.rollup.sheets import Listing, looks_of, sheet_xml

    book = OpenBook(data, "")
    kept = [n for n, column in enumerate(COLUMNS) if column.head != "文件"]
    found = list(rows_of(Page(reading.file, reading, outcome), editions, None))
    rows = [tuple(_content(row[n]) for n in kept) for row in found or [NOTHING]]
    head = tuple(COLUMNS[n].head for n in kept)
    xml = sheet_xml(LIST, Listing([head], rows, [COLUMNS[n].width for n in kept]), looks_of(book))
    last = address(len(rows) + 1, len(kept))
    xml = xml.replace(b"</sheetData>", FILTER.format(last).encode())
    # What was filled in when fills pages on paper, and is nothing to mend.
    package = with_sheet_shown(book.package, RECORD, shown=False)
    ref = book.book.sheet(LIST)
    if ref is not None:
        return package.replace({ref.member: xml})
    return with_sheets(package, {LIST: xml})


def _content(entry: Entry) -> Content:
    from xl_tools.template.listbook import Linked

    if isinstance(entry, Linked):
        target = entry.target.removeprefix("internal:")
        return Formula(f'HYPERLINK("#{target}","{entry.words}")', entry.words)
    return entry
