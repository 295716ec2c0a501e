"""The machine looked at: versions that do not fit are named, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_tools.builtin import template_path
from xl_tools.cli import main
from xl_tools.machine import doctor
from xl_tools.ooxml.package import open_package
from xl_tools.vba.project import Module, write_project

XLSM = template_path("2021.xlsm").read_bytes()


def _of(name: str, workbook: bytes) -> doctor.Check:
    (found,) = [check for check in doctor.checks(workbook, name) if check.name == name]
    return found


def test_a_workbook_of_this_version_fits() -> None:
    found = _of("年报.xlsm", XLSM)
    assert found.good
    assert "xlwings 0.37.8" in found.seen


def test_a_workbook_of_another_xlwings_is_named_with_the_version_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "_installed_xlwings", lambda: "0.30.0")
    found = _of("年报.xlsm", XLSM)
    assert not found.good
    assert "0.30.0" in found.seen
    assert "pip install xlwings==0.37.8" in found.advice


def test_a_workbook_without_macros_has_no_buttons_and_nothing_wrong() -> None:
    found = _of("年报.xlsx", template_path("2021.xlsx").read_bytes())
    assert found.good
    assert "没有按钮" in found.seen


def test_macros_of_somebody_else_are_not_taken_for_ours() -> None:
    other = write_project([Module("Module1", "Sub A()\nEnd Sub\n")])
    data = open_package(XLSM, "").replace({"xl/vbaProject.bin": other})
    assert not _of("别人的.xlsm", data).good


def test_a_damaged_project_is_a_finding_and_no_crash() -> None:
    data = open_package(XLSM, "").replace({"xl/vbaProject.bin": b"no compound file"})
    found = _of("坏的.xlsm", data)
    assert not found.good


def test_a_font_that_another_stands_in_for_has_a_sign_of_its_own() -> None:
    found = {check.name: check for check in doctor.fonts_of({"仿宋", "宋体"})}
    signs = [found[f"字体 {name}"].sign for name in ("宋体", "仿宋_GB2312", "黑体")]
    assert signs == ["√", "△", "×"]
    assert "用“仿宋”代替" in found["字体 仿宋_GB2312"].seen


@pytest.mark.parametrize("where", ["beside", "above"])
def test_the_library_for_functions_is_found_where_excel_looks(tmp_path: Path, where: str) -> None:
    folder = tmp_path / "Scripts"
    folder.mkdir()
    assert not doctor.dll(folder).good
    place = folder if where == "beside" else tmp_path
    (place / "xlwings64-0.37.8.dll").write_bytes(b"")
    assert doctor.dll(folder).good


def test_the_command_says_how_many_things_are_to_be_done(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "年报.xlsm"
    path.write_bytes(XLSM)
    assert main(["doctor", str(path)]) == 0
    said = capsys.readouterr().out
    assert f"√ {path}：" in said
    assert "都好。" in said or "项要处理" in said
    assert ("△" in said) == ("带 △ 的没有也能用" in said)
