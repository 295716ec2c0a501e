"""Fonts of official documents: there, stood in for, or to be installed."""

from __future__ import annotations

from xl_tools.document.fonts import FANG, stand_ins
from xl_tools.document.profile import STANDARD
from xl_tools.machine.doctor import fonts_of
from xl_tools.machine.fonts import found_fonts, names_in

LISTED = """\
Noto Sans CJK SC,Noto Sans CJK SC Bold:fullname=Noto Sans CJK SC Bold
FandolFang R:fullname=FandolFang\\-Regular
SimSun,宋体:fullname=SimSun,宋体
"""


def test_families_and_full_names_are_read_from_a_listing() -> None:
    assert {"Noto Sans CJK SC", "FandolFang R", "宋体", "FandolFang-Regular"} <= names_in(LISTED)


def test_the_first_stand_in_that_is_there_is_taken() -> None:
    found = dict(found_fonts({"FandolFang R", "FangSong", "宋体"}))
    assert found["仿宋_GB2312"] == "FangSong"
    assert found["宋体"] == "宋体"
    assert found["黑体"] == ""
    assert list(found) == list(STANDARD.fonts)


def test_only_a_font_that_nothing_stands_in_for_is_a_fault() -> None:
    checks = {check.name: check for check in fonts_of({"FangSong", "宋体"})}
    assert checks["字体 仿宋_GB2312"].good
    assert "FangSong" in checks["字体 仿宋_GB2312"].seen
    assert not checks["字体 黑体"].good
    assert "SimHei" in checks["字体 黑体"].advice


def test_a_machine_that_cannot_be_asked_is_not_judged() -> None:
    assert list(fonts_of(None)) == []


def test_stand_ins_begin_with_the_font_itself() -> None:
    assert stand_ins("FangSong")[0] == "FangSong"
    assert set(stand_ins("FangSong")) == set(FANG)
    assert stand_ins("某种字体") == ("某种字体",)
