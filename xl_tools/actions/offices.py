"""What each program does in its own way: save a copy of an open book, give it back its looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol

from xl_tools.refusal import Refusal


class Office(Protocol):
    """A program in which a workbook is open."""

    def save_copy(self, book: Any, path: Path) -> None:
        """The book as it stands on the screen, as another file; the book stays what it is."""

    def copy_looks(self, book: Any, model: Path, sheets: Iterable[str]) -> None:
        """Formats, conditional formats and limits of the model's sheets into the book's."""


class Excel:
    """Microsoft Excel on Windows, by COM."""

    def save_copy(self, book: Any, path: Path) -> None:
        """SaveCopyAs keeps the name and the unsaved state of the open book."""
        book.api.SaveCopyAs(str(path))

    def copy_looks(self, book: Any, model: Path, sheets: Iterable[str]) -> None:
        """Paste Special from the model, opened read-only for the moment."""
        app, active = book.app, book.sheets.active
        opened = app.books.open(str(model), read_only=True, update_links=False)
        try:
            for name in sheets:
                self._sheet(opened.sheets[name], book.sheets[name])
        finally:
            app.cut_copy_mode = False
            opened.close()
            book.activate()
            active.activate()

    def _sheet(self, model: Any, sheet: Any) -> None:
        guarded = sheet.api.ProtectContents
        if guarded:
            sheet.api.Unprotect()
        area = sheet.range(model.used_range.address)
        for what in ("formats", "validation"):
            model.used_range.copy()
            area.paste(what)
        if guarded:
            sheet.api.Protect(
                DrawingObjects=True,
                Contents=True,
                Scenarios=True,
                AllowFormattingCells=True,
                AllowFormattingColumns=True,
                AllowFormattingRows=True,
            )


# The attributes of a cell that make up its look, and the limits of what may be typed.
LOOKS: Final = (
    "CellBackColor", "CellProtection", "CharColor", "CharFontName", "CharFontNameAsian",
    "CharHeight", "CharHeightAsian", "CharPosture", "CharPostureAsian", "CharUnderline",
    "CharWeight", "CharWeightAsian", "HoriJustify", "IsTextWrapped", "TableBorder", "VertJustify",
    "Validation", "ConditionalFormat",
)  # fmt: skip


class LibreOffice:
    """LibreOffice Calc, by its own interface."""

    FILTERS: Final = MappingProxyType(
        {".xlsm": "Calc MS Excel 2007 VBA XML", ".xlsx": "Calc MS Excel 2007 XML"}
    )

    def save_copy(self, book: Any, path: Path) -> None:
        """StoreToURL writes beside; the open document keeps its name and state."""
        kind = self.FILTERS.get(path.suffix.lower())
        if kind is None:
            raise Refusal("这种工作簿不能留备份", "请另存为 .xlsm 或 .xlsx", file=str(path))
        book.api.storeToURL(path.as_uri(), _properties(FilterName=kind))

    def copy_looks(self, book: Any, model: Path, sheets: Iterable[str]) -> None:
        """Attribute by attribute, for every area of the model that looks alike."""
        hidden = _properties(Hidden=True, ReadOnly=True)
        desktop = book.app.api
        opened = desktop.loadComponentFromURL(model.as_uri(), "_blank", 0, hidden)
        try:
            for name in sheets:
                self._sheet(opened, book.api, name)
        finally:
            opened.close(True)

    def _sheet(self, model: Any, document: Any, name: str) -> None:
        source, target = model.Sheets.getByName(name), document.Sheets.getByName(name)
        guarded = target.isProtected()
        if guarded:
            target.unprotect("")
        for area in _alike(source):
            own = target.getCellRangeByPosition(*area)
            look = source.getCellRangeByPosition(*area)
            for attribute in LOOKS:
                own.setPropertyValue(attribute, look.getPropertyValue(attribute))
            own.NumberFormat = _number_format(model, document, look.NumberFormat)
        if guarded:
            target.protect("")


def _properties(**values: Any) -> tuple[Any, ...]:
    from com.sun.star.beans import PropertyValue

    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def _alike(sheet: Any) -> Iterator[tuple[int, int, int, int]]:
    """Areas of one look within what the sheet uses: left, top, right, bottom, from 0."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    for index in range(sheet.CellFormatRanges.Count):
        area = sheet.CellFormatRanges.getByIndex(index).RangeAddress
        if area.StartRow <= end.EndRow and area.StartColumn <= end.EndColumn:
            right, bottom = min(area.EndColumn, end.EndColumn), min(area.EndRow, end.EndRow)
            yield area.StartColumn, area.StartRow, right, bottom


def _number_format(model: Any, document: Any, key: int) -> int:
    """The number of the same format in another document."""
    from com.sun.star.lang import Locale

    text, locale = model.NumberFormats.getByKey(key).FormatString, Locale("en", "US", "")
    known: int = document.NumberFormats.queryKey(text, locale, False)
    return known if known != -1 else int(document.NumberFormats.addNew(text, locale))


OFFICES: Final[dict[str, Office]] = {"excel": Excel(), "libreoffice": LibreOffice()}


def office_of(app: Any) -> Office:
    """The program that an xlwings App stands for; Refusal for one we do not know."""
    found = OFFICES.get(app.engine.name)
    if found is None:
        raise Refusal("这个按钮还不能在这个程序里用", "请用 Excel 或 LibreOffice 打开工作簿")
    return found
