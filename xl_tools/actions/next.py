"""next: from one cell with a problem to the next, in the order of the sheets."""

from __future__ import annotations

from collections.abc import Mapping

from xl_tools.actions.book import BookDesk
from xl_tools.findings.pointing import pointed
from xl_tools.places import Spot
from xl_tools.refs import position
from xl_tools.report import Reading
from xl_tools.rules import Outcome


def press(desk: BookDesk) -> None:
    """Select the next cell that a finding points at; the status bar says what is wrong with it."""
    reading = desk.read()
    outcome = desk.check(reading)
    problems = _problems(reading, outcome)
    if not problems:
        desk.status(f"校验结论：{outcome.verdict}，没有需要改的格子。")
        return
    order = [sheet.name for sheet in desk.live.sheets]
    spots = sorted(problems, key=lambda spot: _place(spot, order))
    here = _place(desk.selected(), order)
    number, spot = next(
        ((n, s) for n, s in enumerate(spots, 1) if _place(s, order) > here), (1, spots[0])
    )
    desk.go(spot)
    desk.status(f"第 {number} 处，共 {len(spots)} 处：{problems[spot]}")


def _problems(reading: Reading, outcome: Outcome) -> Mapping[Spot, str]:
    """The cells that findings point at, each with its weightiest message."""
    problems: dict[Spot, str] = {}
    for finding in outcome.findings:
        place = reading.places.get(pointed(reading.report, finding).cell)
        if place is not None and finding.is_open:
            spot = Spot(place.sheet, *position(place.address))
            problems.setdefault(spot, finding.message)
    return problems


def _place(spot: Spot, order: list[str]) -> tuple[int, int, int]:
    return order.index(spot.sheet), spot.row, spot.column
