"""The workbook with buttons: all of the macro-free one, and nothing that points nowhere."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.lint.workbook import lint_workbook
from tests.macrobook import by_openpyxl
from tests.reports import consistent
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.builtin import template_path
from xl_tools.cli import main
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.functions import FUNCTIONS
from xl_tools.ooxml.package import open_package
from xl_tools.placement import placement_of
from xl_tools.sources.openbook import OpenBook
from xl_tools.template import build_macro_workbook
from xl_tools.template.macros import CONF, PROJECT, code_names
from xl_tools.vba import build_project, read_project
from xl_tools.vba.ribbon import PART
from xl_tools.verbs import BUTTONS

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
SHEETS = len(placement_of(EDITIONS.get("2021")).sheets) + 1
BUILT = build_project(code_names(SHEETS), BUTTONS.values(), FUNCTIONS.values())
WITH = {edition.id: blank_workbook(edition, ".xlsm") for edition in EDITIONS}
PLAIN = {edition.id: blank_workbook(edition) for edition in EDITIONS}
# Excel 2007 and openpyxl know vmlDrawing1 to vmlDrawing9 only.
MOST_VML = 9


def _vml(name: str) -> list[str]:
    package = open_package(WITH[name], "")
    parts = [m for m in package.names if m.endswith(".vml")]
    return [package.read(part).decode("utf-8") for part in parts]


def test_the_built_project_is_that_of_the_sources() -> None:
    assert template_path(PROJECT).read_bytes() == BUILT


@BOTH
def test_the_built_workbook_is_current(name: str) -> None:
    built = template_path(f"{name}.xlsm").read_bytes()
    assert build_macro_workbook(EDITIONS.get(name), BUILT) == built
    assert build_macro_workbook(EDITIONS.get(name)) == built


@BOTH
def test_visible_sheets_cells_and_names_are_those_of_the_macro_free_workbook(name: str) -> None:
    plain, own = OpenBook(PLAIN[name], ""), OpenBook(WITH[name], "")
    assert [ref.name for ref in own.book.sheets] == [
        *(ref.name for ref in plain.book.sheets),
        CONF,
    ]
    assert own.book.sheets[-1].state == "hidden"
    for ref in plain.book.sheets:
        one, other = plain.grid(ref.name), own.grid(ref.name)
        assert one is not None
        assert other is not None
        assert dict(one.cells) == dict(other.cells)
    assert plain.book.names.items() <= own.book.names.items()


@BOTH
def test_every_button_runs_a_macro_that_the_project_has(name: str) -> None:
    sources = "\n".join(read_project(BUILT).values())
    macros = {m for text in _vml(name) for m in re.findall(r"FmlaMacro>\[0\]!(\w+)<", text)}
    assert macros == {verb.button.macro for verb in BUTTONS.values() if verb.button}
    for macro in macros:
        assert f"Public Sub {macro}()" in sources


@BOTH
def test_buttons_say_what_the_verbs_say_and_are_not_printed(name: str) -> None:
    texts = "\n".join(_vml(name))
    for verb in BUTTONS.values():
        assert verb.button is not None
        assert texts.count(f">{verb.button.label}</font>") == _places(verb.button.sheets)
    buttons = texts.count('ObjectType="Button"')
    assert texts.count("<x:PrintObject>False</x:PrintObject>") == buttons
    assert len(_vml(name)) <= MOST_VML


def _places(kinds: tuple[str, ...]) -> int:
    """Front, checks, and the six sheets of the sections: three tables, three narratives."""
    return sum({"front": 1, "checks": 1, "prior": 1, "table": 3, "text": 3}[kind] for kind in kinds)


@BOTH
def test_the_ribbon_offers_the_same_and_calls_what_the_project_has(name: str) -> None:
    package = open_package(WITH[name], "")
    root = ElementTree.fromstring(package.read(PART))
    buttons = [element for element in root.iter() if element.tag.endswith("}button")]
    assert [b.get("label") for b in buttons] == [
        verb.button.label for verb in BUTTONS.values() if verb.button
    ]
    sources = read_project(BUILT)
    for button in buttons:
        module, _, callback = str(button.get("onAction")).partition(".")
        assert f"Public Sub {callback}(control As Object)" in sources[module]
    assert [r.member for r in package.relations().values() if r.kind == "extensibility"] == [PART]


@BOTH
def test_what_macros_say_is_chinese_and_has_a_place(name: str) -> None:
    sources = "\n".join(read_project(BUILT).values())
    book = OpenBook(WITH[name], "")
    asked = set(re.findall(r'"(text\.(?:no|in)_\w+)"', sources))
    assert asked
    for text in [*asked, *(f"text.without_python.{verb}" for verb in BUTTONS)]:
        span = book.name_span(text)
        assert span is not None, text
        words = book.text(text, next(span.column_spots()))
        assert words.endswith("。"), text


@BOTH
def test_code_names_match_the_modules_of_the_project(name: str) -> None:
    package = open_package(WITH[name], "")
    found = re.findall(rb'codeName="(\w+)"', package.read(package.main))
    for number in range(1, SHEETS + 1):
        member = f"xl/worksheets/sheet{number}.xml"
        found += re.findall(rb'codeName="(\w+)"', package.read(member))
    assert [code.decode() for code in found] == code_names(SHEETS)
    assert set(code_names(SHEETS)) <= set(read_project(BUILT))


@BOTH
def test_openpyxl_keeps_buttons_macros_and_ribbon(name: str) -> None:
    again = io.BytesIO()
    with by_openpyxl(WITH[name]) as book:
        book.save(again)
    package = open_package(again.getvalue(), "")
    assert package.read("xl/vbaProject.bin") == BUILT
    assert package.read(PART) == open_package(WITH[name], "").read(PART)
    kept = [package.read(m).decode("utf-8") for m in package.names if m.endswith(".vml")]
    assert sorted(re.findall(r"FmlaMacro>(.*?)<", "".join(kept))) == sorted(
        re.findall(r"FmlaMacro>(.*?)<", "".join(_vml(name)))
    )


@BOTH
def test_the_command_makes_either_kind(name: str, tmp_path: Path) -> None:
    year = str(EDITIONS.get(name).first_year)
    paths = {ending: tmp_path / f"年报{ending}" for ending in (".xlsm", ".xlsx")}
    for path in paths.values():
        argv = ["template", "--year", year, "--organ", "某某县人民政府", "-o", str(path)]
        assert main(argv) == 0
    packages = {ending: open_package(path.read_bytes(), "") for ending, path in paths.items()}
    assert packages[".xlsm"].read("xl/vbaProject.bin") == BUILT
    assert packages[".xlsx"].find("xl/vbaProject.bin") is None


@BOTH
def test_filling_leaves_buttons_macros_and_ribbon_byte_for_byte(name: str) -> None:
    filled = fill_workbook(WITH[name], consistent(EDITIONS.get(name), 5), EDITIONS)
    before, after = open_package(WITH[name], ""), open_package(filled, "")
    untouched = [m for m in before.names if "worksheets/sheet" not in m and m != before.main]
    assert len(untouched) > MOST_VML
    for member in untouched:
        assert after.read(member) == before.read(member), member


@BOTH
def test_our_lint_has_nothing_to_say(name: str, tmp_path: Path) -> None:
    path = tmp_path / "年报.xlsm"
    path.write_bytes(WITH[name])
    assert lint_workbook(path) == []


@BOTH
@pytest.mark.office
def test_microsofts_validator_has_nothing_to_say(
    name: str, tmp_path: Path, ooxml_validator: Callable[[Path], list[str]]
) -> None:
    path = tmp_path / "年报.xlsm"
    path.write_bytes(WITH[name])
    assert ooxml_validator(path) == []
