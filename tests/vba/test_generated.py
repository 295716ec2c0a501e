"""The modules written from data; what Excel runs of a function is what xlwings itself generates."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.vba.samples import FUNCTIONS, VERBS
from xl_tools.functions import Function, Parameter
from xl_tools.vba.conditional import resolve
from xl_tools.vba.generated import (
    PYTHON_MODULE,
    Stamp,
    button_module,
    function_module,
    ribbon_module,
    stamp_module,
    stamp_of,
)
from xl_tools.vba.source import procedures
from xl_tools.vba.xlwings_module import CONSTANTS


def texts(source: str) -> dict[str, str]:
    return {procedure.name: procedure.text for procedure in procedures(source)}


# ---- buttons -----------------------------------------------------------------------------


def test_each_button_presses_its_verb() -> None:
    macros = texts(button_module(VERBS).source)
    assert macros["GK_Look"] == 'Public Sub GK_Look()\n    GK_Press "check"\nEnd Sub\n'
    assert list(macros) == ["GK_Look", "GK_Write", "GK_Jump", "GK_IsCommand", "GK_OutputEnding"]


def test_a_command_that_works_on_the_file_is_named_and_how_what_it_makes_ends() -> None:
    """`jump` is no command, `silent` has no button."""
    found = texts(button_module(VERBS).source)
    assert 'Case "check": GK_IsCommand = True' in found["GK_IsCommand"]
    assert 'Case "write": GK_IsCommand = True' in found["GK_IsCommand"]
    assert "jump" not in found["GK_IsCommand"]
    assert "silent" not in found["GK_IsCommand"]
    assert 'Case "write": GK_OutputEnding = ".docx"' in found["GK_OutputEnding"]
    assert "check" not in found["GK_OutputEnding"]


def test_without_such_commands_there_is_no_empty_case() -> None:
    assert "Case" not in button_module(VERBS[2:]).source


def test_the_ribbon_calls_the_macro_of_the_button() -> None:
    callbacks = texts(ribbon_module(VERBS).source)
    assert callbacks["RB_GK_Look"] == (
        "Public Sub RB_GK_Look(control As Object)\n    GK_Look\nEnd Sub\n"
    )
    assert len(callbacks) == 3


# ---- functions ---------------------------------------------------------------------------


@pytest.fixture
def xlwings_udfs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The generator of xlwings, which imports three parts of pywin32 but needs none to generate."""
    names = {"pythoncom": "CoInitialize", "pywintypes": "com_error", "win32com.client": "Dispatch"}
    modules = {name: ModuleType(name) for name in [*names, "win32com"]}
    for name, wanted in names.items():
        setattr(modules[name], wanted, OSError)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(modules["win32com"], "client", modules["win32com.client"], raising=False)
    yield import_module("xlwings.udfs")
    sys.modules.pop("xlwings.udfs", None)


def generated_by(udfs: Any) -> str:
    """What `Import Functions` of xlwings would write for Python functions like the samples."""
    module = ModuleType(PYTHON_MODULE)

    def GK_LIST(table: object) -> object:  # noqa: N802
        return table

    def GK_COST(count: object, unit: object = None) -> object:  # noqa: N802
        return count, unit

    module.__dict__.update({f.__name__: udfs.xlfunc(f) for f in (GK_LIST, GK_COST)})
    out = io.StringIO()
    book = SimpleNamespace(Name="book.xlsm")
    udfs.generate_vba_wrapper(PYTHON_MODULE, module, out, book)
    return resolve(out.getvalue(), CONSTANTS)


def excel_lines(wrapper: str) -> list[str]:
    """The lines of a wrapper without the block for LibreOffice."""
    before, _, rest = wrapper.partition("    If GK_InLibreOffice() Then\n")
    after = rest.partition("    End If\n")[2]
    return [line.strip() for line in (before + after).splitlines()]


def test_in_excel_a_function_is_what_xlwings_generates(xlwings_udfs: Any) -> None:
    theirs = {
        name: [line.strip() for line in text.splitlines() if line.strip()]
        for name, text in texts(generated_by(xlwings_udfs)).items()
    }
    ours = {
        name: excel_lines(text) for name, text in texts(function_module(FUNCTIONS).source).items()
    }
    assert ours == theirs


def test_in_libreoffice_arguments_go_to_python_as_plain_values() -> None:
    wrapper = texts(function_module(FUNCTIONS).source)["GK_COST"]
    assert "Dim given(2)" in wrapper
    assert 'given(0) = "GK_COST"' in wrapper
    assert "given(1) = GK_Plain(count)" in wrapper
    assert "If Not IsMissing(unit) Then given(2) = GK_Plain(unit)" in wrapper
    assert "GK_COST = GK_CallInLibreOffice(given)" in wrapper


def test_no_function_is_volatile() -> None:
    assert "volatile" not in function_module(FUNCTIONS).source.lower()


@pytest.mark.parametrize("name", ["件数", "1st", "a-b", "", "Next", "date"])
def test_a_name_that_vba_does_not_accept_is_refused(name: str) -> None:
    function = Function("GK_X", "", (Parameter(name, ""),), "")
    with pytest.raises(ValueError, match="VBA"):
        function_module([function])


# ---- versions ----------------------------------------------------------------------------


def test_the_stamp_is_read_back() -> None:
    module = stamp_module(Stamp("1.2.3", "0.37.8"))
    assert stamp_of({module.name: module.source}) == Stamp("1.2.3", "0.37.8")


def test_a_project_that_is_not_ours_has_no_stamp() -> None:
    assert stamp_of({}) is None
    assert stamp_of({"gk_stamp": 'Public Const GK_TOOLS = "1"'}) is None
