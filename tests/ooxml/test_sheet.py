from __future__ import annotations

import datetime
import io
import tracemalloc
from itertools import product
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given

from tests.ooxml.books import MAIN, sentence, sheet_xml
from tests.ooxml.drawn import Drawn, sheets
from xl_tools.ooxml import sheet as module
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.sheet import BLANK, Cell, Sheet, scan
from xl_tools.ooxml.workbook import read_book
from xl_tools.refs import Area

SAVE = "请用 Excel 或 WPS 打开后另存一份。"


def cells(rows: str, *strings: str) -> dict[tuple[int, int], Cell]:
    return dict(scan(sheet_xml(rows), strings).cells)


def only(inside: str, *strings: str) -> Cell:
    """What the only cell of a sheet holds."""
    found = cells(f'<row r="1">{inside}</row>', *strings)
    assert list(found) == [(1, 1)]
    return found[1, 1]


@given(sheets())
def test_a_sheet_is_read_however_it_is_written(drawn: Drawn) -> None:
    assert dict(scan(drawn.xml, drawn.strings).cells) == drawn.cells


@given(sheets(plain=True))
def test_a_sheet_is_read_as_most_programs_write_it(drawn: Drawn) -> None:
    found = scan(drawn.xml, drawn.strings)
    assert (dict(found.cells), found.merges) == (drawn.cells, (Area(1, 1, 2, 2),))


@given(sheets())
def test_a_sheet_in_small_segments_is_read_alike(drawn: Drawn) -> None:
    whole = module.SEGMENT
    module.SEGMENT = 10  # type: ignore[misc]
    try:
        assert dict(scan(drawn.xml, drawn.strings).cells) == drawn.cells
    finally:
        module.SEGMENT = whole  # type: ignore[misc]


# ---- the same as openpyxl -----------------------------------------------------------------


def made_by_xlsxwriter() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("甲 & <乙>")
        date = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        bold = book.add_format({"bold": True, "num_format": "0.00"})
        texts = ["文字 <b>&\"'", " 前后 ", "多\n行\t", "_x000D_ 字面", "😀"]
        for row, value in enumerate([*texts, 0.1 + 0.2, -5, 1e300, 12345678901234567890, 1e-7]):
            sheet.write(row, 0, value)
            sheet.write(row, 3, value, bold)
        sheet.write_rich_string("B1", "普", bold, "粗", "尾 ")
        sheet.write("B2", True)
        sheet.write("B3", False)
        sheet.write("B4", datetime.datetime(2024, 2, 29), date)
        sheet.write_blank("B5", None, bold)
        for row, result in enumerate([-4.7, "ab", "#DIV/0!", True]):
            sheet.write_formula(row, 2, f'=IF(A{row + 1}>"<",1,2)', None, result)
        sheet.write_array_formula("C6:C7", "{=A1:A2*2}", None, 0.6)
        sheet.merge_range("F1:G2", "合并", bold)
        sheet.write("XFD1048576", " ")
    return file.getvalue()


def saved_by_openpyxl() -> bytes:
    file = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(made_by_xlsxwriter())).save(file)
    return file.getvalue()


def as_openpyxl_reads(data: bytes) -> dict[tuple[int, int], tuple[Any, str | None]]:
    """Value and formula of each cell that has one or the other."""
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    formulas = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    found: dict[tuple[int, int], tuple[Any, str | None]] = {}
    for at in product(range(1, 21), range(1, 10)):
        value, cell = values.cell(*at).value, formulas.cell(*at)
        formula: Any = getattr(cell.value, "text", cell.value) if cell.data_type == "f" else None
        if (value, formula) != (None, None):
            found[at] = value, formula
    return found


@pytest.mark.parametrize("make", [made_by_xlsxwriter, saved_by_openpyxl])
def test_cells_and_merges_are_those_that_openpyxl_reads(make: Any) -> None:
    data = make()
    book = read_book(open_package(data, "a.xlsx"))
    found = book.read(book.sheets[0])
    theirs = as_openpyxl_reads(data)
    # openpyxl knows no _xHHHH_ escapes when it writes.
    lost = {(4, 1), (4, 4)} if make is saved_by_openpyxl else set()
    ours = {
        at: (cell.value, None if cell.formula is None else f"={cell.formula}")
        for at, cell in found.cells.items()
        if at not in lost and at != (1_048_576, 16_384)
    }
    assert found.at(4, 2)[:2] == (45351, "date")
    assert theirs.pop((4, 2)) == (datetime.datetime(2024, 2, 29), None)
    assert ours.pop((4, 2)) == (45351, None)
    assert ours == {at: both for at, both in theirs.items() if at not in lost}
    assert found.merges == (Area(1, 6, 2, 7),)
    assert found.at(1_048_576, 16_384).value == " "
    assert found.at(5, 2) == BLANK


def test_every_formula_that_openpyxl_saved_is_said_to_have_no_result() -> None:
    book = read_book(open_package(saved_by_openpyxl(), "a.xlsx"))
    found = [c for c in book.read(book.sheets[0]).cells.values() if c.formula is not None]
    assert [(c.value, c.kind, c.cached) for c in found] == [(None, "blank", False)] * 5


# ---- one thing at a time ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "cell"),
    [
        ('<c r="A1"><v>0.10</v></c>', Cell(0.1, "number", "0.10")),
        ('<c r="A1" t="n"><v> 7 </v></c>', Cell(7, "number", "7")),
        ('<c><v>&#55;</v></c>', Cell(7, "number", "7")),
        ('<c r="A1" t="str"><v></v></c>', Cell("", "text")),
        ('<c r="A1" t="str"><f>B1</f><v/></c>', Cell("", "text", "", "B1", True)),
        ('<c r="A1" t="str"><f>B1</f></c>', Cell(None, "blank", "", "B1", False)),
        ('<c r="A1"><f>B1</f><v></v></c>', Cell(None, "blank", "", "B1", False)),
        ('<c r="A1"><f/><v>1</v></c>', Cell(1, "number", "1", "", True)),
        ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>',
         Cell(1, "number", "1", "B1:B2", True)),
        ('<c r="A1" t="inlineStr"><is><t/></is></c>', Cell("", "text")),
        ('<c r="A1" t="inlineStr"><is><t> a </t></is></c>', Cell(" a ", "text")),
        ('<c r="A1" t="inlineStr"><v>a</v></c>', Cell("a", "text")),
        ('<c r="A1" t="s"><v>1</v></c>', Cell("乙", "text")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell("#DIV/0!", "error", "", "1/0", True)),
        ('<c r="A1" t="d"><v>2024-02-29T00:00:00</v></c>', Cell("2024-02-29T00:00:00", "date")),
        ('<c r="A1" s="4" cm="1"><v>1</v><extLst><ext/></extLst></c>',
         Cell(1, "number", "1", style=4)),
    ],
)  # fmt: skip
def test_a_cell_is_what_its_type_says(inside: str, cell: Cell) -> None:
    assert only(inside, "甲", "乙") == cell


@pytest.mark.parametrize(
    "inside",
    ['<c r="A1" s="3"/>', '<c r="A1"></c>', '<c r="A1" t="n"><v/></c>', '<c r="A1" t="s"><v/></c>',
     '<c r="A1"> </c>', '<c r="A1" t="s"/>'],
)  # fmt: skip
def test_a_blank_cell_is_not_kept(inside: str) -> None:
    assert cells(f'<row r="1">{inside}</row>') == {}


def test_a_number_shown_as_a_date_is_a_date() -> None:
    rows = '<row r="1"><c r="A1" s="2"><v>45000.5</v></c><c r="B1" s="2" t="str"><v>a</v></c></row>'
    found = scan(sheet_xml(rows), dates={2}).cells
    assert [(c.value, c.kind) for c in found.values()] == [(45000.5, "date"), ("a", "text")]


def test_places_that_are_not_named_follow_the_last_one() -> None:
    rows = (
        '<row r="3"><c><v>1</v></c><c r="D3" s="1"/><c r="E3"/><c><v>2</v></c></row>'
        '<row><c r="B4"><v>3</v></c><c/><c><v>4</v></c></row>'
    )
    found = {at: cell.value for at, cell in cells(rows).items()}
    assert found == {(3, 1): 1, (3, 6): 2, (4, 2): 3, (4, 4): 4}


def test_rows_and_cells_out_of_order_are_read() -> None:
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>'
        '<row r="1"><c r="A1"><v>3</v></c></row>'
    )
    assert {at: cell.value for at, cell in cells(rows).items()} == {(2, 2): 1, (2, 1): 2, (1, 1): 3}


def test_a_shared_formula_is_written_out_for_each_cell() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:B2" si="0">C1+$D$1</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f si="0" t="shared"></f></c>'
        '<c r="B2"><f t="shared" si="0">own</f><v>2</v></c></row>'
    )
    found = {at: (c.formula, c.cached) for at, c in cells(rows).items()}
    assert found == {
        (1, 1): ("C1+$D$1", True),
        (1, 2): ("D1+$D$1", True),
        (2, 1): ("C2+$D$1", False),
        (2, 2): ("own", True),
    }


def test_merges_are_read() -> None:
    after = '<mergeCells><mergeCell ref="B2:A1"/><mergeCell ref="C3"></mergeCell></mergeCells>'
    assert scan(sheet_xml(after=after)).merges == (Area(1, 1, 2, 2), Area(3, 3, 3, 3))


def test_a_chart_sheet_has_no_cells() -> None:
    found = scan(f'<chartsheet xmlns="{MAIN}"/>'.encode())
    assert (dict(found.cells), found.merges, found.at(1, 1)) == ({}, (), BLANK)


def test_a_far_cell_and_very_many_blank_ones_cost_nothing() -> None:
    blank = "".join(f'<c r="{c}7" s="3"/>' for c in ("A", "B", "XFC"))
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v> </v></c></row>'
    rows = f'<row r="7" s="1">{blank}</row>' * 20_000 + far
    tracemalloc.start()
    found = scan(sheet_xml(rows))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(found.cells) == [(1_048_576, 16_384)]
    assert peak < 12 * len(rows)


NO_NUMBER = "数字单元格里不是数，或数大得不正常"
REFUSED = {
    "no number": ('<row r="1"><c r="B1"><v>一</v></c></row>', "B1", NO_NUMBER),
    "infinite": ('<row r="1"><c r="B1"><v>1e999</v></c></row>', "B1", NO_NUMBER),
    "too precise": (f'<row r="1"><c r="B1"><v>0.{"1" * 400}</v></c></row>', "B1",
                    NO_NUMBER),
    "underscored": ('<row r="1"><c r="B1"><v>1_0</v></c></row>', "B1", NO_NUMBER),
    "no such string": ('<row r="1"><c r="B1" t="s"><v>2</v></c></row>', "B1",
                       "文字的编号不对，找不到它的内容"),
    "a negative string": ('<row r="1"><c r="B1" t="s"><v>-1</v></c></row>', "B1",
                          "文字的编号不对，找不到它的内容"),
    "no bool": ('<row r="1"><c r="B1" t="b"><v>x</v></c></row>', "B1", "逻辑值单元格里不是 0 或 1"),
    "no type": ('<row r="1"><c r="B1" t="q"><v>x</v></c></row>', "B1", "单元格的类型“q”读不懂"),
    "twice": ('<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>', "B1",
              "这个单元格写了两次"),
    "strange inside": ('<row r="1"><c r="B1"><w>1</w></c></row>', "B1", "里面有读不懂的内容"),
    "a value in a value": ('<row r="1"><c r="B1"><v>1<v>2</v></v></c></row>', "B1",
                           "里面有读不懂的内容"),
    "two values": ('<row r="1"><c r="B1"><v>1</v><v>2</v></c></row>', "B1", "里面有读不懂的内容"),
    "a follower alone": ('<row r="1"><c r="B1"><f t="shared" si="5"/></c></row>', "B1",
                         "共享公式缺少它的原式"),
    "another row": ('<row r="1"><c r="B2"><v>1</v></c></row>', "", "单元格 B2 写在了第 1 行里"),
    "no place": ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "",
                 "第 1 行有一个单元格的位置读不懂"),
    "a cell outside": ('<c r="A1"><v>1</v></c>', "", "单元格 A1 写在了第 0 行里"),
    "row 0": ('<row r="0"/>', "", "有一行的行号是 0，超出了工作表"),
    "a row too far": ('<row r="1048577"/>', "", "有一行的行号是 1048577，超出了工作表"),
    "no row": ('<row r="一"/>', "", "有一行的行号是 一，超出了工作表"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "cell", "said"), REFUSED.values(), ids=REFUSED)
def test_a_fault_has_its_own_sentence(rows: str, cell: str, said: str) -> None:
    where = f"单元格“{cell}”" if cell else ""
    found = sentence(lambda: scan(sheet_xml(rows), ("甲", "乙"), sheet="表一"))
    assert found == f"工作表“表一”{where}：{said}，{SAVE}"


def test_a_sheet_without_its_data_and_a_strange_merge_are_refused() -> None:
    empty = f'<worksheet xmlns="{MAIN}"/>'.encode()
    said = f"工作表“表一”：没有单元格的内容，{SAVE}"
    assert sentence(lambda: scan(empty, sheet="表一")) == said
    merge = sheet_xml(after='<mergeCells><mergeCell ref="A1:B"/></mergeCells>')
    said = f"工作表“表一”：合并单元格的范围读不懂，{SAVE}"
    assert sentence(lambda: scan(merge, sheet="表一")) == said


def test_the_number_of_merged_areas_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LISTED", 1)
    after = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'
    assert "合并单元格超过 1 处，太多了" in sentence(lambda: scan(sheet_xml(after=after)))


def test_the_number_of_cells_and_of_shared_formulas_is_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="0">C1+D1</f></c>'
        '<c r="B1"><f t="shared" si="0"/></c></row>'
    )
    monkeypatch.setattr(module, "MAX_SHARED", 4)
    assert "共享公式太多、太长" in sentence(lambda: cells(rows))
    monkeypatch.setattr(module, "MAX_CELLS", 1)
    assert "有内容的单元格超过 1 个，太多了" in sentence(lambda: cells(rows))


def test_broken_xml_names_its_member() -> None:
    said = sentence(lambda: scan(b"<worksheet>", member="xl/worksheets/sheet3.xml"))
    assert said.startswith("里面的 xl/worksheets/sheet3.xml 已损坏")


def test_what_was_read_cannot_be_changed() -> None:
    found: Sheet = scan(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    with pytest.raises(TypeError):
        found.cells[1, 1] = BLANK  # type: ignore[index]
