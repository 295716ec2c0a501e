"""The sheet 图表 shows what the tables state, in charts that live on the cells and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import openpyxl.utils
import pdfplumber
import pytest

from tests.office.session import Office
from tests.reports import consistent
from tests.running import Run
from xl_tools.actions.marked import marked_copy
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.delivery.macrofree import macro_free
from xl_tools.document.charts import charts
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.ooxml.package import open_package
from xl_tools.placement import CHARTS
from xl_tools.report import Report
from xl_tools.rules import check
from xl_tools.settings import DEFAULTS
from xl_tools.sources import read_bytes
from xl_tools.sources.openbook import OpenBook
from xl_tools.template.charts import NO_NUMBER, NO_YEAR

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HALF = 0.52  # of the width of a page: the charts stand right of it
FILL = re.compile(r"<c:spPr><a:solidFill><a:srgbClr val=\"(\w{6})\"/>")


@cache
def report(name: str, seed: int = 5) -> Report:
    return consistent(EDITIONS.get(name), seed)


def before(of: Report) -> Report:
    return report(of.edition, 6)._replace(year=of.year - 1)


@cache
def blank(name: str, ending: str) -> bytes:
    return blank_workbook(EDITIONS.get(name), ending)


def filled(of: Report, prior: Report | None = None, ending: str = ".xlsx") -> bytes:
    return fill_workbook(blank(of.edition, ending), of, EDITIONS, prior=prior)


@cache
def sample(name: str, ending: str = ".xlsx") -> bytes:
    return filled(report(name), ending=ending)


def shown(data: bytes) -> dict[str, dict[str, list[object]]]:
    """{title: {label: what stands beside it}} by the values that are kept in the file."""
    grid = OpenBook(data, "").grid(CHARTS)
    assert grid is not None
    found: dict[str, dict[str, list[object]]] = {}
    block: dict[str, list[object]] = {}
    for row in range(4, 50):
        label, *values = (grid.at(row, column).value for column in (1, 2, 3))
        if label and str(label).endswith("（件）"):
            block = found[str(label).removesuffix("（件）")] = {}
        elif label and values[0] is not None:
            block[str(label)] = [value for value in values if value is not None]
    return found


def parts(data: bytes) -> dict[str, bytes]:
    package = open_package(data, "")
    return {name: package.read(name) for name in package.names if "/charts/" in name}


# ---- figures -----------------------------------------------------------------------------


@BOTH
def test_the_figures_beside_the_charts_are_those_of_the_picture_page(name: str) -> None:
    of = report(name)
    blocks = shown(filled(of, before(of)))
    drawn = charts(of, before(of), EDITIONS)
    assert len(drawn) == len(blocks) == 4
    for chart, (title, rows) in zip(drawn, blocks.items(), strict=True):
        head = rows.pop("项目")
        assert chart.title.removeprefix(f"{of.year}年").split("：")[0] in title
        assert head == list(chart.series)
        assert {bar.label: list(bar.values) for bar in chart.bars} == rows


@BOTH
def test_without_last_year_only_this_year_is_drawn_and_the_sheet_says_so(name: str) -> None:
    of = report(name)
    block = shown(sample(name))["政府信息公开申请：与上年比较"]
    assert block["本年新收"] == [NO_YEAR, of.number("applications.received.total")]
    grid = OpenBook(sample(name), "").grid(CHARTS)
    assert grid is not None
    remarks = [cell.value for (_, column), cell in grid.cells.items() if column == 1]
    assert "“上年数据”没有可比的数，只画本年" in remarks


def test_a_text_among_the_figures_is_said_and_not_counted_as_0() -> None:
    of = report("2021")
    cell = "applications.denied_by_law.total"
    spoiled = of._replace(cells=MappingProxyType({**of.cells, cell: "三件"}))
    rows = shown(filled(spoiled))["政府信息公开申请办理结果"]
    assert rows["不予公开"] == [NO_NUMBER]
    assert rows["予以公开"] == [of.number("applications.full_grant.total")]


# ---- charts ------------------------------------------------------------------------------


@BOTH
def test_charts_refer_to_the_sheet_and_remember_no_value(name: str) -> None:
    data = sample(name)
    drawn = parts(data)
    assert len(drawn) == 4
    for xml in drawn.values():
        references = [node.text or "" for node in ET.fromstring(xml).iter(f"{C}f")]
        assert len(references) in (3, 6)
        assert all(text.startswith(f"'{CHARTS}'!$") for text in references)
        assert b"Cache>" not in xml


@BOTH
def test_each_series_has_its_name_its_labels_and_its_values(name: str) -> None:
    book = OpenBook(sample(name), "")
    for xml in parts(sample(name)).values():
        for series in ET.fromstring(xml).iter(f"{C}ser"):
            head, labels, values = (cells(book, node.text or "") for node in series.iter(f"{C}f"))
            assert len(head) == 1
            assert len(labels) == len(values) >= 4
            assert all(isinstance(label, str) for label in labels)
            assert all(
                isinstance(value, int | float | Decimal) or value == NO_YEAR for value in values
            )


def cells(book: OpenBook, reference: str) -> list[Any]:
    area = reference.partition("!")[2].replace("$", "")
    grid = book.grid(CHARTS)
    assert grid is not None
    left, top, right, bottom = openpyxl.utils.range_boundaries(area)
    assert left is not None
    assert left == right
    assert top is not None
    assert bottom is not None
    return [grid.at(row, left).value for row in range(top, bottom + 1)]


@BOTH
def test_labels_say_what_they_show_and_what_not(name: str) -> None:
    """Programs do not agree on the defaults."""
    for xml in parts(blank(name, ".xlsx")).values():
        for label in ET.fromstring(xml).iter(f"{C}dLbls"):
            flags = {node.tag.removeprefix(C): node.get("val") for node in label}
            shown = {tag: value for tag, value in flags.items() if tag.startswith("show")}
            assert len(shown) == 6
            assert [tag for tag, value in shown.items() if value == "1"] == ["showVal"]


@BOTH
def test_two_series_are_told_apart_in_black_and_white(name: str) -> None:
    for xml in parts(sample(name)).values():
        tones = [brightness(colour) for colour in FILL.findall(xml.decode())[:-1]]
        assert len(tones) in (1, 2)
        assert max(tones) - min(tones) > 0.3 or len(tones) == 1


def brightness(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@BOTH
def test_each_chart_has_a_title_and_words_for_those_who_cannot_see_it(name: str) -> None:
    package = open_package(blank(name, ".xlsx"), "")
    drawings = [package.read(n).decode() for n in package.names if "/drawings/drawing" in n]
    words = re.findall(r'descr="([^"]+)"', "".join(drawings))
    titles = [
        "".join(node.itertext())
        for xml in parts(blank(name, ".xlsx")).values()
        for node in ET.fromstring(xml).iter(f"{C}title")
    ]
    assert len(titles) == 4
    for title, said in zip(titles, words, strict=True):
        assert title.endswith("（件）")
        assert title.removesuffix("（件）") in said


# ---- on the way --------------------------------------------------------------------------


def marked(data: bytes, _: str) -> bytes:
    reading = read_bytes(data, "年报.xlsm", EDITIONS)
    return marked_copy(data, reading, check(reading, EDITIONS), EDITIONS, DEFAULTS)


ROUTES: dict[str, Callable[[bytes, str], bytes]] = {
    "marked": marked,
    "filled again": lambda data, name: fill_workbook(data, report(name, 9), EDITIONS),
    "handed in": lambda data, _: macro_free(data),
}


@BOTH
@pytest.mark.parametrize("route", list(ROUTES))
def test_charts_stay_byte_for_byte(route: str, name: str) -> None:
    data = sample(name, ".xlsm")
    assert parts(ROUTES[route](data, name)) == parts(data) != {}


def test_the_workbook_of_a_roll_up_has_them_over_its_sums(run: Run, tmp_path: Path) -> None:
    (tmp_path / "收到").mkdir()
    for number in (5, 6):
        of = report("2021", number)
        of = of._replace(organ=of.organ._replace(name=f"甲县第{number}局"))
        (tmp_path / "收到" / f"{number}.xlsx").write_bytes(filled(of))
    run("rollup", "收到", "-o", "汇总.xlsx")
    data = (tmp_path / "汇总.xlsx").read_bytes()
    rows = shown(data)["新收政府信息公开申请的申请人"]
    cell = "applications.received.natural_person"
    assert rows["自然人"] == [report("2021", 5).number(cell) + report("2021", 6).number(cell)]
    assert len(parts(data)) == 4 + 3  # and those by unit


# ---- in LibreOffice ----------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.parametrize("version", [b"<AppVersion>12.0000</AppVersion>", b""])
@BOTH
def test_libreoffice_draws_the_figures_of_a_filled_workbook(
    office: Office, tmp_path: Path, name: str, version: bytes
) -> None:
    """The label at the end of each bar is its value, in a file whose charts remember none.

    LibreOffice reads a file that calls itself one of Excel 2007 by other defaults.
    """
    of = report(name)
    path = tmp_path / "年报.xlsx"
    package = open_package(filled(of, before(of)), "")
    about = re.sub(rb"<AppVersion>.*</AppVersion>", version, package.read("docProps/app.xml"))
    path.write_bytes(package.replace({"docProps/app.xml": about}))
    wanted = sorted(
        f"{value:,}"
        for chart in charts(of, before(of), EDITIONS)
        for bar in chart.bars
        for value in bar.values
        if value
    )
    assert sorted(labels(office.pdf(path, path.with_suffix(".pdf")))) == wanted


def labels(pdf: Path) -> Iterator[str]:
    """The numbers in the right half of the last page, years and page numbers aside."""
    with pdfplumber.open(pdf) as opened:
        page = opened.pages[-1]
        for word in page.extract_words():
            inside = page.height * 0.1 < word["top"] < page.height * 0.92
            if inside and word["x0"] > page.width * HALF and re.fullmatch("[0-9,]+", word["text"]):
                yield word["text"]
