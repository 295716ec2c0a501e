"""Formulas in Excel's words, both ways."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.live import Live
from xl_tools.libreoffice.formulas import errors_in, for_excel, for_parser, spelling


@pytest.mark.parametrize(
    ("excel", "parser"),
    [
        ("IF(TRUE,1,FALSE)", "IF(TRUE(),1,FALSE())"),
        ("IF(A1=true(),1,0)", "IF(A1=true(),1,0)"),
        ("IF(A1=\"TRUE\",TRUE!A1,'TRUE'!A1)", "IF(A1=\"TRUE\",TRUE!A1,'TRUE'!A1)"),
        ('SUM({TRUE,"}TRUE"})', 'SUM({TRUE,"}TRUE"})'),
        ("TRUE.TOTAL+TRUES", "TRUE.TOTAL+TRUES"),
        ("IFERROR(A1,#N/A)", "IFERROR(A1,NA())"),
        ('_xlfn.TEXTJOIN(",",TRUE,A1)', 'TEXTJOIN(",",TRUE(),A1)'),
        ("_xlfn._xlws.SORT(A1:A3)", "SORT(A1:A3)"),
        ('"_xlfn.#N/A"', '"_xlfn.#N/A"'),
    ],
)
def test_what_the_parser_does_not_read_is_spelt_otherwise(excel: str, parser: str) -> None:
    assert for_parser(excel) == parser


def test_an_error_that_nobody_enters_is_refused() -> None:
    with pytest.raises(ValueError, match="#REF!"):
        for_parser("A1+#REF!")


def test_what_the_parser_printed_reads_as_in_excel() -> None:
    assert for_excel('IF(TRUE(),"TRUE()",FALSE())') == 'IF(TRUE,"TRUE()",FALSE)'


def test_errors_are_found_outside_of_texts() -> None:
    assert errors_in('=IF(A1="#N/A";#N/A;#DIV/0!)') == ["#N/A", "#DIV/0!"]


def test_a_word_keeps_its_spelling() -> None:
    assert spelling("nosuch", "1+NoSuch(2)") == "NoSuch"
    assert spelling("absent", "1+2") == "absent"


# ---- in LibreOffice ----------------------------------------------------------------------

FORMULAS = [
    "='三、依申请公开'!J4+SUM(A1,B1)",
    "=SUM(B:B)+SUM(2:3)",
    "=SUM({1,2;3,4})",
    '=IF(A1="","是","否")',
    "=IFERROR(A1/0,0)",
    "=SUMPRODUCT((A1:A3>0)*1)",
    "=IF(A1=TRUE,1,FALSE)",
    '="a""b;,c"&A1',
    "=SUM(A1:B2 B1:C3)",
    '=COUNTIFS(A:A,">0")',
    "=A1%",
    "=SUM((A1,B2))",
    "=IF(A1,,2)",
    "='A''b'!$A$1",
    "=NoSuch(1,2)+XLOOKUP(1,A1,B1)",
    '=TEXTJOIN(",",TRUE,A1:A2)',
    "=STDEV.S(A1:A3)",
    "=-A1^2",
    "=SUM( A1 , B1 )",
    "=XFD1048576",
]


@pytest.fixture
def book(live_office: Live) -> Any:
    made = live_office.new()
    made.sheets[0].name = "勾稽"
    for name in ("三、依申请公开", "A'b"):
        made.sheets.add(name, after=made.sheets[-1])
    return made


@pytest.mark.office
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_comes_back_as_it_was_entered(book: Any, formula: str) -> None:
    cell = book.sheets["勾稽"]["D7"]
    cell.formula = formula
    assert cell.formula == formula


@pytest.mark.office
def test_a_formula_counts_over_sheets_with_chinese_names(book: Any) -> None:
    book.sheets["三、依申请公开"]["J4"].value = 40
    sheet = book.sheets["勾稽"]
    sheet["A1"].value = [1, 2]
    sheet["C1"].formula = "='三、依申请公开'!J4+SUM(A1,B1)"
    assert sheet["C1"].value == 43


@pytest.mark.office
def test_one_formula_over_many_cells_moves_its_references(book: Any) -> None:
    sheet = book.sheets["勾稽"]
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula = "=A1*10+$A$3"
    assert sheet["B1:B3"].formula == (("=A1*10+$A$3",), ("=A2*10+$A$3",), ("=A3*10+$A$3",))
    assert sheet["B1:B3"].value == [13, 23, 33]


@pytest.mark.office
def test_formulas_and_constants_are_read_together(book: Any) -> None:
    sheet = book.sheets["勾稽"]
    sheet["A1"].value = [[1.5, "文字", True, None, "=A1*2", "'=不是公式"]]
    assert sheet["A1:F1"].formula == (("1.5", "文字", "TRUE", "", "=A1*2", "=不是公式"),)


@pytest.mark.office
def test_an_error_value_in_a_formula_is_shown(book: Any) -> None:
    sheet = book.sheets["勾稽"]
    sheet["B1"].formula = "=IFERROR(A1,#N/A)"
    assert sheet["B1"].formula == "=IFERROR(A1,NA())"
    sheet["B2"].api.setFormula("=#N/A")  # as a file may bring it
    assert sheet["B2"].formula == "=#N/A"
    sheet["D1"].formula = "=C5+1"
    sheet["5:5"].delete()
    assert sheet["D1"].formula == "=#REF!+1"


@pytest.mark.office
def test_an_array_formula_spans_its_cells(book: Any) -> None:
    sheet = book.sheets["勾稽"]
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula_array = "=A1:A3*'勾稽'!A1"
    assert sheet["B1:B3"].value == [1, 2, 3]
    assert sheet["B1:B3"].formula_array == "=A1:A3*勾稽!A1"
    assert sheet["B2"].has_array
    assert sheet["B2"].formula == "=A1:A3*勾稽!A1"
    assert not sheet["A1"].has_array
    assert sheet["A1:A3"].formula_array is None
    sheet["C1"].formula = "=A1"
    assert sheet["C1"].formula_array == "=A1"


@pytest.mark.office
def test_formula2_is_formula(book: Any) -> None:
    cell = book.sheets["勾稽"]["A1"]
    cell.formula2 = "=SUM(B1,2)"
    assert (cell.formula2, cell.value) == ("=SUM(B1,2)", 2)
