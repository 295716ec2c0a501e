"""核对数: where they stand, that they come back as they were, what the sheet says of them."""

from __future__ import annotations

import io
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import consistent, with_controls, with_faults
from tests.running import fewer
from tests.shown import Sheets
from tests.template.crafted import blank_book
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import placement_of
from xl_tools.places import Spot
from xl_tools.report import Reading, Report
from xl_tools.rules import check
from xl_tools.sources import read_bytes
from xl_tools.sources.explanations import NOT_APPLICABLE
from xl_tools.template import plans_of
from xl_tools.template.checks import GOOD
from xl_tools.template.controls import DIFFERENT, NO_COUNT, SAME, UNCHECKED
from xl_tools.template.macros import HEIGHT, add_buttons

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
BLANK = {edition.id: blank_workbook(edition) for edition in EDITIONS}
RECEIVED = "applications.received"


def opened(data: bytes) -> Any:
    return Sheets(data)


def reading(data: bytes) -> Reading:
    return read_bytes(data, "年报.xlsx", EDITIONS)


def saved(data: bytes, edit: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def controlled(**control: int) -> Report:
    """A consistent report of 2021 with these 核对数, named with __ for the dots."""
    stated = {name.replace("__", "."): Decimal(value) for name, value in control.items()}
    report = consistent(EDITIONS.get("2021"), 5)
    return report._replace(control=MappingProxyType(stated))


# ---- where they stand --------------------------------------------------------------------


@BOTH
def test_each_row_two_rows_of_each_column_and_each_group_have_one(name: str) -> None:
    edition = EDITIONS.get(name)
    cells = set(placement_of(edition).controls)
    table = edition.tables["applications"]
    totals = {f"applications.{row.id}.total" for row in table.rows}
    columns = {f"applications.{row}.{c.id}" for row in ("received", "total") for c in table.columns}
    groups = {f"disputes.{row.id}.total" for row in edition.tables["disputes"].rows}
    assert cells == totals | columns | groups


@BOTH
def test_they_are_unlocked_named_prompted_and_outside_the_print_area(name: str) -> None:
    edition = EDITIONS.get(name)
    placement = placement_of(edition)
    book = blank_book(name)
    for cell, control in placement.controls.items():
        sheet, spot = book[control.spot.sheet], control.spot
        target = book.defined_names[f"control.{cell}"].attr_text.replace("$", "")
        assert target == f"'{spot.sheet}'!{spot.address}"
        assert not sheet[spot.address].protection.locked
        rules = [r for r in sheet.data_validations.dataValidation if spot.address in r.sqref]
        assert len(rules) == 1
        assert rules[0].prompt.startswith(placement.figures[cell][1].label)
        grid = placement.tables[cell.partition(".")[0]].grid
        assert spot.row > grid.height or spot.column > grid.width


@BOTH
def test_nothing_on_a_table_sheet_stands_in_the_place_of_something_else(name: str) -> None:
    placement = placement_of(EDITIONS.get(name))
    for place in placement.tables.values():
        taken: list[Spot] = [placement.expected(r) for r in placement.relations]
        taken = [spot for spot in taken if spot.sheet == place.sheet]
        controls = place.controls
        spans = [c.shown for c in controls.items] + [label.span for label in controls.labels]
        spans += [span for span in (controls.heading, controls.reason) if span] + [place.text]
        taken += [control.spot for control in controls.items]
        for span in spans:
            rows = range(span.top, span.bottom + 1)
            taken += [Spot(span.sheet, row, c) for row in rows for c in range(span[2], span[4] + 1)]
        assert len(taken) == len(set(taken))
        figures = {spot for spot, _ in placement.figures.values()}
        assert not figures & set(taken)


def test_the_buttons_of_a_table_stand_in_a_column_of_their_own() -> None:
    edition = EDITIONS.get("2021")
    placement, plans = placement_of(edition), plans_of(edition)
    add_buttons(plans, placement)
    for plan in plans:
        columns = {
            column
            for place in placement.tables.values()
            if place.sheet == plan.name
            for control in place.controls.items
            if control.spot.row < HEIGHT
            for column in (control.spot.column, control.shown.left)
            if control.spot.column > place.grid.width
        }
        assert not columns & {button.place[1] for button in plan.buttons}


# ---- there and back ----------------------------------------------------------------------


@BOTH
@fewer
@given(seed=st.integers(0, 10**6))
def test_they_come_back_as_they_were(name: str, seed: int) -> None:
    edition = EDITIONS.get(name)
    report = with_controls(with_faults(consistent(edition, seed), edition, seed), edition, seed)
    found = reading(fill_workbook(BLANK[name], report, EDITIONS)).report
    assert found.control == report.control


def test_they_stand_in_visible_cells_and_no_longer_in_hidden_ones() -> None:
    report = controlled(**{f"{RECEIVED}.total": 805, "disclosure.fees.amount": 7})
    data = fill_workbook(BLANK["2021"], report, EDITIONS)
    placement, book = placement_of(EDITIONS.get("2021")), opened(data)
    spot = placement.controls[f"{RECEIVED}.total"].spot
    assert book[spot.sheet][spot.address].value == 805
    hidden = str(book["数据来源"].cell(placement.extra.top, 1).value)
    assert '"control":{"disclosure.fees.amount":7}' in hidden.replace(" ", "")
    assert reading(data).report.control == report.control


def test_a_workbook_made_before_they_had_cells_keeps_them_where_they_were() -> None:
    def edit(book: Any) -> None:
        for name in [n for n in book.defined_names if n.startswith("control.")]:
            del book.defined_names[name]
        for sheet in ("三、依申请公开", "四、复议诉讼"):
            for row in book[sheet].iter_rows():
                for cell in row:
                    if str(cell.value).startswith("核对数"):
                        cell.value = None

    old = saved(BLANK["2021"], edit)
    report = controlled(**{f"{RECEIVED}.total": 805, "disputes.reconsideration.total": 3})
    found = reading(fill_workbook(old, report, EDITIONS)).report
    assert found.control == report.control


def test_without_names_they_are_found_by_their_heading() -> None:
    def edit(book: Any) -> None:
        for name in [n for n in book.defined_names if n.startswith("control.")]:
            del book.defined_names[name]

    report = controlled(**{f"{RECEIVED}.total": 805, f"{RECEIVED}.research": 3})
    data = saved(fill_workbook(BLANK["2021"], report, EDITIONS), edit)
    assert reading(data).report.control == report.control


def test_a_text_in_one_is_said_and_checks_nothing() -> None:
    spot = placement_of(EDITIONS.get("2021")).controls[f"{RECEIVED}.total"].spot

    def edit(book: Any) -> None:
        book[spot.sheet][spot.address] = "12件"
        book["基本信息"]["B4"] = 2024

    found = reading(saved(BLANK["2021"], edit))
    assert found.report.control == {}
    assert any("12件" in note and spot.address in note for note in found.notes)


def test_fill_leaves_those_that_a_report_does_not_state() -> None:
    first = fill_workbook(BLANK["2021"], controlled(**{f"{RECEIVED}.total": 1}), EDITIONS)
    again = fill_workbook(first, controlled(**{f"{RECEIVED}.research": 2}), EDITIONS)
    assert set(reading(again).report.control) == {f"{RECEIVED}.total", f"{RECEIVED}.research"}


# ---- what the sheet says -----------------------------------------------------------------


def shown(report: Report, cell: str) -> str:
    """What stands beside a 核对数."""
    book = opened(fill_workbook(BLANK["2021"], report, EDITIONS))
    control = placement_of(EDITIONS.get("2021")).controls[cell]
    return str(book[control.shown.sheet].cell(control.shown.top, control.shown.left).value or "")


def test_the_difference_is_shown_at_once() -> None:
    cell = f"{RECEIVED}.total"
    right = int(consistent(EDITIONS.get("2021"), 5).number(cell))
    assert shown(controlled(), cell) == ""
    assert shown(controlled(**{cell: right}), cell) == SAME
    assert shown(controlled(**{cell: right - 3}), cell) == f"{DIFFERENT}3"
    assert shown(controlled(**{cell: right + 3}), cell) == f"{DIFFERENT}-3"


def test_a_text_on_either_side_is_no_difference() -> None:
    report = controlled(**{f"{RECEIVED}.research": 3})
    cells = {**report.cells, f"{RECEIVED}.research": "三件"}
    assert shown(report._replace(cells=MappingProxyType(cells)), f"{RECEIVED}.research") == (
        UNCHECKED
    )
    assert NO_COUNT.startswith("×")


def state(report: Report, rule: str) -> tuple[str, str]:
    """The state of a rule's row on 校验, and the words of its link."""
    book = opened(fill_workbook(BLANK["2021"], report, EDITIONS))
    placement = placement_of(EDITIONS.get("2021"))
    line = next(line for line in placement.checks if line.rule == rule)
    spots = [placement.check(line, column) for column in ("state", "link")]
    found = [str(book[spot.sheet][spot.address].value) for spot in spots]
    return found[0], found[1]


def test_a_difference_is_an_error_on_the_check_sheet_and_the_link_leads_there() -> None:
    placement = placement_of(EDITIONS.get("2021"))
    assert state(controlled(), "T3-CTRL")[0] == NOT_APPLICABLE
    for cell in (
        f"{RECEIVED}.research",
        "applications.pending_end.total",
        "applications.total.total",
    ):
        right = int(consistent(EDITIONS.get("2021"), 5).number(cell))
        assert state(controlled(**{cell: right}), "T3-CTRL")[0] == GOOD
        words, link = state(controlled(**{cell: right + 1}), "T3-CTRL")
        assert words.startswith("×")
        assert link == placement.controls[cell].spot.address
    words, link = state(controlled(**{"disputes.litigation_direct.total": 99}), "T4-CTRL")
    assert (words[0], link) == (
        "×",
        placement.controls["disputes.litigation_direct.total"].spot.address,
    )


@BOTH
@fewer
@given(seed=st.integers(0, 10**6))
def test_the_rows_of_the_check_sheet_and_the_rules_are_of_one_mind(name: str, seed: int) -> None:
    edition = EDITIONS.get(name)
    report = with_controls(with_faults(consistent(edition, seed), edition, seed), edition, seed)
    data = fill_workbook(BLANK[name], report, EDITIONS)
    broken = {finding.rule for finding in check(reading(data), EDITIONS).findings}
    placement, book = placement_of(edition), opened(data)
    for line in placement.checks:
        if line.rule.endswith("-CTRL"):
            spot = placement.check(line, "state")
            found = str(book[spot.sheet][spot.address].value)
            assert found.startswith("×") == (line.rule in broken)
