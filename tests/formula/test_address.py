"""Cell addresses and their texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.formula import address, column_letters, reference


@pytest.mark.parametrize(
    ("text", "place"),
    [("A1", (1, 1)), ("D4", (4, 4)), ("$AA$10", (10, 27)), ("xfd1048576", (1048576, 16384))],
)
def test_a_text_means_a_place(text: str, place: tuple[int, int]) -> None:
    assert address(text) == place


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B2", "甲1", "A１"])
def test_what_is_no_cell_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="not a cell"):
        address(text)


@pytest.mark.parametrize("number", [0, -1, 16385])
def test_what_is_no_column_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="not a column"):
        column_letters(number)


@given(st.integers(1, 1_048_576), st.integers(1, 16_384), st.booleans())
def test_a_place_comes_back_from_its_text(row: int, column: int, absolute: bool) -> None:
    assert address(reference(row, column, absolute)) == (row, column)


def test_an_absolute_reference_has_its_signs() -> None:
    assert (reference(4, 28, absolute=True), reference(4, 28)) == ("$AB$4", "AB4")
