"""What goes into functions of cells and comes out of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from xl_tools.libreoffice.inside import argument, attach, returned


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (3, 3.0),
        (True, True),
        ("", None),
        (None, None),
        ("公开", "公开"),
        (((1, None), ("", 2.5)), [[1.0, None], [None, 2.5]]),
    ],
)
def test_an_argument_is_what_excel_would_hand_over(value: Any, taken: Any) -> None:
    found = argument(value)
    assert found == taken
    assert type(found) is type(taken)


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (3, 3.0),
        (Decimal("1.5"), 1.5),
        (None, ""),
        (True, True),
        ("12", "12"),
        ("=1", "=1"),
        (dt.date(2024, 1, 5), 45296.0),
        ([1, "x"], ((1.0, "x"),)),
        ([[1, 2], ["甲"]], ((1.0, 2.0), ("甲", ""))),
        ([], ((),)),
    ],
)
def test_a_result_is_what_a_cell_takes(value: Any, given: Any) -> None:
    found = returned(value)
    assert found == given
    assert type(found) is type(given)


def test_no_document_is_no_book() -> None:
    assert not attach(None, None)
    assert not attach(None, object())
