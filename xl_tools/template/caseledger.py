"""Edition -> a blank case ledger: its columns, what may be typed in each, how to fill it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from xl_tools.edition import Edition

SHEET, WORDS, GUIDE = "台账", "可选的说法", "填写说明"
ROWS: Final = 5_000  # with limits for what is typed
FONT: Final = {"font_name": "宋体", "font_size": 11}
DATE: Final = "date"
# Column, width, what may be typed: a date, a list by its name, money, or anything.
COLUMNS: Final = (
    ("编号", 16, ""),
    ("收件渠道", 12, "channels"),
    ("收到日期", 13, DATE),
    ("签收日期", 13, DATE),
    ("申请人", 16, ""),
    ("申请人类型", 15, "kinds"),
    ("申请内容", 30, ""),
    ("补正告知日期", 14, DATE),
    ("补正收到日期", 14, DATE),
    ("延长告知日期", 14, DATE),
    ("征求意见起", 13, DATE),
    ("征求意见止", 13, DATE),
    ("延迟至", 13, DATE),
    ("答复日期", 13, DATE),
    ("办理结果", 40, "results"),
    ("提供页数", 10, "whole"),
    ("信息处理费", 12, "money"),
    ("复议申请日期", 14, DATE),
    ("复议审结日期", 14, DATE),
    ("复议结果", 12, "outcomes"),
    ("诉讼类型", 18, "suits"),
    ("诉讼立案日期", 14, DATE),
    ("诉讼审结日期", 14, DATE),
    ("诉讼结果", 12, "outcomes"),
)
GUIDANCE: Final = (
    "一行一件。一份答复书答复几件申请的，也是一件一行。",
    "编号不能重复；收到日期、申请人类型必须填；没有办完的，办理结果、答复日期空着。",
    "收到日期按《政府信息公开条例》第三十一条：当面提交的是提交之日，邮寄的是签收之日，"
    "平信、网上、传真的是双方确认之日。后两种把签收或确认之日填在“签收日期”。",
    "办理结果从下拉框里选，与表三的行名相同。区分处理的只选“（二）部分公开”。",
    "补正、延长、征求意见、延迟各列只在有这些情形时填，用来计算答复期限。",
    "补正告知、延期告知、征求意见是程序，不是办理结果，不要填在“办理结果”里。",
    "复议、诉讼还没有审结的，审结日期和结果空着。",
    "信息处理费填收取的元数；没有收取的空着。",
    "数台账：xl-tools ledger 台账.xlsx --year 年度。",
)


def build_ledger(edition: Edition) -> bytes:
    """The blank ledger for an edition's rows and columns."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        words = book.add_worksheet(WORDS)
        guide = book.add_worksheet(GUIDE)
        sources = _write_words(words, dict(_lists(edition)), book.add_format(FONT))
        _write_columns(book, sheet, sources)
        guide.set_column(0, 0, 100, book.add_format({**FONT, "text_wrap": True}))
        guide.write_column(0, 0, GUIDANCE)
        guide.set_paper(9)
        words.protect()
    return buffer.getvalue()


def _lists(edition: Edition) -> Iterator[tuple[str, list[str]]]:
    """What can be chosen, in the words of the form."""
    table, disputes = edition.tables["applications"], edition.tables["disputes"]
    yield "kinds", [column.label for column in table.columns_with("part")]
    yield "results", [" ".join((*r.group[1:], r.label)) for r in table.rows_with("result")]
    yield "channels", ["当面提交", "邮寄", "平信", "网上", "电子邮件", "传真"]
    outcomes = [column.label for column in disputes.columns_with("part")]
    yield "outcomes", [words for words in outcomes if words != "尚未审结"]
    yield "suits", [row.label for row in disputes.rows_with("litigation")]


def _write_words(sheet: Any, lists: dict[str, list[str]], style: Any) -> dict[str, str]:
    """Each list in a column of its own; where it stands, as a formula has it."""
    places: dict[str, str] = {}
    for column, (name, words) in enumerate(lists.items()):
        sheet.set_column(column, column, 30, style)
        sheet.write_column(0, column, words)
        letter = chr(ord("A") + column)
        places[name] = f"='{WORDS}'!${letter}$1:${letter}${len(words)}"
    return places


def _write_columns(book: Any, sheet: Any, sources: dict[str, str]) -> None:
    head = book.add_format({**FONT, "bold": True, "border": 1, "bg_color": "#DDEBF7"})
    head.set_align("center")
    text = book.add_format({**FONT, "num_format": "@"})
    plain = book.add_format({**FONT})
    day = book.add_format({**FONT, "num_format": "yyyy-mm-dd"})
    for column, (name, width, kind) in enumerate(COLUMNS):
        style = day if kind == DATE else text if name == "编号" else plain
        sheet.set_column(column, column, width, style)
        sheet.write(0, column, name, head)
        rule = _limits(kind, sources)
        if rule:
            sheet.data_validation(1, column, ROWS, column, rule)
    sheet.data_validation(1, 0, ROWS, 0, _unique())
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, ROWS, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _unique() -> dict[str, Any]:
    return {
        "validate": "custom",
        "value": f"=COUNTIF($A$2:$A${ROWS + 1},A2)=1",
        "error_title": "编号重复",
        "error_message": "这个编号前面已经有了，一件只能有一行。",
    }


def _limits(kind: str, sources: dict[str, str]) -> dict[str, Any]:
    """What may be typed in a column of a kind; nothing for free text."""
    from datetime import date

    if kind == DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2008, 5, 1),
            "maximum": date(2099, 12, 31),
            "error_title": "不是日期",
            "error_message": "请填日期，例如 2025-01-20。",
        }
    if kind in ("money", "whole"):
        return {
            "validate": "decimal" if kind == "money" else "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "不是数",
            "error_message": "请填数字，没有就空着。",
        }
    if not kind:
        return {}
    error = "请从下拉框里选。"
    return {
        "validate": "list",
        "source": sources[kind],
        "error_title": "没有这一种",
        "error_message": error,
    }
