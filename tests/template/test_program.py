"""The verdict of the workbook says how far it goes, and is never better than what is known."""

from __future__ import annotations

import pytest

from tests.rules.faults import faults, faulty_reading
from xl_tools.actions.workbooks import blank_workbook, filled_workbook
from xl_tools.edition import builtin_editions
from xl_tools.findings.marks import mark_workbook, marks_of
from xl_tools.ooxml.content import Content
from xl_tools.placement import GUIDE, Placement, placement_of
from xl_tools.places import Spot
from xl_tools.recalculation import patched
from xl_tools.rules import check
from xl_tools.sources import read_bytes
from xl_tools.sources.cells import calculate_book
from xl_tools.sources.openbook import OpenBook
from xl_tools.template.program import SUBJECTS, TABLES, outside

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
PLACE = placement_of(EDITIONS.get("2021"))
FAULTS = {str(fault): fault for fault in faults()}
IN_THE_TEXT = "文号写错：国办发〔2021〕30号"
IN_THE_TABLES = "表四总计印成 0，各项加起来不是"


def filled(fault: str) -> bytes:
    report = faulty_reading(FAULTS[fault], EDITIONS).report
    return filled_workbook(report, EDITIONS)


def checked(data: bytes) -> bytes:
    """The workbook as a check by the program leaves it."""
    reading = read_bytes(data, "", EDITIONS)
    marks = marks_of(reading, check(reading, EDITIONS), EDITIONS, "2026-01-05 09:30")
    return mark_workbook(data, marks, EDITIONS.get("2021"), EDITIONS)


def changed(data: bytes, contents: dict[Spot, Content]) -> bytes:
    return patched(OpenBook(data, ""), contents)


def shown(data: bytes, placement: Placement = PLACE) -> tuple[str, str, str]:
    """The verdict, the words beside it and the next step, worked out anew."""
    book = OpenBook(data, "")
    cells = calculate_book(book.all_grids(), book.book.names)[GUIDE]
    row, following = placement.meta["check.verdict"].row, placement.meta["check.next"].row
    return str(cells[row, 2]), str(cells[row, 3]), str(cells[following, 2])


@BOTH
def test_what_formulas_cannot_know_is_named_beside_the_verdict(name: str) -> None:
    placement = placement_of(EDITIONS.get(name))
    _, words, _ = shown(blank_workbook(EDITIONS.get(name)), placement)
    named = outside(EDITIONS.get(name), placement)
    assert "表格的结论" in words
    assert [one for one in named if one not in words] == []
    assert {"文字", "正文里的数", "台账", TABLES} <= set(named)
    assert "xl-tools validate" in words


@BOTH
def test_a_rule_without_a_row_is_about_something_that_is_named(name: str) -> None:
    placement = placement_of(EDITIONS.get(name))
    rows = {line.rule for line in placement.checks}
    left = {rule for rule in EDITIONS.get(name).rules if rule not in rows}
    unnamed = {rule for rule in left if rule.partition("-")[0] not in SUBJECTS}
    assert {rule[:2] for rule in unnamed} <= {"T2", "T3", "T4", "LA"}
    assert "S-CITE" in left


def test_alone_the_tables_are_in_order_and_it_is_said_that_only_they_are_known() -> None:
    verdict, words, _ = shown(filled(IN_THE_TEXT))
    assert (verdict, words[:6]) == ("通过", "表格的结论。")


def test_once_the_program_has_checked_the_verdict_is_its_own() -> None:
    verdict, words, following = shown(checked(filled(IN_THE_TEXT)))
    assert verdict == "有待说明"
    assert "连程序查出的一起算（2026-01-05 09:30）：有待说明，错误 0 处，待核对 1 处" in words
    assert "数据来源" in following


def test_with_all_else_done_the_next_step_is_what_the_program_found() -> None:
    suppliers = {spot: "办公室" for pair in PLACE.suppliers.values() for spot in pair[:1]}
    dates = {pair[1]: "2025-01-10" for pair in PLACE.suppliers.values()}
    data = changed(filled(IN_THE_TEXT), {**suppliers, **dates})
    assert "可以上报" in shown(data)[2]
    assert "程序查出的问题" in shown(checked(data))[2]


def test_a_worse_verdict_of_the_formulas_stays() -> None:
    data = checked(filled(IN_THE_TEXT))
    spot = PLACE.spot("disputes.reconsideration.total")
    assert shown(changed(data, {spot: 99}))[0] == "有错误"
    assert shown(checked(filled(IN_THE_TABLES)))[0] == "有错误"


@pytest.mark.parametrize("what", ["figure", "text", "reason"])
def test_what_the_program_found_counts_until_something_is_changed(what: str) -> None:
    data = checked(filled(IN_THE_TEXT))
    line = next(line for line in PLACE.checks if line.rule == "T2-VALID")
    preface = PLACE.narratives["preface"]
    contents: dict[str, dict[Spot, Content]] = {
        "figure": {PLACE.spot("disclosure.licensing.decisions"): 37},
        "text": {Spot(preface.sheet, preface.top, preface.left): "本报告按规定的格式编制。"},
        "reason": {PLACE.check(line, "reason"): "核对无误"},
    }
    verdict, words, _ = shown(changed(data, contents[what]))
    assert verdict == "通过"
    assert "程序查过以后又改过" in words
