"""fill: what it says besides what it wrote."""

from __future__ import annotations

from pathlib import Path

import xl_tools
from tests.running import Run
from xl_tools.samples import sample_path

DATA = str(sample_path("county-2024"))


def test_a_workbook_of_another_year_is_remarked_on(run: Run) -> None:
    run("template", "--year", "2025", "--organ", "甲县人民政府", "-o", "年报.xlsx")
    _, _, err = run("fill", "年报.xlsx", "--data", DATA, "--bridge", "-o", "新.xlsx")
    assert "工作簿原来是2025年度的，现在填成2024年度：请看看有没有拿错。" in err
    assert Path("新.xlsx").exists()


def test_one_of_the_same_year_is_not(run: Run) -> None:
    run("template", "--year", "2024", "--organ", "甲县人民政府", "-o", "年报.xlsx")
    _, _, err = run("fill", "年报.xlsx", "--data", DATA, "--bridge", "-o", "新.xlsx")
    assert "年度的，现在" not in err


def test_last_years_figures_come_along_from_a_workbook(run: Run) -> None:
    """As where a workbook goes on with buttons; those that the target holds are not replaced."""
    for name in ("年报.xlsx", "带按钮.xlsm"):
        run("template", "--year", "2025", "--organ", "甲县人民政府", "-o", name)
    run("fill", "年报.xlsx", "--prior", DATA, "-o", "有上年.xlsx")
    run("fill", "带按钮.xlsm", "--data", "有上年.xlsx", "-o", "新.xlsm")
    known = xl_tools.read_report("有上年.xlsx").prior
    assert known is not None
    assert xl_tools.read_report("新.xlsm").prior == known
    run("fill", "带按钮.xlsm", "--prior", "新.xlsm", "-o", "别的上年.xlsm")
    other = xl_tools.read_report("别的上年.xlsm").prior
    run("fill", "别的上年.xlsm", "--data", "有上年.xlsx", "-o", "仍是别的.xlsm")
    assert xl_tools.read_report("仍是别的.xlsm").prior == other


def test_where_something_is_to_be_mended_the_command_that_lists_it_is_given(run: Run) -> None:
    run("template", "--year", "2024", "--organ", "甲县人民政府", "-o", "年报.xlsx")
    _, out, _ = run("fill", "年报.xlsx", "--prior", DATA, "-o", "我的 年报.xlsx")
    assert '是哪些、怎么改：xl-tools validate "我的 年报.xlsx"' in out
    _, out, _ = run("fill", "年报.xlsx", "--data", DATA, "--bridge", "-o", "新.xlsx")
    assert "通过" in out
    assert "是哪些" not in out


def test_a_report_of_a_wrong_year_pushes_out_no_right_one(run: Run) -> None:
    run("template", "--year", "2025", "--organ", "甲县人民政府", "-o", "年报.xlsx")
    run("fill", "年报.xlsx", "--prior", DATA, "-o", "有上年.xlsx")
    _, out, _ = run("validate", "有上年.xlsx", "--prior", "有上年.xlsx")
    assert "给的上年报告是2025年度的，没有用；和工作簿“上年数据”里的2024年度比较" in out
    _, out, _ = run("validate", "年报.xlsx", "--prior", "有上年.xlsx")
    assert "给的上年报告是2025年度的，要2024年度的才能比较" in out
