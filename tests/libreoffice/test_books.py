"""Books: opening, saving, closing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.office.live import Live

pytestmark = pytest.mark.office


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "年 报.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("三、依申请公开")
        sheet.write_row("A1", ["文字", 3])
        sheet.write_formula("C1", "=B1*2", None, 99)
    return path


def test_a_file_is_opened_and_found_again(live_office: Live, file: Path) -> None:
    import xlwings

    book = live_office.open(file)
    assert (book.name, Path(book.fullname)) == ("年 报.xlsx", file)
    assert book.sheets[0]["A1:C1"].value == ["文字", 3, 6]
    assert xlwings.Book(str(file)) == book
    assert live_office.app.books["年 报.xlsx"] == book
    assert live_office.app.books[str(file)] == book
    assert (len(live_office.app.books), live_office.app.books[0]) == (1, book)
    with pytest.raises(KeyError):
        live_office.app.books["没有.xlsx"]
    assert book.app == live_office.app
    assert book.api.supportsService("com.sun.star.sheet.SpreadsheetDocument")


def test_the_book_in_front_is_the_active_one(live_office: Live, file: Path) -> None:
    first, second = live_office.open(file), live_office.new()
    assert live_office.app.books.active == second
    first.activate()
    assert live_office.app.books.active == first
    assert [book.name for book in live_office.app.books] == [first.name, second.name]


def test_without_a_book_none_is_active(live_office: Live) -> None:
    from xlwings import NoSuchObjectError

    with pytest.raises(NoSuchObjectError, match="no book"):
        _ = live_office.app.books.active


def saved(path: Path, **options: Any) -> Any:
    """The first sheet of a saved file, as another program reads it."""
    return openpyxl.load_workbook(path, **options).worksheets[0]


def test_a_book_is_saved_where_it_is(live_office: Live, file: Path) -> None:
    book = live_office.open(file)
    book.sheets[0]["B1"].value = 7
    book.save()
    assert saved(file, data_only=True)["C1"].value == 14


def test_a_book_is_saved_elsewhere_in_the_form_of_the_ending(
    live_office: Live, file: Path, tmp_path: Path
) -> None:
    book = live_office.open(file)
    for name in ("另存.xlsx", "宏.xlsm", "旧.xls", "开放.ods", "网页.html"):
        book.save(tmp_path / name)
        assert (book.name, (tmp_path / name).stat().st_size > 500) == (name, True)
    assert saved(tmp_path / "宏.xlsm")["C1"].value == "=B1*2"
    book.save(tmp_path / "表.csv")
    text = (tmp_path / "表.csv").read_text(encoding="utf-8")
    assert text == "文字,3,6\n"
    with pytest.raises(ValueError, match=r"\.docx"):
        book.save(tmp_path / "文.docx")


def test_a_new_book_is_saved_under_its_title(
    live_office: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = live_office.new()
    title = book.name
    assert book.fullname == title
    book.save()
    assert Path(book.fullname) == tmp_path / f"{title}.xlsx"


def test_a_copy_leaves_the_book_as_it_is(live_office: Live, file: Path, tmp_path: Path) -> None:
    book = live_office.open(file)
    book.sheets[0]["B1"].value = 8
    book.impl.save_copy(tmp_path / "抄.xlsx")
    assert saved(tmp_path / "抄.xlsx")["B1"].value == 8
    assert saved(file)["B1"].value == 3
    assert (book.name, book.api.isModified()) == ("年 报.xlsx", True)


@pytest.mark.parametrize("name", ["锁.xlsx", "锁.xlsm", "锁.ods"])
def test_a_password_locks_the_file(live_office: Live, tmp_path: Path, name: str) -> None:
    from xlwings import XlwingsError

    book = live_office.new()
    book.sheets[0]["A1"].value = "秘"
    book.save(tmp_path / name, password="secret")
    book.close()
    with pytest.raises(XlwingsError, match="cannot open"):
        live_office.open(tmp_path / name)
    opened = live_office.app.books.open(tmp_path / name, password="secret")
    assert opened.sheets[0]["A1"].value == "秘"


def test_what_cannot_be_locked_is_not_saved_open(live_office: Live, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="password"):
        live_office.new().save(tmp_path / "锁.xls", password="secret")
    assert not (tmp_path / "锁.xls").exists()


def test_a_book_is_printed(live_office: Live, file: Path, tmp_path: Path) -> None:
    book = live_office.open(file)
    book.to_pdf(tmp_path / "年报.pdf")
    assert (tmp_path / "年报.pdf").read_bytes()[:5] == b"%PDF-"


def test_closing_drops_what_was_not_saved(live_office: Live, file: Path) -> None:
    with live_office.open(file) as book:
        book.sheets[0]["B1"].value = 9
    assert len(live_office.app.books) == 0
    assert saved(file)["B1"].value == 3


def test_a_file_opened_for_reading_is_not_saved(live_office: Live, file: Path) -> None:
    book: Any = live_office.app.books.open(file, read_only=True)
    assert book.api.isReadonly()


def test_what_is_no_spreadsheet_is_refused(live_office: Live, tmp_path: Path) -> None:
    from xlwings import XlwingsError

    (tmp_path / "文.rtf").write_text(r"{\rtf1 text}", encoding="utf-8")
    with pytest.raises(XlwingsError, match=r"cannot open .* as a spreadsheet"):
        live_office.open(tmp_path / "文.rtf")
    assert list(live_office.app.api.Components) == []


def test_a_place_where_nothing_can_be_saved_is_said(live_office: Live, tmp_path: Path) -> None:
    from xlwings import XlwingsError

    book = live_office.new()
    with pytest.raises(XlwingsError, match="cannot save"):
        book.save(tmp_path / "没有" / "年报.xlsx")
    with pytest.raises(XlwingsError, match="cannot save"):
        book.impl.save_copy(tmp_path / "没有" / "年报.xlsx")
    with pytest.raises(XlwingsError, match="cannot save"):
        book.to_pdf(tmp_path / "没有" / "年报.pdf")
    (tmp_path / "占.xlsx").mkdir()
    with pytest.raises(XlwingsError, match="cannot save"):
        book.save(tmp_path / "占.xlsx")
