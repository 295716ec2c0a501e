"""Page and fragment say what the document says, keep their sense in editors, and skip nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.document.reports import form, numbered, report
from tests.sources.pages import EDITIONS, composed
from tests.sources.pages import report as random_report
from tests.sources.same import differences
from xl_tools.document import Document, NotAsComposed, compose, write_document
from xl_tools.document.html import fragment
from xl_tools.document.pageback import verify_page, verify_unmerged
from xl_tools.report import Report, Value
from xl_tools.sources import read_bytes

BOTH = ["2021", "2019"]
RARE = "A&B公司<测试>“引号”'{{x}}\"䶮𠮷堽 😀—…·]]>&amp; </p><table> 末"


def whole(edition: str = "2021") -> Document:
    return compose(report(edition, numbered(form(edition))), form(edition))


def page(document: Document) -> str:
    return write_document(document, "html").decode()


@pytest.mark.parametrize("edition", BOTH)
def test_every_report_is_read_back_from_its_page(edition: str, deep: bool) -> None:
    for seed in range(100 if deep else 3):
        of = random_report(edition, seed)
        reading = read_bytes(write_document(composed(of), "html"), "年报.html", EDITIONS)
        assert differences(of, reading) == {}, seed


@pytest.mark.parametrize("edition", BOTH)
def test_both_fragments_say_what_the_document_says(edition: str) -> None:
    document = whole(edition)
    verify_page(fragment(document), document)
    verify_unmerged(fragment(document, merged=False), document)


@pytest.mark.parametrize("merged", [True, False])
def test_a_fragment_gives_its_report_like_any_page(merged: bool) -> None:
    of = random_report("2021", 2)
    reading = read_bytes(fragment(composed(of), merged=merged), "正文.html", EDITIONS)
    assert differences(of, reading) == {}


def test_signs_of_markup_and_rare_characters_are_kept() -> None:
    cells: dict[str, Value] = {
        "disclosure.fees.amount": "<5&6>\n万元",
        "disputes.reconsideration.total": Decimal(7),
    }
    base = report("2021", cells)
    changed = base._replace(narrative={"overview": RARE}, title=f"甲县2024年\n{RARE[:12]}报告")
    document = compose(changed, form("2021"))
    text = page(document)
    assert "A&amp;B公司&lt;测试&gt;" in text
    assert "&lt;5&amp;6&gt;<br>万元" in text
    verify_unmerged(fragment(document, merged=False), document)


# ---- what a browser and an editor need ---------------------------------------------------


def test_the_page_loads_nothing_from_elsewhere() -> None:
    text = page(whole())
    assert re.findall(r"\b(?:src|href)=|url\(|@import|<script|https?:", text) == []


def test_a_fragment_needs_no_style_sheet_and_has_no_identifiers() -> None:
    text = fragment(whole()).decode()
    assert re.findall(r"<style|<link|<script| id=|<html|<body", text) == []


def test_the_outline_skips_no_level() -> None:
    base = report()
    narrative = {"overview": "（一）主动公开。做了许多。\n1.三级标题\n（二）二级标题\n2.又三级"}
    text = page(compose(base._replace(narrative=narrative), form("2021")))
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1


@pytest.mark.parametrize("edition", BOTH)
def test_every_label_has_a_scope_and_every_table_a_caption(edition: str) -> None:
    text = fragment(whole(edition)).decode()
    assert text.count("<caption") == text.count("<table") == 3
    heads = re.findall(r"<th[^e][^>]*>", text)
    assert heads
    assert all('scope="' in head for head in heads)


def test_a_style_taken_away_leaves_borders_widths_and_sides() -> None:
    bare = re.sub(r' style="[^"]*"', "", fragment(whole()).decode())
    assert bare.count('<table border="1"') == 3
    assert 'align="center"' in bare
    assert re.search(r'<col width="[0-9.]+%">', bare)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (">185<", ">186<", "applications.pending_end.total"),
        (">规章<", ">章规<", "表二"),
        ("年政府信息公开工作年度报告</h1>", "年报</h1>", "paragraph 2"),
        (' rowspan="2"', "", "表三"),
        ("</table>", "<tr><td>多</td></tr></table>", "too many"),
    ],
)
def test_a_page_that_says_something_else_is_noticed(old: str, new: str, named: str) -> None:
    document = whole()
    text = page(document)
    assert old in text
    with pytest.raises(NotAsComposed, match=named):
        verify_page(text.replace(old, new, 1).encode(), document)


def test_a_figure_in_the_wrong_column_is_noticed_without_merged_cells() -> None:
    document = whole()
    text = fragment(document, merged=False).decode()
    moved = text.replace(">185<", "><", 1).replace(">184<", ">185<", 1)
    with pytest.raises(NotAsComposed):
        verify_unmerged(moved.encode(), document)


def test_a_report_of_few_words_makes_a_page() -> None:
    bare = Report("2021", 2024, report().organ)
    verify_page(page(compose(bare, form("2021"))).encode(), compose(bare, form("2021")))
