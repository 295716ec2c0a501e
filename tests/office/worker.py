"""JSON lines on stdin -> a running LibreOffice -> JSON lines on stdout.

Runs under whichever Python knows `uno`, which is rarely that of the virtual environment; so it
imports nothing but `uno` and the standard library. Arguments: the UNO address to connect to and
for how many seconds to try.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uno

BeanPropertyValue = uno.getClass("com.sun.star.beans.PropertyValue")
UnoException = uno.getClass("com.sun.star.uno.Exception")
DisposedException = uno.getClass("com.sun.star.lang.DisposedException")

# com.sun.star.util.NumberFormat.LOGICAL and the bits of com.sun.star.sheet.FormulaResult.
LOGICAL, FORMULA_NUMBER, FORMULA_ERROR = 1024, 1, 4
ERROR_TEXT = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
Cell = tuple[int, int]


def connect(address: str, seconds: float) -> Any:
    """The desktop of the office listening at `address`, waited for while it starts."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + seconds
    while True:
        try:
            context = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except UnoException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )


def properties(**values: object) -> tuple[Any, ...]:
    """A UNO property list."""
    result = []
    for name, value in values.items():
        item = BeanPropertyValue()
        item.Name, item.Value = name, value
        result.append(item)
    return tuple(result)


def opened(desktop: Any, path: str) -> Any:
    """A document loaded unseen, read-only, with macros and links off."""
    wanted = properties(Hidden=True, ReadOnly=True, MacroExecutionMode=0, UpdateDocMode=0)
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, wanted)
    if document is None:
        raise ValueError(f"LibreOffice cannot load {path}")
    return document


# ---- values ------------------------------------------------------------------------------


def values(document: Any) -> dict[str, list[list[object]]]:
    """Every cell that shows something, as [row, column, value], after a hard recalculation."""
    document.calculateAll()
    return {sheet.Name: sheet_values(document, sheet, True) for sheet in document.Sheets}


def quick_values(document: Any) -> dict[str, list[list[object]]]:
    """The same with 1 and 0 for TRUE and FALSE: telling them apart takes most of the time."""
    document.calculateAll()
    return {sheet.Name: sheet_values(document, sheet, False) for sheet in document.Sheets}


def sheet_values(document: Any, sheet: Any, tell_truths: bool) -> list[list[object]]:
    """One sheet's cells, rows and columns counted from 1."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    used = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    truths = set(logical_cells(document, used)) if tell_truths else set()
    errors = dict(error_cells(sheet, used))
    found: list[list[object]] = []
    for row, line in enumerate(used.getDataArray()):
        for column, value in enumerate(line):
            at = (row, column)
            shown = errors.get(at, bool(value) if at in truths else value)
            if shown not in ("", None):
                found.append([row + 1, column + 1, shown])
    return found


def area_cells(area: Any) -> Iterator[Cell]:
    """(row, column) of each cell of a UNO range address."""
    for row in range(area.StartRow, area.EndRow + 1):
        for column in range(area.StartColumn, area.EndColumn + 1):
            yield row, column


def error_cells(sheet: Any, used: Any) -> Iterator[tuple[Cell, str]]:
    """Cells whose formula ends in an error, with the text Excel shows for it."""
    for area in used.queryFormulaCells(FORMULA_ERROR).RangeAddresses:
        for row, column in area_cells(area):
            code = sheet.getCellByPosition(column, row).getError()
            yield (row, column), ERROR_TEXT.get(code, f"Err:{code}")


def logical_cells(document: Any, used: Any) -> Iterator[Cell]:
    """Cells that show TRUE or FALSE: they hold 1 or 0 and differ by their number format alone."""
    formats = document.NumberFormats
    for ranges in used.getUniqueCellFormatRanges():
        if formats.getByKey(ranges.NumberFormat).Type & LOGICAL:
            for area in ranges.RangeAddresses:
                yield from area_cells(area)


# ---- documents ---------------------------------------------------------------------------

DocumentFilters = {
    "com.sun.star.text.TextDocument": "writer_pdf_Export",
    "com.sun.star.sheet.SpreadsheetDocument": "calc_pdf_Export",
}


def save_pdf(document: Any, target: str) -> None:
    """Print a text or a spreadsheet as a tagged PDF."""
    name = next(f for kind, f in DocumentFilters.items() if document.supportsService(kind))
    if name == "calc_pdf_Export":
        document.calculateAll()
    options = uno.Any("[]com.sun.star.beans.PropertyValue", properties(UseTaggedPDF=True))
    store(document, target, name, FilterData=options)


def save_flat(document: Any, target: str) -> None:
    """Save a text as one flat XML file."""
    store(document, target, "OpenDocument Text Flat XML")


def store(document: Any, target: str, filter_name: str, **more: object) -> None:
    """Export to `target`, replacing it."""
    wanted = properties(FilterName=filter_name, Overwrite=True, **more)
    document.storeToURL(Path(target).as_uri(), wanted)


# ---- the loop ----------------------------------------------------------------------------

VERBS: dict[str, Callable[..., object]] = {
    "values": values,
    "quick_values": quick_values,
    "pdf": save_pdf,
    "flat": save_flat,
}


def answer(desktop: Any, request: dict[str, Any]) -> dict[str, object]:
    """What one request comes to: {"result": …} or {"error": …}."""
    try:
        document = opened(desktop, request["path"])
        try:
            return {"result": VERBS[request["verb"]](document, *request["more"])}
        finally:
            document.close(True)
    except DisposedException:  # the office is gone: end, and be started anew with it
        raise
    except (UnoException, ValueError) as trouble:
        return {"error": f"{type(trouble).__name__}: {trouble}"}


def main(address: str, seconds: str) -> None:
    """Say that the office is there, then answer until stdin ends."""
    desktop = connect(address, float(seconds))
    print(json.dumps({"result": "ready"}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(desktop, json.loads(line))), flush=True)
    desktop.terminate()  # nobody is left who could ask


if __name__ == "__main__":
    main(*sys.argv[1:])
