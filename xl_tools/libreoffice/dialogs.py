"""Message boxes: in the window of LibreOffice, or answered without one.

Without a window (`soffice --headless`) LibreOffice closes a box at once; that counts as the answer
that agrees to nothing: "cancel", else "no", else "ok". Tests answer themselves: with `answering`
in their own process, or, where the code runs inside LibreOffice, with the environment variable
XL_TOOLS_ALERTS. It names a file: each box is appended to it as one line of JSON instead of being
shown, and is answered with the text of the file of the same name and `.answer`, else by its first
button. A folder is asked for in the same way; there the answer is its path, and nothing is none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from xl_tools.libreoffice.office import enum, path_of, service, url_of

VARIABLE: Final = "XL_TOOLS_ALERTS"
# What xlwings calls the buttons -> LibreOffice's number, and the answers, agreeing ones first.
BUTTONS: Final[dict[str, tuple[int, tuple[str, ...]]]] = {
    "ok": (1, ("ok",)),
    "ok_cancel": (2, ("ok", "cancel")),
    "yes_no": (3, ("yes", "no")),
    "yes_no_cancel": (4, ("yes", "no", "cancel")),
}
RESULTS: Final = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


class Alert(NamedTuple):
    """A message box: its text, its title, its buttons ("yes_no", …), "info" or "critical"."""

    prompt: str
    title: str = ""
    buttons: str = "ok"
    mode: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be answered."""
        return BUTTONS[self.buttons][1]


Answer = Callable[[Alert], str]
_answering: list[Answer] = []


@contextmanager
def answering(answer: Answer) -> Iterator[None]:
    """Boxes of this process are answered by a function, and not shown, until the block ends."""
    _answering.append(answer)
    try:
        yield
    finally:
        _answering.remove(answer)


def ask(context: Any, parent: Any, alert: Alert) -> str:
    """Show a box over the window `parent`, which may be None; what was answered."""
    if _answering:
        return _answering[-1](alert)
    if os.environ.get(VARIABLE):
        return _recorded(Path(os.environ[VARIABLE]), alert)
    return _shown(context, parent, alert)


def pick_folder(context: Any, title: str, start: str) -> str:
    """Let a folder be chosen, with that of `start` shown first; its path, nothing without one."""
    if os.environ.get(VARIABLE):
        return _picked(Path(os.environ[VARIABLE]), title)
    picker = service(context, "ui.dialogs.FolderPicker")
    picker.setTitle(title)
    picker.setDisplayDirectory(url_of(start))
    return path_of(picker.getDirectory()) if picker.execute() else ""


def _picked(file: Path, title: str) -> str:
    wanted = Path(f"{file}.answer")
    said = wanted.read_text(encoding="utf-8").strip() if wanted.exists() else ""
    answer = said if said and Path(said).is_absolute() else ""
    _note(file, {"prompt": title, "buttons": "folder", "answer": answer})
    return answer


def _recorded(file: Path, alert: Alert) -> str:
    wanted = Path(f"{file}.answer")
    said = wanted.read_text(encoding="utf-8").strip() if wanted.exists() else ""
    answer = said if said in alert.answers else alert.answers[0]
    _note(file, alert._asdict() | {"answer": answer})
    return answer


def _note(file: Path, box: dict[str, str]) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(box, ensure_ascii=False) + "\n")


def _shown(context: Any, parent: Any, alert: Alert) -> str:
    kind = {"critical": "ERRORBOX", "info": "INFOBOX"}.get(alert.mode, "MESSAGEBOX")
    if len(alert.answers) > 1:
        # An INFOBOX has no second button, whatever it is asked for.
        kind = "WARNINGBOX" if alert.mode == "critical" else "QUERYBOX"
    toolkit = service(context, "awt.Toolkit")
    box = toolkit.createMessageBox(
        parent,
        enum("awt.MessageBoxType", kind),
        BUTTONS[alert.buttons][0],
        alert.title,
        alert.prompt,
    )
    answer = RESULTS.get(box.execute(), "cancel")
    return answer if answer in alert.answers else alert.answers[-1]
