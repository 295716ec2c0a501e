"""A published copy is the workbook's report, or every place is named where it is not."""

from __future__ import annotations

import random
import re

import pytest

from tests.sources.pages import EDITIONS, HABITS, composed, page, report
from xl_tools.document import write_document
from xl_tools.report import Reading, Report
from xl_tools.review.differences import differences
from xl_tools.sources import read_bytes

BOTH = ["2021", "2019"]


def compared(of: Report, html: str) -> list[tuple[str, str, str]]:
    reading = read_bytes(html.encode(), "网页.html", EDITIONS)
    return [
        (one.cell or one.part, one.old, one.new)
        for one in differences(Reading(of, "年报.xlsx"), reading, EDITIONS)
    ]


@pytest.mark.parametrize("name", HABITS)
def test_a_faithful_page_differs_in_nothing(name: str) -> None:
    for seed in range(4):
        of = report(BOTH[seed % 2], seed)
        assert compared(of, page(composed(of), HABITS[name])) == [], seed


def test_a_faithful_word_file_differs_in_nothing() -> None:
    of = report("2021", 4)
    reading = read_bytes(write_document(composed(of), "docx"), "年报.docx", EDITIONS)
    assert differences(Reading(of), reading, EDITIONS) == ()


def test_every_changed_figure_is_named_alone(deep: bool) -> None:
    """Figures are changed in the markup, by their place among all: not by what we think of them."""
    of = report("2021", 2)
    markup = page(composed(of))
    cells = [f.id for table in composed(of).tables() for _, f in table.grid.figures()]
    places = [m.span(1) for m in re.finditer(r"<td[^>]*><p align=center>([0-9]+)</p></td>", markup)]
    assert len(places) == len(cells)
    chance = random.Random(5)
    for number in range(len(cells)) if deep else chance.sample(range(len(cells)), 12):
        start, end = places[number]
        old = markup[start:end]
        changed = f"{markup[:start]}{int(old) + 7}{markup[end:]}"
        assert compared(of, changed) == [(cells[number], old, str(int(old) + 7))]


def test_a_figure_that_was_lost_is_blank() -> None:
    of = report("2021", 2)
    markup = page(composed(of))
    found = compared(of, re.sub(r"<p align=center>0</p>", "<p align=center></p>", markup, count=1))
    assert [(old, new) for _, old, new in found] == [("0", "（空）")]


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("428条", "482条", "一、总体情况"),
        ("社会评议满意度为96.5%，", "", "一、总体情况"),
        ("全年没有收取", "全年收取", "六、其他需要报告的事项"),
        ("010-6655443", "010-6655444", "前言"),
        ("某某县人民政府</h1>", "某某区人民政府</h1>", "标题"),
    ],
)
def test_a_changed_word_is_named_with_its_part(old: str, new: str, part: str) -> None:
    of = report("2021", 2)
    markup = page(composed(of))
    assert old in markup
    assert part in {one[0] for one in compared(of, markup.replace(old, new, 1))}


def test_a_part_that_is_missing_is_named_once() -> None:
    of = report("2021", 2)
    markup = page(composed(of))
    start = markup.index("<table class=MsoTable", markup.index("四、政府信息"))
    end = markup.index("</table>", start) + len("</table>")
    assert compared(of, markup[:start] + markup[end:]) == [("表四", "15 个数", "（没有）")]
    start = markup.index("<p", markup.index("全年没有收取") - 60)
    cut = markup[:start] + markup[markup.index("</p>", start) + 4 :]
    assert [one[0] for one in compared(of, cut)] == ["六、其他需要报告的事项"]


def test_another_year_and_another_organ_are_facts_of_their_own() -> None:
    of = report("2021", 2)
    other = of._replace(year=of.year + 1, organ=of.organ._replace(name="乙县人民政府"))
    found = {one.part for one in differences(Reading(of), Reading(other), EDITIONS)}
    assert {"年度", "机关名称", "标题", "前言"} <= found


def test_a_table_of_another_edition_is_compared_where_both_have_a_cell() -> None:
    old, new = report("2021", 2), report("2019", 2)
    found = differences(Reading(old), Reading(new), EDITIONS)
    assert "版式" in {one.part for one in found}
    assert any(one.cell.startswith("applications.other.") for one in found)


def test_a_row_that_the_form_does_not_have_is_named() -> None:
    of = report("2021", 2)
    row = "<tr><td>其他主动公开文件</td><td>41</td><td>42</td><td>43</td></tr>"
    markup = page(composed(of))
    at = markup.index("<tr", markup.index("行政规范性文件</p>"))
    found = compared(of, markup[:at] + row + markup[at:])
    assert any("41" in new for _, _, new in found)
