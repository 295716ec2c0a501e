"""Number <-> the text that spells it."""

from __future__ import annotations

import re
from functools import lru_cache

from xl_tools.formula.dates import serial_of_date
from xl_tools.formula.values import VALUE, Error, Number, Unsupported

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_BETWEEN_WORDS = re.compile(r"[\d\s,./:+\-()%]+")
# What a program may take for a date, a time or money where nothing else stands beside digits.
_DATE_WORD = re.compile(
    r"[年月日号时分秒上下午]+|[$¥￥€£]|[ap]m?|e|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may"
    r"|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def number_of_text(text: str) -> Number | Error:
    """The number a text spells, as arithmetic reads it; #VALUE! where it spells none."""
    bare = text.strip(" ")
    spelt = bare.removesuffix("%")
    if _GROUPED.fullmatch(spelt):
        spelt = spelt.replace(",", "")
    if not _PLAIN.fullmatch(spelt):
        return _unspelt(bare)
    return literal(spelt) / 100 if bare.endswith("%") else literal(spelt)


def literal(digits: str) -> Number:
    """The number that plain digits spell; whole ones of up to 15 digits are ints."""
    if digits.lstrip("+-").isdecimal() and len(digits) <= 15:
        return int(digits)
    found = float(digits)
    if found - found:
        raise Unsupported(f"number out of range: {digits[:40]}")
    return found


def _unspelt(text: str) -> Number | Error:
    """A text that is no plain number: an ISO date, clearly no number, or a matter of settings."""
    if not any(character.isdigit() for character in text):
        return VALUE
    if date := _ISO_DATE.fullmatch(text):
        return serial_of_date(int(date[1]), int(date[2]), int(date[3]))
    if all(_DATE_WORD.fullmatch(word) for word in _BETWEEN_WORDS.sub(" ", text).split()):
        raise Unsupported(f"date, time or money as text: {text[:40]}")
    return VALUE


def general(value: Number) -> str:
    """A number as the format General spells it in text: 15 digits, at most 20 characters.

    Excel's rule; LibreOffice turns to exponents sooner (from 1E+15 up and below 1E-4).
    """
    if -(10**15) < value < 10**15 and value == int(value):
        return str(int(value))
    sign, digits, exponent = significant(value)
    digits = digits.rstrip("0")
    if 0 <= exponent < 20:
        whole, part = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
        return sign + whole + ("." + part if part else "")
    if exponent < 0 and 1 - exponent + len(digits) <= 20:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    mantissa = digits[0] + ("." + digits[1:] if digits[1:] else "")
    return f"{sign}{mantissa}E{'+' if exponent > 0 else '-'}{abs(exponent):02}"


def significant(value: Number) -> tuple[str, str, int]:
    """Sign, the 15 significant digits and the power of ten of the first one."""
    mantissa, exponent = f"{abs(value):.14e}".split("e")
    return "-" if value < 0 else "", mantissa.replace(".", ""), int(exponent)


def scaled(value: Number, places: int) -> int:
    """|value| * 10 ** places as a whole number, half rounded up, judged on 15 digits."""
    if type(value) is int and places >= 0 and -(10**15) < value < 10**15:
        return abs(value) * int(10**places)
    _, digits, exponent = significant(value)
    dropped = 14 - exponent - places
    if dropped > 15:
        return 0
    if dropped <= 0:
        return int(digits) * int(10**-dropped)
    return (int(digits) + 5 * int(10 ** (dropped - 1))) // int(10**dropped)


def same(a: Number, b: Number) -> bool:
    """Are two numbers equal to a spreadsheet, which looks at 15 digits (0.1+0.2=0.3)?"""
    if a == b:
        return True
    if abs(a - b) > abs(a) * 1e-14:
        return False
    return significant(a) == significant(b)


def whole(value: Number) -> int:
    """The whole number below, as INT finds it: one that is whole in 15 digits counts as whole."""
    below = int(value // 1)
    return below + 1 if below != value and same(value, below + 1) else below
