"""A whole workbook: what depends on what, and what stays absent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xl_tools.formula import Error, Scalar, calculate
from xl_tools.refs import position


def column(*formulas: str) -> dict[int, Scalar]:
    """What formulas in A1, A2, … of one sheet show, by row; B1 holds 7."""
    texts = {(row, 1): formula for row, formula in enumerate(formulas, 1)}
    found = calculate({"甲": {(1, 2): 7}}, {"甲": texts})["甲"]
    return {row: value for (row, _), value in found.items()}


def test_formulas_read_formulas_in_any_order() -> None:
    assert column("A2+1", "A3*2", "B1") == {1: 15, 2: 14, 3: 7}


def test_a_formula_goes_before_a_value_at_its_place() -> None:
    assert calculate({"甲": {(1, 1): 5}}, {"甲": {(1, 1): "1+1", (2, 1): "A1"}}) == {
        "甲": {(1, 1): 2, (2, 1): 2}
    }


def test_what_was_given_is_left_as_it_was() -> None:
    values: dict[str, dict[tuple[int, int], Scalar]] = {"甲": {(1, 1): 5}}
    calculate(values, {"甲": {(1, 1): "1+1", (3, 3): "SUM(A1:B2)"}})
    assert values == {"甲": {(1, 1): 5}}


def test_formulas_of_one_shape_read_each_their_own_cells() -> None:
    values: dict[str, dict[tuple[int, int], Scalar]] = {
        "甲": {(row, 2): row * 10 for row in range(1, 5)},
        "乙": {(row, 1): row for row in range(1, 5)},
    }
    texts = {
        (row, 1): f"IF(A{row - 1}=0,0,A{row - 1})+SUM(B1:B{row})*乙!A{row}+SUM($B$1)+ROW()"
        for row in range(2, 5)
    }
    found = calculate(values, {"甲": texts})["甲"]
    assert found == {(2, 1): 72, (3, 1): 72 + 193, (4, 1): 72 + 193 + 414}
    assert column("N(B1)", "N(B2)", "SUM(B1:B1)", "ROWS(B1:B9)") == {1: 7, 2: 0, 3: 7, 4: 9}


def test_every_sheet_with_formulas_is_in_the_result() -> None:
    assert calculate({"甲": {}}, {"甲": {}, "乙": {(1, 1): "甲!A1"}}) == {
        "甲": {},
        "乙": {(1, 1): 0},
    }


def test_a_reference_to_a_formula_that_shows_nothing_is_an_empty_text() -> None:
    assert column('""', "A1", 'A1=""', "ISBLANK(A1)", "A1+1") == {
        1: "", 2: "", 3: True, 4: False, 5: Error("#VALUE!"),
    }  # fmt: skip


def test_circular_formulas_and_those_that_need_them_are_absent() -> None:
    assert column("A2", "A1", "A1+1", "IFERROR(A1,0)", "A5", "1") == {6: 1}


def test_a_branch_not_taken_makes_no_circle() -> None:
    assert column('IF(B1=7,"对",A2)', "A1") == {1: "对", 2: "对"}


def test_what_needs_an_unsupported_formula_is_absent_too() -> None:
    assert column("TODAY()", "A1+1", "SUM(A1:B1)", "IF(TRUE,1,A1)", "B1") == {4: 1, 5: 7}


def test_thousands_of_formulas_may_wait_for_one_another() -> None:
    last = 5000
    chain = [f"A{row + 1}+1" for row in range(1, last)]
    assert column(*chain, "B1")[1] == 7 + last - 1


def test_a_very_long_circle_is_absent() -> None:
    circle = [f"A{row + 1}+1" for row in range(1, 1000)]
    assert column(*circle, "A1") == {}


def test_a_formula_too_long_or_too_deep_is_absent() -> None:
    long = "+".join(["1"] * 4000)
    too_long = "+".join(["1"] * 4100)
    deep = "(" * 60 + "1" + ")" * 60
    too_deep = "(" * 70 + "1" + ")" * 70
    assert column(long, too_long, deep, too_deep, "-" * 5000 + "1") == {1: 4000, 3: 1}


def test_ranges_without_end_stop_at_a_limit() -> None:
    formulas = [f"SUM(B{row}:BZ800)" for row in range(1, 401)]
    found = column(*formulas)
    assert 0 < len(found) < 400


def test_a_pattern_full_of_stars_takes_no_time() -> None:
    cells = {(row, 1): "a" * 30_000 for row in range(1, 20)}
    found = calculate({"甲": cells}, {"甲": {(1, 2): 'COUNTIF(A1:A19,"*a*a*a*a*a*a*a*b")'}})
    assert found == {"甲": {(1, 2): 0}}


def test_text_that_would_grow_beyond_the_limit_is_an_error() -> None:
    doubling = ['REPT("x",20000)', "A1&A1", 'SUBSTITUTE(A1,"x",A1)']
    assert list(column(*doubling).values())[1:] == [Error("#VALUE!"), Error("#VALUE!")]


def test_numbers_stay_as_large_as_a_spreadsheet_has_them() -> None:
    doubling = ["B1", *[f"A{row}*A{row}" for row in range(1, 12)]]
    found = column(*doubling)
    assert (found[5], found[12]) == (33232930569601, Error("#NUM!"))


def test_whole_results_are_ints() -> None:
    assert [type(value) for value in column("6/3", "0.5+0.5", "1/3").values()] == [int, int, float]


def test_a_formula_knows_its_own_place_after_reading_others() -> None:
    assert column("A2&row()", "A3&Row()", "ROW()&COLUMN()") == {1: "3121", 2: "312", 3: "31"}


def test_isformula_tells_a_number_typed_from_one_worked_out() -> None:
    texts = ["ISFORMULA(A2)", "1+1", "ISFORMULA(A9)", "_xlfn.ISFORMULA(乙!A1)", "isformula(A1)"]
    formulas = {"甲": {(row, 1): text for row, text in enumerate(texts, 1)}, "乙": {}}
    found = calculate({"甲": {(9, 1): 5}, "乙": {(1, 1): 5}}, formulas)["甲"]
    assert [found[row, 1] for row in range(1, 6)] == [True, 2, False, False, True]
    for text in ("ISFORMULA(5)", "ISFORMULA(A1:A2)", "ISFORMULA()", "ISFORMULA(A1,A2)"):
        assert calculate({"甲": {}}, {"甲": {(5, 5): text}}) == {"甲": {}}


def test_what_changes_from_day_to_day_is_not_worked_out() -> None:
    assert calculate({"甲": {}}, {"甲": {(1, 1): "TODAY()", (2, 1): "A1+1"}}) == {"甲": {}}


def test_names_may_stand_for_constants_but_not_for_formulas() -> None:
    names = {"常数": "=5", "公式": "甲!A1+1", "自己": "自己", "几处": "甲!A1,甲!B1"}
    texts = {(1, 1): "常数", (2, 1): "公式", (3, 1): "自己", (4, 1): "几处"}
    assert calculate({"甲": {}}, {"甲": texts}, names) == {"甲": {(1, 1): 5}}


def test_a_name_without_a_sheet_means_the_formulas_own() -> None:
    values = {"甲": {(1, 1): 1}, "乙": {(1, 1): 2}}
    texts = {"甲": {(2, 1): "这里"}, "乙": {(2, 1): "这里"}}
    found = calculate(values, texts, {"这里": "$A$1"})
    assert found == {"甲": {(2, 1): 1}, "乙": {(2, 1): 2}}


cells = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 6)),
    st.integers(-999, 999) | st.sampled_from([True, False, "", "字", "12", None]),
    max_size=20,
)
corner = st.tuples(st.integers(1, 12), st.integers(1, 6))


@given(cells, corner, corner)
def test_sum_adds_the_numbers_of_a_range(
    values: dict[tuple[int, int], Scalar], one: tuple[int, int], other: tuple[int, int]
) -> None:
    rows, columns = (sorted(pair) for pair in zip(one, other, strict=True))
    wanted = sum(
        value
        for (row, col), value in values.items()
        if rows[0] <= row <= rows[1] and columns[0] <= col <= columns[1] and type(value) is int
    )
    letters = "ABCDEF"
    area = f"{letters[one[1] - 1]}{one[0]}:{letters[other[1] - 1]}{other[0]}"
    found = calculate({"甲": values}, {"甲": {position("Z1"): f"SUM({area})"}})
    assert found["甲"][position("Z1")] == wanted


pieces = st.sampled_from(
    "A1 B2 A1:C3 甲!A1 '甲'!A1 SUM( IF( COUNTIF( SUMPRODUCT( TEXT( INDEX( ( ) , ; { } + - * / ^ & "
    '= <> < % " \' ! # #N/A 1 2.5 1E9 "a" "0.00" ">1" TRUE 名 é １ @ $ : [ ] \\'.split()
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_no_text_of_a_formula_makes_a_fault(formula: str) -> None:
    values: dict[str, dict[tuple[int, int], Scalar]] = {"甲": {(1, 1): 1, (2, 2): "x"}}
    found = calculate(values, {"甲": {(9, 9): formula}}, {"名": "甲!$A$1"})["甲"]
    assert isinstance(found.get((9, 9), 0), bool | int | float | str | Error)
