"""Rows of a printed sheet, page by page, and the hidden cells beside them."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Section, Table
from xl_tools.placement import PREVIEW, Placement
from xl_tools.places import Spot, at, fixed
from xl_tools.template.flow import INDENT, TOO_LONG, Flow, Signs, quoted
from xl_tools.template.plan import Content, Formula, SheetPlan
from xl_tools.template.printgrid import PrintGrid

PAGE: Final = 690.0  # points of rows on a page; A4 has 704 between these margins
MARGINS: Final = (0.7, 0.7, 0.98, 0.93)  # inches: left, right, top, bottom
STEP: Final = 0.75  # of a row's height, a pixel
LINE: Final = 20.25


def here(spot: Spot) -> str:
    """A cell of the sheet as its formulas name it."""
    return fixed(spot, PREVIEW)


def heading_of(section: Section) -> str:
    """The heading as it is printed."""
    return INDENT + section.title


class Paper:
    """The sheet while it is filled."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement
        tables: list[Table] = list(placement.edition.tables.values())
        self.grid = PrintGrid(tables)
        self.plan = SheetPlan(PREVIEW)
        self.plan.margins = MARGINS
        self.row, self.used = 1, 0.0
        self.helpers = self.grid.width + 4
        self._next_helper = 1
        self.signs = Signs(self.helper(), self.helper(), self.helper())
        self.signs.put(self.plan)

    # ---- rows ---------------------------------------------------------------------------

    def add(self, height: float, content: Content = None, style: str = "") -> int:
        """The next row, with a content over the whole width."""
        row = self.row
        self.row, self.used = row + 1, self.used + height
        self.plan.heights[row] = height
        if style:
            self.plan.put(row, 1, content, style)
            self.plan.merges.append((row, 1, row, self.grid.width))
        return row

    def room(self, *later: float) -> int:
        """How many lines this page still holds beside rows of these heights."""
        return int((PAGE - self.used - sum(later)) / LINE)

    def turn(self) -> None:
        """Fill the page up and begin the next one.

        All pages are equally high, so that they break here even where a program that fits the
        width to the paper pays no attention to manual breaks.
        """
        self.fill()
        self.plan.breaks.append(self.row - 1)
        self.used = 0.0

    def fill(self) -> None:
        """Fill the page up."""
        rest = int((PAGE - self.used) / STEP) * STEP
        if rest > 0:
            self.add(rest)

    # ---- hidden cells -------------------------------------------------------------------

    def helper(self, count: int = 1) -> Spot:
        """The first of so many free hidden cells, one below the other."""
        spot = Spot(PREVIEW, self._next_helper, self.helpers)
        self._next_helper += count
        return spot

    def kept(self, content: Content) -> str:
        """A hidden cell with a content, as formulas name it."""
        spot = self.helper()
        self.plan.put_at(spot, content, "hidden")
        return here(spot)

    def flow(self, *, waits: bool = False) -> Flow:
        """A new running text."""
        return Flow(self.helper(Flow.STEPS), self.signs, waits=waits)

    def texts(self, section: Section) -> list[str]:
        """The paragraphs of a section as formulas name them."""
        return self.cells(section.id)

    def cells(self, narrative: str) -> list[str]:
        """The paragraphs of a text as formulas name them."""
        return [at(spot) for spot in self.placement.narratives[narrative].column_spots()]

    # ---- lines --------------------------------------------------------------------------

    def lines(self, flow: Flow, count: int, first: str) -> list[int]:
        """Rows of a running text, the first from the place `first`."""
        rows = [self.add(LINE, None, "paper_line") for _ in range(count)]
        start, following = self.start(rows[0]), first
        for row in rows:
            self.plan.put_at(start, Formula(following), "hidden")
            window = start.right(1)
            self.plan.put_at(window, Formula(flow.window(start.address)), "hidden")
            following = flow.next_start(start.address, window.address)
            start = self.start(row + 1)
            text = flow.line(self.start(row).address, start.address)
            self.plan.put(row, 1, Formula(text), "paper_line")
        self.plan.put_at(start, Formula(following), "hidden")
        return rows

    def start(self, row: int) -> Spot:
        """Where the start of the line on a row is worked out."""
        return Spot(PREVIEW, row, self.helpers + 1)

    def say_too_long(self, row: int, left: str) -> None:
        """Let a row say that text is left over where a condition holds."""
        content, style = self.plan.cells[row, 1]
        assert isinstance(content, Formula)
        self.plan.put(row, 1, Formula(f"IF({left},{quoted(TOO_LONG)},{content.text})"), style)
