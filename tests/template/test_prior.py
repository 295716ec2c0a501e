"""The sheet 上年数据 and its rows on 校验: places, looks, and formulas of one mind with Python."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.reports import consistent, with_faults, year_before
from tests.shown import Sheets
from tests.template.crafted import blank_book
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.continuity import LastYear
from xl_tools.edition import Edition, builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import CheckLine, placement_of
from xl_tools.priorsheet import PRIOR
from xl_tools.report import Reading, form_of
from xl_tools.rules import Case, check
from xl_tools.rules.cells import is_untouched
from xl_tools.rules.continuity import is_all_same, last_of, now_of, same_rows
from xl_tools.rules.registry import NotApplicable
from xl_tools.sources import read_bytes
from xl_tools.sources.explanations import NOT_APPLICABLE
from xl_tools.template.checks import GOOD

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
BLANK = {edition.id: blank_workbook(edition) for edition in EDITIONS}


def sheet_of(name: str) -> Any:
    return blank_book(name)[PRIOR]


# ---- the sheet ---------------------------------------------------------------------------


@BOTH
def test_every_figure_of_last_year_has_a_name_and_an_empty_unlocked_cell(name: str) -> None:
    book = blank_book(name)
    for cell, spot in placement_of(EDITIONS.get(name)).prior.figures.items():
        target = book.defined_names[f"prior.{cell}"].attr_text.replace("$", "")
        assert target == f"'{PRIOR}'!{spot.address}"
        assert book[PRIOR][spot.address].value is None
        assert not book[PRIOR][spot.address].protection.locked


@BOTH
def test_a_table_lies_as_the_official_form_and_every_cell_of_it_takes_a_paste(name: str) -> None:
    sheet, edition = sheet_of(name), EDITIONS.get(name)
    official = blank_book(name)
    for table in placement_of(edition).prior.tables.values():
        form = official[placement_of(edition).tables[table.table.id].sheet]
        for row in range(table.grid.height):
            for column in range(1, table.grid.width + 1):
                here = sheet.cell(table.top + row, column)
                assert not here.protection.locked
                wording = form.cell(1 + row, column).value
                if not str(wording).startswith("="):
                    assert here.value == wording
    merged = {cell for area in sheet.merged_cells.ranges for cell in area.cells}
    places = {(s.row, s.column) for s in placement_of(edition).prior.figures.values()}
    assert not merged & places


@BOTH
def test_it_prints_on_a4_and_the_rest_is_locked(name: str) -> None:
    sheet = sheet_of(name)
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one page wide
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area
    assert sheet["A1"].protection.locked
    assert sheet.protection.sheet


@BOTH
def test_every_input_has_a_prompt_and_an_error(name: str) -> None:
    sheet, prior = sheet_of(name), placement_of(EDITIONS.get(name)).prior
    rules = sheet.data_validations.dataValidation
    for spot in (*prior.fields.values(), *prior.figures.values()):
        own = [rule for rule in rules if spot.address in rule.sqref]
        assert len(own) == 1
        assert own[0].prompt
        assert own[0].error


@BOTH
def test_without_last_year_no_row_of_it_is_applicable(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(BLANK[name]), data_only=True)
    placement = placement_of(EDITIONS.get(name))
    lines = [line for line in placement.checks if line.rule.startswith("CY-")]
    assert {line.rule for line in lines} == {
        rule for rule in EDITIONS.get(name).rules if rule.startswith("CY-")
    }
    for line in lines:
        spot = placement.check(line, "state")
        assert book[spot.sheet][spot.address].value == NOT_APPLICABLE


# ---- formulas and Python -----------------------------------------------------------------


def expected(case: Case, line: CheckLine, broken: set[str]) -> bool | None:
    """What Python says of a row of 校验: holds, does not hold, cannot be asked."""
    try:
        last = last_of(case)
    except NotApplicable:
        return None
    rule = case.form.edition.rules[line.rule]
    if line.comparison is not None:
        if is_untouched(case, line.table) or last.why_not(line.comparison):
            return None
        return line.comparison.check(now_of(case, line.table), last.figures).holds
    if line.rule == "CY-FEE":
        known = line.table in last.tables and "disclosure.fees.amount" not in last.missing
        return "CY-FEE" not in broken if known else None
    return _is_other(case, rule, last, line.table)


def _is_other(case: Case, rule: Any, last: LastYear, table: str) -> bool | None:
    """Of the rows of a table, or of all three."""
    if table:
        return not same_rows(case, rule, last, table) if table in last.tables else None
    if last.tables != case.form.tables.keys() or last.missing:
        return None
    return not is_all_same(case, rule, last)


def readings(edition: Edition, count: int) -> list[bytes]:
    """Workbooks with slips of this year and a random report of last year."""
    found = []
    for seed in range(count):
        report = with_faults(consistent(edition, seed), edition, seed)
        bridged = edition.bridge is not None and seed % 4 == 3
        source = EDITIONS.get(edition.bridge.source) if bridged and edition.bridge else edition
        prior = year_before(report, source, seed)
        found.append(fill_workbook(BLANK[edition.id], report, EDITIONS, prior=prior))
    return found


def compare(edition: Edition, reading: Reading, values: Any) -> dict[str, set[bool | None]]:
    """Every state on 校验 against Python; which states there were, by rule."""
    placement = placement_of(edition)
    case = Case(reading, form_of(reading.report, EDITIONS), EDITIONS, prior=reading.prior)
    outcome = check(reading, EDITIONS)
    broken = {finding.rule for finding in outcome.findings}
    seen: dict[str, set[bool | None]] = {}
    for line in placement.checks:
        if line.rule.startswith("CY-"):
            spot = placement.check(line, "state")
            shown = values[spot.sheet][spot.row, spot.column]
            state = None if shown == NOT_APPLICABLE else shown == GOOD
            assert state == expected(case, line, broken), (line.rule, line.table, line.row, shown)
            seen.setdefault(line.rule, set()).add(state)
    return seen


def cached(data: bytes) -> Any:
    """What the formulas of a workbook show, as the file says."""
    return Sheets(data).values()


@BOTH
def test_cached_states_are_those_of_python(name: str, deep: bool) -> None:
    edition = EDITIONS.get(name)
    seen: dict[str, set[bool | None]] = {}
    for data in readings(edition, 300 if deep else 24):
        reading = read_bytes(data, "年报.xlsx", EDITIONS)
        for rule, states in compare(edition, reading, cached(data)).items():
            seen.setdefault(rule, set()).update(states)
    # thousandfold fees are not met by chance; the cases of the rule have them
    assert {r: s for r, s in seen.items() if s != {None, True, False} and r != "CY-FEE"} == {}


@pytest.mark.office
@BOTH
def test_libreoffice_computes_the_states_that_python_gives(
    name: str, office: Any, tmp_path: Path, deep: bool
) -> None:
    edition = EDITIONS.get(name)
    for number, data in enumerate(readings(edition, 150 if deep else 12)):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        reading = read_bytes(data, str(path), EDITIONS)
        compare(edition, reading, office.values(path, truths=False))


@pytest.mark.office
@BOTH
def test_cached_values_beside_last_year_are_what_libreoffice_computes(
    name: str, office: Any, tmp_path: Path
) -> None:
    today = placement_of(EDITIONS.get(name)).meta["check.today"]
    dated = {(today.sheet, spot.address) for spot in (today, today.right(1))}  # of the day alone
    for number, data in enumerate(readings(EDITIONS.get(name), 4)):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        formulas, known = openpyxl.load_workbook(path), cached(data)
        computed = office.values(path, truths=True)
        for sheet in formulas:
            for cell in (c for row in sheet.iter_rows() for c in row):
                is_formula = isinstance(cell.value, str) and cell.value.startswith("=")
                if is_formula and (sheet.title, cell.coordinate) not in dated:
                    place = cell.row, cell.column
                    found = computed[sheet.title].get(place)
                    assert (known[sheet.title][place] or None) == (found or None), cell.coordinate
