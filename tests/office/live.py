"""The office of the session through xlwings and through the script of its profile."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.office.session import Office, OfficeTrouble

# Where Debian keeps `uno` and the parts that belong to it; a virtual environment does not see it.
UNO_FOLDERS: Final = ("/usr/lib/python3/dist-packages", "/usr/lib64/libreoffice/program")
HERE: Final = Path(__file__).parent
SCRIPT: Final = "vnd.sun.star.script:{}?language=Python&location=user"
PATIENCE: Final = 60.0  # seconds
STAND_INS: Final = "xl_tools_stand_ins.py"


def uno_problem() -> str:
    """Why this Python cannot talk to LibreOffice; nothing if it can."""
    before = list(sys.path)
    sys.path.extend(UNO_FOLDERS)
    try:
        import uno  # noqa: F401
    except ImportError as error:
        return (
            f"运行测试的 Python 是 {sys.version_info[0]}.{sys.version_info[1]}，装不上 LibreOffice "
            f"的 uno（{error}）：请用系统的 python3 建虚拟环境，并安装软件包 python3-uno。"
        )
    finally:
        sys.path[:] = before
    return ""


class Live:
    """xlwings on the running office, and the script of its profile."""

    def __init__(self, office: Office, app: Any) -> None:
        self._office = office
        self.app: Any = app

    def new(self) -> Any:
        """A new book."""
        return self.app.books.add()

    def open(self, path: Path) -> Any:
        """The book of a file."""
        return self.app.books.open(path)

    def script(self, book: Any, name: str, *arguments: Any) -> Any:
        """What a function of a script of the profile returns, as Basic calls it."""
        from xl_tools.libreoffice.office import failures

        provider = book.api.getScriptProvider()
        try:
            return provider.getScript(SCRIPT.format(name)).invoke(arguments, (), ())[0]
        except failures() as failure:
            raise OfficeTrouble(failure.Message) from None

    def press(self, book: Any, verb: str) -> None:
        """Press a button of a book as its VBA does."""
        self.script(book, "xl_tools_buttons.py$press", verb, book.api)

    def settle(self, book: Any) -> None:
        """Wait until the button that was clicked is done: a click is only put in line."""
        services = self.app.engine.impl.context.ServiceManager
        toolkit = services.createInstance("com.sun.star.awt.Toolkit")
        toolkit.processEventsToIdle()
        self._put_script()
        end = time.monotonic() + PATIENCE
        while self.script(book, f"{STAND_INS}$running"):
            assert time.monotonic() < end, "a button is still at work"
            time.sleep(0.05)
        toolkit.processEventsToIdle()

    def _put_script(self) -> None:
        folder = self._office.profile / "user" / "Scripts" / "python"
        (folder / STAND_INS).write_bytes((HERE / "stand_ins.py").read_bytes())

    @contextmanager
    def stand_ins(self, book: Any, **sources: str) -> Iterator[None]:
        """Other code in place of modules of ours, inside the office: buttons="…", udfs="…"."""
        self._put_script()
        self.script(book, f"{STAND_INS}$put", json.dumps(sources))
        try:
            yield
        finally:
            self.script(book, f"{STAND_INS}$take")

    # ---- message boxes inside the office -----------------------------------------------------

    def alerts(self) -> list[dict[str, str]]:
        """The message boxes since the beginning of the test."""
        file = self._office.alerts
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [json.loads(line) for line in text.splitlines()]

    def answer(self, word: str) -> None:
        """What the next boxes are answered with, where they have such a button."""
        Path(f"{self._office.alerts}.answer").write_text(word, encoding="utf-8")

    def clean(self) -> None:
        """Close the books, forget the message boxes."""
        for book in list(self.app.books):
            book.close()
        self.app.visible = True
        for file in (self._office.alerts, Path(f"{self._office.alerts}.answer")):
            file.unlink(missing_ok=True)


@contextmanager
def driven(office: Office) -> Iterator[Live]:
    """The office in the hands of one test."""
    from xl_tools.lean import lean_xlwings
    from xl_tools.libreoffice.install import import_folders, install

    xlwings = lean_xlwings()
    from xl_tools.libreoffice.engine import connect

    install(office.profile, import_folders())
    connect(office.address())
    live = Live(office, xlwings.apps.active)
    live.clean()
    try:
        yield live
    finally:
        live.clean()
