"""A sheet is hidden and shown again, and nothing else changes."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.ooxml.books import unzipped
from xl_tools.builtin import template_path
from xl_tools.ooxml.package import Package, open_package
from xl_tools.ooxml.showing import with_sheet_shown


def package() -> Package:
    return open_package(template_path("2021.xlsx").read_bytes(), "")


def state(data: bytes, name: str) -> str:
    return str(openpyxl.load_workbook(io.BytesIO(data))[name].sheet_state)


@pytest.mark.parametrize("name", ["校验", "图表"])
def test_a_sheet_is_hidden_and_shown_again_as_it_was(name: str) -> None:
    before = package()
    hidden = with_sheet_shown(before, name, shown=False)
    assert state(hidden.replace({}), name) == "hidden"
    again = with_sheet_shown(hidden, name, shown=True)
    assert state(again.replace({}), name) == "visible"
    assert unzipped(again.replace({})) == unzipped(before.replace({}))


def test_a_sheet_that_is_so_already_or_is_not_there_changes_nothing() -> None:
    own = package()
    assert with_sheet_shown(own, "校验", shown=True) is own
    assert with_sheet_shown(own, "没有这一张", shown=False) is own


def test_the_sheet_that_opens_first_stays() -> None:
    own = package()
    assert with_sheet_shown(own, "使用说明", shown=False) is own
