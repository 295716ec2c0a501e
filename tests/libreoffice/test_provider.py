"""The script of the profile: pressed and called as Basic and VBA do."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.office.live import Live
from tests.office.session import Office
from xl_tools.libreoffice.install import script

FOLDERS = ("/一/路径 空", "C:\\用户\\site-packages")


class Toolkit:
    """A LibreOffice that shows message boxes, and nothing else."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def createInstance(self, name: str) -> Any:  # noqa: N802 - LibreOffice's name
        assert name == "com.sun.star.awt.Toolkit"
        return SimpleNamespace(createMessageBox=self.box)

    def box(self, window: Any, kind: Any, buttons: int, title: str, text: str) -> Any:
        self.said.append(text)
        return SimpleNamespace(execute=lambda: 1)


@pytest.fixture
def toolkit() -> Toolkit:
    return Toolkit()


@pytest.fixture
def module(toolkit: Toolkit) -> dict[str, Any]:
    """The script as LibreOffice loads it."""
    context = SimpleNamespace(ServiceManager=toolkit)
    desktop = SimpleNamespace(getCurrentFrame=lambda: None)
    names: dict[str, Any] = {
        "XSCRIPTCONTEXT": SimpleNamespace(
            getComponentContext=lambda: context,
            getDesktop=lambda: desktop,
            getDocument=lambda: None,
        )
    }
    exec(compile(script(FOLDERS), "xl_tools_buttons.py", "exec"), names)
    return names


def test_the_script_is_ascii_and_carries_its_folders(module: dict[str, Any]) -> None:
    assert script(FOLDERS).isascii()
    assert module["PATHS"] == FOLDERS


def test_an_older_python_reads_the_script() -> None:
    read = ast.parse(script(FOLDERS).decode("ascii"), feature_version=(3, 7))
    assert {"press", "call"} <= {
        part.name for part in read.body if isinstance(part, ast.FunctionDef)
    }


def without_ours(name: str) -> Any:
    """An import that finds nothing of ours, and no UNO but its enumerations."""
    if name == "uno":
        return SimpleNamespace(Enum=lambda kind, value: value)
    raise ModuleNotFoundError(name)


def test_a_missing_package_is_one_sentence(module: dict[str, Any], toolkit: Toolkit) -> None:
    module["import_module"] = without_ours
    module["press"]("check")
    assert toolkit.said == [module["MISSING"]]
    assert "xl-tools libreoffice install" in module["MISSING"]
    assert module["call"]("GK_SUM", ((1.0,),)) == module["MISSING"]


def test_an_older_python_is_said_first(module: dict[str, Any], toolkit: Toolkit) -> None:
    module["import_module"] = without_ours
    module["OLDEST"] = (99, 0)
    module["press"]("check")
    assert toolkit.said == [module["_problem"]()]
    assert "3.11 以上" in toolkit.said[0]


# ---- in LibreOffice ----------------------------------------------------------------------

WRITE = """
import sys
from xlwings import Book

def press(name):
    book = Book.caller()
    heavy = sorted({"pandas", "numpy", "PIL", "xlwings.pro"} & set(sys.modules))
    book.sheets[0]["A1"].value = [name, book.name, *heavy]
"""
ASK = """
from xlwings import Book

def press(name):
    book = Book.caller()
    book.sheets[0]["A1"].value = book.app.alert("覆盖吗？", "年报", "yes_no")
"""
REFUSE = """
from xl_tools.refusal import Refusal

def press(name):
    raise Refusal("没有填年度", "请先填基本信息")
"""
BREAK = """
def press(name):
    raise {}
"""
FUNCTIONS = """
import datetime

def GK_SUM(*cells):
    return sum(value or 0 for rows in cells for row in rows for value in row)

def GK_ECHO(value):
    return repr(value)

def GK_TABLE():
    return [["新收", 1, True], [datetime.date(2024, 1, 5), None]]

def GK_WRONG():
    raise ValueError("wrong")
"""
BASIC = """
Private Function Script()
    Script = "vnd.sun.star.script:xl_tools_buttons.py$call?language=Python&location=user"
End Function

Function GK_SUM(a, b)
    Set called = ThisComponent.getScriptProvider().getScript(Script())
    GK_SUM = called.invoke(Array("GK_SUM", a, b), Array(), Array())
End Function

Function GK_ECHO(a)
    Set called = ThisComponent.getScriptProvider().getScript(Script())
    GK_ECHO = called.invoke(Array("GK_ECHO", a), Array(), Array())
End Function

Function GK_TABLE()
    Set called = ThisComponent.getScriptProvider().getScript(Script())
    rows = called.invoke(Array("GK_TABLE"), Array(), Array())
    Dim cells(1 To 2, 1 To 3)
    For i = 0 To 1
        For j = 0 To 2
            cells(i + 1, j + 1) = rows(i)(j)
        Next
    Next
    GK_TABLE = cells
End Function
"""


@pytest.mark.office
def test_a_button_is_pressed_for_the_book_that_it_stands_in(live_office: Live) -> None:
    first, front = live_office.new(), live_office.new()
    with live_office.stand_ins(first, buttons=WRITE):
        live_office.press(first, "check")
    assert first.sheets[0]["A1:D1"].value == ["check", first.name, None, None]
    assert front.sheets[0]["A1"].value is None
    assert live_office.alerts() == []


@pytest.mark.office
def test_without_a_book_the_button_is_that_of_the_one_in_front(live_office: Live) -> None:
    first, front = live_office.new(), live_office.new()
    with live_office.stand_ins(first, buttons=WRITE):
        live_office.script(first, "xl_tools_buttons.py$press", "fill")
    assert front.sheets[0]["A1:B1"].value == ["fill", front.name]


@pytest.mark.office
@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_question_of_a_button_is_answered(live_office: Live, word: str) -> None:
    book = live_office.new()
    live_office.answer(word)
    with live_office.stand_ins(book, buttons=ASK):
        live_office.press(book, "export")
    assert book.sheets[0]["A1"].value == word
    assert [(alert["prompt"], alert["answer"]) for alert in live_office.alerts()] == [
        ("覆盖吗？", word)
    ]


@pytest.mark.office
def test_a_refusal_is_shown_as_its_sentence(live_office: Live) -> None:
    book = live_office.new()
    with live_office.stand_ins(book, buttons=REFUSE):
        live_office.press(book, "check")
    assert [alert["prompt"] for alert in live_office.alerts()] == ["没有填年度，请先填基本信息。"]


@pytest.mark.office
@pytest.mark.parametrize(
    "error",
    ["ValueError('wrong')", "SystemExit(1)",
     "__import__('uno').getClass('com.sun.star.uno.RuntimeException')('wrong', None)"],
    ids=["Python", "exit", "UNO"],
)  # fmt: skip
def test_a_fault_goes_to_the_log_and_one_sentence_is_shown(
    live_office: Live, office: Office, error: str
) -> None:
    book = live_office.new()
    with live_office.stand_ins(book, buttons=BREAK.format(error)):
        live_office.press(book, "check")
    (alert,) = live_office.alerts()
    log = office.profile.parent / "state" / "xl-tools" / "xl-tools.log"
    assert str(log) in alert["prompt"]
    assert "Traceback" not in alert["prompt"]
    assert "in press" in log.read_text(encoding="utf-8")
    log.unlink()


@pytest.mark.office
def test_in_another_kind_of_document_a_book_is_asked_for(live_office: Live) -> None:
    book = live_office.new()
    text = live_office.app.api.loadComponentFromURL("private:factory/swriter", "_blank", 0, ())
    try:
        live_office.script(book, "xl_tools_buttons.py$press", "check", text)
    finally:
        text.close(True)
    assert [alert["prompt"] for alert in live_office.alerts()] == ["请先打开年报工作簿，再按按钮。"]


@pytest.mark.office
def test_functions_in_cells_are_those_of_python(live_office: Live) -> None:
    book = live_office.new()
    libraries = book.api.BasicLibraries
    libraries.createLibrary("VBAProject")
    libraries.getByName("VBAProject").insertByName("xlwings_udfs", BASIC)
    sheet = book.sheets[0]
    sheet["A1"].value = [[1, 2.5], [None, "=A1*4"]]
    with live_office.stand_ins(book, udfs=FUNCTIONS):
        sheet["D1"].formula = "=GK_SUM(A1:A2,B1:B2)"
        sheet["D2"].formula = "=GK_ECHO(A1:B2)"
        sheet["D3"].formula = '=GK_ECHO("年报")'
        sheet["F1:H2"].formula_array = "=GK_TABLE()"
        assert sheet["D1"].value == 7.5
        sheet["A1"].value = 10
        assert sheet["D1"].value == 52.5
    assert sheet["D1"].formula == "=GK_SUM(A1:A2,B1:B2)"
    assert sheet["D2"].value == "[[10.0, 2.5], [None, 40.0]]"
    assert sheet["D3"].value == "'年报'"
    assert sheet["F1:H2"].value == [["新收", 1, 1], [45296, None, None]]


@pytest.mark.office
def test_a_function_that_fails_says_so_in_its_cell(live_office: Live, office: Office) -> None:
    book = live_office.new()
    with live_office.stand_ins(book, udfs=FUNCTIONS):
        said = live_office.script(book, "xl_tools_buttons.py$call", "GK_WRONG")
        unknown = live_office.script(book, "xl_tools_buttons.py$call", "GK_NONE")
    assert said == unknown
    assert said.startswith("程序出了错")
    assert live_office.alerts() == []
    assert Path(said.split("“")[1].split("”")[0]).is_file()
