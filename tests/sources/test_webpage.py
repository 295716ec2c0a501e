"""Saved pages of government sites give the report that is printed on them."""

from __future__ import annotations

import re

import pytest

from tests.sources.pages import EDITIONS, HABITS, composed, damaged, page, report
from tests.sources.same import differences, silently_wrong
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.sources import read_bytes


def read(markup: str, encoding: str = "utf-8") -> Reading:
    return read_bytes(markup.encode(encoding), "年报.html", EDITIONS)


@pytest.mark.parametrize("habits", HABITS)
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_a_page_gives_its_report_whatever_its_habits(edition: str, habits: str, deep: bool) -> None:
    for seed in range(100 if deep else 8):
        of = report(edition, seed)
        assert differences(of, read(page(composed(of), HABITS[habits]))) == {}, seed


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", ""])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_is_told_by_the_bytes_whatever_the_page_says(
    encoding: str, charset: str
) -> None:
    of = report("2021", 0)
    said = f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    markup = page(composed(of)).replace("<head>", said if charset else "<head>")
    assert differences(of, read(markup, encoding)) == {}


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_damage_is_mended_or_reported_never_silent(edition: str, deep: bool) -> None:
    for seed in range(300 if deep else 40):
        of = report(edition, seed)
        reading = read(damaged(page(composed(of)), seed))
        assert silently_wrong(of, reading) == [], seed
        assert len(reading.report.cells) >= len(of.cells) - 15, seed


@pytest.mark.parametrize(
    "tag",
    [
        '<span title="a>b">',
        "<span style='font-family:\"宋体\";color:black' lang=EN-US>",
        "<font face=\"'\" size='2>1'>",
        '<SPAN CLASS="x">',
        "<span\nlang=EN-US>",
        '<span title="it\'s">',
        "<b><i>",
    ],
)
def test_tags_of_pasted_text_never_part_or_hide_a_figure(tag: str) -> None:
    of = report("2021", 0)
    pasted = re.sub(
        "<p align=center>([0-9])([0-9]*)</p>",
        lambda m: f"<p align=center>{tag}{m[1]}</span>{tag}{m[2]}<o:p></o:p></font></p>",
        page(composed(of)),
    )
    assert pasted.count(tag) > 300
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert differences(of, read(pasted, encoding)) == {}


def test_a_tag_that_is_never_closed_hides_no_cell() -> None:
    of = report("2021", 0)
    assert differences(of, read(page(composed(of)).replace("<td", '<span title="<td'))) == {}


def test_cells_need_no_paragraphs() -> None:
    of = report("2021", 0)
    bare = re.sub("<p align=center>(.*?)</p></td>", r"\1</td>", page(composed(of)))
    assert "<p align=center>" not in bare
    assert differences(of, read(bare)) == {}


@pytest.mark.parametrize("blanks", [" " * 60_000, " " * 60_000 + "\n", '"' * 60_001])
def test_a_page_with_miles_of_the_same_sign_is_read_at_once(blanks: str) -> None:
    of = report("2021", 0)
    markup = page(composed(of)).replace("</body>", f"<table><td {blanks}><td>{blanks}<b>x</table>")
    assert differences(of, read(markup)) == {}


# ---- what a page says besides ------------------------------------------------------------

OF = report("2021", 0)
PLAIN = page(composed(OF))


def test_every_figure_knows_where_it_stands() -> None:
    found = read(PLAIN).report
    origins = found.extra["origins"]
    assert set(origins) == set(found.cells)
    assert origins["applications.received.total"] == "网页第 2 个表格第 4 行第 10 列"


def test_title_organ_and_date_come_from_the_meta_tags_where_the_text_has_none() -> None:
    start = PLAIN.index("<h1")
    bare = PLAIN[:start] + PLAIN[PLAIN.rindex("</h1>") :]
    bare = bare[: bare.index("本报告根据")] + bare[bare.index("一、总体情况</") :]
    meta = (
        '<meta name="ArticleTitle" content="2021年度政府信息公开工作年度报告">'
        '<meta content="某某县水务局" name="ContentSource">'
        '<meta name="PubDate" content="2022-01-20">'
    )
    reading = read(bare.replace("<head>", f"<head>{meta}"))
    found = reading.report
    assert (found.organ.name, found.year) == ("某某县水务局", 2021)
    assert any("机关名称" in note for note in reading.notes)


def test_wording_of_the_table_beside_it_is_no_text_of_the_section() -> None:
    heading, table = "<p>第二十条第（一）项</p>", "<table class=MsoTable"
    found = read(PLAIN.replace(table, f"{heading}<p>信息内容</p>{table}", 1)).report
    assert "disclosure" not in found.narrative
    kept = read(PLAIN.replace(table, f"<p>制发情况见下表。</p>{heading}{table}", 1)).report
    assert kept.narrative["disclosure"] == "制发情况见下表。\n第二十条第（一）项"


def test_a_header_whose_words_stand_in_two_rows_is_read_as_one() -> None:
    start = PLAIN.rindex("<tr", 0, PLAIN.index("商业企业"))
    end = PLAIN.index("</tr>", start)
    table = PLAIN.rindex("<table", 0, start)
    above = (
        PLAIN[table:start]
        .replace('rowspan="3"', 'rowspan="4"')
        .replace('rowspan="2"', 'rowspan="3"')
    )
    row = PLAIN[start:end].replace('rowspan="1"', 'rowspan="2"')
    for half, rest in (("商业", "企业"), ("科研", "机构")):
        cell = f'<td rowspan="2" colspan="1"><p align=center>{half}{rest}</p></td>'
        assert cell in row
        row = row.replace(cell, f"<td><p>{half}</p></td>")
    second = "<tr><td>企业</td><td>机构</td></tr>"
    found = read(f"{PLAIN[:table]}{above}{row}</tr>{second}{PLAIN[end + 5 :]}")
    assert differences(OF, found) == {}
    assert "unplaced" not in found.report.extra


def test_a_row_of_the_province_is_set_aside_with_its_place() -> None:
    row = "<tr><td>其他主动公开文件</td><td>41</td><td>42</td><td>43</td></tr>"
    at = PLAIN.index("<tr", PLAIN.index("规范性文件</p>"))
    found = read(PLAIN[:at] + row + PLAIN[at:]).report
    assert found.extra["unplaced"] == [
        {"text": "其他主动公开文件｜41｜42｜43", "where": "网页第 1 个表格第 5 行"}
    ]
    assert found.cells == OF.cells


def test_a_misprinted_label_is_understood_and_named() -> None:
    reading = read(PLAIN.replace("属于三类内部事务信息", "三类内容事务信息"))
    assert reading.report.cells == OF.cells
    (changed,) = reading.changed
    assert (changed.official, changed.found) == ("5.属于三类内部事务信息", "5.三类内容事务信息")


def test_a_table_of_the_older_edition_is_named_beside_the_newer_ones() -> None:
    old = report("2019", 0)._replace(year=OF.year)
    tables = [
        one[: one.index("</table>")] for one in page(composed(old)).split("<table class=Mso")[1:]
    ]
    new = PLAIN.split("<table class=Mso")
    new[2] = tables[1] + new[2][new[2].index("</table>") :]
    found = read("<table class=Mso".join(new)).report
    assert (found.edition, dict(found.table_editions)) == ("2021", {"applications": "2019"})
    assert {c: v for c, v in found.cells.items() if c.startswith("applications")} == {
        c: v for c, v in old.cells.items() if c.startswith("applications")
    }


@pytest.mark.parametrize("text", ["/", "-", "251000元", "+1", "无", "1,256", "007", "2 0"])
def test_what_is_no_plain_number_is_kept_as_printed(text: str) -> None:
    of = OF._replace(cells={**OF.cells, "applications.received.total": text})
    assert read(page(composed(of))).report.cells["applications.received.total"] == text


def test_a_table_printed_twice_must_say_the_same() -> None:
    start, end = PLAIN.index("<table class=Mso"), PLAIN.index("</table>", PLAIN.index("class=Mso"))
    first = PLAIN[start:end] + "</table>"
    assert "表二印了不止一处，数字相同" in read(PLAIN.replace(first, first * 2)).notes
    other = first.replace("<p align=center>50</p>", "<p align=center>51</p>")
    assert other != first
    reading = read(PLAIN.replace(first, first + other))
    assert reading.report.cells == OF.cells
    assert any("表二印了不止一处，有" in note for note in reading.notes)
    assert any("51" in one["text"] for one in reading.report.extra["unplaced"])


# ---- pages that are none -----------------------------------------------------------------

HOSTILE = {
    "deep boxes": "<div>" * 200_000,
    "deep tables": "<table><tr><td>" * 50_000,
    "open comments": "<p>一、总体情况</p>" + "<!--" * 200_000,
    "open tags": "<p " * 300_000,
    "open quotes": '<p title="' * 100_000 + "<p title='" * 100_000,
    "open scripts": "<script" * 200_000,
    "wide spans": "<table><tr>" + "<td colspan=99999 rowspan=99999>1</td>" * 20_001 + "</table>",
    "end tags": "<div>" * 2_000 + "</section>" * 200_000,
    "entities": "<p>" + "&#1114112;&lt" * 200_000,
    "many tables": "<table><tr><td>规章</td><td>1</td></tr></table>" * 3_000,
    "long table": "<table>" + "<tr><td>规章</td><td>1</td></tr>" * 3_000 + "</table>",
    "nothing": "<html><body><p>今天天气很好。</p></body></html>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_report_is_refused_in_one_sentence(kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(f"<html>{HOSTILE[kind]}")
    assert "年报.html" in caught.value.sentence
    assert caught.value.advice
