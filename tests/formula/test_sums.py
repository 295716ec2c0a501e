from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.formula import Error, Scalar
from xl_tools.formula.calculation import calculate
from xl_tools.formula.sums import plain_sums
from xl_tools.refs import Position, address

Formulas = dict[Position, str]

PLACES = st.tuples(st.integers(1, 5), st.integers(1, 5))
VALUES = st.one_of(st.none(), st.integers(-(10**6), 10**6), st.booleans(), st.text(max_size=3))


@st.composite
def parts(draw: st.DrawFn) -> str:
    """A cell or a rectangle, written as any program or person may."""
    corners = draw(st.lists(PLACES, min_size=1, max_size=2))
    return ":".join(address(*corner, absolute=draw(st.booleans())) for corner in corners)


@st.composite
def sums(draw: st.DrawFn) -> str:
    return f"SUM({','.join(draw(st.lists(parts(), min_size=1, max_size=3)))})"


def engine(values: dict[Position, Scalar], formulas: Formulas) -> dict[Position, Scalar]:
    return calculate({"表": values}, {"表": formulas})["表"]


@given(
    values=st.dictionaries(PLACES, VALUES, max_size=20),
    formulas=st.dictionaries(PLACES, sums(), min_size=1, max_size=5),
)
def test_what_is_added_up_is_what_the_engine_adds_up(
    values: dict[Position, Scalar], formulas: Formulas
) -> None:
    found = plain_sums(values.get, formulas)
    assert found is None or found == engine(values, formulas)


def test_a_total_of_totals_is_worked_out() -> None:
    values: dict[Position, Scalar] = {(1, 1): 2, (1, 2): 3, (2, 1): None, (2, 2): "文字"}
    formulas = {(1, 3): "SUM(A1:B1)", (2, 3): "SUM($A$2:$B$2)", (3, 3): "SUM(C1:C2,A1)"}
    found = plain_sums(values.get, formulas)
    assert found == {(1, 3): 5, (2, 3): 0, (3, 3): 7} == engine(values, formulas)


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(B1)+0",
        "SUM(1,2)",
        "SUM(其他!B1)",
        "sum(B1)",
        "SUM(B1:C1000)",
        "SUM(C2:B1)",
        "SUM(ZZZ1)",
        "SUM(A1)",
        "SUM(名称)",
        "",
    ],
)
def test_anything_else_is_left_to_the_engine(formula: str) -> None:
    values: dict[Position, Scalar] = {(1, 2): 1}
    assert plain_sums(values.get, {(1, 1): formula}) is None


@pytest.mark.parametrize("value", [0.5, Error("#N/A"), 2**53 + 1, -(2**60)])
def test_a_value_that_is_no_small_whole_number_is_left_to_the_engine(value: Scalar) -> None:
    assert plain_sums({(1, 2): value}.get, {(1, 1): "SUM(B1)"}) is None


def test_a_total_beyond_the_exact_numbers_is_left_to_the_engine() -> None:
    values: dict[Position, Scalar] = {(1, 2): 2**53, (1, 3): 1}
    assert plain_sums(values.get, {(1, 1): "SUM(B1:C1)"}) is None
