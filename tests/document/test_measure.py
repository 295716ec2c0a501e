"""Estimates of width and height are near enough to what is printed."""

from __future__ import annotations

import pytest

from tests.document.reports import form
from xl_tools.document.measure import fit_of, line_height, width_of


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("123456", 3),
        ("政府信息", 4),
        ("“三安全”", 5),
        ("2025年1月20日", 7.75),
        ("A&B", 1.5),
    ],
)
def test_a_chinese_character_is_as_wide_as_two_digits(text: str, width: float) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(("size", "height"), [(12, 14.5), (10.5, 12.5), (9, 11)])
def test_lines_in_tables_are_a_fifth_higher_than_their_font(size: float, height: float) -> None:
    assert line_height(size) == height


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_each_official_table_fits_a_page_and_only_table_three_needs_one(edition: str) -> None:
    fits = {name: fit_of(table) for name, table in form(edition).tables.items()}
    assert [name for name, fit in fits.items() if not fit.one_page] == []
    assert [name for name, fit in fits.items() if fit.most_of_it] == ["applications"]
