"""A sheet as a stream says what the whole says; what is harmful is refused all the same."""

from __future__ import annotations

import io
import zlib
from typing import Any

import openpyxl
import pytest

from tests.ooxml.books import (
    MAIN,
    OFFICE,
    relations,
    sentence,
    sheet_xml,
    types,
    workbook_xml,
    zipped,
)
from xl_tools.ooxml import archive
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.sheet import Cell
from xl_tools.ooxml.stream import stream_rows
from xl_tools.ooxml.workbook import read_book


def book_with(sheet: bytes) -> bytes:
    listed = workbook_xml('<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets>')
    return zipped({
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": listed,
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet,
    })  # fmt: skip


def rows_of(data: bytes) -> dict[tuple[int, int], Cell]:
    book = read_book(open_package(data, "a.xlsx", 1 << 30))
    rows = stream_rows(book, book.sheets[0])
    return {(row, column): cell for row, cells in rows for column, cell in cells.items()}


def by_openpyxl(rows: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(rows):
        book.worksheets[0].append([f"2024-{number}", number, None, number / 7, "<&>", "=1+1"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("piece", [1 << 20, 4096, 100])
def test_the_stream_says_what_the_whole_says(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    data = by_openpyxl(300)
    book = read_book(open_package(data, "a.xlsx"))
    whole = dict(book.read(book.sheets[0]).cells)
    monkeypatch.setattr(archive, "PIECE", piece)
    assert rows_of(data) == whole
    assert len(whole) == 300 * 5


def test_rows_and_cells_that_name_no_place_are_counted_on_over_the_cuts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = "".join(f"<row><c><v>{n}</v></c><c/><c><v>{n}</v></c></row>" for n in range(200))
    monkeypatch.setattr(archive, "PIECE", 64)
    found = rows_of(book_with(sheet_xml(rows)))
    assert {at: cell.value for at, cell in found.items()} == {
        (row + 1, column): row for row in range(200) for column in (1, 3)
    }


@pytest.mark.parametrize("rows", ["", "<row/>", '<row r="3"><c r="B3"/></row>'])
def test_nothing_gives_nothing(rows: str) -> None:
    assert rows_of(book_with(sheet_xml(rows))) == {}


def test_an_empty_sheet_may_be_one_tag_and_tags_may_have_a_prefix() -> None:
    head = f'<x:worksheet xmlns:x="{MAIN}" xmlns:r="{OFFICE}">'
    empty = f"{head}<x:sheetData/></x:worksheet>".encode()
    some = f'{head}<x:sheetData><x:row r="2"><x:c r="C2"><x:v>7</x:v></x:c></x:row></x:sheetData>'
    assert rows_of(book_with(empty)) == {}
    assert list(rows_of(book_with(f"{some}</x:worksheet>".encode()))) == [(2, 3)]


GOOD = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (GOOD.replace(b"<worksheet", b"<!DOCTYPE a><worksheet", 1), "DOCTYPE"),
        (GOOD.replace(b"<row", b"<!-- <row> --><row", 1), "有注释一类的内容"),
        (GOOD.replace(b"<v>1</v>", b"<v><![CDATA[1]]></v>"), "有注释一类的内容"),
        (GOOD[:-30], "已损坏"),
        (GOOD + b"<x/>", "已损坏"),
        (GOOD.replace(b"sheetData", b"sheetDate"), "没有单元格的内容"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (GOOD.replace(b'r="A1"', b'r="A9"'), "写在了第 1 行里"),
        (GOOD.replace(b'r="1"', b'r="9999999"', 1), "超出了工作表"),
    ],
)
def test_what_makes_no_sense_is_refused(sheet: bytes, words: str) -> None:
    assert words in sentence(lambda: rows_of(book_with(sheet)))


def test_a_row_without_an_end_is_not_held_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_tools.ooxml.stream.LONGEST_ROW", 1000)
    monkeypatch.setattr(archive, "PIECE", 100)
    row = '<row r="1">' + '<c r="A1"/>' * 500 + "</row>"
    assert "长得不正常" in sentence(lambda: rows_of(book_with(sheet_xml(row))))


@pytest.mark.parametrize("change", ["crc", "longer", "shorter"])
def test_a_member_that_is_not_what_the_directory_says_is_refused(change: str) -> None:
    data = bytearray(book_with(GOOD))
    at = data.rfind(b"PK\x01\x02")  # the sheet is the last member
    field = at + 16 if change == "crc" else at + 24
    value = int.from_bytes(data[field : field + 4], "little")
    wrong: Any = value ^ 1 if change == "crc" else value + (9 if change == "longer" else -9)
    data[field : field + 4] = wrong.to_bytes(4, "little")
    words = sentence(lambda: rows_of(bytes(data)))
    assert "校验不符" in words or "长度不符" in words


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    sheet = GOOD.replace(b"<v>1</v>", b"<v>" + b"1" * (8 << 20) + b"</v>")
    assert len(zlib.compress(sheet)) * 200 < len(sheet)
    assert "压缩比" in sentence(lambda: rows_of(book_with(sheet)))
