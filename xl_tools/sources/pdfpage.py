"""A page of a PDF -> its lines of text and its tables, by where the characters stand."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from xl_tools.edition import Editions
from xl_tools.records import NamedTuple
from xl_tools.sources.printed.lines import is_known_text
from xl_tools.sources.printed.values import Cell, PrintedTable

# Edges closer than this are one line drawn twice.
SAME: Final = 2.5
# Radicals that some programs write in place of the characters, as pairs.
RADICALS: Final = (
    "⺠民⺟母⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
    "⺋卩⺌小⺝月⺬示⺮竹⺼肉⻊足⻌辶⻍辶⻏阝⻖阝⻐钅⻑長⻒镸⻃覀⺫目⺹老⺷羊"
)
FIGURES: Final = re.compile("[0-9.]+")
KANGXI: Final = range(0x2F00, 0x2FD6)


class Glyph(NamedTuple):
    """A character and its box on the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class TextLine(NamedTuple):
    """A line of text: where it begins and ends, and how large its characters are."""

    text: str
    left: float
    right: float
    top: float
    size: float


class PlacedTable(NamedTuple):
    """A table and where it begins on its page."""

    table: PrintedTable
    top: float


class PdfPage(NamedTuple):
    """What a page shows."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    tables: tuple[PlacedTable, ...]


class Box(NamedTuple):
    """A cell of a drawn grid, and the characters in it."""

    left: float
    top: float
    right: float
    bottom: float


@cache
def unified() -> Mapping[int, str]:
    """Radicals -> the characters they stand for."""
    pairs = dict(zip(map(ord, RADICALS[::2]), RADICALS[1::2], strict=True))
    return pairs | {code: unicodedata.normalize("NFKC", chr(code)) for code in KANGXI}


def page_of(page: Any, editions: Editions) -> PdfPage:
    """The lines and tables of a page of pdfplumber's."""
    glyphs = [_glyph(char) for char in page.chars]
    glyphs = [glyph for glyph in glyphs if glyph.text]
    tables: list[PlacedTable] = []
    for found in page.find_tables():
        for boxes in _grids([Box(*cell) for cell in found.cells], glyphs, editions):
            where = f"第 {page.page_number} 页第 {len(tables) + 1} 个表格"
            cells, glyphs = _filled(boxes, glyphs)
            tables.append(PlacedTable(PrintedTable(cells, where), min(box.top for box in boxes)))
    lines = tuple(_lines(glyphs))
    return PdfPage(page.page_number, float(page.width), float(page.height), lines, tuple(tables))


def _glyph(char: Mapping[str, Any]) -> Glyph:
    text = str(char["text"]).translate(unified())
    return Glyph(text, char["x0"], char["top"], char["x1"], char["bottom"])


# ---- tables ----------------------------------------------------------------------------


def _grids(
    boxes: Sequence[Box], glyphs: Sequence[Glyph], editions: Editions
) -> Iterator[list[Box]]:
    """The parts of a drawn grid that are tables: rules between lines of text make none."""
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    by_top: dict[int, list[Box]] = {}
    edges = _edges(box.top for box in boxes)
    for box in boxes:
        by_top.setdefault(_index(edges, box.top), []).append(box)
    held: list[Box] = []
    for _, row in sorted(by_top.items()):
        alone = len(row) == 1 and row[0].right - row[0].left > (right - left) * 0.95
        if alone and not is_known_text(_text_in(row[0], glyphs), editions):
            if held:
                yield held
            held = []
        else:
            held += row
    if held:
        yield held


def _text_in(box: Box, glyphs: Iterable[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs if _holds(box, glyph))


def _holds(box: Box, glyph: Glyph) -> bool:
    along, down = glyph.middle
    return box.left <= along < box.right and box.top <= down < box.bottom


def _edges(places: Iterable[float]) -> list[float]:
    """The distinct places, each standing for all that are as good as the same."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > SAME:
            edges.append(place)
    return edges


def _index(edges: Sequence[float], place: float) -> int:
    return max(0, bisect_right(edges, place + SAME / 2) - 1)


def _filled(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> tuple[tuple[Cell, ...], list[Glyph]]:
    """The cells with their text, and the characters that stand in none of them."""
    across = _edges([box.left for box in boxes] + [box.right for box in boxes])
    down = _edges([box.top for box in boxes] + [box.bottom for box in boxes])
    inside: dict[Box, list[Glyph]] = {box: [] for box in boxes}
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        for row in range(_index(down, box.top), max(_index(down, box.bottom), 1)):
            rows.setdefault(row, []).append(box)
    outside: list[Glyph] = []
    for glyph in glyphs:
        row = _index(down, glyph.middle[1])
        holding = next((one for one in rows.get(row, ()) if _holds(one, glyph)), None)
        (outside if holding is None else inside[holding]).append(glyph)
    cells = []
    for box, own in inside.items():
        top, left = _index(down, box.top), _index(across, box.left)
        height = max(1, _index(down, box.bottom) - top)
        width = max(1, _index(across, box.right) - left)
        text = _cell_text(list(_lines(own)), box)
        cells.append(Cell(text, top, left, height, width))
    return tuple(cells), outside


def _cell_text(lines: Sequence[TextLine], box: Box) -> str:
    """The lines of a cell; a number too long for it goes on in the next line."""
    texts = [line.text for line in lines]
    number = all(FIGURES.fullmatch(text) for text in texts)
    full = all(
        line.right - line.left > box.right - box.left - line.size * 1.5 for line in lines[:-1]
    )
    return ("" if number and full else "\n").join(texts)


# ---- lines -----------------------------------------------------------------------------


def _lines(glyphs: Iterable[Glyph]) -> Iterator[TextLine]:
    """Characters at one height are a line; one drawn twice for bold print is one."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: (g.middle[1], g.left)):
        if row and glyph.middle[1] - row[-1].middle[1] > (glyph.bottom - glyph.top) * 0.5:
            yield from _line(row)
            row = []
        row.append(glyph)
    yield from _line(row)


def _line(row: list[Glyph]) -> Iterator[TextLine]:
    row.sort(key=lambda glyph: glyph.left)
    pieces: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None and glyph.text == before.text and glyph.left - before.left < 1:
            continue
        if before is not None and _is_gap(before, glyph):
            pieces.append(" ")
        pieces.append(glyph.text)
        before = glyph if glyph.text.strip() else before
    text = _without_odd_blanks("".join(pieces)).strip()
    if text:
        inked = [glyph for glyph in row if glyph.text.strip()]
        size = max(glyph.bottom - glyph.top for glyph in inked)
        yield TextLine(text, inked[0].left, inked[-1].right, inked[0].top, size)


def _is_gap(before: Glyph, glyph: Glyph) -> bool:
    """Is there room for a space between two words of Latin letters?"""
    latin = before.text.isascii() and glyph.text.isascii()
    both = before.text.strip() and glyph.text.strip()
    return bool(latin and both and glyph.left - before.right > (glyph.bottom - glyph.top) * 0.2)


def _without_odd_blanks(text: str) -> str:
    """A space between two Chinese characters only fills a justified line."""
    pieces = text.split(" ")
    joined = pieces[0]
    for piece in pieces[1:]:
        odd = _is_wide(joined.rstrip()[-1:]) and _is_wide(piece[:1])
        joined += piece if odd else f" {piece}"
    return joined


def _is_wide(sign: str) -> bool:
    return bool(sign) and ord(sign) >= 0x2E80
