from __future__ import annotations

import pytest

from xl_tools.ooxml.shared import shifted


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+1", "C2+1"),
        ("$A$1+$A1+A$1", "$A$1+$A2+C$1"),
        ("SUM(A1:B9)", "SUM(C2:D10)"),
        ("SUM(A:B)+SUM($A:B)", "SUM(C:D)+SUM($A:D)"),
        ("SUM(1:3)+SUM($1:3)", "SUM(2:4)+SUM($1:4)"),
        ("'A1'!B2+Sheet!C3", "'A1'!D3+Sheet!E4"),
        ("'it''s A1'!A1", "'it''s A1'!C2"),
        ('"A1"&A1&"say ""B2"""', '"A1"&C2&"say ""B2"""'),
        ("LOG10(A1)+ATAN2(B1,1)", "LOG10(C2)+ATAN2(D2,1)"),
        ("rate1+tax_A1+A1.b", "rate1+tax_A1+A1.b"),
        ("Table1[[#All],[A1]]+A1", "Table1[[#All],[A1]]+C2"),
        ("1.5E1+2", "1.5E1+2"),
        ("XFD1", "#REF!"),
        ("A1048576+SUM(XFC:XFD)", "#REF!+SUM(#REF!)"),
        ("表一!A1", "表一!C2"),
    ],
)
def test_references_move_and_nothing_else_does(formula: str, moved: str) -> None:
    assert shifted(formula, 1, 2) == moved


def test_references_move_up_and_left_and_are_lost_beyond_the_edge() -> None:
    assert shifted("B2+A2+B1", -1, -1) == "A1+#REF!+#REF!"
