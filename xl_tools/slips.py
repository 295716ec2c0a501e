"""Two values of a cell -> the slip of a hand that turns one into the other."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Final

Pair = tuple[Decimal, ...]

# kind -> how much likelier it makes a change, in parts of one changed cell
WEIGHTS: Final = MappingProxyType(
    {
        "digits_swapped": Decimal("0.4"),
        "digit_left_out": Decimal("0.3"),
        "digit_too_many": Decimal("0.3"),
        "digit_wrong": Decimal("0.2"),
        "times_ten": Decimal("0.4"),
        "unit": Decimal("0.4"),
        "sign": Decimal("0.4"),
        "not_counted": Decimal("0.1"),
        "cells_swapped": Decimal("0.9"),
        "cell_shifted": Decimal("0.7"),
        "other": Decimal(0),
    }
)
WORDS: Final = MappingProxyType(
    {
        "digits_swapped": "两位数字写反了",
        "digit_left_out": "漏写了一位",
        "digit_too_many": "多写了一位",
        "digit_wrong": "有一位写错了",
        "times_ten": "差了十倍",
        "unit": "单位是元，没有换成万元",
        "sign": "正负号写反了",
        "not_counted": "没有填",
        "cells_swapped": "两格填反了",
        "cell_shifted": "填到旁边的格里了",
        "other": "",
    }
)
YUAN: Final = Decimal(10_000)


def kind_of_change(before: Decimal, after: Decimal, figure_type: str) -> str:
    """The slip by which `after` came to stand there as `before`."""
    if before == -after:
        return "sign"
    if figure_type == "amount" and before == after * YUAN:
        return "unit"
    if before == after * 10 or after == before * 10:
        return "times_ten"
    if not before:
        return "not_counted"
    return _digits(_figures(before), _figures(after)) or "other"


def _figures(value: Decimal) -> str:
    return f"{abs(value):f}"


def _digits(before: str, after: str) -> str:
    """The slip between two rows of digits; empty where there is no small one."""
    if len(before) == len(after):
        differing = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
        if len(differing) == 1:
            return "digit_wrong"
        if len(differing) == 2 and differing[1] - differing[0] == 1:
            first, second = differing
            if before[first] + before[second] == after[second] + after[first]:
                return "digits_swapped"
        return ""
    if len(before) + 1 == len(after):
        return "digit_left_out" if _without_one(after, before) else ""
    if len(before) == len(after) + 1:
        return "digit_too_many" if _without_one(before, after) else ""
    return ""


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))


def kind_of_exchange(before: Pair, after: Pair) -> str:
    """The slip over two cells of a line."""
    if before == after[::-1]:
        return "cells_swapped"
    if sum(before) == sum(after) and not all((*before, *after)):
        return "cell_shifted"
    return "other"
