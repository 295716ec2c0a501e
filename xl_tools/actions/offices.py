"""What each program does in its own way: copies of an open book, its looks, a folder to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from xl_tools.places import Span, area_text
from xl_tools.refusal import Refusal

Work = Callable[[], None]
FOLDER_PICKER: Final = 4  # msoFileDialogFolderPicker


class Office(Protocol):
    """A program in which a workbook is open.

    `workers`: in how many processes files may be read beside it, 0 for as many as there are cores.
    """

    workers: int

    def save_copy(self, book: Any, path: Path) -> None:
        """The book as it stands on the screen, as another file; the book stays what it is."""

    def copy_looks(self, book: Any, model: Path, sheets: Iterable[str]) -> None:
        """Formats, conditional formats and limits of the model's sheets into the book's."""

    def unguarded(self, sheet: Any, work: Work) -> None:
        """Do some work on a sheet without its protection, which it has again afterwards.

        A function and no context manager: an error of LibreOffice does not pass through one.
        """

    def pick_folder(self, app: Any, title: str, start: Path) -> Path | None:
        """A folder that a person chooses; None where none is chosen."""

    def print_rows(self, sheet: Any, span: Span) -> None:
        """Print these cells of a sheet and no others."""


class Excel:
    """Microsoft Excel on Windows, by COM."""

    workers = 0

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
        area = sheet.range(model.used_range.address)

        def paste() -> None:
            for what in ("formats", "validation"):
                model.used_range.copy()
                area.paste(what)

        self.unguarded(sheet, paste)

    def unguarded(self, sheet: Any, work: Work) -> None:
        """Our sheets are protected against slips, without a password."""
        if not sheet.api.ProtectContents:
            work()
            return
        sheet.api.Unprotect()
        try:
            work()
        finally:
            sheet.api.Protect(
                DrawingObjects=True,
                Contents=True,
                Scenarios=True,
                AllowFormattingCells=True,
                AllowFormattingColumns=True,
                AllowFormattingRows=True,
            )

    def pick_folder(self, app: Any, title: str, start: Path) -> Path | None:
        """Excel's own dialog, in front of its window."""
        dialog = app.api.FileDialog(FOLDER_PICKER)
        dialog.Title = title
        dialog.AllowMultiSelect = False
        dialog.InitialFileName = f"{start}\\"
        return Path(str(dialog.SelectedItems(1))) if dialog.Show() else None

    def print_rows(self, sheet: Any, span: Span) -> None:
        """The name that holds the print area: the page setup asks for a printer."""
        self.unguarded(sheet, lambda: sheet.names.add("Print_Area", f"={span.name_target}"))


# The attributes of a cell that make up its look, and the limits of what may be typed, by name.
LOOKS: Final = (
    "CellBackColor", "CellProtection", "CharColor", "CharFontName", "CharFontNameAsian",
    "CharHeight", "CharHeightAsian", "CharPosture", "CharPostureAsian", "CharUnderline",
    "CharWeight", "CharWeightAsian", "HoriJustify", "IsTextWrapped", "TableBorder", "Validation",
    "VertJustify",
)  # fmt: skip
PRINT_AREA: Final = "_xlnm.Print_Area"
# What a conditional format of ours changes.
SHOWN: Final = ("CellBackColor", "CharColor", "CharPosture", "CharWeight")


class LibreOffice:
    """LibreOffice Calc, by its own interface."""

    workers = 1  # we are inside of it: a copy of its process would be a copy of its windows

    def save_copy(self, book: Any, path: Path) -> None:
        """What our engine has beyond xlwings."""
        if path.suffix.lower() not in (".xlsm", ".xlsx"):
            raise Refusal("这种工作簿不能留备份", "请另存为 .xlsm 或 .xlsx", file=str(path))
        book.impl.save_copy(path)

    def copy_looks(self, book: Any, model: Path, sheets: Iterable[str]) -> None:
        """Attribute by attribute, for every area of the model that looks alike."""
        hidden = _properties(Hidden=True, ReadOnly=True)
        desktop = book.app.api
        opened = desktop.loadComponentFromURL(model.as_uri(), "_blank", 0, hidden)
        try:
            for name in sheets:
                sheet = book.sheets[name]
                self.unguarded(sheet, partial(_copy_looks, opened, book.api, name))
        finally:
            opened.close(True)

    def unguarded(self, sheet: Any, work: Work) -> None:
        """Our sheets are protected against slips, without a password."""
        if not sheet.api.isProtected():
            work()
            return
        sheet.api.unprotect("")
        try:
            work()
        finally:
            sheet.api.protect("")

    def pick_folder(self, app: Any, title: str, start: Path) -> Path | None:
        """What our engine has beyond xlwings."""
        chosen = app.impl.pick_folder(title, str(start))
        return Path(chosen) if chosen else None

    def print_rows(self, sheet: Any, span: Span) -> None:
        """The one print area of the sheet.

        LibreOffice keeps a name that a file had for it; saved beside the new area, it would win.
        """
        names = sheet.api.NamedRanges
        if names.hasByName(PRINT_AREA):
            names.removeByName(PRINT_AREA)
        cells = sheet.api.getCellRangeByName(area_text(*span[1:]))
        sheet.api.setPrintAreas((cells.RangeAddress,))


def _copy_looks(model: Any, document: Any, name: str) -> None:
    source, target = model.Sheets.getByName(name), document.Sheets.getByName(name)
    for areas in _alike(source):
        own = document.createInstance("com.sun.star.sheet.SheetCellRanges")
        own.addRangeAddresses(tuple(areas), False)
        first = areas[0]
        look = source.getCellByPosition(first.StartColumn, first.StartRow)
        own.setPropertyValues(LOOKS, look.getPropertyValues(LOOKS))
        own.NumberFormat = _number_format(model, document, look.NumberFormat)
    _copy_conditions(model, document, source, target)


def _copy_conditions(model: Any, document: Any, source: Any, target: Any) -> None:
    """Conditional formats anew: a paste leaves holes in their areas."""
    formats = target.ConditionalFormats
    for old in formats.getConditionalFormats():
        formats.removeByID(old.ID)
    for wanted in source.ConditionalFormats.getConditionalFormats():
        areas = document.createInstance("com.sun.star.sheet.SheetCellRanges")
        areas.addRangeAddresses(wanted.Range.RangeAddresses, False)
        number = formats.createByRange(areas)
        (made,) = [one for one in formats.getConditionalFormats() if number == one.ID]
        for index in range(wanted.getCount()):
            entry = wanted.getByIndex(index)
            made.createEntry(entry.getType(), index)
            own = made.getByIndex(index)
            own.Operator, own.Formula1 = entry.Operator, entry.Formula1
            own.StyleName = _style(model, document, entry.StyleName)


def _style(model: Any, document: Any, name: str) -> str:
    """The document's style that looks like one of the model; names of such styles are numbers.

    A new style cannot be given a look while sheets are protected. Where a document has lost ours,
    LibreOffice's own style for errors still makes the cell stand out.
    """
    wanted = _shown(model, name)
    styles = document.StyleFamilies.getByName("CellStyles").ElementNames
    return next((own for own in styles if _shown(document, own) == wanted), "Error")


def _shown(document: Any, name: str) -> tuple[Any, ...]:
    style = document.StyleFamilies.getByName("CellStyles").getByName(name)
    return tuple(str(style.getPropertyValue(attribute)) for attribute in SHOWN)


def _properties(**values: Any) -> tuple[Any, ...]:
    from com.sun.star.beans import PropertyValue

    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def _alike(sheet: Any) -> Iterator[list[Any]]:
    """The areas of each look within what the sheet uses."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    groups = sheet.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        areas = [
            area
            for area in groups.getByIndex(index).RangeAddresses
            if area.StartRow <= end.EndRow and area.StartColumn <= end.EndColumn
        ]
        for area in areas:
            area.EndRow = min(area.EndRow, end.EndRow)
            area.EndColumn = min(area.EndColumn, end.EndColumn)
        if areas:
            yield areas


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
