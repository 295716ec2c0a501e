"""Workbook bytes -> Reading: by defined names first, then by the wording of the form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Edition, Editions
from xl_tools.explanations import MEMBER, explanations_json
from xl_tools.jsontext import loads
from xl_tools.ooxml.sheet import Cell
from xl_tools.placement import FIELDS, Placement, placement_of
from xl_tools.places import Spot
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import (
    CHOICES,
    Organ,
    Place,
    Reading,
    Report,
    Supplier,
    Value,
    clean_text,
)
from xl_tools.sources.cells import calculate_some, computed_cell
from xl_tools.sources.controls import controls_in
from xl_tools.sources.explanations import explanations_in
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.owntext import own_words_in
from xl_tools.sources.prior import prior_in
from xl_tools.sources.tables import Found, changed_wording, detect_edition, find_table

FROZEN: Final[Mapping[str, Any]] = MappingProxyType({})


class Tables(NamedTuple):
    """The three tables of a workbook of ours: what edition, and where each figure stands."""

    edition: Edition
    found: tuple[Found, ...]
    notes: tuple[str, ...]

    def spots(self) -> dict[str, Spot]:
        """The cell of each figure."""
        return {cell: spot for table in self.found for cell, spot in table.spots().items()}


def tables_of(book: OpenBook, editions: Editions) -> Tables:
    """The edition of a workbook and the places of its figures."""
    edition, notes = _edition(book, editions)
    found = tuple(find_table(book, place) for place in placement_of(edition).tables.values())
    return Tables(edition, found, notes + tuple(note for one in found for note in one.notes))


def _edition(book: OpenBook, editions: Editions) -> tuple[Edition, tuple[str, ...]]:
    span = book.name_span("meta.edition")
    if span is None:
        edition = detect_edition(book, editions)
        return edition, (f"工作簿里的名称不见了，按表格文字认作{edition.name}",)
    name = str(book.value(book.cell(Spot(span.sheet, span.top, span.left))) or "")
    if name not in editions:
        advice = "如果是自己的版式，请加上 --edition 和版式文件"
        raise Refusal(f"这个工作簿用的是“{name}”版格式，这里没有", advice)
    return editions.get(name), ()


def reading_of(book: OpenBook, editions: Editions) -> Reading:
    """Everything a workbook states."""
    tables = tables_of(book, editions)
    placement, spots = placement_of(tables.edition), tables.spots()
    kept = kept_of(book, placement)
    cells, computed = _figures(book, placement, spots, kept.get("stated", FROZEN))
    control, notes = controls_in(book, placement)
    control = {**_kept_control(kept), **control}
    report = _report(book, placement, kept)._replace(
        cells=MappingProxyType({**cells, **_kept_cells(kept)}),
        computed=computed,
        control=MappingProxyType(control),
    )
    said_why = explanations_in(book, placement)
    if said_why:
        listed = [*report.extra.get(MEMBER, ()), *explanations_json(said_why)]
        extra = {**report.extra, MEMBER: listed}
        report = report._replace(extra=MappingProxyType(extra))
    prior, said = prior_in(book, placement, report.year)
    places = {cell: Place(spot.sheet, spot.address) for cell, spot in spots.items()}
    changed = [change for table in tables.found for change in changed_wording(book, table)]
    said += tables.notes + notes + own_words_in(book, report.narrative.values())
    return Reading(report, book.file, MappingProxyType(places), tuple(changed), said, prior)


def _report(book: OpenBook, placement: Placement, kept: Mapping[str, Any]) -> Report:
    """All of the report but its figures."""
    fields = {field: book.text(field, placement.fields[field]) for field in FIELDS}
    return Report(
        edition=placement.edition.id,
        year=_year(fields["meta.year"], placement.fields["meta.year"]),
        organ=_organ(fields, placement),
        narrative=MappingProxyType(_narrative(book, placement) | kept.get("narrative", {})),
        title=fields["report.title"],
        date=fields["report.date"],
        signature=fields["report.signature"],
        suppliers=MappingProxyType(_suppliers(book, placement)),
        extra=MappingProxyType(kept.get("extra", {})),
    )


# ---- figures ---------------------------------------------------------------------------


def _figures(
    book: OpenBook, placement: Placement, spots: Mapping[str, Spot], stated: Mapping[str, str]
) -> tuple[dict[str, Value], frozenset[str]]:
    """What each cell states, and which totals are only computed."""
    found = {cell: book.cell(spot) for cell, spot in spots.items()}
    totals = {c: one for c, one in found.items() if placement.figures[c][1].is_total}
    fresh = _fresh(book, totals, spots)
    cells: dict[str, Value] = {}
    for cell, one in (found | fresh).items():
        value = book.value(one)
        if value is not None:
            cells[cell] = value
    computed = {c for c in fresh if c in cells and stated.get(c) != str(cells[c])}
    return cells, frozenset(computed)


def _fresh(
    book: OpenBook, totals: Mapping[str, Cell], spots: Mapping[str, Spot]
) -> dict[str, Cell]:
    """Totals with a formula, worked out again: a stale cached value would be a false pass."""
    formulas: dict[str, dict[tuple[int, int], str]] = {}
    for cell, one in totals.items():
        if one.formula is not None:
            spot = spots[cell]
            formulas.setdefault(spot.sheet, {})[spot.row, spot.column] = one.formula
    # Where a figure itself is a formula without a value, a total needs what that comes to.
    results = book.computed or calculate_some(book.grids, formulas, book.book.names)
    fresh = {}
    for cell, one in totals.items():
        spot = spots[cell]
        known = results.get(spot.sheet, {})
        if one.formula is not None:
            at = (spot.row, spot.column)
            fresh[cell] = computed_cell(one, known[at]) if at in known else one
    return fresh


# ---- the rest --------------------------------------------------------------------------


def _year(text: str, spot: Spot) -> int:
    digits = text.removesuffix("年度").removesuffix("年").strip()
    if len(digits) == 4 and digits.isdecimal():
        return int(digits)
    problem = f"年度“{text}”不是四位数的年份" if text else "年度还没有填写"
    raise Refusal(problem, "请填上，例如 2025", sheet=spot.sheet, cell=spot.address)


def _organ(fields: Mapping[str, str], placement: Placement) -> Organ:
    found = {}
    for name in Organ._fields:
        text, spot = fields[f"organ.{name}"], placement.fields[f"organ.{name}"]
        found[name] = _choice(name, text, spot) if name in CHOICES else text
    return Organ(**found)


def _choice(name: str, text: str, spot: Spot) -> str:
    """The id of a chosen word; the id itself is accepted too."""
    by_word = {word: key for key, word in CHOICES[name].items()}
    if not text or text in CHOICES[name]:
        return text
    if text in by_word:
        return by_word[text]
    listed = "、".join(by_word)
    raise Refusal(f"“{text}”不在列表里", f"请改成：{listed}", sheet=spot.sheet, cell=spot.address)


def _narrative(book: OpenBook, placement: Placement) -> dict[str, str]:
    found = {}
    for name, span in placement.narratives.items():
        values = [book.value(cell) for cell in book.column(f"narrative.{name}", span)]
        text = clean_text("\n".join("" if value is None else str(value) for value in values))
        if text:
            found[name] = text
    return found


def _suppliers(book: OpenBook, placement: Placement) -> dict[str, Supplier]:
    found = {
        table: Supplier(
            book.text(f"supplier.{table}.who", who), book.text(f"supplier.{table}.when", when)
        )
        for table, (who, when) in placement.suppliers.items()
    }
    return {table: supplier for table, supplier in found.items() if any(supplier)}


# ---- what a report says and no visible cell has a place for ------------------------------


def kept_of(book: OpenBook, placement: Placement) -> dict[str, Any]:
    """The members that `fill` keeps in the hidden rows of 数据来源."""
    values = [cell.value for cell in book.column("meta.extra", placement.extra)]
    text = "".join(str(value) for value in values if value is not None)
    found = loads(text.encode("utf-8"), book.file) if text.startswith("{") else {}
    return dict(found)


def _kept_control(kept: Mapping[str, Any]) -> dict[str, Decimal]:
    """核对数 of cells that have no place for one, or kept before there were places for any."""
    return {cell: Decimal(value) for cell, value in kept.get("control", FROZEN).items()}


def _kept_cells(kept: Mapping[str, Any]) -> dict[str, Value]:
    """Figures of rows that the form does not have; numbers as numbers, texts as texts."""
    cells: Mapping[str, Any] = kept.get("cells", FROZEN)
    return {c: value if isinstance(value, str) else Decimal(value) for c, value in cells.items()}
