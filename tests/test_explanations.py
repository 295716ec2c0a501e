"""A reason for a finding, typed or by program; it holds while nothing changes."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.lint.workbook import lint_workbook
from tests.live import LiveBook
from tests.reports import consistent, year_before
from tests.running import Run
from tests.template.crafted import blank_book
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.buttons import press_on
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.jsontext import dumps
from xl_tools.placement import CHECKS, CheckLine, placement_of
from xl_tools.places import Spot
from xl_tools.recalculation import patched
from xl_tools.report import Reading, Report, report_to_json
from xl_tools.rules import Outcome, check
from xl_tools.sources import read_bytes
from xl_tools.sources.cells import Values, calculate_book
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.workbook import reading_of

EDITIONS = builtin_editions()
NAMES = [edition.id for edition in EDITIONS]
BOTH = pytest.mark.parametrize("name", NAMES)
WORDS = "清理后宣布失效，已向社会公告"
EXPLAINED, OPEN = "○ 已说明", ("×", "△")


@cache
def filled(name: str, seed: int = 3) -> bytes:
    """A sound report beside a last year that it does not follow."""
    edition = EDITIONS.get(name)
    report = consistent(edition, seed)
    prior = year_before(report, edition, seed)._replace(year=report.year - 1)
    return fill_workbook(blank_workbook(edition), report, EDITIONS, prior=prior)


@cache
def worked_out(data: bytes) -> Values:
    """What every formula shows."""
    book = OpenBook(data, "")
    return calculate_book(book.all_grids(), book.book.names)


def states(data: bytes, name: str) -> list[tuple[CheckLine, str]]:
    """What each row of 校验 shows, worked out anew."""
    found = worked_out(data)[CHECKS]
    placement = placement_of(EDITIONS.get(name))
    spots = [(line, placement.check(line, "state")) for line in placement.checks]
    return [(line, str(found[spot.row, spot.column])) for line, spot in spots]


def verdict(data: bytes, name: str) -> str:
    """The verdict that the workbook's own formulas give."""
    spot = placement_of(EDITIONS.get(name)).meta["check.verdict"]
    return str(worked_out(data)[spot.sheet][spot.row, spot.column])


def open_lines(data: bytes, name: str) -> list[CheckLine]:
    """The rows that do not hold and that nobody explained."""
    return [line for line, state in states(data, name) if state.startswith(OPEN)]


def typed(data: bytes, name: str, lines: list[CheckLine], words: str = WORDS) -> bytes:
    """The same reason typed beside these rows, by hand."""
    placement = placement_of(EDITIONS.get(name))
    contents = {placement.check(line, "reason"): words for line in lines}
    return patched(OpenBook(data, ""), dict(contents))


def outcome_of(data: bytes) -> Outcome:
    return check(read_bytes(data, "", EDITIONS), EDITIONS)


# ---- typed by hand, without a program ------------------------------------------------------


@BOTH
def test_a_row_with_a_typed_reason_counts_as_explained_in_formulas_and_in_python(name: str) -> None:
    data = filled(name)
    lines = open_lines(data, name)
    assert lines
    assert all(EDITIONS.get(name).rules[line.rule].explainable for line in lines)
    assert verdict(data, name) == outcome_of(data).verdict
    assert outcome_of(data).verdict != "通过"
    said = typed(data, name, lines)
    assert verdict(said, name) == outcome_of(said).verdict == "通过"
    assert [state for line, state in states(said, name) if line in lines] == (
        [EXPLAINED] * len(lines)
    )
    assert {one.explained.reason for one in outcome_of(said).findings if one.explained} == {WORDS}


@BOTH
def test_blanks_are_no_reason(name: str) -> None:
    data = filled(name)
    lines = open_lines(data, name)
    said = typed(data, name, lines, "   ")
    assert open_lines(said, name) == lines
    assert outcome_of(said).explained == 0


@BOTH
def test_sums_have_no_place_for_a_reason(name: str) -> None:
    edition = EDITIONS.get(name)
    book = blank_book(edition.id)
    placement = placement_of(edition)
    for line in placement.checks:
        cell = book[CHECKS][placement.check(line, "reason").address]
        assert cell.protection.locked is not edition.rules[line.rule].explainable


@BOTH
def test_without_a_reason_the_sheet_is_not_read(name: str) -> None:
    """It is the largest of all, and read for reasons alone."""
    book = OpenBook(filled(name), "")
    reading_of(book, EDITIONS)
    assert CHECKS not in book.grids
    said = OpenBook(typed(filled(name), name, open_lines(filled(name), name)[:1]), "")
    reading_of(said, EDITIONS)
    assert CHECKS in said.grids


# ---- by command ------------------------------------------------------------------------------


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@BOTH
def test_a_command_notes_the_reason_with_name_and_day(name: str, tmp_path: Path, run: Run) -> None:
    path = put(tmp_path / "年报.xlsx", filled(name))
    before = path.read_bytes()
    rules = dict.fromkeys(one.rule for one in outcome_of(before).findings)
    for rule in rules:
        run("explain", str(path), rule, "--reason", WORDS, "--by", "张三")
    code, said, _ = run("validate", str(path))
    assert code == 0
    assert "校验结论：通过" in said
    assert f"说明：{WORDS}（张三，" in said
    assert verdict(path.read_bytes(), name) == "通过"
    assert before in [one.read_bytes() for one in tmp_path.glob("年报.备份-*.xlsx")]
    assert lint_workbook(path) == []


# ---- last year's report beside the workbook, not in it ---------------------------------------


def two_years(name: str, folder: Path) -> tuple[Path, Path]:
    """A workbook that holds nothing of last year, and last year's report in a file."""
    edition = EDITIONS.get(name)
    report = consistent(edition, 3)
    prior = year_before(report, edition, 3)._replace(year=report.year - 1)
    now = put(folder / "年报.xlsx", fill_workbook(blank_workbook(edition), report, EDITIONS))
    last = folder / "去年.json"
    last.write_text(dumps(report_to_json(prior)), encoding="utf-8")
    return now, last


def open_rules(run: Run, now: Path, last: Path) -> set[str]:
    found = json.loads(run("validate", str(now), "--prior", str(last), "--json")[1])["findings"]
    return {one["rule"] for one in found if one["severity"] != "info" and "explained" not in one}


@BOTH
def test_a_reason_counts_when_the_same_last_year_is_given_again(
    name: str, tmp_path: Path, run: Run
) -> None:
    now, last = two_years(name, tmp_path)
    rules = open_rules(run, now, last)
    assert {"CY-CARRY", "CY-SAME"} <= rules
    for rule in rules:
        call = ("explain", str(now), rule, "--reason", WORDS, "--prior", str(last))
        out = run(*call)[1]
        assert f"以后校验也要加上 --prior {last}" in out
    assert open_rules(run, now, last) == set()
    code, out, _ = run("validate", str(now), "--prior", str(last))
    assert (code, "校验结论：通过" in out, f"说明：{WORDS}" in out) == (0, True, True)
    # Filled in later, last year is compared by the formulas too, which know the reasons.
    run("fill", str(now), "--prior", str(last), "-o", str(tmp_path / "全.xlsx"))
    filled_in = (tmp_path / "全.xlsx").read_bytes()
    assert outcome_of(filled_in).verdict == "通过"
    assert "CY-CARRY" not in {line.rule for line in open_lines(filled_in, name)}


@BOTH
def test_a_reason_lapses_when_the_last_year_that_is_given_changes(
    name: str, tmp_path: Path, run: Run
) -> None:
    now, last = two_years(name, tmp_path)
    fresh = put(tmp_path / "没有说明.xlsx", now.read_bytes())
    for rule in ("CY-CARRY", "CY-SAME"):
        run("explain", str(now), rule, "--reason", WORDS, "--prior", str(last))
    assert not {"CY-CARRY", "CY-SAME"} & open_rules(run, now, last)
    prior = read_bytes(last.read_bytes(), str(last), EDITIONS).report
    other = year_before(consistent(EDITIONS.get(name), 3), EDITIONS.get(name), 8)
    changed = prior._replace(cells=other.cells)
    last.write_text(dumps(report_to_json(changed)), encoding="utf-8")
    assert "CY-CARRY" in open_rules(run, fresh, last)
    assert open_rules(run, now, last) == open_rules(run, fresh, last)


def test_a_reason_typed_by_hand_counts_beside_a_last_year_that_is_given(
    tmp_path: Path, run: Run
) -> None:
    now, last = two_years("2021", tmp_path)
    rules = open_rules(run, now, last)
    lines = [one for one in placement_of(EDITIONS.get("2021")).checks if one.rule in rules]
    now.write_bytes(typed(now.read_bytes(), "2021", lines))
    assert open_rules(run, now, last) == set()


def test_other_figures_than_the_workbook_has_of_last_year_are_explained_apart(
    tmp_path: Path, run: Run
) -> None:
    _, last = two_years("2021", tmp_path)
    edition, report = EDITIONS.get("2021"), consistent(EDITIONS.get("2021"), 3)
    own = year_before(report, edition, 8)._replace(year=report.year - 1)
    book = fill_workbook(blank_workbook(edition), report, EDITIONS, prior=own)
    now = put(tmp_path / "年报.xlsx", book)
    run("explain", str(now), "CY-CARRY", "--reason", WORDS, "--prior", str(last))
    assert "CY-CARRY" not in open_rules(run, now, last)
    assert {one.rule for one in outcome_of(now.read_bytes()).findings if one.is_open} >= {
        "CY-CARRY"
    }


def test_without_last_year_a_reason_about_it_is_refused_and_the_next_command_names_it(
    tmp_path: Path, run: Run
) -> None:
    now, last = two_years("2021", tmp_path)
    code, _, err = run("explain", str(now), "CY-CARRY", "--reason", WORDS)
    assert (code, "加上 --prior" in err) == (2, True)
    out = run("validate", str(now), "--prior", str(last))[1]
    assert f'xl-tools explain {now} CY-CARRY --prior {last} --reason "原因"' in out


def test_the_reason_may_go_into_a_file_of_its_own(tmp_path: Path, run: Run) -> None:
    path, new = tmp_path / "年报.xlsx", tmp_path / "新.xlsx"
    path.write_bytes(filled("2021"))
    call = ("explain", str(path), "CY-CARRY", "--reason", WORDS, "-o", str(new))
    _, out, _ = run(*call)
    assert "原来的文件没有动" in out
    assert path.read_bytes() == filled("2021")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["年报.xlsx", "新.xlsx"]
    reasons = [
        one.explained.reason for one in outcome_of(new.read_bytes()).findings if one.explained
    ]
    assert set(reasons) == {WORDS}
    assert run(*call[:-1], str(path))[0] == 2


@BOTH
def test_the_reason_lapses_when_the_figure_changes(name: str, tmp_path: Path, run: Run) -> None:
    path = put(tmp_path / "年报.xlsx", filled(name))
    run("explain", str(path), "CY-CARRY", "--reason", WORDS)
    data = path.read_bytes()
    (line, *_) = [line for line, state in states(data, name) if state == EXPLAINED]
    spot = placement_of(EDITIONS.get(name)).spot(line.head)
    value = read_bytes(data, "", EDITIONS).report.number(line.head)
    changed = patched(OpenBook(data, ""), {spot: value + 11})
    assert line in open_lines(changed, name)
    left = [one for one in outcome_of(changed).findings if one.cells[:1] == (line.head,)]
    assert any(one.rule == "CY-CARRY" and one.is_open for one in left)


@BOTH
def test_a_reason_written_anew_holds_again(name: str, tmp_path: Path, run: Run) -> None:
    path = put(tmp_path / "年报.xlsx", filled(name))
    run("explain", str(path), "CY-CARRY", "--reason", WORDS)
    data = path.read_bytes()
    (line, *_) = [line for line, state in states(data, name) if state == EXPLAINED]
    spot = placement_of(EDITIONS.get(name)).spot(line.head)
    value = read_bytes(data, "", EDITIONS).report.number(line.head)
    lapsed = patched(OpenBook(data, ""), {spot: value + 11})
    assert line in open_lines(lapsed, name)
    again = typed(lapsed, name, [line], "另一个原因")
    assert line not in open_lines(again, name)
    explained = [one.explained for one in outcome_of(again).findings]
    assert "另一个原因" in {one.reason for one in explained if one}


@BOTH
def test_the_button_wipes_out_no_reason_that_lapsed(name: str, tmp_path: Path) -> None:
    book = _live(name, with_prose(name), tmp_path)
    press_on(book, "explain")
    sheet = book.sheets["情况说明"]
    sheet.write((2, 3), "旧的原因")
    sheet.write((2, 7), "1\n2")
    press_on(book, "explain")
    assert _chosen(book) == Spot("情况说明", 3, 3)
    assert sheet.values[2, 3] == "旧的原因"


def with_prose(name: str) -> bytes:
    """A report whose prose gives another number than its table."""
    report = consistent(EDITIONS.get(name), 5)._replace(
        narrative={"overview": "（一）依申请公开。全年共收到政府信息公开申请98765件。"}
    )
    return fill_workbook(blank_workbook(EDITIONS.get(name)), report, EDITIONS)


@BOTH
def test_a_finding_without_a_row_is_explained_on_a_sheet_of_its_own(
    name: str, tmp_path: Path, run: Run
) -> None:
    path = put(tmp_path / "年报.xlsx", with_prose(name))
    assert run("explain", str(path), "N-SET", "--reason", "含部门的数")[0] == 0
    assert run("explain", str(path), "N-SET", "--reason", "含全区部门的数")[0] == 0
    data = path.read_bytes()
    (one,) = [one for one in outcome_of(data).findings if one.rule == "N-SET"]
    assert one.explained is not None
    assert one.explained.reason == "含全区部门的数"
    sheet = openpyxl.load_workbook(io.BytesIO(data))["情况说明"]
    assert [row[2] for row in sheet.iter_rows(values_only=True)][1:] == ["含全区部门的数"]
    assert lint_workbook(path) == []


@BOTH
def test_reasons_travel_as_json_and_into_another_workbook(
    name: str, tmp_path: Path, run: Run
) -> None:
    path = put(tmp_path / "年报.xlsx", with_prose(name))
    run("explain", str(path), "N-SET", "--reason", "含部门的数", "--by", "张三")
    run("extract", str(path), "-o", str(tmp_path / "年报.json"))
    listed = json.loads((tmp_path / "年报.json").read_text(encoding="utf-8"))["acknowledged"]
    assert [(one["rule"], one["reason"], one["by"]) for one in listed] == [
        ("N-SET", "含部门的数", "张三")
    ]
    blank = put(tmp_path / "空白.xlsx", blank_workbook(EDITIONS.get(name)))
    other = tmp_path / "另一份.xlsx"
    run("fill", str(blank), "--data", str(tmp_path / "年报.json"), "-o", str(other))
    assert outcome_of(other.read_bytes()).explained == 1
    first, second = (read_bytes(p.read_bytes(), "", EDITIONS).report for p in (path, other))
    assert as_json(first) == as_json(second)


def as_json(report: Report) -> Any:
    return report_to_json(report)["acknowledged"]


REFUSALS = {
    "不能用说明代替改正": ("T4-SUM", "--reason", "x"),
    "校验没有发现": ("N-PCT", "--reason", "x"),
    "没有写原因": ("T4-SUM",),
    "没有说到": ("N-SET", "--cells", "disputes.reconsideration.total", "--reason", "x"),
    "多了": ("N-SET", "原因", "--reason", "x"),
}


@pytest.mark.parametrize("problem", REFUSALS)
def test_what_cannot_be_explained_is_refused(problem: str, tmp_path: Path, run: Run) -> None:
    data = with_prose("2021")
    spot = placement_of(EDITIONS.get("2021")).spot("disputes.reconsideration.total")
    path = put(tmp_path / "年报.xlsx", patched(OpenBook(data, ""), {spot: 99}))
    before = path.read_bytes()
    code, said, noted = run("explain", str(path), *REFUSALS[problem])
    assert (code, said) == (2, "")
    assert problem in noted
    assert noted.count("\n") == 1
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [before]


# ---- in an open workbook ---------------------------------------------------------------------


def _live(name: str, data: bytes, folder: Path) -> LiveBook:
    return LiveBook(data, str(folder / "年报.xlsm"))


def _chosen(book: LiveBook) -> Spot:
    chosen = book.app.selection
    assert chosen is not None
    return Spot(chosen.sheet.name, chosen.row, chosen.column)


@BOTH
def test_the_button_leads_from_a_figure_to_the_reason_beside_its_row(
    name: str, tmp_path: Path
) -> None:
    data, placement = filled(name), placement_of(EDITIONS.get(name))
    line = next(line for line in open_lines(data, name) if line.head)
    book, spot = _live(name, data, tmp_path), placement.spot(line.head)
    book.app.selection = book.sheets[spot.sheet].range((spot.row, spot.column))
    press_on(book, "explain")
    assert _chosen(book) == placement.check(line, "reason")
    assert "写明原因" in str(book.app.status_bar)


@BOTH
def test_checking_notes_what_a_typed_reason_was_given_for(name: str, tmp_path: Path) -> None:
    data, placement = filled(name), placement_of(EDITIONS.get(name))
    line = next(line for line in open_lines(data, name) if line.head)
    book = _live(name, typed(data, name, [line]), tmp_path)
    press_on(book, "validate")
    values = book.sheets[CHECKS].values
    for noted, shown in (("told", "actual"), ("told_expected", "expected")):
        spots = [placement.check(line, column) for column in (noted, shown)]
        first, second = (values[spot.row, spot.column] for spot in spots)
        assert first == second


@BOTH
def test_the_button_makes_a_row_for_a_finding_that_has_none(name: str, tmp_path: Path) -> None:
    book = _live(name, with_prose(name), tmp_path)
    press_on(book, "explain")
    assert _chosen(book) == Spot("情况说明", 2, 3)
    assert book.sheets["情况说明"].values[2, 1] == "N-SET"


def test_with_nothing_to_explain_the_button_says_so(tmp_path: Path) -> None:
    edition = EDITIONS.get("2021")
    data = fill_workbook(blank_workbook(edition), consistent(edition, 7), EDITIONS)
    book = _live("2021", data, tmp_path)
    press_on(book, "explain")
    assert book.app.selection is None
    assert "没有可以说明原因的问题" in str(book.app.status_bar)


@BOTH
def test_last_years_reason_is_shown_as_a_draft_and_explains_nothing(
    name: str, tmp_path: Path, run: Run
) -> None:
    report = consistent(EDITIONS.get(name), 4)
    prior = year_before(report, EDITIONS.get(name), 5)._replace(year=report.year - 1)
    rule = check(Reading(report), EDITIONS, prior).findings[0].rule
    said = {"rule": rule, "cells": [], "values": ["0"], "reason": "沿用上年的口径"}
    paths = {which: tmp_path / f"{which}.json" for which in ("今年", "去年")}
    for which, one in (("今年", report), ("去年", prior)):
        data = report_to_json(one) | ({"acknowledged": [said]} if which == "去年" else {})
        paths[which].write_text(dumps(data), encoding="utf-8")
    _, shown, _ = run("validate", str(paths["今年"]), "--prior", str(paths["去年"]))
    assert "上年的说明：沿用上年的口径" in shown
    assert "已说明" not in shown


# ---- shown in every account of findings ------------------------------------------------------


@BOTH
def test_every_account_of_findings_shows_the_reason(name: str, tmp_path: Path, run: Run) -> None:
    path = put(tmp_path / "年报.xlsx", with_prose(name))
    run("explain", str(path), "N-SET", "--reason", "含<部门>的数")
    _, said, _ = run("validate", str(path), "--json")
    (one,) = [one for one in json.loads(said)["findings"] if one["rule"] == "N-SET"]
    assert one["explained"]["reason"] == "含<部门>的数"
    for ending in (".html", ".xlsx"):
        run("validate", str(path), "-o", str(tmp_path / f"结果{ending}"))
    page = (tmp_path / "结果.html").read_text(encoding="utf-8")
    assert "○ 已说明" in page
    assert "说明：含&lt;部门&gt;的数" in page
    rows = openpyxl.load_workbook(tmp_path / "结果.xlsx")[CHECKS].iter_rows(values_only=True)
    assert any("已说明" in row and any("含<部门>的数" in str(c) for c in row) for row in rows)
