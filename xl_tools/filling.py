"""Report + workbook -> workbook: only what changes is patched, every cached value is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from xl_tools import __version__
from xl_tools.edition import Edition, Editions
from xl_tools.explaining import Explained, explained_contents, with_new_sheet
from xl_tools.explanations import explanations_of, without_explanations
from xl_tools.garbage import left_lying
from xl_tools.jsontext import dumps
from xl_tools.lastyear import prior_contents
from xl_tools.ooxml.content import Content, Formula
from xl_tools.placement import FIELDS, Placement, placement_of
from xl_tools.places import Span, Spot, areas
from xl_tools.recalculation import Changes, patched
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import CHOICES, Report, Value
from xl_tools.sources.controls import control_spot
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.workbook import Tables, tables_of

MOST_DIGITS: Final = 15  # what a cell of a spreadsheet holds exactly
SMALL: Final = 1 << 20  # bytes of a workbook that is worth keeping in the memory
CHUNK: Final = 30_000  # characters of kept JSON in one hidden cell


def edition_of_workbook(data: bytes, file: str, editions: Editions) -> Edition:
    """The edition of a workbook that is to be filled."""
    try:
        return tables_of(_opened(data), editions).edition
    except Refusal as refusal:
        raise refusal.within(file) from None


def fill_workbook(
    template: bytes,
    report: Report | None,
    editions: Editions,
    file: str = "",
    prior: Report | None = None,
) -> bytes:
    """The workbook with the report in it; members that do not change stay byte for byte.

    Totals keep their formula where the report states no other value. Refusal where the report is of
    another edition, or holds what a cell cannot hold. `prior` is last year's report for 上年数据;
    what is not given stays as it is in the workbook.
    """
    try:
        with left_lying():
            return _filled(_opened(template), report, editions, prior)
    except Refusal as refusal:
        raise refusal.within(file) from None


def _opened(data: bytes) -> OpenBook:
    """A workbook that is only read; a small one is kept, for it may be filled again."""
    return _kept_open(data) if len(data) <= SMALL else OpenBook(data, "")


@lru_cache(maxsize=2)
def _kept_open(data: bytes) -> OpenBook:
    return OpenBook(data, "")


def _filled(
    book: OpenBook, report: Report | None, editions: Editions, prior: Report | None
) -> bytes:
    visible, hidden = _changes(book, report, editions, prior)
    data = patched(book, {**visible, **hidden})
    return data if report is None else with_new_sheet(data, _explained(book, report, editions).rows)


class Changed(NamedTuple):
    """A cell that `fill_workbook` writes: what stands there and what will, as texts."""

    spot: Spot
    before: str
    after: str


def changed_cells(
    template: bytes, report: Report | None, editions: Editions, prior: Report | None = None
) -> list[Changed]:
    """The visible cells that filling would change, in the order of the sheets; formulas aside."""
    book = _opened(template)
    return changed_by(book, _changes(book, report, editions, prior)[0])


def figure_contents(book: OpenBook, report: Report, editions: Editions) -> Changes:
    """What the figures of a report put into a workbook's tables, and nothing else."""
    tables = tables_of(book, editions)
    _refuse_other_edition(report, tables.edition)
    return _figures(book, report, placement_of(tables.edition), tables.spots())[0]


def changed_by(book: OpenBook, contents: Changes) -> list[Changed]:
    """The cells that these contents change, in the order of the sheets."""
    order = [ref.name for ref in book.book.sheets]
    found = [_changed(book, spot, content) for spot, content in contents.items()]
    return sorted(
        (one for one in found if one.before != one.after),
        key=lambda one: (order.index(one.spot.sheet), one.spot.row, one.spot.column),
    )


def _changed(book: OpenBook, spot: Spot, content: Content) -> Changed:
    cell = book.cell(spot)
    value = None if cell.formula is not None else book.value(cell)
    before = f"={cell.formula}" if cell.formula is not None else "" if value is None else str(value)
    after = f"={content.text}" if isinstance(content, Formula) else content
    return Changed(spot, before, "" if after is None else str(after))


def _changes(
    book: OpenBook, report: Report | None, editions: Editions, prior: Report | None
) -> tuple[Changes, Changes]:
    """What is written into cells that a person sees, and into those that are hidden."""
    tables = tables_of(book, editions)
    visible: Changes = {}
    hidden: Changes = {}
    if report is not None:
        visible, hidden = _of_report(book, report, tables)
        visible |= _explained(book, report, editions).contents
    if prior is not None:
        visible |= prior_contents(book, prior, placement_of(tables.edition), editions)
    return visible, hidden


def _of_report(book: OpenBook, report: Report, tables: Tables) -> tuple[Changes, Changes]:
    """What a report changes; what it does not state stays as it is."""
    _refuse_other_edition(report, tables.edition)
    placement, spots = placement_of(tables.edition), tables.spots()
    figures, stated = _figures(book, report, placement, spots)
    visible = {
        **figures,
        **_controls(book, report),
        **_fields(book, report, placement),
        **_narratives(book, report, placement),
    }
    return visible, _kept(book, report, placement, stated)


def _explained(book: OpenBook, report: Report, editions: Editions) -> Explained:
    """The reasons that a report gives, beside 校验 and on 情况说明."""
    known = explanations_of(report.extra)
    if not known:
        return Explained({}, ())
    return explained_contents(book, known, placement_of(tables_of(book, editions).edition))


def _refuse_other_edition(report: Report, edition: Edition) -> None:
    others = {report.edition_of(table) for table in edition.tables} - {edition.id}
    if others:
        advice = "加上 --bridge 可以转过来"
        raise Refusal(
            f"报告用的是{'、'.join(sorted(others))}版格式，工作簿是{edition.id}版", advice
        )


# ---- what is written where -------------------------------------------------------------


def _figures(
    book: OpenBook, report: Report, placement: Placement, spots: Mapping[str, Spot]
) -> tuple[Changes, dict[str, Decimal]]:
    """Contents of the figures' cells, and the stated totals that a formula shows as well."""
    changes: Changes = {}
    stated: dict[str, Decimal] = {}
    for place in placement.tables.values():
        ids = [figure.id for figure in place.table.figures]
        if not any(cell in report.cells for cell in ids):
            continue
        sums = _sums(report, placement, ids)
        for cell in ids:
            value = report.cells.get(cell)
            if cell not in sums:
                changes[spots[cell]] = _content(value, spots[cell])
            elif value is None or value == sums[cell]:
                changes |= _total(book, cell, placement, spots)
                if isinstance(value, Decimal) and cell not in report.computed:
                    stated[cell] = value
            else:
                changes[spots[cell]] = _content(value, spots[cell])
    return changes, stated


def _sums(report: Report, placement: Placement, ids: list[str]) -> dict[str, Decimal]:
    """What the formula of each total will show, from the cells as they will stand."""
    known = {c: placement.parts(c) for c in ids if placement.figures[c][1].is_total}
    totals = {cell: parts for cell, parts in known.items() if parts}
    sums: dict[str, Decimal] = {}

    def shown(cell: str) -> Decimal:
        if cell in report.cells or cell not in totals:
            return report.number(cell)
        return sums.get(cell, Decimal(0))

    # A total may add up totals: those of single rows first.
    for cell in sorted(totals, key=lambda c: any(part in totals for part in totals[c])):
        sums[cell] = sum(map(shown, totals[cell]), Decimal(0))
    return sums


def _total(book: OpenBook, cell: str, placement: Placement, spots: Mapping[str, Spot]) -> Changes:
    """The formula of a total, put back where somebody typed over it."""
    spot = spots[cell]
    if book.cell(spot).formula is not None:
        return {}
    parts = areas([spots[part] for part in placement.parts(cell)], spot.sheet)
    return {spot: Formula(f"SUM({','.join(parts)})")}


def _content(value: Value | None, spot: Spot) -> Content:
    if (
        isinstance(value, Decimal)
        and len(str(value)) > MOST_DIGITS  # else it is short enough however it is written
        and len(value.normalize().as_tuple().digits) > MOST_DIGITS
    ):
        raise Refusal(
            f"数 {value} 超过 {MOST_DIGITS} 位，表格存不下，会变样",
            "请核对这个数",
            sheet=spot.sheet,
            cell=spot.address,
        )
    return value


def _fields(book: OpenBook, report: Report, placement: Placement) -> Changes:
    """The fields the report states; what it does not state stays as it is."""
    values: dict[str, Content] = {"meta.year": report.year}
    for name, text in report.organ._asdict().items():
        values[f"organ.{name}"] = CHOICES[name][text] if text and name in CHOICES else text
    values |= {f"report.{name}": getattr(report, name) for name in ("title", "date", "signature")}
    changes: Changes = {
        book.named_spot(field, placement.fields[field]): values[field]
        for field in FIELDS
        if values[field] not in ("", None)
    }
    tool = book.named_spot("meta.tool", placement.meta["meta.tool"])
    changes[tool] = f"xl-tools {__version__}"
    for table, supplier in report.suppliers.items():
        if table in placement.suppliers:
            who, when = placement.suppliers[table]
            changes[book.named_spot(f"supplier.{table}.who", who)] = supplier.who or None
            changes[book.named_spot(f"supplier.{table}.when", when)] = supplier.when or None
    return changes


def _controls(book: OpenBook, report: Report) -> Changes:
    """The 核对数 the report states; what it does not state stays as it is."""
    changes: Changes = {}
    for cell, value in report.control.items():
        spot = control_spot(book, cell)
        if spot is not None:
            changes[spot] = _content(value, spot)
    return changes


def _narratives(book: OpenBook, report: Report, placement: Placement) -> Changes:
    changes: Changes = {}
    for name, text in report.narrative.items():
        if name in placement.narratives:
            span = book.name_span(f"narrative.{name}") or placement.narratives[name]
            changes |= dict(_paragraphs(text, span))
    return changes


def _paragraphs(text: str, span: Span) -> Iterator[tuple[Spot, Content]]:
    """One paragraph a row; where there are more than rows, the last row holds the rest."""
    spots, lines = list(span.column_spots()), text.split("\n")
    rows = [*lines[: len(spots) - 1], "\n".join(lines[len(spots) - 1 :])]
    for index, spot in enumerate(spots):
        yield spot, (rows[index] or None) if index < len(rows) else None


def _kept(
    book: OpenBook, report: Report, placement: Placement, stated: Mapping[str, Decimal]
) -> Changes:
    """What no visible cell has a place for, as JSON in the hidden rows of 数据来源."""
    kept: dict[str, Any] = {
        "stated": {cell: str(value) for cell, value in stated.items()},
        "control": {c: v for c, v in report.control.items() if control_spot(book, c) is None},
        "cells": {c: v for c, v in report.cells.items() if c not in placement.figures},
        "narrative": {n: t for n, t in report.narrative.items() if n not in placement.narratives},
        "extra": without_explanations(report.extra),
    }
    kept = {name: value for name, value in kept.items() if value}
    text = dumps(kept) if kept else ""
    span = book.name_span("meta.extra") or placement.extra
    spots = list(span.column_spots())
    chunks = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    if len(chunks) > len(spots):
        raise Refusal("报告里附带的其他内容太多，工作簿放不下", "请删去一些附带的内容")
    return {
        spot: chunks[index] if index < len(chunks) else None for index, spot in enumerate(spots)
    }
