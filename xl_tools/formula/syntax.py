"""Formula text -> syntax tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NoReturn

from xl_tools.formula.numerals import literal
from xl_tools.formula.values import CODES, REF, Error, Scalar, Unsupported
from xl_tools.records import NamedTuple
from xl_tools.refs import position

MAX_LENGTH: Final = 8_192
MAX_DEPTH: Final = 64


class Literal(NamedTuple):
    """A number, a text, TRUE, an error; None where an argument is left out."""

    value: Scalar


class Cell(NamedTuple):
    """One cell; `sheet` is None on the formula's own sheet."""

    sheet: str | None
    row: int
    column: int


class Range(NamedTuple):
    """A rectangle of cells."""

    sheet: str | None
    top: int
    left: int
    height: int
    width: int


class LooseCell(NamedTuple):
    """A cell that formulas of one shape have each elsewhere: the place of that number."""

    sheet: str | None
    number: int


class LooseRange(NamedTuple):
    """A rectangle of cells, in the same way."""

    sheet: str | None
    number: int


class Name(NamedTuple):
    """A defined name, in lower case, since case does not count."""

    name: str


class Unary(NamedTuple):
    """A sign before an operand, or % behind it."""

    operator: str
    operand: Tree


class Binary(NamedTuple):
    """Two operands and the operator between them."""

    operator: str
    left: Tree
    right: Tree


class Call(NamedTuple):
    """A function, its name in capitals and without _xlfn., and its arguments."""

    function: str
    arguments: tuple[Tree, ...]


class Matrix(NamedTuple):
    """An array constant."""

    height: int
    width: int
    items: tuple[Scalar, ...]


Tree = Literal | Cell | Range | LooseCell | LooseRange | Name | Unary | Binary | Call | Matrix

RANK: Final = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1),
    "&": 2,
    **dict.fromkeys("+-", 3),
    **dict.fromkeys("*/", 4),
    "^": 5,
}

OMITTED: Final = Literal(None)
_SIGNS: Final = frozenset("+-")
_DIGITS: Final = frozenset("0123456789")

# What stands in a shape for a cell, and for a range.
_LOOSE: Final[dict[str, type[LooseCell | LooseRange]]] = {"\x01": LooseCell, "\x02": LooseRange}
_LOOSE_PLACE = re.compile(
    r"(.*!)?([A-Za-z]{1,3}[1-9][0-9]{0,6})(?::([A-Za-z]{1,3}[1-9][0-9]{0,6}))?"
)

_PLACE = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN = rf"""
    "(?:[^"]|"")*"
  | (?:'(?:[^']|'')+'!|[^\W\d][\w.]*!)?(?:{_PLACE}(?::{_PLACE})?(?![\w.(!:\\?])|\#REF!)
  | [^\W\d][\w.\\?]*\(?
  | (?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?
  | {"|".join(map(re.escape, sorted(CODES)))}
  | <=|>=|<>|[-+*/^&=<>%(),;{{}}]
  | \s+
"""
_KNOWN = re.compile(_TOKEN, re.VERBOSE)
# All that is left is one token where nothing else fits: a search past it could take long.
_NEXT = re.compile(rf"{_TOKEN} | .+", re.VERBOSE | re.DOTALL)


@lru_cache(maxsize=1024)
def parse(formula: str) -> tuple[Tree, int]:
    """The tree of a formula, and how deep its parts are nested."""
    return parsed(tokens_of(formula))


def parsed(tokens: Iterable[str]) -> tuple[Tree, int]:
    """The tree of the tokens of a formula or a shape, and how deep its parts are nested."""
    parser = _Parser(list(tokens))
    return parser.whole(), parser.deepest


def tokens_of(formula: str) -> list[str]:
    """The words and signs of a formula."""
    if len(formula) > MAX_LENGTH:
        raise Unsupported("formula too long")
    tokens = _NEXT.findall(formula)
    if not tokens or not _KNOWN.fullmatch(tokens[-1]):
        raise Unsupported(f"formula not understood: {formula[:40]}")
    return [token for token in tokens if not token.isspace()]


def shape_of(tokens: Iterable[str]) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """The tokens without the places that move where a formula is copied, and those places.

    Hundreds of formulas differ by these alone, and are taken apart once.
    """
    shape: list[str] = []
    places: list[tuple[int, ...]] = []
    for token in tokens:
        moves = token[-1] in _DIGITS and "$" not in token and token[0] not in _DIGITS
        found = _loose(token) if moves else None
        shape.append(found[0] if found else token)
        if found:
            places.append(found[1])
    return tuple(shape), tuple(places)


@lru_cache(maxsize=8192)
def _loose(token: str) -> tuple[str, tuple[int, ...]] | None:
    match = _LOOSE_PLACE.fullmatch(token)
    place = _place(token) if match else None
    if match is None or not isinstance(place, Cell | Range):
        return None
    sheet = match[1] or ""
    return (sheet + "\x01", place[1:]) if isinstance(place, Cell) else (sheet + "\x02", place[1:])


class _Parser:
    """Precedence climbing over the tokens; an empty token stands at the end."""

    __slots__ = ("at", "deepest", "depth", "loose", "tokens")

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = [*tokens, ""]
        self.at = self.depth = self.deepest = self.loose = 0

    def whole(self) -> Tree:
        tree = self.expression(0)
        if self.tokens[self.at]:
            self.refuse()
        return tree

    def expression(self, floor: int) -> Tree:
        """Operands and the operators between them that bind tighter than `floor`."""
        self.deeper()
        left = self.operand()
        while (rank := RANK.get(self.tokens[self.at], 0)) > floor:
            operator = self.tokens[self.at]
            self.at += 1
            left = Binary(operator, left, self.expression(rank))
        self.depth -= 1
        return left

    def operand(self) -> Tree:
        token = self.tokens[self.at]
        if token in _SIGNS:
            return self.signed()
        self.at += 1
        found = self.atom(token)
        depth = self.depth
        while self.tokens[self.at] == "%":
            self.deeper()
            self.at += 1
            found = Unary("%", found)
        self.depth = depth
        return found

    def signed(self) -> Tree:
        """A sign binds tighter than any operator between operands: -2^2 is 4."""
        sign = self.tokens[self.at]
        self.at += 1
        self.deeper()
        found = Unary(sign, self.operand())
        self.depth -= 1
        return found

    def atom(self, token: str) -> Tree:
        if token == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token == "{":
            return self.matrix()
        if token.endswith("(") and len(token) > 1:
            return Call(_function_name(token[:-1]), self.arguments())
        return self.loose_place(token) if token[-1:] in _LOOSE else _word(token)

    def loose_place(self, token: str) -> Tree:
        sheet = _sheet_name(token[:-2]) if token[:-2] else None
        self.loose += 1
        return _LOOSE[token[-1]](sheet, self.loose - 1)

    def arguments(self) -> tuple[Tree, ...]:
        if self.tokens[self.at] == ")":
            self.at += 1
            return ()
        found = [self.argument()]
        while self.tokens[self.at] == ",":
            self.at += 1
            found.append(self.argument())
        self.expect(")")
        return tuple(found)

    def argument(self) -> Tree:
        return OMITTED if self.tokens[self.at] in ",)" else self.expression(0)

    def matrix(self) -> Matrix:
        rows = [[self.element()]]
        while (token := self.tokens[self.at]) in frozenset(",;"):
            self.at += 1
            if token == ";":
                rows.append([])
            rows[-1].append(self.element())
        self.expect("}")
        if {len(row) for row in rows} != {len(rows[0])}:
            self.refuse()
        return Matrix(len(rows), len(rows[0]), tuple(item for row in rows for item in row))

    def element(self) -> Scalar:
        """A literal, which in an array constant may have a sign."""
        sign = self.tokens[self.at]
        self.at += sign in _SIGNS
        found = _word(self.tokens[self.at])
        self.at += 1
        if not isinstance(found, Literal):
            self.refuse()
        if sign == "-" and isinstance(found.value, int | float):
            return -found.value
        return found.value

    def expect(self, token: str) -> None:
        if self.tokens[self.at] != token:
            self.refuse()
        self.at += 1

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            self.deepest = self.depth
            if self.depth > MAX_DEPTH:
                raise Unsupported("formula nested too deeply")

    def refuse(self) -> NoReturn:
        raise Unsupported(f"formula not understood at {self.tokens[self.at][:40]!r}")


def _function_name(name: str) -> str:
    return name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def same_formula(one: str, other: str) -> bool:
    """Do two texts say the same formula, however programs write it?"""
    try:
        return parse(one)[0] == parse(other)[0]
    except Unsupported:
        return one == other


@lru_cache(maxsize=8192)
def _word(token: str) -> Tree:
    """What a token of its own stands for."""
    first = token[:1]
    if first == '"':
        return Literal(token[1:-1].replace('""', '"'))
    if first == "." or first in _DIGITS:
        return Literal(literal(token))
    if token in CODES or token.endswith("!#REF!"):
        return Literal(Error(token) if token in CODES else REF)
    if token.upper() in ("TRUE", "FALSE"):
        return Literal(token.upper() == "TRUE")
    return _place(token) if first == "$" or token[-1:] in _DIGITS else _name(token)


def _name(token: str) -> Name:
    if not (token[:1].isalpha() or token[:1] == "_"):
        raise Unsupported(f"formula not understood at {token[:40]!r}")
    return Name(token.lower())


def _place(token: str) -> Tree:
    sheet, _, places = token.rpartition("!")
    first, colon, last = places.partition(":")
    try:
        corners = position(first), position(last if colon else first)
    except ValueError:
        return _name(token)
    name = _sheet_name(sheet) if sheet else None
    if not colon or corners[0] == corners[1]:
        return Cell(name, *corners[0])
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(*corners, strict=True))
    return Range(name, top, left, bottom - top + 1, right - left + 1)


def _sheet_name(sheet: str) -> str:
    name = sheet[1:-1].replace("''", "'") if sheet[0] == "'" else sheet
    if "[" in name or ":" in name:
        raise Unsupported(f"another workbook or several sheets: {name[:40]}")
    return name
