"""What was found of one official table: figures with their places, and everything else it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_tools.edition import Line, Table
from xl_tools.records import NamedTuple
from xl_tools.report import Changed, Place
from xl_tools.sources.printed.align import Match
from xl_tools.sources.printed.values import Cell, Row
from xl_tools.sources.printed.wording import NEARLY

SHORT_ROWS: Final = 4


class Stated(NamedTuple):
    """The text of one figure as printed, and where it stands."""

    text: str
    where: str
    place: Place


class Glued(NamedTuple):
    """Figures of one row whose texts run together: the cells in order, and what is printed."""

    cells: tuple[str, ...]
    texts: tuple[str, ...]
    where: str


class Loose(NamedTuple):
    """What has no place in the form, and where it stands."""

    text: str
    where: str


class Found:
    """One table as read in one edition; grows while it is read."""

    __slots__ = (
        "changed", "figures", "glued", "labelled", "likeness",
        "loose", "notes", "printed", "rows", "table",
    )  # fmt: skip

    def __init__(self, table: Table) -> None:
        self.table = table
        self.figures: dict[str, Stated] = {}
        self.rows: list[tuple[str, ...]] = []  # the figures of each printed row
        self.glued: list[Glued] = []
        self.loose: list[Loose] = []
        self.changed: list[Changed] = []
        self.notes: list[str] = []
        self.likeness, self.printed = 0.0, 0
        self.labelled = ""  # the words before the figures, where they name a year

    @property
    def fit(self) -> float:
        """How well the printed rows and columns are those of this edition: at most 1."""
        wanted = len(self.table.all_rows())
        return 2 * self.likeness / (wanted + self.printed) if self.printed else 0.0

    @property
    def short(self) -> list[Glued]:
        """The rows that have one text less than they should have figures."""
        return [run for run in self.glued if len(run.texts) == len(run.cells) - 1]

    @property
    def lacks_column(self) -> bool:
        """Are so many rows short that it is no border that was lost, but a column?"""
        return len(self.short) >= SHORT_ROWS

    def put(self, cells: Sequence[str], printed: Sequence[Cell], row: Row) -> None:
        """The figures of a row."""
        self.rows.append(tuple(cells))
        start, place = row.start(), Place(row.table.sheet, "")
        for name, cell in zip(cells, printed, strict=True):
            if cell.place:
                own = Place(row.table.sheet, cell.place)
                self.figures[name] = Stated(cell.text, row.where(cell), own)
            else:
                where = f"{start}第 {cell.column + 1} 列"
                self.figures[name] = Stated(cell.text, where, place)

    def set_aside(self, row: Row, cells: Sequence[Cell] | None = None) -> None:
        """A row, or some cells of it, that have no place in the form."""
        texts = row.cells if cells is None else cells
        text = "｜".join("".join(cell.text.split()) for cell in texts)
        if text.strip("｜"):
            self.loose.append(Loose(text, row.where()))

    def take_likeness(self, line: Line, found: str, row: Row, likeness: float) -> None:
        """Count a label; say so where it is worded otherwise than in the form."""
        self.likeness += likeness
        if likeness < NEARLY:
            place = Place(row.table.where, row.where().removeprefix(row.table.where))
            text = "".join(found.split())
            self.changed.append(Changed(self.table.id, line.label, text, place))


def missing_lines(lines: Sequence[Line], matches: Sequence[Match]) -> list[str]:
    """The labels of the lines that no printed row was taken for."""
    taken = {match.line for match in matches}
    return [line.label for number, line in enumerate(lines) if number not in taken]
