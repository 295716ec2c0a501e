"""Texts that are written make their rows high enough, and no row lower."""

from __future__ import annotations

import re

import pytest

from xl_tools.ooxml.layout import lay_out
from xl_tools.ooxml.patch import patch_sheet
from xl_tools.ooxml.rowheights import HIGHEST, Room, lines, with_height

SHEET = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<cols><col min="1" max="1" width="20"/><col min="2" max="3" width="40"/>
<col min="4" max="4" width="9" hidden="1"/></cols>
<sheetData><row r="1" spans="1:4"><c r="A1"/></row><row r="2" ht="100" customHeight="1"/>
<row r="3" hidden="1"/><row r="4" ht="30" customHeight="1"/></sheetData>
<mergeCells count="2"><mergeCell ref="B1:C1"/><mergeCell ref="A5:A6"/></mergeCells>
</worksheet>"""
LONG = "字" * 60


def heights(**texts: object) -> dict[int, float]:
    places = {"ABCD".index(at[0]) + 1: int(at[1:]) for at in texts}
    contents = {
        (row, column): texts[f"{'ABCD'[column - 1]}{row}"] for column, row in places.items()
    }
    return Room(lay_out(SHEET)).heights(contents)  # type: ignore[arg-type]


def test_a_narrow_column_needs_a_higher_row_and_a_merged_area_a_lower_one() -> None:
    narrow, wide = heights(A1=LONG)[1], heights(B1=LONG)[1]
    assert narrow > 6 * 14
    assert 2 * 14 < wide < narrow


def test_what_fits_or_is_hidden_or_no_text_asks_for_nothing() -> None:
    assert heights(A1="短") == {}
    assert heights(A1="一二三四五六七八九") == {}
    assert heights(D1=LONG) == {}
    assert heights(A5=LONG) == {}
    assert heights(A1=7) == {}


def test_no_row_is_higher_than_excel_allows() -> None:
    assert heights(A1="字" * 5000) == {1: HIGHEST}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 1), ("十" * 9, 1), ("十" * 10, 2), ("甲\n乙\n", 3), ("ab" * 8, 1), ("字" * 27, 3)],
)
def test_lines_are_counted_a_little_too_many_rather_than_too_few(text: str, expected: int) -> None:
    assert lines(text, 10) == expected


def test_a_row_of_its_own_height_only_grows_and_a_hidden_one_stays() -> None:
    assert with_height(b' r="1" ht="15"', 40) == b' r="1" ht="40"'
    assert with_height(b' r="1" ht="90" customHeight="1"', 40) == b' r="1" ht="90" customHeight="1"'
    assert with_height(b' r="1" ht="30" customHeight="1"', 40).endswith(b' ht="40"')
    assert with_height(b' r="1" hidden="1"', 40) == b' r="1" hidden="1"'


def test_a_patched_sheet_has_the_heights_with_and_without_new_cells() -> None:
    asked = {1: 33.0, 2: 50.0, 4: 64.5}
    after = patch_sheet(SHEET, {(1, 1): "甲", (2, 1): "乙", (4, 2): None}, heights=asked).decode()
    found = dict(re.findall(r'<row r="(\d)"[^>]*? ht="([\d.]+)"', after))
    assert found == {"1": "33", "2": "100", "4": "64.5"}
    assert patch_sheet(SHEET, {(1, 1): "甲"}) != patch_sheet(SHEET, {(1, 1): "甲"}, heights=asked)
