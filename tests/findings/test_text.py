"""Findings as words: what is wrong, how much is proven, what to do next."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

import pytest

from xl_tools.edition import builtin_editions
from xl_tools.findings.text import FINISHED, NEXT, findings_text, summary
from xl_tools.report import Organ, Reading, Report, Value
from xl_tools.rules import check

EDITIONS = builtin_editions()
EDITION = EDITIONS.get("2021")


def reading(**changed: Value) -> Reading:
    """Zeros, some cells changed (dots are written __)."""
    cells: dict[str, Value] = {figure.id: Decimal(0) for figure in EDITION.figures()}
    cells |= {name.replace("__", "."): value for name, value in changed.items()}
    report = Report("2021", 2024, Organ("甲县人民政府", level="county", kind="government"))
    return Reading(report._replace(cells=MappingProxyType(cells)), "年报.xlsx")


LESS = ("没有上年的报告", "文字部分都没有写")


def lines_of(of: Reading) -> list[str]:
    """What is said, less the lines on last year's report and on the text that is not there."""
    lines = findings_text(of, check(of, EDITIONS), EDITIONS).splitlines()
    return [line for line in lines if not any(words in line for words in LESS)]


def test_a_good_report_says_so_and_what_comes_next() -> None:
    assert lines_of(reading()) == [
        "年报.xlsx：甲县人民政府 2024年度，2021年版",
        "  校验结论：通过（错误 0 处，待核对 0 处，供参考 0 处）。",
        "  共 200 个数，196 个另有数可以对照；其余 4 个程序看不出对错，请自己核对。",
        "  可以生成文档了：xl-tools assemble 年报.xlsx -o 年报.docx",
    ]


def test_findings_stand_by_weight_with_the_counts_below() -> None:
    wrong = reading(disclosure__rules__issued="/", disputes__reconsideration__total=Decimal(1))
    lines = lines_of(wrong)
    assert lines[1].startswith("  【错误】〔T4-SUM〕表四·行政复议")
    assert lines[2].startswith("  【待核对】〔T2-BLANK〕")
    assert lines[3] == "  校验结论：有错误（错误 1 处，待核对 1 处，供参考 0 处）。"
    assert lines[-1] == "  请按上面的提示改工作簿，改好后再校验一次。"


def test_what_could_not_be_checked_is_said_and_counted_when_long() -> None:
    ids = [f.id for f in EDITION.tables["applications"].figures if f.column.id == "research"]
    texts: dict[str, Value] = {cell.replace(".", "__"): "三件" for cell in ids}
    said = [line for line in lines_of(reading(**texts)) if "【没法核对】" in line]
    assert said[-1] == "  【没法核对】等 33 条。"
    few = lines_of(reading(disputes__reconsideration__total="三件"))
    assert sum("【没法核对】" in line for line in few) == 1


def test_that_there_is_no_report_of_last_year_is_said_once() -> None:
    good = reading()
    lines = findings_text(good, check(good, EDITIONS), EDITIONS).splitlines()
    (said,) = [line for line in lines if "上年" in line]
    assert said.startswith("  【没法核对】没有上年的报告")
    assert said.endswith("〔CY-CARRY、CY-VALID、CY-DISPUTE、CY-FEE、CY-SAME〕。")


def test_notes_of_the_reading_are_passed_on() -> None:
    assert "  注意：有一张多余的工作表。" in lines_of(
        reading()._replace(notes=("有一张多余的工作表",))
    )


@pytest.mark.parametrize("verdict", ["通过", "有错误", "有待说明", "尚未填写"])
def test_every_verdict_has_a_next_step(verdict: str) -> None:
    assert NEXT[verdict]
    assert FINISHED[verdict]


def test_what_may_be_explained_comes_with_the_very_command() -> None:
    blank = reading(disclosure__rules__issued="/")._replace(file="收到/我的 年报.xlsx")
    step = lines_of(blank)[-1]
    assert step.endswith('xl-tools explain "收到/我的 年报.xlsx" T2-BLANK --reason "原因"')
    assert "xl-tools" not in lines_of(blank._replace(file="年报.docx"))[-1]


def test_an_untouched_report_is_asked_to_be_filled() -> None:
    blank = Reading(Report("2021", 2024, Organ("甲县人民政府")), "空白.xlsx")
    outcome = check(blank, EDITIONS)
    assert summary(outcome).startswith("校验结论：尚未填写")
    assert lines_of(blank)[-1] == "  请先填写三张表。"
