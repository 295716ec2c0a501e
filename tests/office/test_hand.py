"""What a protected sheet does under a hand: Tab, pasting of all kinds, rows that grow, no cuts."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Final

import pytest

from tests.office.clerk import EVERYTHING, VALUES, Hand, Rows
from tests.office.live import Live
from tests.office.test_clerk import truth
from tests.states import State, same_states, shown_state
from tests.template.test_fit import wrong
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.libreoffice.office import properties
from xl_tools.placement import PREVIEW, Placement, placement_of
from xl_tools.places import Spot
from xl_tools.sources import read_bytes

pytestmark = pytest.mark.office

EDITIONS = builtin_editions()
NAMES: Final = [edition.id for edition in EDITIONS]
BOTH = pytest.mark.parametrize("name", NAMES)
CUT: Final = 60  # hundredths of a millimetre that a row may be too low: less than two pixels


def opened(live: Live, name: str, folder: Path, report: Any = None) -> Hand:
    data = blank_workbook(EDITIONS.get(name))
    path = folder / "年报.xlsx"
    path.write_bytes(fill_workbook(data, report, EDITIONS) if report else data)
    return Hand(live, path)


def saved(hand: Hand, folder: Path) -> bytes:
    copy = folder / "存.xlsx"
    wanted = properties(FilterName="Calc MS Excel 2007 XML", Overwrite=True)
    hand.document.storeToURL(copy.as_uri(), wanted)
    return copy.read_bytes()


# ---- Tab ---------------------------------------------------------------------------------


@BOTH
def test_tab_goes_from_input_to_input(live_office: Live, name: str, tmp_path: Path) -> None:
    hand, placement = opened(live_office, name, tmp_path), placement_of(EDITIONS.get(name))
    for place in placement.tables.values():
        spots = sorted(placement.spot(f.id) for f in place.table.figures)
        controls = sorted(c.spot for c in place.controls.items)
        texts = list(place.text.column_spots())
        wanted = sorted([*spots, *controls, *texts])
        hand.go(place.sheet, wanted[0].address)
        visited = [hand.tab() for _ in wanted[1:]]
        assert visited == [(spot.sheet, spot.address) for spot in wanted[1:]]
        assert hand.tab() == (place.sheet, wanted[0].address)
    hand.close()


# ---- pasting -----------------------------------------------------------------------------

PASTES: Final = {
    "values": (VALUES, 0, False),
    "with looks": (EVERYTHING, 0, False),
    "formulas": (EVERYTHING, 0, True),
    "a row too low": (VALUES, 1, False),
    "a row too low, with looks": (EVERYTHING, 1, False),
}


@BOTH
@pytest.mark.parametrize("how", list(PASTES))
def test_checks_stay_true_and_in_sight_after_a_paste(
    live_office: Live, name: str, how: str, tmp_path: Path
) -> None:
    flags, lower, formulas = PASTES[how]
    report, placement = truth(name), placement_of(EDITIONS.get(name))
    hand = opened(live_office, name, tmp_path, report)
    dice = random.Random(7)
    cell, block = _block(placement, report, dice, formulas=formulas)
    spot = placement.spot(cell)
    spot = spot._replace(row=spot.row + lower)
    hand.go(spot.sheet, spot.address)
    hand.paste(block, flags)
    assert hand.text(spot.sheet, spot.address) == str(_shown(block[0][0]))
    _assert_same_states(hand, placement, saved(hand, tmp_path))
    next_step = placement.meta["check.next"]
    assert hand.text(next_step.sheet, next_step.address).startswith("改正错误：")
    hand.close()


def _block(
    placement: Placement, report: Any, dice: random.Random, *, formulas: bool
) -> tuple[str, Rows]:
    """The figures of a few rows of table 3, one of them wrong: numbers, or formulas with them."""
    table = placement.edition.tables["applications"]
    rows = list(table.rows_with("result"))[:5]
    columns = table.columns_with("part")
    numbers = [
        [int(report.number(f"applications.{row.id}.{column.id}")) for column in columns]
        for row in rows
    ]
    numbers[2][dice.randrange(len(columns))] += 13
    first = f"applications.{rows[0].id}.{columns[0].id}"
    shown = [[f"={number}+0" if formulas else number for number in row] for row in numbers]
    return first, shown


def _shown(content: object) -> object:
    return content if isinstance(content, int) else str(content)[1:].removesuffix("+0")


def _assert_same_states(hand: Hand, placement: Placement, data: bytes) -> None:
    """校验 on the screen says what Python says of the file; the words beside the table too."""
    reading = read_bytes(data, "存.xlsx", EDITIONS)
    seen = same_states(placement, reading, EDITIONS, lambda s: hand.text(s.sheet, s.address))
    assert any(False in states for states in seen.values())
    for line in placement.checks:
        if line.relation is not None:
            spot = placement.check(line, "state")
            state = shown_state(hand.text(spot.sheet, spot.address))
            _assert_in_sight(hand, placement, line, state)


def _assert_in_sight(hand: Hand, placement: Placement, line: Any, holds: State) -> None:
    """Beside the table the words say what a number should be, whatever became of its looks."""
    words = placement.expected(line.relation)
    said = hand.text(words.sheet, words.address)
    assert said.startswith("应为 ") == (holds is False), (line, said)


def test_labels_and_formulas_cannot_be_pasted_over(live_office: Live, tmp_path: Path) -> None:
    hand, placement = opened(live_office, "2021", tmp_path), placement_of(EDITIONS.get("2021"))
    label, figure = Spot("三、依申请公开", 10, 3), Spot("三、依申请公开", 10, 4)
    before = hand.text(label.sheet, label.address)
    hand.go(label.sheet, label.address)
    hand.paste([["别的字", 5]])
    assert hand.text(label.sheet, label.address) == before
    assert hand.text(figure.sheet, figure.address) == ""
    state = placement.check(placement.checks[0], "state")
    formula = hand.cell(state.sheet, state.address).Formula
    hand.type("√ 成立", state.sheet, state.address)
    assert hand.cell(state.sheet, state.address).Formula == formula
    hand.close()


# ---- nothing is cut ----------------------------------------------------------------------


def test_a_row_grows_with_what_is_typed(live_office: Live, tmp_path: Path) -> None:
    hand = opened(live_office, "2021", tmp_path)
    rows = hand.document.Sheets.getByName("一、总体情况").Rows
    before = rows.getByIndex(6).Height
    hand.type("本年共办理政府信息公开申请。" * 20, "一、总体情况", "B7")
    assert rows.getByIndex(6).Height > 4 * before
    hand.close()


@BOTH
@pytest.mark.parametrize("state", ["blank", "wrong"])
def test_no_row_is_too_low_for_its_text_in_the_fonts_at_hand(
    live_office: Live, name: str, state: str, tmp_path: Path
) -> None:
    report = wrong(name) if state == "wrong" else None
    hand = opened(live_office, name, tmp_path, report)
    low = [
        (sheet.Name, row + 1, rows[0], rows[1])
        for sheet in hand.document.Sheets
        if sheet.Name != PREVIEW  # lines of one height: tests/template/test_preview.py
        for row, rows in _heights(sheet)
        if rows[1] > rows[0] + CUT
    ]
    assert low == []
    hand.close()


def _heights(sheet: Any) -> list[tuple[int, tuple[int, int]]]:
    """The height of each row that is seen, and the one LibreOffice would give it."""
    sheet.unprotect("")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress.EndRow
    rows = [sheet.Rows.getByIndex(row) for row in range(last + 1)]
    seen = [(number, row, row.Height) for number, row in enumerate(rows) if row.IsVisible]
    for column in range(cursor.RangeAddress.EndColumn + 1):
        if not sheet.Columns.getByIndex(column).IsVisible:  # helpers ask for no room
            area = sheet.getCellRangeByPosition(column, 0, column, last)
            area.IsTextWrapped = False
    sheet.Rows.OptimalHeight = True
    return [(number, (height, row.Height)) for number, row, height in seen]
