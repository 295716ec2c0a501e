"""Only what is called is kept."""

from __future__ import annotations

import pytest

from xl_tools.vba.reach import reachable
from xl_tools.vba.source import code, declarations, procedures

SOURCE = """\
' A licence.
Const LIMIT = 3

Public Function Press(name As String) As Long
    Press = Twice(LIMIT) ' calls Silent? no
    MsgBox "Spoken is a text"
    If Press = 0 Then Exit Function
End Function

Private Sub Silent()
    Spoken
End Sub
' between
Sub Spoken()
End Sub

Function Twice(x)
    twice = x * HELPED(x)
End Function
Property Get Helped(x)
    Helped = x
End Property
"""


def names(source: str) -> list[str]:
    return [procedure.name for procedure in procedures(source)]


def test_every_procedure_is_seen() -> None:
    assert names(SOURCE) == ["Press", "Silent", "Spoken", "Twice", "Helped"]


def test_a_procedure_reaches_from_its_first_to_its_last_line() -> None:
    texts = {procedure.name: procedure.text for procedure in procedures(SOURCE)}
    assert texts["Spoken"] == "Sub Spoken()\nEnd Sub\n"
    assert texts["Press"].endswith("Exit Function\nEnd Function\n")


def test_what_a_root_needs_is_kept_whatever_the_case_of_its_name() -> None:
    assert names(reachable(SOURCE, ["press"])) == ["Press", "Twice", "Helped"]


def test_comments_and_texts_call_nothing() -> None:
    assert {"Silent", "Spoken"} & set(names(reachable(SOURCE, ["Press"]))) == set()


def test_the_declarations_stay_at_the_head() -> None:
    head = "' A licence.\nConst LIMIT = 3\n"
    assert declarations(SOURCE).strip() == head.strip()
    assert reachable(SOURCE, ["Spoken"]).startswith(head)


def test_a_root_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="absent"):
        reachable(SOURCE, ["Press", "Absent"])


def test_a_comment_may_hold_a_quotation_mark_and_a_text_an_apostrophe() -> None:
    assert code('a = "it\'s" \' say "x\nb = """\'"\n') == 'a = "" \nb = """"\n'
