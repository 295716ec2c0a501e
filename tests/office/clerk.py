"""A hand at a workbook in LibreOffice: it goes to cells, types, copies, pastes, follows links.

Everything goes through the dispatcher, as menus and keys do; nothing is set behind the program's
back, and what a protected sheet refuses is refused here too. Macros do not run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.office.live import Live

LINK: Final = re.compile(r"#'?(.+?)'?!\$?([A-Z]+)\$?([0-9]+)")
NEVER_EXECUTE: Final = 0  # com.sun.star.document.MacroExecMode
# What "paste special" inserts: values, dates and texts without looks; everything.
VALUES, EVERYTHING = "SVD", "A"
Rows = Sequence[Sequence[object]]


class Hand:
    """One workbook open in a window, and the hand in front of it."""

    def __init__(self, live: Live, path: Path) -> None:
        self._live = live
        self._context = live.app.engine.impl.context
        self.document = self._opened(path)
        self._others: list[Any] = []

    def _opened(self, path: Path) -> Any:
        from xl_tools.libreoffice.office import properties

        desktop = self._service("com.sun.star.frame.Desktop")
        wanted = properties(MacroExecutionMode=NEVER_EXECUTE)
        return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, wanted)

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def _do(self, command: str, document: Any = None, **arguments: object) -> None:
        from xl_tools.libreoffice.office import properties

        frame = self._in_front(document or self.document)
        helper = self._service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, f".uno:{command}", "", 0, properties(**arguments))

    def _in_front(self, document: Any) -> Any:
        """The window of a document, brought to the front: links are opened in that one."""
        frame = document.CurrentController.Frame
        frame.ContainerWindow.setFocus()
        frame.activate()
        return frame

    # ---- looking ----------------------------------------------------------------------------

    def text(self, sheet: str, address: str) -> str:
        """What a cell shows."""
        return str(self.cell(sheet, address).String)

    def cell(self, sheet: str, address: str) -> Any:
        """A cell, to look at."""
        return self.document.Sheets.getByName(sheet).getCellRangeByName(address)

    def here(self) -> tuple[str, str]:
        """Where the cursor is: sheet and address of the first cell."""
        area = self.document.CurrentSelection.RangeAddress
        sheet = self.document.Sheets.getByIndex(area.Sheet)
        cell = sheet.getCellByPosition(area.StartColumn, area.StartRow)
        return sheet.Name, cell.AbsoluteName.rpartition(".")[2].replace("$", "")

    # ---- moving -----------------------------------------------------------------------------

    def go(self, sheet: str, address: str) -> None:
        """Put the cursor into a cell."""
        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(sheet))
        self._do("GoToCell", ToPoint=address)

    def tab(self) -> tuple[str, str]:
        """Press Tab; where the cursor is then."""
        self._do("JumpToNextUnprotected")
        return self.here()

    def follow(self, link: str) -> tuple[str, str]:
        """Click a link; where the cursor is then."""
        from xl_tools.libreoffice.office import properties

        frame = self._in_front(self.document)
        helper = self._service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, ".uno:Open", "_self", 0, properties(URL=link))
        return self.here()

    # ---- writing ----------------------------------------------------------------------------

    def type(self, words: object, sheet: str = "", address: str = "") -> None:
        """Type into the cell of the cursor, or into another one."""
        if sheet:
            self.go(sheet, address)
        self._do("EnterString", StringName=str(words))

    def paste(self, rows: Rows, flags: str = VALUES) -> None:
        """Copy a block out of another spreadsheet and paste it at the cursor."""
        other = self._elsewhere(rows)
        sheet, address = self.here()
        self._do("Copy", other)
        self.go(sheet, address)
        self._do(
            "InsertContents",
            Flags=flags,
            FormulaCommand=0,
            SkipEmptyCells=False,
            Transpose=False,
            AsLink=False,
            MoveMode=4,
        )

    def _elsewhere(self, rows: Rows) -> Any:
        """Another spreadsheet with loud looks and a block in it that is chosen."""
        desktop = self._service("com.sun.star.frame.Desktop")
        other = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        sheet = other.Sheets.getByIndex(0)
        block = sheet.getCellRangeByPosition(2, 2, 1 + len(rows[0]), 1 + len(rows))
        for index, row in enumerate(rows):
            for place, content in enumerate(row):
                cell = block.getCellByPosition(place, index)
                if isinstance(content, str) and content.startswith("="):
                    cell.Formula = content
                elif isinstance(content, str):
                    cell.String = content
                elif content is not None:
                    cell.Value = content
        block.CellBackColor, block.CharHeight = 0xFF00FF, 20.0
        other.CurrentController.select(block)
        self._others.append(other)  # what is copied lives as long as its document
        return other

    # ---- printing ---------------------------------------------------------------------------

    def print_sheet(self, name: str, out: Path) -> Path:
        """Print one sheet to a PDF, as the print dialog does for chosen sheets."""
        import uno

        from xl_tools.libreoffice.office import properties

        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(name))
        data = properties(Selection=self.document.Sheets.getByName(name))
        value = uno.Any("[]com.sun.star.beans.PropertyValue", data)
        wanted = properties(FilterName="calc_pdf_Export", Overwrite=True, FilterData=value)
        self.document.storeToURL(out.as_uri(), wanted)
        return out

    def close(self) -> None:
        """Close the workbook and what was copied from; nothing is kept."""
        for document in (self.document, *self._others):
            document.close(True)
