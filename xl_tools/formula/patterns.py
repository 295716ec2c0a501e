"""A value and a number format -> the text that TEXT gives."""

from __future__ import annotations

import re
from functools import lru_cache

from xl_tools.formula.numerals import general, number_of_text, scaled
from xl_tools.formula.scalars import text
from xl_tools.formula.values import Error, Number, Scalar, Unsupported
from xl_tools.records import NamedTuple

# Letters mean parts of dates, and 年 stands in some formats for one: only these stand bare.
_PART = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.)
  | (?P<digits>[#0](?:[#0,]*[#0])?(?:\.[#0]*)?|\.[#0]+)
  | (?P<percent>%) | (?P<at>@) | (?P<general>General)
  | (?P<bare>[-+()（）：:、，。 ¥￥$]|(?![年月日时分秒上下午])[\u4e00-\u9fff])
    """,
    re.VERBOSE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^";\\])*', re.DOTALL)


class Section(NamedTuple):
    """What stands before and after the digits, and the places for them ("" where there is none)."""

    before: str
    digits: str
    after: str
    percents: int


def formatted(value: Scalar, pattern: str) -> str | Error:
    """TEXT(value, pattern); formats of dates, fractions, exponents and conditions are refused."""
    if isinstance(value, str) and "@" not in pattern:
        spelt = number_of_text(value)
        # A text that spells no number passes through unchanged.
        return value if isinstance(spelt, Error) else _number(spelt, pattern)
    if isinstance(value, bool | str | Error) or "@" in pattern:
        return _text(value, pattern)
    return _number(0 if value is None else value, pattern)


def _text(value: Scalar, pattern: str) -> str | Error:
    """LibreOffice takes TRUE for the number 1 here, Excel for a text."""
    shown = text(value)
    if "@" not in pattern or isinstance(shown, Error):
        return shown
    if value is None:
        raise Unsupported("a blank as text")
    sections = _sections(pattern)
    if len(sections) > 1 or sections[0].digits != "@":
        raise Unsupported(f"number format {pattern[:40]}")
    return sections[0].before + shown + sections[0].after


def _number(value: Number, pattern: str) -> str:
    sections = _sections(pattern)
    if len(sections) > 3 or any(section.digits == "@" for section in sections):
        raise Unsupported(f"number format {pattern[:40]}")
    if len(sections) == 3 and value == 0:
        return _filled(value, sections[2])
    if value >= 0:
        return _filled(value, sections[0])
    if len(sections) > 1:
        return _filled(value, sections[1])
    shown = _filled(value, sections[0])
    return "-" + shown if shown else shown


def _filled(value: Number, section: Section) -> str:
    """|value| in the places of a section."""
    if section.digits == "General":
        return section.before + general(abs(value)) + section.after
    if not section.digits:
        return section.before + section.after
    whole, dot, part = section.digits.partition(".")
    size = scaled(value, len(part) + 2 * section.percents)
    # Programs differ about the sign of a number that rounds to nothing.
    if value < 0 and not size:
        raise Unsupported("a negative number that rounds to 0")
    integer, fraction = divmod(size, int(10 ** len(part)))
    decimals = f"{fraction:0{len(part)}}" if part else ""
    wanted = part.rfind("0") + 1
    decimals = decimals[:wanted] + decimals[wanted:].rstrip("0")
    return section.before + _integer(integer, whole) + dot + decimals + section.after


def _integer(value: int, places: str) -> str:
    bare = places.replace(",", "")
    least = len(bare) - bare.find("0") if "0" in bare else 0
    digits = str(value).rjust(least, "0") if value or least else ""
    if "," not in places:
        return digits
    head = len(digits) % 3
    groups = [digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))]
    return ",".join(group for group in groups if group)


@lru_cache(maxsize=256)
def _sections(pattern: str) -> tuple[Section, ...]:
    parts: list[str] = []
    at = 0
    while match := _SECTION.match(pattern, at):
        parts.append(match[0])
        at = match.end() + 1
        if at > len(pattern):
            break
        if pattern[at - 1] != ";":
            raise Unsupported(f"number format {pattern[:40]}")
    # Of an empty second section alone each program makes something else.
    if len(parts) == 2 and not parts[1]:
        raise Unsupported(f"number format {pattern[:40]}")
    return tuple(_section(part) for part in parts)


def _section(words: str) -> Section:
    literals = ["", ""]
    digits, percents, at = "", 0, 0
    while at < len(words):
        part = _PART.match(words, at)
        if part is None or (digits and part.lastgroup in ("digits", "at", "general")):
            raise Unsupported(f"number format {words[:40]}")
        at = part.end()
        if part.lastgroup in ("digits", "at", "general"):
            digits = part[0]
            continue
        percents += part.lastgroup == "percent"
        literals[bool(digits)] += part[part.lastgroup or 0]
    return Section(literals[0], digits, literals[1], percents)
