"""Cells and rectangles of a workbook, and how formulas and names write them."""

from __future__ import annotations

from collections.abc import Iterator

from xl_tools.records import NamedTuple
from xl_tools.refs import address


class Spot(NamedTuple):
    """One cell of the workbook."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The address on its sheet: J4."""
        return address(self.row, self.column)

    @property
    def name_target(self) -> str:
        """What a defined name of it refers to."""
        return f"{quoted(self.sheet)}!{address(self.row, self.column, absolute=True)}"

    def right(self, columns: int) -> Spot:
        """The cell so many columns to the right on the same row."""
        return self._replace(column=self.column + columns)


class Span(NamedTuple):
    """A rectangle of cells on one sheet, both corners in it."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def name_target(self) -> str:
        """What a defined name of it refers to."""
        first, last = (
            address(self.top, self.left, absolute=True),
            address(self.bottom, self.right, absolute=True),
        )
        return f"{quoted(self.sheet)}!{first}:{last}"

    def column_spots(self) -> Iterator[Spot]:
        """The cells of its first column, from the top."""
        for row in range(self.top, self.bottom + 1):
            yield Spot(self.sheet, row, self.left)


def quoted(sheet: str) -> str:
    """A sheet name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def at(spot: Spot, sheet: str = "") -> str:
    """A cell as a formula of `sheet` refers to it."""
    prefix = "" if spot.sheet == sheet else f"{quoted(spot.sheet)}!"
    return f"{prefix}{spot.address}"


def fixed(place: Spot | Span, sheet: str = "") -> str:
    """A cell or span as a formula refers to it, absolute."""
    target = place.name_target
    own = f"{quoted(sheet)}!"
    return target.removeprefix(own) if sheet else target


def area_text(top: int, left: int, bottom: int, right: int) -> str:
    """A rectangle of a sheet as text: D4:J28."""
    first, last = address(top, left), address(bottom, right)
    return first if first == last else f"{first}:{last}"


def areas(spots: list[Spot], sheet: str = "") -> list[str]:
    """Cells as few references: runs down a column or along a row become ranges."""
    found: list[str] = []
    rest = list(spots)
    while rest:
        run = _run(rest, 1, 0)
        if len(run) == 1:
            run = _run(rest, 0, 1)
        first, last = run[0], run[-1]
        text = at(first, sheet)
        found.append(text if len(run) == 1 else f"{text}:{last.address}")
        rest = rest[len(run) :]
    return found


def _run(spots: list[Spot], down: int, along: int) -> list[Spot]:
    run = [spots[0]]
    for spot in spots[1:]:
        last = run[-1]
        if spot != last._replace(row=last.row + down, column=last.column + along):
            break
        run.append(spot)
    return run
