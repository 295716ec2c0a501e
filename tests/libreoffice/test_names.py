"""Defined names of books and of their sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office.live import Live
from xl_tools.libreoffice.names import NEWBORN

pytestmark = pytest.mark.office

RECEIVED = "applications.received.total"


@pytest.fixture
def book(live_office: Live) -> Any:
    made = live_office.new()
    made.sheets[0].name = "三、依申请公开"
    made.sheets.add("校验", after=made.sheets[-1])
    return made


def test_a_name_with_dots_stands_for_cells(book: Any) -> None:
    name = book.names.add(RECEIVED, "='三、依申请公开'!$J$4")
    assert (name.name, name.refers_to) == (RECEIVED, "='三、依申请公开'!$J$4")
    assert name.refers_to_range.get_address(include_sheetname=True) == "'三、依申请公开'!$J$4"
    assert name.api.Content == "$'三、依申请公开'.$J$4"
    book.sheets[0]["J4"].value = 40
    book.sheets[1]["A1"].formula = f"={RECEIVED}*2"
    assert book.sheets[1]["A1"].value == 80
    assert book.sheets[1][RECEIVED].value == 40


def test_names_are_found_in_small_and_capital_letters(book: Any) -> None:
    book.names.add(RECEIVED, "='三、依申请公开'!$J$4")
    assert RECEIVED.upper() in book.names
    assert book.names[RECEIVED.upper()].name == RECEIVED
    assert (book.names[0].name, book.names(1).name) == (RECEIVED, RECEIVED)
    assert "没有" not in book.names
    with pytest.raises(KeyError):
        book.names["没有"]


def test_names_stand_for_constants_and_formulas(book: Any) -> None:
    book.names.add("meta.year", "=2024")
    book.names.add("meta.tool", '="年报"')
    book.names.add("sums", "=SUM('三、依申请公开'!$A$1:$A$3)")
    assert [name.refers_to for name in book.names] == [
        '="年报"', "=2024", "=SUM('三、依申请公开'!$A$1:$A$3)",
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"meta\.year"):
        _ = book.names["meta.year"].refers_to_range


def test_a_name_is_defined_anew_renamed_and_taken_away(book: Any) -> None:
    name = book.names.add(RECEIVED, "='三、依申请公开'!$J$4")
    book.names.add(RECEIVED, "=校验!$A$1")
    assert name.refers_to == "=校验!$A$1"
    name.refers_to = "=校验!$B$2:$C$3"
    assert name.refers_to_range.address == "$B$2:$C$3"
    name.name = "meta.year"
    assert [one.name for one in book.names] == ["meta.year"]
    name.delete()
    assert len(book.names) == 0


def test_a_sheet_has_names_of_its_own(book: Any) -> None:
    first, second = book.sheets
    first.names.add("合计", "='三、依申请公开'!$A$1")
    book.names.add("校验!合计", "=校验!$B$2")
    book.names.add("全书", "=1")
    assert [name.name for name in first.names] == ["'三、依申请公开'!合计"]
    assert [name.name for name in book.names] == ["全书", "'三、依申请公开'!合计", "校验!合计"]
    assert second["合计"].address == "$B$2"
    assert book.names["'三、依申请公开'!合计"].refers_to_range.address == "$A$1"
    assert second.names["合计"].name == "校验!合计"
    assert "没有!合计" not in book.names
    second.names["合计"].delete()
    assert len(second.names) == 0


@pytest.mark.parametrize("wrong", ["A1", "有 空格", "1a", "a-b", ""])
def test_what_cannot_be_a_name_is_said_and_leaves_nothing(book: Any, wrong: str) -> None:
    with pytest.raises(ValueError, match="defined name"):
        book.names.add(wrong, "=1")
    assert NEWBORN not in book.names


def test_names_reach_the_file(book: Any, tmp_path: Path) -> None:
    book.names.add(RECEIVED, "='三、依申请公开'!$J$4")
    book.sheets[1].names.add("合计", "=校验!$A$1")
    book.save(tmp_path / "名.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "名.xlsx")
    assert saved.defined_names[RECEIVED].attr_text == "'三、依申请公开'!$J$4"
    assert saved["校验"].defined_names["合计"].attr_text == "校验!$A$1"
