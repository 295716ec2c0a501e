"""Cases or pages -> 信息处理费 in yuan, by the official tiers."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

# 国务院办公厅关于印发《政府信息公开信息处理费管理办法》的通知
BASIS: Final = "国办函〔2020〕109号"


class Tier(NamedTuple):
    """The part beyond the tier before, up to and with `last`, at a price for each in yuan."""

    last: int
    price: int


# 第四条: 同一申请人一个自然月内累计申请10件以下（含10件）的，不收费；11—30件（含30件）的部分：
# 100元/件；31件以上的部分：以10件为一档，每增加一档，收费标准提高100元/件。
CASE_TIERS: Final = (Tier(10, 0), Tier(30, 100))
CASE_STEP: Final = Tier(10, 100)

# 第五条: 30页以下（含30页）的，不收费；31—100页（含100页）的部分：10元/页；
# 101—200页（含200页）的部分：20元/页；201页以上的部分：40元/页。
PAGE_TIERS: Final = (Tier(30, 0), Tier(100, 10), Tier(200, 20))
PAGE_PRICE_BEYOND: Final = 40


def fee_by_case(cases: int) -> Decimal:
    """What one applicant's applications of one calendar month cost, counted by case (第四条)."""
    _refuse_uncountable(cases, "件数")
    total, last, price = _within(cases, CASE_TIERS)
    full, rest = divmod(max(cases - last, 0), CASE_STEP.last)
    # Whole steps of 10 cost 200, 300 … each; what is left costs the price of the step it begins.
    total += CASE_STEP.last * (full * price + CASE_STEP.price * full * (full + 1) // 2)
    total += rest * (price + CASE_STEP.price * (full + 1))
    return Decimal(total)


def fee_by_page(pages: int) -> Decimal:
    """What the pages handed out for one application cost, counted by page (第五条)."""
    _refuse_uncountable(pages, "页数")
    total, last, _ = _within(pages, PAGE_TIERS)
    return Decimal(total + PAGE_PRICE_BEYOND * max(pages - last, 0))


def _within(count: int, tiers: tuple[Tier, ...]) -> tuple[int, int, int]:
    """What the tiers make of a count, where the last of them ends, and its price."""
    total = last = price = 0
    for tier in tiers:
        total += tier.price * max(min(count, tier.last) - last, 0)
        last, price = tier
    return total, last, price


def _refuse_uncountable(count: object, what: str) -> None:
    if not isinstance(count, int) or isinstance(count, bool):
        raise Refusal(f"{what}“{count}”不是整数", f"请核对{what}")
    if count < 0:
        raise Refusal(f"{what}“{count}”是负数", f"请核对{what}")
