"""Last year beside this year for all units at once; figures that are far from what is usual."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest

import xl_tools
from benchmarks.county import COLUMNS, OUTCOMES, SUITS, YEAR, book, data, figures, report_of, word
from tests.running import Run
from xl_tools.report import Report
from xl_tools.sources import read

NAMES = [f"甲县第{number}局" for number in range(5)]
TOWNS = [f"甲县第{number}镇人民政府" for number in range(8)]
CARRY = "applications.pending_start.commercial"
VALID = "disclosure.normative_documents.in_force"
LICENSES = "disclosure.licensing.decisions"


def changed(report: Report, cells: Mapping[str, int]) -> Report:
    new = {cell: Decimal(value) for cell, value in cells.items()}
    return report._replace(cells=MappingProxyType({**report.cells, **new}))


def now(organ: str, kind: str = "department") -> Report:
    return report_of(organ, kind, figures(random.Random(organ)))


def before(report: Report) -> Report:
    """A report of the year before which this one follows."""
    last = dict(figures(random.Random(f"{report.organ.name} last")))
    for column in (*COLUMNS, "total"):
        carried = report.number(f"applications.pending_start.{column}")
        last[f"applications.pending_end.{column}"] = carried
    for row in ("rules", "normative_documents"):
        cells = (f"disclosure.{row}.{name}" for name in ("in_force", "issued", "repealed"))
        stock, issued, repealed = map(report.number, cells)
        last[f"disclosure.{row}.in_force"] = stock - issued + repealed
    for row in SUITS:
        left = min(report.number(f"disputes.{row}.total"), Decimal(1))
        last |= {f"disputes.{row}.{outcome}": Decimal(0) for outcome in OUTCOMES}
        last |= {f"disputes.{row}.pending": left, f"disputes.{row}.total": left}
    for row in ("licensing", "penalties", "enforcement"):
        last[f"disclosure.{row}.decisions"] = report.number(f"disclosure.{row}.decisions") + 1
    last["disclosure.fees.amount"] = report.number("disclosure.fees.amount") + 1
    return report._replace(year=YEAR - 1, cells=MappingProxyType(last))


def hand_in(folder: str, *reports: Report) -> None:
    """Each in another form."""
    Path(folder).mkdir(exist_ok=True)
    for number, report in enumerate(reports):
        ending, write = ((".json", data), (".xlsx", book), (".docx", word))[number % 3]
        Path(folder, f"{report.organ.name}{ending}").write_bytes(write(report))


def summed(run: Run, *more: str) -> tuple[int, dict[str, Any]]:
    code, out, err = run("rollup", "收到", "--json", "-o", "汇总.xlsx", *more)
    assert err == ""
    return code, json.loads(out, parse_float=Decimal)


def said(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (one["organ"], one["rule"], one["cells"][0])
        for one in found["findings"]
        if one["rule"].startswith(("CY-", "RU-FAR"))
    ]


UNITS = [now(name) for name in NAMES]


def test_figures_that_break_with_last_year_are_found_in_every_unit_and_nowhere_else(
    run: Run,
) -> None:
    hand_in("收到", *UNITS)
    broken = [before(unit) for unit in UNITS]
    carried = int(broken[1].number("applications.pending_end.commercial"))
    broken[1] = changed(broken[1], {"applications.pending_end.commercial": carried + 3})
    broken[3] = changed(broken[3], {VALID: 7, "disclosure.fees.amount": 10**12})
    hand_in("去年", *broken)
    code, found = summed(run, "--prior", "去年")
    assert (code, said(found)) == (
        1,
        [
            (NAMES[1], "CY-CARRY", CARRY),
            (NAMES[3], "CY-VALID", VALID),
            (NAMES[3], "CY-FEE", "disclosure.fees.amount"),
        ],
    )
    (one,) = [f for f in found["findings"] if f["rule"] == "CY-CARRY"]
    assert (one["actual"] + 3, one["where"]) == (
        one["expected"],
        "表三·二、上年结转政府信息公开申请数量·商业企业",
    )
    rows = list(openpyxl.load_workbook("汇总.xlsx")["各单位问题"].iter_rows(values_only=True))
    listed = [(row[0], row[2]) for row in rows]
    assert (NAMES[1], "CY-CARRY") in listed


def test_a_unit_that_follows_last_year_gives_nothing(run: Run) -> None:
    hand_in("收到", *UNITS)
    hand_in("去年", *map(before, UNITS))
    code, found = summed(run, "--prior", "去年")
    assert (code, said(found), found["missing"]) == (0, [], [])


def test_who_cannot_be_compared_is_named(run: Run) -> None:
    hand_in("收到", *UNITS)
    hand_in("去年", *map(before, UNITS[:3]), UNITS[4])
    Path("去年/坏.docx").write_bytes(b"PK\x03\x04")
    _, found = summed(run, "--prior", "去年")
    told = [one["message"] for one in found["findings"] if one["rule"] == "RU-PRIOR"]
    assert ["2 个" in told[0], NAMES[3] in told[0], "坏.docx" in told[1]] == [True] * 3
    assert "不是2023年度的文件 1 个" in told[2]


def test_a_reason_that_the_unit_gave_holds_for_what_last_year_shows(run: Run) -> None:
    last = changed(before(UNITS[0]), {"applications.pending_end.commercial": 90})
    given = {"rule": "CY-CARRY", "cells": [CARRY], "values": [], "reason": "上年报错", "by": "张三"}
    told = UNITS[0]._replace(extra=MappingProxyType({"acknowledged": [given]}))
    hand_in("收到", told)
    hand_in("去年", last)
    code, found = summed(run, "--prior", "去年")
    assert (code, found["units"][0]["errors"], len(said(found))) == (0, 0, 1)


def test_what_is_sent_back_says_what_breaks_with_last_year(run: Run) -> None:
    unit = UNITS[0]
    hand_in("收到", unit)
    Path("收到", f"{NAMES[0]}.json").rename(Path("收到", "甲.json"))
    Path("收到/甲.json").unlink()
    Path("收到/甲.xlsx").write_bytes(book(unit))
    hand_in("去年", changed(before(unit), {"applications.pending_end.commercial": 90}))
    summed(run, "--prior", "去年", "--return", "退回")
    back = openpyxl.load_workbook(f"退回/{NAMES[0]}-退回.xlsx")["退回意见"]
    words = [row[3] for row in back.iter_rows(min_row=2, values_only=True)]
    assert any("上年报告的第四项" in str(word) and "90" in str(word) for word in words)


def test_the_sum_is_compared_with_last_years_sum_and_the_parents_own_report_is_not(
    run: Run,
) -> None:
    own = now("甲县人民政府", "government")
    own = own._replace(organ=own.organ._replace(level="county"))
    whole = before(own)
    whole = whole._replace(organ=whole.organ._replace(scope="aggregate"))
    hand_in("收到", *UNITS)
    hand_in("去年", *map(before, UNITS), whole)
    Path("本级.json").write_bytes(data(own))
    code, found = summed(run, "--prior", "去年", "--own", "本级.json")
    rules = {(one["organ"], one["rule"]) for one in found["findings"] if one["rule"] == "CY-CARRY"}
    assert (code, rules) == (1, {("甲县人民政府", "CY-CARRY")})
    sums = read(Path("汇总.xlsx")).report
    (first, *_) = [one for one in found["findings"] if one["rule"] == "CY-CARRY"]
    assert first["actual"] == sums.number(first["cells"][0])


def test_the_library_compares_with_last_year_too(run: Run) -> None:
    hand_in("收到", UNITS[0])
    hand_in("去年", changed(before(UNITS[0]), {"applications.pending_end.commercial": 90}))
    found = xl_tools.roll_up(["收到"], prior="去年")
    rules = [one.finding.rule for one in found.counted[0].submission.findings]
    assert [rule for rule in rules if rule.startswith("CY-")] == ["CY-CARRY"]
    assert found.has_errors


@pytest.mark.parametrize("place", ["收到", "."])
def test_last_year_does_not_lie_among_what_was_handed_in(run: Run, place: str) -> None:
    hand_in("收到", UNITS[0])
    code, _, err = run("rollup", "收到", "--prior", place, "-o", "汇总.xlsx")
    assert (code, err.count("\n"), "另一个文件夹" in err) == (2, 1, True)
    code, _, err = run("rollup", "收到", "--prior", "没有", "-o", "汇总.xlsx")
    assert (code, err.count("\n"), "没有" in err) == (2, 1, True)


# ---- far from what is usual --------------------------------------------------------------


def test_a_digit_too_many_or_too_few_since_last_year_is_asked_about(run: Run) -> None:
    one, other = changed(UNITS[0], {LICENSES: 1200}), changed(UNITS[1], {LICENSES: 90})
    hand_in("收到", one, other, UNITS[2])
    hand_in("去年", *(changed(before(u), {LICENSES: 120}) for u in (one, other)), before(UNITS[2]))
    _, found = summed(run, "--prior", "去年")
    assert said(found) == [("汇总单位", "RU-FAR", LICENSES)]
    (far,) = [one["message"] for one in found["findings"] if one["rule"] == "RU-FAR"]
    assert f"{NAMES[0]}：表二·行政许可·本年处理决定数量是 1200，上年是 120" in far


def test_a_town_that_is_far_above_all_others_is_asked_about_and_a_department_is_not(
    run: Run,
) -> None:
    towns = [now(name, "government") for name in TOWNS]
    most = max(int(town.number(LICENSES)) for town in towns)
    towns[3] = changed(towns[3], {LICENSES: most * 10})
    busy = changed(UNITS[0], {LICENSES: most * 100})
    hand_in("收到", *towns, busy, *UNITS[1:])
    _, found = summed(run)
    (far,) = [one["message"] for one in found["findings"] if one["rule"] == "RU-FAR"]
    assert TOWNS[3] in far
    assert f"同类单位最多的也只有 {most}" in far


def test_a_repeated_text_is_counted_and_sent_back_alike(run: Run) -> None:
    """What the letter says is what the list of all units says, no more and no less."""
    texts = MappingProxyType({name: text * 4 for name, text in UNITS[1].narrative.items()})
    repeating = UNITS[1]._replace(narrative=texts)
    hand_in("收到", UNITS[0], repeating)
    hand_in("去年", before(UNITS[0])._replace(narrative=MappingProxyType({})), before(repeating))
    _, found = summed(run, "--prior", "去年", "--return", "退回")
    counted = [f["rule"] for f in found["findings"] if f["organ"] == NAMES[1]]
    assert counted.count("S-COPY") == 1
    (unit,) = [one for one in found["units"] if one["organ"] == NAMES[1]]
    back = openpyxl.load_workbook(f"退回/{NAMES[1]}-退回.xlsx")["退回意见"]
    rules = [str(row[7]).split()[0] for row in back.iter_rows(min_row=2, values_only=True)]
    assert "S-COPY" in rules
    assert len(rules) == unit["errors"] + unit["warnings"]
