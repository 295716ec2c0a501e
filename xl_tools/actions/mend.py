"""mend: the one change that mends most, made in the open workbook after asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from xl_tools.actions import validate
from xl_tools.actions.book import BookDesk
from xl_tools.actions.changes import Change, record
from xl_tools.findings.pointing import suspected
from xl_tools.jsontext import plain
from xl_tools.ooxml.content import Content
from xl_tools.places import Spot
from xl_tools.refs import position
from xl_tools.report import Reading
from xl_tools.rules.finding import Finding
from xl_tools.slips import WORDS

SOURCE: Final = "改这一格"
Suspect = Mapping[str, Any]


def press(desk: BookDesk) -> None:
    """Ask about the best proposal for the selected cell, else for the whole report; then do it."""
    reading = desk.read()
    outcome = desk.check(reading)
    spots = {
        cell: Spot(place.sheet, *position(place.address)) for cell, place in reading.places.items()
    }
    chosen = _chosen(outcome.findings, spots, desk.selected())
    if chosen is None:
        desk.status("没有一格是肯定能断定的，请点“下一个问题”，对照台账逐格核对。")
        return
    changes = {spots[cell]: value for cell, value in chosen["cells"].items()}
    question = _question(reading, chosen, spots)
    if not desk.ask(question):
        desk.status("没有改。")
        return
    _change(desk, reading, changes, {spot: cell for cell, spot in spots.items()})
    validate.press(desk)


def _chosen(findings: Sequence[Finding], spots: Mapping[str, Spot], here: Spot) -> Suspect | None:
    """The proposal that touches the selected cell, else the first that nothing rivals."""
    for finding in findings:
        for suspect in finding.suspects:
            if any(spots.get(cell) == here for cell in suspect["cells"]):
                return dict(suspect)
    sure: list[Suspect] = [f.suspects[0] for f in findings if suspected(f)]
    return max(sure, key=lambda suspect: int(suspect["explains"]), default=None)


def _question(reading: Reading, suspect: Suspect, spots: Mapping[str, Spot]) -> str:
    changes = "；".join(
        f"“{spots[cell].sheet}”的 {spots[cell].address}："
        f"{_shown(reading, cell)} 改为 {plain(value)}"
        for cell, value in suspect["cells"].items()
    )
    slip = WORDS[suspect["kind"]]
    why = f"（{slip}）" if slip else ""
    return f"{changes}{why}。\n改好后有 {suspect['explains']} 处对不上的关系成立。\n\n现在改吗？"


def _shown(reading: Reading, cell: str) -> str:
    value = reading.report.cells.get(cell)
    return "空" if value is None else str(value)


def _change(
    desk: BookDesk,
    reading: Reading,
    changes: Mapping[Spot, Decimal],
    cells: Mapping[Spot, str],
) -> None:
    backup = desk.backup()
    contents: dict[Spot, Content] = dict(changes)
    desk.put(contents)
    source = f"{SOURCE}，原来的样子留在“{backup.name}”"
    rows = [
        Change(spot, _shown(reading, cells[spot]), str(plain(value)), source)
        for spot, value in changes.items()
    ]
    record(desk, rows)
