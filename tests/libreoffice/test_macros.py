"""Names of macros."""

from __future__ import annotations

import pytest

from xl_tools.libreoffice.macros import split


@pytest.mark.parametrize(
    ("macro", "parts"),
    [
        ("GK_Check", ("", "GK_Check")),
        ("gk_buttons.GK_Check", ("", "gk_buttons.GK_Check")),
        ("'年 报.xlsm'!gk_buttons.GK_Check", ("年 报.xlsm", "gk_buttons.GK_Check")),
        ("'a''b.xlsm'!M.N", ("a'b.xlsm", "M.N")),
        ("book.xlsm!M.N", ("book.xlsm", "M.N")),
    ],
)
def test_a_macro_may_name_its_book(macro: str, parts: tuple[str, str]) -> None:
    assert split(macro) == parts
