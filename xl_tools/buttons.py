"""The button that was clicked -> its action, on the workbook that it stands in.

VBA calls `press` with the name of a verb: through xlwings' RunPython in Excel, through the script
provider in LibreOffice. Every failure ends here, in one Chinese sentence.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from xl_tools.actions.book import BookDesk
from xl_tools.lean import lean_xlwings
from xl_tools.refusal import Refusal
from xl_tools.verbs import VERBS

# What is being done: LibreOffice takes further clicks while a button opens a file.
running: list[str] = []


def press(name: str) -> None:
    """What the button of a verb does, on the workbook whose macro is running."""
    press_on(lean_xlwings().Book.caller(), name)


def press_on(book: Any, name: str) -> None:
    """The same on an `xlwings.Book` at hand."""
    desk = BookDesk(book)
    if running:
        desk.status("上一个按钮还没有做完，请等一等再点。")
        return
    running.append(name)
    try:
        _run(desk, name)
    finally:
        running.remove(name)


def _run(desk: BookDesk, name: str) -> None:
    try:
        action = import_module(f"xl_tools.actions.{VERBS[name].name}")
        action.press(desk)
    except Refusal as refusal:
        desk.status(refusal.sentence)
        desk.say(refusal.sentence)
    except Exception:  # noqa: BLE001 - the shell: a bug goes to the log, not to the clerk
        from xl_tools.log import log_trouble

        words = f"程序出了错，没有做完。请把日志文件“{log_trouble()}”发给维护人员。"
        desk.status(words)
        desk.say(words)
