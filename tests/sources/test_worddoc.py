"""Word documents, ours and from other hands, give the report that is printed in them."""

from __future__ import annotations

import io
import re

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import fewer
from tests.sources.pages import EDITIONS, composed, report
from tests.sources.same import differences
from tests.sources.worddocs import REWRITES, written
from xl_tools.document import compose
from xl_tools.document.blocks import Heading, TableBlock, Title
from xl_tools.document.docx import write_docx
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, form_of
from xl_tools.sources import read_bytes


def read(data: bytes) -> Reading:
    return read_bytes(data, "年报.docx", EDITIONS)


@fewer
@given(st.sampled_from(["2021", "2019"]), st.integers(0, 10_000))
def test_what_we_write_is_read_back_as_it_was(edition: str, seed: int) -> None:
    of = report(edition, seed)
    assert differences(of, read(write_docx(composed(of)))) == {}


@pytest.mark.parametrize("habit", REWRITES)
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_other_markup_says_the_same(edition: str, habit: str, deep: bool) -> None:
    for seed in range(40 if deep else 2):
        of = report(edition, seed)
        data = written(composed(of), *REWRITES[habit])
        if habit not in ("ours", "a deleted paragraph mark"):
            assert data != written(composed(of))
        assert differences(of, read(data)) == {}, seed


def test_a_table_of_the_older_edition_is_named_beside_the_newer_ones() -> None:
    old, new = report("2019", 2), report("2021", 2)
    cells = {c: v for c, v in new.cells.items() if not c.startswith("applications")}
    cells |= {c: v for c, v in old.cells.items() if c.startswith("applications")}
    both = new._replace(cells=cells, table_editions={"applications": "2019"})
    assert differences(both, read(write_docx(compose(both, form_of(both, EDITIONS))))) == {}


def test_a_document_of_python_docx_is_read() -> None:
    of = report("2021", 0)
    made = docx.Document()
    for block in composed(of).blocks:
        if isinstance(block, Title):
            made.add_paragraph("".join(block.lines))
        elif isinstance(block, TableBlock):
            table = made.add_table(block.grid.height, block.grid.width)
            for box in block.grid.boxes:
                first = table.cell(box.row, box.column)
                last = table.cell(box.row + box.rows - 1, box.column + box.columns - 1)
                first.merge(last).text = block.texts[box.figure.id] if box.figure else box.text
        else:
            made.add_paragraph(block.text + (block.body if isinstance(block, Heading) else ""))
    out = io.BytesIO()
    made.save(out)
    assert differences(of, read(out.getvalue())) == {}


def test_numbers_that_word_counts_are_part_of_the_text() -> None:
    of = report("2021", 0)

    def numbered(xml: str) -> str:
        for number, title in enumerate(("总体情况", "主动公开政府信息情况"), start=1):
            written_out = "一二"[number - 1] + "、" + title
            at = xml.index(f">{written_out}<")
            start = xml.rindex("<w:pPr>", 0, at) + len("<w:pPr>")
            style = xml[start : xml.index("/>", start) + 2]
            listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            old = xml[start : at + len(written_out) + 2]
            xml = xml.replace(
                old, old.replace(style, style + listed, 1).replace(written_out, title)
            )
        return xml

    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lists = (
        f'<w:numbering {w}><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
    )
    data = written(composed(of), numbered, parts={"word/numbering.xml": lists})
    reading = read(data)
    assert differences(of, reading) == {}
    assert reading.notes == ()


def test_every_figure_knows_where_it_stands() -> None:
    found = read(write_docx(composed(report("2021", 0)))).report
    assert (
        found.extra["origins"]["disputes.reconsideration.total"] == "文档第 3 个表格第 4 行第 5 列"
    )


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:tbl><w:tr><w:tc>" * 40),
        lambda xml: re.sub(r"<w:body>.*</w:body>", "<w:body><w:p/></w:body>", xml, flags=re.DOTALL),
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace("<w:document", "<!DOCTYPE x [<!ENTITY a 'b'>]><w:document", 1),
    ],
    ids=["nested deep", "empty", "cut off", "entities"],
)
def test_what_is_no_report_is_refused_in_one_sentence(rewrite: object) -> None:
    with pytest.raises(Refusal) as caught:
        read(written(composed(report("2021", 0)), rewrite))  # type: ignore[arg-type]
    assert "年报.docx" in caught.value.sentence
