"""What a cell shall hold -> the cell's XML."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from xl_tools.ooxml.text import escaped, forbidden
from xl_tools.ooxml.xml import ATTRIBUTE
from xl_tools.records import NamedTuple
from xl_tools.refs import Position, address
from xl_tools.refusal import Refusal

# Excel's own limits, in the UTF-16 units it counts.
LONGEST_TEXT: Final = 32_767
LONGEST_FORMULA: Final = 8_192
# A double reaches from about 1e-308 to 1e308.
FURTHEST: Final = 307
MOST: Final = 10**15
SHORT: Final = 32  # characters
NUMBERS: Final = (int, float, Decimal)

PLACE_AND_STYLE: Final = re.compile(rb'\s+r="[A-Z]+[0-9]+"(?:\s+s="[0-9]+")?')
SPACED_ATTRIBUTE: Final = re.compile(rb"\s*" + ATTRIBUTE.pattern)


class Fault(NamedTuple):
    """An error value: Fault("#N/A")."""

    code: str


Stored = bool | int | float | Decimal | str | Fault | None


class Cached(NamedTuple):
    """The cell keeps its formula; this is its result."""

    value: Stored


class Uncached(NamedTuple):
    """The cell keeps its formula, and the file holds no result for it."""


class Formula(NamedTuple):
    """A new formula, without "="; and its result, None where the file shall hold none."""

    text: str
    value: Stored = None


_KEEPING: Final = frozenset({Cached, Uncached})

# A plain value replaces whatever the cell held, a formula too; None leaves it blank.
Content = Stored | Cached | Uncached | Formula


class Target(NamedTuple):
    """A cell to be written: its tag's attributes, its formula as it is written, and its place."""

    attributes: bytes  # without those of the old value
    formula: bytes
    sheet: str
    at: Position

    def refusal(self, problem: str, advice: str) -> Refusal:
        """What cannot be written here."""
        return Refusal(problem, advice, sheet=self.sheet, cell=address(*self.at))


def target_of(attributes: bytes, formula: bytes, sheet: str, at: Position) -> Target:
    """A cell as it is: what of it is kept whatever is written."""
    if not PLACE_AND_STYLE.fullmatch(attributes):
        attributes = _without(attributes, (b"t", b"vm"))
    return Target(attributes, formula, sheet, at)


def keeps_formula(content: Content) -> bool:
    """Does the cell keep the formula it has?"""
    return type(content) in _KEEPING


def cell_xml(prefix: bytes, target: Target, content: Content) -> bytes:
    """The whole `<c>` element; a type it had is replaced, its style and place are kept."""
    value: object = content
    attributes, formula = target.attributes, b""
    if type(content) in _KEEPING:
        value, formula = content.value if type(content) is Cached else None, target.formula
        if not formula:
            raise target.refusal(
                "里面没有公式，不能只更新结果", "请恢复原来的公式，或换用新的空白工作簿"
            )
    elif b"cm" in attributes:  # metadata of the old formula
        attributes = _without(attributes, (b"cm",))
    if type(content) is Formula:
        value, formula = content.value, _formula(prefix, target, content)
    kind, inside = _value(prefix, target, value, bool(formula))
    if not formula and not inside:
        return b"<%bc%b/>" % (prefix, attributes)
    return b"<%bc%b%b>%b%b</%bc>" % (prefix, attributes, kind, formula, inside, prefix)


def _without(attributes: bytes, names: tuple[bytes, ...]) -> bytes:
    found = SPACED_ATTRIBUTE.finditer(attributes)
    return b"".join(m[0] for m in found if m[1] or m[2] not in names)


def _formula(prefix: bytes, target: Target, content: Formula) -> bytes:
    text = content.text.removeprefix("=")
    if _units(text) > LONGEST_FORMULA:
        raise target.refusal(f"公式超过 {LONGEST_FORMULA:,} 个字符，写不进去", "请把公式改短")
    return b"<%bf>%b</%bf>" % (prefix, _characters(target, text), prefix)


def _value(prefix: bytes, target: Target, value: object, computed: bool) -> tuple[bytes, bytes]:
    """The attribute with the cell's type, and what stands in it besides a formula."""
    if type(value) is int and -MOST < value < MOST:  # most cells
        return b"", b"<%bv>%d</%bv>" % (prefix, value, prefix)
    if isinstance(value, str):
        return _words(prefix, target, value, computed)
    if isinstance(value, bool):
        return b' t="b"', _v(prefix, b"1" if value else b"0")
    if isinstance(value, NUMBERS):
        return b"", _v(prefix, _number(target, value))
    if isinstance(value, Fault):
        return b' t="e"', _v(prefix, _characters(target, value.code))
    return b"", b""


def _v(prefix: bytes, text: bytes) -> bytes:
    return b"<%bv>%b</%bv>" % (prefix, text, prefix)


def _words(prefix: bytes, target: Target, text: str, computed: bool) -> tuple[bytes, bytes]:
    if len(text) > LONGEST_TEXT // 2 and _units(text) > LONGEST_TEXT:
        raise target.refusal(
            f"文字有 {_units(text):,} 个字符，超过一个单元格的上限 {LONGEST_TEXT:,} 个",
            "请删减，或分写在几个单元格里",
        )
    characters = _characters(target, text)
    if computed:
        return b' t="str"', _v(prefix, characters)
    inline = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>'
    return b' t="inlineStr"', inline % (prefix, prefix, characters, prefix, prefix)


def _characters(target: Target, text: str) -> bytes:
    written = _again(text) if len(text) <= SHORT else _written(text)
    if written is None:
        code = f"U+{ord(forbidden(text)):04X}"
        raise target.refusal(f"文字里有不能写进工作簿的控制字符（{code}）", "请删去这个字符")
    return written


def _written(text: str) -> bytes | None:
    """A text as character data; None where a character has no form."""
    return None if forbidden(text) else escaped(text).encode("utf-8")


_again = lru_cache(maxsize=1024)(_written)  # “√ 成立” and the like stand in hundreds of cells


def _units(text: str) -> int:
    """How many characters Excel counts: one beyond the basic plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _number(target: Target, value: float | Decimal) -> bytes:
    """The exact number in plain text."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact:
        return b"0"
    if not exact.is_finite() or abs(exact.adjusted()) > FURTHEST:
        raise target.refusal("数不存在，或大小超出了工作簿能写的范围", "请检查这个数")
    return (repr(value) if isinstance(value, float) else f"{exact:f}").encode()
