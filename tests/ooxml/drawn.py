"""Sheets written in every way that XML allows, with what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.ooxml.books import MAIN
from xl_tools.ooxml.sheet import Cell
from xl_tools.refs import address

Draw = Callable[[st.SearchStrategy[Any]], Any]

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("<>&\"'_x \n\t年报"),
    max_size=8,
)
NUMBERS = st.one_of(
    st.integers(0, 9).map(str),
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=6).map(lambda d: f"{d:f}"),
    st.floats(-1e300, 1e300).map(repr),
    st.sampled_from(["1E5", "+3", ".5", "5.", "007", "-0", "1e-300"]),
)
FORMULAS = st.sampled_from(["SUM(A1:B2)", '"<&>"&A1', "'二 表'!A1+1", "IF(A1>0,\n1,2)"])
ERRORS = st.sampled_from(["#REF!", "#N/A", "#DIV/0!"])


class Drawn(NamedTuple):
    """A sheet's XML, the shared strings it names, and its cells."""

    xml: bytes
    strings: tuple[str, ...]
    cells: dict[tuple[int, int], Cell]


class _Pen:
    """Writes XML, each time in another of the allowed ways."""

    def __init__(self, draw: Draw, plain: bool) -> None:
        self.draw = draw
        self.plain = plain
        self.prefix = "" if plain else draw(st.sampled_from(["", "x:", "m-1:"]))
        self.strings: list[str] = []

    def choose(self, *ways: str) -> str:
        return ways[0] if self.plain else self.draw(st.sampled_from(ways))

    def gap(self) -> str:
        return self.choose("", " ", "\n  ", "<!-- <c r='A1'><v>9</v></c> -->", "<?p <row>?>")

    def text(self, text: str) -> str:
        return "".join(map(self._character, text)) + self.choose("", "", "<!-- & -->")

    def _character(self, character: str) -> str:
        usual = {"<": "&lt;", "&": "&amp;", ">": "&gt;"}.get(character, character)
        coded = (f"&#{ord(character)};", f"&#x{ord(character):x};")
        cdata = f"<![CDATA[{character}]]>"
        return self.choose(usual, usual, usual, *coded, cdata)

    def attribute(self, name: str, value: str) -> str:
        quote = self.choose('"', "'")
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(quote, "&quot;")
        return f"{self.choose(' ', '  ')}{name}{self.choose('=', ' = ')}{quote}{value}{quote}"

    def element(self, name: str, attributes: dict[str, str], inside: str | None) -> str:
        written = [self.attribute(n, v) for n, v in attributes.items()]
        if not self.plain:
            written = self.draw(st.permutations(written))
        tag = self.prefix + name + "".join(written) + self.choose("", " ", "\n")
        if inside is None or (not inside and self.choose("y", "n") == "n"):
            return f"<{tag}/>"
        return f"<{tag}>{inside}</{self.prefix}{name}{self.choose('', ' ')}>"


def _shown(text: str) -> str:
    """A text as it must be written so that no escape is read into it."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", r"_x005F_x\1_", text)


def _cell(pen: _Pen, style: int) -> tuple[dict[str, str], str | None, Cell | None]:
    """A cell's attributes and inside, and what it holds."""
    draw = pen.draw
    kind = draw(st.sampled_from(["n", "n", "n", "s", "str", "inlineStr", "b", "e", "d", "blank"]))
    formula = draw(st.none() | FORMULAS) if kind != "inlineStr" else None
    f = "" if formula is None else pen.element("f", {}, pen.text(formula))
    if kind == "blank":
        empty = pen.element("v", {}, "") if draw(st.booleans()) else ""
        return (
            {},
            f + empty,
            None if formula is None else Cell(None, "blank", "", formula, False, style),
        )
    attributes = {} if kind == "n" and pen.choose("y", "n") == "y" else {"t": kind}
    value, shows, raw, written = _value(pen, kind)
    if kind == "inlineStr":
        return attributes, pen.gap() + _inline(pen, written), Cell(value, shows, style=style)
    v = pen.element("v", {}, pen.text(written)) if written else f"<{pen.prefix}v></{pen.prefix}v>"
    inside = pen.gap() + f + pen.gap() + v + pen.gap()
    return attributes, inside, Cell(value, shows, raw, formula, formula is not None, style)


def _value(pen: _Pen, kind: str) -> tuple[Any, str, str, str]:
    """A value, its kind, its exact number, and how it is written."""
    draw = pen.draw
    if kind == "n":
        raw = draw(NUMBERS)
        return (float(raw) if set(raw) & set(".eE") else int(raw)), "number", raw, raw
    if kind == "b":
        value = draw(st.booleans())
        return value, "bool", "", pen.choose(str(int(value)), str(value).lower())
    if kind == "e":
        code = draw(ERRORS)
        return code, "error", "", code
    if kind == "d":
        return "2024-02-29", "date", "", "2024-02-29"
    text = draw(TEXTS)
    if kind == "s":
        pen.strings.append(text)
        return text, "text", "", str(len(pen.strings) - 1)
    return text, "text", "", _shown(text)


def _inline(pen: _Pen, written: str) -> str:
    cut = len(written) // 2
    if "_x" in written or pen.choose("one", "runs") == "one":
        runs = [pen.element("t", {"xml:space": "preserve"}, pen.text(written))]
    else:
        texts = (pen.element("t", {}, pen.text(part)) for part in (written[:cut], written[cut:]))
        runs = [pen.element("r", {}, pen.gap() + text) for text in texts]
        runs.append(pen.element("rPh", {"sb": "0"}, pen.element("t", {}, "カナ")))
    return pen.element("is", {}, "".join(runs))


@st.composite
def sheets(draw: Draw, plain: bool = False) -> Drawn:
    """A sheet; a plain one is written as most programs write it."""
    pen = _Pen(draw, plain)
    cells: dict[tuple[int, int], Cell] = {}
    written, last = "", 0
    for row in sorted(draw(st.sets(st.integers(1, 6) | st.just(1_048_576), max_size=4))):
        inside = _row(pen, row, cells)
        named = {} if row == last + 1 and pen.choose("y", "n") == "n" else {"r": str(row)}
        written += pen.gap() + pen.element("row", named | {"ht": "15"}, inside)
        last = row
    p = pen.prefix
    name = f"xmlns:{p[:-1]}" if p else "xmlns"
    data = pen.element("sheetData", {}, written + pen.gap())
    merges = f'<{p}mergeCells count="1"><{p}mergeCell ref="A1:B2"/></{p}mergeCells>'
    xml = f'<{p}worksheet {name}="{MAIN}">{pen.gap()}{data}{merges}</{p}worksheet>'
    return Drawn(xml.encode(), tuple(pen.strings), cells)


def _row(pen: _Pen, row: int, cells: dict[tuple[int, int], Cell]) -> str:
    inside, last = "", 0
    for column in sorted(pen.draw(st.sets(st.integers(1, 5) | st.just(16_384), max_size=4))):
        style = pen.draw(st.integers(0, 3))
        attributes, content, cell = _cell(pen, style)
        if column != last + 1 or pen.choose("y", "n") == "y":
            attributes = {"r": address(row, column)} | attributes
        if style:
            attributes["s"] = str(style)
        inside += pen.gap() + pen.element("c", attributes, content)
        last = column
        if cell is not None:
            cells[row, column] = cell
    return inside + pen.gap()
