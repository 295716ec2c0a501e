"""The craft of the workbook, line by line: looks, prompts, protection, view, print, formulas."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

import pytest
from openpyxl.utils import range_boundaries

from tests.template.crafted import (
    EDITIONS,
    KINDS,
    Crafted,
    at,
    crafted,
    data_of,
    functions,
    numbers,
)
from tests.template.fitting import pixels
from xl_tools.edition import Edition
from xl_tools.functions import FUNCTIONS
from xl_tools.ooxml.package import open_package
from xl_tools.placement import BASICS, CHARTS, CHECKS, GUIDE, PREVIEW, SOURCES
from xl_tools.priorsheet import PRIOR
from xl_tools.template import plans_of
from xl_tools.template.guide import LEGEND
from xl_tools.template.macros import CONF
from xl_tools.template.plan import Formula
from xl_tools.template.stylenames import STYLE_NAMES
from xl_tools.template.styles import STYLES
from xl_tools.verbs import BUTTONS

__all__ = ["crafted"]
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
SIGN = re.compile(r"^[^\w\s]")  # a mark at the start: × ！ △ ◆ √
VOLATILE = frozenset("NOW TODAY RAND RANDBETWEEN RANDARRAY OFFSET INDIRECT CELL INFO".split())
A4 = 9
PAGE = 1040 * 0.75  # points of an A4 page upright between the usual margins


# ---- looks -------------------------------------------------------------------------------


def test_every_cell_that_is_seen_wears_a_named_style(crafted: Crafted) -> None:
    inputs = crafted.inputs()
    plain = [cell for cell in crafted.cells() if not _named(cell)]
    assert [at(c) for c in plain if c.value is not None or at(c) in inputs] == []
    assert {style for style in crafted.book.named_styles if style.startswith("年报 ")} == set(
        STYLE_NAMES.values()
    )


def _named(cell: Any) -> bool:
    return str(cell.style).startswith("年报 ")


def test_inputs_totals_and_control_totals_wear_the_style_of_the_legend(crafted: Crafted) -> None:
    sheet = crafted.book[GUIDE]
    samples = {str(cell.value): cell.style for row in sheet.iter_rows() for cell in row}
    placement = crafted.placement
    for spot, figure in placement.figures.values():
        wanted = "合计格" if figure.is_total else "填写格"
        assert crafted.book[spot.sheet][spot.address].style == samples[wanted] == f"年报 {wanted}"
    for control in placement.controls.values():
        style = crafted.book[control.spot.sheet][control.spot.address].style
        assert style == samples["核对数"] == "年报 核对数"
    for spot in placement.fields.values():
        assert crafted.book[spot.sheet][spot.address].style == "年报 填写格"


def test_the_legend_explains_each_look_in_words_and_with_its_mark(crafted: Crafted) -> None:
    sheet = crafted.book[GUIDE]
    words = {str(r[0].value): str(r[1].value) for r in sheet.iter_rows(max_col=2) if r[0].value}
    for name, style, text in LEGEND:
        assert words[name] == text
        assert style in STYLE_NAMES
        if SIGN.match(name):
            assert f"前面有{name[0]}" in text


def test_no_figure_is_marked_by_colour_alone(crafted: Crafted) -> None:
    """Each conditional look puts a mark into the cell, or stands where words say the same."""
    marks = {name[0] for name, style, _ in LEGEND if style.endswith("_sample") and SIGN.match(name)}
    seen: set[str] = set()
    for sheet in crafted.sheets:
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                if rule.dxf.numFmt is not None:
                    seen.add(rule.dxf.numFmt.formatCode[1])
                    continue
                only_bold = rule.dxf.fill is None and rule.dxf.font.b
                assert only_bold or '"' in rule.formula[0], (sheet.title, rule.formula)
    assert seen == marks
    assert len(marks) == 4


def test_looks_that_differ_in_colour_differ_in_letters_or_frame_too() -> None:
    """Printed in black and white, what must be filled in is told from what is fixed."""
    fields = ("italic", "bold", "border", "num_format", "underline", "locked")
    looks = ("input_number", "total", "input_control", "label")
    kinds = [tuple(STYLES[look].get(field) for field in fields) for look in looks]
    assert len(set(kinds)) == len(looks)


# ---- prompts and refusals ----------------------------------------------------------------


def test_every_input_cell_has_a_prompt_and_says_what_is_wrong(crafted: Crafted) -> None:
    inputs = crafted.inputs()
    found: dict[tuple[str, int, int], Any] = {}
    for sheet in crafted.sheets:
        for rule in sheet.data_validations.dataValidation:
            for area in rule.sqref.ranges:
                for row, column in ((r, c) for line in area.rows for r, c in line):
                    assert (sheet.title, row, column) not in found  # Excel repairs an overlap
                    found[sheet.title, row, column] = rule
    assert inputs - found.keys() == set()
    for rule in found.values():
        assert rule.showInputMessage
        assert rule.showErrorMessage
        assert len(rule.prompt) >= 5
        assert len(rule.error) >= 5
        assert rule.promptTitle
        assert rule.errorTitle


# ---- protection and Tab ------------------------------------------------------------------


def test_only_labels_formulas_and_helpers_are_locked(crafted: Crafted) -> None:
    free = {at(cell) for cell in crafted.cells() if not cell.protection.locked}
    assert free == crafted.inputs() - _inside_merges(crafted) | crafted.written()


def _inside_merges(crafted: Crafted) -> set[tuple[str, int, int]]:
    return {
        (sheet.title, row, column)
        for sheet in crafted.sheets
        for area in sheet.merged_cells.ranges
        for line in area.rows
        for row, column in line
        if (row, column) != (area.min_row, area.min_col)
    }


def test_every_sheet_is_protected_without_a_password_and_lets_cells_be_chosen(
    crafted: Crafted,
) -> None:
    for sheet in crafted.book:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.selectUnlockedCells
        assert not sheet.protection.selectLockedCells
        assert not sheet.protection.formatRows  # a clerk may make a row higher
        assert not sheet.protection.formatColumns


def test_tab_goes_through_the_inputs_of_a_table_row_by_row_and_nowhere_else(
    crafted: Crafted,
) -> None:
    """On a protected sheet Tab goes to the next free cell; a hidden column is passed over."""
    for place in crafted.placement.tables.values():
        free = [at(c) for c in crafted.cells() if not c.protection.locked]
        own = [cell for cell in free if cell[0] == place.sheet]
        figures = [crafted.placement.spot(figure.id) for figure in place.table.figures]
        rows = sorted({spot.row for spot in figures})
        wanted = sorted((spot.row, spot.column) for spot in figures)
        controls = {(c.spot.row, c.spot.column) for c in place.controls.items}
        visited = [cell[1:] for cell in own if cell[1:] not in controls and cell[1] <= rows[-1]]
        assert visited == wanted


# ---- view --------------------------------------------------------------------------------


def test_sheets_have_telling_names(crafted: Crafted) -> None:
    names = [sheet.title for sheet in crafted.sheets]
    assert names == list(crafted.placement.sheets)
    assert all(re.fullmatch(r"[一-鿿、]{2,10}", name) for name in names)
    hidden = [sheet.title for sheet in crafted.book if sheet.sheet_state != "visible"]
    assert hidden == ([CONF] if crafted.kind == ".xlsm" else [])


def test_the_workbook_opens_on_the_front_sheet_and_each_sheet_at_its_first_input(
    crafted: Crafted,
) -> None:
    assert crafted.book.active.title == GUIDE
    order: dict[str, list[tuple[int, int]]] = {}
    for sheet, row, column in sorted(crafted.inputs()):
        order.setdefault(sheet, []).append((row, column))
    for sheet in crafted.sheets:
        view = sheet.sheet_view
        assert view.zoomScale in (None, 100)
        cursor = view.selection[-1].activeCell
        left, top, _, _ = range_boundaries(cursor)
        if sheet.title in order and sheet.title != CHECKS:  # which is read first
            assert (top, left) == order[sheet.title][0], sheet.title
        if sheet.title == GUIDE:
            assert cursor == crafted.placement.meta["check.next"].address


def test_heads_stay_in_sight(crafted: Crafted) -> None:
    placement = crafted.placement
    frozen = {sheet.title: sheet.freeze_panes for sheet in crafted.sheets}
    for place in placement.tables.values():
        grid = place.grid
        head = f"{'ABCDEF'[grid.stub]}{grid.header_rows + 1}" if grid.header_rows else None
        assert frozen.pop(place.sheet) == head
    following = placement.meta["check.next"].row
    assert frozen.pop(GUIDE) == f"A{following + 1}"  # 下一步 itself
    assert frozen.pop(BASICS) == "A3"
    assert frozen.pop(CHECKS) == f"A{placement.checks[0].row}"
    assert frozen.pop(SOURCES) == "A4"
    assert frozen.pop(PRIOR) == "A4"
    assert frozen.pop(PREVIEW) is None  # paper
    assert frozen.pop(CHARTS) is None  # one page
    for section in placement.edition.sections:
        if not section.table:
            assert frozen.pop(section.sheet) == "A5"
    assert frozen == {}


def test_frozen_rows_leave_room_below_them(crafted: Crafted) -> None:
    for sheet in crafted.sheets:
        pane = sheet.sheet_view.pane
        rows = range(1, int(pane.ySplit or 0) + 1) if pane else ()
        assert sum(sheet.row_dimensions[row].height or 15 for row in rows) < 250


def test_every_button_says_in_words_what_it_does(crafted: Crafted) -> None:
    package = open_package(data_of(crafted.name, crafted.kind), "")
    drawn = [package.read(part).decode() for part in package.names if "rawing" in part]
    shapes = re.findall(r"<v:shape .*?</v:shape>", "".join(drawn), re.DOTALL)
    assert bool(shapes) == (crafted.kind == ".xlsm")
    macros = {verb.button.macro: verb.button for verb in BUTTONS.values() if verb.button}
    for shape in shapes:
        button = macros[re.findall(r"FmlaMacro>(?:\[0\]!)?(\w+)<", shape)[0]]
        assert f'alt="按钮：{button.label}。{button.tip}"' in shape
    assert not [text for text in drawn if "<xdr:pic" in text]  # no picture without words


# ---- print -------------------------------------------------------------------------------


def test_every_sheet_is_printed_on_a4_as_wide_as_the_page(crafted: Crafted) -> None:
    for sheet in crafted.sheets:
        assert sheet.page_setup.paperSize == A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.print_area


def test_print_areas_hold_the_form_and_cut_no_merged_area(crafted: Crafted) -> None:
    for sheet in crafted.sheets:
        left, top, right, bottom = _printed(sheet)
        assert (left, top) == (1, 1)
        for area in sheet.merged_cells.ranges:
            out = area.min_row > bottom or area.min_col > right
            assert out or (area.max_row <= bottom and area.max_col <= right), (sheet.title, area)
    for place in crafted.placement.tables.values():
        printed = _printed(crafted.book[place.sheet])
        assert printed == (1, 1, place.grid.width, place.grid.height)


def _printed(sheet: Any) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is printed."""
    left, top, right, bottom = range_boundaries(str(sheet.print_area).rpartition("!")[2])
    return left or 1, top or 1, right or 1, bottom or 1


def test_headers_name_the_sheet_and_footers_number_the_pages(crafted: Crafted) -> None:
    for sheet in crafted.sheets:
        header, footer = sheet.oddHeader, sheet.oddFooter
        assert "&P" in footer.center.text
        if sheet.title == PREVIEW:  # as the document: a page number and nothing else
            assert not any(part.text for part in (header.left, header.center, header.right))
        else:
            assert header.right.text == "&A"
            assert header.left.text == "政府信息公开工作年度报告"


def test_what_takes_several_pages_repeats_its_head(crafted: Crafted) -> None:
    for sheet in crafted.sheets:
        if sheet.page_setup.fitToHeight != 0:  # else all of it is put on one page
            continue
        _, _, right, bottom = _printed(sheet)
        points = sum(sheet.row_dimensions[row].height or 15 for row in range(1, bottom + 1))
        wide = sum(pixels(sheet, column) for column in range(1, right + 1))
        page = (
            PAGE * max(1, wide / 1000) * (0.6 if sheet.page_setup.orientation == "landscape" else 1)
        )
        if sheet.title != PREVIEW and points > page:
            assert sheet.print_title_rows, sheet.title


# ---- formulas ----------------------------------------------------------------------------


def test_one_function_is_volatile_and_it_stands_in_the_named_cell(crafted: Crafted) -> None:
    found = [
        (sheet, cell, name)
        for sheet, cell, formula in crafted.formulas()
        for name in functions(formula) & VOLATILE
    ]
    today = crafted.placement.meta["check.today"]
    assert found == [(today.sheet, today.address, "TODAY")]
    assert crafted.book.defined_names["check.today"].attr_text == today.name_target
    others = [name.attr_text for name in crafted.book.defined_names.values()]
    for sheet in crafted.sheets:
        for rule in sheet.data_validations.dataValidation:
            others += [rule.formula1 or "", rule.formula2 or ""]
        for area in sheet.conditional_formatting:
            others += [formula for rule in area.rules for formula in rule.formula]
    assert not {name for text in others for name in functions(text)} & VOLATILE


def test_formulas_call_no_function_of_the_program(crafted: Crafted) -> None:
    """They compute where nothing is installed."""
    called = {name for _, _, formula in crafted.formulas() for name in functions(formula)}
    assert not called & FUNCTIONS.keys()
    assert not [name for name in called if name.startswith("GK_")]


def test_a_relation_spells_out_no_number(crafted: Crafted) -> None:
    sheet = crafted.book[CHECKS]
    for line in crafted.placement.checks:
        if line.relation is None and line.comparison is None:
            continue
        for column in ("actual", "expected", "difference"):
            formula = str(sheet[crafted.placement.check(line, column).address].value)
            assert numbers(formula.removeprefix("=")) <= {"0"}, (line, column)


@BOTH
def test_numbers_of_the_form_stand_in_cells_and_not_in_formulas(name: str) -> None:
    """With other limits, years and dates every formula is the same to the letter."""
    edition = EDITIONS.get(name)
    assert _formulas(_other_numbers(edition)) == _formulas(edition)
    assert edition.numbers != _other_numbers(edition).numbers


def _other_numbers(edition: Edition) -> Edition:
    rules = {
        name: rule._replace(
            settings=MappingProxyType(
                {k: v + 1 if type(v) is int else v for k, v in rule.settings.items()}
            )
        )
        for name, rule in edition.rules.items()
    }
    days = dict.fromkeys(edition.publication, "06-17")
    return edition._replace(
        overview_limit=1234,
        first_year=edition.first_year - 5,
        last_year=None if edition.last_year is None else edition.last_year + 5,
        publication=MappingProxyType(days),
        rules=MappingProxyType(rules),
    )


def _formulas(edition: Edition) -> dict[tuple[str, int, int], str]:
    return {
        (plan.name, *place): content.text
        for plan in plans_of(edition)
        for place, (content, _) in plan.cells.items()
        if isinstance(content, Formula)
    }


def test_both_kinds_of_file_are_tried() -> None:
    assert list(KINDS) == [".xlsx", ".xlsm"]
