"""The list of findings for people: words before codes, to be filtered, printed and followed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.lint.workbook import lint_workbook
from tests.rules.faults import faults, faulty_reading, outcome_of
from tests.running import Run
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.edition import builtin_editions
from xl_tools.findings.html import Page
from xl_tools.findings.listing import COLUMNS, LIST, UNITS, findings_book
from xl_tools.report import Reading
from xl_tools.samples import sample_path
from xl_tools.sources import read

EDITIONS = builtin_editions()
FAULTS = {str(fault): fault for fault in faults()}
ZERO_TOTAL = "表四总计印成 0，各项加起来不是"
WRONG_NUMBER = "文号写错：国办发〔2021〕30号"


def reading(name: str) -> Reading:
    return faulty_reading(FAULTS[name], EDITIONS)


def page(name: str, file: str = "石桥镇.json") -> Page:
    own = reading(name)
    return Page(file, own, outcome_of(FAULTS[name], EDITIONS))


def listed(path: Path, sheet: str = LIST) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.fixture
def two(run: Run) -> Run:
    """A workbook with an error, a text with a slip, one file that cannot be read."""
    Path("收到").mkdir()
    Path("收到/石桥镇.xlsx").write_bytes(filled_workbook(reading(ZERO_TOTAL).report, EDITIONS))
    Path("收到/河口镇.xlsx").write_bytes(filled_workbook(reading(WRONG_NUMBER).report, EDITIONS))
    Path("收到/坏.docx").write_bytes(b"PK")
    return run


CALL = ("validate", "收到/石桥镇.xlsx", "收到/河口镇.xlsx", "收到/坏.docx", "-o", "清单.xlsx")


def test_words_stand_before_codes() -> None:
    heads = [column.head for column in COLUMNS]
    assert heads[:7] == ["单位", "位置", "现填", "应为", "差", "怎么改", "依据"]
    assert heads[-1] == "规则"


def test_several_files_give_one_list(two: Run) -> None:
    code, out, err = two(*CALL)
    assert (code, "问题清单：清单.xlsx" in err) == (2, True)
    rows = listed(Path("清单.xlsx"))
    assert [Path(row["文件"]).stem for row in rows] == ["石桥镇", "石桥镇", "河口镇", "坏"]
    first = rows[0]
    assert first["位置"] == "表四·行政复议·总计（E4）"
    assert (first["现填"], first["应为"], first["差"], first["程度"]) == (0, 2, -2, "错误")
    assert "最可能是 E4 的 0 应为 2" in first["怎么改"]
    assert [row["把握"] for row in rows[:3]][::2] == [None, "很大"]
    assert (first["依据"], first["规则"]) == ("国办公开办函〔2021〕30号格式表四", "T4-SUM")
    assert rows[2]["位置"] == "前言第 1 段"
    assert rows[3]["程度"] == "错误"
    assert "坏.docx" in rows[3]["怎么改"]
    assert out.count("校验结论") == 2


def test_the_list_can_be_filtered_printed_and_followed(two: Run, tmp_path: Path) -> None:
    two(*CALL)
    path = tmp_path / "清单.xlsx"
    sheet = openpyxl.load_workbook(path)[LIST]
    assert sheet.auto_filter.ref == "A1:M5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.print_title_rows) == (0, "$1:$1")
    assert str(sheet.print_area).endswith("$A$1:$J$5")
    link = sheet["K2"].hyperlink
    assert link.target.replace("\\", "/") == "收到/石桥镇.xlsx"
    assert link.location == "'四、复议诉讼'!E4"
    assert lint_workbook(path) == []


def test_each_report_has_its_verdict_and_what_could_not_be_asked(two: Run) -> None:
    two(*CALL)
    rows = listed(Path("清单.xlsx"), UNITS)
    assert [row["结论"] for row in rows] == ["有错误", "有待说明", "读不了"]
    assert [row["错误"] for row in rows] == [1, 0, None]
    assert "没有上年的报告" in rows[1]["没法核对的"]


def test_the_marked_copy_holds_the_list_too(two: Run, tmp_path: Path) -> None:
    two("validate", "收到/石桥镇.xlsx", "-o", "标出.xlsx")
    two("validate", "标出.xlsx", "-o", "再标.xlsx")  # the sheet it has is written anew
    path = tmp_path / "再标.xlsx"
    rows = listed(path)
    assert [row["规则"] for row in rows] == ["T4-SUM", "N-ZERO"]
    assert (rows[0]["现填"], rows[0]["应为"], rows[0]["程度"]) == (0, 2, "错误")
    assert rows[0]["打开"] == """=HYPERLINK("#'四、复议诉讼'!E4","打开")"""
    book = openpyxl.load_workbook(path)
    assert book.sheetnames.count(LIST) == 1
    assert book[LIST].auto_filter.ref == "A1:L3"
    assert lint_workbook(path) == []
    before, after = (read(tmp_path / name, EDITIONS) for name in ("收到/石桥镇.xlsx", "再标.xlsx"))
    assert after.report == before.report


def test_where_nothing_is_wrong_the_list_says_so(run: Run) -> None:
    run("demo", "-o", ".")
    run("validate", "年报.xlsx", "-o", "标出.xlsx")
    run("validate", "年报.xlsx", "--list", "-o", "清单.xlsx")
    for name in ("标出.xlsx", "清单.xlsx"):
        assert [row["怎么改"] for row in listed(Path(name))] == ["没有查出问题。"]


def test_of_a_number_of_the_text_it_is_said_that_it_is_the_texts(run: Run) -> None:
    wrong = reading("正文的数与表格不同").report
    Path("镇.xlsx").write_bytes(filled_workbook(wrong, EDITIONS))
    run("validate", "镇.xlsx", "-o", "标出.xlsx")
    row = next(row for row in listed(Path("标出.xlsx")) if row["规则"] == "N-SET")
    assert (row["现填"], row["应为"]) == (10, "正文 12")


def test_the_front_of_the_marked_copy_counts_what_the_program_found(run: Run) -> None:
    Path("镇.xlsx").write_bytes(filled_workbook(reading(WRONG_NUMBER).report, EDITIONS))
    run("validate", "镇.xlsx", "-o", "标出.xlsx")
    book = openpyxl.load_workbook("标出.xlsx", data_only=True)
    own, beside = (book["使用说明"].cell(7, column).value for column in (2, 3))
    assert own == 1
    assert "待核对" in str(book["使用说明"]["C5"].value), beside


def test_the_record_of_changes_is_not_printed_with_the_marks_and_comes_back(run: Run) -> None:
    run("template", "--year", "2024", "-o", "空.xlsx")
    data = str(sample_path("county-2024"))
    run("fill", "空.xlsx", "--data", data, "--bridge", "-o", "填.xlsx")
    run("validate", "填.xlsx", "-o", "标出.xlsx")
    run("fill", "标出.xlsx", "--prior", data, "-o", "再填.xlsx")
    states = [openpyxl.load_workbook(n)["改动记录"].sheet_state for n in ("标出.xlsx", "再填.xlsx")]
    assert states == ["hidden", "visible"]


def test_a_word_document_is_listed_by_the_cells_of_the_workbook_it_is_put_into(two: Run) -> None:
    two("assemble", "收到/石桥镇.xlsx", "-o", "石桥镇.docx")
    two("validate", "石桥镇.docx", "-o", "标出.xlsx")
    assert listed(Path("标出.xlsx"))[0]["位置"] == "表四·行政复议·总计（E4）"


def test_of_one_file_a_list_is_made_where_it_is_asked_for(two: Run) -> None:
    two("validate", "收到/石桥镇.xlsx", "--list", "-o", "清单.xlsx")
    two("validate", "收到/石桥镇.xlsx", "-o", "标出.xlsx")
    assert openpyxl.load_workbook("清单.xlsx").sheetnames == [LIST, UNITS]
    assert "校验" in openpyxl.load_workbook("标出.xlsx").sheetnames


def test_a_list_that_somebody_worked_in_is_kept(two: Run) -> None:
    assert two(*CALL)[0] == two(*CALL)[0] == 2
    Path("收到/坏.docx").unlink()
    call = [one for one in CALL if "坏" not in one]
    assert two(*call)[0] == 1  # our own list is written anew
    book = openpyxl.load_workbook("清单.xlsx")
    book[LIST]["J2"] = "已改"
    book.save("清单.xlsx")
    code, _, err = two(*call)
    assert (code, "里面是别的内容" in err) == (2, True)
    assert openpyxl.load_workbook("清单.xlsx")[LIST]["J2"].value == "已改"


def test_a_file_whose_name_no_link_can_hold_is_listed_without_one() -> None:
    data = findings_book([page(ZERO_TOTAL, "50%#1.xlsx")], EDITIONS, Path())
    sheet = openpyxl.load_workbook(io.BytesIO(data))[LIST]
    assert (sheet["K2"].value, sheet["L2"].value) == (None, "50%#1.xlsx")


def test_every_fault_has_a_place_and_a_remedy_in_words() -> None:
    data = findings_book([page(name) for name in FAULTS], EDITIONS, Path())
    head, *rows = openpyxl.load_workbook(io.BytesIO(data))[LIST].iter_rows(values_only=True)
    assert len(rows) >= len(FAULTS)
    for row in rows:
        one = dict(zip(map(str, head), map(str, row), strict=True))
        assert "None" not in (one["单位"], one["位置"], one["依据"])
        assert one["怎么改"].endswith("。")
        assert one["规则"] not in one["怎么改"]
