"""LibreOffice as an app of xlwings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.office.live import Live
from xl_tools.libreoffice import dialogs
from xl_tools.libreoffice.dialogs import Alert

pytestmark = pytest.mark.office

BASIC = """
Function Twice(number)
    Twice = number * 2
End Function

Public Sub Fill(text)
    ThisComponent.Sheets(0).getCellByPosition(0, 0).String = text
End Sub
"""


@pytest.fixture
def book(live_office: Live) -> Any:
    made = live_office.new()
    libraries = made.api.BasicLibraries
    libraries.createLibrary("VBAProject")
    libraries.getByName("VBAProject").insertByName("gk_buttons", BASIC)
    return made


def test_there_is_one_app(live_office: Live) -> None:
    import xlwings

    engine: Any = xlwings.engines.active
    assert engine.name == "libreoffice"
    assert list(xlwings.apps) == [live_office.app]
    assert xlwings.apps[live_office.app.pid] == live_office.app
    assert (len(xlwings.apps), xlwings.apps.keys()) == (1, [live_office.app.pid])
    assert re.fullmatch(r"\d+\.\d+(\.\d+)*", str(live_office.app.impl.version))
    assert live_office.app.version >= 7
    with pytest.raises(KeyError):
        xlwings.apps[-1]
    xlwings.apps.cleanup()


def test_a_new_app_is_the_running_one(live_office: Live) -> None:
    import xlwings

    app = xlwings.App(add_book=True)
    assert app == live_office.app
    assert len(app.books) == 1
    assert app.engine.name == "libreoffice"


def test_books_are_hidden_and_shown(live_office: Live) -> None:
    live_office.app.visible = False
    book = live_office.new()
    window = book.api.CurrentController.Frame.ContainerWindow
    assert (live_office.app.visible, window.isVisible()) == (False, False)
    live_office.app.visible = True
    assert (live_office.app.visible, window.isVisible()) == (True, True)
    live_office.app.activate(steal_focus=True)


def test_the_screen_waits(live_office: Live, book: Any) -> None:
    app = live_office.app
    assert app.screen_updating is True
    with app.properties(screen_updating=False):
        assert (app.screen_updating, book.api.hasControllersLocked()) == (False, True)
        app.screen_updating = False
    assert (app.screen_updating, book.api.hasControllersLocked()) == (True, False)


def test_alerts_can_be_switched_off_and_on(live_office: Live) -> None:
    with live_office.app.properties(display_alerts=False):
        assert live_office.app.display_alerts is False
    assert live_office.app.display_alerts is True


def test_the_status_bar_says_something(live_office: Live, book: Any) -> None:
    app: Any = live_office.app
    assert not app.status_bar
    with app.properties(status_bar="正在校验…"):
        assert app.status_bar == "正在校验…"
        app.status_bar = "快好了"
        assert app.status_bar == "快好了"
    assert app.status_bar is False


def test_books_are_calculated_by_hand(live_office: Live, book: Any) -> None:
    app, sheet = live_office.app, book.sheets[0]
    sheet["A1"].value = [[1, "=A1*2"]]
    assert app.calculation == "automatic"
    app.calculation = "manual"
    sheet["A1"].value = 5
    assert (app.calculation, sheet["B1"].value) == ("manual", 2)
    app.calculate()
    assert sheet["B1"].value == 10
    app.calculation = "automatic"
    assert app.calculation == "automatic"


@pytest.mark.parametrize("name", ["Twice", "gk_buttons.Twice", "VBAProject.gk_buttons.twice"])
def test_macros_run(live_office: Live, book: Any, name: str) -> None:
    assert live_office.app.macro(name)(21) == 42
    live_office.new()
    assert book.macro(name)(4) == 8


def test_a_macro_changes_its_book(book: Any) -> None:
    book.macro("Fill")("改了")
    assert book.sheets[0]["A1"].value == "改了"


@pytest.mark.parametrize("name", ["Thrice", "other.Twice", "number"])
def test_a_macro_that_is_not_there_is_said(book: Any, name: str) -> None:
    from xlwings import NoSuchObjectError

    with pytest.raises(NoSuchObjectError, match=name):
        book.macro(name)()


# ---- message boxes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("buttons", "answer"),
    [("ok", "ok"), ("ok_cancel", "cancel"), ("yes_no", "no"), ("yes_no_cancel", "cancel")],
)
@pytest.mark.parametrize("mode", [None, "info", "critical"])
def test_without_a_window_nothing_is_agreed_to(
    live_office: Live, buttons: str, answer: str, mode: str | None
) -> None:
    assert live_office.app.alert("校验结果", "年报", buttons, mode) == answer
    live_office.new()
    assert live_office.app.alert("校验结果", buttons=buttons, mode=mode) == answer


def test_a_test_answers_itself(live_office: Live) -> None:
    seen: list[Alert] = []

    def agree(alert: Alert) -> str:
        seen.append(alert)
        return alert.answers[0]

    with dialogs.answering(agree):
        assert live_office.app.alert("覆盖吗？", "年报", "yes_no", "critical") == "yes"
    assert seen == [Alert("覆盖吗？", "年报", "yes_no", "critical")]
    assert live_office.app.alert("覆盖吗？", buttons="yes_no") == "no"


# ---- the end -------------------------------------------------------------------------------


def test_quitting_closes_books_without_saving_and_libreoffice(
    tmp_path: Path, live_office: Live
) -> None:
    """In an office of its own: a test of the session's would take it from the others."""
    from tests.office.session import running_office
    from xl_tools.libreoffice.engine import connect

    with running_office(tmp_path / "own") as own:
        app = next(iter(connect(own.address()).apps))
        book = app.books.add()
        book.sheets[0]["A1"].value = 1
        app.quit()
        assert own._processes[0].wait(30) == 0
