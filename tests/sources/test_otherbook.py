"""Workbooks from other hands that hold the official tables."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.sources.pages import EDITIONS, composed, report
from tests.sources.same import differences
from xl_tools.document import Document
from xl_tools.document.blocks import Heading, TableBlock, Title
from xl_tools.refusal import Refusal
from xl_tools.report import Place, Reading, Report
from xl_tools.sources import read_bytes


def book_of(document: Document, *, sheets: bool = False, down: int = 0, right: int = 0) -> bytes:
    """The document in cells: all on one sheet, or each table on a sheet of its own."""
    book = openpyxl.Workbook()
    sheet, row = book.create_sheet(), down
    for block in document.blocks:
        if isinstance(block, Title):
            row += 1
            sheet.cell(row, 1 + right, "".join(block.lines))
        elif isinstance(block, TableBlock):
            if sheets:
                sheet, row = book.create_sheet(f"表{len(book.worksheets) - 1}"), down
            row = put_table(sheet, block, row, right)
        else:
            row += 1
            words = block.text + (block.body if isinstance(block, Heading) else "")
            sheet.cell(row, 1 + right, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put_table(sheet, block: TableBlock, row: int, right: int) -> int:
    for box in block.grid.boxes:
        top, left = row + box.row + 1, box.column + 1 + right
        text = block.texts[box.figure.id] if box.figure else box.text
        sheet.cell(top, left, int(text) if text.isdecimal() else text or None)
        if box.merged:
            sheet.merge_cells(
                start_row=top,
                start_column=left,
                end_row=top + box.rows - 1,
                end_column=left + box.columns - 1,
            )
    return row + block.grid.height


def read(data: bytes, name: str = "年报.xlsx") -> Reading:
    return read_bytes(data, name, EDITIONS)


def whole(edition: str, seed: int) -> Report:
    return report(edition, seed)._replace(signature="", date="")


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize(("sheets", "down", "right"), [(False, 0, 0), (True, 3, 2)])
def test_the_tables_are_found_wherever_they_stand(
    edition: str, sheets: bool, down: int, right: int, deep: bool
) -> None:
    for seed in range(60 if deep else 6):
        of = whole(edition, seed)
        found = differences(of, read(book_of(composed(of), sheets=sheets, down=down, right=right)))
        if sheets:  # the sections stand on three sheets, which no reader could put in order
            found.pop("narrative", None)
        assert found == {}, seed


def test_every_figure_has_its_address() -> None:
    reading = read(book_of(composed(whole("2021", 0)), sheets=True))
    assert reading.places["applications.received.total"] == Place("表2", "J4")
    assert reading.report.extra["origins"]["applications.received.total"] == "工作表“表2” J4"


def test_a_total_that_a_formula_gives_is_no_evidence() -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(composed(whole("2021", 0)), sheets=True)))
    stated = book["表2"]["J4"].value
    book["表2"]["J4"] = "=SUM(D4:I4)"
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue()).report
    assert found.computed == {"applications.received.total"}
    assert found.cells["applications.received.total"] == stated


def test_the_name_of_the_file_may_say_whose_report_it_is() -> None:
    book = openpyxl.Workbook()
    for block in composed(whole("2021", 0)).tables():
        put_table(book.create_sheet(block.table.number), block, 0, 0)
    out = io.BytesIO()
    book.save(out)
    reading = read(out.getvalue(), "上报/某某县水务局2023年政府信息公开工作年度报告.xlsx")
    assert (reading.report.organ.name, reading.report.year) == ("某某县水务局", 2023)
    assert any("自带的标题" in note for note in reading.notes)
    with pytest.raises(Refusal, match="年度"):
        read(out.getvalue(), "表格.xlsx")


def test_another_workbook_is_refused() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet()
    sheet.append(["姓名", "工资"])
    sheet.append(["甲", 3])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refusal, match="没有找到年度报告"):
        read(out.getvalue())
