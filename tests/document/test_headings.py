"""Headings are found in the text as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.document.blocks import Heading, Paragraph
from xl_tools.document.headings import block_of


@pytest.mark.parametrize(
    ("line", "block"),
    [
        (
            "（一）主动公开情况。全年公开428条。",
            Heading(2, "（一）主动公开情况。", "全年公开428条。"),
        ),
        ("（十二）其他。见附件", Heading(2, "（十二）其他。", "见附件")),
        ("(三)平台建设。已经建成。", Heading(2, "(三)平台建设。", "已经建成。")),
        ("（二）政府信息管理", Heading(2, "（二）政府信息管理")),
        ("（二）政府信息管理。", Heading(2, "（二）政府信息管理。")),
        ("1.严把审核关口。落实制度。", Heading(3, "1.严把审核关口。", "落实制度。")),
        ("12．规范文件管理", Heading(3, "12．规范文件管理")),
        ("3、加强培训", Heading(3, "3、加强培训")),
        ("1. 概况", Heading(3, "1. 概况")),
    ],
)
def test_a_numbered_line_becomes_a_heading(line: str, block: Heading) -> None:
    assert block_of(line) == block


@pytest.mark.parametrize(
    "line",
    [
        "（一）" + "公" * 28,
        "1." + "公" * 29,
        "3.5万人次浏览了政府网站",
        "1.2亿元",
        "100.其他",
        "0.其他",
        "一是公开的时效性不够强；二是数量需要增加。",
        "（A）其他。见下。",
        "2024年，（一）主动公开。",
        "（2024）第一号。见下。",
    ],
)
def test_other_lines_stay_text(line: str) -> None:
    assert block_of(line) == Paragraph(line)


def test_thirty_characters_are_a_heading_and_one_more_are_text() -> None:
    assert block_of("（一）" + "公" * 27) == Heading(2, "（一）" + "公" * 27)
    assert block_of("（一）" + "公" * 28) == Paragraph("（一）" + "公" * 28)


@given(st.text(alphabet="（）(一二)1.、。公开 ", min_size=1))
def test_no_character_is_lost_or_added(line: str) -> None:
    block = block_of(line)
    assert line == block.text + (block.body if isinstance(block, Heading) else "")
