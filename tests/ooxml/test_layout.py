from __future__ import annotations

import pytest

from tests.ooxml.books import MAIN, sentence, sheet_xml
from xl_tools.ooxml.layout import column_at, lay_out, rows, spots
from xl_tools.ooxml.xml import element

ROWS = (
    '<row r="2"/><row ht="9"><c/><c r="C3" s="1"/><c><v>1</v></c></row>'
    '<row spans="1:2" r="9"><c s="1" r="B9"></c></row>'
)


def test_rows_and_cells_are_found_with_their_numbers() -> None:
    layout = lay_out(sheet_xml(ROWS))
    found = [
        (number, [c for c, _ in spots(layout, number, element(layout.xml, "row", tag))])
        for number, tag in rows(layout)
    ]
    assert found == [(2, []), (3, [1, 3, 4]), (9, [2])]


def test_a_spot_is_the_cells_tag() -> None:
    layout = lay_out(sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="2"/></row>'))
    (_, row), *_ = rows(layout)
    tags = [tag[0] for _, tag in spots(layout, 1, element(layout.xml, "row", row))]
    assert tags == [b'<c r="A1">', b'<c r="B1" s="2"/>']


@pytest.mark.parametrize(("letters", "column"), [(b"A", 1), (b"XFD", 16_384), (b"XFE", 0)])
def test_a_column_beyond_the_sheet_is_none(letters: bytes, column: int) -> None:
    assert column_at(letters) == column


def test_a_row_after_the_last_has_no_number() -> None:
    layout = lay_out(sheet_xml('<row r="1048576"/><row/>'), sheet="表一")
    assert "有一行的行号是 1048577，超出了工作表" in sentence(lambda: list(rows(layout)))


def test_a_cell_after_the_last_column_has_no_place() -> None:
    layout = lay_out(sheet_xml('<row r="1"><c r="XFD1"/><c/></row>'), sheet="表一")
    (_, row), *_ = rows(layout)
    found = element(layout.xml, "row", row)
    said = "第 1 行有一个单元格的位置读不懂"
    assert said in sentence(lambda: list(spots(layout, 1, found)))


def test_a_chart_sheet_has_no_rows() -> None:
    assert list(rows(lay_out(f'<chartsheet xmlns="{MAIN}"/>'.encode()))) == []
