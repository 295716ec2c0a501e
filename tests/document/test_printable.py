"""Characters that can stand in no file are refused where they stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.reports import form
from xl_tools.document import compose, write_document
from xl_tools.refusal import Refusal
from xl_tools.report import Organ, Report

BARE = Report("2021", 2024, Organ("宝清县民政局"))
BAD = {"control": "\x0b", "nul": "\0", "surrogate": "\ud83d", "noncharacter": "\ufffe"}


def refusal(**changes: Any) -> Refusal:
    document = compose(BARE._replace(**changes), form("2021"))
    with pytest.raises(Refusal) as caught:
        write_document(document, "docx")
    return caught.value


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_paragraph_is_named_by_sheet_and_number(bad: str) -> None:
    refused = refusal(narrative={"overview": f"第一段\n\n（一）标题。正{bad}文"})
    assert refused.sheet == "一、总体情况"
    assert refused.problem == f"第 2 段第 8 个字是不能印出来的字符（U+{ord(bad):04X}）"
    assert str(refused).isprintable()


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_figure_is_named_by_its_cell(bad: str) -> None:
    refused = refusal(cells={"disclosure.rules.issued": f"1{bad}"})
    assert (refused.sheet, refused.cell) == (
        "二、主动公开",
        "规章·本年制发件数（disclosure.rules.issued）",
    )
    assert "第 2 个字" in refused.problem


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"organ": Organ("民\x01政局")}, "机关名称"),
        ({"title": "民政局\x01年度报告"}, "标题第 4 个字"),
        ({"narrative": {"preface": "甲\n乙\x01"}}, "前言第 2 段第 2 个字"),
        ({"signature": "民\x01政局"}, "落款第 2 个字"),
        ({"date": "2025\x01"}, "成文日期"),
    ],
)
def test_the_basics_are_named_too(changes: dict[str, Any], where: str) -> None:
    refused = refusal(**changes)
    assert refused.sheet == "基本信息"
    assert where in refused.problem
