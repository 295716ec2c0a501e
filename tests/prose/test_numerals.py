"""Numbers as reports write them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.prose.numerals import NUMBER, amount_of, chinese_number

NAMES = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A number under ten thousand as it is read out."""
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + NAMES[digit] + name
        gap = not digit
    return text or "零"


@given(number=st.integers(0, 9999))
def test_a_number_in_words_is_the_number(number: int) -> None:
    assert chinese_number(spoken(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("两", 2),
        ("二〇二四", 2024),
        ("三万零五", 30005),
        ("两百零三", 203),
        ("百", None),
        ("二三", None),
        ("十十", None),
        ("一二十", None),
    ],
)
def test_words_that_make_no_number_are_none(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "value", "step", "rough"),
    [
        ("1,204", "1204", "1", False),
        ("12.50", "12.50", "0.01", False),
        ("1.2万", "12000", "1000", False),
        ("110余", "110", "1", True),
        ("十多", "10", "1", True),
        ("3亿", "300000000", "100000000", False),
    ],
)
def test_a_number_has_a_value_a_last_digit_and_may_be_rough(
    text: str, value: str, step: str, rough: bool
) -> None:
    match = re.match(NUMBER, text)
    assert match
    assert amount_of(match) == (Decimal(value), Decimal(step), rough)
