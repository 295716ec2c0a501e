"""What a workbook with buttons keeps on its way: filled, handed in, saved by openpyxl."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from tests.macrobook import by_openpyxl
from tests.reports import consistent
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.delivery.macrofree import macro_free
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.ooxml.package import Package, open_package
from xl_tools.placement import placement_of
from xl_tools.sources import read_bytes
from xl_tools.sources.cells import calculate_book
from xl_tools.sources.openbook import OpenBook
from xl_tools.template.macros import CONF

EDITIONS = builtin_editions()
WITH = {edition.id: blank_workbook(edition, ".xlsm") for edition in EDITIONS}
REPORTS = {edition.id: consistent(edition, 21) for edition in EDITIONS}
FILLED = {name: fill_workbook(WITH[name], REPORTS[name], EDITIONS) for name in WITH}
TOTAL = "disputes.reconsideration.total"


def _filled_again(data: bytes, name: str) -> bytes:
    return fill_workbook(data, REPORTS[name], EDITIONS)


def _handed_in(data: bytes, _: str) -> bytes:
    return macro_free(data)


@cache
def _by_openpyxl(data: bytes, name: str) -> bytes:
    """A script of somebody else: one figure changed, macros kept."""
    spot, saved = placement_of(EDITIONS.get(name)).spot(TOTAL), io.BytesIO()
    with by_openpyxl(data) as book:
        book[spot.sheet][spot.address] = 77
        book.save(saved)
    return saved.getvalue()


ROUTES: dict[str, Callable[[bytes, str], bytes]] = {
    "fill": _filled_again,
    "export": _handed_in,
    "openpyxl": _by_openpyxl,
}
EVERY = pytest.mark.parametrize("name", list(WITH))
ALL_ROUTES = pytest.mark.parametrize("route", list(ROUTES))
KEEPS_MACROS = pytest.mark.parametrize("route", ["fill", "openpyxl"])


def _texts(package: Package, ending: str) -> str:
    parts = [part for part in package.names if part.endswith(ending)]
    return "\n".join(package.read(part).decode("utf-8") for part in sorted(parts))


def _macros(package: Package) -> list[str]:
    return sorted(re.findall(r"FmlaMacro>(?:\[0\]!)?(\w+)<", _texts(package, ".vml")))


@cache
def _sheets(data: bytes) -> dict[str, Any]:
    """Everything a person would miss, sheet by sheet, as openpyxl reads it."""
    with by_openpyxl(data) as book:
        found: dict[str, Any] = {
            "names": {name: book.defined_names[name].attr_text for name in book.defined_names}
        }
        for sheet in book.worksheets:
            found[sheet.title] = {
                "validations": sorted(
                    (str(rule.sqref), rule.type, rule.prompt, rule.error)
                    for rule in sheet.data_validations.dataValidation
                ),
                "formats": sorted(
                    (str(area.sqref), tuple(rule.formula), rule.priority)
                    for area in sheet.conditional_formatting
                    for rule in area.rules
                ),
                "merges": sorted(map(str, sheet.merged_cells.ranges)),
                "guarded": sheet.protection.sheet,
                "frozen": sheet.freeze_panes,
                "printed": sheet.print_area,
                "widths": {key: column.width for key, column in sheet.column_dimensions.items()},
                "styles": {
                    cell.coordinate: (cell.fill.fgColor.rgb, cell.font.name, cell.number_format)
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.has_style
                },
                "formulas": {
                    cell.coordinate: cell.value
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.data_type == "f"
                },
            }
        return found


@EVERY
@KEEPS_MACROS
def test_macros_buttons_and_ribbon_stay(name: str, route: str) -> None:
    before = open_package(FILLED[name], "")
    after = open_package(ROUTES[route](FILLED[name], name), "")
    assert after.read("xl/vbaProject.bin") == before.read("xl/vbaProject.bin")
    assert after.read("customUI/customUI.xml") == before.read("customUI/customUI.xml")
    assert _macros(after) == _macros(before)
    assert after.kind == "xlsm"


@EVERY
def test_what_is_handed_in_has_no_trace_of_macros(name: str) -> None:
    after = open_package(_handed_in(FILLED[name], name), "")
    assert after.kind == "xlsx"
    assert not [part for part in after.names if "vba" in part.lower() or "customUI" in part]
    assert _macros(after) == []
    assert CONF not in _sheets(_handed_in(FILLED[name], name))


@EVERY
@ALL_ROUTES
def test_validations_formats_names_looks_and_formulas_stay(name: str, route: str) -> None:
    before = deepcopy(_sheets(FILLED[name]))
    after = _sheets(ROUTES[route](FILLED[name], name))
    if route == "export":
        del before[CONF]
        before["names"] = {n: t for n, t in before["names"].items() if CONF not in t}
    if route == "openpyxl":  # it changed this cell
        spot = placement_of(EDITIONS.get(name)).spot(TOTAL)
        del before[spot.sheet]["formulas"][spot.address]
    for part, expected in before.items():
        assert after[part] == expected, part
    assert after.keys() == before.keys()


@EVERY
@ALL_ROUTES
def test_no_cached_value_is_stale(name: str, route: str) -> None:
    """Right, or not there: a program that trusts caches never shows a pass of yesterday."""
    book = OpenBook(ROUTES[route](FILLED[name], name), "")
    for ref in book.book.sheets:
        book.grid(ref.name)
    fresh = calculate_book(book.grids, book.book.names)
    formulas = 0
    for sheet, grid in book.grids.items():
        for place, cell in grid.cells.items():
            if cell.formula is not None and cell.cached:
                formulas += 1
                assert cell.value == fresh[sheet][place], (sheet, place)
    assert (formulas == 0) == (route == "openpyxl")


@EVERY
def test_a_figure_changed_by_openpyxl_is_read_and_found(name: str) -> None:
    reading = read_bytes(_by_openpyxl(FILLED[name], name), "年报.xlsm", EDITIONS)
    assert reading.report.number(TOTAL) == 77
