"""Open book -> last year's report, as it stands on 上年数据."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.continuity import BRIDGED
from xl_tools.grid import Box
from xl_tools.ooxml.sheet import Sheet
from xl_tools.placement import Placement
from xl_tools.places import Spot
from xl_tools.priorsheet import NAME, PriorTable
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Organ, Report, Value
from xl_tools.sources.openbook import OpenBook

FIRST_COLUMNS: Final = "ABCDEFGHIJKLMNOPQRST"  # left of the helpers, which are numbers


class LastYear(NamedTuple):
    """Last year's report, None where the sheet is empty; what could not be read, in words."""

    report: Report | None
    notes: tuple[str, ...]


def prior_in(book: OpenBook, placement: Placement, year: int) -> LastYear:
    """Last year's report in a workbook; `year` is that of this year's report."""
    if f"{NAME}year" not in book.book.names:
        return LastYear(None, ())  # made before there was such a sheet
    try:
        if _is_blank(book):
            return LastYear(None, ())
        spots = prior_spots(book, placement)
        return _read(book, placement, spots, year)
    except Refusal as refusal:
        return LastYear(None, (f"“上年数据”表没有读，不和上年比较：{refusal.problem}",))


def _is_blank(book: OpenBook) -> bool:
    """Does nobody seem to have put a number there? It is told without reading the sheet."""
    names = ((name, target) for name, target in book.book.names.items() if name.startswith(NAME))
    columns = [target.rpartition("!$")[2].partition("$")[0] for _, target in names]
    if max(map(len, columns)) > 1 or max(columns) > FIRST_COLUMNS[-1]:
        return False  # columns were put in
    place = book.name_span(f"{NAME}year")
    return place is not None and not book.may_hold_numbers(place.sheet, len(FIRST_COLUMNS))


def prior_spots(book: OpenBook, placement: Placement) -> dict[str, Spot]:
    """Where the figures of last year stand now."""
    prior = placement.prior
    return {c: book.named_spot(f"{NAME}{c}", spot) for c, spot in prior.figures.items()}


def _read(book: OpenBook, placement: Placement, spots: Mapping[str, Spot], year: int) -> LastYear:
    cells: dict[str, Value] = {}
    notes: list[str] = []
    for table in placement.prior.tables.values():
        own = {cell: spots[cell] for cell in table.figures()}
        grid = book.grid(next(iter(own.values())).sheet)
        if grid is None:
            continue
        numbers = [spot for spot in own.values() if _is_number(grid, spot.row, spot.column)]
        if numbers and _is_in_place(grid, table, own, len(numbers)):
            cells |= dict(_values(book, own))
        elif numbers or any(_stray(grid, table, own)):
            number = table.table.number
            notes.append(f"“上年数据”里的{number}没有对齐，没有比较：表的左上角应贴在它的第一格")
    if not cells:
        return LastYear(None, tuple(notes))
    return LastYear(_report(book, placement, cells, year), tuple(notes))


def _is_number(grid: Sheet, row: int, column: int) -> bool:
    return grid.at(row, column).kind in ("number", "date")


def _stray(grid: Sheet, table: PriorTable, spots: Mapping[str, Spot]) -> Iterator[Spot]:
    """The cells of the table that hold a number, figures or not."""
    first = next(iter(spots.values()))
    official = next(iter(table.figures().values()))
    down, right = first.row - official.row, first.column - official.column
    whole = table.whole
    bottom = max(whole.bottom + down, *(spot.row for spot in spots.values()))
    for row in range(whole.top + down, bottom + 1):
        for column in range(whole.left + right, whole.right + right + 1):
            if _is_number(grid, row, column):
                yield Spot(first.sheet, row, column)


def _is_in_place(grid: Sheet, table: PriorTable, spots: Mapping[str, Spot], count: int) -> bool:
    """Are all numbers where figures belong, and is the first and the last wording in place?"""
    if sum(1 for _ in _stray(grid, table, spots)) != count:
        return False
    return all(
        _first_letter(grid, spot.row, spot.column) == box.text[:1]
        for box, spot in _anchors(table, spots)
    )


def _anchors(table: PriorTable, spots: Mapping[str, Spot]) -> Iterator[tuple[Box, Spot]]:
    """The wording that tells whether the table has moved, beside the figures as they stand."""
    official = table.figures()
    for box in table.anchors:
        place = table.spot(box)
        nearest = min(official, key=lambda cell: abs(official[cell].row - place.row))
        now = spots[nearest]
        down, right = now.row - official[nearest].row, now.column - official[nearest].column
        yield box, Spot(now.sheet, place.row + down, place.column + right)


def _first_letter(grid: Sheet, row: int, column: int) -> str:
    value = grid.at(row, column).value
    return "" if value is None else str(value).replace(" ", "").replace("　", "")[:1]


def _values(book: OpenBook, spots: Mapping[str, Spot]) -> Iterator[tuple[str, Value]]:
    for cell, spot in spots.items():
        value = book.value(book.cell(spot))
        if value is not None:
            yield cell, value


def _report(book: OpenBook, placement: Placement, cells: dict[str, Value], year: int) -> Report:
    prior, own = placement.prior, placement.edition.id
    name = book.text(f"{NAME}edition", prior.fields[f"{NAME}edition"])
    edition = prior.editions.get(name, name) or own
    bridged = edition if edition != own and edition in prior.editions.values() else ""
    return Report(
        edition=own if bridged else edition,
        year=_year(book, prior.fields[f"{NAME}year"], year),
        organ=Organ(book.text(f"{NAME}organ", prior.fields[f"{NAME}organ"])),
        cells=MappingProxyType(cells),
        extra=MappingProxyType({BRIDGED: bridged} if bridged else {}),
    )


def _year(book: OpenBook, place: Spot, year: int) -> int:
    """The year stated; the year before where none is, 0 where it is no year."""
    value = book.value(book.cell(book.named_spot(f"{NAME}year", place)))
    if value is None:
        return year - 1
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(value) if whole else 0
