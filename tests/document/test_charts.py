"""Charts show what the tables state, to the last figure, in pictures that can be read aloud."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.office import browser
from tests.reports import consistent
from xl_tools.document.charts import Bar, Chart, charts
from xl_tools.document.pictures import picture_file, picture_page
from xl_tools.document.svg import ROOM, svg
from xl_tools.edition import builtin_editions
from xl_tools.report import Report

EDITIONS = builtin_editions()
BOTH = ["2021", "2019"]
SVG = "{http://www.w3.org/2000/svg}"


def report(edition: str, seed: int) -> Report:
    return consistent(EDITIONS.get(edition), seed)


def named(of: Report, prior: Report | None = None) -> dict[str, Chart]:
    return {chart.name: chart for chart in charts(of, prior, EDITIONS)}


def total(chart: Chart, series: int = 0) -> Decimal:
    return sum((bar.values[series] for bar in chart.bars), Decimal(0))


@pytest.mark.parametrize("edition", BOTH)
def test_the_bars_of_a_chart_add_up_to_the_stated_total(edition: str) -> None:
    for seed in range(30):
        of = report(edition, seed)
        drawn = named(of)
        cells = {
            "办理结果": ["applications.total.total"],
            "申请人": ["applications.received.total"],
        }
        for name, total_of in cells.items():
            if name in drawn:
                assert total(drawn[name]) == sum(of.number(cell) for cell in total_of)
        if "复议诉讼" in drawn:
            rows = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
            first, *others = (of.number(f"disputes.{row}.total") for row in rows)
            assert total(drawn["复议诉讼"]) == first
            assert total(drawn["复议诉讼"], 1) == sum(others)


@pytest.mark.parametrize("edition", BOTH)
def test_labels_are_the_words_of_the_form_without_numbers(edition: str) -> None:
    labels = [bar.label for bar in named(report(edition, 3))["办理结果"].bars]
    assert labels == ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"]


def test_two_years_stand_side_by_side_whatever_their_editions() -> None:
    old = report("2019", 1)._replace(year=2020)
    new = report("2021", 2)._replace(year=2021)
    chart = named(new, old)["两年比较"]
    assert chart.series == ("2020年", "2021年")
    assert chart.bars[0].values == (
        old.number("applications.received.total"),
        new.number("applications.received.total"),
    )
    assert "两年比较" not in named(new, new)


def test_a_chart_without_figures_or_with_a_text_among_them_is_left_out() -> None:
    assert named(Report("2021", 2024, report("2021", 1).organ)) == {}
    of = report("2021", 3)
    spoiled = of._replace(cells={**of.cells, "applications.full_grant.total": "50件"})
    assert "办理结果" not in named(spoiled)
    assert "申请人" in named(spoiled)


def test_the_picture_is_sound_and_its_bars_are_as_long_as_their_values() -> None:
    chart = Chart("甲", "标题<&>", ("一", "二"), (
        Bar("长的", (Decimal(200), Decimal(50))), Bar("短的", (Decimal(0), Decimal(100))),
    ))  # fmt: skip
    root = ET.fromstring(picture_file(chart))
    bars = [float(one.get("width", "")) for one in root.iter(f"{SVG}rect") if one.get("stroke")]
    assert bars[:4] == pytest.approx([ROOM, ROOM / 4, 0, ROOM / 2], abs=0.1)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "标题<&>"
    assert root.findtext(f"{SVG}desc") == "长的一 200 件、二 50 件；短的一 0 件、二 100 件。"


def test_every_value_stands_on_the_page_as_text_too() -> None:
    of = report("2021", 4)
    drawn = charts(of, None, EDITIONS)
    page = picture_page(of, drawn).decode()
    cells = re.findall(r"<td>([0-9.]+)</td>", page)
    assert cells == [str(v) for chart in drawn for bar in chart.bars for v in bar.values]
    assert page.count("<svg") == len(drawn)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert re.findall(r"\b(?:src|href)=|url\(|<script", page) == []


def test_the_largest_figures_stay_inside_the_picture() -> None:
    text = svg(Chart("甲", "大数", ("一",), (Bar("多", (Decimal(123456789),)),)))
    x = float(re.findall(r'<text x="([0-9.]+)" y="[0-9]+">123456789', text)[0])
    assert x + 9 * 9 <= 720


@pytest.mark.office
def test_axe_finds_nothing_in_the_pictures(tmp_path: Path) -> None:
    missing = browser.missing()
    if missing:
        pytest.fail(f"缺少 {'、'.join(missing)}：先运行 .ci/run，或自行安装。")
    old = report("2019", 1)._replace(year=2020)
    new = report("2021", 2)._replace(year=2021)
    page = picture_page(new, charts(new, old, EDITIONS)).decode()
    assert browser.violations(page, tmp_path) == []
