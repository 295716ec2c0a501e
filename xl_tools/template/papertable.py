"""A table of the form -> its rows on the printed sheet: official merges, wording, figures."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Figure, Table
from xl_tools.grid import Box
from xl_tools.placement import TablePlace
from xl_tools.places import at
from xl_tools.template.paper import Paper
from xl_tools.template.plan import Content, Formula
from xl_tools.template.printgrid import is_stacked, room_of, row_heights, wording_of
from xl_tools.template.styles import PRINTED_SIZES

LARGE: Final = 12.0  # points: a table set in this size or larger is printed in the larger size
# Places after the point: more than any figure has, fewer than the noise of binary numbers.
PLACES: Final = "##########"


def put_table(paper: Paper, place: TablePlace) -> None:
    """The rows of a table, at the next rows of the paper."""
    name = _size_of(place.table)
    top = paper.row
    for height in row_heights(place.grid, paper.grid, PRINTED_SIZES[name]):
        paper.add(height)
    for box in place.grid.boxes:
        first, last = paper.grid.columns(place.table.id, box)
        area = (top + box.row, first, top + box.row + box.rows - 1, last)
        content, style = _content(paper, place, box)
        paper.plan.merge(area, content, f"paper_{style}_{name}")


def _size_of(table: Table) -> str:
    return "large" if table.font_size >= LARGE else "small"


def _content(paper: Paper, place: TablePlace, box: Box) -> tuple[Content, str]:
    if box.figure is not None:
        return Formula(_shown(paper, box.figure)), "figure"
    size = PRINTED_SIZES[_size_of(place.table)]
    room = room_of(paper.grid.millimetres(place.table.id, box), size)
    if is_stacked(place.grid, box, room):
        return box.text, "stacked"
    return wording_of(box, room).text, _style(place, box)


def _style(place: TablePlace, box: Box) -> str:
    if box.kind == "heading":
        return "clause"
    item = box.kind == "label" and box.rows == 1 and place.grid.stub > 1
    return "item" if item else "cell"


def _shown(paper: Paper, figure: Figure) -> str:
    """A blank as nothing, a text as it stands, a number exact and without zeros at its end."""
    cell = at(paper.placement.spot(figure.id))
    if figure.type in ("count", "signed"):
        return f'{cell}&""'
    part = f'IF({cell}=INT({cell}),"0","0.{PLACES}")'
    return f'IF(ISNUMBER({cell}),TEXT({cell},{part}),{cell}&"")'
