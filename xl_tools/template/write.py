"""Sheet plans -> the bytes of a workbook, every formula with its right cached value."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xl_tools.formula import calculate
from xl_tools.formula.values import Error, Scalar
from xl_tools.places import area_text
from xl_tools.records import NamedTuple
from xl_tools.report import SUBJECT
from xl_tools.template.drawn import draw, without_caches
from xl_tools.template.plan import Content, Formula, Link, PlacedButton, SheetPlan
from xl_tools.template.rowheights import with_row_heights
from xl_tools.template.stylenames import STYLE_NAMES, with_style_names
from xl_tools.template.styles import STYLES

# The same edition gives the same bytes, whenever and wherever it is built.
BUILT = datetime(2021, 9, 26, tzinfo=UTC).replace(tzinfo=None)
# Widths of columns are counted in digits of the default font. Arial, or Liberation Sans of the same
# widths, is everywhere: another font would make all columns a third wider where it is missing.
DEFAULT_FONT: Final = MappingProxyType({"font_name": "Arial", "font_size": 11})
DEFAULT_WIDTH: Final = 72  # pixels of a column, by which XlsxWriter knows that a digit has 8
HEADING_HEIGHT: Final = 21
Values = dict[str, dict[tuple[int, int], Scalar]]


class Macros(NamedTuple):
    """A VBA project, and what it calls the workbook and its sheets."""

    project: bytes
    code_names: list[str]
    names: Mapping[str, str]  # defined names that macros alone use


def plain_book(buffer: io.BytesIO, title: str) -> xlsxwriter.Workbook:
    """A new workbook for lists, in which what looks like a formula or an address stays text."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": dict(DEFAULT_FONT),
        "default_column_width": DEFAULT_WIDTH,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "created": BUILT})
    return book


def write_plans(
    plans: list[SheetPlan], names: Mapping[str, str], title: str, macros: Macros | None = None
) -> bytes:
    """The workbook of these sheets; with macros, what an .xlsm holds."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "default_format_properties": dict(DEFAULT_FONT),
        "default_column_width": DEFAULT_WIDTH,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "subject": SUBJECT, "created": BUILT})
    book.set_calc_mode("auto")
    formats = {name: book.add_format(options) for name, options in STYLES.items()}
    values = cached_values(plans, names)
    for plan in plans:
        sheet = book.add_worksheet(plan.name)
        _sheet(sheet, plan, formats, values.get(plan.name, {}))
        draw(book, sheet, plan)
    for name, target in [*names.items(), *(macros.names if macros else {}).items()]:
        book.define_name(name, f"={target}")
    if macros:
        book.add_vba_project(io.BytesIO(macros.project), is_stream=True)
        for owner, code_name in zip([book, *book.worksheets()], macros.code_names, strict=True):
            owner.set_vba_name(code_name)
    book.close()
    named = {
        own.xf_index: STYLE_NAMES[name] for name, own in formats.items() if name in STYLE_NAMES
    }
    data = with_style_names(without_caches(buffer.getvalue()), named)
    return with_row_heights(data, [plan.heights.keys() for plan in plans])


def cached_values(plans: list[SheetPlan], names: Mapping[str, str]) -> Values:
    """What every formula gives; a formula that cannot be computed is a fault of ours."""
    constants: Values = {plan.name: {} for plan in plans}
    formulas: dict[str, dict[tuple[int, int], str]] = {plan.name: {} for plan in plans}
    for plan in plans:
        for place, (content, _) in plan.cells.items():
            if isinstance(content, Formula):
                formulas[plan.name][place] = content.text
            elif content is not None:
                words = content.words if isinstance(content, Link) else content
                constants[plan.name][place] = words
    values = calculate(constants, formulas, names)
    _refuse_missing(plans, values)
    return values


def _refuse_missing(plans: list[SheetPlan], values: Values) -> None:
    """Every formula has a value, but those that change from day to day."""
    wrong = [
        (plan.name, place)
        for plan in plans
        for place, (content, _) in plan.cells.items()
        if isinstance(content, Formula)
        and not content.dated
        and place not in values.get(plan.name, {})
    ]
    if wrong:
        raise ValueError(f"formulas without a value: {wrong[:5]}")


def _sheet(
    sheet: Worksheet,
    plan: SheetPlan,
    formats: dict[str, Format],
    values: dict[tuple[int, int], Scalar],
) -> None:
    for column, width in plan.widths.items():
        sheet.set_column(column - 1, column - 1, width)
    headings = {row for (row, _), (_, style) in plan.cells.items() if style == "heading"}
    for row, height in {**dict.fromkeys(headings, HEADING_HEIGHT), **plan.heights}.items():
        sheet.set_row(row - 1, height)
    for top, left, bottom, right in plan.merges:
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", None)
    for (row, column), (content, style) in sorted(plan.cells.items()):
        _cell(sheet, (row - 1, column - 1), content, formats[style], values.get((row, column)))
    _hide(sheet, plan)
    for validation in plan.validations:
        sheet.data_validation(validation.area, validation.options)
    for highlight in plan.highlights:
        options = {"type": "formula", "criteria": f"={highlight.formula}"}
        sheet.conditional_format(highlight.area, options | {"format": formats[highlight.style]})
    for button in plan.buttons:
        _button(sheet, button)
    _view(sheet, plan)
    _print(sheet, plan)
    if plan.protected:
        free = {"format_cells": True, "format_columns": True, "format_rows": True}
        # a chart may be copied into a text or a slide
        sheet.protect("", free | {"objects": bool(plan.charts)})


def _cell(
    sheet: Worksheet, place: tuple[int, int], content: Content, style: Format, value: Scalar
) -> None:
    row, column = place
    if isinstance(content, Formula):
        cached: Any = value.code if isinstance(value, Error) else value
        if cached is None:
            cached = ""  # XlsxWriter would write a 0
        sheet.write_formula(row, column, f"={content.text}", style, cached)
    elif isinstance(content, Link):
        sheet.write_url(row, column, f"internal:{content.target}", style, content.words)
    elif content is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(content, str):
        sheet.write_string(row, column, content, style)
    else:
        sheet.write(row, column, content, style)


def _hide(sheet: Worksheet, plan: SheetPlan) -> None:
    if plan.hidden_columns:
        first, last = plan.hidden_columns
        sheet.set_column(first - 1, last - 1, 4, None, {"hidden": True})
    if plan.hidden_rows:
        for row in range(plan.hidden_rows[0], plan.hidden_rows[1] + 1):
            sheet.set_row(row - 1, None, None, {"hidden": True})


def _button(sheet: Worksheet, button: PlacedButton) -> None:
    row, column, right, down = button.place
    width, height = button.size
    options = {
        "macro": button.macro,
        "caption": button.caption,
        "description": button.words,
        "width": width,
        "height": height,
        "x_offset": right,
        "y_offset": down,
    }
    sheet.insert_button(row - 1, column - 1, options)


def _view(sheet: Worksheet, plan: SheetPlan) -> None:
    if plan.hidden:
        sheet.hide()
    sheet.hide_gridlines(2)
    if plan.frozen:
        sheet.freeze_panes(*plan.frozen)
    row, column = plan.cursor
    sheet.set_selection(row - 1, column - 1, row - 1, column - 1)


def _print(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.set_paper(9)
    sheet.set_margins(*plan.margins)
    sheet.center_horizontally()
    sheet.set_header(plan.header)
    sheet.set_footer(plan.footer)
    sheet.set_h_pagebreaks(plan.breaks)
    if plan.first_page is not None:
        sheet.set_start_page(plan.first_page)
    if plan.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if plan.one_page else 0)
    if plan.print_area:
        top, left, bottom, right = plan.print_area
        sheet.print_area(area_text(top, left, bottom, right))
    if plan.repeat_rows:
        sheet.repeat_rows(plan.repeat_rows[0] - 1, plan.repeat_rows[1] - 1)
