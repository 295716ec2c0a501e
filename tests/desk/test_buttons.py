"""The buttons of 汇总台 on an open workbook: what they ask, what they write, what they say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import openpyxl
import pytest

from tests.desk.round import (
    COUNTY,
    HEALTH,
    POLICE,
    SCHOOLS,
    TAXES,
    TOWN,
    Round,
    book,
    facts,
    total,
)
from tests.live import LiveBook
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.buttons import press_on
from xl_tools.deskbook import (
    ACCOUNT,
    ADVICE,
    CHASED,
    FRONT,
    LETTER,
    PLACES,
    RECIPIENTS,
    REMINDED_ROW,
    ROSTER,
    SHARED,
    SHARED_ROW,
    TABLE_ROW,
    UNITS,
)
from xl_tools.edition import builtin_editions
from xl_tools.sources import read
from xl_tools.verbs import DESK_BUTTONS, VERBS

PARENT = f"{COUNTY}2024年政府信息公开工作年度报告"


class Officer:
    """The workbook open, and the hand that presses its buttons."""

    def __init__(self, county: Round) -> None:
        self.county = county
        self.book = LiveBook(county.path.read_bytes(), str(county.path))
        self.picked: Path | None = county.inbox
        self.printed: list[str] = []

    def press(self, verb: str, answer: str = "yes") -> str:
        """What is said last; nothing where only the status bar speaks."""
        self.book.app.alerts.clear()
        self.book.app.answer = answer
        press_on(self.book, verb)
        return self.book.app.alerts[-1] if self.book.app.alerts else ""

    def fill(self, field: str, value: Any) -> None:
        spot = PLACES[field]
        self.book.sheets[FRONT].write((spot.row, spot.column), value)

    def value(self, spot: Any) -> Any:
        return self.book.sheets[spot.sheet].values.get((spot.row, spot.column))

    def table(self) -> dict[str, tuple[Any, ...]]:
        """Unit -> its line on the front sheet."""
        values = self.book.sheets[FRONT].values
        lines: dict[str, tuple[Any, ...]] = {}
        for row in range(TABLE_ROW, TABLE_ROW + 30):
            line = tuple(values.get((row, column)) for column in range(1, 6))
            if line[0]:
                lines[str(line[0])] = line[1:]
        return lines


@pytest.fixture
def officer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    folder = tmp_path / "汇总"
    folder.mkdir()
    made = Officer(Round(folder))
    office = SimpleNamespace(
        workers=1,
        unguarded=lambda sheet, work: work(),
        pick_folder=lambda app, title, start: made.picked,
        print_rows=lambda sheet, span: made.printed.append(span.sheet),
    )
    monkeypatch.setattr("xl_tools.actions.book.office_of", lambda app: office)
    return made


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_button_of_the_desk_has_an_action() -> None:
    assert len(DESK_BUTTONS) == 5
    for name in DESK_BUTTONS:
        module = __import__(f"xl_tools.actions.{name}", fromlist=["press"])
        assert callable(module.press), name
        assert not VERBS[name].example


# ---- 下发 ----------------------------------------------------------------------------------


def test_each_unit_that_is_summed_gets_a_workbook_and_a_draft(officer: Officer) -> None:
    said = officer.press("send_out")
    out = officer.county.folder / "下发"
    names = {f"{unit}2024年政府信息公开工作年度报告" for unit in (SCHOOLS, POLICE, TOWN, HEALTH)}
    assert files_of(out) == {f"{name}{end}" for name in names for end in (".xlsx", ".eml")}
    assert "要给 4 个单位做2024年度的工作簿" in officer.book.app.alerts[0]
    assert "已做好 4 份" in said
    assert "下一步：打开下发文件夹里的邮件草稿" in said
    assert TAXES in said
    assert officer.table()[POLICE][0] == "已做好，待发出"
    assert "2025-01-20" in officer.table()[POLICE][3]
    assert str(officer.value(ADVICE)).startswith("打开下发文件夹")
    assert "已做好 4 份" in str(officer.value(ACCOUNT))


def test_last_years_figures_are_carried_over(officer: Officer) -> None:
    prior = officer.county.folder / "去年"
    prior.mkdir()
    (prior / "公安.xlsx").write_bytes(book(POLICE, 2023))
    officer.fill("prior", "去年")
    officer.press("send_out")
    assert "1 个找到了上年的报告" in officer.book.app.alerts[0]
    sent = read(officer.county.folder / f"下发/{POLICE}2024年政府信息公开工作年度报告.xlsx").report
    cell = "applications.{}.natural_person"
    left = facts(POLICE).cells[cell.format("pending_end")]
    assert sent.cells[cell.format("pending_start")] == left


def test_a_workbook_that_a_unit_filled_in_is_never_overwritten(officer: Officer) -> None:
    officer.press("send_out")
    path = officer.county.folder / f"下发/{POLICE}2024年政府信息公开工作年度报告.xlsx"
    path.write_bytes(before := book(POLICE))
    said = officer.press("send_out")
    assert path.read_bytes() == before
    assert "没有盖掉，另存为" in said
    assert len(list(path.parent.glob(f"{POLICE}*.xlsx"))) == 2


def test_another_date_makes_the_drafts_anew(officer: Officer) -> None:
    officer.press("send_out")
    officer.book.sheets[ROSTER].write((4, 5), "2025-01-10")
    assert "没有盖掉" not in officer.press("send_out")
    name = f"{SCHOOLS}2024年政府信息公开工作年度报告.eml"
    mail = message_from_bytes((officer.county.folder / "下发" / name).read_bytes(), policy=default)
    body = mail.get_body()
    assert body is not None
    assert "2025年1月10日前报到" in body.get_content()
    assert len(files_of(officer.county.folder / "下发")) == 8


# ---- 选文件夹汇总 --------------------------------------------------------------------------


def test_the_table_says_how_each_unit_stands_and_what_to_do(officer: Officer) -> None:
    officer.county.january()
    said = officer.press("collect")
    table = officer.table()
    assert list(table) == [SCHOOLS, POLICE, TOWN, HEALTH, TAXES]
    assert table[SCHOOLS][:3] == ("已计入，有错误", "教育.xlsx", table[SCHOOLS][2])
    assert table[SCHOOLS][2] >= 1
    assert "点“退回”" in table[SCHOOLS][3]
    assert table[TOWN][0].startswith("已计入，迟报")
    assert table[HEALTH][0] == "读不出，没有计入"
    assert "请单位另交一份" in table[HEALTH][3]
    assert table[TAXES][0] == "不汇总"
    assert "计入 3 份，没有计入的文件 1 个，未交 1 个单位，迟报 1 个，有错误 1 个单位" in said
    assert "下一步：1 个文件读不出" in said


def test_a_unit_that_breaks_with_last_year_is_told_of(officer: Officer) -> None:
    """The same figures as the year before: what was left over then is not what came over now."""
    officer.county.january()
    officer.press("collect")
    before = officer.table()[POLICE]
    prior = officer.county.folder / "去年"
    prior.mkdir()
    (prior / "公安.xlsx").write_bytes(book(POLICE, 2023))
    officer.fill("prior", "去年")
    officer.press("collect")
    assert officer.table()[POLICE] != before
    shown = openpyxl.load_workbook(officer.county.folder / "汇总.xlsx")["各单位问题"]
    rules = {row[2] for row in shown.iter_rows(values_only=True) if row[0] == POLICE}
    assert "CY-SAME" in rules


def test_the_sum_is_written_beside_and_equals_what_the_units_know(officer: Officer) -> None:
    officer.county.january()
    officer.press("collect")
    sums = read(officer.county.folder / "汇总.xlsx").report
    assert sums.organ.name == COUNTY
    cell = "applications.received.total"
    assert sums.number(cell) == total(cell, POLICE, SCHOOLS, TOWN)


def test_suits_of_co_defendants_are_taken_off_as_the_sheet_says(officer: Officer) -> None:
    officer.county.january()
    officer.fill("own", "本级.xlsx")
    row = "disputes.litigation_after_reconsideration"
    own = facts(COUNTY)._replace(cells=MappingProxyType({**facts(COUNTY).cells, **suits(row)}))
    (officer.county.folder / "本级.xlsx").write_bytes(filled_workbook(own, builtin_editions()))
    sheet = officer.book.sheets[SHARED]
    for column, value in enumerate(("1号", POLICE, COUNTY, "结果维持"), 1):
        sheet.write((SHARED_ROW, column), value)
    said = officer.press("collect")
    assert "已减去" in str(officer.table()[COUNTY][3])
    sums = read(officer.county.folder / "汇总.xlsx").report
    for cell in (f"{row}.affirmed", f"{row}.total"):
        assert sums.number(cell) == total(cell, POLICE, SCHOOLS, TOWN) + 1
    sheet.write((SHARED_ROW, 5), 99)
    officer.press("collect")
    assert "第 4 行" in str(officer.value(ACCOUNT))
    assert "减不了 99 件" in str(officer.value(ACCOUNT))
    assert "没有做成" not in said


def suits(row: str) -> dict[str, Decimal]:
    """Two suits after a review, both upheld."""
    parts = {f"{row}.{result}": Decimal(0) for result in ("reversed", "other", "pending")}
    return {**parts, f"{row}.affirmed": Decimal(2), f"{row}.total": Decimal(2)}


def test_a_sum_that_somebody_worked_on_is_kept(officer: Officer) -> None:
    officer.county.january()
    (officer.county.folder / "汇总.xlsx").write_bytes(b"somebody's own")
    said = officer.press("collect")
    assert (officer.county.folder / "汇总.xlsx").read_bytes() == b"somebody's own"
    assert "没有盖掉，另存为：汇总." in said
    assert len(list(officer.county.folder.glob("汇总.*.xlsx"))) == 1


def test_no_folder_chosen_means_nothing_done(officer: Officer) -> None:
    officer.picked = None
    assert officer.press("collect") == ""
    assert officer.book.app.status_bar == "没有选文件夹，什么也没有做。"


def test_the_chosen_folder_is_remembered(officer: Officer) -> None:
    officer.picked = officer.county.folder / "又一批"
    officer.picked.mkdir()
    officer.press("collect")
    assert officer.value(PLACES["inbox"]) == "又一批"


def test_an_old_line_does_not_stay_in_the_table(officer: Officer) -> None:
    officer.county.january()
    (officer.county.inbox / "外县.xlsx").write_bytes(book("乙县教育局"))
    officer.press("collect")
    assert officer.table()["乙县教育局"][0] == "不在名单上，没有计入"
    (officer.county.inbox / "外县.xlsx").unlink()
    officer.press("collect")
    assert list(officer.table()) == [SCHOOLS, POLICE, TOWN, HEALTH, TAXES]


# ---- 催报名单 ------------------------------------------------------------------------------


def test_who_is_missing_is_listed_with_address_telephone_and_words(officer: Officer) -> None:
    officer.county.january()
    said = officer.press("chase")
    sheet = officer.book.sheets[CHASED].values
    first, second = (
        [str(sheet.get((REMINDED_ROW + n, column))) for column in range(1, 7)] for n in (0, 1)
    )
    assert first[:4] == [HEALTH, "wjw@example.gov.cn", "0123-444", "2025-01-20"]
    assert int(first[4]) > 300
    assert "读不出" in first[5]
    assert second[0] == TOWN
    assert "不用催" in second[5]
    assert officer.value(RECIPIENTS) == "wjw@example.gov.cn"
    assert HEALTH in str(officer.value(LETTER))
    assert TOWN not in str(officer.value(LETTER))
    mail = message_from_bytes((officer.county.folder / "催报.eml").read_bytes(), policy=default)
    assert mail["To"] == "wjw@example.gov.cn"
    assert HEALTH in mail.get_content()
    assert "要催的单位 1 个" in said


def test_with_everyone_in_nobody_is_chased(officer: Officer) -> None:
    officer.county.january()
    officer.county.mended()
    assert "没有要催的单位" in officer.press("chase")
    assert not (officer.county.folder / "催报.eml").exists()


# ---- 退回 ----------------------------------------------------------------------------------


def test_the_unit_with_an_error_gets_its_marked_workbook_and_a_letter(officer: Officer) -> None:
    officer.county.january()
    said = officer.press("send_back")
    names = files_of(officer.county.folder / "退回")
    assert {f"{SCHOOLS}-退回.xlsx", f"{SCHOOLS}-退回.eml", f"{HEALTH}-重报.eml"} <= names
    assert {"催报名单.csv", "进度.html"} <= names
    assert "都是草稿，还没有发出" in said
    assert officer.table()[SCHOOLS][0] == "已计入，有错误"


# ---- 生成本级报告 --------------------------------------------------------------------------


def test_the_parents_workbook_and_document_hold_the_sum_of_all(officer: Officer) -> None:
    officer.county.january()
    officer.county.mended()
    officer.county.own()
    officer.fill("own", "本级.xlsx")
    officer.book.sheets[SHARED].write((SHARED_ROW, 3), COUNTY)
    officer.book.sheets[SHARED].write((SHARED_ROW, 5), 0)
    said = officer.press("own_report")
    cell = "applications.received.total"
    whole = total(cell, COUNTY, POLICE, SCHOOLS, TOWN, HEALTH)
    for ending in (".xlsx", ".docx"):
        assert read(officer.county.folder / f"{PARENT}{ending}").report.number(cell) == whole
    assert "已生成" in said
    assert "注意" not in said
    assert "下一步：打开 Word 文档，把正文按合计改好" in said
    assert officer.table()[COUNTY][0].startswith("本级，已计入")


def test_both_are_made_anew_unless_somebody_saved_them(officer: Officer) -> None:
    officer.county.january()
    officer.county.own()
    officer.fill("own", "本级.xlsx")
    officer.press("own_report")
    officer.county.mended()
    cell, everyone = "applications.received.total", (COUNTY, POLICE, SCHOOLS, TOWN, HEALTH)
    assert "没有盖掉" not in officer.press("own_report")
    made = [officer.county.folder / f"{PARENT}{ending}" for ending in (".xlsx", ".docx")]
    for path in made:
        assert read(path).report.number(cell) == total(cell, *everyone)
    openpyxl.load_workbook(made[0]).save(made[0])
    before = made[0].read_bytes()
    assert "没有盖掉，另存为" in officer.press("own_report")
    assert made[0].read_bytes() == before


def test_what_is_missing_is_said_before_the_report_is_made(officer: Officer) -> None:
    officer.county.january()
    officer.county.own()
    officer.fill("own", "本级.xlsx")
    officer.press("own_report", "no")
    assert "还缺 1 个单位，合计不全" in officer.book.app.alerts[0]
    assert "1 个单位的报告还有错误" in officer.book.app.alerts[0]
    assert not list(officer.county.folder.glob(f"{PARENT}*"))


def test_without_an_own_report_the_cell_is_named(officer: Officer) -> None:
    officer.county.january()
    assert officer.press("own_report") == (
        "工作表“汇总台”单元格“B11”：“本级报告”还没有填写，请填上，例如 本级.xlsx。"
    )
    assert "没有做成" in str(officer.value(ACCOUNT))


# ---- all of them ---------------------------------------------------------------------------


@pytest.mark.parametrize("verb", list(DESK_BUTTONS))
def test_after_a_no_no_file_is_there_and_no_cell_is_changed(verb: str, officer: Officer) -> None:
    officer.county.january()
    officer.county.own()
    officer.fill("own", "本级.xlsx")
    before = files_of(officer.county.folder)
    for sheet in officer.book.sheets:
        sheet.written.clear()
    officer.press(verb, "no")
    assert files_of(officer.county.folder) == before
    inbox = PLACES["inbox"]
    written = {(sheet.name, *place) for sheet in officer.book.sheets for place in sheet.written} - {
        (FRONT, inbox.row, inbox.column)
    }
    assert written == set()
    assert officer.book.app.status_bar == "没有做，什么也没有写。"


def test_lines_that_find_no_room_are_counted(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xl_tools.actions.countydesk.UNITS", UNITS._replace(bottom=UNITS.top + 3))
    officer.county.january()
    officer.press("collect")
    table = officer.table()
    assert list(table) == [SCHOOLS, POLICE, TOWN, "……"]
    assert "还有 2 行列不下" in table["……"][3]


Spoil = Callable[[Officer], None]
SPOILT: dict[str, tuple[Spoil, str]] = {
    "no year": (lambda o: o.fill("year", None), "“年度”还没有填写"),
    "a year that is none": (lambda o: o.fill("year", "去年"), "“去年”不是年度"),
    "no organ": (lambda o: o.fill("organ", None), "“本机关名称”还没有填写"),
    "no such folder": (lambda o: o.fill("inbox", "别处"), "没有这个收件文件夹"),
    "its own folder": (lambda o: o.fill("inbox", "."), "不能就是汇总台所在的文件夹"),
    "one folder for two": (lambda o: o.fill("back", "收到"), "收件文件夹和退回文件夹是同一个"),
    "one within the other": (lambda o: o.fill("outbox", "."), "下发文件夹是同一个，或者在它里面"),
    "no such report": (lambda o: o.fill("own", "没有.xlsx"), "没有这个文件"),
    "a role unknown": (lambda o: o.book.sheets[ROSTER].write((4, 2), "学校"), "角色“学校”不认识"),
    "a unit twice": (lambda o: o.book.sheets[ROSTER].write((5, 1), SCHOOLS), "写了 2 次"),
}


@pytest.mark.parametrize("slip", SPOILT)
def test_a_slip_is_one_sentence_and_nothing_is_written(slip: str, officer: Officer) -> None:
    spoil, words = SPOILT[slip]
    officer.county.january()
    spoil(officer)
    before = files_of(officer.county.folder)
    said = officer.press("send_back")
    assert words in said
    assert said.count("\n") == 0
    assert len(officer.book.app.alerts) == 1
    assert words in str(officer.value(ACCOUNT))
    assert files_of(officer.county.folder) == before


def test_a_workbook_that_is_no_desk_is_refused(officer: Officer) -> None:
    officer.book = LiveBook(book(POLICE), str(officer.county.folder / "年报.xlsx"))
    assert "没有“汇总台”表和“名单”表" in officer.press("collect")
