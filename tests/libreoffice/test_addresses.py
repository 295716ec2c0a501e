"""A1 notation, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.libreoffice.addresses import (
    MAX_COLUMNS,
    MAX_ROWS,
    Box,
    address,
    box_of,
    column_letters,
    column_number,
    quoted,
)

ROW = st.integers(1, MAX_ROWS)
COLUMN = st.integers(1, MAX_COLUMNS)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    row, column = draw(ROW), draw(COLUMN)
    rows = draw(st.integers(1, MAX_ROWS - row + 1))
    return Box(row, column, rows, draw(st.integers(1, MAX_COLUMNS - column + 1)))


@given(boxes(), st.booleans(), st.booleans())
def test_an_address_leads_back_to_its_cells(box: Box, row: bool, column: bool) -> None:
    assert box_of(address(box, row_absolute=row, column_absolute=column)) == box


@given(COLUMN)
def test_letters_lead_back_to_their_column(column: int) -> None:
    assert column_number(column_letters(column)) == column


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("A1", Box(1, 1, 1, 1)),
        ("$j$4", Box(4, 10, 1, 1)),
        ("B3:A1", Box(1, 1, 3, 2)),
        ("A:B", Box(1, 1, MAX_ROWS, 2)),
        ("$2:$3", Box(2, 1, 2, MAX_COLUMNS)),
        ("XFD1048576", Box(MAX_ROWS, MAX_COLUMNS, 1, 1)),
    ],
)
def test_addresses_as_people_write_them(text: str, box: Box) -> None:
    assert box_of(text) == box


@pytest.mark.parametrize(
    "text", ["", "A0", "XFE1", "A1048577", "合计", "applications.total", "A1:", "A1,B2", "A1:B2:C3"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert box_of(text) is None


def test_whole_rows_and_columns_are_written_as_excel_does() -> None:
    assert address(Box(1, 1, MAX_ROWS, 2)) == "$A:$B"
    assert address(Box(2, 1, 1, MAX_COLUMNS), row_absolute=False) == "2:2"
    assert address(Box(1, 1, MAX_ROWS, MAX_COLUMNS)) == "$1:$1048576"


@pytest.mark.parametrize(
    ("sheet", "book", "written"),
    [
        ("Sheet1", "", "Sheet1"),
        ("勾稽", "", "勾稽"),
        ("三、依申请公开", "", "'三、依申请公开'"),
        ("A'b", "", "'A''b'"),
        ("R2024", "", "'R2024'"),
        ("2024", "", "'2024'"),
        ("Sheet1", "年报.xlsx", "[年报.xlsx]Sheet1"),
        ("Sheet1", "年 报.xlsx", "'[年 报.xlsx]Sheet1'"),
    ],
)
def test_a_sheet_is_quoted_where_excel_needs_it(sheet: str, book: str, written: str) -> None:
    assert quoted(sheet, book) == written
