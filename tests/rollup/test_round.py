"""The whole round of a county, played with the commands alone.

roster → dispatch → units fill (one wrong, one late by mail, one as Word, one not at all) → collect
→ send back → re-submit → roll up → the county's own report → next year's dispatch.
"""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl

from benchmarks.county import data, figures, mailed, report_of
from tests.running import Run
from xl_tools.report import Report
from xl_tools.sources import read

YEAR = 2024
SCHOOLS, POLICE, TOWN, STREET, HEALTH = (
    "甲县教育局", "甲县公安局", "甲县东镇人民政府", "甲县民乐街道办事处", "甲县卫生健康委员会",
)  # fmt: skip
UNITS = (SCHOOLS, POLICE, TOWN, STREET, HEALTH)
GOVERNMENT = "甲县人民政府"
ROSTER = "2024年度名单\n单位,角色,级别\n" + "".join(
    f"{unit},{role},\n"
    for unit, role in zip(UNITS, ("部门", "部门", "乡镇", "街道", "部门"), strict=True)
)
LATE = datetime(2025, 2, 3, 9, tzinfo=UTC)
WRONG = "disputes.litigation_direct.total"


def facts(organ: str) -> Report:
    """What a unit knows of its year."""
    own = figures(random.Random(organ))
    return report_of(organ, "department", own)


class County:
    """The desk of the county: its folders and its commands."""

    def __init__(self, run: Run) -> None:
        self._run = run
        Path("名单.csv").write_text(ROSTER, encoding="utf-8")
        Path("收到").mkdir()
        self.hour = 0

    def call(self, *arguments: str) -> tuple[int, str]:
        code, out, err = self._run(*arguments)
        assert code in (0, 1), err
        return code, out

    def workbook(self, organ: str) -> str:
        return f"下发/{organ}{YEAR}年政府信息公开工作年度报告.xlsx"

    def filled(self, organ: str, **changes: int) -> str:
        """The unit's clerk fills what was sent; the path of the workbook."""
        Path("数.json").write_bytes(data(wrong(facts(organ), changes)))
        path = f"{organ}.xlsx"
        self.call("fill", self.workbook(organ), "--data", "数.json", "-o", path, "--force")
        return path

    def hand_in(self, path: str, name: str = "") -> None:
        """It comes into the folder, later than what came before."""
        self.hour += 1
        target = Path("收到") / (name or path)
        target.write_bytes(Path(path).read_bytes())
        came = LATE.timestamp() - 30 * 86_400 + self.hour * 3600
        os.utime(target, (came, came))

    def sum(self, *more: str) -> tuple[int, dict[str, Any]]:
        call = ("rollup", "收到", "--roster", "名单.csv", "--own", "本级.json", "--json")
        code, out = self.call(*call, "-o", "汇总.xlsx", *more)
        return code, json.loads(out, parse_float=Decimal)


def wrong(report: Report, changes: dict[str, int]) -> Report:
    cells = {cell.replace("__", "."): Decimal(value) for cell, value in changes.items()}
    return report._replace(cells=MappingProxyType({**report.cells, **cells}))


def counted(found: dict[str, Any]) -> set[str]:
    return {unit["organ"] for unit in found["units"] if unit["status"] == "counted"}


OWN = facts(GOVERNMENT)
OWN = OWN._replace(organ=OWN.organ._replace(level="county", kind="government"))


def test_a_county_goes_round(run: Run) -> None:
    county = County(run)
    Path("本级.json").write_bytes(data(OWN))
    sent_out(county)
    handed_in(county)
    sent_back(county)
    mended(county)
    rolled_up(county)
    next_year(county)


def sent_out(county: County) -> None:
    county.call("dispatch", "名单.csv", "-o", "下发")
    assert len(list(Path("下发").glob("*.xlsx"))) == len(UNITS)


def handed_in(county: County) -> None:
    """Each in its own way; of one nothing comes."""
    county.hand_in(county.filled(SCHOOLS, disputes__litigation_direct__total=77))
    county.call("assemble", county.filled(POLICE), "-o", "公安.docx")
    county.hand_in("公安.docx")
    mail = mailed("街道.xlsx", Path(county.filled(STREET)).read_bytes(), LATE)
    Path("街道.eml").write_bytes(mail)
    county.hand_in("街道.eml")
    Path("卫健委.xlsx").write_bytes(Path(county.filled(HEALTH)).read_bytes()[:9000])
    county.hand_in("卫健委.xlsx")


def sent_back(county: County) -> None:
    code, found = county.sum("--return", "退回")
    assert code == 1
    assert counted(found) == {GOVERNMENT, SCHOOLS, POLICE, STREET}
    assert set(found["missing"]) == {TOWN, HEALTH}
    assert [unit["organ"] for unit in found["units"] if unit["late"]] == [STREET]
    assert {unit["organ"] for unit in found["units"] if unit["errors"]} == {SCHOOLS}
    letters = {path.stem for path in Path("退回").glob("*.eml")}
    assert letters >= {f"{SCHOOLS}-退回", f"{TOWN}-催报"}


def mended(county: County) -> None:
    """The unit mends its own marked workbook; the others come after all."""
    back = f"退回/{SCHOOLS}-退回.xlsx"
    book, place = openpyxl.load_workbook(back), read(Path(back)).places[WRONG]
    book[place.sheet][place.address] = int(facts(SCHOOLS).number(WRONG))
    book.save("改好.xlsx")
    county.hand_in("改好.xlsx", "教育局改好.xlsx")
    county.hand_in(county.filled(TOWN))
    county.hand_in(county.filled(HEALTH), "卫健委.xlsx")


def rolled_up(county: County) -> None:
    """Every figure is the sum of what the units know, the older version set aside."""
    code, found = county.sum()
    assert (code, found["missing"], counted(found)) == (0, [], {GOVERNMENT, *UNITS})
    assert [u["status"] for u in found["units"] if u["organ"] == SCHOOLS].count("duplicate") == 1
    sums = read(Path("汇总.xlsx")).report
    reports = [OWN, *map(facts, UNITS)]
    for cell in OWN.cells:
        assert sums.number(cell) == sum(report.number(cell) for report in reports), cell
    assert county.call("assemble", "汇总.xlsx", "-o", "甲县.docx")[0] == 0
    assert read(Path("甲县.docx")).report.number(WRONG) == sums.number(WRONG)


def next_year(county: County) -> None:
    call = ("dispatch", "名单.csv", "--year", "2025", "--prior", "收到", "-o", "明年")
    assert "没有找到上年的报告" not in county.call(*call)[1]
    cell = "applications.{}.natural_person"
    for unit in UNITS:
        sent = read(Path(f"明年/{unit}2025年政府信息公开工作年度报告.xlsx")).report
        carried = facts(unit).number(cell.format("pending_end"))
        assert sent.number(cell.format("pending_start")) == carried
