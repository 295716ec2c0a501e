"""Nothing is cut at 100 %: widths of columns and heights of rows against the texts in them."""

from __future__ import annotations

import io
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.reports import consistent, with_controls, year_before
from tests.template.crafted import EDITIONS, KINDS, data_of
from tests.template.fitting import cut_texts
from xl_tools.filling import fill_workbook
from xl_tools.placement import CHECK_COLUMNS, CHECKS, placement_of
from xl_tools.report import Report, Supplier

BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
EACH = pytest.mark.parametrize("kind", list(KINDS))
PARAGRAPH = "本年共办理政府信息公开申请 95 件，全部在法定期限内答复，没有结转下年度办理的申请。" * 6


def full(name: str, seed: int) -> Report:
    """A report with long names, long paragraphs in every text, and figures of many digits."""
    edition = EDITIONS.get(name)
    report = with_controls(consistent(edition, seed), edition, seed)
    cells = {cell: Decimal(value) * 1234 for cell, value in report.cells.items()}
    texts = dict.fromkeys(placement_of(edition).narratives, f"{PARAGRAPH}\n{PARAGRAPH}")
    organ = report.organ._replace(
        name="某某省某某自治州某某土家族苗族自治县人民政府办公室（某某县机关事务管理局）",
        address="某某省某某自治州某某土家族苗族自治县某某镇人民路一百二十八号政务服务中心九楼",
        scope="aggregate",
    )
    return report._replace(
        organ=organ,
        cells=MappingProxyType(cells),
        narrative=MappingProxyType(texts),
        suppliers=MappingProxyType(
            {t: Supplier("县政府办公室信息公开科", "2025-01-10") for t in edition.tables}
        ),
        title=f"{organ.name}{report.year}年政府信息公开工作年度报告",
    )


def wrong(name: str) -> Report:
    """The same with every total wrong and some cells that are no number."""
    report, edition = full(name, 3), EDITIONS.get(name)
    totals = [figure.id for figure in edition.figures() if figure.is_total]
    cells = {**report.cells, **{cell: Decimal(9_876_543) for cell in totals}}
    cells |= {"applications.received.natural_person": "三件", "disclosure.fees.amount": "无"}
    return report._replace(cells=MappingProxyType(cells))


def shown(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


@BOTH
@EACH
def test_nothing_is_cut_in_the_blank_workbook(name: str, kind: str) -> None:
    assert cut_texts(shown(data_of(name, kind))) == []


@BOTH
@EACH
def test_nothing_is_cut_in_a_full_one(name: str, kind: str) -> None:
    prior = year_before(consistent(EDITIONS.get(name), 5), EDITIONS.get(name), 5)
    data = fill_workbook(data_of(name, kind), full(name, 2), EDITIONS, prior=prior)
    assert cut_texts(shown(data)) == []


@BOTH
def test_nothing_is_cut_where_everything_is_wrong(name: str) -> None:
    data = fill_workbook(data_of(name, ".xlsx"), wrong(name), EDITIONS)
    assert cut_texts(shown(data)) == []


@BOTH
def test_the_column_to_be_written_in_is_seen_on_a_screen_of_1366_pixels(name: str) -> None:
    """At 8 pixels a digit, beside the numbers of the rows and the bar for scrolling."""
    sheet = openpyxl.load_workbook(io.BytesIO(data_of(name, ".xlsx")))[CHECKS]
    last = CHECK_COLUMNS["reason"]
    letters = (get_column_letter(column) for column in range(1, last + 1))
    pixels = sum(8 * sheet.column_dimensions[letter].width + 5 for letter in letters)
    assert pixels + 31 + 18 <= 1366


def test_the_model_sees_what_is_cut() -> None:
    book = openpyxl.load_workbook(io.BytesIO(data_of("2021", ".xlsx")), data_only=True)
    sheet = book["基本信息"]
    sheet.column_dimensions["A"].width = 6
    assert {cut.cell for cut in cut_texts(book)} >= {"A5", "A14"}
