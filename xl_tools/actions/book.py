"""A workbook open in a program: what it holds now, what is put into it, words to the person."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from xl_tools.actions.naming import stamped
from xl_tools.actions.offices import Work, office_of
from xl_tools.edition import Edition, Editions, builtin_editions
from xl_tools.files import read_whole
from xl_tools.ooxml.content import Content, Formula
from xl_tools.places import Span, Spot
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.rules import Outcome, check
from xl_tools.settingsfile import settings_near
from xl_tools.sources.livebook import LiveBook
from xl_tools.sources.workbook import reading_of

TITLE: Final = "政府信息公开年报"


class BookDesk:
    """The desk of a button: an open `xlwings.Book`, in Excel or in LibreOffice alike."""

    def __init__(self, live: Any, editions: Editions | None = None) -> None:
        self.live = live
        self.editions = editions or builtin_editions()

    # ---- what it holds -------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Where the workbook lies; Refusal where it was never saved."""
        name = str(self.live.fullname)
        if "://" in name or not Path(name).is_absolute():
            raise Refusal(
                "这个工作簿还没有保存在本机的文件夹里", "请先“另存为”到本机，再点一次", file=name
            )
        return Path(name)

    def open_book(self) -> LiveBook:
        """The book as it stands on the screen, unsaved figures included."""
        return LiveBook(self.live, str(self.live.name))

    def read(self, book: LiveBook | None = None) -> Reading:
        """The report as it stands on the screen."""
        try:
            return reading_of(book or self.open_book(), self.editions)
        except Refusal as refusal:
            raise refusal.within(str(self.live.name)) from None

    def check(self, reading: Reading) -> Outcome:
        """What the rules say about what was read, by the settings beside the book."""
        name = str(self.live.fullname)
        here = Path(name) if Path(name).is_absolute() and "://" not in name else None
        return check(reading, self.editions, settings=settings_near(here))

    def edition_of(self, reading: Reading) -> Edition:
        """The edition of what was read."""
        return self.editions.get(reading.report.edition)

    # ---- what is put into it -------------------------------------------------------------

    def put(self, contents: Mapping[Spot, Content]) -> None:
        """Write cells; whole rectangles at once where they lie together."""
        self.at_rest(partial(self._put, contents))

    def _put(self, contents: Mapping[Spot, Content]) -> None:
        for span in rectangles(list(contents)):
            self.range(span).value = [
                [_written(contents[Spot(span.sheet, row, column)]) for column in _columns(span)]
                for row in range(span.top, span.bottom + 1)
            ]

    def range(self, place: Spot | Span) -> Any:
        """Cells of the open book, as xlwings has them."""
        sheet = self.live.sheets[place.sheet]
        if isinstance(place, Spot):
            return sheet.range((place.row, place.column))
        return sheet.range((place.top, place.left), (place.bottom, place.right))

    def selected(self) -> Spot:
        """The cell at the top left of what is selected."""
        chosen = self.live.app.selection
        if chosen is None:
            return Spot(self.live.sheets.active.name, 1, 1)
        return Spot(chosen.sheet.name, chosen.row, chosen.column)

    def go(self, spot: Spot) -> None:
        """Show a cell and select it."""
        self.live.sheets[spot.sheet].activate()
        self.range(spot).select()

    def at_rest(self, work: Work) -> None:
        """Do some work while the screen stands still; it is as it was afterwards.

        Where a person set calculation to manual it stays so, and formulas are worked out once.
        """
        app = self.live.app
        before = app.screen_updating
        app.screen_updating = False
        try:
            work()
            if app.calculation == "manual":
                app.calculate()
        finally:
            app.screen_updating = before

    def backup(self) -> Path:
        """A dated copy of the book as it stands, beside it; where it is."""
        path = stamped(self.path, "备份")
        office_of(self.live.app).save_copy(self.live, path)
        return path

    def copy(self) -> bytes:
        """The bytes of the book as it stands on the screen; the open book stays what it is."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"copy{self.path.suffix}"
            office_of(self.live.app).save_copy(self.live, path)
            return read_whole(path)

    def restore_looks(self, model: Path, sheets: Sequence[str]) -> None:
        """Formats and limits of the model's sheets, put over those of the book."""
        here = self.selected()
        office = office_of(self.live.app)
        self.at_rest(partial(office.copy_looks, self.live, model, sheets))
        if self.live.sheets.active.name == here.sheet:
            self.range(here).select()

    def put_locked(self, contents: Mapping[Spot, Content]) -> None:
        """As `put`, also into cells that the sheets' protection keeps from a person."""
        office = office_of(self.live.app)
        for name in dict.fromkeys(spot.sheet for spot in contents):
            own = {spot: content for spot, content in contents.items() if spot.sheet == name}
            office.unguarded(self.live.sheets[name], partial(self.put, own))

    def put_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        """Heights of rows, in points; LibreOffice fits none to what a program puts there."""
        live = self.live.sheets[sheet]

        def work() -> None:
            for height in dict.fromkeys(heights.values()):
                rows = [Spot(sheet, row, 1) for row, own in heights.items() if own == height]
                for span in rectangles(rows):
                    self.range(span).row_height = height

        office_of(self.live.app).unguarded(live, work)

    # ---- files beside it -----------------------------------------------------------------

    @property
    def workers(self) -> int:
        """In how many processes files may be read; 0 for as many as there are cores."""
        return office_of(self.live.app).workers

    def pick_folder(self, title: str, start: Path) -> Path | None:
        """A folder that the person chooses, `start` shown first; None where none is chosen."""
        return office_of(self.live.app).pick_folder(self.live.app, title, start)

    def print_rows(self, span: Span) -> None:
        """Print these cells of a sheet and no others."""
        office_of(self.live.app).print_rows(self.live.sheets[span.sheet], span)

    # ---- words ---------------------------------------------------------------------------

    def status(self, words: str) -> None:
        """A line that waits to be read, in the status bar."""
        self.live.app.status_bar = words

    def say(self, words: str) -> None:
        """A message that must be seen."""
        self.live.app.alert(words, title=TITLE)

    def ask(self, words: str) -> bool:
        """A question; only yes is yes."""
        answer: str = self.live.app.alert(words, title=TITLE, buttons="yes_no")
        return answer == "yes"


def _columns(span: Span) -> range:
    return range(span.left, span.right + 1)


def _written(content: Content) -> Any:
    """A content as xlwings takes it."""
    if isinstance(content, Formula):
        return f"={content.text}"
    if isinstance(content, Decimal):
        whole = content == content.to_integral_value()
        return int(content) if whole else float(content)
    return content


def rectangles(spots: list[Spot]) -> Iterator[Span]:
    """Few rectangles that hold just these cells: runs along rows, joined while they are alike."""
    open_: dict[tuple[str, int, int], Span] = {}
    for run in _runs(sorted(spots)):
        key = (run.sheet, run.left, run.right)
        above = open_.get(key)
        if above is not None and above.bottom + 1 == run.top:
            open_[key] = above._replace(bottom=run.bottom)
            continue
        if above is not None:
            yield above
        open_[key] = run
    yield from open_.values()


def _runs(spots: list[Spot]) -> Iterator[Span]:
    """Cells side by side on one row."""
    run: Span | None = None
    for spot in spots:
        if run and (run.sheet, run.top, run.right + 1) == (spot.sheet, spot.row, spot.column):
            run = run._replace(right=spot.column)
            continue
        if run:
            yield run
        run = Span(spot.sheet, spot.row, spot.column, spot.row, spot.column)
    if run:
        yield run
