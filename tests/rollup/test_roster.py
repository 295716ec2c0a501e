"""The roster: columns and words in every habit; what cannot be used is named with its row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from xl_tools.edition import builtin_editions
from xl_tools.refusal import Refusal
from xl_tools.rollup.roster import ROLES, Roster, roster_of
from xl_tools.rollup.rostertable import read_roster
from xl_tools.sources.plainrows import rows_in

EDITION = builtin_editions().get("2021")


def roster(text: str) -> Roster:
    return roster_of(rows_in(text.encode()))


def test_a_roster_of_names_alone_says_what_the_names_say() -> None:
    found = roster("单位\n甲县人民政府\n甲县教育局\n东镇人民政府\n民乐街道办事处\n某某站\n")
    assert [(u.role, u.kind, u.level) for u in found.units] == [
        ("政府", "government", "county"),
        ("部门", "department", ""),
        ("乡镇", "government", "township"),
        ("街道", "subdistrict", "township"),
        ("", "", ""),
    ]


@pytest.mark.parametrize("word", [w for about in ROLES.values() for w in about.synonyms])
def test_every_synonym_of_a_role_is_understood(word: str) -> None:
    (unit,) = roster(f"单位,角色\n某单位,{word}\n").units
    assert word in ROLES[unit.role].synonyms


@pytest.mark.parametrize(
    ("role", "kind"), [("政府办", "office"), ("开发区", "zone"), ("授权组织", "authorised")]
)
def test_a_role_says_the_kind_of_organ(role: str, kind: str) -> None:
    (unit,) = roster(f"机关名称\t单位类型\n甲\t{role}\n").units
    assert unit.kind == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_separator(encoding: str, comma: str) -> None:
    lines = ["2024年度名单", "序号,单位名称,级别,电子邮箱", "1,甲县教育局,县级,a@x.cn", "2,,,"]
    text = "\n".join(line.replace(",", comma) for line in lines)
    found = roster_of(rows_in(text.encode(encoding)))
    assert [(u.name, u.level, u.email) for u in found.units] == [("甲县教育局", "county", "a@x.cn")]
    assert found.year == 2024


def test_a_workbook_may_hold_dates_as_dates_and_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2024年度报送名单"])
    sheet.append(["单位", "截止时间", "上报日期"])
    sheet.append(["甲局", date(2025, 1, 26), "2025年1月27日"])
    sheet.append(["乙局", "1月26日", "20250125"])
    sheet.append(["合计", "2", None])
    book.save(tmp_path / "名单.xlsx")
    found = read_roster(tmp_path / "名单.xlsx")
    assert [(u.name, u.due, u.handed_in) for u in found.units] == [
        ("甲局", date(2025, 1, 26), date(2025, 1, 27)),
        ("乙局", date(2025, 1, 26), date(2025, 1, 25)),
    ]


def test_dates_of_the_nation_hold_unless_the_row_says_otherwise() -> None:
    rows = (
        "单位,角色,级别,截止日期\n甲县,政府,县级,\n甲市,政府,市级,\n甲省,政府,省级,\n"
        "甲局,部门,,\n甲镇,乡镇,,\n甲街道,街道,,\n乙局,部门,,2025-01-20\n丙市政府,政府,,\n"
    )
    days = [unit.deadline(EDITION, 2024) for unit in roster(rows).units]
    month = [(day.month, day.day) if day else None for day in days]
    assert month == [(2, 20), (3, 10), (3, 31), (1, 31), (1, 31), (1, 31), (1, 20), None]


def test_every_bad_row_is_named_at_once() -> None:
    with pytest.raises(Refusal) as caught:
        roster(
            "单位,角色,级别,邮箱,截止日期\n甲局,某角色,,,\n,部门,,,\n乙局,,九级,,\n"
            "丙局,,,没有,\n丁局,,,,月底\n戊局,,,,2025-02-30\n己局,,,,1月3日\n庚局,,,,\n庚局,,,,\n"
        )
    said = caught.value.problem
    for words in (
        "第 2 行的角色“某角色”", "第 3 行没有写单位", "第 4 行的级别“九级”", "第 5 行的邮箱“没有”",
        "第 6 行的截止日期“月底”", "第 7 行的截止日期“2025-02-30”", "第 8 行的截止日期“1月3日”",
        "“庚局”写了 2 次",
    ):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("text", ["", "甲,乙\n1,2\n", "单位\n", "单位,角色\n,\n"])
def test_a_table_without_units_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        roster(text)


def test_a_unit_is_found_by_any_name_it_goes_by() -> None:
    found = roster(
        "单位\n甲县人民政府\n甲县公安局\n教育局\n西镇\n东城镇\n城镇\n甲县民乐街道办事处\n"
    )
    for name, unit in (
        ("甲县人民政府办公室", "甲县人民政府"),
        ("甲县政府", "甲县人民政府"),
        ("甲县教育局", "教育局"),
        ("公安局", "甲县公安局"),
        ("甲县西镇人民政府", "西镇"),
        ("甲县东城镇人民政府", "东城镇"),
        ("甲县民乐街道", "甲县民乐街道办事处"),
        ("乙县教育局", None),
        ("教育体育局", None),
        ("", None),
    ):
        hit = found.find(name)
        assert (hit.name if hit else None) == unit, name


@pytest.mark.parametrize("day", ["2025-12-25", "2026-01-20"])
def test_the_day_when_reports_are_due_tells_the_year(day: str) -> None:
    assert roster(f"单位,截止日期\n甲县教育局,{day}\n甲县公安局,\n").year == 2025
