"""How cells look."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office.live import Live
from xl_tools.libreoffice.looks import characters_in, packed, unpacked, width_of

BYTE = st.integers(0, 255)


@given(st.floats(0, 255))
def test_a_width_comes_back(characters: float) -> None:
    assert characters_in(width_of(characters)) == pytest.approx(characters, abs=0.01)


@given(st.tuples(BYTE, BYTE, BYTE))
def test_a_colour_comes_back(color: tuple[int, int, int]) -> None:
    red, green, blue = color
    assert unpacked(packed(color)) == color
    assert packed(f"#{red:02x}{green:02x}{blue:02x}") == packed(color)
    assert packed(red | green << 8 | blue << 16) == packed(color)


# ---- in LibreOffice ----------------------------------------------------------------------


@pytest.fixture
def sheet(live_office: Live) -> Any:
    return live_office.new().sheets[0]


@pytest.mark.office
def test_a_colour_behind_cells(sheet: Any) -> None:
    sheet["A1:B1"].color = (255, 199, 206)
    assert sheet["A1:B1"].color == (255, 199, 206)
    assert sheet["A1:A2"].color is None
    sheet["B1"].color = "#00ff00"
    assert sheet["B1"].color == (0, 255, 0)
    sheet["A1:B1"].color = None
    assert sheet["A1"].color is None
    assert sheet["A1"].api.CellBackColor == -1


@pytest.mark.office
def test_a_font_is_that_of_chinese_text_too(sheet: Any) -> None:
    font = sheet["A1"].font
    assert (font.bold, font.italic, font.color) == (False, False, (0, 0, 0))
    font.bold, font.italic, font.size = True, True, 16
    font.name, font.color = "仿宋_GB2312", (192, 0, 0)
    found = sheet["A1"].font
    assert (found.bold, found.italic, found.size) == (True, True, 16)
    assert (found.name, found.color) == ("仿宋_GB2312", (192, 0, 0))
    cell = sheet["A1"].api
    assert (cell.CharWeightAsian, cell.CharHeightAsian) == (150, 16)
    assert cell.CharFontNameAsian == "仿宋_GB2312"
    font.bold = font.italic = False
    assert (sheet["A1"].font.bold, sheet["A1"].font.italic) == (False, False)


@pytest.mark.office
def test_cells_that_differ_have_no_common_look(sheet: Any) -> None:
    font = sheet["A1"].font
    font.bold, font.italic, font.size, font.name = True, True, 20, "楷体"
    font.color, sheet["A1"].wrap_text = (1, 2, 3), True
    sheet["A1"].horizontal_alignment = "left"
    both = sheet["A1:A2"]
    assert [both.font.bold, both.font.italic, both.font.size, both.font.name] == [None] * 4
    assert [both.font.color, both.wrap_text, both.horizontal_alignment] == [None] * 3


@pytest.mark.office
@pytest.mark.parametrize("side", ["general", "left", "center", "right", "justify", "fill"])
def test_texts_stand_left_or_right(sheet: Any, side: str) -> None:
    sheet["A1"].horizontal_alignment = side
    assert sheet["A1"].horizontal_alignment == side


@pytest.mark.office
@pytest.mark.parametrize("side", ["top", "center", "bottom", "justify"])
def test_texts_stand_high_or_low(sheet: Any, side: str) -> None:
    assert sheet["A1"].vertical_alignment == "bottom"
    sheet["A1"].vertical_alignment = side
    assert sheet["A1"].vertical_alignment == side


@pytest.mark.office
def test_long_texts_are_wrapped(sheet: Any) -> None:
    assert sheet["A1"].wrap_text is False
    sheet["A1"].wrap_text = True
    assert sheet["A1"].wrap_text is True


@pytest.mark.office
def test_rows_and_columns_have_sizes(sheet: Any) -> None:
    sheet["A1:B1"].column_width = 20
    sheet["A2:A3"].row_height = 30
    assert sheet["A1:B1"].column_width == pytest.approx(20, abs=0.02)
    assert sheet["A1:C1"].column_width is None
    assert sheet["A2:A3"].row_height == pytest.approx(30, abs=0.05)
    assert sheet["A1:A2"].row_height is None
    assert sheet["A2:A3"].height == pytest.approx(60, abs=0.1)
    assert sheet["C1"].left == pytest.approx(sheet["A1:B1"].width, abs=0.1)
    assert sheet["A1"].top == 0
    assert sheet["A3"].top == pytest.approx(sheet["A1:A2"].height, abs=0.1)


@pytest.mark.office
def test_rows_and_columns_are_hidden(sheet: Any) -> None:
    sheet["A2"].rows.hidden = True
    sheet["B1"].columns.hidden = True
    assert (sheet["A2"].rows.hidden, sheet["A1:A2"].rows.hidden) == (True, None)
    assert (sheet["B1"].columns.hidden, sheet["A1:B1"].columns.hidden) == (True, None)
    sheet["A2"].rows.hidden = sheet["B1"].columns.hidden = False
    assert (sheet["A1:A2"].rows.hidden, sheet["A1:B1"].columns.hidden) == (False, False)


@pytest.mark.office
def test_columns_and_rows_fit_what_they_hold(sheet: Any) -> None:
    sheet["A1"].value = "政府信息公开工作年度报告" * 3
    narrow = sheet["A1"].column_width
    sheet["A1"].columns.autofit()
    assert sheet["A1"].column_width > narrow * 2
    sheet["A1"].row_height = 100
    sheet["A1"].rows.autofit()
    assert sheet["A1"].row_height < 30
    sheet["A1"].column_width = 5
    sheet.autofit("c")
    assert sheet["A1"].column_width > narrow * 2
    sheet["A1"].autofit()
    assert sheet["A1"].column_width > narrow * 2
