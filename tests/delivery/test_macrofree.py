"""Workbooks without macros: nothing of the macros left, nothing else changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.delivery.macrobooks import (
    PATH,
    changed,
    excel_workbook,
    macro_workbook,
    related,
    typed,
    xlwings_workbook,
)
from tests.lint.workbook import lint_workbook
from tests.office.session import Office
from tests.ooxml.books import sentence, unzipped
from xl_tools.builtin import template_path
from xl_tools.delivery.macrofree import macro_free
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.ooxml.content import Formula
from xl_tools.ooxml.patch import patch_sheet
from xl_tools.report import Organ, Report

FUNCTIONS = frozenset({"GK_SUM"})
MACRO_WORDS = re.compile(
    rb"vbaProject|macroEnabled|FmlaMacro|customUI|xlwings\.conf|activeX|ObjectType=\"Button\"",
    re.IGNORECASE,
)
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


@pytest.fixture(scope="module")
def before() -> bytes:
    return macro_workbook()


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    return macro_free(before, "年报.xlsm", FUNCTIONS)


def opened(data: bytes, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def assert_clean(data: bytes) -> None:
    """No part with macro content: by content type, by name, by what stands in it."""
    for name, part in unzipped(data).items():
        assert not part.startswith(COMPOUND), name
        assert not re.search("vba|customUI|ctrlProps|activeX", name), name
        assert MACRO_WORDS.search(part) is None, name


def test_no_part_with_macro_content_is_left(before: bytes, after: bytes) -> None:
    assert len([n for n, part in unzipped(before).items() if MACRO_WORDS.search(part)]) > 4
    assert_clean(after)
    types = unzipped(after)["[Content_Types].xml"].decode()
    assert "sheet.main+xml" in types
    assert 'Extension="bin"' not in types


def test_nothing_would_need_repair(after: bytes, tmp_path: Path) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(after)
    assert lint_workbook(path) == []


def test_what_was_not_concerned_is_the_same_bytes(before: bytes, after: bytes) -> None:
    old, new = unzipped(before), unzipped(after)
    same = {"xl/styles.xml", "xl/theme/theme1.xml", "xl/comments1.xml", "docProps/core.xml"}
    assert {name for name in same if old[name] != new[name]} == set()
    assert new["xl/worksheets/sheet4.xml"] == old["xl/worksheets/sheet4.xml"]  # only a note
    assert set(new) < set(old)


def test_cells_formats_rules_names_and_print_setup_are_kept(before: bytes, after: bytes) -> None:
    old, new = opened(before), opened(after)
    assert new.sheetnames == ["表一", "表 二", "表三"]
    for sheet in new:
        other = old[sheet.title]
        assert sheet.data_validations.dataValidation == other.data_validations.dataValidation
        assert list(sheet.merged_cells.ranges) == list(other.merged_cells.ranges)
        assert sheet.freeze_panes == other.freeze_panes
        assert sheet.print_area == other.print_area
        assert sheet.page_setup.orientation == other.page_setup.orientation
        assert sheet.oddFooter.center.text == other.oddFooter.center.text
        assert sheet.protection.sheet == other.protection.sheet
        for row in sheet.iter_rows():
            for cell in row:
                twin = other[cell.coordinate]
                assert cell.style_id == twin.style_id
                assert cell.comment == twin.comment
                assert cell.value == twin.value or cell.coordinate == "C1"
    assert new["表一"]["A1"].comment.text == "批注留着"
    assert new["表三"]["A1"].comment.text == "只有批注"
    assert len(new["表一"].conditional_formatting) == 1


def test_names_lead_where_they_led_and_those_of_the_settings_are_gone(after: bytes) -> None:
    book = opened(after)
    assert set(book.defined_names) == {"合计"}
    assert book["表 二"].print_area == "'表 二'!$A$1:$B$9"
    assert book.active.title == "表三"
    properties = unzipped(after)["docProps/app.xml"].decode()
    assert re.findall("<vt:lpstr>(.*?)</vt:lpstr>", properties) == [
        "Worksheets", "Named Ranges", "表一", "表 二", "表三", "'表 二'!Print_Area", "合计",
    ]  # fmt: skip
    assert re.findall('size="(.)"|<vt:i4>(.)</vt:i4>', properties) == [
        ("4", ""), ("", "3"), ("", "2"), ("5", ""),
    ]  # fmt: skip


def test_the_settings_leave_no_text_behind(before: bytes, after: bytes) -> None:
    assert PATH.encode() in unzipped(before)["xl/sharedStrings.xml"]
    assert PATH.encode() not in b"".join(unzipped(after).values())
    assert opened(after)["表 二"]["A1"].value == "共用"  # which the settings showed as well


def test_every_cached_value_is_right(after: bytes) -> None:
    book = opened(after, data_only=True)
    assert book["表一"]["B3"].value == 3
    assert book["表 二"]["B1"].value == 6
    assert book["表一"]["C2"].value == "平"
    assert b'fullCalcOnLoad="1"' in unzipped(after)[BOOK]


def test_a_function_of_the_macros_becomes_its_value(after: bytes) -> None:
    assert opened(after)["表一"]["C1"].value == 3
    assert opened(after)["表一"]["C2"].value == '=IF(C1=3,"平","GK_SUM(")'


def test_done_twice_is_done_once(after: bytes) -> None:
    assert macro_free(after) == after


def test_the_same_bytes_come_out_each_time(before: bytes, after: bytes) -> None:
    assert macro_free(before, "另一个名字.xlsm", FUNCTIONS) == after


def filled(edition: str, ending: str) -> bytes:
    """A workbook of ours with the organ and the year in it."""
    blank = template_path(edition + ending).read_bytes()
    report = Report(edition, int(edition), Organ("甲县人民政府"))
    return fill_workbook(blank, report, builtin_editions())


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_filled_workbook_without_macros_comes_out_as_it_was(edition: str) -> None:
    data = filled(edition, ".xlsx")
    assert macro_free(data) == data


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_workbook_with_buttons_becomes_its_twin(edition: str, tmp_path: Path) -> None:
    made = macro_free(filled(edition, ".xlsm"))
    assert_clean(made)
    (tmp_path / "年报.xlsx").write_bytes(made)
    assert lint_workbook(tmp_path / "年报.xlsx") == []
    book, twin = opened(made), opened(filled(edition, ".xlsx"))
    assert book.sheetnames == twin.sheetnames
    assert {name: one.attr_text for name, one in book.defined_names.items()} == {
        name: one.attr_text for name, one in twin.defined_names.items()
    }
    assert unzipped(made).keys() == unzipped(filled(edition, ".xlsx")).keys()


def test_the_functions_are_those_that_the_macros_define() -> None:
    data, sheet = filled("2021", ".xlsm"), "xl/worksheets/sheet3.xml"
    cells: dict[tuple[int, int], Formula] = {
        (60, 1): Formula('GK_FEE(45,"件")', 5500),
        (61, 1): Formula('"说明：GK_FEE(45)"', "说明：GK_FEE(45)"),
        (62, 1): Formula("A60*2", 0),
    }
    made = macro_free(changed(data, {sheet: patch_sheet(unzipped(data)[sheet], cells)}))
    book = opened(made)
    ref = next(one for one in book if one["A62"].value == "=A60*2")
    assert ref["A60"].value == 5500
    assert ref["A61"].value == '="说明：GK_FEE(45)"'
    assert opened(made, data_only=True)[ref.title]["A62"].value == 11000


def test_the_workbook_of_xlwings_itself(tmp_path: Path) -> None:
    made = macro_free(xlwings_workbook().read_bytes())
    assert_clean(made)
    assert opened(made).sheetnames == ["Sheet1"]
    (tmp_path / "book.xlsx").write_bytes(made)
    assert lint_workbook(tmp_path / "book.xlsx") == []


# ---- as Excel writes controls ------------------------------------------------------------


def test_buttons_of_excel_are_gone_from_all_three_places() -> None:
    made = macro_free(excel_workbook("Button", "Button"))
    assert_clean(made)
    members = unzipped(made)
    assert not [name for name in members if "drawing" in name.lower() or "_rels/sheet" in name]
    for word in (b"controls", b"AlternateContent", b"<drawing", b"<legacyDrawing"):
        assert word not in members[SHEET]


def test_other_controls_stay_and_run_no_macro() -> None:
    made = macro_free(excel_workbook("Button", "CheckBox"))
    members = unzipped(made)
    assert b'name="CheckBox 1026"' in members[SHEET]
    assert b'name="Button 1025"' not in members[SHEET]
    assert b"macro=" not in members[SHEET]
    assert [n for n in members if "ctrlProps" in n] == ["xl/ctrlProps/ctrlProp1026.xml"]
    vml = members["xl/drawings/vmlDrawing1.vml"]
    assert b"_x0000_s1026" in vml
    assert b"_x0000_s1025" not in vml
    assert b"FmlaMacro" not in vml
    drawing = members["xl/drawings/drawing1.xml"]
    assert b"_x0000_s1026" in drawing
    assert b"_x0000_s1025" not in drawing


def test_a_shape_stays_and_runs_no_macro() -> None:
    made = macro_free(excel_workbook("Button", shape=True))
    drawing = unzipped(made)["xl/drawings/drawing1.xml"]
    assert drawing.count(b"<xdr:sp ") == 1
    assert b'name="\xe5\xbd\xa2\xe7\x8a\xb6 7"' in drawing
    assert b'macro=""' in drawing


# ---- what cannot be taken out ------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "word"),
    [("control", "ActiveX"), ("oleObject", "嵌有别的文件"), ("package", "嵌有别的文件")],
)
def test_what_may_hold_macros_is_refused_with_its_sheet(
    before: bytes, kind: str, word: str
) -> None:
    data = changed(before, {"xl/embeddings/x1.bin": COMPOUND})
    said = sentence(
        lambda: macro_free(related(data, SHEET, "rX", kind, "../embeddings/x1.bin"), "甲.xlsm")
    )
    assert word in said
    assert "工作表“表一”" in said
    assert "文件“甲.xlsm”" in said


def test_a_macro_sheet_is_refused(before: bytes) -> None:
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    rels = unzipped(before)["xl/_rels/workbook.xml.rels"].decode()
    sheet = next(re.finditer(f'Type="([^"]*)" Target="{SHEET[3:]}"', rels))[1]
    data = changed(before, {"xl/_rels/workbook.xml.rels": rels.replace(sheet, kind, 1).encode()})
    assert "Excel 4.0 宏表" in sentence(lambda: macro_free(data, functions=FUNCTIONS))


def test_a_part_of_macros_that_something_unknown_leads_to_is_refused(before: bytes) -> None:
    data = changed(before, {"xl/odd.bin": b"x"})
    data = typed(data, "xl/odd.bin", "application/vnd.ms-excel.macroThing")
    data = related(data, SHEET, "rX", "http://example.com/odd", "../odd.bin")
    assert "xl/odd.bin 可能带有宏" in sentence(lambda: macro_free(data, functions=FUNCTIONS))


def test_a_part_of_macros_that_nothing_leads_to_is_dropped(before: bytes) -> None:
    data = changed(before, {"xl/vbaProjectSignature.bin": b"x"})
    data = typed(
        data, "xl/vbaProjectSignature.bin", "application/vnd.ms-office.vbaProjectSignature"
    )
    assert_clean(macro_free(data, functions=FUNCTIONS))


def test_a_function_without_a_value_names_its_cell(before: bytes) -> None:
    xml = unzipped(before)[SHEET].replace(b"<f>GK_SUM(B1:B2)</f><v>3</v>", b"<f>GK_SUM(B1:B2)</f>")
    said = sentence(lambda: macro_free(changed(before, {SHEET: xml}), functions=FUNCTIONS))
    assert "“C1”" in said
    assert "自定义函数还没有算出结果" in said


def test_a_rule_or_a_name_that_calls_a_function_is_refused(before: bytes) -> None:
    xml = unzipped(before)[SHEET].replace(b"$B$3&lt;0", b"gk_sum($B$3)&lt;0")
    said = sentence(lambda: macro_free(changed(before, {SHEET: xml}), functions=FUNCTIONS))
    assert "工作表“表一”" in said
    assert "自定义函数" in said
    book = unzipped(before)[BOOK].replace(b">\xe8\xa1\xa8\xe4\xb8\x80!$B$3<", b">GK_SUM(1)<")
    said = sentence(lambda: macro_free(changed(before, {BOOK: book}), functions=FUNCTIONS))
    assert "名称“合计”" in said


@pytest.mark.parametrize("use", [b"xlwings.conf!B1", b"'XLWINGS.conf'!B1", b"LEN(conf.path)"])
def test_a_cell_that_needs_the_settings_is_refused(before: bytes, use: bytes) -> None:
    xml = unzipped(before)[SHEET].replace(b"SUM(B1:B2)</f><v>12", use + b"</f><v>12")
    said = sentence(lambda: macro_free(changed(before, {SHEET: xml}), functions=FUNCTIONS))
    assert "xlwings.conf" in said
    assert "B3" in said


def test_a_rule_that_needs_the_settings_is_refused(before: bytes) -> None:
    xml = unzipped(before)[SHEET].replace(b"$B$3&lt;0", b"xlwings.conf!$A$1&lt;0")
    said = sentence(lambda: macro_free(changed(before, {SHEET: xml}), functions=FUNCTIONS))
    assert "工作表“表一”" in said


def test_names_of_macros_are_gone(before: bytes) -> None:
    name = b'<definedName name="GK_SUM" function="1" vbProcedure="1">1</definedName></definedNames>'
    book = unzipped(before)[BOOK].replace(b"</definedNames>", name)
    made = macro_free(changed(before, {BOOK: book}), functions=FUNCTIONS)
    assert set(opened(made).defined_names) == {"合计"}


def test_an_add_in_is_refused(before: bytes) -> None:
    types = unzipped(before)["[Content_Types].xml"]
    addin = types.replace(b"sheet.macroEnabled.main", b"addin.macroEnabled.main")
    assert "加载项" in sentence(lambda: macro_free(changed(before, {"[Content_Types].xml": addin})))


# ---- other programs --------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.parametrize("kinds", [("Button",), ("Button", "CheckBox")])
def test_microsofts_validator_has_no_complaint(
    ooxml_validator: Callable[[Path], list[str]], after: bytes, kinds: Any, tmp_path: Path
) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(after)
    assert ooxml_validator(path) == []
    path.write_bytes(macro_free(excel_workbook(*kinds, shape=True)))
    assert ooxml_validator(path) == []


@pytest.mark.office
def test_libreoffice_computes_what_the_file_says(
    office: Office, after: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(after)
    values = office.values(path)
    assert values["表一"][3, 2] == 3.0
    assert values["表一"][1, 3] == 3.0
    assert values["表 二"][1, 2] == 6.0


@pytest.mark.office
def test_libreoffice_opens_what_excel_and_xlwings_wrote(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(macro_free(excel_workbook("Button", "CheckBox", shape=True)))
    assert office.values(path)["表一"] == {(1, 1): 1.0}
    path.write_bytes(macro_free(xlwings_workbook().read_bytes()))
    assert "xlwings" not in "".join(office.values(path))
