"""Open book -> the 核对数 typed beside the tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_tools.controls import HEADING
from xl_tools.placement import CONTROL, Placement, TablePlace
from xl_tools.places import Spot
from xl_tools.sources.openbook import OpenBook


def control_spot(book: OpenBook, cell: str) -> Spot | None:
    """Where a workbook has room for the 核对数 of a cell; None in one made before there was any."""
    span = book.name_span(f"{CONTROL}{cell}")
    return Spot(span.sheet, span.top, span.left) if span else None


def controls_in(book: OpenBook, placement: Placement) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """The 核对数 that are numbers, and what is to be said of those that are none."""
    found: dict[str, Decimal] = {}
    notes: list[str] = []
    for cell, spot in _spots(book, placement):
        value = book.value(book.cell(spot)) if book.grid(spot.sheet) else None
        if isinstance(value, Decimal):
            found[cell] = value
        elif value is not None:
            at = f"{spot.sheet} {spot.address}"
            notes.append(f"{at} 的核对数“{value}”不是数，没有用来核对，请只填数字")
    return found, tuple(notes)


def _spots(book: OpenBook, placement: Placement) -> Iterator[tuple[str, Spot]]:
    for place in placement.tables.values():
        by_place = _has_heading(book, place)
        for control in place.controls.items:
            spot = control_spot(book, control.cell) or (control.spot if by_place else None)
            if spot is not None:
                yield control.cell, spot


def _has_heading(book: OpenBook, place: TablePlace) -> bool:
    """Do 核对数 stand at their official place, though their names may be lost?"""
    heading = place.controls.heading
    grid = book.grid(place.sheet)
    if heading is None or grid is None:
        return False
    return str(grid.at(heading.top, heading.left).value or "").startswith(HEADING)
