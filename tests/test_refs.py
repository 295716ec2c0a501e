"""Cell addresses and their texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.refs import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    address,
    area,
    column_letters,
    column_number,
    position,
)


@pytest.mark.parametrize(
    ("letters", "number"),
    [("A", 1), ("Z", 26), ("AA", 27), ("AZ", 52), ("ZZ", 702), ("AAA", 703), ("XFD", 16_384)],
)
def test_letters_count_in_twenty_sixes_without_a_zero(letters: str, number: int) -> None:
    assert (column_number(letters), column_letters(number)) == (number, letters)
    assert column_number(letters.lower()) == number


@pytest.mark.parametrize("number", [0, -1, MAX_COLUMN + 1])
def test_what_is_no_column_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="not a column"):
        column_letters(number)


@given(st.integers(1, MAX_ROW), st.integers(1, MAX_COLUMN), st.booleans())
def test_an_address_leads_back_to_its_cell(row: int, column: int, absolute: bool) -> None:
    assert position(address(row, column, absolute)) == (row, column)


def test_an_absolute_address_has_its_signs() -> None:
    assert (address(4, 28, absolute=True), address(4, 28)) == ("$AB$4", "AB4")


def test_dollar_signs_are_passed_over() -> None:
    assert position("$B$5") == (5, 2)


@pytest.mark.parametrize(
    "text", ["", "5", "B", "B0", "B05", "XFE1", "A1048577", "A1:B2", "A 1", "甲1", "A１"]
)
def test_what_is_no_cell_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text[:3]}"):
        position(text)


def test_an_area_has_its_corners_in_order() -> None:
    assert area("D5:B2") == Area(2, 2, 5, 4)
    assert (str(area("D5:B2")), str(area("C3"))) == ("B2:D5", "C3")


def test_an_area_knows_its_cells_and_grows() -> None:
    found = area("B2:C3")
    assert [found.holds(*at) for at in ((2, 2), (3, 3), (1, 2), (2, 4))] == [
        True,
        True,
        False,
        False,
    ]
    assert str(found.with_cell(7, 1)) == "A2:C7"
    assert found.with_cell(3, 3) == found
