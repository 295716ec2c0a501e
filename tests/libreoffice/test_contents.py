"""Values in cells, as Excel would take and give them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.office.live import Live
from xl_tools.libreoffice.area import SheetProtected

pytestmark = pytest.mark.office


@pytest.fixture
def sheet(live_office: Live) -> Any:
    return live_office.new().sheets[0]


def test_values_come_back_with_their_types(sheet: Any) -> None:
    rows = [
        [1, 2.5, "文字", True],
        [None, dt.datetime(2024, 1, 5, 9, 30), False, "公开"],
    ]
    sheet["B2"].value = rows
    found = sheet["B2:E3"].value
    assert found == rows
    assert [type(value) for value in found[0]] == [float, float, str, bool]


def test_a_single_cell_a_row_and_a_column_are_flat(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    assert sheet["A1"].value == 1
    assert sheet["A1:B1"].value == [1, 2]
    assert sheet["A1:A2"].value == [1, 3]
    assert sheet["A1:A2"].options(ndim=2).value == [[1], [3]]
    assert sheet["A1"].raw_value == 1


def test_one_value_fills_all_cells(sheet: Any) -> None:
    sheet["A1:B3"].value = "同"
    assert sheet["A1:C3"].value == [["同", "同", None]] * 3


def test_none_empties(sheet: Any) -> None:
    sheet["A1:B1"].value = [1, 2]
    sheet["A1"].value = None
    assert sheet["A1:B1"].value == [None, 2]
    assert sheet.used_range.address == "$B$1"


def test_texts_are_taken_as_if_typed(sheet: Any) -> None:
    sheet["A1:F1"].value = ["12", "TRUE", "2024-01-05", "'0012", "=A1*2", "251000元"]
    assert sheet["A1:F1"].value == [12, True, dt.datetime(2024, 1, 5), "0012", 24, "251000元"]
    sheet["A2"].number_format = "@"
    sheet["A2"].value = "0012"
    assert sheet["A2"].value == "0012"


def test_dates_get_a_format_where_a_cell_has_none(sheet: Any) -> None:
    sheet["B1"].number_format = "0.00"
    sheet["C1"].number_format = "yyyy-mm-dd"
    sheet["A1:C1"].value = [dt.date(2024, 1, 5)] * 3
    assert [sheet[cell].number_format for cell in ("A1", "B1", "C1")] == [
        "yyyy/m/d", "0.00", "yyyy-mm-dd",
    ]  # fmt: skip
    assert sheet["A1:C1"].value == [dt.datetime(2024, 1, 5), 45296, dt.datetime(2024, 1, 5)]


def test_clocks_and_spans_are_numbers_as_in_excel(sheet: Any) -> None:
    sheet["A1:B1"].value = [dt.time(6), dt.timedelta(hours=36)]
    assert sheet["A1:B1"].value == [0.25, 1.5]
    assert (sheet["A1"].number_format, sheet["B1"].number_format) == ("h:mm:ss", "[h]:mm:ss")


def test_a_number_where_a_truth_was_is_a_number(sheet: Any) -> None:
    sheet["A1:B1"].value = [True, True]
    sheet["A1"].value = 5
    assert sheet["A1:B1"].value == [5, True]
    assert sheet["A1"].number_format == "General"
    sheet["A2:B2"].formula = [["=1=1", "=2"]]
    assert sheet["A2:B2"].value == [True, 2]


def test_dates_of_formulas_are_dates(sheet: Any) -> None:
    sheet["A1"].formula = "=DATE(2024,1,5)"
    assert sheet["A1"].value == dt.datetime(2024, 1, 5)


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=1/0", "#DIV/0!"),
        ("=NA()", "#N/A"),
        ('="a"+1', "#VALUE!"),
        ("=NOSUCH(1)", "#NAME?"),
        ('=INDIRECT("没有!A1")', "#REF!"),
        ("=10^400", "#NUM!"),
        ("=SQRT(-1)", "#VALUE!"),  # LibreOffice tells no more than that the argument is wrong
    ],
)
def test_an_error_is_none_or_its_name(sheet: Any, formula: str, error: str) -> None:
    sheet["A1"].value = [["前"], [formula]]
    assert sheet["A1:A2"].value == ["前", None]
    assert sheet["A2"].options(err_to_str=True).value == error


def test_options_of_xlwings_apply(sheet: Any) -> None:
    sheet["A1"].options(transpose=True).value = [1, 2, 3]
    assert sheet["A1"].options(expand="down", numbers=int).value == [1, 2, 3]
    assert sheet["A1:A4"].options(empty="—").value == [1, 2, 3, "—"]
    sheet["C1"].value = dt.date(2024, 1, 5)
    assert sheet["C1"].options(dates=dt.date).value == dt.date(2024, 1, 5)
    sheet["E1"].value = [["甲", 1], ["乙", 2]]
    assert sheet["E1:F2"].options(dict).value == {"甲": 1, "乙": 2}


def test_raw_values_of_any_size_start_at_the_first_cell(sheet: Any) -> None:
    sheet["A1"].raw_value = [[1, 2], [3, 4]]
    assert sheet["A1:B2"].value == [[1, 2], [3, 4]]


def test_no_cells_hold_nothing(sheet: Any) -> None:
    none = sheet["A1:B2"][0:0, :]
    none.value = 5
    assert (none.raw_value, none.api, len(none)) == (None, None, 0)
    assert sheet["A1"].value is None


def test_emptying_keeps_looks_or_contents(sheet: Any) -> None:
    cells = sheet["A1:B1"]
    cells.value = [1, "=A1"]
    cells.color = (255, 0, 0)
    cells.clear_formats()
    assert (cells.value, cells.color) == ([1, 1], None)
    cells.color = (255, 0, 0)
    cells.clear_contents()
    assert (cells.value, cells.color) == ([None, None], (255, 0, 0))
    cells.value = 3
    cells.clear()
    assert (cells.value, cells.color) == ([None, None], None)


def test_a_protected_sheet_takes_only_what_excel_would_take(sheet: Any) -> None:
    sheet["B1"].api.CellProtection = _unlocked(sheet["B1"].api.CellProtection)
    sheet.api.protect("")
    sheet["B1"].value = 7
    assert sheet["B1"].value == 7
    for change in (
        lambda: setattr(sheet["A1"], "value", 1),
        lambda: setattr(sheet["A1:B1"], "formula", "=1"),
        lambda: setattr(sheet["A1"], "formula_array", "=1"),
        lambda: setattr(sheet["B1"], "color", (1, 2, 3)),
        lambda: setattr(sheet["B1"].font, "bold", True),
        lambda: setattr(sheet["B1"], "number_format", "0"),
        sheet["A1"].clear_contents,
        sheet["B1"].clear,
        sheet["A1:B1"].merge,
        sheet["2:2"].delete,
        lambda: sheet["B1"].add_note("批注"),
    ):
        with pytest.raises(SheetProtected):
            change()
    assert sheet["A1:B1"].value == [None, 7]


def _unlocked(protection: Any) -> Any:
    protection.IsLocked = False
    return protection
