"""What was read of a document -> the sheet 核对清单: a line for each row of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xl_tools.edition import Figure, Table
from xl_tools.jsontext import plain
from xl_tools.ooxml.content import Content
from xl_tools.ooxml.newsheet import with_sheets
from xl_tools.report import Form, Reading, Report, Value
from xl_tools.rollup.sheets import Listing, looks_of, sheet_xml
from xl_tools.sources.openbook import OpenBook

SHEET: Final = "核对清单"
HEAD: Final = ("官方格式的行", "读出的数（按表上各列的先后）", "在原件哪里", "说明", "核对")
WIDTHS: Final = (40, 48, 38, 42, 7)
NOT_THERE: Final = "没有读到"
BLANK: Final = "空"
TICK: Final = "□"
# "网页第 2 个表格第 4 行第 10 列": what all figures of a row share, and the column.
COLUMN: Final = re.compile(r"第 ([0-9]+) 列$|第 ([0-9]+) 格$")
Row = tuple[Content, ...]


def with_list(data: bytes, reading: Reading, form: Form, held: str) -> bytes:
    """The workbook with the list to confirm at its end; `held` says which relations hold."""
    book = OpenBook(data, "")
    first = ("读自", f"“{_name(reading.file)}”", "", f"{held}请逐行与原件对照，对上的打√。", "")
    rows = [first, *_facts(reading.report), *_tables(reading, form), *_open(reading)]
    listing = Listing([HEAD], rows, WIDTHS, one_page=True)
    return with_sheets(book.package, {SHEET: sheet_xml(SHEET, listing, looks_of(book))})


def _name(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]


def _facts(report: Report) -> Iterator[Row]:
    """What the text says of the report."""
    named = {
        "标题": report.title,
        "机关名称": report.organ.name,
        "年度": str(report.year),
        "落款和日期": " ".join(filter(None, (report.signature, report.date))),
    }
    for name, text in named.items():
        yield (name, text or NOT_THERE, "", "", TICK)


# ---- tables ------------------------------------------------------------------------------


def _tables(reading: Reading, form: Form) -> Iterator[Row]:
    for table in form.tables.values():
        edition = form.editions[table.id]
        yield (f"{table.number}　{table.caption}", _heads(table), "", f"按{edition.name}读", "")
        rows: dict[str, list[Figure]] = {}
        for figure in table.figures:
            rows.setdefault(figure.row.id, []).append(figure)
        for figures in rows.values():
            yield _line(table, figures, reading)


def _heads(table: Table) -> str:
    """The columns in order, where all rows have the same."""
    return "、".join(column.label for column in table.columns)


def _line(table: Table, figures: Sequence[Figure], reading: Reading) -> Row:
    report, label = reading.report, figures[0].row.label
    values = [report.cells.get(figure.id) for figure in figures]
    if not table.columns:
        texts = [f"{f.column.label} {_shown(v)}" for f, v in zip(figures, values, strict=True)]
        shown = "，".join(texts)
    else:
        shown = "　".join(map(_shown, values))
    cells = [figure.id for figure in figures]
    if all(value is None for value in values):
        return (label, NOT_THERE, "", "请照原件填写", TICK)
    return (label, shown, _place(cells, report), "；".join(_remarks(figures, reading)), TICK)


def _shown(value: Value | None) -> str:
    return BLANK if value is None else plain(value) if isinstance(value, Decimal) else value


def _place(cells: Sequence[str], report: Report) -> str:
    """Where the figures of a row stand: the row, and its columns from first to last."""
    origins = report.extra.get("origins", {})
    found = [str(origins[cell]) for cell in cells if cell in origins]
    if len(found) < 2:
        return "".join(found)
    rows = {COLUMN.sub("", one) for one in found}
    ends = [m for one in (found[0], found[-1]) if (m := COLUMN.search(one))]
    if len(rows) > 1 or len(ends) < 2:
        return found[0] if len(set(found)) == 1 else f"{found[0]} 至 {found[-1]}"
    first, last = (end[1] or end[2] for end in ends)
    return f"{rows.pop()}第 {first}—{last} {'列' if ends[0][1] else '格'}"


def _remarks(figures: Sequence[Figure], reading: Reading) -> Iterator[str]:
    """What of a row was not read just as printed."""
    report, cells = reading.report, [figure.id for figure in figures]
    row = figures[0]
    for one in reading.changed:
        if one.table == row.table and one.official == row.row.label:
            yield f"原件写作“{one.found}”"
    if any(cell in report.computed for cell in cells):
        yield "数连在一起或由公式算出，不是单独印出的"
    if empty := [f.column.label for f in figures if report.cells.get(f.id) is None]:
        yield f"空着：{'、'.join(empty)}"
    odd = [v for cell in cells if isinstance(v := report.cells.get(cell), str)]
    if odd:
        yield f"不是数，照原样：{'、'.join(odd)}"


# ---- what is open ------------------------------------------------------------------------


def _open(reading: Reading) -> Iterator[Row]:
    """Everything that was understood with tolerance, and what has no place in the form."""
    for note in reading.notes:
        yield ("读的时候注意到", f"{note}。", "", "请核对", TICK)
    for one in reading.report.extra.get("unplaced", ()):
        text, where = str(one.get("text", "")), str(one.get("where", ""))
        yield ("没有放进去", text, where, "要填的请自己填到相应的格里", TICK)
