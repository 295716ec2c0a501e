"""汇总台.xlsm open in a program: its fields and roster, what its buttons put there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from xl_tools.actions.book import BookDesk
from xl_tools.actions.marked import time_now
from xl_tools.deskbook import (
    ACCOUNT,
    ADVICE,
    COLUMNS,
    FIELDS,
    FRONT,
    LISTED,
    NEXT_ROW,
    PLACES,
    ROSTER,
    SHARED,
    UNITS,
    WIDTHS,
)
from xl_tools.edition import Edition
from xl_tools.ooxml.content import Content
from xl_tools.ooxml.rowheights import HIGHEST, LINE, PADDING, PER_CHARACTER
from xl_tools.ooxml.rowheights import lines as lines_of
from xl_tools.places import Span, Spot
from xl_tools.refusal import Refusal
from xl_tools.rollup.codefendants import NONE, Declared, declared_in
from xl_tools.rollup.roster import Roster, roster_of
from xl_tools.settings import Settings
from xl_tools.settingsfile import settings_near
from xl_tools.sources.plainrows import rows_of

EVERY: Final = 0.5  # seconds between two words on how far it is
MOST_LINES: Final = 8  # of an account
USUAL, LOWEST = 18.0, 60.0  # heights in points: of a line, of the account
Line = Sequence[Content]


def pressed(desk: BookDesk, work: Callable[[CountyDesk], None]) -> None:
    """Do the work of a button; what stands in its way is said in the account too."""
    try:
        work(CountyDesk(desk))
    except Refusal as refusal:
        if FRONT in [sheet.name for sheet in desk.live.sheets]:
            desk.put_locked({ACCOUNT: f"{time_now()}　没有做成：{refusal.sentence}"})
        raise


class CountyDesk:
    """The desk of a button of 汇总台: as a person filled it in, unsaved words included."""

    def __init__(self, desk: BookDesk) -> None:
        self.desk = desk
        self.folder = desk.path.parent
        self._book = desk.open_book()
        if self._book.grid(FRONT) is None or self._book.grid(ROSTER) is None:
            raise Refusal(
                f"这个工作簿里没有“{FRONT}”表和“{ROSTER}”表", "请用 xl-tools 自带的汇总台.xlsm"
            )

    # ---- what stands on it ---------------------------------------------------------------

    def text(self, field: str) -> str:
        """What is written in a field."""
        return self._book.text(f"desk.{field}", PLACES[field])

    def needed(self, field: str, example: str) -> str:
        """The same; Refusal that names the cell where nothing is written."""
        found = self.text(field)
        if not found:
            raise _unfilled(field, f"请填上，例如 {example}")
        return found

    @property
    def year(self) -> int:
        """The year that is reported on."""
        text = self.needed("year", "2025")
        if not (len(text) == 4 and text.isdecimal()):
            raise _unfilled("year", "请填四位数字，例如 2025", f"“{text}”不是年度")
        return int(text)

    @property
    def organ(self) -> str:
        """Whose desk it is."""
        return self.needed("organ", "某某县人民政府")

    @property
    def edition(self) -> Edition:
        """The edition that the year calls for."""
        return self.desk.editions.for_year(self.year)

    @property
    def settings(self) -> Settings:
        """The office's settings, beside the workbook."""
        return settings_near(self.desk.path)

    def place(self, field: str) -> Path | None:
        """The file or folder of a field, beside the workbook where only a name is written."""
        found = self.text(field)
        return self.folder / Path(found).expanduser() if found else None

    def needed_place(self, field: str, example: str) -> Path:
        """The same; Refusal where nothing is written."""
        return self.folder / Path(self.needed(field, example)).expanduser()

    @cached_property
    def _rows(self) -> list[list[str]]:
        grid = self._book.grid(ROSTER)
        assert grid is not None
        return rows_of(grid)

    @cached_property
    def roster(self) -> Roster:
        """The units; Refusal that names every row which cannot be used."""
        try:
            return roster_of(self._rows)
        except Refusal as refusal:
            raise Refusal(refusal.problem, refusal.advice, sheet=ROSTER) from None

    @cached_property
    def shared(self) -> Declared:
        """The suits of co-defendants; none in a workbook of before the sheet for them."""
        grid = self._book.grid(SHARED)
        if grid is None:
            return NONE
        try:
            found = declared_in(rows_of(grid), self.desk.editions)
        except Refusal as refusal:
            raise Refusal(refusal.problem, refusal.advice, sheet=SHARED) from None
        return found._replace(file=self.desk.path.name)

    def phone(self, unit: str) -> str:
        """The telephone number beside a unit of the roster."""
        column = COLUMNS.index("联系电话")
        for row in self._rows[LISTED.top - 1 :]:
            if row and "".join(row[0].split()) == unit and len(row) > column:
                return row[column]
        return ""

    # ---- what is put there ---------------------------------------------------------------

    def ask(self, *lines: str) -> bool:
        """A question about what is going to be written; after a no nothing is."""
        if self.desk.ask("\n".join([*lines, "选“否”就什么也不写。"])):
            return True
        self.desk.status("没有做，什么也没有写。")
        return False

    def seen(self, what: str) -> Callable[[int], None]:
        """To be told how many more are done; the status bar says so now and then."""
        state = [0.0, 0.0]

        def more(count: int) -> None:
            state[0] += count
            if time.monotonic() - state[1] > EVERY:
                state[1] = time.monotonic()
                self.desk.status(f"{what}：{state[0]:.0f} 份……")

        return more

    def write(self, field: str, text: str) -> None:
        """Put a text into a field."""
        self.desk.put_locked({PLACES[field]: text})

    def lines(self, span: Span, lines: Sequence[Line]) -> None:
        """Put lines into a table, as high as their words need; those of before are gone."""
        kept = lines[: span.bottom - span.top + 1]
        grid = self._book.grid(span.sheet)
        before = max((row for row, _ in grid.cells), default=0) if grid else 0
        rows = range(span.top, min(max(before, span.top + len(kept) - 1), span.bottom) + 1)
        blank: Line = (None,) * (span.right - span.left + 1)
        table = {row: kept[n] if n < len(kept) else blank for n, row in enumerate(rows)}
        self.desk.put_locked(
            {
                Spot(span.sheet, row, column): content
                for row, line in table.items()
                for column, content in enumerate(line, span.left)
            }
        )
        widths = WIDTHS[span.sheet]
        heights = {row: max(map(_height, line, widths)) for row, line in table.items()}
        self.desk.put_heights(span.sheet, heights)
        bottom = span.top + max(len(kept), 1) - 1
        self.desk.print_rows(Span(span.sheet, 1, 1, bottom, span.right))

    def words(self, spot: Spot, text: str, least: float) -> None:
        """Put words into a cell that goes on to the right edge of its sheet's table."""
        self.desk.put_locked({spot: text})
        width = sum(WIDTHS[spot.sheet][spot.column - 1 :])
        self.desk.put_heights(spot.sheet, {spot.row: max(_height(text, width), least)})

    def tell(self, lines: Sequence[str], advice: str) -> None:
        """The account of what was done, on the sheet and in a box; and what to do next."""
        short = lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "……"]
        self.words(ACCOUNT, "\n".join([f"{time_now()}　{short[0]}", *short[1:]]), LOWEST)
        self.desk.put_locked({ADVICE: advice})
        self.desk.go(Spot(FRONT, NEXT_ROW, 1))
        self.desk.status(lines[0])
        self.desk.say("\n".join([*short, f"下一步：{advice}。"]))

    def show_units(self, lines: Sequence[Line]) -> None:
        """The table of units; the roster is printed as far as it goes."""
        room = UNITS.bottom - UNITS.top
        more = f"还有 {len(lines) - room} 行列不下，全部见汇总.xlsx 的“来源”一页"
        fitting = lines if len(lines) <= room else [*lines[:room], ("……", "", "", None, more)]
        self.lines(UNITS, fitting)
        self.desk.print_rows(Span(ROSTER, 1, 1, max(len(self._rows), LISTED.top), LISTED.right))


def _height(content: Content, width: float) -> float:
    """How high a row must be for a content, a little more than the screen needs for print."""
    text = content if isinstance(content, str) else ""
    count = lines_of(text, width / PER_CHARACTER)
    return min(count * LINE + PADDING, HIGHEST) if count > 1 else USUAL


def _unfilled(field: str, advice: str, problem: str = "") -> Refusal:
    words = problem or f"“{FIELDS[field]}”还没有填写"
    return Refusal(words, advice, sheet=FRONT, cell=PLACES[field].address)
