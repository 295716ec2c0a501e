"""Open book -> where the figures of a table stand, and which wording was changed."""

from __future__ import annotations

from xl_tools.edition import Edition, Editions
from xl_tools.ooxml.sheet import Sheet
from xl_tools.placement import TablePlace, placement_of
from xl_tools.places import Spot
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Changed, Place
from xl_tools.sources.labels import Located, Moves, essence, locate
from xl_tools.sources.openbook import NO_SHEET, OpenBook


class Found(NamedTuple):
    """A table in a workbook: its sheet and how far each row of its grid has moved."""

    place: TablePlace
    sheet: str
    moves: Moves
    notes: tuple[str, ...]

    def spots(self) -> dict[str, Spot]:
        """The cell of each figure."""
        return {
            figure.id: self.spot(box.row, box.column) for box, figure in self.place.grid.figures()
        }

    def spot(self, row: int, column: int) -> Spot:
        """Where a cell of the grid, counted from 0, stands now."""
        down, right = self.moves[row]
        return Spot(self.sheet, row + 1 + down, column + 1 + right)


def find_table(book: OpenBook, place: TablePlace) -> Found:
    """A table by the names of its cells, else by its wording; Refusal where neither serves."""
    notes: list[str] = []
    found = _by_names(book, place, notes) or _by_wording(book, place)
    if found is None:
        raise Refusal(
            f"找不到{place.table.number}“{place.table.caption}”",
            "表格的文字或名称被改动太多，请从模板重新复制一份，把数填进去",
        )
    sheet, moves = found
    if sheet != place.sheet:
        notes.append(f"工作表“{place.sheet}”改名成了“{sheet}”")
    notes += _copies(book, sheet)
    return Found(place, sheet, moves, tuple(notes))


def _copies(book: OpenBook, sheet: str) -> list[str]:
    """Sheets that Excel names like this one, when a person copies it: nobody reads them."""
    return [
        f"工作表“{ref.name}”像是“{sheet}”的复制件，没有读它；数填在那里的，请改填到“{sheet}”"
        for ref in book.book.sheets
        if ref.name != sheet and ref.name.startswith(sheet)
    ]


def _by_names(book: OpenBook, place: TablePlace, notes: list[str]) -> tuple[str, Moves] | None:
    """Sheet and moves by names; None where names are gone or cells were dragged about."""
    moves: Moves = {}
    sheets = set()
    for box, figure in place.grid.figures():
        span = book.name_span(figure.id)
        if span is None:
            return None
        move = (span.top - box.row - 1, span.left - box.column - 1)
        if moves.setdefault(box.row, move) != move:
            notes.append(f"{place.table.number}有格子被剪切到了别处，改按表格文字定位")
            return None
        sheets.add(span.sheet)
    downs = [moves[row][0] for row in sorted(moves)]
    straight = len({right for _, right in moves.values()}) == 1 and downs == sorted(downs)
    if len(sheets) != 1 or not straight:
        return None
    return sheets.pop(), _every_row(moves, place.grid.height)


def _every_row(moves: Moves, height: int) -> Moves:
    """Rows without figures moved as the next row that has some."""
    full: Moves = {}
    following = moves[max(moves)]
    for row in reversed(range(height)):
        following = moves.get(row, following)
        full[row] = following
    return full


def _by_wording(book: OpenBook, place: TablePlace) -> tuple[str, Moves] | None:
    sheet, found = _most_wording(book, place)
    return (sheet, found.moves) if found.is_likely else None


def _most_wording(book: OpenBook, place: TablePlace) -> tuple[str, Located]:
    """The sheet in which most of a table's wording stands."""
    best = (place.sheet, Located({}, 0, 1))
    for name in dict.fromkeys((place.sheet, *(ref.name for ref in book.book.sheets))):
        grid = book.grid(name)
        if grid is None:
            continue
        found = locate(place.grid, texts_of(grid))
        if found.found > best[1].found:
            best = (grid.name, found)
        if found.found == found.wanted:
            break
    return best


def texts_of(grid: Sheet) -> dict[tuple[int, int], str]:
    """The cells of a sheet that hold text."""
    return {at: cell.value for at, cell in grid.cells.items() if isinstance(cell.value, str)}


def detect_edition(book: OpenBook, editions: Editions) -> Edition:
    """The edition whose wording fits best, where the names are gone."""
    scores = [(_score(book, edition), edition) for edition in editions]
    best, edition = max(scores, key=lambda pair: pair[0])
    if best == 0:
        raise Refusal("不是年度报告工作簿：没有找到官方格式的三张表", "请检查是不是选错了文件")
    return edition


def _score(book: OpenBook, edition: Edition) -> int:
    places = placement_of(edition).tables.values()
    located = [_most_wording(book, place)[1] for place in places]
    return sum(one.found for one in located) if all(one.is_likely for one in located) else 0


def changed_wording(book: OpenBook, found: Found) -> list[Changed]:
    """Fixed wording that no longer is what the form says; spaces and punctuation do not count."""
    grid = book.grid(found.sheet)
    if grid is None:
        raise Refusal(*NO_SHEET, sheet=found.sheet)
    changed = []
    for box in found.place.grid.boxes:
        if not box.text:
            continue
        spot = found.spot(box.row, box.column)
        value = grid.at(spot.row, spot.column).value
        text = "" if value is None else str(value)
        if text != box.text and essence(text) != essence(box.text):
            where = Place(found.sheet, spot.address)
            changed.append(Changed(found.place.table.id, box.text, text.strip(), where))
    return changed
