"""The project of the product as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.vba.independent import module_sources, suspicions
from xl_tools import __version__, vba
from xl_tools.functions import FUNCTIONS
from xl_tools.refusal import Refusal
from xl_tools.vba import Stamp, build_project, modules, read_project, read_stamp
from xl_tools.vba.source import code, procedures
from xl_tools.vba.xlwings_module import xlwings_version
from xl_tools.verbs import BUTTONS, VERBS

NAMES = ("ThisWorkbook", "Sheet1", "Sheet2")


def build() -> bytes:
    return build_project(NAMES, VERBS.values(), FUNCTIONS.values())


PROJECT = build()
SOURCES = read_project(PROJECT)
MODULES = modules(VERBS.values(), FUNCTIONS.values())
OURS = {module.name: module.source for module in MODULES if module.name != "xlwings"}


def test_every_module_is_there_for_an_independent_reader() -> None:
    expected = [*NAMES, *(module.name for module in MODULES)]
    assert [name.rpartition(".")[0] for name in module_sources(PROJECT)] == expected
    assert list(SOURCES) == expected


def test_the_same_sources_give_the_same_bytes() -> None:
    assert build() == PROJECT


def test_every_module_is_ascii() -> None:
    assert [name for name, source in SOURCES.items() if not source.isascii()] == []


def test_no_two_procedures_have_the_same_name() -> None:
    """LibreOffice looks for a name in all modules, and VBA does not tell upper from lower case."""
    names = [p.name.lower() for source in SOURCES.values() for p in procedures(source)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_word_that_looks_like_a_procedure_of_ours_is_one() -> None:
    """VBA without Option Explicit takes a misspelt name for an empty variable."""
    known = {p.name for source in SOURCES.values() for p in procedures(source)}
    constants = set(re.findall(r"Const (\w+)", "".join(SOURCES.values())))
    used = {
        word for source in OURS.values() for word in re.findall(r"\b(?:GK|RB)_\w+", code(source))
    }
    assert used - known - constants == set()


def test_no_line_is_longer_than_the_editor_takes() -> None:
    assert max(len(line) for source in SOURCES.values() for line in source.splitlines()) <= 1023


def test_every_button_and_every_function_is_there() -> None:
    names = {p.name for source in SOURCES.values() for p in procedures(source)}
    assert {verb.button.macro for verb in BUTTONS.values() if verb.button} <= names
    assert set(FUNCTIONS) <= names


def test_our_own_modules_give_a_virus_scanner_little_to_name() -> None:
    """A file's place in PATH, and the command that WPS needs."""
    found = {name: suspicions(source) for name, source in OURS.items()}
    assert {name: words for name, words in found.items() if words} == {
        "gk_excel": {"environ", "shell", "vbnormalfocus"},
        "gk_libreoffice": {"call"},
    }


def test_the_versions_can_be_read_from_the_project() -> None:
    stamp = read_stamp(PROJECT)
    assert stamp == Stamp(__version__, xlwings_version(vba.REPOSITORY / "pyproject.toml"))
    assert f'XLWINGS_VERSION As String = "{stamp.xlwings}"' in SOURCES["xlwings"]


# ---- where the macros are ----------------------------------------------------------------


def test_without_the_repository_the_macros_cannot_be_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vba, "REPOSITORY", tmp_path)
    with pytest.raises(Refusal, match="代码仓库"):
        build()


def test_a_macro_file_without_its_name_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vba, "REPOSITORY", tmp_path)
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "gk_one.bas").write_text('Attribute VB_Name = "gk_two"\n')
    with pytest.raises(Refusal, match=r"gk_one\.bas"):
        build()
