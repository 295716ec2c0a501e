"""What is printed follows from the report and the form, and nothing is invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.document.reports import ORGAN, form, numbered, report
from xl_tools.document import Document, compose
from xl_tools.document.blocks import (
    Date,
    Heading,
    Origin,
    Paragraph,
    Signature,
    TableBlock,
    Title,
)
from xl_tools.edition import builtin_editions, load_edition
from xl_tools.report import Organ, Report, form_of

BARE = Report("2021", 2024, Organ("宝清县民政局"))


def composed(base: Report = BARE, **changes: Any) -> Document:
    return compose(base._replace(**changes), form("2021"))


def title(document: Document) -> tuple[str, ...]:
    (found,) = (block for block in document.blocks if isinstance(block, Title))
    return found.lines


def part(document: Document, name: str) -> list[object]:
    """The blocks of one part of the report."""
    pairs = zip(document.blocks, document.places, strict=True)
    return [block for block, place in pairs if place.part == name]


# ---- title -------------------------------------------------------------------------------


def test_without_a_title_the_edition_gives_one() -> None:
    assert title(composed()) == ("宝清县民政局", "2024年政府信息公开工作年度报告")


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ("万金山乡2024年政府信息公开工作年度报告", ("万金山乡", "2024年政府信息公开工作年度报告")),
        ("万金山乡 2024 年度报告", ("万金山乡", "2024 年度报告")),
        ("2024年政府信息公开工作年度报告", ("2024年政府信息公开工作年度报告",)),
        ("政府信息公开工作年度报告", ("政府信息公开工作年度报告",)),
        ("万金山乡2023年年度报告", ("万金山乡2023年年度报告",)),
        (
            "万金山乡\n2024年政府信息\n公开工作年度报告",
            ("万金山乡", "2024年政府信息", "公开工作年度报告"),
        ),
    ],
)
def test_a_title_is_split_before_the_year(given: str, lines: tuple[str, ...]) -> None:
    assert title(composed(title=given)) == lines


@pytest.mark.parametrize(
    ("organ", "lines"),
    [
        (
            "黑龙江省双鸭山市宝清县万金山乡人民政府办公室",
            ("黑龙江省双鸭山市宝清县", "万金山乡人民政府办公室"),
        ),
        ("某" * 24, ("某" * 12, "某" * 12)),
        ("某" * 20, ("某" * 20,)),
    ],
)
def test_a_title_too_wide_for_the_page_is_broken_near_its_middle(
    organ: str, lines: tuple[str, ...]
) -> None:
    assert title(composed(organ=Organ(organ)))[:-1] == lines


# ---- preface -----------------------------------------------------------------------------


def test_the_preface_is_printed_as_written() -> None:
    document = composed(narrative={"preface": "　　（一）第一段。还是第一段\n\n第二段"})
    assert part(document, "preface") == [Paragraph("（一）第一段。还是第一段"), Paragraph("第二段")]


def test_an_empty_preface_is_composed_from_organ_year_and_contacts() -> None:
    first, second = (block.text for block in part(composed(organ=ORGAN), "preface"))  # type: ignore[attr-defined]
    assert "统计期限为2024年1月1日至2024年12月31日" in first
    assert second == (
        "对本报告有疑问，请与宝清县万金山乡人民政府联系（地址：宝清县万金山乡万隆村，"
        "邮编：155605，电话：0469-5150212，电子邮箱：wanjinshan@example.com）。"
    )


def test_without_contacts_the_preface_asks_nobody_to_call() -> None:
    assert len(part(composed(), "preface")) == 1
    assert "联系" not in "".join(composed().paragraphs())


def test_braces_in_a_name_are_no_blanks_of_the_sentence() -> None:
    document = composed(organ=Organ("{year}局", phone="{organ}"))
    assert document.blocks[0] == Title(("{year}局", "2024年政府信息公开工作年度报告"))
    assert "请与{year}局联系（电话：{organ}）" in document.paragraphs()[3]


# ---- sections ----------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_the_sections_stand_in_order_each_with_its_table(edition: str) -> None:
    document = compose(report(edition), form(edition))
    order = [b.text if isinstance(b, Heading) else b.table.id for b in document.blocks
             if isinstance(b, TableBlock) or (isinstance(b, Heading) and b.level == 1)]  # fmt: skip
    expected = [
        name
        for section in form(edition).edition.sections
        for name in (section.title, section.table)
        if name
    ]
    assert order == expected


def test_an_empty_section_has_its_heading_and_no_invented_text() -> None:
    document = composed()
    for section in form("2021").edition.sections:
        heading, *rest = part(document, section.id)
        assert isinstance(heading, Heading)
        assert len(rest) == bool(section.table)


def test_text_of_a_table_section_stands_before_its_table() -> None:
    heading, text, table = part(composed(narrative={"disputes": "　没有发生。"}), "disputes")
    assert (heading, text) == (
        Heading(1, "四、政府信息公开行政复议、行政诉讼情况"),
        Paragraph("没有发生。", keep=True),
    )
    assert isinstance(table, TableBlock)


def test_blocks_know_where_they_came_from() -> None:
    document = composed(narrative={"overview": "甲\n\n（一）乙\n丙"}, date="2025-01-20")
    pairs = dict(zip(document.places, document.blocks, strict=True))
    assert pairs[Origin("一、总体情况", "overview", 2)] == Heading(2, "（一）乙")
    assert pairs[Origin("一、总体情况", "overview", 3)] == Paragraph("丙")
    assert pairs[Origin("基本信息", "title")] == document.blocks[0]
    assert pairs[Origin("基本信息", "date")] == document.blocks[-1]


def test_a_document_names_its_title_organ_and_subject() -> None:
    document = composed()
    assert document[:3] == (
        "宝清县民政局2024年政府信息公开工作年度报告",
        "宝清县民政局",
        "政府信息公开工作年度报告",
    )


# ---- figures -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Decimal("1E+2"), "100"),
        (Decimal("0.10"), "0.10"),
        (Decimal("-5"), "-5"),
        (Decimal("1234567.123456"), "1234567.123456"),
        ("251000元", "251000元"),
        ("/", "/"),
        ("12\r\n件", "12\n件"),
    ],
)
def test_a_figure_is_printed_exactly(value: Decimal | str, printed: str) -> None:
    (table, *_) = composed(cells={"disclosure.fees.amount": value}).tables()
    assert table.texts["disclosure.fees.amount"] == printed
    assert {text for cell, text in table.texts.items() if cell != "disclosure.fees.amount"} == {""}


def test_every_figure_of_the_form_has_a_text() -> None:
    of = form("2021")
    document = compose(report("2021", numbered(of)), of)
    texts = {cell: text for table in document.tables() for cell, text in table.texts.items()}
    assert texts == {cell: str(value) for cell, value in numbered(of).items()}


def test_a_table_is_printed_in_the_edition_the_report_names_for_it() -> None:
    mixed = BARE._replace(table_editions={"applications": "2019"})
    document = compose(mixed, form_of(mixed, builtin_editions()))
    assert [table.table.edition for table in document.tables()] == ["2021", "2019", "2021"]


# ---- pages -------------------------------------------------------------------------------


def test_table_three_opens_a_page_with_its_heading() -> None:
    heading, table = part(composed(), "applications")
    assert heading == Heading(1, "三、收到和处理政府信息公开申请情况", new_page=True)
    assert isinstance(table, TableBlock)
    assert (table.together, table.new_page) == (True, False)


def test_with_text_before_it_table_three_opens_a_page_alone() -> None:
    heading, text, table = part(composed(narrative={"applications": "共17件。"}), "applications")
    assert isinstance(heading, Heading)
    assert isinstance(table, TableBlock)
    assert (heading.new_page, text, table.new_page) == (False, Paragraph("共17件。"), True)


def test_a_table_longer_than_a_page_is_not_held_together(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    rows = ",".join(f'{{ id = "r{n}", label = "第{n}行" }}' for n in range(60))
    path.write_text(
        f"""extends = "2021"
id = "long"
name = "长表"
document = "试"
years = {{ from = 2030 }}
[tables.disputes]
number = "表四"
caption = "长表"
layout = "matrix"
widths = [40, 30, 30]
row_height = 9
font_size = 9
type = "count"
columns = [{{ id = "a", label = "甲" }}, {{ id = "b", label = "乙" }}]
rows = [{rows}]
""",
        encoding="utf-8",
    )
    long = Report("long", 2030, ORGAN)
    of = form_of(long, builtin_editions().adding(load_edition(path)))
    heading, table = part(compose(long, of), "disputes")
    assert isinstance(heading, Heading)
    assert isinstance(table, TableBlock)
    assert (table.together, table.new_page, heading.new_page) == (False, False, False)


# ---- signature and date ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("2025-01-20", "2025年1月20日"),
        ("2025-11-05", "2025年11月5日"),
        ("2025年1月20日", "2025年1月20日"),
    ],
)
def test_a_date_is_printed_without_leading_zeros(given: str, printed: str) -> None:
    assert composed(date=given).blocks[-1] == Date(printed, 2.0, first=True)


def test_the_date_begins_two_characters_after_the_signature() -> None:
    signature, date = composed(signature="宝清县万金山乡人民政府", date="2025-01-20").blocks[-2:]
    # 11 characters; 7 digits and 3 characters with 5 gaps between them are 7.75 wide.
    assert signature == Signature("宝清县万金山乡人民政府", 2.0)
    assert date == Date("2025年1月20日", 2.0 + 11 - 2 - 7.75)


def test_below_a_short_signature_the_date_ends_two_characters_from_the_margin() -> None:
    signature, date = composed(signature="民政局", date="2025-01-20").blocks[-2:]
    assert date == Date("2025年1月20日", 2.0)
    assert signature == Signature("民政局", 2.0 + 7.75 + 2 - 3)


def test_without_signature_and_date_nothing_is_put_at_the_end() -> None:
    assert composed().blocks[-1] == Heading(1, "六、其他需要报告的事项")


def test_the_signature_never_stands_alone_on_a_page() -> None:
    document = composed(narrative={"other": "甲\n（一）乙。丙"}, signature="民政局")
    assert document.blocks[-2] == Heading(2, "（一）乙。", "丙", keep=True)
    assert document.blocks[-3] == Paragraph("甲")
