"""A report as cells on paper, so that what happens to a page can happen to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from tests.sources.pages import composed
from xl_tools.document.blocks import Heading, TableBlock, Title
from xl_tools.report import Reading, Report, Value

WORD: Final = re.compile("[一-龥]")
NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


class Spot:
    """A printed cell; every place of the matrix that it covers holds the same object.

    `figure` is the cell id whose number it shows, `spans` what became of its merge: kept, lost
    (the other places are gone), blank (they are empty cells) or filled (they repeat the text).
    Where figures ran together in one cell, `parts` are what they were. A `fixed` one keeps its
    merge whatever becomes of others.
    """

    __slots__ = ("figure", "fixed", "parts", "spans", "text")

    def __init__(self, text: str, figure: str = "", spans: str = "kept") -> None:
        self.text, self.figure, self.spans = text, figure, spans
        self.parts: tuple[Spot, ...] = ()
        self.fixed = False

    @property
    def is_wording(self) -> bool:
        """Does it say something, rather than show figures or nothing?"""
        return not self.figures() and bool(WORD.search(self.text))

    def figures(self) -> dict[str, str]:
        """What it shows of each figure."""
        if self.parts:
            return {part.figure: part.text for part in self.parts}
        return {self.figure: self.text} if self.figure else {}


Matrix = list[list[Spot]]


class Table:
    """A table as a matrix of spots; `name` is the table of the form that it shows."""

    __slots__ = ("matrix", "name")

    def __init__(self, name: str, matrix: Matrix) -> None:
        self.name, self.matrix = name, matrix

    def spots(self) -> list[Spot]:
        """Every cell once."""
        return list(dict.fromkeys(spot for row in self.matrix for spot in row))

    def figure_rows(self) -> list[int]:
        """The rows that show figures."""
        return [n for n, row in enumerate(self.matrix) if any(spot.figure for spot in row)]

    def first_figures(self) -> int:
        """The first row with figures: what stands above it is the header."""
        return min(self.figure_rows(), default=0)

    def columns_of_figures(self) -> list[int]:
        """The columns in which figures stand."""
        return sorted({n for row in self.matrix for n, spot in enumerate(row) if spot.figure})

    def start(self, spot: Spot) -> tuple[int, int]:
        """The upper left place of a spot."""
        return next((r, row.index(spot)) for r, row in enumerate(self.matrix) if spot in row)


class Sheet:
    """A report on paper: paragraphs and tables in order."""

    __slots__ = ("items",)

    def __init__(self, items: list[str | Table]) -> None:
        self.items = items

    def tables(self, name: str = "") -> list[Table]:
        """The tables, or those that show one of the form's."""
        found = [item for item in self.items if isinstance(item, Table)]
        return [table for table in found if name in ("", table.name)]

    def printed(self) -> dict[str, set[str]]:
        """Everything that is printed for each figure."""
        found: dict[str, set[str]] = {}
        for table in self.tables():
            for spot in table.spots():
                for figure, text in spot.figures().items():
                    found.setdefault(figure, set()).add(text)
        return found


def sheet(report: Report) -> Sheet:
    """The report as it should be printed."""
    items: list[str | Table] = []
    for block in composed(report).blocks:
        if isinstance(block, Title):
            items.append("".join(block.lines))
        elif isinstance(block, TableBlock):
            items.append(Table(block.table.id, _matrix(block)))
        else:
            items.append(block.text + (block.body if isinstance(block, Heading) else ""))
    return Sheet(items)


def _matrix(block: TableBlock) -> Matrix:
    grid = block.grid
    matrix = [[Spot("") for _ in range(grid.width)] for _ in range(grid.height)]
    for box in grid.boxes:
        figure = box.figure.id if box.figure else ""
        spot = Spot(block.texts[figure] if figure else box.text, figure)
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                matrix[row][column] = spot
    return matrix


def _bare(text: object) -> str:
    return "".join(str(text).split())


# ---- what was read of it -----------------------------------------------------------------


def value_of(texts: set[str]) -> list[Value | None]:
    """What the printed texts of a figure state."""
    bare = [text.strip() if NUMBER.fullmatch(text.strip()) else _bare(text) for text in texts]
    return [Decimal(text) if NUMBER.fullmatch(text) else text or None for text in bare]


def wrong_in_silence(paper: Sheet, reading: Reading, whole: Report | None = None) -> list[str]:
    """Figures read otherwise than printed, and figures that were lost without a word.

    Figures that ran together are parted by their sums: `whole` is what they were before.
    """
    printed, read = paper.printed(), reading.report
    wrong = []
    for cell, found in read.cells.items():
        value = _bare(found) if isinstance(found, str) else found
        values = value_of(printed.get(cell, set()))
        if cell in read.computed and whole is not None:
            values = [*values, whole.cells.get(cell)]
        shown = isinstance(value, str) and any(
            _bare(text) in value for text in printed.get(cell, ())
        )
        if value not in values and not shown:
            wrong.append(f"{cell}: {value!r}, not {values}")
        others = {str(other) for other in values if other not in (value, None)}
        if others and cell not in read.computed and not shown and not _says(reading, others):
            wrong.append(f"{cell}: {value!r}, though {others} is printed too")
    return wrong + list(_lost(paper, reading))


def _says(reading: Reading, texts: set[str]) -> bool:
    loose = "\n".join(one["text"] for one in reading.report.extra.get("unplaced", ()))
    return all(text in loose for text in texts)


def _lost(paper: Sheet, reading: Reading) -> Iterator[str]:
    loose = [one["text"] for one in reading.report.extra.get("unplaced", ())]
    for table in paper.tables():
        for row in table.matrix:
            spots = [spot for spot in dict.fromkeys(row) if spot.figures() and spot.text.strip()]
            gone = [spot for spot in spots if not _is_read(spot, reading.report)]
            if gone and not _is_named(table, row, gone, loose, reading.notes):
                yield f"{list(gone[0].figures())}: {gone[0].text!r} lost without a word"


def _is_read(spot: Spot, read: Report) -> bool:
    """Is each of its figures there, or the whole cell as it is printed?"""
    values = [_bare(read.cells.get(figure, "")) for figure in spot.figures()]
    return all(values) or any(_bare(spot.text) in value for value in values)


def _is_named(
    table: Table,
    row: Sequence[Spot],
    gone: Sequence[Spot],
    loose: Sequence[str],
    notes: Sequence[str],
) -> bool:
    """Are the lost figures of a row set aside together, or is their row or table said to lack?"""
    pattern = re.compile(
        ".*".join(re.escape("".join(spot.text.split())) for spot in gone), re.DOTALL
    )
    number = {"disclosure": "表二", "applications": "表三", "disputes": "表四"}[table.name]
    labels = [spot.text for spot in row if not spot.figures() and len(spot.text) > 1]
    return (
        any(pattern.search(_bare(text)) for text in loose)
        or any(f"没有找到{number}" in note for note in notes)
        or any(f"“{label}”" in note for label in labels for note in notes)
    )
