"""Ranges: where they are, their names, notes and links."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.live import Live

pytestmark = pytest.mark.office


@pytest.fixture
def sheet(live_office: Live) -> Any:
    made = live_office.new().sheets[0]
    made.name = "三、依申请公开"
    return made


def test_a_range_is_found_in_many_ways(sheet: Any) -> None:
    sheet["B2:C3"].name = "区"
    found = [
        sheet["B2:C3"],
        sheet.range("$B$2:$C$3"),
        sheet.range((2, 2), (3, 3)),
        sheet.range("C3", "B2"),
        sheet.range(sheet["B2"], sheet["C3"]),
        sheet["区"],
        sheet[1:3, 1:3],
        sheet["B2"].resize(2, 2),
        sheet["A1:B2"].offset(1, 1),
        sheet["A1:D4"][1:3, 1:3],
    ]
    assert {cells.address for cells in found} == {"$B$2:$C$3"}
    assert {(cells.row, cells.column, cells.shape, cells.count) for cells in found} == {
        (2, 2, (2, 2), 4)
    }
    assert sheet.range(2, 3).address == "$C$2"
    assert [cell.address for cell in sheet["A1:B2"]] == ["$A$1", "$B$1", "$A$2", "$B$2"]
    assert sheet["A1:B3"].last_cell.address == "$B$3"


def test_what_is_no_range_is_said(sheet: Any) -> None:
    from xlwings import NoSuchObjectError

    with pytest.raises(NoSuchObjectError, match="没有"):
        sheet["没有"]
    with pytest.raises(IndexError):
        sheet.range((0, 1))


def test_addresses_name_sheet_and_book(sheet: Any) -> None:
    cells = sheet["A1:B2"]
    assert cells.get_address(False, True) == "$A1:$B2"
    assert cells.get_address(include_sheetname=True) == "'三、依申请公开'!$A$1:$B$2"
    name = sheet.book.name
    assert cells.get_address(external=True) == f"'[{name}]三、依申请公开'!$A$1:$B$2"
    assert cells.api.RangeAddress.EndColumn == 1


def test_a_range_knows_its_name(sheet: Any) -> None:
    assert sheet["A1"].name is None
    sheet["A1:B2"].name = "applications.received.total"
    assert sheet["A1:B2"].name.name == "applications.received.total"
    assert sheet["A1"].name is None


def test_notes_are_written_read_and_taken_away(sheet: Any) -> None:
    assert not sheet["B2"].note
    sheet["B2"].add_note("应为 12")
    sheet["C3"].add_note("另一条")
    note: Any = sheet["B2"].note
    assert note.text == "应为 12"
    assert isinstance(note.author, str)
    assert note.location.address == "$B$2"
    assert note.api.Position.Row == 1
    note.text = "应为 21"
    assert [one.text for one in sheet.notes] == ["应为 21", "另一条"]
    sheet["B2"].note.delete()
    assert sheet["B2"].note is None
    assert sheet["C3"].note.text == "另一条"


def test_links_are_made_and_read(sheet: Any) -> None:
    sheet["A1"].add_hyperlink("https://www.gov.cn/", "中国政府网")
    assert sheet["A1"].value == "中国政府网"
    assert sheet["A1"].hyperlink == "https://www.gov.cn/"
    sheet["A2"].value = "没有链接"
    with pytest.raises(ValueError, match="hyperlink"):
        _ = sheet["A2"].hyperlink
