"""Suits in which the reviewing organ is co-defendant: counted once, every subtraction proven."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl.utils.cell import coordinate_to_tuple

from benchmarks.county import book, data, figures, report_of
from tests.lint.workbook import lint_workbook
from tests.office.session import Office
from tests.running import Run
from xl_tools.deskbook import RESULTS, SHARED_COLUMNS
from xl_tools.edition import builtin_editions
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.rollup import Asked, Rollup, roll_up
from xl_tools.rollup.codefendants import declared_in, suits_table
from xl_tools.rollup.roster import Roster, Unit
from xl_tools.rollup.submission import Submission
from xl_tools.samples import sample_path
from xl_tools.sources import read

EDITIONS = builtin_editions()
ROW = "disputes.litigation_after_reconsideration."
OUTCOMES = ("affirmed", "reversed", "other", "pending")
WORDS = dict(zip(OUTCOMES, RESULTS, strict=True))
COUNTY, SCHOOLS, POLICE, TAXES = "甲县人民政府", "甲县教育局", "甲县公安局", "甲县税务局"


def report(organ: str, suits: Mapping[str, int], kind: str = "department") -> Report:
    """An organ's report with so many suits after a review, by result."""
    cells = figures(random.Random(organ))
    cells |= {f"{ROW}{outcome}": Decimal(suits.get(outcome, 0)) for outcome in OUTCOMES}
    cells[f"{ROW}total"] = Decimal(sum(suits.values()))
    made = report_of(organ, kind, cells)._replace(narrative=MappingProxyType({}))
    if kind == "government":
        return made._replace(organ=made.organ._replace(level="county"))
    return made


OWN = report(COUNTY, {"affirmed": 2, "pending": 1}, "government")
UNITS = (report(SCHOOLS, {"affirmed": 2}), report(POLICE, {"pending": 1}))
ROSTER = Roster(
    [
        Unit(SCHOOLS, "部门", "department"),
        Unit(POLICE, "部门", "department"),
        Unit("甲县民政局", "部门", "department"),
        Unit(TAXES, "垂直管理", "department"),
    ]
)


def sent(one: Report) -> Submission:
    return Submission(f"{one.organ.name}.json", one.organ.name, "2025-01-20 09:00", report=one)


def rolled(
    rows: Sequence[Sequence[object]],
    own: Report = OWN,
    units: Sequence[Report] = UNITS,
    roster: Roster = ROSTER,
) -> Rollup:
    shared = declared_in([SHARED_COLUMNS, *rows], EDITIONS)
    asked = Asked(roster, sent(own), year=2024, shared=shared._replace(file="共同被告.csv"))
    return roll_up([sent(one) for one in units], EDITIONS, asked)


def said(found: Rollup, rule: str = "RU-DUP") -> list[str]:
    return [one.message for one in found.findings if one.rule == rule]


def test_the_words_of_the_list_are_those_of_every_form() -> None:
    for edition in EDITIONS:
        table = suits_table(edition)
        assert table is not None
        assert tuple(one.label for one in table.columns_with("part")) == RESULTS


# ---- the sum ---------------------------------------------------------------------------------

numbers = st.fixed_dictionaries({outcome: st.integers(0, 4) for outcome in OUTCOMES})


@settings(max_examples=40, deadline=None)
@given(numbers, numbers, st.lists(st.tuples(st.sampled_from(OUTCOMES), st.integers(0, 3))))
def test_the_sum_is_an_independent_one_or_a_refusal(
    own: dict[str, int], unit: dict[str, int], declared: list[tuple[str, int]]
) -> None:
    """What all state, less what is declared; refused exactly where that is below zero."""
    reports = [report(COUNTY, own, "government"), report(SCHOOLS, unit)]
    rows = [("", SCHOOLS, COUNTY, WORDS[outcome], number) for outcome, number in declared]
    taken = {one: sum(n for outcome, n in declared if outcome == one) for one in OUTCOMES}
    if any(taken[one] > own[one] for one in OUTCOMES):
        with pytest.raises(Refusal, match="减不了"):
            rolled(rows, reports[0], reports[1:])
        return
    sums = rolled(rows, reports[0], reports[1:]).report
    expected = {cell: sum(r.cells[cell] for r in reports) for cell in OWN.cells}  # type: ignore[misc]
    expected |= {f"{ROW}{one}": own[one] + unit[one] - taken[one] for one in OUTCOMES}
    expected[f"{ROW}total"] = sum(expected[f"{ROW}{one}"] for one in OUTCOMES)
    assert dict(sums.cells) == expected


def test_each_subtraction_is_a_part_of_the_proof_and_of_the_note() -> None:
    rows = [("1号", "教育局", "甲县政府", "维持", ""), ("2号", POLICE, COUNTY, "未审结", 1)]
    found = rolled(rows)
    assert [(organ, int(n)) for organ, n in found.totals.proof[f"{ROW}affirmed"]] == [
        (COUNTY, 2), (SCHOOLS, 2), (POLICE, 0), (f"{COUNTY}（共同被告）", -1),
    ]  # fmt: skip
    note = found.counted[0].note
    assert "作共同被告的 2 件已减去（结果维持 1、尚未审结 1）" in note
    assert said(found) == []


@pytest.mark.parametrize("name", ["本级", "县政府", "本级人民政府", "甲县政府"])
def test_the_parent_is_known_by_what_people_call_it(name: str) -> None:
    found = rolled([("", "教育局", name, "结果维持", 1)])
    assert found.report.number(f"{ROW}affirmed") == 3
    assert said(found) == []


def test_two_spellings_of_one_reviewer_take_from_the_same_figures() -> None:
    office = f"{COUNTY}办公室"
    units = [
        *ROSTER.units,
        Unit(COUNTY, "政府", "government"),
        Unit(office, "政府办", "government"),
    ]
    rows = [("", SCHOOLS, COUNTY, "结果维持", 1), ("", SCHOOLS, office, "结果维持", 1)]
    assert rolled(rows, roster=Roster(units)).report.number(f"{ROW}affirmed") == 2
    with pytest.raises(Refusal, match="减不了 3 件"):
        rolled([*rows, rows[0]], roster=Roster(units))


def test_nothing_declared_means_nothing_taken_and_the_question_stays() -> None:
    found = rolled([])
    assert found.report.number(f"{ROW}total") == 6
    (question,) = said(found)
    assert "3 件复议后起诉，各单位共有 3 件" in question
    assert "“共同被告”表里一行一件写明原行为单位、复议机关和结果" in question
    assert "--codefendants" in question


def test_none_at_all_can_be_said_too() -> None:
    found = rolled([("", "", COUNTY, "", 0)])
    assert said(found) == []
    assert found.report.number(f"{ROW}total") == 6


@pytest.mark.parametrize(
    ("organ", "words"),
    [
        ("甲县民政局", "还没有计入的报告，这 1 件现在哪里也没有计"),
        (POLICE, "的同一格只有 0 件，少于这里写的 1 件"),
        (TAXES, ""),
    ],
)
def test_a_suit_that_is_nowhere_else_is_asked_about(organ: str, words: str) -> None:
    messages = said(rolled([("1号", organ, COUNTY, "结果维持", 1)]))
    assert len(messages) == bool(words)
    assert words in "".join(messages)


def test_a_reviewer_of_whom_nothing_is_counted_loses_nothing() -> None:
    found = rolled([("", SCHOOLS, "民政局", "结果维持", 1)])
    assert found.report.number(f"{ROW}affirmed") == 4
    assert any("甲县民政局的报告没有计入，没有减" in one for one in said(found))


def test_rows_of_another_year_are_of_no_use() -> None:
    rows: list[list[object]] = [
        [*SHARED_COLUMNS, "年度"],
        ["", SCHOOLS, COUNTY, "结果维持", 1, "2023年"],
    ]
    asked = Asked(ROSTER, sent(OWN), year=2024, shared=declared_in(rows, EDITIONS))
    assert roll_up(list(map(sent, UNITS)), EDITIONS, asked).totals.taken == ()


def test_every_row_that_cannot_be_used_is_named() -> None:
    rows = [
        ("", "", COUNTY, "结果维持", 1),
        ("", SCHOOLS, "", "输了", "两件"),
        ("", COUNTY, "甲县政府", "维持", 1),
    ]
    with pytest.raises(Refusal) as refused:
        declared_in([SHARED_COLUMNS, *rows], EDITIONS)
    for words in (
        "第 2 行没有写原行为单位",
        "第 3 行没有写复议机关",
        "第 3 行的件数“两件”不是数",
        "第 4 行的原行为单位和复议机关是同一个",
    ):
        assert words in refused.value.problem
    with pytest.raises(Refusal, match="不在名单上"):
        rolled([("", SCHOOLS, "乙县人民政府", "结果维持", 1)])


# ---- the command -----------------------------------------------------------------------------

LIST = f"案号,原行为单位,复议机关,结果\n1号,教育局,甲县政府,维持\n2号,{POLICE},{COUNTY},尚未审结\n"
CALL = ("rollup", "收到", "--own", "本级.json", "-o", "汇总.xlsx", "--codefendants")


@pytest.fixture
def county(run: Run) -> Run:
    Path("收到").mkdir()
    Path("本级.json").write_bytes(data(OWN))
    for one in UNITS:
        Path(f"收到/{one.organ.name}.xlsx").write_bytes(book(one))
    Path("共同被告.csv").write_text(LIST, encoding="utf-8-sig")
    return run


def test_the_official_sheet_shows_the_subtraction(county: Run) -> None:
    """openpyxl, the independent reader: SUM over the units less SUMIF over the list."""
    assert county(*CALL, "共同被告.csv")[0] == 0
    formulas = openpyxl.load_workbook("汇总.xlsx")
    values = openpyxl.load_workbook("汇总.xlsx", data_only=True)
    report = read(Path("汇总.xlsx"))
    expected = {"affirmed": 3, "reversed": 0, "other": 0, "pending": 1, "total": 4}
    for outcome, number in expected.items():
        place = report.places[f"{ROW}{outcome}"]
        assert report.report.number(f"{ROW}{outcome}") == number
        assert values[place.sheet][place.address].value == number
    place = report.places[f"{ROW}affirmed"]
    text = str(formulas[place.sheet][place.address].value)
    assert text.endswith("-SUMIF('共同被告'!$D$2:$D$3,\"结果维持\",'共同被告'!$F$2:$F$3)")
    listed = [row[:6] for row in values["共同被告"].iter_rows(min_row=2, values_only=True)]
    assert listed == [
        ("1号", "教育局", COUNTY, "结果维持", 1, 1),
        ("2号", POLICE, COUNTY, "尚未审结", 1, 1),
    ]
    assert lint_workbook(Path("汇总.xlsx")) == []
    notes = {row[0]: row[10] for row in values["来源"].iter_rows(min_row=2, values_only=True)}
    assert "2 件已减去" in str(notes[COUNTY])


def test_json_and_csv_carry_it(county: Run) -> None:
    _, out, _ = county(*CALL, "共同被告.csv", "--csv", "表", "--json")
    found: dict[str, Any] = json.loads(out)
    schema = Path(str(sample_path("x"))).parents[1] / "schemas" / "rollup.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert list(validator.iter_errors(found)) == []
    assert [one["row"] for one in found["codefendants"]] == [2, 3]
    assert [f"{COUNTY}（共同被告）", -1] in found["proof"][f"{ROW}pending"]
    text = Path("表/各单位数据.csv").read_text(encoding="utf-8-sig")
    sums: dict[str, Decimal] = {}
    for row in csv.DictReader(io.StringIO(text)):
        sums[row["cell"]] = sums.get(row["cell"], Decimal(0)) + Decimal(row["value"] or 0)
    suits = found["report"]["tables"]["disputes"]["litigation_after_reconsideration"]
    assert {name: sums[f"{ROW}{name}"] for name in suits} == suits
    assert Path("表/共同被告.csv").read_text(encoding="utf-8-sig").count("\n") == 3


def test_the_list_to_be_filled_in_lies_beside_what_goes_back(county: Run) -> None:
    """Reviewers and results are in it; it is refused until someone says whose acts these are."""
    _, out, _ = county(*CALL[:-1], "--return", "退回")
    assert "共同被告.csv”是给本级填的" in out
    path = Path("退回/共同被告.csv")
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines() == [
        ",".join(SHARED_COLUMNS), f",,{COUNTY},结果维持,2", f",,{COUNTY},尚未审结,1",
    ]  # fmt: skip
    _, _, err = county(*CALL, str(path))
    assert "第 2 行没有写原行为单位；第 3 行没有写原行为单位" in err
    path.write_text(text.replace(f",,{COUNTY}", f",教育局,{COUNTY}"), encoding="utf-8")
    assert county(*CALL, str(path), "--return", "退回")[0] == 0
    assert "教育局" in path.read_text(encoding="utf-8")  # never written over


def test_too_many_is_a_sentence_and_nothing_is_written(county: Run) -> None:
    Path("多.csv").write_text(LIST + f"3号,教育局,{COUNTY},纠正\n", encoding="utf-8")
    code, _, err = county(*CALL, "多.csv")
    assert code == 2
    assert "多.csv" in err
    assert "第 4 行：甲县人民政府的“复议后起诉·结果纠正”只有 0 件，减不了 1 件" in err
    assert not Path("汇总.xlsx").exists()


def test_a_known_total_that_lacks_the_subtraction_is_understood(county: Run) -> None:
    assert county(*CALL[:-1])[0] == 0
    Path("汇总.xlsx").rename("合计.xlsx")
    _, out, _ = county(*CALL, "共同被告.csv", "--stated", "合计.xlsx")
    assert "正好是减去的共同被告案件：上报的合计没有减" in out


@pytest.mark.office
def test_libreoffice_works_out_the_same(county: Run, office: Office) -> None:
    county(*CALL, "共同被告.csv")
    places = read(Path("汇总.xlsx")).places
    shown = openpyxl.load_workbook("汇总.xlsx", data_only=True)
    values = office.values(Path("汇总.xlsx").absolute())
    for outcome in (*OUTCOMES, "total"):
        place = places[f"{ROW}{outcome}"]
        row, column = coordinate_to_tuple(place.address)
        assert values[place.sheet][row, column] == shown[place.sheet][place.address].value


@pytest.mark.office
def test_microsofts_validator_has_nothing_to_say(
    county: Run, ooxml_validator: Callable[[Path], list[str]]
) -> None:
    county(*CALL, "共同被告.csv")
    assert ooxml_validator(Path("汇总.xlsx")) == []
