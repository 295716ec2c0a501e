"""The command county: 汇总台 with the units of a roster."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live import LiveBook
from tests.running import Run
from xl_tools.deskbook import FRONT, MOST_UNITS, PLACES
from xl_tools.rollup.rostertable import read_roster
from xl_tools.sources import read

ROSTER = """2025年度报送名单
单位,角色,级别,邮箱,截止日期,上报日期
甲县人民政府,政府,县级,a@example.gov.cn,,
甲县人民政府办公室,政府办,县级,,,
甲县教育局,,,b@example.gov.cn,1月20日,2026/1/25
甲县高新区管委会,开发区,,,,
甲县自来水公司,公共企事业单位,,,,
"""


@pytest.fixture
def roster(run: Run) -> Path:
    path = Path("名单.csv")
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_its_roster_is_the_one_that_was_given(run: Run, roster: Path) -> None:
    code, out, _ = run("county", "--roster", str(roster), "-o", "汇总台.xlsm")
    assert code == 0
    assert "2025年度" in out
    assert "5 个单位" in out
    made, given = read_roster(Path("汇总台.xlsm")), read_roster(roster)
    assert made.year == given.year == 2025
    assert made.units == given.units
    book = LiveBook(Path("汇总台.xlsm").read_bytes(), "汇总台.xlsm")
    organ = PLACES["organ"]
    assert book.sheets[FRONT].values[organ.row, organ.column] == "甲县人民政府"


def test_a_sum_by_its_roster_bears_the_name_of_the_desk(run: Run, roster: Path) -> None:
    """No report of the parent is at hand; the desk knows whose it is all the same."""
    named = ("--organ", "甲县人民政府", "-o", "汇总台.xlsm")
    roster.write_text("2025年度名单\n单位\n甲县教育局\n", encoding="utf-8")
    assert run("county", "--roster", str(roster), *named)[0] == 0
    Path("收到").mkdir()
    call = ("rollup", "收到", "--roster", "汇总台.xlsm", "-o", "汇总.xlsx")
    _, out, _ = run(*call)
    assert out.startswith("甲县人民政府 2025年度汇总")
    organ = read(Path("汇总.xlsx")).report.organ
    assert (organ.name, organ.level, organ.kind) == ("甲县人民政府", "county", "government")


def test_without_a_roster_it_says_where_the_units_go(run: Run) -> None:
    code, out, _ = run("county", "--year", "2024", "--organ", "乙县人民政府", "-o", "空.xlsm")
    assert code == 0
    assert "名单还是空的" in out
    assert "在“名单”表写上各单位" in out


def test_a_workbook_of_before_is_kept(run: Run, roster: Path) -> None:
    assert run("county", "-o", "汇总台.xlsm")[0] == 0
    code, _, err = run("county", "--roster", str(roster), "-o", "汇总台.xlsm")
    assert code == 2
    assert "已经有这个文件" in err
    assert run("county", "--roster", str(roster), "-o", "汇总台.xlsm", "--force")[0] == 0


def test_bad_calls_are_one_sentence(run: Run) -> None:
    many = "\n".join(["单位", *(f"甲县第{n}局" for n in range(MOST_UNITS + 1))])
    Path("多.csv").write_text(many, encoding="utf-8")
    Path("坏.csv").write_text("序号,电话\n1,2\n", encoding="utf-8")
    for words, sentence in (
        (("-o", "汇总台.xlsx"), "不知道怎样写“.xlsx”这种文件"),
        (("--roster", "没有.csv", "-o", "a.xlsm"), "没有.csv"),
        (("--roster", "坏.csv", "-o", "a.xlsm"), "找不到“单位”一列"),
        (("--roster", "多.csv", "-o", "a.xlsm"), f"名单上有 {MOST_UNITS + 1} 个单位"),
    ):
        code, out, err = run("county", *words)
        assert (code, out) == (2, "")
        assert sentence in err
        assert err.count("\n") == 1
        assert not Path("a.xlsm").exists()
