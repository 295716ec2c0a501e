"""Formula texts and their trees."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.formula import Error, Unsupported, calculate
from xl_tools.formula.syntax import (
    Binary,
    Call,
    Cell,
    Literal,
    Matrix,
    Name,
    Range,
    Tree,
    Unary,
    parse,
)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("$D$4", Cell(None, 4, 4)),
        ("校验!b2", Cell("校验", 2, 2)),
        ("'三、依''公开'!$D$4:$J$5", Range("三、依'公开", 4, 4, 2, 7)),
        ("C3:A1", Range(None, 1, 1, 3, 3)),
        ("applications.received.total", Name("applications.received.total")),
        ("本年_新收", Name("本年_新收")),
        ("XFE1", Name("xfe1")),
        ("XFD1048576", Cell(None, 1048576, 16384)),
        ("LOG10", Cell(None, 10, 8509)),
        ('{1,-2;"a",TRUE}', Matrix(2, 2, (1, -2, "a", True))),
        ("#DIV/0!", Literal(Error("#DIV/0!"))),
        ("0.10", Literal(0.1)),
        (" 1 \n+ 2 ", Binary("+", Literal(1), Literal(2))),
        ("-2%", Unary("-", Unary("%", Literal(2)))),
        ("_xlfn.sum(A1,)", Call("SUM", (Cell(None, 1, 1), Literal(None)))),
        ("A1-1-2", Binary("-", Binary("-", Cell(None, 1, 1), Literal(1)), Literal(2))),
        ("1&2=3", Binary("=", Binary("&", Literal(1), Literal(2)), Literal(3))),
    ],
)
def test_a_text_has_its_tree(text: str, tree: Tree) -> None:
    assert parse(text)[0] == tree


@pytest.mark.parametrize("text", ["1 2", "A1:", "=1", "SUM(", "1)", "'甲!A1", "甲:乙!A1", "~"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(Unsupported):
        parse(text)


# ---- random expressions: the text is worked out as the arithmetic says -------------------------

Expression = tuple[str, Fraction]


def _joined(left: Expression, sign: str, right: Expression) -> Expression:
    """With as many parentheses as Python's own rules of precedence need, which are the same."""
    value = {"+": left[1] + right[1], "-": left[1] - right[1], "*": left[1] * right[1]}[sign]
    if sign == "*":
        return f"{_closed(left[0])}*{_closed(right[0])}", value
    return f"{left[0]}{sign}{_closed(right[0])}", value


def _closed(text: str) -> str:
    return f"({text})" if set(text) & set("+-") else text


numbers = st.integers(0, 99).map(lambda number: (str(number), Fraction(number)))
expressions = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda parts: _joined(*parts)),
        inner.map(lambda part: (f"-{_closed(part[0])}", -part[1])),
        inner.map(lambda part: (f"({part[0]})", part[1])),
        inner.map(lambda part: (f"SUM({part[0]},1)", part[1] + 1)),
        inner.map(lambda part: (f"IF({part[0]}>0,{part[0]},0)", max(part[1], Fraction(0)))),
    ),
    max_leaves=8,
)


@given(expressions.filter(lambda expression: abs(expression[1]) < 2**50))
def test_random_expressions_give_what_arithmetic_gives(expression: Expression) -> None:
    text, value = expression
    found = calculate({"甲": {}}, {"甲": {(1, 1): text}})["甲"][1, 1]
    assert found == value
