"""Every button pressed in a live LibreOffice, as a hand would press it; what it did, in cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import docx
import pytest

from tests.ledger.books import text_file
from tests.office.live import Live
from tests.reports import consistent
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.delivery.manifest import report_name
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.ooxml.package import open_package
from xl_tools.placement import CHECKS, FINDING_COLUMNS, GUIDE, MARK_SHIFT, placement_of
from xl_tools.places import Spot
from xl_tools.priorsheet import PRIOR
from xl_tools.sources import read_bytes
from xl_tools.verbs import BUTTONS

pytestmark = pytest.mark.office

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
TOTAL: Final = "disputes.reconsideration.total"
HARD_FORMATS: Final = 32  # com.sun.star.sheet.CellFlags.HARDATTR
PART: Final = "disputes.reconsideration.affirmed"


class Desktop:
    """A workbook with buttons, open in LibreOffice, and the hand that presses them."""

    def __init__(self, live: Live, name: str, folder: Path) -> None:
        self.live, self.name, self.folder = live, name, folder
        self.placement = placement_of(EDITIONS.get(name))
        self.report = consistent(EDITIONS.get(name), 11)
        self.path = folder / "年报.xlsm"
        blank = blank_workbook(EDITIONS.get(name), ".xlsm")
        self.path.write_bytes(fill_workbook(blank, self.report, EDITIONS))
        self.book = live.open(self.path)
        self.conditions = {sheet.name: _conditions(sheet.api) for sheet in self.book.sheets}

    def press(self, verb: str, sheet: str = GUIDE) -> None:
        """The button itself: its control on the sheet does what a click on it does."""
        button = BUTTONS[verb].button
        assert button is not None
        control = self._control(sheet, button.label)
        context = control.getAccessibleContext()
        assert context.doAccessibleAction(0)
        self.live.settle(self.book)

    def _control(self, sheet: str, label: str) -> Any:
        self.book.sheets[sheet].activate()
        page = self.book.sheets[sheet].api.DrawPage
        models = [page.getByIndex(n).Control for n in range(page.Count)]
        (model,) = [one for one in models if one.Label == label]
        return self.book.api.CurrentController.getControl(model)

    def cell(self, spot: Spot) -> Any:
        """A cell of the open book."""
        return self.book.sheets[spot.sheet].range((spot.row, spot.column))

    def figure(self, cell: str) -> Any:
        """The cell of a figure."""
        return self.cell(self.placement.spot(cell))

    def finding(self, column: str, index: int = 0) -> Any:
        """A cell of the list of findings."""
        span = self.placement.findings
        return self.cell(Spot(CHECKS, span.top + index, FINDING_COLUMNS[column]))

    def title(self) -> str:
        """What stands above the list of findings."""
        return str(self.cell(Spot(CHECKS, self.placement.findings.top - 2, 1)).value)

    def saved_again(self) -> bytes:
        """The workbook saved by LibreOffice and closed."""
        self.book.save()
        self.book.close()
        return self.path.read_bytes()


def _conditions(sheet: Any) -> list[tuple[str, list[tuple[str, int]]]]:
    """The conditional formats of a sheet: where, and what colour when."""
    styles = sheet.DrawPage.Forms.Parent.StyleFamilies.getByName("CellStyles")
    found = []
    for one in sheet.ConditionalFormats.getConditionalFormats():
        entries = [one.getByIndex(index) for index in range(one.getCount())]
        colours = [(e.Formula1, styles.getByName(e.StyleName).CellBackColor) for e in entries]
        found.append((one.Range.RangeAddressesAsString, colours))
    return sorted(found)


@pytest.fixture
def desktop(live_office: Live, name: str, tmp_path: Path) -> Desktop:
    return Desktop(live_office, name, tmp_path)


@BOTH
def test_check_marks_lists_and_turns_grey(desktop: Desktop) -> None:
    before = desktop.figure(TOTAL).value
    desktop.figure(TOTAL).value = before + 5  # typed over the formula, saved nowhere
    desktop.press("validate", "四、复议诉讼")
    mark = desktop.placement.spot(TOTAL).right(MARK_SHIFT)
    assert desktop.cell(mark).value == 1
    assert desktop.finding("rule").value == "T4-SUM"
    assert desktop.finding("actual").value == before + 5
    assert desktop.finding("expected").value == before
    assert desktop.finding("difference").value == 5
    assert desktop.finding("link").value == "去改"
    assert "HYPERLINK" in desktop.finding("link").formula
    assert desktop.title().startswith("程序校验于 ")
    assert desktop.title().endswith("有错误，错误 1 处，待核对 0 处")
    assert desktop.live.alerts() == []

    desktop.figure(PART).value = desktop.figure(PART).value + 5
    assert desktop.title().startswith("数据已改动，请重新校验")
    desktop.press("validate", CHECKS)
    assert desktop.title().endswith("通过")
    assert desktop.finding("rule").value is None
    assert desktop.cell(mark).value is None

    reading = read_bytes(desktop.saved_again(), "年报.xlsm", EDITIONS)
    assert reading.report.number(TOTAL) == before + 5


@BOTH
def test_check_leaves_selection_mode_and_the_other_books_alone(desktop: Desktop) -> None:
    other = desktop.live.new()
    other.sheets[0].range("B2").value = 7
    desktop.book.activate()
    desktop.book.sheets["三、依申请公开"].activate()
    desktop.book.sheets["三、依申请公开"].range("E5:F6").select()
    desktop.live.app.calculation = "manual"
    desktop.live.press(desktop.book, "validate")
    assert desktop.live.app.selection.address == "$E$5:$F$6"
    assert desktop.live.app.calculation == "manual"
    assert desktop.live.app.books.active.name == desktop.book.name
    assert other.sheets[0].used_range.address == "$B$2"
    assert other.sheets[0].range("B2").value == 7


@BOTH
def test_next_goes_from_problem_to_problem(desktop: Desktop) -> None:
    figures = ("applications.received.commercial", TOTAL)
    desktop.figure(figures[0]).value = "三件"
    desktop.figure(figures[1]).value = 77
    seen = []
    for sheet in (GUIDE, "三、依申请公开"):
        desktop.press("next", sheet)
        chosen = desktop.live.app.selection
        seen.append((chosen.sheet.name, chosen.address))
    first = desktop.placement.spot(figures[0])
    assert seen[0] == (first.sheet, f"${first.address[0]}${first.address[1:]}")
    assert len(set(seen)) == 2


@BOTH
def test_mend_changes_the_cell_that_is_surely_wrong_and_says_so(desktop: Desktop) -> None:
    cell = "applications.received.commercial"
    totals = ("applications.received.total", "applications.total.commercial")
    for total in totals:
        desktop.figure(total).value = desktop.figure(total).value  # stated: it is evidence now
    right = desktop.figure(cell).value
    desktop.figure(cell).value = right + 40
    desktop.live.answer("no")
    desktop.press("mend", "三、依申请公开")
    assert desktop.figure(cell).value == right + 40
    desktop.live.answer("yes")
    desktop.press("mend", "三、依申请公开")
    assert desktop.figure(cell).value == right
    assert "现在改吗" in desktop.live.alerts()[-1]["prompt"]
    listed = desktop.book.sheets["改动记录"].range("A2:F2").value
    assert listed[2] == desktop.placement.spot(cell).address
    assert listed[5].startswith("改这一格")
    assert list(desktop.folder.glob("年报.备份-*.xlsm"))
    assert desktop.title().endswith("通过")


@BOTH
def test_the_ledger_beside_the_workbook_fills_tables_3_and_4(desktop: Desktop) -> None:
    year = desktop.report.year
    head = ("编号", "收到日期", "申请人类型", "办理结果", "答复日期")
    rows = [(f"{n}", f"{year}-03-02", "公民", "予以公开", f"{year}-03-09") for n in range(12)]
    rows.append(("12", f"{year}-03-02", "法人或其他组织", "", ""))
    (desktop.folder / "台账.csv").write_bytes(text_file(rows, head))
    cell = "applications.full_grant.natural_person"
    before = desktop.figure(cell).value
    desktop.live.answer("no")
    desktop.press("ledger")
    assert desktop.figure(cell).value == before
    desktop.live.answer("yes")
    desktop.press("ledger")
    assert desktop.figure(cell).value == 12
    assert desktop.figure("applications.total.total").value == 12
    assert "1 行没有计数" in desktop.live.alerts()[-1]["prompt"]
    assert desktop.book.sheets["待分类"].range("D2").value == "法人或其他组织"
    assert desktop.book.sheets["改动记录"].range("F2").value == "从台账填报：台账.csv"
    found = read_bytes(desktop.saved_again(), "年报.xlsm", EDITIONS)
    assert found.report.number("disclosure.licensing.decisions") == desktop.report.number(
        "disclosure.licensing.decisions"
    )


@BOTH
def test_restore_brings_back_looks_limits_and_formulas_and_keeps_figures(
    desktop: Desktop,
) -> None:
    part, total = desktop.figure(PART), desktop.figure(TOTAL)
    look = part.color
    formula, value = total.formula, part.value
    sheet = desktop.book.sheets["四、复议诉讼"].api
    sheet.unprotect("")  # a paste from elsewhere changes looks on a protected sheet too
    part.api.clearContents(HARD_FORMATS)
    part.color, part.number_format = (255, 0, 255), "@"
    sheet.protect("")
    assert not part.api.Validation.InputTitle
    areas = _conditions(sheet)
    total.value = "见附件"
    desktop.press("restore")
    assert desktop.live.alerts() == []
    assert part.color == look
    assert part.value == value
    assert total.formula == formula
    assert part.number_format in ("General", "常规")
    assert part.api.Validation.InputTitle
    assert sheet.isProtected()
    assert _conditions(sheet) != areas
    assert _conditions(sheet) == desktop.conditions["四、复议诉讼"]
    names = [sheet.name for sheet in desktop.book.sheets]
    assert names[-1] == "改动记录"
    listed = desktop.book.sheets["改动记录"].range("A2:F2").value
    spot = desktop.placement.spot(TOTAL)
    assert listed[1:4] == [spot.sheet, spot.address, "见附件"]
    assert listed[5] == "恢复格式"
    (backup,) = desktop.folder.glob("年报.备份-*.xlsm")
    kept = read_bytes(backup.read_bytes(), "备份", EDITIONS)
    assert kept.report.cells[TOTAL] == "见附件"


@BOTH
def test_last_year_is_found_beside_the_workbook_and_compared(desktop: Desktop) -> None:
    cell = "applications.pending_end.commercial"
    edition = EDITIONS.get(desktop.name)
    prior = consistent(edition, 12)._replace(year=desktop.report.year - 1)
    path = desktop.folder / "去年.xlsx"
    path.write_bytes(fill_workbook(blank_workbook(edition), prior, EDITIONS))
    place = desktop.placement.prior.figures[cell]
    assert desktop.cell(place).value is None
    desktop.press("prior", PRIOR)
    (alert,) = desktop.live.alerts()
    assert "已把“去年.xlsx”" in alert["prompt"]
    assert desktop.cell(place).value == prior.number(cell)
    line = next(
        line
        for line in desktop.placement.checks
        if line.rule == "CY-CARRY" and line.head.endswith(".commercial")
    )
    differs = prior.number(cell) != desktop.figure(line.head).value
    state = desktop.cell(desktop.placement.check(line, "state"))
    assert state.value == ("× 不成立" if differs else "√ 成立")
    desktop.cell(place).value = desktop.figure(line.head).value
    assert state.value == "√ 成立"
    found = read_bytes(desktop.saved_again(), "年报.xlsm", EDITIONS)
    assert found.prior is not None
    right = {**prior.cells, cell: found.report.number(line.head)}
    assert dict(found.prior.cells) == right


@BOTH
def test_a_reason_beside_a_row_holds_until_the_figure_changes(desktop: Desktop) -> None:
    carried = "applications.pending_start.commercial"
    last = desktop.placement.prior.figures["applications.pending_end.commercial"]
    year = desktop.placement.prior.fields["prior.year"]
    desktop.cell(year).value = desktop.report.year - 1
    desktop.cell(last).value = desktop.figure(carried).value + 3
    line = next(line for line in desktop.placement.checks if line.head == carried)
    state, reason = (
        desktop.cell(desktop.placement.check(line, column)) for column in ("state", "reason")
    )
    assert state.value == "× 不成立"
    desktop.book.sheets[CHECKS].activate()
    state.select()
    desktop.press("explain", CHECKS)
    chosen = desktop.live.app.selection
    assert (chosen.row, chosen.column) == (reason.row, reason.column)
    reason.value = "上年报告多报三件，已更正"
    assert state.value == "○ 已说明"
    desktop.press("validate", CHECKS)
    assert "已说明" in [desktop.finding("severity", index).value for index in range(9)]
    assert state.value == "○ 已说明"
    desktop.cell(last).value = desktop.cell(last).value + 1
    assert state.value == "× 不成立"
    found = read_bytes(desktop.saved_again(), "年报.xlsm", EDITIONS)
    assert "acknowledged" not in found.report.extra


@BOTH
def test_the_document_says_what_stands_on_the_screen(desktop: Desktop) -> None:
    desktop.figure(PART).value = 4321
    desktop.press("assemble")
    (alert,) = desktop.live.alerts()
    path = desktop.folder / f"{report_name(desktop.report)}.docx"
    assert str(path) in alert["prompt"]
    cells = [cell.text for table in docx.Document(str(path)).tables for cell in table._cells]
    assert "4321" in cells


@BOTH
def test_the_export_has_no_macro_and_the_same_figures(desktop: Desktop) -> None:
    desktop.figure(PART).value = 4321
    desktop.press("export")
    (alert,) = desktop.live.alerts()
    path = desktop.folder / f"{report_name(desktop.report)}（报送件）.xlsx"
    assert str(path) in alert["prompt"]
    package = open_package(path.read_bytes(), "")
    assert not [m for m in package.names if "vba" in m.lower() or "customUI" in m]
    reading = read_bytes(path.read_bytes(), "", EDITIONS)
    assert reading.report.number(PART) == 4321


@BOTH
def test_the_mail_is_a_draft_with_three_attachments(desktop: Desktop) -> None:
    desktop.press("mail")
    (alert,) = desktop.live.alerts()
    assert "邮件还没有发出" in alert["prompt"]
    (path,) = desktop.folder.glob("*.eml")
    text = path.read_bytes()
    assert b"X-Unsent: 1" in text
    assert text.count(b"Content-Disposition: attachment") == 3


@BOTH
def test_help_says_what_each_button_does(desktop: Desktop) -> None:
    desktop.press("help")
    (alert,) = desktop.live.alerts()
    for verb in BUTTONS.values():
        assert verb.button is not None
        assert f"【{verb.button.label}】" in alert["prompt"]


@BOTH
def test_a_refusal_is_one_sentence_in_a_box(desktop: Desktop) -> None:
    desktop.cell(desktop.placement.fields["meta.year"]).value = "去年"
    desktop.press("validate")
    (alert,) = desktop.live.alerts()
    assert "年度“去年”不是四位数的年份" in alert["prompt"]
    assert json.dumps(alert)


@BOTH
def test_every_function_computes_in_a_cell(desktop: Desktop) -> None:
    total = desktop.figure(TOTAL).value
    table = "'四、复议诉讼'!A1:O4"
    wanted = {
        f"=GK_CHECK({table})": "全部成立（3 条勾稽关系）",
        f'=GK_EXPECTED({table},"{TOTAL}")': total,
        f'=GK_DIFFERENCE({table},"T4-SUM")': 0,
        f'=GK_FIGURE({table},"{TOTAL}")': total,
        f"=GK_SUSPECT({table})": "没有对不上的数",
        '=GK_FEE(45,"件")': 5500,
        '=GK_FEE(250,"页")': 4700,
        '=TEXT(GK_DUE(DATE(2025,3,3)),"yyyy-mm-dd")': "2025-03-31",
        "=GK_FEE(1.5)": "“1.5”不是整数，请写件数或页数。",
    }
    sheet = desktop.book.sheets.add("试算")
    for row, formula in enumerate(wanted, 1):
        sheet.range((row, 1)).formula = formula
    found = [sheet.range((row, 1)).value for row in range(1, len(wanted) + 1)]
    assert found == list(wanted.values())
    desktop.figure(TOTAL).value = total + 2
    assert sheet.range((3, 1)).value == 2
