from __future__ import annotations

import pytest

from tests.lint.formulas import Names, formula_complaints

NAMES = Names({"表3", "三、依申请公开"}, {"applications.received.total"})

GOOD = (
    "SUM(A1:C3)",
    "-SUM('三、依申请公开'!$D$4:$J$4)+表3!A1%*2",
    'IF(A1="是（""）","√",IF(B2<>0,TRUE,"×"))',
    "applications.received.total=SUM(D4:I4)",
    "IF(A1,,-1)",
    "SUMPRODUCT(--(A1:A9<>0))",
    "{1,2;3,4}",
    "COUNTIF(A:A,1)+SUM(1:3)+TODAY()",
    "(1+2)*3^-2",
    "IFERROR(1.5E+3/A1,#N/A)",
    "_xlfn.CONCAT(A1&B1)",
    'A1&"项，"&TEXT(B1,"+0;-0")',
)

BAD = {
    "=A1": "starts with an equals sign",
    "SUM(A5:C5": "lacks )",
    "SUM(A5:C5))": "closes ) that was not opened",
    "{1,2)": "closes ) that was not opened",
    'IF(A1="是,1,2)': "cannot be read from '\"是,1,2)'",
    "'三、依申请公开!A1": 'cannot be read from "\'三、依申请公开!A1"',
    "A1，B1": "cannot be read from '，B1'",
    "A1+": "ends too early",
    "": "ends too early",
    "*A1": "has * after nothing",
    "A1*/2": "has / after *",
    "A1 B1": "has B1 right after A1",
    "SUM(A1+)": "has ) after +",
    "没有!A1": "refers to sheet 没有, which is missing",
    "SUM(applications.gone)": "refers to name applications.gone, which is missing",
    "SUM(#REF!)": "refers to a cell that is gone",
    "&".join(["A1"] * 3000): "has 8999 characters",
}


@pytest.mark.parametrize("formula", GOOD)
def test_a_right_formula_gives_no_complaint(formula: str) -> None:
    assert list(formula_complaints(formula, NAMES)) == []


@pytest.mark.parametrize("formula", BAD)
def test_a_wrong_formula_gives_exactly_its_complaint(formula: str) -> None:
    assert list(formula_complaints(formula, NAMES)) == [BAD[formula]]
