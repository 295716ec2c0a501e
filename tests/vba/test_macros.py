"""The macros run: LibreOffice compiles every module, buttons and functions reach Python.

What stands in the workbook is what Excel gets; Excel takes the other branch.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.session import missing_tools
from tests.vba.macro_book import MacroBook
from xl_tools import __version__
from xl_tools.vba import REPOSITORY
from xl_tools.vba.xlwings_module import xlwings_version

pytestmark = pytest.mark.office

XLWINGS = xlwings_version(REPOSITORY / "pyproject.toml")
VERSION = f"xl-tools {__version__}, xlwings {XLWINGS}"
# A name for the reader -> (a step of runner.py, what it comes to).
Cases = dict[str, tuple[list[object], object]]
MODULES: Cases = {
    "gk_main": (["run", "gk_main.GK_Text", "nowhere", "otherwise"], "otherwise"),
    "gk_excel": (["run", "gk_excel.GK_InWps"], False),
    "gk_libreoffice": (["run", "gk_libreoffice.GK_InLibreOffice"], True),
    "gk_buttons": (["run", "gk_buttons.GK_IsCommand", "check"], True),
    "gk_buttons again": (["run", "gk_buttons.GK_IsCommand", "jump"], False),
    "gk_stamp": (["run", "gk_stamp.GK_Version"], VERSION),
    "xlwings": (["run", "xlwings.ParentFolder", "a\\b"], "a"),
}
BUTTONS: Cases = {
    "a button": (["run", "gk_buttons.GK_Look"], None),
    "another": (["run", "gk_buttons.GK_Write"], None),
    "one in the ribbon": (["run", "gk_ribbon.RB_GK_Jump", "<document>"], None),
    "what was pressed": (["formula", "D1", '=GK_COST("pressed")'], "check@表 write@表 jump@表"),
}
FUNCTIONS: Cases = {
    "without arguments": (["shown", "A4"], VERSION),
    "a number": (["formula", "D1", "=GK_COST(45)"], "GK_COST(45, None)"),
    "a text": (["formula", "D1", '=GK_COST("件";"页")'], "GK_COST('件', '页')"),
    "cells": (["formula", "D1", "=GK_COST(B1;A1)"], "GK_COST('字', 1)"),
    "a blank cell": (["formula", "D1", "=GK_COST(A2)"], "GK_COST(None, None)"),
    "an area": (["formula", "D1", "=GK_COST(A1:B2)"], "GK_COST(((1, '字'), (None, 2.5)), None)"),
    "an error": (["formula", "D1", "=GK_COST(B6)"], "GK_COST('#DIV/0!', None)"),
    "an error in an area": (
        ["formula", "D1", "=GK_COST(A5:C7)"],
        "GK_COST(((None, None, None), (None, '#DIV/0!', None), (None, None, None)), None)",
    ),
    "one cell as an area": (["formula", "D1", "=GK_LIST(B2)"], "2.5"),
    "an area as answer": (["array", "D1:E2", "=GK_LIST(A1:B2)"], [[1, "字"], ["", 2.5]]),
}
MESSAGES: Cases = {
    "what to do": (["run", "gk_main.GK_Message", "text.no_provider", "jump"], "请先安装"),
    "what to do instead": (
        ["run", "gk_main.GK_Message", "text.no_provider", "check"],
        "请先安装\n\n公式照样在检查",
    ),
    "a text that is missing": (["run", "gk_main.GK_Message", "text.gone", "jump"], "text.gone"),
    "a function without Python": (["formula", "D1", "=GK_COST(45)"], "请先安装"),
}
WITH_PYTHON: Cases = MODULES | BUTTONS | FUNCTIONS


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    missing = missing_tools()
    if missing:
        pytest.fail(f"缺少 {'、'.join(missing)}：先运行 .ci/run，或自行安装。")


def answered(book: MacroBook, cases: Cases) -> dict[str, Any]:
    answers = book.answers([step for step, _ in cases.values()])
    return dict(zip(cases, answers, strict=True))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> MacroBook:
    return MacroBook(tmp_path_factory.mktemp("with"), with_python=True)


@pytest.fixture(scope="module")
def answers(book: MacroBook) -> dict[str, Any]:
    return answered(book, WITH_PYTHON)


@pytest.fixture(scope="module")
def answers_without_python(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return answered(MacroBook(tmp_path_factory.mktemp("no"), with_python=False), MESSAGES)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_compiles_and_runs(module: str, answers: dict[str, Any]) -> None:
    assert answers[module] == MODULES[module][1]


@pytest.mark.parametrize("arguments", FUNCTIONS)
def test_a_function_in_a_cell_reaches_python(arguments: str, answers: dict[str, Any]) -> None:
    assert answers[arguments] == FUNCTIONS[arguments][1]


def test_buttons_reach_python_with_their_verbs(answers: dict[str, Any]) -> None:
    assert {name: answers[name] for name in BUTTONS} == {
        name: expected for name, (_, expected) in BUTTONS.items()
    }


def test_what_goes_wrong_in_python_is_shown_in_the_cell(book: MacroBook) -> None:
    (shown,) = book.answers([["formula", "D1", '=GK_COST("fail")']])
    assert "what Python says" in shown


@pytest.mark.parametrize("message", MESSAGES)
def test_without_python_the_workbook_says_what_to_do(
    message: str, answers_without_python: dict[str, Any]
) -> None:
    assert answers_without_python[message] == MESSAGES[message][1]
