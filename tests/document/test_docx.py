"""The Word file holds every figure in its place and every paragraph, whoever reads it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from tests.document.reports import OVERVIEW, form, numbered, report
from tests.lint.document import lint_document
from tests.running import fewer
from xl_tools.document import compose, write_document
from xl_tools.document.blocks import Document
from xl_tools.edition import builtin_editions, load_edition
from xl_tools.grid import Box, grid_of
from xl_tools.report import Form, Organ, Report, Value, form_of

EDITIONS = ["2021", "2019"]
RARE = "A&B公司<测试>“引号”'{{x}}\"䶮𠮷堽 😀—…·]]>\t&amp; _x000D_ 末"


def written(document: Document) -> Any:
    """The document as python-docx reads it."""
    return docx.Document(io.BytesIO(write_document(document, "docx")))


def boxes(opened: Any, of: Form) -> Iterator[tuple[Box, str]]:
    """Every box of the tables with the text that python-docx finds in it, merged cells merged."""
    for table, printed in zip(of.tables.values(), opened.tables, strict=True):
        grid = grid_of(table)
        cells = printed._cells  # a list computed once: .cell() computes it each time
        found: set[int] = set()
        assert (len(printed.rows), len(printed.columns)) == (grid.height, grid.width)
        for box in grid.boxes:
            covered = {
                id(cells[row * grid.width + column]._tc)
                for row in range(box.row, box.row + box.rows)
                for column in range(box.column, box.column + box.columns)
            }
            assert len(covered) == 1, box
            assert not covered & found, box
            found |= covered
            yield box, cells[box.row * grid.width + box.column].text


def figures(opened: Any, of: Form) -> dict[str, str]:
    return {box.figure.id: text for box, text in boxes(opened, of) if box.figure}


# ---- any report --------------------------------------------------------------------------

SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXTS = st.text(SIGNS, max_size=40)
NUMBERS = st.integers(0, 10**9).map(Decimal) | st.decimals(-9999, 9999, places=6)
NARRATIVES = st.lists(
    st.sampled_from(["", "（一）", "1.", "　　"]).flatmap(lambda start: TEXTS.map(start.__add__))
).map("\n".join)


@st.composite
def reports(draw: st.DrawFn, of: Form) -> Report:
    names = ["preface", *(section.id for section in of.edition.sections)]
    values: Any = st.just(Decimal(0)) | NUMBERS | TEXTS.filter(str.strip)
    return Report(
        of.edition.id,
        draw(st.integers(2019, 2099)),
        Organ(draw(TEXTS.filter(str.strip)), phone=draw(TEXTS)),
        draw(st.dictionaries(st.sampled_from(list(of.figures())), values)),
        draw(st.dictionaries(st.sampled_from(names), NARRATIVES)),
        title=draw(TEXTS),
        date=draw(st.dates().map(str) | TEXTS),
        signature=draw(TEXTS),
    )


@pytest.mark.parametrize("edition", EDITIONS)
@fewer
@given(data=st.data())
def test_any_report_is_all_there(edition: str, data: st.DataObject) -> None:
    of = form(edition)
    document = compose(data.draw(reports(of)), of)
    opened = written(document)
    assert [paragraph.text for paragraph in opened.paragraphs] == document.paragraphs()
    expected = {cell: text for block in document.tables() for cell, text in block.texts.items()}
    assert figures(opened, of) == expected


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_stands_in_its_own_cell(edition: str) -> None:
    of = form(edition)
    opened = written(compose(report(edition, numbered(of)), of))
    assert figures(opened, of) == {cell: str(value) for cell, value in numbered(of).items()}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_fixed_wording_is_that_of_the_form(edition: str) -> None:
    of = form(edition)
    for box, text in boxes(written(compose(report(edition), of)), of):
        if box.figure is None:
            assert text.replace("\n", "") == box.text


def test_rare_and_awkward_characters_survive_everywhere() -> None:
    of = form("2021")
    narrative = {"preface": RARE, "overview": f"（一）{RARE}。{RARE}\n{RARE}", "disputes": RARE}
    cells: dict[str, Value] = {"disclosure.fees.amount": f"{RARE}\n{RARE}"}
    odd = report("2021", cells)._replace(
        organ=Organ(RARE), title=f"{RARE}2024年{RARE}", signature=RARE, narrative=narrative
    )
    document = compose(odd, of)
    opened = written(document)
    assert [paragraph.text for paragraph in opened.paragraphs] == document.paragraphs()
    assert document.paragraphs().count(RARE) >= 4
    assert figures(opened, of)["disclosure.fees.amount"] == f"{RARE}\n{RARE}"
    assert opened.core_properties.author == RARE


# ---- looks -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened() -> Any:
    return written(compose(report(), form("2021")))


def styles_of(opened: Any, text: str) -> list[tuple[str, str, str]]:
    """(paragraph style, character style, text) of each run of the paragraph that starts so."""
    found = next(p for p in opened.paragraphs if p.text.startswith(text))
    return [(found.style.style_id, run.style.style_id, run.text) for run in found.runs]


def test_a_heading_that_runs_in_is_a_run_of_its_own(opened: Any) -> None:
    (heading, body) = styles_of(opened, "（一）主动公开情况")
    assert heading == ("BodyText", "Heading2Char", "（一）主动公开情况。")
    assert body[:2] == ("BodyText", "DefaultParagraphFont")
    assert styles_of(opened, "1.严把")[0][1:] == ("Heading3Char", "1.严把审核关口。")


def test_a_heading_on_its_own_line_is_in_the_outline(opened: Any) -> None:
    for text, style in (
        ("一、总体情况", "Heading1"),
        ("（三）政府信息管理", "Heading2"),
        ("2.规范", "Heading3"),
    ):
        ((found, _, _),) = styles_of(opened, text)
        assert found == style
        level = opened.styles.element.get_by_id(found).pPr.find(qn("w:outlineLvl"))
        assert level.get(qn("w:val")) == str(int(style[-1]) - 1)


def test_chinese_punctuation_is_taken_from_the_chinese_font(opened: Any) -> None:
    runs = [run for p in opened.paragraphs for run in p.runs if not run.text.isascii()]
    assert len(runs) > 20
    for run in runs:
        assert run._element.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def rows_of(opened: Any, number: int) -> list[Any]:
    return list(opened.tables[number]._tbl.tr_lst)


def test_the_header_of_a_table_repeats_and_rows_stay_whole(opened: Any) -> None:
    for number, table in enumerate(form("2021").tables.values()):
        rows = rows_of(opened, number)
        headers = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        count = grid_of(table).header_rows
        assert headers == [True] * count + [False] * (len(rows) - count)
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_rows_hold_on_to_the_next_up_to_the_last(opened: Any) -> None:
    for number in range(3):
        *rows, last = rows_of(opened, number)
        assert all(
            p.pPr.find(qn("w:keepNext")) is not None for r in rows for p in r.iter(qn("w:p"))
        )
        assert all(p.pPr.find(qn("w:keepNext")) is None for p in last.iter(qn("w:p")))


def test_the_narrow_group_is_set_upright_and_numbered_groups_on_two_lines(opened: Any) -> None:
    applications = opened.tables[1]
    turned = {
        cell.text: cell._tc.tcPr.find(qn("w:textDirection")).get(qn("w:val"))
        for cell in applications._cells
        if cell._tc.tcPr.find(qn("w:textDirection")) is not None
    }
    assert turned == {"三、本年度办理结果": "tbRlV"}
    texts = {cell.text for cell in applications._cells}
    assert {"（三）\n不予公开", "（四）\n无法提供", "（五）\n不予处理", "（六）\n其他处理"} <= texts


def test_a_figure_too_wide_for_its_cell_is_set_narrower_not_broken() -> None:
    cells: dict[str, Value] = {
        "applications.total.total": Decimal(123456),
        "applications.total.research": Decimal(12345),
    }
    opened = written(compose(report("2021", cells), form("2021")))
    scale = {
        cell.text: cell._tc.find(f".//{qn('w:w')}")
        for cell in opened.tables[1]._cells
        if cell.text.isdigit()
    }
    assert scale["12345"] is None
    assert scale["123456"].get(qn("w:val")) == "89"


def test_an_address_does_not_pull_its_line_apart(opened: Any) -> None:
    ragged = {p.text[:4] for p in opened.paragraphs if p._p.xpath("./w:pPr/w:jc")}
    assert ragged == {"对本报告"}


def test_the_properties_say_what_the_document_is(opened: Any) -> None:
    properties = opened.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "宝清县万金山乡人民政府2024年政府信息公开工作年度报告",
        "宝清县万金山乡人民政府",
        "zh-CN",
    )
    assert properties.created.date().isoformat() == "2025-01-20"


def test_a_date_that_is_none_is_no_property() -> None:
    opened = written(compose(report()._replace(date="2025年1月"), form("2021")))
    assert "created" not in opened.core_properties._element.xml


# ---- the file ----------------------------------------------------------------------------


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = (write_document(compose(report(), form("2021")), "docx") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("edition", EDITIONS)
def test_word_has_nothing_to_repair(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "年报.docx"
    path.write_bytes(write_document(compose(report(edition), form(edition)), "docx"))
    assert lint_document(path) == []


def test_a_form_of_other_rows_and_sizes_is_printed_too(tmp_path: Path) -> None:
    of = other_form(tmp_path)
    cells = numbered(of)
    document = compose(Report("other", 2030, Organ("某局"), cells), of)
    path = tmp_path / "年报.docx"
    path.write_bytes(write_document(document, "docx"))
    opened = docx.Document(str(path))
    assert figures(opened, of) == {cell: str(value) for cell, value in cells.items()}
    assert lint_document(path) == []
    style = opened.tables[2]._cells[0].paragraphs[0].style
    assert (style.style_id, style.font.size.pt) == ("Table17", 8.5)


def other_form(folder: Path) -> Form:
    """A form whose table 4 is a list with a group, in a font of its own, and a row of columns."""
    path = folder / "other.toml"
    path.write_text(
        """extends = "2021"
id = "other"
name = "另一版"
document = "试"
years = { from = 2030 }
[tables.disputes]
number = "表四"
caption = "另一张“表”&<名>"
layout = "matrix"
corner = "说明"
widths = [8, 60, 30, 30]
row_height = 7
font_size = 8.5
type = "count"
columns = [{ id = "a", label = "甲" }, { id = "b", label = "乙" }]
rows = [
  { id = "one", label = "一、第一行" },
  { id = "two", group = ["二、某一组"], label = "（一）其一" },
  { id = "three", group = ["二、某一组"], label = "（二）其二" },
]
""",
        encoding="utf-8",
    )
    edition = load_edition(path)
    return form_of(Report("other", 2030, Organ("某局")), builtin_editions().adding(edition))


@pytest.mark.office
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_open_xml_sdk_has_nothing_to_say(
    edition: str, tmp_path: Path, ooxml_validator: Any
) -> None:
    path = tmp_path / "年报.docx"
    odd = report(edition)._replace(narrative={"overview": f"{OVERVIEW}\n（六）甲。{RARE}"})
    path.write_bytes(write_document(compose(odd, form(edition)), "docx"))
    assert ooxml_validator(path) == []


def test_no_table_is_wider_than_the_text(opened: Any) -> None:
    section = opened.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for table in opened.tables:
        columns = [int(column.w) for column in table._tbl.tblGrid.gridCol_lst]
        assert sum(columns) <= width + 12700  # a point for rounding
        assert re.search(r'<w:tblLayout w:type="fixed"/>', table._tbl.xml)
