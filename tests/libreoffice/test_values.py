"""What cells hold for Python's values, and what comes back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.libreoffice.values import (
    CellError,
    Entry,
    cleaned,
    entry_of,
    error_of,
    moment_of,
    number_text,
    plain,
    serial_of,
    typed,
)

MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)


@given(MOMENTS)
def test_a_moment_comes_back_to_the_millisecond(moment: dt.datetime) -> None:
    assert moment_of(serial_of(moment)) == moment


def test_days_are_counted_as_excel_does() -> None:
    assert serial_of(dt.datetime(2024, 1, 5, 12)) == 45296.5
    assert serial_of(dt.datetime(2024, 1, 5, 12), dt.datetime(1904, 1, 1)) == 45296.5 - 1462


def test_a_number_beyond_any_date_stays_a_number() -> None:
    assert moment_of(1e12) == 1e12


@pytest.mark.parametrize(
    ("value", "entry"),
    [
        (None, Entry("")),
        (True, Entry(1.0, "truth")),
        (3, Entry(3.0)),
        (Decimal("0.25"), Entry(0.25)),
        (float("nan"), Entry("")),
        (dt.datetime(2024, 1, 5, 12), Entry(45296.5, "moment")),
        (dt.date(2024, 1, 5), Entry(45296.0, "date")),
        (dt.time(6), Entry(0.25, "time")),
        (dt.timedelta(hours=36), Entry(1.5, "span")),
        (np.int64(4), Entry(4.0)),
        (np.float64("nan"), Entry("")),
        (np.bool_(False), Entry(0.0, "truth")),
        (pd.NaT, Entry("")),
        (pd.NA, Entry("")),
        (pd.Timestamp(2024, 1, 5), Entry(45296.0, "moment")),
        ("文字", Entry("文字")),
    ],
)
def test_a_value_and_what_its_cell_holds(value: Any, entry: Entry) -> None:
    assert entry_of(value) == entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("12", Entry(12.0)),
        (" -1.5e3 ", Entry(-1500.0)),
        ("true", Entry(1.0, "truth")),
        ("2024-01-05", Entry(45296.0, "date")),
        ("2024/1/5 12:00", Entry(45296.5, "moment")),
        ("2024-02-30", Entry("2024-02-30")),
        ("'0012", Entry("0012")),
        ("=A1+1", Entry("", formula="A1+1")),
        ("=", Entry("=")),
        ("/", Entry("/")),
        ("251000元", Entry("251000元")),
        ("1e", Entry("1e")),
        ("", Entry("")),
    ],
)
def test_a_text_is_taken_as_if_typed(text: str, entry: Entry) -> None:
    assert typed(text) == entry


@pytest.mark.parametrize("text", ["0012", "=A1", "'x", "2024-01-05"])
def test_in_a_cell_for_text_every_text_stays_one(text: str) -> None:
    assert entry_of(text, as_text=True) == Entry(text)


def test_what_comes_from_cells_is_cleaned_as_the_options_say() -> None:
    moment = dt.datetime(2024, 1, 5)

    def clean(value: Any, **options: Any) -> Any:
        wanted = {
            "datetime_builder": dt.datetime,
            "empty_as": None,
            "number_builder": None,
            "err_to_str": False,
        } | options
        return cleaned(value, **wanted)

    assert clean("") is None
    assert clean("", empty_as="—") == "—"
    assert clean(3.0, number_builder=int) == 3
    assert clean(True, number_builder=int) is True
    assert clean(CellError("#N/A")) is None
    assert clean(CellError("#N/A"), err_to_str=True) == "#N/A"
    assert clean(moment) == moment
    assert clean(moment, datetime_builder=lambda year, **_: year) == 2024


def test_errors_have_the_names_that_excel_gives_them() -> None:
    assert [error_of(code) for code in (532, 32767, 502)] == ["#DIV/0!", "#N/A", "#VALUE!"]


@pytest.mark.parametrize(
    ("number", "text"), [(3.0, "3"), (-0.5, "-0.5"), (1e20, "1e+20"), (0.1 + 0.2, "0.3")]
)
def test_a_number_as_the_formula_bar_shows_it(number: float, text: str) -> None:
    assert number_text(number) == text


def test_an_unknown_object_is_written_as_its_text() -> None:
    assert plain(object).startswith("<class")
