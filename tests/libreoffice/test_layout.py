"""Merging, putting in and taking out, copying, the ends of blocks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.live import Live

pytestmark = pytest.mark.office


@pytest.fixture
def sheet(live_office: Live) -> Any:
    return live_office.new().sheets[0]


# ---- merging -----------------------------------------------------------------------------


def test_merged_cells_keep_what_the_first_one_holds(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["A1:B2"].merge()
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    assert (sheet["A1:B2"].merge_cells, sheet["B2"].merge_cells) == (True, True)
    assert sheet["C1"].merge_area.address == "$C$1"
    assert sheet["C1"].merge_cells is False
    sheet["A1:B2"].unmerge()
    assert sheet["A1:B2"].value == [[1, None], [None, None]]
    assert sheet["A1:B2"].merge_cells is False


def test_one_cell_of_a_merged_area_takes_it_apart(sheet: Any) -> None:
    sheet["A1:C1"].merge()
    sheet["A1"].unmerge()
    assert sheet["B1"].merge_area.address == "$B$1"


def test_each_row_is_merged_on_its_own(sheet: Any) -> None:
    sheet["A1:C2"].merge(across=True)
    assert sheet["B1"].merge_area.address == "$A$1:$C$1"
    assert sheet["B2"].merge_area.address == "$A$2:$C$2"


# ---- putting in and taking out -------------------------------------------------------------


def test_rows_and_columns_are_put_in(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2], [3, "=A1+A2"]]
    sheet["2:2"].insert("down")
    sheet["A:A"].insert("right")
    assert sheet["B1:C3"].value == [[1, 2], [None, None], [3, 4]]
    assert sheet["C3"].formula == "=B1+B3"


def test_cells_are_put_in(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["A1"].insert("down")
    assert sheet["A1:B3"].value == [[None, 2], [1, 4], [3, None]]
    sheet["A2"].insert("right")
    assert sheet["A2:C2"].value == [None, 1, 4]


def test_rows_columns_and_cells_are_taken_out(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    sheet["2:2"].delete()
    sheet["B:B"].delete()
    assert sheet["A1:B2"].value == [[1, 3], [7, 9]]
    sheet["A1"].delete("left")
    assert sheet["A1:B2"].value == [[3, None], [7, 9]]
    sheet["A1:B1"].delete()
    assert sheet["A1:B2"].value == [[7, 9], [None, None]]


# ---- copying -----------------------------------------------------------------------------


def test_a_copy_takes_values_formulas_and_looks_along(sheet: Any) -> None:
    other = sheet.book.sheets.add("另一张")
    sheet["A1"].value = [[1, "=A1*2"]]
    sheet["A1"].color = (255, 0, 0)
    sheet["A1:B1"].copy(other["C3"])
    assert other["C3:D3"].value == [1, 2]
    assert other["D3"].formula == "=C3*2"
    assert other["C3"].color == (255, 0, 0)
    other["A1"].copy_from(sheet["A1:B1"])
    assert other["B1"].formula == "=A1*2"


def test_a_copy_of_values_leaves_formulas_behind(sheet: Any, live_office: Live) -> None:
    sheet["A1"].value = [["'007", "=LEN(A1)", True, None, "=NA()"]]
    book = live_office.new()
    book.sheets[0]["B2"].copy_from(sheet["A1:D1"], "values")
    assert book.sheets[0]["B2:E2"].value == ["007", 3, True, None]
    assert book.sheets[0]["C2"].formula == "3"


def test_what_cannot_be_copied_is_said(sheet: Any, live_office: Live) -> None:
    other = live_office.new().sheets[0]
    for attempt in (
        sheet["A1"].copy,
        lambda: sheet["A1"].copy(other["A1"]),
        lambda: sheet["B1"].copy_from(sheet["A1"], "formats"),
        lambda: sheet["B1"].copy_from(sheet["A1"], transpose=True),
    ):
        with pytest.raises(NotImplementedError):
            attempt()


# ---- going about ---------------------------------------------------------------------------


def test_the_ends_are_where_ctrl_and_an_arrow_lead(sheet: Any) -> None:
    sheet["B2"].value = [[1, 2, None, 3], [4, None, None, None], ['=""', None, None, None]]
    sheet["B7"].value = 5
    ends = {
        ("B2", "down"): "$B$4", ("B4", "down"): "$B$7", ("B7", "down"): "$B$1048576",
        ("B7", "up"): "$B$4", ("B4", "up"): "$B$2", ("B2", "up"): "$B$1", ("B9", "up"): "$B$7",
        ("B2", "right"): "$C$2", ("C2", "right"): "$E$2", ("E2", "right"): "$XFD$2",
        ("E2", "left"): "$C$2", ("C2", "left"): "$B$2", ("B2", "left"): "$A$2",
        ("A1", "left"): "$A$1", ("H1", "down"): "$H$1048576",
    }  # fmt: skip
    assert {key: sheet[key[0]].end(key[1]).address for key in ends} == ends


def test_a_table_is_found_from_its_corner(sheet: Any) -> None:
    sheet["B2"].value = [["类", "甲", "乙"], ["新收", 1, 2], ["结转", 3, 4]]
    sheet["B7"].value = "远"
    assert sheet["B2"].expand().address == "$B$2:$D$4"
    assert sheet["B2"].expand("down").address == "$B$2:$B$4"
    assert sheet["B2"].expand("right").address == "$B$2:$D$2"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"


def test_cells_are_selected(sheet: Any) -> None:
    other = sheet.book.sheets.add("另一张")
    sheet["B2:C3"].select()
    assert sheet.book.sheets.active.name == sheet.name
    assert sheet.book.selection.address == "$B$2:$C$3"
    other["A1"].select()
    assert sheet.book.app.selection.sheet.name == "另一张"
