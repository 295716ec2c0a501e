"""Digits and Chinese numerals -> numbers: 112, １１２, 1,204, 一百一十二, 1.2万, 十余."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from xl_tools.records import NamedTuple

DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS: Final = {"十": 10, "百": 100, "千": 1000}
SCALES: Final = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}

# A number, what makes it rough, its scale; the counter comes from the edition.
NUMBER: Final = (
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万]+)"
    r"(?P<rough>余|多|来|几)?(?P<scale>[百千万亿])?(?P<rougher>余|多)?"
)


class Amount(NamedTuple):
    """A number of the text; `step` is the worth of its last digit, `rough`: 余, 多, 近, 约."""

    value: Decimal
    step: Decimal
    rough: bool


def amount_of(match: re.Match[str], rough: bool = False) -> Amount | None:
    """The number that a match of NUMBER states; None where the numerals make no number."""
    digits = match["digits"].replace(",", "")
    scale = Decimal(SCALES[match["scale"] or ""])
    rough = rough or bool(match["rough"] or match["rougher"])
    if digits[0].isdecimal():
        number = Decimal(digits)
        exponent = number.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    else:
        spoken = chinese_number(digits)
        if spoken is None:
            return None
        number, step = Decimal(spoken), Decimal(1)
    return Amount(number * scale, step * scale, rough)


def chinese_number(text: str) -> int | None:
    """一百二十三 -> 123; None where the characters do not make a number."""
    if text.startswith(("百", "千", "万")):
        return None
    if not any(c in TENS or c == "万" for c in text):
        return _spelt(text)
    high, ten_thousand, low = text.rpartition("万")
    over = _below(high) if ten_thousand else 0
    under = _below(low) if low else 0
    return None if over is None or under is None else over * 10**4 + under


def _spelt(text: str) -> int | None:
    """Digits one by one, as in 二〇二四; 二三 alone says "two or three"."""
    if len(text) == 1 or "〇" in text or "零" in text:
        return int("".join(str(DIGITS[c]) for c in text))
    return None


def _below(text: str) -> int | None:
    """A number under 10,000 in words."""
    total, digit, last = 0, None, 10**4
    for character in text:
        if character in TENS:
            if TENS[character] >= last:
                return None
            last = TENS[character]
            total += (1 if digit is None else digit) * last
            digit = None
        elif character not in DIGITS or digit:
            return None
        else:
            digit = DIGITS[character]
    return total + (digit or 0)
