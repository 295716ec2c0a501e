"""The official merges, to the letter (国办公开办函〔2021〕30号 and 〔2019〕60号)."""

from __future__ import annotations

import pytest

from xl_tools.edition import builtin_editions
from xl_tools.grid import grid_of
from xl_tools.places import area_text

OFFICIAL = {
    ("2021", "disclosure"): (
        "A1:D1 A5:D5 B6:D6 B7:D7 A8:D8 B9:D9 B10:D10 B11:D11 A12:D12 B13:D13 B14:D14"
    ),
    ("2021", "applications"): (
        "A1:C3 D1:J1 D2:D3 E2:I2 J2:J3 A4:C4 A5:C5 A6:A27 B6:C6 B7:C7 B8:B15 B16:B18 B19:B23"
        " B24:B26 B27:C27 A28:C28"
    ),
    ("2019", "applications"): (
        "A1:C3 D1:J1 D2:D3 E2:I2 J2:J3 A4:C4 A5:C5 A6:A25 B6:C6 B7:C7 B8:B15 B16:B18 B19:B23"
        " B24:C24 B25:C25 A26:C26"
    ),
    ("2021", "disputes"): "A1:E1 F1:O1 A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 F2:J2 K2:O2",
    ("2019", "disputes"): "A1:E1 F1:O1 A2:A3 B2:B3 C2:C3 D2:D3 E2:E3 F2:J2 K2:O2",
}
CELLS = {"2019": (22, 161, 15), "2021": (10, 175, 15)}


@pytest.mark.parametrize(("edition", "table"), OFFICIAL)
def test_the_merges_are_those_of_the_form(edition: str, table: str) -> None:
    grid = grid_of(builtin_editions().get(edition).tables[table])
    merges = [
        area_text(b.row + 1, b.column + 1, b.row + b.rows, b.column + b.columns)
        for b in grid.boxes
        if b.merged
    ]
    assert merges == OFFICIAL[edition, table].split()


@pytest.mark.parametrize("edition", CELLS)
def test_every_table_has_as_many_figures_as_the_form(edition: str) -> None:
    tables = builtin_editions().get(edition).tables.values()
    assert tuple(len(table.figures) for table in tables) == CELLS[edition]


def test_the_first_figure_row_of_table_three_is_row_four_from_d_to_j() -> None:
    grid = grid_of(builtin_editions().get("2021").tables["applications"])
    first = [box for box, figure in grid.figures() if figure.row.id == "received"]
    assert {box.row + 1 for box in first} == {4}
    assert [box.column + 1 for box in first] == list(range(4, 11))
