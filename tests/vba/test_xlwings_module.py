"""The module of xlwings: less than in the wheel, with its licence, and no other version."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.vba.independent import suspicions
from xl_tools.refusal import Refusal
from xl_tools.vba import REPOSITORY
from xl_tools.vba.source import procedures, words
from xl_tools.vba.xlwings_module import (
    NOTICE,
    PATCHES,
    ROOTS,
    patched,
    trimmed,
    xlwings_source,
    xlwings_version,
)

VERSION = xlwings_version(REPOSITORY / "pyproject.toml")
ORIGINAL = Path(str(distribution("xlwings").locate_file("xlwings/xlwings.bas"))).read_text("utf-8")
SOURCE = xlwings_source(VERSION)
NAMES = [procedure.name for procedure in procedures(SOURCE)]


def test_what_is_called_from_outside_is_there_and_what_nothing_calls_is_not() -> None:
    assert set(ROOTS) <= set(NAMES)
    assert set(NAMES) & {"ImportPythonUDFs", "ExecuteMac", "SaveConfigToFile", "sql"} == set()
    assert len(NAMES) < len(list(procedures(ORIGINAL))) * 0.6


def test_everything_that_is_called_is_there() -> None:
    dropped = {p.name.lower() for p in procedures(ORIGINAL)} - {name.lower() for name in NAMES}
    assert words(SOURCE) & dropped == set()


def test_of_conditional_compilation_only_the_word_size_is_left() -> None:
    directives = [line.strip() for line in SOURCE.splitlines() if line.strip().startswith("#")]
    assert directives == ["#If Win64 Then", "#Else", "#End If"]


def test_the_licence_stands_at_the_head_to_the_letter() -> None:
    """The second condition of the licence: the notice, the conditions and the disclaimer."""
    first, last = "'xlwings is distributed", "'SOFTWARE, EVEN IF ADVISED"
    notice = ORIGINAL[ORIGINAL.index(first) : ORIGINAL.index("\n", ORIGINAL.index(last))]
    assert notice in SOURCE[: SOURCE.index(NAMES[0])]


def test_the_licence_of_the_project_carries_the_notice_too() -> None:
    wheel = distribution("xlwings")
    licence = next(f for f in wheel.files or [] if f.name == "LICENSE.txt").read_text("utf-8")
    conditions = licence[licence.index("Redistribution and use") :].split("SUCH DAMAGE.")[0]
    ours = (REPOSITORY / "LICENSE").read_text("utf-8")
    assert " ".join(conditions.split()) in " ".join(ours.split())
    assert NOTICE in ours


def test_the_module_says_that_it_was_changed_and_how() -> None:
    head = SOURCE[: SOURCE.index("'Version:")]
    assert "Changed by xl-tools" in head
    assert all(patch.why in head for patch in PATCHES)


def test_the_settings_sheet_counts_whatever_the_program_is_called() -> None:
    settings = next(p.text for p in procedures(SOURCE) if p.name == "GetConfig")
    assert "Application.Name" not in settings
    assert "SheetExists" in settings


def test_a_virus_scanner_finds_less_than_in_the_original() -> None:
    found, original = suspicions(SOURCE), suspicions(ORIGINAL)
    assert found < original
    assert {"filecopy", "mkdir", "macscript", "vbproject"} <= original - found


# ---- what is refused ---------------------------------------------------------------------


def test_another_version_than_the_pinned_one_is_refused() -> None:
    with pytest.raises(Refusal, match=r"应为 0\.1\.2 版"):
        xlwings_source("0.1.2")


def test_a_place_that_is_to_be_changed_and_is_not_there_is_refused() -> None:
    with pytest.raises(Refusal, match=r"xlwings\.conf counts in WPS too"):
        patched(ORIGINAL.replace("'Workbook Sheet Config", "'Another comment"))


def test_a_procedure_that_is_gone_is_refused() -> None:
    with pytest.raises(Refusal, match="no such procedure: runpython"):
        trimmed(ORIGINAL.replace("Function RunPython", "Function StartPython"))


def test_a_module_without_its_licence_is_refused() -> None:
    with pytest.raises(Refusal, match="版权声明"):
        trimmed(ORIGINAL.replace("Zoomer Analytics", "Somebody"))


def test_the_version_in_the_module_is_that_of_the_wheel() -> None:
    assert f'XLWINGS_VERSION As String = "{VERSION}"' in SOURCE
