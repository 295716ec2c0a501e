"""Composed reports as PDF: a small writer of its own, so that no office program is needed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from xl_tools.document import Document
from xl_tools.document.blocks import Date, Heading, Signature, TableBlock, Title
from xl_tools.grid import Box

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 74, 522, 770, 70
SIZE, LINE, CELL_SIZE = 16, 28, 8
RADICALS = MappingProxyType(dict(zip("二十行文", "⼆⼗⾏⽂", strict=True)))


class Paper:
    """Pages that fill from the top; text and lines as PDF operators."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        self.pages: list[list[str]] = [[]]
        self.at = float(TOP)
        self._signs = signs
        self.used: set[str] = set()

    def room(self, height: float) -> None:
        if self.at - height < BOTTOM:
            self.pages.append([])
            self.at = TOP

    def write(self, text: str, x: float, y: float, size: float) -> None:
        if not text:
            return
        text = "".join(self._signs.get(sign, sign) for sign in text)
        self.used |= set(text)
        codes = "".join(f"{ord(sign):04X}" for sign in text)
        self.pages[-1].append(f"BT /F1 {size} Tf {x:.2f} {y:.2f} Td <{codes}> Tj ET")

    def line(self, text: str, x: float) -> None:
        """A line of body text."""
        self.room(LINE)
        self.at -= LINE
        self.write(text, x, self.at, SIZE)

    def paragraph(self, text: str) -> None:
        """A paragraph, its first line indented."""
        fitting = (RIGHT - LEFT) // SIZE
        first, rest = text[: fitting - 2], text[fitting - 2 :]
        self.line(first, LEFT + 2 * SIZE)
        for start in range(0, len(rest), fitting):
            self.line(rest[start : start + fitting], LEFT)

    def file(self) -> bytes:
        """The whole file."""
        return _file(self)

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")


def pdf(document: Document, signs: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The document as a PDF with a text layer and drawn tables."""
    paper = Paper(signs)
    for block in document.blocks:
        if isinstance(block, Title):
            for line in block.lines:
                paper.line(line, (LEFT + RIGHT - len(line) * SIZE) / 2)
        elif isinstance(block, TableBlock):
            _table(paper, block)
        elif isinstance(block, Signature | Date):
            paper.line(block.text, RIGHT - (len(block.text) + 2) * SIZE)
        else:
            paper.paragraph(block.text + (block.body if isinstance(block, Heading) else ""))
    return _file(paper)


# ---- tables ------------------------------------------------------------------------------


def _table(paper: Paper, block: TableBlock) -> None:
    """Rows one below the other; a merged cell that a page cuts is drawn on both."""
    grid = block.grid
    whole = sum(grid.table.widths)
    edges = [
        LEFT + sum(grid.table.widths[:n]) * (RIGHT - LEFT) / whole for n in range(grid.width + 1)
    ]
    paper.at -= 10
    row = 0
    while row < grid.height:
        heights = [_height(block, number, edges) for number in range(row, grid.height)]
        paper.room(heights[0] * 3)
        end = row
        down = paper.at
        tops = [down]
        while end < grid.height and down - heights[end - row] >= BOTTOM:
            down -= heights[end - row]
            tops.append(down)
            end += 1
        for box in grid.boxes:
            first, last = max(box.row, row), min(box.row + box.rows, end)
            if first < last:
                _cell(
                    paper,
                    block,
                    box,
                    edges,
                    (tops[first - row], tops[last - row], (last - first) * 2 >= box.rows),
                )
        paper.at, row = down, end
        if row < grid.height:
            paper.room(HEIGHT)


def _height(block: TableBlock, row: int, edges: list[float]) -> float:
    lines = [
        len(
            list(cell_lines(_text(block, box), edges[box.column + box.columns] - edges[box.column]))
        )
        for box in block.grid.boxes
        if box.row == row and box.rows == 1
    ]
    return max([1, *lines]) * (CELL_SIZE + 3) + 6


def _text(block: TableBlock, box: Box) -> str:
    return block.texts[box.figure.id] if box.figure else box.text


def cell_lines(text: str, width: float) -> Iterator[str]:
    """The lines of a text in a cell of that width."""
    fitting = max(1, int((width - 4) // CELL_SIZE))
    for line in text.split("\n"):
        yield from (line[start : start + fitting] for start in range(0, len(line), fitting))


def _cell(
    paper: Paper, block: TableBlock, box: Box, edges: list[float], place: tuple[float, float, bool]
) -> None:
    top, bottom, first = place
    left, right = edges[box.column], edges[box.column + box.columns]
    paper.rectangle(left, bottom, right - left, top - bottom)
    if first:
        for number, line in enumerate(cell_lines(_text(block, box), right - left), start=1):
            x = (left + right - len(line) * CELL_SIZE) / 2
            paper.write(line, x, top - number * (CELL_SIZE + 3), CELL_SIZE)


# ---- the file ----------------------------------------------------------------------------


def _file(paper: Paper) -> bytes:
    for number, operators in enumerate(paper.pages, start=1):
        text = f"-{number}-"
        codes = "".join(f"{ord(sign):04X}" for sign in text)
        operators.append(f"BT /F1 14 Tf 280 40 Td <{codes}> Tj ET")
        paper.used |= set(text)
    count = len(paper.pages)
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[4 0 R]"
        b"/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/DW 1000/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/F"
        b"/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]>>>>",
        _stream(_unicode_map(paper.used)),
    ]
    for number, operators in enumerate(paper.pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]"
            f"/Contents {7 + 2 * number} 0 R/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        objects.append(_stream("\n".join(operators).encode()))
    return _numbered(objects)


def _unicode_map(used: set[str]) -> bytes:
    pairs = "\n".join(f"<{ord(sign):04X}> <{ord(sign):04X}>" for sign in sorted(used))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange "
        f"{len(used)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    ).encode()


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    head = f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
    return head + packed + b"\nendstream"


def _numbered(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )
