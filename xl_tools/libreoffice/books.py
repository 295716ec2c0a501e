"""Books: the spreadsheets that are open in LibreOffice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from xlwings import NoSuchObjectError, XlwingsError, base_classes

from xl_tools.libreoffice.formats import NumberFormats
from xl_tools.libreoffice.formulas import Formulas
from xl_tools.libreoffice.names import Names
from xl_tools.libreoffice.office import any_of, failures, path_of, properties, struct, url_of
from xl_tools.libreoffice.sheets import Sheet, Sheets
from xl_tools.libreoffice.values import EPOCH

FILTERS: Final = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
    ".html": "HTML (StarCalc)",
}
# Comma, quotation mark, UTF-8, from the first line on, quoted only where it has to be.
CSV_OPTIONS: Final = "44,34,76,1,,0,false"
PDF: Final = "calc_pdf_Export"
SPREADSHEET: Final = "com.sun.star.sheet.SpreadsheetDocument"
# com.sun.star.document.MacroExecMode and .UpdateDocMode: macros as the user allows them, without
# a question; links are left alone or brought up to date.
MACROS_AS_CONFIGURED, LEAVE_LINKS, UPDATE_LINKS = 5, 0, 3


class Book(base_classes.Book):
    """An open spreadsheet."""

    def __init__(self, app: Any, document: Any) -> None:
        self._app, self._document = app, document

    @property
    def api(self) -> Any:
        """The document in LibreOffice."""
        return self._document

    @property
    def app(self) -> Any:
        """The LibreOffice it is open in."""
        return self._app

    @property
    def fullname(self) -> str:
        """Where it is saved; its title as long as it is not."""
        url = self._document.URL
        return path_of(url) if url else str(self._document.Title)

    @property
    def name(self) -> str:
        """The name of its file; its title as long as it has none."""
        url = self._document.URL
        return Path(path_of(url)).name if url else str(self._document.Title)

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its names, those of its sheets among them."""
        return Names(self)

    # ---- what its cells need -------------------------------------------------------------------

    @cached_property
    def formulas(self) -> Formulas:
        """Its formulas."""
        return Formulas(self._document, self._app.excel_words)

    @cached_property
    def formats(self) -> NumberFormats:
        """Its number formats."""
        return NumberFormats(self._document)

    @cached_property
    def epoch(self) -> Any:
        """The day from which its dates are counted."""
        zero = self._document.NullDate
        return EPOCH.replace(year=zero.Year, month=zero.Month, day=zero.Day)

    def sheet_at(self, index: int) -> Sheet:
        """A sheet by its place, counted from 0."""
        return Sheet(self, self._document.Sheets.getByIndex(index))

    # ---- what can be done --------------------------------------------------------------------

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under another name or in another form where a path is given."""
        target = path or (self.fullname if self._document.URL else f"{self.name}.xlsx")
        if path is None and self._document.URL and password is None:
            _stored(target, self._document.store)
            return
        wanted = _locked(Path(target).suffix.lower(), password) if password else ()
        how = (*_how(target), *wanted)
        _stored(target, self._document.storeAsURL, url_of(target), how)

    def save_copy(self, path: str | os.PathLike[str]) -> None:
        """Save a copy as it stands; the book keeps its name and its unsaved changes."""
        _stored(path, self._document.storeToURL, url_of(path), _how(path))

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """Print it into a PDF; `quality` "minimum" makes the pictures smaller."""
        how = properties(FilterName=PDF, Overwrite=True)
        _stored(path, self._document.storeToURL, url_of(path), how)

    def close(self) -> None:
        """Close it without saving."""
        self._document.close(True)

    def activate(self) -> None:
        """Make it the active book."""
        controller = self._document.CurrentController
        if controller is not None:
            controller.Frame.activate()


class Books(base_classes.Books):
    """The open spreadsheets; other documents of LibreOffice are none of ours."""

    def __init__(self, app: Any) -> None:
        self._app = app

    @property
    def app(self) -> Any:
        """The LibreOffice they are open in."""
        return self._app

    @property
    def api(self) -> Any:
        """All that is open in LibreOffice."""
        return self._app.api.Components

    def __iter__(self) -> Iterator[Book]:
        return (Book(self._app, document) for document in self._documents())

    def _documents(self) -> list[Any]:
        """The spreadsheets in the order in which they were opened."""
        found, documents = self.api.createEnumeration(), []
        while found.hasMoreElements():
            documents.append(found.nextElement())
        return sorted(filter(is_book, documents), key=lambda document: int(document.RuntimeUID))

    def __len__(self) -> int:
        return len(self._documents())

    def __call__(self, key: int | str) -> Book:
        """A book by its place, counted from 1, or by its name or path."""
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        wanted = key.casefold()
        for book in books:
            if wanted in (book.name.casefold(), book.fullname.casefold()):
                return book
        raise KeyError(key)

    @property
    def active(self) -> Book:
        """The book in front; any other where something else than a book is in front."""
        front = self._app.api.CurrentComponent
        if front is not None and is_book(front):
            return Book(self._app, front)
        found = next(iter(self), None)
        if found is None:
            raise NoSuchObjectError("no book is open")
        return found

    def add(self) -> Book:
        """A new book."""
        return self._loaded("private:factory/scalc")

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: object = None,
        password: str | None = None,
        *others: object,
        **more: object,
    ) -> Book:
        """Open a file; what else Excel can be told has no counterpart here and is passed over."""
        wanted: dict[str, object] = {"Password": password} if password else {}
        mode = UPDATE_LINKS if update_links else LEAVE_LINKS
        return self._loaded(
            url_of(fullname), ReadOnly=bool(read_only), UpdateDocMode=mode, **wanted
        )

    def _loaded(self, url: str, **wanted: object) -> Book:
        hidden = not self._app.visible
        how = properties(Hidden=hidden, MacroExecutionMode=MACROS_AS_CONFIGURED, **wanted)
        try:
            document = self._app.api.loadComponentFromURL(url, "_blank", 0, how)
        except failures() as failure:
            raise XlwingsError(f"LibreOffice cannot open {url}: {failure.Message}") from None
        if document is None:
            raise XlwingsError(f"LibreOffice cannot open {url}")
        if not is_book(document):
            document.close(True)
            raise XlwingsError(f"LibreOffice cannot open {url} as a spreadsheet")
        book = Book(self._app, document)
        book.activate()  # its window may come to the front later, or not at all
        return book


def is_book(component: Any) -> bool:
    """Is it a spreadsheet, and not the help or another kind of document?"""
    services = getattr(component, "supportsService", None)
    return services is not None and bool(services(SPREADSHEET))


def _stored(target: str | os.PathLike[str], store: Callable[..., None], *how: Any) -> None:
    """Save; a folder that is missing would be made by some of LibreOffice's filters."""
    if not Path(target).absolute().parent.is_dir():
        raise XlwingsError(f"LibreOffice cannot save {target}: there is no such folder")
    try:
        store(*how)
    except failures() as failure:
        raise XlwingsError(f"LibreOffice cannot save {target}: {failure.Message}") from None


def _locked(ending: str, password: str) -> tuple[Any, ...]:
    """What locks a file of an ending with a password; LibreOffice passes over what it cannot do."""
    if ending == ".ods":
        return properties(Password=password)
    if ending not in (".xlsx", ".xlsm"):
        raise ValueError(f"LibreOffice does not lock {ending} with a password")
    settings = {"CryptoType": "Standard", "OOXPassword": password}
    data = tuple(struct("beans.NamedValue", Name=n, Value=v) for n, v in settings.items())
    return properties(EncryptionData=any_of("[]com.sun.star.beans.NamedValue", data))


def _how(path: str | os.PathLike[str]) -> tuple[Any, ...]:
    """How a file is written, by its ending."""
    ending = Path(path).suffix.lower()
    if ending not in FILTERS:
        raise ValueError(f"LibreOffice does not write books as {ending or 'files without ending'}")
    options = {"FilterOptions": CSV_OPTIONS} if ending == ".csv" else {}
    return properties(FilterName=FILTERS[ending], Overwrite=True, **options)
