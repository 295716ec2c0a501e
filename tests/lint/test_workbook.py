from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
import xlsxwriter

from tests.lint.mutants import doubled, mutant, with_member
from tests.lint.workbook import lint_workbook

SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
STRINGS, STYLES, TYPES = "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET2_TYPE = (
    '<Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/>'
)
TABLE, RELATIONS = "xl/tables/table1.xml", "xl/worksheets/_rels/sheet1.xml.rels"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A workbook with something of everything, as XlsxWriter writes it."""
    path = tmp_path / "good.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet, other = workbook.add_worksheet("表三"), workbook.add_worksheet("表四")
        box, red = workbook.add_format({"border": 1}), workbook.add_format({"bg_color": "#FFC7CE"})
        sheet.set_column("A:C", 9)
        sheet.set_column("D:D", 20)
        sheet.merge_range("A1:C1", "申请人情况", box)
        sheet.merge_range("A2:C2", "备注", box)
        for row in range(3, 6):
            sheet.write_row(row, 0, [1, 2, 3], box)
        sheet.write_formula("D5", "=SUM(A5:C5)", box, 6)
        sheet.write_formula("D6", '=IF(D5=6,"√","×")', None, "√")
        sheet.write_boolean("E4", True)
        sheet.write_formula("E5", "=1/0", None, "#DIV/0!")
        sheet.write_row("F5", ["甲", "乙"])
        sheet.data_validation(
            "A4:C6",
            {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "input_title": "提示",
                "input_message": "没有的填 0",
                "error_title": "不是整数",
                "error_message": "只能填整数",
            },
        )
        sheet.data_validation("F7", {"validate": "list", "source": ["是", "否"]})
        sheet.conditional_format(
            "A4:C6", {"type": "cell", "criteria": ">", "value": 5, "format": red}
        )
        sheet.write_url("G1", "https://example.com/")
        sheet.write_url("G2", "internal:'表四'!A1")
        workbook.define_name("总计", "=表三!$D$5")
        workbook.define_name("表四!本表", "=表四!$A$1")
        workbook.add_worksheet("表五")
        other.add_table("A1:B3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    return path


class Fault(NamedTuple):
    """One change of one member, and the one complaint it must give."""

    member: str
    old: str
    new: str
    complaint: str


LONG = "，".join(f"选项{n}" for n in range(60))

FAULTS = {
    "merges overlap": Fault(
        SHEET, 'ref="A2:C2"', 'ref="B1:C2"', f"{SHEET}: merges A1:C1 and B1:C2 overlap"
    ),
    "merge of one cell": Fault(SHEET, 'ref="A2:C2"', 'ref="A2"', f"{SHEET}: merge A2 is one cell"),
    "merge of nothing": Fault(
        SHEET, 'ref="A2:C2"', 'ref="C2:A2"', f"{SHEET}: merge C2:A2 is no range"
    ),
    "merge twice": Fault(SHEET, 'ref="A2:C2"', 'ref="A1:C1"', f"{SHEET}: merge A1:C1 stands twice"),
    "wrong count of merges": Fault(
        SHEET,
        'mergeCells count="2"',
        'mergeCells count="7"',
        f"{SHEET}: mergeCells says 7, there are 2",
    ),
    "wrong count of fonts": Fault(
        STYLES, 'fonts count="2"', 'fonts count="5"', f"{STYLES}: fonts says 5, there are 2"
    ),
    "wrong count of texts": Fault(
        STRINGS,
        'uniqueCount="6"',
        'uniqueCount="9"',
        f"{STRINGS}: uniqueCount says 9, there are 6",
    ),
    "list too long": Fault(
        SHEET,
        '"是,否"',
        f'"{LONG}"',
        f"{SHEET}: validation F7: its list has {len(LONG)} characters, 255 are allowed",
    ),
    "prompt too long": Fault(
        SHEET,
        "没有的填 0",
        "长" * 256,
        f"{SHEET}: validation A4:C6: prompt has 256 characters, 255 are allowed",
    ),
    "prompt title too long": Fault(
        SHEET,
        "提示",
        "长" * 33,
        f"{SHEET}: validation A4:C6: promptTitle has 33 characters, 32 are allowed",
    ),
    "error title too long": Fault(
        SHEET,
        "不是整数",
        "长" * 33,
        f"{SHEET}: validation A4:C6: errorTitle has 33 characters, 32 are allowed",
    ),
    "error text too long": Fault(
        SHEET,
        "只能填整数",
        "长" * 256,
        f"{SHEET}: validation A4:C6: error has 256 characters, 255 are allowed",
    ),
    "comma between ranges": Fault(
        SHEET,
        'sqref="F7"',
        'sqref="F7,F8"',
        f"{SHEET}: validation F7,F8: 'F7,F8' is no range",
    ),
    "validation without its number": Fault(
        SHEET,
        "<formula1>0</formula1>",
        "",
        f"{SHEET}: validation A4:C6: has 0 formulas, 1 are needed",
    ),
    "cell twice": Fault(SHEET, 'r="B4"', 'r="A4"', f"{SHEET}: A4 stands twice"),
    "cells out of order": Fault(SHEET, 'r="A4"', 'r="H4"', f"{SHEET}: B4 comes too late"),
    "cell in another row": Fault(SHEET, 'r="B4"', 'r="B9"', f"{SHEET}: B9 stands in row 4"),
    "rows out of order": Fault(
        SHEET, "</sheetData>", '<row r="2"/></sheetData>', f"{SHEET}: row 2 comes after row 6"
    ),
    "columns overlap": Fault(
        SHEET,
        '<col min="4" max="4"',
        '<col min="3" max="4"',
        f"{SHEET}: columns 3 to 4 come after column 3",
    ),
    "name with a blank": Fault(
        BOOK, 'name="总计"', 'name="总 计"', f"{BOOK}: defined name '总 计' is no name"
    ),
    "name like a cell": Fault(
        BOOK, 'name="总计"', 'name="AB12"', f"{BOOK}: defined name 'AB12' reads like a cell"
    ),
    "name like a cell of the other style": Fault(
        BOOK, 'name="总计"', 'name="R1C1"', f"{BOOK}: defined name 'R1C1' reads like a cell"
    ),
    "name that leads to no sheet": Fault(
        BOOK,
        "表三!$D$5",
        "表九!$D$5",
        f"{BOOK}: defined name '总计' refers to sheet 表九, which is missing",
    ),
    "name of a missing sheet": Fault(
        BOOK,
        'localSheetId="1"',
        'localSheetId="3"',
        f"{BOOK}: defined name '本表' belongs to a sheet that is missing",
    ),
    "open bracket": Fault(
        SHEET, "<f>SUM(A5:C5)</f>", "<f>SUM(A5:C5</f>", f"{SHEET}: D5 formula lacks )"
    ),
    "open quotes": Fault(
        SHEET, '"√","×")', '"√","×)', f"{SHEET}: D6 formula cannot be read from '\"×)'"
    ),
    "unknown name": Fault(
        SHEET,
        "SUM(A5:C5)",
        "SUM(合计)",
        f"{SHEET}: D5 formula refers to name 合计, which is missing",
    ),
    "text in a number": Fault(
        SHEET, "<v>6</v>", "<v>六</v>", f"{SHEET}: D5 is a number and holds '六'"
    ),
    "unknown error": Fault(
        SHEET, "<v>#DIV/0!</v>", "<v>#错误</v>", f"{SHEET}: E5 is an error and holds '#错误'"
    ),
    "neither true nor false": Fault(
        SHEET, 't="b"><v>1</v>', 't="b"><v>是</v>', f"{SHEET}: E4 is a truth and holds '是'"
    ),
    "text too long": Fault(
        STRINGS, "申请人情况", "长" * 32_768, f"{STRINGS}: text 0 has 32768 characters"
    ),
    "computed text too long": Fault(
        SHEET,
        "<v>√</v>",
        f"<v>{'长' * 32_768}</v>",
        f"{SHEET}: D6 has a text of 32768 characters",
    ),
    "text that is not there": Fault(
        SHEET, 't="s"><v>0</v>', 't="s"><v>99</v>', f"{SHEET}: A1 holds text 99 of 6"
    ),
    "format that is not there": Fault(
        SHEET, 'r="A4" s="1"', 'r="A4" s="99"', f"{SHEET}: A4 has format 99 of 3"
    ),
    "font that is not there": Fault(
        STYLES,
        'fontId="0" fillId="0" borderId="1"',
        'fontId="9" fillId="0" borderId="1"',
        f"{STYLES}: format 1 has fontId 9 of 2",
    ),
    "conditional format that is not there": Fault(
        SHEET,
        'dxfId="0"',
        'dxfId="7"',
        f"{SHEET}: conditional format A4:C6: has format 7 of 1",
    ),
    "conditional format without a range": Fault(
        SHEET,
        'conditionalFormatting sqref="A4:C6"',
        'conditionalFormatting sqref="A4;C6"',
        f"{SHEET}: conditional format A4;C6: 'A4;C6' is no range",
    ),
    "conditional format with a broken formula": Fault(
        SHEET,
        "<formula>5</formula>",
        "<formula>(5</formula>",
        f"{SHEET}: conditional format A4:C6: lacks )",
    ),
    "sheet name too long": Fault(
        BOOK,
        'name="表五"',
        f'name="{"表" * 32}"',
        f"{BOOK}: sheet name '{'表' * 32}' has 32 characters",
    ),
    "sheet name with a colon": Fault(
        BOOK,
        'name="表五"',
        'name="表:五"',
        f"{BOOK}: sheet name '表:五' holds one of [ ] : * ? / \\",
    ),
    "sheet name with an apostrophe at its end": Fault(
        BOOK,
        'name="表五"',
        'name="表五\'"',
        f'{BOOK}: sheet name "表五\'" starts or ends with an apostrophe',
    ),
    "two sheets of one name": Fault(
        BOOK, 'name="表五"', 'name="表三"', f"{BOOK}: 2 sheets are named 表三"
    ),
    "link to no sheet": Fault(
        SHEET,
        "location=\"'表四'!A1\"",
        "location=\"'表九'!A1\"",
        f"{SHEET}: link G2 refers to sheet 表九, which is missing",
    ),
    "columns of one name": Fault(
        TABLE,
        'name="乙"',
        'name="甲"',
        "xl/worksheets/sheet2.xml: table Table1: 2 columns are named 甲",
    ),
    "column headed otherwise": Fault(
        TABLE,
        'name="乙"',
        'name="丙"',
        "xl/worksheets/sheet2.xml: table Table1: column 丙 is headed 乙",
    ),
    "no content type": Fault(
        TYPES, SHEET2_TYPE, "", "xl/worksheets/sheet2.xml: has no content type"
    ),
    "content type of nothing": Fault(
        TYPES,
        "</Types>",
        SHEET2_TYPE.replace("sheet2", "sheet9") + "</Types>",
        f"{TYPES}: names xl/worksheets/sheet9.xml, which is missing",
    ),
    "link without its relationship": Fault(
        RELATIONS,
        'Id="rId1"',
        'Id="rId9"',
        f"{SHEET}: hyperlink refers to relationship rId1, which is missing",
    ),
    "relationship that leads nowhere": Fault(
        BOOK_RELATIONS,
        'Target="theme/theme1.xml"',
        'Target="theme/theme9.xml"',
        f"{BOOK_RELATIONS}: rId4 leads to xl/theme/theme9.xml, which is missing",
    ),
}


def test_a_good_workbook_gives_no_complaint(good: Path) -> None:
    assert lint_workbook(good) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gives_exactly_its_complaint(good: Path, name: str) -> None:
    fault = FAULTS[name]
    assert lint_workbook(mutant(good, fault.member, fault.old, fault.new)) == [fault.complaint]


def test_a_control_character_is_a_complaint(good: Path) -> None:
    (complaint,) = lint_workbook(mutant(good, STRINGS, "备注", "备\x0b注"))
    assert complaint.startswith(f"{STRINGS}: not well-formed at line 2")


def test_a_missing_part_is_a_complaint_of_all_that_lead_to_it(good: Path) -> None:
    assert lint_workbook(mutant(good, STRINGS, "", None)) == [
        f"{TYPES}: names {STRINGS}, which is missing",
        f"{BOOK_RELATIONS}: rId6 leads to {STRINGS}, which is missing",
    ]


def test_a_part_that_stands_in_the_file_twice_is_a_complaint(good: Path) -> None:
    assert lint_workbook(doubled(good, STRINGS)) == [f"{STRINGS}: stands in the file 2 times"]


def test_a_calculation_chain_may_name_formulas_only(good: Path) -> None:
    chain = "xl/calcChain.xml"
    more = with_member(
        good, chain, f'<calcChain xmlns="{MAIN}"><c r="D5" i="1"/><c r="D4"/></calcChain>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    override = f'<Override PartName="/{chain}" ContentType="{kind}"/></Types>'
    relation = f'<Relationship Id="c1" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Rel'
    typed = mutant(more, TYPES, "</Types>", override)
    chained = mutant(typed, BOOK_RELATIONS, "</Rel", relation)
    assert lint_workbook(chained) == [f"{chain}: sheet 1 D4 holds no formula"]


def test_a_workbook_that_hides_all_its_sheets_is_a_complaint(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet()
    hidden = mutant(path, BOOK, 'sheetId="1"', 'sheetId="1" state="hidden"')
    assert lint_workbook(hidden) == [f"{BOOK}: shows no sheet"]


def test_what_openpyxl_writes_gives_no_complaint(tmp_path: Path, good: Path) -> None:
    path = tmp_path / "openpyxl.xlsx"
    workbook = openpyxl.load_workbook(good)
    workbook["表三"]["A4"] = "行内"
    workbook.save(path)
    assert lint_workbook(path) == []
