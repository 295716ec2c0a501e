from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.actions.workbooks import blank_workbook
from xl_tools.edition import Edition, builtin_editions
from xl_tools.formula import Scalar, Unsupported
from xl_tools.formula.again import Worked
from xl_tools.formula.calculation import calculate
from xl_tools.refs import Position
from xl_tools.sources.openbook import OpenBook

EDITIONS = tuple(builtin_editions())

Sheets = dict[str, dict[Position, Scalar]]

# Columns A and B hold values, the formulas stand in C to F: each may read what stands before it.
FORMULAS = (
    "SUM(A1:B4)",
    "IF(A1>0,B1,A2)",
    "COUNTIF(A1:B4,1)+COUNTIF(A1:B4,4)",
    'IF(ISTEXT(A2),LEN(A2),"无")',
    "C1+C2",
    "IF(B2=1,C3,D1)",
    'IF(OR(LEFT(D4,1)="无",D1>2),名,"")',
    "SUMPRODUCT(LEN(A1:B4))",
    "INDEX(A1:B4,2,1)",
    "IFERROR(A3/B3,另!C1)",
    "COUNTA(C1:D4)",
    "ROW()+E1",
)
PLACES = [(row, column) for column in (3, 4, 5) for row in (1, 2, 3, 4)]
# No value here; a value while A1 is not 0; whatever the other shows, if it shows anything.
WITHOUT = {(9, 3): "TODAY()", (9, 4): 'IF(A1=0,C9,"有")', (9, 5): "D9&C1"}
OTHER = {(1, 3): "IF(A1=表!A1,A1,表!B4)"}
NAMES = {"名": "'另'!$A$1"}
VALUES = st.one_of(
    st.none(), st.integers(0, 4), st.sampled_from(["", "无", "甲乙"]), st.booleans(), st.just(0.5)
)
CELLS = st.dictionaries(st.tuples(st.integers(1, 4), st.integers(1, 2)), VALUES, max_size=8)
FORMULA_CELLS = {"表": {**dict(zip(PLACES, FORMULAS, strict=True)), **WITHOUT}, "另": OTHER}


def both(values: Sheets, changes: Sheets) -> Sheets:
    return {name: {**cells, **changes.get(name, {})} for name, cells in values.items()}


def kinds(values: Sheets) -> dict[str, dict[Position, tuple[type, Scalar]]]:
    """Values with their types: TRUE is equal to 1."""
    return {name: {at: (type(v), v) for at, v in own.items()} for name, own in values.items()}


@given(own=CELLS, other=CELLS, several=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_what_is_worked_out_again_is_what_a_fresh_calculation_gives(
    own: dict[Position, Scalar],
    other: dict[Position, Scalar],
    several: list[tuple[dict[Position, Scalar], dict[Position, Scalar]]],
) -> None:
    # A file may hold a value for what has none, or for what will have another.
    values: Sheets = {"表": {**own, (9, 3): 7, (9, 5): "旧"}, "另": other}
    worked = Worked(values, FORMULA_CELLS, NAMES)
    for here, there in several:
        changes: Sheets = {"表": here, "另": there}
        fresh = calculate(both(values, changes), FORMULA_CELLS, NAMES)
        found = worked.after(changes).results
        assert kinds(found) == kinds(fresh)


def test_a_truth_is_no_number() -> None:
    values: Sheets = {"表": {(1, 1): 1}}
    worked = Worked(values, {"表": {(1, 2): "A1", (1, 3): "ISNUMBER(B1)"}}, {})
    assert worked.after({"表": {(1, 1): True}}).results["表"] == {(1, 2): True, (1, 3): False}


@pytest.mark.parametrize(
    "formulas",
    [
        {(1, 2): "B1"},
        {(1, 2): "IF(A1=0,C1,0)", (1, 3): "IF(A1=0,0,B1)"},
        {(1, 2): "SUMIF(A1:A2,1,C1)"},
        {(1, 2): "IF(A1=9,不知道,0)"},
        {(1, 2): "IF(A1=9,名,0)"},
        {(1, 2): "IF(A1=9,SUM(C1:CZ1000),0)"},
    ],
)
def test_what_cannot_be_foreseen_is_not_followed(formulas: dict[Position, str]) -> None:
    with pytest.raises(Unsupported):
        Worked({"表": {(1, 1): 0}}, {"表": formulas}, {"名": "名"})


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_a_template_is_worked_out_again_and_not_anew(edition: Edition) -> None:
    """Else each filling works out every formula of it."""
    assert OpenBook(blank_workbook(edition), "").worked is not None
