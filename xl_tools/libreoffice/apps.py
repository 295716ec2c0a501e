"""LibreOffice as the one app that xlwings sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from xlwings import base_classes

from xl_tools.libreoffice import dialogs, macros
from xl_tools.libreoffice.books import Book, Books
from xl_tools.libreoffice.formulas import excel_words
from xl_tools.libreoffice.layout import box_from
from xl_tools.libreoffice.office import properties, service

PRODUCT: Final = "/org.openoffice.Setup/Product"
ONLY: Final = 1  # LibreOffice runs once for a profile and does not tell its process id


class App(base_classes.App):
    """A running LibreOffice."""

    def __init__(self, engine: Any, context: Any) -> None:
        self._engine, self._context = engine, context
        self._hidden = False
        self._asking = True
        self._status: dict[str, Any] = {}

    @property
    def engine(self) -> Any:
        """The engine of this app."""
        return self._engine

    @cached_property
    def api(self) -> Any:
        """The desktop of LibreOffice."""
        return service(self._context, "frame.Desktop")

    @property
    def pid(self) -> int:
        """The key of this app; LibreOffice does not tell its process id."""
        return ONLY

    @property
    def books(self) -> Books:
        """The open books."""
        return Books(self)

    @cached_property
    def excel_words(self) -> tuple[Any, ...]:
        """What operators and functions are called in Excel."""
        return excel_words(self._context)

    @cached_property
    def version(self) -> str:
        """The version of LibreOffice, as in 7.4.7.2."""
        provider = service(self._context, "configuration.ConfigurationProvider")
        product = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", properties(nodepath=PRODUCT)
        )
        return str(product.getByName("ooSetupVersionAboutBox"))

    def _front(self) -> Any:
        """The document of the active book; None where no book is open."""
        return self.books.active.api if len(self.books) else None

    # ---- windows ---------------------------------------------------------------------------

    @property
    def visible(self) -> bool:
        """Are books shown, and shown when they are opened?"""
        return not self._hidden

    @visible.setter
    def visible(self, value: bool) -> None:
        self._hidden = not value
        for book in self.books:
            controller = book.api.CurrentController
            if controller is not None:
                controller.Frame.ContainerWindow.setVisible(bool(value))

    def activate(self, steal_focus: bool = False) -> None:
        """Bring the window of the active book to the front."""
        document = self._front()
        if steal_focus and document is not None and document.CurrentController is not None:
            document.CurrentController.Frame.ContainerWindow.toFront()

    @property
    def selection(self) -> Any:
        """The selected cells of the active book; None where something else is selected."""
        document = self._front()
        selected = None if document is None else document.CurrentSelection
        if selected is None or not hasattr(selected, "getRangeAddress"):
            return None
        place = selected.getRangeAddress()
        return Book(self, document).sheet_at(place.Sheet).cells_of(box_from(place))

    @property
    def screen_updating(self) -> bool:
        """Do windows follow each change? For the active book."""
        document = self._front()
        return document is None or not document.hasControllersLocked()

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        document = self._front()
        if document is None or value is not document.hasControllersLocked():
            return
        if value:
            document.unlockControllers()
        else:
            document.lockControllers()

    @property
    def display_alerts(self) -> bool:
        """Kept and given back: LibreOffice asks nothing when a program saves, merges or deletes."""
        return self._asking

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._asking = bool(value)

    # ---- talking ---------------------------------------------------------------------------

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar; False where LibreOffice has it to itself."""
        return str(self._status["text"]) if self._status else False

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        if self._status:
            self._status.pop("indicator").end()
            self._status.clear()
        document = self._front()
        if value in (False, None, "") or document is None or document.CurrentController is None:
            return
        indicator = document.CurrentController.StatusIndicator
        indicator.start(str(value), 0)
        self._status.update(text=str(value), indicator=indicator)

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str | None,
        mode: str | None,
        callback: str | None = None,
    ) -> str:
        """Show a message box; the pressed button. See `dialogs` for LibreOffice without windows."""
        document = self._front()
        controller = None if document is None else document.CurrentController
        window = None if controller is None else controller.Frame.ContainerWindow
        wanted = dialogs.Alert(str(prompt), title or "", buttons or "ok", mode or "")
        return dialogs.ask(self._context, window, wanted)

    def pick_folder(self, title: str, start: str) -> str:
        """Let a folder be chosen; empty where none was. xlwings has nothing of the kind."""
        return dialogs.pick_folder(self._context, title, start)

    # ---- working ---------------------------------------------------------------------------

    @property
    def calculation(self) -> str:
        """Is the active book calculated at each change ("automatic"), or not ("manual")?"""
        document = self._front()
        automatic = document is None or document.isAutomaticCalculationEnabled()
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        document = self._front()
        if document is not None:
            document.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        """Calculate all open books."""
        for book in self.books:
            book.api.calculateAll()

    def run(self, macro: str, args: Sequence[Any]) -> Any:
        """Run a macro of a book, of the active one where no book is named."""
        name, inside = macros.split(macro)
        book = self.books(name) if name else self.books.active
        return macros.run(book.api, inside, args)

    def quit(self) -> None:
        """Close all books without saving, and LibreOffice, if nothing else is open in it."""
        for book in list(self.books):
            book.close()
        self.api.terminate()


class Apps(base_classes.Apps):
    """The one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def keys(self) -> list[int]:
        """The key of the app."""
        return [self._app.pid]

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: object = None,
        visible: bool | None = None,
    ) -> App:
        """The running LibreOffice again: a second one would need a profile of its own."""
        if visible is not None:
            self._app.visible = visible
        if add_book:
            self._app.books.add()
        return self._app

    @staticmethod
    def cleanup() -> None:
        """Nothing is left over."""

    def __iter__(self) -> Iterator[App]:
        yield self._app

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        if pid != self._app.pid:
            raise KeyError(pid)
        return self._app
