"""Pictures in Word: bars as long as their values, every value a text, nothing to repair."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from tests.lint.document import lint_document
from tests.reports import consistent
from xl_tools.document.charts import Bar, Chart, charts
from xl_tools.document.pictureword import picture_document
from xl_tools.edition import builtin_editions
from xl_tools.report import Report

EDITIONS = builtin_editions()
NEW = consistent(EDITIONS.get("2021"), 4)
OLD = consistent(EDITIONS.get("2019"), 7)


def drawn() -> list[Chart]:
    return charts(NEW, OLD, EDITIONS)


def tables(of: Report, shown: list[Chart]) -> list[Any]:
    return list(docx.Document(io.BytesIO(picture_document(of, shown))).tables)


def test_every_value_stands_behind_its_bar_and_beside_its_label() -> None:
    found = tables(NEW, drawn())
    assert len(found) == len(drawn()) == 4
    for table, chart in zip(found, drawn(), strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        wanted = [
            (bar.label, name if len(chart.series) > 1 else bar.label, str(value))
            for bar in chart.bars
            for name, value in zip(chart.series, bar.values, strict=True)
        ]
        assert [(row[0], row[1], row[-1]) for row in rows] == wanted


def test_bars_are_as_long_as_their_values() -> None:
    values = [Decimal(v) for v in (400, 200, 100, 1, 0)]
    chart = Chart("甲", "长短", ("一",), tuple(Bar(f"第{v}", (v,)) for v in values))
    (table,) = tables(NEW, [chart])
    widths = []
    for row in table._tbl.tr_lst:
        filled = [cell for cell in row.tc_lst if cell.tcPr.find(qn("w:shd")) is not None]
        widths.append(sum(cell.width for cell in filled))
    assert widths[0] > 0
    assert [width / widths[0] for width in widths] == pytest.approx([1, 0.5, 0.25, 0, 0], abs=0.03)
    assert widths[3] > 0  # a little is not nothing
    assert widths[4] == 0


def test_each_chart_has_a_heading_and_words_for_those_who_cannot_see_it() -> None:
    document = docx.Document(io.BytesIO(picture_document(NEW, drawn())))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [f"{chart.title}（件）" for chart in drawn()]
    for table, chart in zip(document.tables, drawn(), strict=True):
        words = table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert all(str(value) in words for bar in chart.bars for value in bar.values)


def test_the_same_charts_give_the_same_bytes_and_the_lint_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "图解.docx"
    path.write_bytes(picture_document(NEW, drawn()))
    assert path.read_bytes() == picture_document(NEW, drawn())
    assert lint_document(path) == []


@pytest.mark.office
def test_the_validator_finds_nothing(
    ooxml_validator: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "图解.docx"
    path.write_bytes(picture_document(NEW, drawn()))
    assert ooxml_validator(path) == []
