"""Number formats, both ways."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.live import Live
from xl_tools.libreoffice.formats import excel_code


@pytest.mark.parametrize(
    ("own", "excel"),
    [
        ("YYYY-MM-DD HH:MM:SS", "yyyy-mm-dd hh:mm:ss"),
        ("[HH]:MM", "[hh]:mm"),
        ('YYYY"年M月"', 'yyyy"年M月"'),
        ("H:MM AM/PM", "h:mm AM/PM"),
        ("#,##0;[RED]-#,##0", "#,##0;[Red]-#,##0"),
        ("General", "General"),
        (r"\D0", r"\D0"),
        ("0.00E+00", "0.00E+00"),
    ],
)
def test_codes_are_written_as_excel_does(own: str, excel: str) -> None:
    assert excel_code(own) == excel


@pytest.mark.office
@pytest.mark.parametrize(
    "code",
    ["General", "0", "0.00", "0.00%", "@", "#,##0;[Red]-#,##0", "yyyy-mm-dd", "yyyy/m/d h:mm",
     'yyyy"年"m"月"d"日"', "h:mm:ss", "[h]:mm:ss", '0"件"', "[>0]0;;@", "0.000000"],
)  # fmt: skip
def test_a_format_comes_back_as_it_was_given(live_office: Live, code: str) -> None:
    cell = live_office.new().sheets[0]["A1"]
    cell.number_format = "0.0"
    cell.number_format = code
    assert cell.number_format == code


@pytest.mark.office
def test_cells_that_differ_have_no_common_format(live_office: Live) -> None:
    sheet: Any = live_office.new().sheets[0]
    sheet["A1"].number_format = "0.00"
    assert sheet["A1:A2"].number_format is None
    assert sheet["A2:B3"].number_format == "General"
