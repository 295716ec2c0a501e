"""Sheet XML and new contents -> sheet XML; every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.ooxml.content import Content, Target, cell_xml, keeps_formula
from xl_tools.ooxml.index import Index
from xl_tools.ooxml.layout import lay_out, rows, spots
from xl_tools.ooxml.rowheights import with_height
from xl_tools.ooxml.shared import shifted
from xl_tools.ooxml.splice import Splice, spliced
from xl_tools.ooxml.text import cell_text, escaped
from xl_tools.ooxml.xml import Element, attributes_of, element, first
from xl_tools.refs import MAX_COLUMN, MAX_ROW, Position, address, area
from xl_tools.refusal import Refusal

SPANS: Final = re.compile(rb"""\s+spans\s*=\s*["']([0-9]+):([0-9]+)["']""")

Changes = Mapping[Position, Content]
NO_HEIGHTS: Final[Mapping[int, float]] = MappingProxyType({})


def patch_sheet(
    xml: bytes | Index,
    changes: Changes,
    *,
    member: str = "",
    sheet: str = "",
    heights: Mapping[int, float] = NO_HEIGHTS,
    look: int = 0,
) -> bytes:
    """The sheet with these cells changed; an index at hand saves checking and searching again.

    A cell or row that is not there is put in its place, with this look; a blank one is not made for
    nothing. Rows with a height are made so high.
    """
    index = xml if isinstance(xml, Index) else Index(lay_out(xml, member, sheet))
    layout = index.layout
    if layout.xml.root != "worksheet":
        raise Refusal("不是普通工作表，没有单元格可写", "请检查工作表的名称", sheet=layout.sheet)
    if not all(0 < row <= MAX_ROW and 0 < column <= MAX_COLUMN for row, column in changes):
        raise ValueError("a cell beyond the sheet")
    return spliced(layout.xml.source, _Patch(index, changes, heights, look).edits)


class _Patch:
    """The edits that make the changes."""

    __slots__ = (
        "_changes",
        "_heights",
        "_index",
        "_inserted",
        "_layout",
        "_look",
        "_own",
        "_prefix",
        "edits",
    )

    def __init__(
        self, index: Index, changes: Changes, heights: Mapping[int, float], look: int
    ) -> None:
        self._heights = heights
        self._look = b' s="%d"' % look if look else b""
        self._index, self._layout, self._changes = index, index.layout, changes
        self._prefix = index.layout.xml.prefix
        self._inserted: list[Position] = []
        self._own: dict[Position, bytes] = {}
        self.edits: list[Splice] = []
        if index.shares:
            self._part_shared()
        self._rows()
        self._dimension()

    def _rows(self) -> None:
        wanted: dict[int, dict[int, Content]] = {}
        for (row, column), content in self._changes.items():
            wanted.setdefault(row, {})[column] = content
        known, data = self._index.rows(), self._layout.data
        added: list[Splice] = []
        for row, contents in sorted(wanted.items()):
            stands = known.get(row)
            if stands is not None:
                self._cells(row, stands, contents)
            elif cells := [xml for _, xml in self._new_cells(row, contents)]:
                high = b' ht="%g"' % self._heights[row] if row in self._heights else b""
                tag = b'%brow r="%d"%b' % (self._prefix, row, high)
                whole = b"<%b>%b</%brow>" % (tag, b"".join(cells), self._prefix)
                place = known.place(row, data.close)
                added.append((place, place, whole))
        self._add(b"sheetData", self._layout.data, added, self._layout.data.attributes)

    def _cells(self, row: int, stands: Element, contents: Mapping[int, Content]) -> None:
        index, prefix, known = self._index, self._prefix, self._index.cells(row, stands)
        add, own = self.edits.append, self._own
        missing: dict[int, Content] = {}
        for column, content in contents.items():
            cell = known.get(column)
            if cell is None:
                missing[column] = content
                continue
            target = index.target((row, column), cell)
            if own and target.at in own:
                target = target._replace(formula=own[target.at])
            add((cell.start, cell.end, cell_xml(prefix, target, content)))
        if not missing and row not in self._heights:
            return
        attributes = _with_span(stands.attributes, missing)
        if row in self._heights:
            attributes = with_height(attributes, self._heights[row])
        added: list[Splice] = []
        for column, xml in self._new_cells(row, missing):
            place = known.place(column, stands.close)
            added.append((place, place, xml))
        self._add(b"row", stands, added, attributes)

    def _new_cells(self, row: int, contents: Mapping[int, Content]) -> Iterator[tuple[int, bytes]]:
        """The cells to be made, in order."""
        for column, content in sorted(contents.items(), key=lambda item: item[0]):
            if content is not None:
                at = row, column
                name = b' r="%b"%b' % (address(*at).encode(), self._look)
                target = Target(name, b"", self._layout.sheet, at)
                self._inserted.append(at)
                yield column, cell_xml(self._prefix, target, content)

    def _add(self, name: bytes, stands: Element, added: list[Splice], attributes: bytes) -> None:
        """Put new elements into one, which may be a single tag that must be opened first."""
        if not added and attributes == stands.attributes:
            return
        tag = b"<%b%b%b>" % (self._prefix, name, attributes)
        if stands.empty:
            inside = b"".join(new for _, _, new in added)
            whole = b"%b%b</%b%b>" % (tag, inside, self._prefix, name)
            self.edits.append((stands.start, stands.end, whole))
            return
        self.edits += added
        if attributes != stands.attributes:
            self.edits.append((stands.start, stands.inner, tag))

    def _dimension(self) -> None:
        """Make the area that the sheet says it uses hold the cells that were put in."""
        found = first(self._layout.xml, "dimension") if self._inserted else None
        if found is None:
            return
        try:
            used = old = area(attributes_of(found.attributes)["ref"])
        except (ValueError, KeyError):
            return  # a hint only, and not one that can be made better
        for row, column in self._inserted:
            used = used.with_cell(row, column)
        if used != old:
            new = b'<%bdimension ref="%b"/>' % (self._prefix, str(used).encode())
            self.edits.append((found.start, found.end, new))

    # ---- shared formulas ------------------------------------------------------------------

    def _part_shared(self) -> None:
        """Where a formula goes that others share, give each of them its own text."""
        masters: dict[str, tuple[Position, str]] = {}
        followers: list[tuple[Position, str, Element]] = []
        for at, formula in self._shared():
            found = attributes_of(formula.attributes)
            text = cell_text(self._layout.xml.text[formula.inner : formula.close])
            if not text:
                followers.append((at, found.get("si", ""), formula))
            elif "ref" in found and self._replaces(at):
                masters[found.get("si", "")] = at, text
        for at, index, formula in followers:
            if index in masters:
                (row, column), text = masters[index]
                own = escaped(shifted(text, at[0] - row, at[1] - column)).encode()
                self._own[at] = b"<%bf>%b</%bf>" % (self._prefix, own, self._prefix)
                if at not in self._changes:
                    self.edits.append((formula.start, formula.end, self._own[at]))

    def _replaces(self, at: Position) -> bool:
        return at in self._changes and not keeps_formula(self._changes[at])

    def _shared(self) -> Iterator[tuple[Position, Element]]:
        xml = self._layout.xml
        for row, tag in rows(self._layout):
            stands = element(xml, "row", tag)
            if b"shared" in xml.text[stands.inner : stands.close]:
                for column, cell in spots(self._layout, row, stands):
                    formula = first(xml, "f", element(xml, "c", cell))
                    if formula and attributes_of(formula.attributes).get("t") == "shared":
                        yield (row, column), formula


def _with_span(attributes: bytes, columns: Iterable[int]) -> bytes:
    """A row's attributes; the hint which columns it uses is left out once it is wrong."""
    match = SPANS.search(attributes)
    if match is None or all(int(match[1]) <= column <= int(match[2]) for column in columns):
        return attributes
    return attributes[: match.start()] + attributes[match.end() :]
