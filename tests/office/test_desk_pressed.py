"""The buttons of 汇总台 pressed in a live LibreOffice, as a hand would press them: one round."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import docx
import openpyxl
import pytest

from tests.desk.round import COUNTY, HEALTH, POLICE, SCHOOLS, TAXES, TOWN, Round, total
from tests.office.live import Live
from xl_tools.deskbook import (
    ACCOUNT,
    CHASED,
    FRONT,
    LETTER,
    NEXT_ROW,
    PLACES,
    RECIPIENTS,
    REMINDED_ROW,
    ROSTER,
    SHARED,
    SHARED_ROW,
    TABLE_ROW,
)
from xl_tools.places import Spot
from xl_tools.rollup.rostertable import read_roster
from xl_tools.sources import read
from xl_tools.verbs import DESK_BUTTONS

pytestmark = pytest.mark.office

CELL: Final = "applications.received.total"
ROOT: Final = Path(__file__).parents[2]
PARENT: Final = f"{COUNTY}2024年政府信息公开工作年度报告"


class Officer:
    """汇总台 open in LibreOffice, and the hand that presses its buttons."""

    def __init__(self, live: Live, county: Round) -> None:
        self.live, self.county = live, county
        self.book = live.open(county.path)

    def press(self, verb: str, answer: str = "yes") -> list[dict[str, str]]:
        """The boxes that the button showed."""
        before = len(self.live.alerts())
        self.live.answer(answer)
        self.book.sheets[FRONT].activate()
        button = DESK_BUTTONS[verb].button
        assert button is not None
        page = self.book.sheets[FRONT].api.DrawPage
        models = [page.getByIndex(number).Control for number in range(page.Count)]
        (model,) = [one for one in models if one.Label == button.label]
        control = self.book.api.CurrentController.getControl(model)
        assert control.getAccessibleContext().doAccessibleAction(0)
        self.live.settle(self.book)
        return self.live.alerts()[before:]

    def cell(self, spot: Spot) -> Any:
        """A cell of the open book."""
        return self.book.sheets[spot.sheet].range((spot.row, spot.column))

    def next_step(self) -> str:
        """The line 下一步."""
        return str(self.cell(Spot(FRONT, NEXT_ROW, 2)).value)

    def table(self) -> dict[str, list[Any]]:
        """Unit -> its line."""
        area = self.book.sheets[FRONT].range((TABLE_ROW, 1), (TABLE_ROW + 15, 5))
        return {line[0]: line[1:] for line in area.value if line[0]}


def files_of(folder: Path) -> set[Path]:
    """What lies there, but for the lock of LibreOffice."""
    return {path for path in folder.rglob("*") if not path.name.startswith(".~lock")}


@pytest.fixture
def officer(live_office: Live, tmp_path: Path) -> Officer:
    return Officer(live_office, Round(tmp_path))


def sent_out(officer: Officer) -> None:
    assert officer.next_step().startswith("点“下发”")
    boxes = officer.press("send_out")
    assert "要给 4 个单位做2024年度" in boxes[0]["prompt"]
    assert "已做好 4 份" in boxes[1]["prompt"]
    sent = officer.county.folder / f"下发/{POLICE}2024年政府信息公开工作年度报告.xlsx"
    assert read(sent).report.organ.name == POLICE
    assert len(list(sent.parent.glob("*.eml"))) == 4
    assert officer.table()[POLICE][0] == "已做好，待发出"


def collected(officer: Officer) -> None:
    officer.county.january()
    boxes = officer.press("collect", str(officer.county.inbox))
    assert [box["buttons"] for box in boxes] == ["folder", "yes_no", "ok"]
    table = officer.table()
    assert list(table) == [SCHOOLS, POLICE, TOWN, HEALTH, TAXES]
    assert table[SCHOOLS][0] == "已计入，有错误"
    assert table[HEALTH][0] == "读不出，没有计入"
    assert table[TOWN][0].startswith("已计入，迟报")
    sums = read(officer.county.folder / "汇总.xlsx").report
    assert sums.number(CELL) == total(CELL, POLICE, SCHOOLS, TOWN)
    assert officer.next_step().startswith("1 个文件读不出")

    sheet = officer.book.sheets[FRONT].api
    assert sheet.isProtected()
    (area,) = sheet.getPrintAreas()
    assert (area.EndRow, area.EndColumn) == (TABLE_ROW - 1 + len(table) - 1, 4)


def chased(officer: Officer) -> None:
    officer.press("chase")
    assert officer.cell(RECIPIENTS).value == "wjw@example.gov.cn"
    assert HEALTH in officer.cell(LETTER).value
    assert officer.cell(Spot(CHASED, REMINDED_ROW, 1)).value == HEALTH
    assert officer.cell(Spot(CHASED, REMINDED_ROW, 3)).value == "0123-444"
    assert b"X-Unsent: 1" in (officer.county.folder / "催报.eml").read_bytes()


def sent_back(officer: Officer) -> None:
    officer.press("send_back")
    back = officer.county.folder / "退回"
    names = {path.name for path in back.glob(f"{SCHOOLS}*")}
    assert names == {f"{SCHOOLS}-退回.xlsx", f"{SCHOOLS}-退回.eml"}


def finished(officer: Officer) -> None:
    officer.county.mended()
    officer.county.own()
    officer.cell(PLACES["own"]).value = "本级.xlsx"
    officer.press("collect", str(officer.county.inbox))
    assert officer.next_step().startswith("共同被告的案件可能计了两次：填“共同被告”表")
    for column, value in ((3, COUNTY), (5, 0)):  # it counted none of them
        officer.cell(Spot(SHARED, SHARED_ROW, column)).value = value
    officer.press("collect", str(officer.county.inbox))
    assert {line[0] for line in officer.table().values()} >= {"本级，已计入", "不汇总"}
    assert officer.next_step() == "都齐了，没有错误：点“生成本级报告”"
    boxes = officer.press("own_report")
    assert "已生成" in boxes[-1]["prompt"]
    whole = total(CELL, COUNTY, POLICE, SCHOOLS, TOWN, HEALTH)
    assert read(officer.county.folder / f"{PARENT}.xlsx").report.number(CELL) == whole
    tables = docx.Document(str(officer.county.folder / f"{PARENT}.docx")).tables
    assert str(whole) in [cell.text for table in tables for cell in table._cells]


def saved(officer: Officer) -> None:
    """What is saved prints the whole table, and no name is in it twice."""
    path = officer.county.folder / "存盘.xlsm"
    officer.book.save(path)
    with zipfile.ZipFile(path) as package:
        root = ElementTree.fromstring(package.read("xl/workbook.xml"))
    names = [
        (one.get("localSheetId"), one.get("name"))
        for one in root.iter()
        if one.tag.endswith("}definedName")
    ]
    assert len(names) == len(set(names))
    last = TABLE_ROW + len(officer.table()) - 1
    area = openpyxl.load_workbook(path)[FRONT].print_area
    assert area.endswith(f"$A$1:$E${last}")


def test_the_whole_round_is_played_with_the_buttons(officer: Officer) -> None:
    for step in (sent_out, collected, chased, sent_back, finished, saved):
        step(officer)


@pytest.mark.parametrize("verb", list(DESK_BUTTONS))
def test_after_a_no_nothing_is_written(verb: str, officer: Officer) -> None:
    officer.county.january()
    officer.county.own()
    officer.cell(PLACES["own"]).value = "本级.xlsx"
    before = files_of(officer.county.folder)
    account = officer.cell(ACCOUNT).value
    officer.press(verb, "no")
    assert files_of(officer.county.folder) == before
    assert officer.cell(ACCOUNT).value == account


def test_a_slip_is_one_sentence_in_a_box_and_in_the_account(officer: Officer) -> None:
    officer.cell(PLACES["year"]).value = "去年"
    (box,) = officer.press("send_out")
    assert "“去年”不是年度，请填四位数字" in box["prompt"]
    assert "没有做成" in officer.cell(ACCOUNT).value
    assert officer.next_step() == "在 B6 填上年度"
    assert officer.book.sheets[FRONT].api.isProtected()


def test_saved_by_libreoffice_its_roster_is_taken_by_the_commands(officer: Officer) -> None:
    """A row typed by hand, dates as dates; then `dispatch` and `rollup` on the file itself."""
    row = ["甲县第二中学", "部门", "县级", "zx@example.gov.cn"]
    officer.book.sheets[ROSTER].range((9, 1), (9, 4)).value = row
    officer.book.save()
    officer.book.close()
    roster = read_roster(officer.county.path)
    assert [unit.name for unit in roster.units][-1] == "甲县第二中学"
    assert roster.year == 2024
    assert str(roster.units[0].due) == "2025-01-20"
    out = officer.county.folder / "又下发"
    assert run_apart("dispatch", officer.county.path, "-o", out) == 0
    assert len(list(out.glob("*.xlsx"))) == 5
    officer.county.january()
    made = officer.county.folder / "另一份.xlsx"
    given = ("--roster", officer.county.path, "-o", made)
    assert run_apart("rollup", officer.county.inbox, *given) == 1  # a unit has an error
    assert read(made).report.number(CELL) == total(CELL, POLICE, SCHOOLS, TOWN)


def run_apart(*words: object) -> int:
    """A command in a process of its own: this one has LibreOffice's way to import modules."""
    command = [sys.executable, "-m", "xl_tools", *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, cwd=ROOT).returncode
