from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.ooxml.text import cell_text, escaped, forbidden, plain, unescaped
from xl_tools.ooxml.xml import parse


def test_references_are_resolved_once() -> None:
    assert plain(b"&lt;&#25919;&#x5E9C;&amp;lt;&quot;&apos;") == "<政府&lt;\"'"


def test_line_ends_are_made_one_kind_but_a_meant_one_is_kept() -> None:
    assert plain(b"a\r\nb\rc\nd&#13;e") == "a\nb\nc\nd\re"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a_x000D_\nb", "a\r\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x4E2D_", "中"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ufffd"),
        ("_x00D_ _X000D_ x000D", "_x00D_ _X000D_ x000D"),
    ],
)
def test_escapes_of_spreadsheets_are_resolved(written: str, meant: str) -> None:
    assert unescaped(written) == meant


@given(st.text())
def test_any_text_a_document_can_hold_survives(text: str) -> None:
    while sign := forbidden(text):
        text = text.replace(sign, "")
    parse(f"<a>{escaped(text)}</a>".encode(), "a.xml")
    assert cell_text(escaped(text).encode()) == text


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_forbids_is_known(character: str) -> None:
    assert forbidden(f"a{character}b") == character


@pytest.mark.parametrize("character", ["\t", "\n", "\r", "\x7f", "\ufffd", "😀", "年"])
def test_what_xml_allows_is_known(character: str) -> None:
    assert forbidden(f"a{character}b") == ""
