"""The library as README shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

import xl_tools
from xl_tools.samples import sample_path


def test_the_library_does_what_the_commands_do(tmp_path: Path) -> None:
    reading = xl_tools.read_report(sample_path("township-2021"))
    assert [f.rule for f in xl_tools.check(reading).findings] == ["EDITION"]
    path = tmp_path / "年报.xlsx"
    path.write_bytes(xl_tools.fill(xl_tools.build_template("2019"), reading.report))
    again = xl_tools.read_report(path)
    assert again.report == reading.report
    document = xl_tools.write_document(xl_tools.compose(again.report), "docx")
    assert document.startswith(b"PK")


def test_many_reports_are_rolled_up(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        report = xl_tools.read_report(sample_path("township-2021")).report
        report = report._replace(organ=report.organ._replace(name=f"{name}镇人民政府"))
        (tmp_path / f"{name}.xlsx").write_bytes(
            xl_tools.fill(xl_tools.build_template("2019"), report)
        )
    found = xl_tools.roll_up([tmp_path])
    cell = "applications.received.total"
    assert found.report.number(cell) == 2 * report.number(cell)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        xl_tools.nothing  # noqa: B018
