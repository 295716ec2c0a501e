"""Conditional compilation: decided where it can be, left alone where it cannot."""

from __future__ import annotations

from textwrap import dedent

import pytest

from xl_tools.vba.conditional import Constants, resolve

KNOWN: Constants = {"Mac": False, "App": "Microsoft Excel", "VBA7": True, "VERSION": 0}


def resolved(source: str) -> list[str]:
    return resolve(dedent(source), KNOWN).split()


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("VBA7", "yes"),
        ("vba7", "yes"),
        ("Mac", "no"),
        ("Not Mac", "yes"),
        ('App = "Microsoft Excel"', "yes"),
        ('App = "Microsoft Word"', "no"),
        ("VERSION >= 15", "no"),
        ("VERSION = 0", "yes"),
    ],
)
def test_a_known_condition_leaves_one_branch(condition: str, kept: str) -> None:
    assert resolved(f"#If {condition} Then\nyes\n#Else\nno\n#End If") == [kept]


@pytest.mark.parametrize("condition", ["Win64", "Not Win64", "Win64 And VBA7", 'Host = "x"'])
def test_an_unknown_condition_stays_with_both_branches(condition: str) -> None:
    source = f"#If {condition} Then\nyes\n#Else\nno\n#End If\n"
    assert resolve(source, KNOWN) == source


def test_of_several_branches_the_first_that_holds_is_kept() -> None:
    source = """
        #If Mac Then
        mac
        #ElseIf App = "Microsoft Excel" Then
        excel
        #ElseIf VBA7 Then
        later
        #Else
        other
        #End If
    """
    assert resolved(source) == ["excel"]


def test_an_unknown_condition_inside_a_dropped_branch_goes_with_it() -> None:
    source = """
        #If Mac Then
            #If Win64 Then
            a
            #ElseIf Win32 Then
            b
            #Else
            c
            #End If
        #End If
        rest
    """
    assert resolved(source) == ["rest"]


def test_a_known_condition_inside_an_unknown_one_is_decided() -> None:
    source = "#If Win64 Then\n    #If Mac Then\n    a\n    #Else\n    b\n    #End If\n#End If\n"
    assert resolve(source, KNOWN) == "#If Win64 Then\n    b\n#End If\n"


def test_the_constant_itself_goes_when_it_is_known() -> None:
    assert resolve('#Const App = "Microsoft Word"\n#Const Other = 1\n', KNOWN) == (
        "#Const Other = 1\n"
    )


def test_words_after_then_do_not_matter() -> None:
    assert resolved("#If Mac Then ' only there\na\n#End If\nb") == ["b"]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("#If Mac Then\na", "no #End If"),
        ("#End If", "without an #If"),
        ("#Else", "without an #If"),
        ("#If Mac Then\na\n#ElseIf Win64 Then\nb\n#End If", "cannot be decided"),
    ],
)
def test_what_cannot_be_resolved_is_named(source: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        resolve(source, KNOWN)
