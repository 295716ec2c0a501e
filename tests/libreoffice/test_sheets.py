"""The sheets of a book."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.live import Live

pytestmark = pytest.mark.office


@pytest.fixture
def book(live_office: Live) -> Any:
    made = live_office.new()
    made.sheets[0].name = "甲"
    made.sheets.add("丙", after="甲")
    made.sheets.add("乙", before="丙")
    return made


def test_sheets_are_found_by_name_and_place(book: Any) -> None:
    assert book.sheet_names == ["甲", "乙", "丙"]
    assert (len(book.sheets), book.sheets.count) == (3, 3)
    assert (book.sheets["乙"].index, book.sheets[-1].name, book.sheets(1).name) == (2, "丙", "甲")
    assert [sheet.name for sheet in book.sheets] == ["甲", "乙", "丙"]
    assert "乙" in book.sheets
    assert "丁" not in book.sheets
    with pytest.raises(KeyError):
        book.sheets["丁"]
    with pytest.raises(IndexError):
        book.sheets[3]
    with pytest.raises(IndexError):
        book.sheets(4)


def test_a_sheet_is_found_in_small_and_capital_letters(book: Any) -> None:
    book.sheets.add("Check")
    assert book.sheets["cHECK"].name == "Check"


def test_a_new_sheet_is_shown(book: Any) -> None:
    assert book.sheets.active.name == "乙"
    added = book.sheets.add()
    assert book.sheets.active.name == added.name == "Sheet4"
    assert added.index == 2
    book.sheets["丙"].activate()
    assert book.sheets.active.name == "丙"
    book.sheets["甲"].select()
    assert book.sheets.active.name == "甲"


def test_a_sheet_stays_itself_when_renamed_or_moved(book: Any) -> None:
    sheet = book.sheets["乙"]
    sheet.name = "三、依申请公开"
    assert book.sheet_names == ["甲", "三、依申请公开", "丙"]
    book.sheets.add("先", before="甲")
    assert (sheet.name, sheet.index) == ("三、依申请公开", 3)
    sheet.move(after=book.sheets["丙"])
    assert (sheet.index, book.sheet_names) == (4, ["先", "甲", "丙", "三、依申请公开"])
    sheet.move(before=book.sheets["先"])
    assert book.sheet_names == ["三、依申请公开", "先", "甲", "丙"]


def test_sheets_are_hidden_and_deleted(book: Any) -> None:
    from xlwings import NoSuchObjectError

    sheet = book.sheets["乙"]
    sheet.visible = False
    assert (sheet.visible, book.sheets["甲"].visible) == (False, True)
    sheet["A1"].value = 1
    assert sheet["A1"].value == 1
    sheet.delete()
    assert book.sheet_names == ["甲", "丙"]
    with pytest.raises(NoSuchObjectError, match="deleted"):
        _ = sheet.name


def test_a_sheet_is_copied_within_its_book_and_into_another(book: Any, live_office: Live) -> None:
    book.sheets["甲"]["A1"].value = [[1, "=A1*2"]]
    copied = book.sheets["甲"].copy()
    assert (copied.name, copied.index) == ("甲 (2)", 4)
    assert book.sheets["甲"].copy(before=book.sheets["甲"]).name == "甲 (3)"
    named = book.sheets["甲"].copy(after=book.sheets["甲"], name="抄")
    assert named["A1:B1"].value == [1, 2]
    other = live_office.new()
    there = book.sheets["甲"].copy(after=other.sheets[0])
    assert (there.index, there["A1:B1"].value) == (2, [1, 2])


def test_what_is_used_is_known(book: Any) -> None:
    sheet = book.sheets["甲"]
    assert sheet.used_range.address == "$A$1"
    sheet["B3:D5"].value = 1
    assert sheet.used_range.address == "$B$3:$D$5"
    assert sheet.cells.shape == (1048576, 16384)
    assert sheet.cells[2, 1].address == "$B$3"
    assert sheet.cells.end("down").address == "$A$1048576"
    sheet["A1"].color = (1, 2, 3)
    sheet.clear_contents()
    assert (sheet["B3"].value, sheet["A1"].color) == (None, (1, 2, 3))
    sheet["A1"].value = 5
    sheet.clear_formats()
    assert (sheet["A1"].value, sheet["A1"].color) == (5, None)
    sheet.clear()
    assert sheet["A1"].value is None


def test_cells_taken_out_of_the_first_row_do_not_move_the_sheet(book: Any) -> None:
    sheet = book.sheets["甲"]
    sheet["A1"].value = [[1], [2]]
    sheet["A1"].delete("up")
    assert (sheet["A1"].value, sheet.cells.row, sheet.name) == (2, 1, "甲")


def test_the_sheet_in_libreoffice_is_at_hand(book: Any) -> None:
    assert book.sheets["乙"].api.Name == "乙"
    assert book.sheets.api.Count == 3
    assert book.sheets["乙"].book.name == book.name
