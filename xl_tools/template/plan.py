"""What a sheet of the workbook will hold, before any library writes it."""

from __future__ import annotations

from typing import Any

from xl_tools.formula.values import Scalar
from xl_tools.places import Spot
from xl_tools.records import NamedTuple


class Formula(NamedTuple):
    """A formula text without its equals sign; `dated`: it has another value each day."""

    text: str
    dated: bool = False


class Link(NamedTuple):
    """Words that lead to another place of the workbook."""

    words: str
    target: str


Content = Scalar | Formula | Link


class Validation(NamedTuple):
    """What may be typed into some cells, and what is said about it."""

    area: str
    options: dict[str, Any]


class Highlight(NamedTuple):
    """A conditional format: cells of an area for which a formula holds look like a style."""

    area: str
    formula: str
    style: str


class PlacedButton(NamedTuple):
    """A button that runs a macro: row, column and offsets in pixels; width and height.

    `words` say what it does to those who cannot see it.
    """

    caption: str
    words: str
    macro: str
    place: tuple[int, int, int, int]
    size: tuple[int, int]


class Series(NamedTuple):
    """The cells of a series: its name, the labels of its bars, their values."""

    name: str
    labels: str
    values: str


class PlacedChart(NamedTuple):
    """A chart of bars at a cell (row, column), as wide as its column and so many rows high.

    `words` say what it shows to those who cannot see it.
    """

    title: str
    words: str
    series: tuple[Series, ...]
    corner: tuple[int, int]
    rows: int


class SheetPlan:
    """One sheet, filled step by step by the module that plans it."""

    def __init__(self, name: str, *, landscape: bool = False) -> None:
        self.name = name
        self.landscape = landscape
        self.cells: dict[tuple[int, int], tuple[Content, str]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.heights: dict[int, float] = {}
        self.widths: dict[int, float] = {}
        self.hidden_columns: tuple[int, int] | None = None
        self.hidden_rows: tuple[int, int] | None = None
        self.validations: list[Validation] = []
        self.highlights: list[Highlight] = []
        self.frozen: tuple[int, int] | None = None
        self.print_area: tuple[int, int, int, int] | None = None
        self.repeat_rows: tuple[int, int] | None = None
        self.one_page = False
        self.hidden = False
        self.protected = True
        self.buttons: list[PlacedButton] = []
        self.charts: list[PlacedChart] = []
        self.cursor: tuple[int, int] = (1, 1)
        self.header = "&L&9政府信息公开工作年度报告&R&9&A"
        self.footer = "&C第 &P 页，共 &N 页"
        self.margins: tuple[float, float, float, float] = (0.7, 0.7, 0.8, 0.8)
        self.breaks: list[int] = []  # rows after which a page ends
        self.first_page: int | None = None  # its number, where the sheet counts its own pages

    def put(self, row: int, column: int, content: Content, style: str) -> None:
        """Put a content into a cell."""
        self.cells[row, column] = (content, style)

    def put_at(self, spot: Spot, content: Content, style: str) -> None:
        """Put a content at a place of this sheet."""
        self.put(spot.row, spot.column, content, style)

    def merge(self, box: tuple[int, int, int, int], content: Content, style: str) -> None:
        """Merge (top, left, bottom, right) and put a content into it."""
        top, left, bottom, right = box
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.put(row, column, None, style)
        self.put(top, left, content, style)
        if (top, left) != (bottom, right):
            self.merges.append(box)

    def validate(self, area: str, **options: Any) -> None:
        """Say what may be typed into an area."""
        self.validations.append(Validation(area, options))

    def highlight(self, area: str, formula: str, style: str) -> None:
        """Let cells of an area look like a style where a formula holds."""
        self.highlights.append(Highlight(area, formula, style))
