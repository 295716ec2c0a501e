"""信息处理费 by 国办函〔2020〕109号: check values, borders of the tiers, what is no count."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.fees import fee_by_case, fee_by_page
from xl_tools.refusal import Refusal


@pytest.mark.parametrize(
    ("cases", "yuan"),
    [
        (0, 0), (1, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300),
        (45, 5500), (50, 7000), (51, 7400), (60, 11000),
    ],
)  # fmt: skip
def test_the_fee_by_case(cases: int, yuan: int) -> None:
    assert fee_by_case(cases) == Decimal(yuan)


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        (0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700),
    ],
)  # fmt: skip
def test_the_fee_by_page(pages: int, yuan: int) -> None:
    assert fee_by_page(pages) == Decimal(yuan)


def price_of_case(number: int) -> int:
    """The price of the case with this number, said another way than in the code."""
    if number <= 10:
        return 0
    return 100 if number <= 30 else 200 + 100 * ((number - 31) // 10)


@given(st.integers(0, 500))
def test_the_fee_is_the_sum_of_the_prices_of_the_cases(cases: int) -> None:
    assert fee_by_case(cases) == sum(map(price_of_case, range(1, cases + 1)))


@pytest.mark.parametrize("fee", [fee_by_case, fee_by_page])
def test_a_fee_is_a_decimal_of_yuan(fee: Any) -> None:
    assert isinstance(fee(99), Decimal)


@pytest.mark.parametrize("fee", [fee_by_case, fee_by_page])
@pytest.mark.parametrize("count", [-1, 1.5, 45.0, Decimal(45), True, "45", None])
def test_what_is_no_count_is_refused(fee: Any, count: Any) -> None:
    with pytest.raises(Refusal) as caught:
        fee(count)
    assert f"“{count}”" in caught.value.sentence


def test_a_slip_of_a_hand_takes_no_time() -> None:
    assert fee_by_case(10**12) > 0
