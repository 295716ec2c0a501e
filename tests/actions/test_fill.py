"""fill: what it says besides what it wrote."""

from __future__ import annotations

from pathlib import Path

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
