"""汇总台.xlsm as a file: built from its sources, usable as a roster without macros or Python."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.desk.round import COUNTY, UNITS, YEAR, desk_book
from tests.lint.workbook import lint_workbook
from tests.office.session import Office
from xl_tools.builtin import template_path
from xl_tools.deskbook import (
    CHASED,
    COLUMNS,
    FIELDS,
    FRONT,
    LISTED,
    NAME,
    NAMES,
    NEXT_ROW,
    PLACES,
    ROLES,
    ROSTER,
    ROSTER_ROW,
    SHEETS,
)
from xl_tools.ooxml.package import open_package
from xl_tools.report import LEVELS
from xl_tools.rollup.roster import roster_of
from xl_tools.rollup.rostertable import read_roster
from xl_tools.sources.openbook import OpenBook
from xl_tools.template.desk import MODULES, PROJECT, build_desk
from xl_tools.template.macros import CONF, code_names
from xl_tools.vba import build_project, read_project
from xl_tools.vba.ribbon import PART
from xl_tools.verbs import BUTTONS, DESK_BUTTONS

BUILT = template_path(NAME).read_bytes()
WHOLE = openpyxl.load_workbook(io.BytesIO(BUILT), keep_vba=True)
FILLED = openpyxl.load_workbook(io.BytesIO(desk_book()), keep_vba=True)
SHOWN = openpyxl.load_workbook(io.BytesIO(desk_book()), data_only=True)


def test_the_built_workbook_is_current() -> None:
    project = build_project(code_names(MODULES), DESK_BUTTONS.values(), ())
    assert open_package(BUILT, "").read(PROJECT) == project
    assert build_desk(project=project) == BUILT
    assert build_desk() == BUILT


def test_the_sheets_and_names_are_those_that_the_buttons_look_for() -> None:
    assert WHOLE.sheetnames == [*SHEETS, CONF]
    assert WHOLE[CONF].sheet_state == "hidden"
    assert NAMES.items() <= OpenBook(BUILT, "").book.names.items()
    heads = [WHOLE[ROSTER].cell(ROSTER_ROW - 1, n).value for n in range(1, len(COLUMNS) + 1)]
    assert heads == list(COLUMNS)


def test_each_button_runs_a_macro_and_only_those_of_the_desk_are_there() -> None:
    package = open_package(BUILT, "")
    vml = "".join(package.read(m).decode() for m in package.names if m.endswith(".vml"))
    macros = re.findall(r"FmlaMacro>\[0\]!(\w+)<", vml)
    labels = [verb.button.label for verb in DESK_BUTTONS.values() if verb.button]
    assert macros == [verb.button.macro for verb in DESK_BUTTONS.values() if verb.button]
    sources = read_project(package.read(PROJECT))
    for verb in DESK_BUTTONS.values():
        assert verb.button is not None
        body = f'Public Sub {verb.button.macro}()\n    GK_Press "{verb.name}"'
        assert body in sources["gk_buttons"].replace("\r\n", "\n")
    others = {verb.button.macro for verb in BUTTONS.values() if verb.button}
    assert not others & set(re.findall(r"Sub (\w+)\(", sources["gk_buttons"]))
    root = ElementTree.fromstring(package.read(PART))
    ribbon = [one.get("label") for one in root.iter() if one.tag.endswith("}button")]
    assert ribbon == labels


def test_without_python_each_button_says_which_command_does_the_same() -> None:
    book = OpenBook(BUILT, "")
    for text in (
        "no_python",
        "no_provider",
        "in_wps",
        *(f"without_python.{n}" for n in DESK_BUTTONS),
    ):
        span = book.name_span(f"text.{text}")
        assert span is not None, text
        assert book.text(f"text.{text}", next(span.column_spots())).endswith("。")


def test_every_cell_that_is_filled_in_has_a_prompt_and_a_refusal() -> None:
    areas = {
        ROSTER: [f"{c}{r}" for c in "ABCDEFGH" for r in (LISTED.top, LISTED.bottom)],
        FRONT: [PLACES[field].address for field in FIELDS],
    }
    for name, cells in areas.items():
        limits = WHOLE[name].data_validations.dataValidation
        for cell in cells:
            (own,) = [one for one in limits if cell in one.sqref]
            assert own.prompt, cell
            assert own.error, cell
            assert own.errorTitle, cell


def test_every_word_that_can_be_chosen_is_understood() -> None:
    for column, words in (("角色", ROLES), ("级别", LEVELS.values())):
        for word in words:
            found = roster_of([("单位", column), ("甲县某某单位", word)])
            unit = found.units[0]
            assert unit.role if column == "角色" else unit.level, word


def test_the_commands_take_its_roster(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(desk_book())
    roster = read_roster(path)
    assert [unit.name for unit in roster.units] == [row[0] for row in UNITS]
    assert roster.year == YEAR
    town = roster.units[2]
    assert (town.role, town.level, town.email) == ("乡镇", "township", "cgz@example.gov.cn")
    assert (str(town.due), str(town.handed_in)) == ("2025-01-20", "2025-01-25")


def test_what_is_missing_is_asked_for_first() -> None:
    blank = openpyxl.load_workbook(io.BytesIO(BUILT), data_only=True)
    assert blank[FRONT].cell(NEXT_ROW, 2).value == f"在 {PLACES['year'].address} 填上年度"
    assert str(SHOWN[FRONT].cell(NEXT_ROW, 2).value).startswith("点“下发”")
    assert SHOWN[FRONT][PLACES["organ"].address].value == COUNTY
    assert str(SHOWN[ROSTER]["A1"].value).startswith(f"{YEAR}年度")


def test_the_roster_can_be_sorted_and_inserted_into_the_rest_is_protected() -> None:
    assert not WHOLE[ROSTER].protection.sheet
    for name in (FRONT, CHASED):
        assert WHOLE[name].protection.sheet
    for field in FIELDS:
        assert not WHOLE[FRONT][PLACES[field].address].protection.locked


def test_our_lint_has_nothing_to_say(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(desk_book())
    assert lint_workbook(path) == []


@pytest.mark.office
def test_microsofts_validator_has_nothing_to_say(
    tmp_path: Path, ooxml_validator: Callable[[Path], list[str]]
) -> None:
    path = tmp_path / NAME
    path.write_bytes(desk_book())
    assert ooxml_validator(path) == []


@pytest.mark.office
def test_cached_values_are_what_libreoffice_computes(office: Office, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(desk_book())
    values = office.values(path)
    for name, cell in ((FRONT, (NEXT_ROW, 2)), (ROSTER, (1, 1))):
        assert values[name][cell] == SHOWN[name].cell(*cell).value
