"""Sheet XML -> cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, ItemsView, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from xl_tools.ooxml.layout import Layout, column_at, column_of, lay_out, row_number, unreadable
from xl_tools.ooxml.shared import shifted
from xl_tools.ooxml.strings import rich_text
from xl_tools.ooxml.text import cell_text, plain
from xl_tools.ooxml.xml import GAP, MAX_LISTED, attributes_of, pattern
from xl_tools.records import NamedTuple
from xl_tools.refs import MAX_ROW, Area, Position, address, area
from xl_tools.refusal import Refusal

MAX_CELLS: Final = 200_000
# All the formulas that shared ones stand for, in characters.
MAX_SHARED: Final = 8 << 20
LONGEST_NUMBER: Final = 400
BEYOND: Final = 1e308
# So much of a sheet is taken apart at once.
SEGMENT: Final = 1 << 20

NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
BOOLS: Final = MappingProxyType({"1": True, "0": False, "true": True, "false": False})
# A cell's type -> what its text is.
WORDS: Final = MappingProxyType({"str": "text", "inlineStr": "text", "e": "error", "d": "date"})
PROBLEMS: Final = MappingProxyType(
    {
        "n": "数字单元格里不是数，或数大得不正常",
        "s": "文字的编号不对，找不到它的内容",
        "b": "逻辑值单元格里不是 0 或 1",
    }
)

EMPTY_TEXTS: Final = frozenset({"str", "inlineStr"})

# A cell as it is written, taken apart at its tags: see TOKEN.
Token = tuple[bytes, ...]
Value = bool | int | float | str | None
Content = tuple[Value, str, str]
NOTHING: Final[Content] = (None, "blank", "")


class Cell(NamedTuple):
    """What a cell holds.

    `kind` is "blank", "number", "text", "bool", "error" or "date". `raw` is a number as written,
    for exact decimals. A date is its serial number, or its text where the file says it in words.
    `cached` is false for a formula whose result the file does not hold: such a cell is "blank".
    """

    value: Value
    kind: str
    raw: str = ""
    formula: str | None = None
    cached: bool = False
    style: int = 0


_new = tuple.__new__  # the tuple itself, past the named tuple's slower constructor
BLANK: Final = Cell(*NOTHING)


class Cells(Mapping[Position, Cell]):
    """The cells of a sheet by place; one whose token cannot be refused is read when asked for."""

    __slots__ = ("_found", "_read")

    def __init__(
        self, found: dict[Position, Cell | Token], read: Callable[[Position, Token], Cell | None]
    ) -> None:
        self._found, self._read = found, read

    def __getitem__(self, at: Position) -> Cell:
        held = self._found[at]
        if isinstance(held, Cell):
            return held
        cell = self._found[at] = self._read(at, held) or BLANK
        return cell

    def get(self, at: Position, default: Any = None) -> Any:
        """The cell at a place, or the default where nothing stands."""
        return self[at] if at in self._found else default

    def items(self) -> ItemsView[Position, Cell]:
        """Every place and its cell."""
        return {at: self[at] for at in self._found}.items()

    def __iter__(self) -> Iterator[Position]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class Sheet(NamedTuple):
    """The cells of a sheet that hold something, and its merged areas."""

    name: str
    cells: Mapping[Position, Cell]
    layout: Layout

    @property
    def merges(self) -> tuple[Area, ...]:
        """The merged areas, worked out when asked for."""
        return _merges(self.layout)

    def at(self, row: int, column: int) -> Cell:
        """What a cell holds."""
        return self.cells.get((row, column), BLANK)


def scan(
    xml: bytes,
    strings: Sequence[str] = (),
    dates: Container[int] = (),
    *,
    member: str = "",
    sheet: str = "",
) -> Sheet:
    """The cells of a sheet. `dates` are the styles that show a number as a date."""
    layout = lay_out(xml, member, sheet)
    scanning = Scan(layout, strings, dates)
    for start, stop in _segments(layout):
        scanning.take(start, stop)
    scanning.follow()
    _refuse_merges(layout)
    return Sheet(sheet, Cells(scanning.found, scanning.cell), layout)


def _segments(layout: Layout) -> Iterator[tuple[int, int]]:
    """Stretches of whole rows, so that the largest sheet is held in pieces."""
    start, stop = layout.data.inner, layout.data.close
    end = b"</%brow>" % layout.xml.prefix
    while start < stop:
        cut = layout.xml.text.find(end, start + SEGMENT, stop)
        cut = stop if cut < 0 else cut + len(end)
        yield start, cut
        start = cut


def _refuse_merges(layout: Layout) -> None:
    """Refuse merged areas that make no sense; the others are worked out when asked for."""
    if not all(map(PLAIN_MERGE.fullmatch, _merge_tags(layout))):
        _merges(layout)


def _merge_tags(layout: Layout) -> list[bytes]:
    tags = pattern(b"<~mergeCell@", layout.xml.prefix).findall(layout.xml.text, layout.data.end)
    if len(tags) > MAX_LISTED:
        raise unreadable(layout.sheet, f"合并单元格超过 {MAX_LISTED:,} 处，太多了")
    return tags


def _merges(layout: Layout) -> tuple[Area, ...]:
    try:
        return tuple(area(attributes_of(tag)["ref"]) for tag in _merge_tags(layout))
    except (ValueError, KeyError):
        raise unreadable(layout.sheet, "合并单元格的范围读不懂") from None


# ---- one cell -------------------------------------------------------------------------

# One cell, taken apart: letters and digits of its reference, the rest of its tag, the run of blank
# cells after a blank one, the rest of the formula's tag and its text, the value, an empty value,
# the inline text, or else all that is inside it. Or a row's start.
TOKEN: Final = rb"""
    <~c (?:[ ]r="([A-Z]{1,3})([0-9]+)")? @
    (?: (?: (?<=/>) | </~c> )
        ( (?: <~c [ ]r="[A-Z]+[0-9]+" (?:[ ]s="[0-9]+")? (?:[ ]t="n")? (?: /> | ></~c> ) )* )
      | (?: <~f@ (?: (?<=/>) | (?<!/>) ([^<]*) </~f> ) )?
        (?: <~v> ([^<]+) </~v>
          | (<~v></~v>)
          | <~is><~t(?:[ ]xml:space="preserve")?> ([^<]+) </~t></~is> )?
        </~c>
      | (.*?) </~c\s*> )
  | <~row@
"""
FORMULA: Final = rb"<~f@ (?: (?<=/>) | (?<!/>) ([^<]*) </~f\s*> )"
VALUE: Final = rb"<~v@ (?: (?<=/>) | (?<!/>) ([^<]*) </~v\s*> )"
INLINE: Final = rb"<~is@ (?: (?<=/>) | (?<!/>) (.*?) </~is\s*> )"
EXTENSIONS: Final = rb"<~extLst@ (?: (?<=/>) | (?<!/>) .*? </~extLst\s*> )"
PARTS: Final = (FORMULA, VALUE, INLINE, EXTENSIONS)
# The rest of a merged area's tag, as every program writes it, within any sheet.
PLAIN_MERGE: Final = re.compile(rb' ref="[A-Z]{1,2}[1-9][0-9]{0,5}:[A-Z]{1,2}[1-9][0-9]{0,5}"/>')
LAST_COLUMN: Final = re.compile(rb'r="([A-Z]+)')

LETTERS, DIGITS, ATTRIBUTES = 0, 1, 2


@lru_cache(maxsize=4096)
def _traits(attributes: bytes) -> tuple[int, str]:
    """The style and the type that a cell's attributes name."""
    found = attributes_of(attributes)
    style = found.get("s", "0")
    return int(style) if style.isdecimal() and len(style) < 7 else 0, found.get("t", "n")


def _last_column(blanks: bytes) -> int:
    """The column of the last cell in a run of blank ones; 0 without a run."""
    return column_at(LAST_COLUMN.findall(blanks)[-1]) if blanks else 0


def _index(raw: bytes) -> int:
    """The number of a shared string; ValueError for what is none."""
    digits = raw if raw.isdigit() else plain(raw).strip().encode()
    if not digits.isdigit():
        raise ValueError(raw)
    return int(digits)


def _number(text: str) -> int | float:
    """A number; ValueError for what is none or is beyond all measure."""
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        raise ValueError(text)
    number = float(text) if set(text) & set(".eE") else int(text)
    if abs(number) >= BEYOND:
        raise ValueError(text)
    return number


class Scan:
    """A sheet while it is read; `row` is the last one that was met."""

    __slots__ = (
        "_count",
        "_dates",
        "_followers",
        "_layout",
        "_masters",
        "_strings",
        "found",
        "row",
    )

    def __init__(
        self, layout: Layout, strings: Sequence[str], dates: Container[int], row: int = 0
    ) -> None:
        self._layout, self._strings, self._dates = layout, strings, dates
        self._masters: dict[str, tuple[Position, str]] = {}
        self._followers: list[tuple[Position, str]] = []
        self.row, self._count = row, len(strings)
        self.found: dict[Position, Cell | Token] = {}

    def _refusal(self, problem: str, at: Position | None = None) -> Refusal:
        return unreadable(self._layout.sheet, problem, address(*at) if at else "")

    def take(self, start: int, stop: int) -> None:
        """Read a stretch of whole rows."""
        tokens = pattern(TOKEN, self._layout.xml.prefix)
        row, column, digits, gap = self.row, 0, b"", b""
        for token in tokens.findall(self._layout.xml.text, start, stop):
            letters, named, tag, blanks, formula, _, value, empty, inline, inside, new_row = token
            if not tag:
                column, digits, gap = 0, b"%d" % (row + 1), b""
                if row < MAX_ROW and new_row.startswith(b' r="%b"' % digits):  # by far the most
                    row += 1
                    continue
                row = row_number(self._layout, new_row, row + 1)
                digits = b"%d" % row
                continue
            place = column_at(letters) if named == digits else 0
            column = place or self._placed(row, token, _last_column(gap) if gap else column)
            gap = blanks
            if value or formula or inside or inline or empty:
                self._keep((row, column), token)
        self.row = row
        if len(self.found) > MAX_CELLS:
            raise self._refusal(f"有内容的单元格超过 {MAX_CELLS:,} 个，太多了")

    def _placed(self, row: int, token: Token, before: int) -> int:
        """The column of a cell that names none, or not as the first thing, or wrongly."""
        attributes = token[ATTRIBUTES]
        if token[LETTERS]:
            attributes = b' r="%b%b"' % (token[LETTERS], token[DIGITS])
        return column_of(self._layout, row, attributes, before + 1)

    def _keep(self, at: Position, token: Token) -> None:
        """Note a cell; one that can be read in one way only is not read yet, the others are."""
        _, _, attributes, _, formula, _, value, empty, inline, inside, _ = token
        plain_text = not (inside or inline or empty or b"shared" in formula)
        held: Cell | Token | None = token
        if not (plain_text and (not value or self._is_plain(attributes, value))):
            held = self.cell(at, token)
        if held is not None and self.found.setdefault(at, held) is not held:
            raise self._refusal("这个单元格写了两次", at)

    def _is_plain(self, attributes: bytes, value: bytes) -> bool:
        """Is a value surely one of its type?"""
        kind = _traits(attributes)[1]
        if kind == "n":
            return value.isdigit() and len(value) < 16
        if kind == "s":
            return value.isdigit() and len(value) < 8 and int(value) < self._count
        return kind == "str"

    def cell(self, at: Position, token: Token) -> Cell | None:
        """What a cell holds; None for nothing."""
        _, _, attributes, _, formula, words, value, empty, inline, inside, _ = token
        style, kind = _traits(attributes)
        if inside:
            formula, words, value, empty, inline = self._parts(inside, at)
        own = self._formula(at, formula, words) if formula else None
        if kind == "n" and value.isdigit() and len(value) < 16:  # by far the most
            shows = "date" if style in self._dates else "number"
            return _new(Cell, (int(value), shows, value.decode(), own, bool(formula), style))
        if value or inline or (empty and kind in EMPTY_TEXTS):
            content = self._content(at, kind, style, value or inline)
            return _new(Cell, (*content, own, bool(formula), style))
        return _new(Cell, (*NOTHING, own, False, style)) if formula else None

    def _parts(self, inside: bytes, at: Position) -> Token:
        """What stands in a cell that is written in an unusual way."""
        prefix = self._layout.xml.prefix
        found = [pattern(template, prefix).search(inside) for template in PARTS]
        rest = inside
        for match in filter(None, found):
            rest = rest.replace(match[0], b"", 1)
        if rest.strip(GAP):
            raise self._refusal("里面有读不懂的内容", at)
        formula, value, inline, _ = found
        return (
            formula[1] if formula else b"",
            formula[2] or b"" if formula else b"",
            value[2] or b"" if value else b"",
            b"<" if value or inline else b"",
            rich_text(inline[2] or b"", prefix) if inline else b"",
        )

    def _content(self, at: Position, kind: str, style: int, raw: bytes) -> Content:
        try:
            if kind == "n":
                text = plain(raw).strip()
                return _number(text), "date" if style in self._dates else "number", text
            if kind == "s":
                return self._strings[_index(raw)], "text", ""
            if kind == "b":
                return BOOLS[plain(raw)], "bool", ""
            return cell_text(raw), WORDS[kind], ""
        except (ValueError, LookupError):
            problem = PROBLEMS.get(kind, f"单元格的类型“{kind[:20]}”读不懂")
            raise self._refusal(problem, at) from None

    def _formula(self, at: Position, tag: bytes, raw: bytes) -> str:
        """The formula's text; a shared one is noted, and completed when all are known."""
        formula = cell_text(raw)
        if b"shared" in tag:
            found = attributes_of(tag)
            index = found.get("si", "")
            if not formula:
                self._followers.append((at, index))
            elif "ref" in found:
                self._masters[index] = at, formula
        return formula

    def follow(self) -> None:
        """Give each cell that shares a formula its own text."""
        length = 0
        for at, index in self._followers:
            if index not in self._masters:
                raise self._refusal("共享公式缺少它的原式", at)
            (row, column), formula = self._masters[index]
            length += len(formula)
            if length > MAX_SHARED:
                raise self._refusal("共享公式太多、太长", at)
            formula = shifted(formula, at[0] - row, at[1] - column)
            cell = self.found[at]
            if isinstance(cell, Cell):
                self.found[at] = cell._replace(formula=formula)
