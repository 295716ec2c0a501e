"""Buttons on an open workbook: what they read, what they write, what they say."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.live import LiveBook
from tests.reports import consistent, report_of
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.buttons import press_on
from xl_tools.edition import builtin_editions
from xl_tools.placement import CHECKS, FINDING_COLUMNS, MARK_SHIFT, placement_of
from xl_tools.places import Spot
from xl_tools.verbs import BUTTONS

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
TOTAL, OTHER = "disputes.reconsideration.total", "disclosure.licensing.decisions"
HEAVY = ("pandas", "numpy", "polars", "matplotlib", "openpyxl", "lxml", "docx", "xlsxwriter")


@pytest.fixture
def opened(name: str, tmp_path: Path) -> LiveBook:
    """A sound report, open in a program, saved nowhere yet."""
    data = filled_workbook(consistent(EDITIONS.get(name), 7), EDITIONS)
    return LiveBook(data, str(tmp_path / "年报.xlsm"))


def _type(book: LiveBook, spot: Spot, value: Any) -> None:
    """What a person types and does not save."""
    book.sheets[spot.sheet].write((spot.row, spot.column), value)
    book.sheets[spot.sheet].written.clear()


def _spot(name: str, cell: str) -> Spot:
    return placement_of(EDITIONS.get(name)).spot(cell)


@BOTH
def test_checking_counts_what_is_typed_and_not_saved(name: str, opened: LiveBook) -> None:
    press_on(opened, "validate")
    assert str(opened.app.status_bar).startswith("校验结论：通过")
    spot = _spot(name, TOTAL)
    _type(opened, spot, 99.0)
    press_on(opened, "validate")
    assert "有错误，错误 1 处" in str(opened.app.status_bar)
    mark = opened.sheets[spot.sheet].values[spot.row, spot.column + MARK_SHIFT]
    assert mark == 1
    assert opened.app.alerts == []


@BOTH
def test_checking_lists_the_finding_with_a_link_and_takes_an_old_one_away(
    name: str, opened: LiveBook
) -> None:
    span = placement_of(EDITIONS.get(name)).findings
    first = {n: (span.top, column) for n, column in FINDING_COLUMNS.items()}
    _type(opened, _spot(name, TOTAL), 99.0)
    press_on(opened, "validate")
    values, formulas = opened.sheets[CHECKS].values, opened.sheets[CHECKS].formulas
    assert values[first["rule"]] == "T4-SUM"
    assert values[first["actual"]] == 99
    assert formulas[first["link"]].startswith("HYPERLINK(\"#'四、复议诉讼'!")
    _type(opened, _spot(name, TOTAL), values[first["expected"]])
    press_on(opened, "validate")
    assert values[first["rule"]] is None
    assert first["link"] not in formulas


@BOTH
def test_checking_writes_into_its_own_places_only(name: str, opened: LiveBook) -> None:
    _type(opened, _spot(name, TOTAL), 99.0)
    press_on(opened, "validate")
    placement = placement_of(EDITIONS.get(name))
    marks = {placement.mark(f.id) for f in EDITIONS.get(name).figures()}
    span = placement.findings
    for sheet in opened.sheets:
        for row, column in sheet.written:
            listed = sheet.name == span.sheet and row >= span.top
            assert listed or Spot(sheet.name, row, column) in marks


@BOTH
def test_selection_calculation_and_screen_stay_as_they_were(name: str, opened: LiveBook) -> None:
    before = opened.sheets["三、依申请公开"].range((5, 5))
    opened.app.selection, opened.app.calculation = before, "manual"
    press_on(opened, "validate")
    assert opened.app.selection is before
    assert (opened.app.calculation, opened.app.calculated) == ("manual", 1)
    assert opened.app.screen_updating is True


@BOTH
def test_the_next_problem_is_the_next_in_the_order_of_the_sheets(
    name: str, opened: LiveBook
) -> None:
    _type(opened, _spot(name, TOTAL), 99.0)
    _type(opened, _spot(name, OTHER), "三件")
    seen = []
    for _ in range(3):
        press_on(opened, "next")
        chosen = opened.app.selection
        assert chosen is not None
        seen.append(Spot(chosen.sheet.name, chosen.row, chosen.column))
    assert seen == [_spot(name, OTHER), _spot(name, TOTAL), _spot(name, OTHER)]
    assert str(opened.app.status_bar).startswith("第 1 处，共 2 处：")


@BOTH
def test_without_a_problem_the_selection_stays(name: str, opened: LiveBook) -> None:
    press_on(opened, "next")
    assert opened.app.selection is None
    assert "没有需要改的格子" in str(opened.app.status_bar)


@BOTH
def test_the_cell_that_is_surely_wrong_is_changed_after_asking(
    name: str, opened: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = []
    office = SimpleNamespace(save_copy=lambda book, path: saved.append(path))
    monkeypatch.setattr("xl_tools.actions.book.office_of", lambda app: office)
    spot = _spot(name, "applications.received.commercial")
    sheet = opened.sheets[spot.sheet]
    right = sheet.values[spot.row, spot.column]
    for total in ("applications.received.total", "applications.total.commercial"):
        at = _spot(name, total)
        _type(opened, at, sheet.values[at.row, at.column])  # stated, so that it is evidence
    _type(opened, spot, right + 40)
    opened.app.answer = "no"
    press_on(opened, "mend")
    assert sheet.values[spot.row, spot.column] == right + 40
    assert f"{right + 40:g} 改为 {right:g}" in opened.app.alerts[-1]
    opened.app.answer = "yes"
    press_on(opened, "mend")
    assert sheet.values[spot.row, spot.column] == right
    assert len(saved) == 1
    assert opened.sheets["改动记录"].values[2, 3] == spot.address
    assert "通过" in str(opened.app.status_bar)


@BOTH
def test_where_nothing_tells_nothing_is_changed(name: str, opened: LiveBook) -> None:
    _type(opened, _spot(name, TOTAL), 99.0)
    press_on(opened, "mend")
    assert opened.app.alerts == []
    assert "没有一格是肯定能断定的" in str(opened.app.status_bar)


@BOTH
def test_the_document_is_written_beside_the_workbook(
    name: str, opened: LiveBook, tmp_path: Path
) -> None:
    press_on(opened, "assemble")
    (document,) = tmp_path.glob("*.docx")
    assert document.name == (
        f"某某县人民政府{EDITIONS.get(name).first_year}年政府信息公开工作年度报告.docx"
    )
    assert str(document) in opened.app.alerts[0]
    document.write_bytes(b"changed by hand")
    press_on(opened, "assemble")
    assert document.read_bytes() == b"changed by hand"
    assert len(list(tmp_path.glob("*.docx"))) == 2


@BOTH
def test_a_workbook_that_was_never_saved_is_refused_in_one_sentence(
    name: str, opened: LiveBook
) -> None:
    opened.fullname = "工作簿1"
    press_on(opened, "assemble")
    assert opened.app.alerts == [
        "文件“工作簿1”：这个工作簿还没有保存在本机的文件夹里，请先“另存为”到本机，再点一次。"
    ]


def test_a_text_in_the_year_is_refused_with_its_cell(tmp_path: Path) -> None:
    edition = EDITIONS.get("2021")
    cells = {figure.id: Decimal(0) for figure in edition.figures()}
    book = LiveBook(
        filled_workbook(report_of(edition, dict(cells)), EDITIONS), str(tmp_path / "年报.xlsm")
    )
    _type(book, placement_of(edition).fields["meta.year"], "去年")
    press_on(book, "validate")
    assert book.app.alerts == [
        "文件“年报.xlsm”工作表“基本信息”单元格“B4”：年度“去年”不是四位数的年份，请填上，例如 2025。"
    ]


@BOTH
def test_a_fault_of_the_program_is_one_sentence_and_a_log(
    name: str, opened: LiveBook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    def broken(*_: object) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr("xl_tools.actions.book.check", broken)
    press_on(opened, "validate")
    assert opened.app.alerts[0].startswith("程序出了错，没有做完")
    assert "Traceback" in (tmp_path / "xl-tools" / "xl-tools.log").read_text("utf-8")


@BOTH
def test_a_click_during_another_is_told_to_wait(
    name: str, opened: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xl_tools.buttons.running", ["restore"])
    press_on(opened, "validate")
    assert "还没有做完" in str(opened.app.status_bar)
    assert not any(sheet.written for sheet in opened.sheets)


def test_every_button_has_an_action() -> None:
    for name in BUTTONS:
        module = __import__(f"xl_tools.actions.{name}", fromlist=["press"])
        assert callable(module.press), name


def test_a_click_imports_none_of_the_large_libraries() -> None:
    code = (
        "import sys, tempfile\n"
        "from tests.live import LiveBook\n"
        "from xl_tools.builtin import template_path\n"
        "from xl_tools.buttons import press_on\n"
        "import xl_tools.udfs\n"
        "data = template_path('2021.xlsx').read_bytes()\n"
        "book = LiveBook(data, tempfile.mkdtemp() + '/年报.xlsm')\n"
        "book.sheets['基本信息'].write((4, 2), 2025.0)\n"
        "book.sheets['基本信息'].write((5, 2), '某某县人民政府')\n"
        "for verb in ('validate', 'next', 'assemble'):\n"
        "    press_on(book, verb)\n"
        "assert str(book.app.status_bar).startswith('已生成'), book.app.status_bar\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    root = Path(__file__).parent.parent
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
