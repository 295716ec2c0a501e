"""The office itself: what its other users take for granted."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.office.session import Office, OfficeTrouble

pytestmark = pytest.mark.office


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose cached values are all wrong."""
    path = tmp_path / "账 册.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("三、依申请公开")
        sheet.write_row("A1", ["文字", 3, True])
        for column, formula in enumerate(
            ["=B1+4", "=B1=3", "=1/0", '=IF(B1=3,"是","否")', '=""', "=NA()", "=B1*0"], start=3
        ):
            sheet.write_formula(0, column, formula, None, 99)
        workbook.add_worksheet("藏").hide()
        workbook.get_worksheet_by_name("藏").write_formula("C5", "='三、依申请公开'!D1*2", None, 0)
    return path


def test_values_are_recalculated_and_typed(office: Office, book: Path) -> None:
    first = {1: "文字", 2: 3.0, 3: True, 4: 7.0, 5: True, 6: "#DIV/0!", 7: "是", 9: "#N/A", 10: 0.0}
    assert {
        "三、依申请公开": {(1, column): value for column, value in first.items()},
        "藏": {(5, 3): 14.0},
    } == office.values(book)
    assert isinstance(office.values(book)["三、依申请公开"][1, 5], bool)


def test_a_workbook_is_printed_and_shown(office: Office, book: Path, tmp_path: Path) -> None:
    pdf = office.pdf(book, tmp_path / "账册.pdf")
    with pdfplumber.open(pdf) as pages:
        assert "文字" in pages.pages[0].extract_text()
        pictures = office.pages(pdf, tmp_path / "pictures", dpi=50)
        assert len(pages.pages) == len(pictures)
    assert {b"\x89PNG"} == {picture.read_bytes()[:4] for picture in pictures}


def test_a_printed_document_keeps_every_mark(office: Office, tmp_path: Path) -> None:
    dice = random.Random(1)
    text = "".join("公" * dice.randint(2, 14) + dice.choice("，。；、：）") for _ in range(800))
    pdf = office.pdf(_justified(text, tmp_path / "年报.docx"), tmp_path / "年报.pdf")
    with pdfplumber.open(pdf) as pages:
        printed = "".join(char["text"] for page in pages.pages for char in page.chars)
    assert text == printed.replace(" ", "").replace("\n", "")


def _justified(text: str, path: Path) -> Path:
    """Justified Chinese text; printed directly it would lose marks at the ends of lines."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(210), Mm(28), Mm(26)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(16), "仿宋_GB2312"
    properties = run._element.get_or_add_rPr()
    for name, attribute, value in (("spacing", "val", "-5"), ("lang", "eastAsia", "zh-CN")):
        element = OxmlElement(f"w:{name}")
        element.set(qn(f"w:{attribute}"), value)
        properties.append(element)
    for element in properties.iter(qn("w:rFonts")):
        element.set(qn("w:eastAsia"), "仿宋_GB2312")
        element.set(qn("w:hint"), "eastAsia")
    document.save(str(path))
    return path


def test_a_file_that_does_not_load_is_said_and_the_next_one_works(
    office: Office, book: Path, tmp_path: Path
) -> None:
    with pytest.raises(OfficeTrouble):
        office.values(tmp_path / "没有.xlsx")
    assert office.values(book)["藏"]


def test_an_office_that_died_is_started_again(office: Office, book: Path) -> None:
    office.values(book)
    os.killpg(office._processes[0].pid, signal.SIGKILL)
    assert office.values(book)["藏"] == {(5, 3): 14.0}


def test_the_validator_knows_good_from_bad(
    ooxml_validator: Callable[[Path], list[str]], book: Path, tmp_path: Path
) -> None:
    assert ooxml_validator(book) == []
    broken = tmp_path / "坏.docx"
    document = docx.Document()
    document.element.body.append(document.add_table(1, 1).rows[0]._tr)  # a row outside a table
    document.save(str(broken))
    assert "word/document.xml" in "".join(ooxml_validator(broken))


def test_the_validator_allows_only_the_font_order_of_openpyxl(
    ooxml_validator: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "开.xlsx"
    openpyxl.Workbook().save(path)
    assert ooxml_validator(path) == []
