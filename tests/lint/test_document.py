from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.lint.document import lint_document
from tests.lint.mutants import doubled, mutant

BODY, STYLES, FOOTER = "word/document.xml", "word/styles.xml", "word/footer1.xml"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
FOOTER_TYPE = (
    '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footer+xml"/>'
)
SPAN, RESTART, GO_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
END = '<w:fldChar w:fldCharType="end"/>'


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A document with headings, a list, a merged table and a page number, by python-docx."""
    path = tmp_path / "good.docx"
    document = docx.Document()
    document.add_heading("一、总体情况")
    document.add_paragraph("主动公开", style="List Number")
    table = document.add_table(3, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "申请人情况"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "结果"
    page = document.sections[0].footer.paragraphs[0]
    for name, kind in (("fldChar", "begin"), ("instrText", ""), ("fldChar", "end")):
        element = OxmlElement(f"w:{name}")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        page.add_run()._element.append(element)
    document.save(str(path))
    return path


class Fault(NamedTuple):
    """One change of one member, and the one complaint it must give."""

    member: str
    old: str
    new: str
    complaint: str


FAULTS = {
    "span beyond the grid": Fault(
        BODY, SPAN, '<w:gridSpan w:val="3"/>', f"{BODY}: table 1: row 1: covers 4 of 3 columns"
    ),
    "row too short": Fault(BODY, SPAN, "", f"{BODY}: table 1: row 1: covers 2 of 3 columns"),
    "row without cells": Fault(
        BODY, "</w:tbl>", "<w:tr/></w:tbl>", f"{BODY}: table 1: row 4: has no cells"
    ),
    "table without rows": Fault(
        BODY,
        "<w:sectPr",
        '<w:tbl><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid></w:tbl><w:sectPr',
        f"{BODY}: table 2: has no rows",
    ),
    "cell without a paragraph": Fault(
        BODY,
        "<w:p/></w:tc>",
        "</w:tc>",
        f"{BODY}: table 1: row 1: cell 2 does not end with a paragraph",
    ),
    "merge that continues nothing": Fault(
        BODY, RESTART, "", f"{BODY}: table 1: row 3: cell 1 continues no cell above"
    ),
    "merge that is none": Fault(
        BODY,
        GO_ON,
        '<w:vMerge w:val="cont"/>',
        f"{BODY}: table 1: row 3: cell 1 is merged as 'cont'",
    ),
    "cell of another width than its columns": Fault(
        BODY,
        '<w:tcW w:type="dxa" w:w="5760"/>',
        '<w:tcW w:type="dxa" w:w="5000"/>',
        f"{BODY}: table 1: row 1: cell 1 is 5000 wide, its columns are 5760",
    ),
    "field without an end": Fault(FOOTER, END, "", f"{FOOTER}: 1 fields have no end"),
    "field with two ends": Fault(
        FOOTER, END, END + END, f"{FOOTER}: a field has its end and no begin"
    ),
    "code outside a field": Fault(
        BODY,
        "<w:t>主动公开</w:t>",
        "<w:instrText>PAGE</w:instrText>",
        f"{BODY}: field code 'PAGE' stands in no field",
    ),
    "style of a paragraph": Fault(
        BODY, 'pStyle w:val="Heading1"', 'pStyle w:val="标题"', f"{BODY}: style '标题' is missing"
    ),
    "style of a table": Fault(
        BODY,
        'tblStyle w:val="TableGrid"',
        'tblStyle w:val="表格"',
        f"{BODY}: style '表格' is missing",
    ),
    "style behind a style": Fault(
        STYLES,
        'basedOn w:val="Normal"',
        'basedOn w:val="正文"',
        f"{STYLES}: style '正文' is missing",
    ),
    "numbering": Fault(
        BODY,
        '<w:pStyle w:val="ListNumber"/>',
        '<w:pStyle w:val="ListNumber"/><w:numPr><w:numId w:val="77"/></w:numPr>',
        f"{BODY}: numbering '77' is missing",
    ),
    "no content type": Fault(TYPES, FOOTER_TYPE, "", f"{FOOTER}: has no content type"),
    "relationship that leads nowhere": Fault(
        RELATIONS,
        'Target="theme/theme1.xml"',
        'Target="theme/theme9.xml"',
        f"{RELATIONS}: rId8 leads to word/theme/theme9.xml, which is missing",
    ),
}


def test_a_good_document_gives_no_complaint(good: Path) -> None:
    assert lint_document(good) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gives_exactly_its_complaint(good: Path, name: str) -> None:
    fault = FAULTS[name]
    assert lint_document(mutant(good, fault.member, fault.old, fault.new)) == [fault.complaint]


def test_a_control_character_is_a_complaint(good: Path) -> None:
    (complaint,) = lint_document(mutant(good, BODY, "主动公开", "主动\x0b公开"))
    assert complaint.startswith(f"{BODY}: not well-formed at line")


def test_a_character_that_is_none_is_a_complaint(good: Path) -> None:
    (complaint,) = lint_document(mutant(good, BODY, "主动公开", "主动\ufffe公开"))
    assert complaint.startswith(f"{BODY}: not well-formed at line")


def test_a_part_that_stands_in_the_file_twice_is_a_complaint(good: Path) -> None:
    assert lint_document(doubled(good, FOOTER)) == [f"{FOOTER}: stands in the file 2 times"]


def test_a_footer_without_its_relationship_is_a_complaint(good: Path) -> None:
    assert lint_document(mutant(good, RELATIONS, 'Id="rId9"', 'Id="rId99"')) == [
        f"{BODY}: footerReference refers to relationship rId9, which is missing"
    ]
