"""The front sheet: the next step and its link, ticks, days left, how much is proven."""

from __future__ import annotations

import io
import random
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import consistent, with_controls, with_faults
from tests.running import fewer
from tests.shown import Sheets
from tests.template.crafted import blank_book
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.functions import FUNCTIONS
from xl_tools.placement import BUTTON_ROW, GUIDE, placement_of
from xl_tools.places import Spot
from xl_tools.report import KINDS, LEVELS, Organ, Report, Supplier
from xl_tools.rules import check
from xl_tools.sources import read_bytes
from xl_tools.template.guide import FUNCTION_TITLE, STEPS
from xl_tools.template.steps import DONE

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
BLANK = {edition.id: blank_workbook(edition) for edition in EDITIONS}
NEWEST = EDITIONS.get("2021")
PLACES = placement_of(NEWEST)
TEXTS = {"overview": "甲", "problems": "乙", "other": "丙"}
SUPPLIERS = {table: Supplier("办公室", "2025-01-03") for table in NEWEST.tables}


def whole() -> Report:
    """A report in which nothing is missing and nothing wrong."""
    report = consistent(NEWEST, 1)
    return report._replace(
        organ=report.organ._replace(scope="organ"),
        narrative=MappingProxyType(TEXTS),
        suppliers=MappingProxyType(SUPPLIERS),
    )


def without(report: Report, *cells: str) -> Report:
    left = {cell: value for cell, value in report.cells.items() if cell not in cells}
    return report._replace(cells=MappingProxyType(left))


def values(data: bytes) -> Sheets:
    return Sheets(data)


def filled(report: Report) -> bytes:
    return fill_workbook(BLANK[report.edition], report, EDITIONS)


def named(book: Any, name: str, edition: str = "2021") -> Any:
    spot = placement_of(EDITIONS.get(edition)).meta[name]
    return book[spot.sheet][spot.address].value


def following(data: bytes) -> tuple[str, str]:
    """What 下一步 says, and where its link leads."""
    book = values(data)
    words = str(named(book, "check.next"))
    sheet = book[GUIDE]
    rows = [row for row in range(4, 30) if sheet.cell(row, 7).value == 1]
    assert words == sheet.cell(rows[0], 9).value
    return words, str(sheet.cell(rows[0], 8).value)


def ticks(data: bytes) -> list[str]:
    sheet = values(data)[GUIDE]
    return [str(sheet.cell(BUTTON_ROW + 2 + n, 4).value or "") for n in range(len(STEPS))]


# ---- the next step -----------------------------------------------------------------------


def test_the_blank_workbook_begins_with_the_year() -> None:
    assert following(BLANK["2021"]) == ("填写“基本信息”的“年度”", "#'基本信息'!B4")
    assert ticks(BLANK["2021"]) == [""] * 6


def test_the_next_step_goes_through_the_workbook_in_order() -> None:
    report = whole()
    cases = [
        (
            report._replace(organ=Organ("甲", level="county")),
            ("填写“基本信息”的“机关性质”", "#'基本信息'!B7"),
        ),
        (
            without(report, "disclosure.penalties.decisions", "disclosure.fees.amount"),
            ("填写表二的 B10 格，没有发生的填 0", "#'二、主动公开'!B10"),
        ),
        (
            without(report, "applications.full_grant.research", "applications.total.research"),
            ("填写表三的 F6 格，没有发生的填 0", "#'三、依申请公开'!F6"),
        ),
        (
            without(report, "disputes.litigation_direct.pending"),
            ("填写表四的 I4 格，没有发生的填 0", "#'四、复议诉讼'!I4"),
        ),
        (
            report._replace(narrative=MappingProxyType({"overview": "甲", "other": "丙"})),
            ("写“五、存在的主要问题及改进情况”，一格一段", "#'五、问题及改进'!$B$5"),
        ),
        (
            report._replace(
                suppliers=MappingProxyType({**SUPPLIERS, "disputes": Supplier("甲", "")})
            ),
            ("填写“数据来源”：每张表的数由谁、哪一天提供", "#'数据来源'!C6"),
        ),
    ]
    for changed, expected in cases:
        assert following(filled(changed)) == expected
    words, target = following(filled(report))
    assert words == DONE
    assert target == "#'成文预览'!$A$1"
    assert ticks(filled(report)) == ["√"] * 5 + ["可以了"]


def test_an_error_comes_after_the_blanks_and_before_the_texts() -> None:
    report = whole()._replace(narrative=MappingProxyType({}))
    cell = "applications.received.total"
    wrong = {**report.cells, cell: report.number(cell) + 1}
    words, target = following(filled(report._replace(cells=MappingProxyType(wrong))))
    assert words.startswith("改正错误：")
    # the printed balance stands first; its head is 三(七) of the last column
    assert target == f"#'三、依申请公开'!${'J'}$27"
    assert ticks(filled(report))[3] == "√"


def test_a_control_total_that_differs_is_led_to_by_its_own_cell() -> None:
    cell = "applications.pending_end.total"
    report = whole()._replace(control=MappingProxyType({cell: Decimal(99)}))
    words, target = following(filled(report))
    address = PLACES.controls[cell].spot.address
    title = NEWEST.rules["T3-CTRL"].title
    assert words == f"改正错误：{title}（在“三、依申请公开”的 {address} 格）"
    assert target == f"#'三、依申请公开'!{PLACES.controls[cell].spot.address}"


def test_a_rule_about_a_whole_table_leads_to_the_first_cell_that_breaks_it() -> None:
    report = whole()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"applications.full_grant.research": "三件"}, "applications.full_grant.research"),
        ({"disclosure.licensing.decisions": Decimal(-2)}, "disclosure.licensing.decisions"),
        ({"disclosure.rules.repealed": Decimal(3)}, "disclosure.rules.repealed"),
    ]
    for slips, cell in cases:
        cells = MappingProxyType({**report.cells, **slips})
        organ = report.organ._replace(kind="department")
        words, target = following(filled(report._replace(cells=cells, organ=organ)))
        spot = PLACES.spot(cell)
        assert target.replace("$", "") == f"#'{spot.sheet}'!{spot.address}", words
        assert words.endswith(f"（在“{spot.sheet}”的 {spot.address} 格）")


def test_a_warning_alone_lets_the_report_go() -> None:
    report = whole()
    cells = {**report.cells, "disclosure.normative_documents.issued": Decimal(500)}
    words, target = following(filled(report._replace(cells=MappingProxyType(cells))))
    assert words.startswith("可以上报；")
    assert target.startswith("#'二、主动公开'!")


# ---- days left ---------------------------------------------------------------------------


def test_only_one_cell_knows_the_day_and_it_keeps_no_value() -> None:
    for data in (BLANK["2021"], filled(whole())):
        book = openpyxl.load_workbook(io.BytesIO(data))
        found = [
            (sheet.title, cell.coordinate)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if any(word in str(cell.value) for word in ("TODAY(", "NOW(", "RAND", "OFFSET("))
        ]
        today = PLACES.meta["check.today"]
        assert found == [(today.sheet, today.address)]
        assert named(values(data), "check.today") is None


def test_the_day_is_that_of_the_organ_by_its_level_and_kind() -> None:
    assert all(NEWEST.publication_key(level, kind) for level in LEVELS for kind in KINDS)
    for level in LEVELS:
        for kind in ("office", "zone"):
            organ = Organ("甲", level=level, kind=kind)
            found = named(values(filled(whole()._replace(organ=organ))), "check.due")
            month, day = NEWEST.publication[NEWEST.publication_key(level, kind)].split("-")
            expected = date(NEWEST.first_year + 1, int(month), int(day))
            serial = (expected - date(1899, 12, 30)).days
            assert found == serial


def test_an_organ_of_unknown_level_has_no_day() -> None:
    assert NEWEST.publication_key("county", "") == ""
    assert NEWEST.publication_key("county", "government") == "county"
    assert NEWEST.publication_key("county", "department") == "department"
    organ = Organ("甲", level="county")
    assert not named(values(filled(whole()._replace(organ=organ))), "check.due")


# ---- how much is proven ------------------------------------------------------------------


def any_report(name: str, seed: int) -> Report:
    """A report with faults and 核对数, some of its totals left to the formulas."""
    edition = EDITIONS.get(name)
    report = with_controls(consistent(edition, seed), edition, seed)
    chance = random.Random(seed)
    share = chance.choice((0, 0.1, 0.5, 0.9, 1))
    totals = [f.id for f in edition.figures() if f.is_total and chance.random() < share]
    return with_faults(without(report, *totals), edition, seed)


@BOTH
@fewer
@given(seed=st.integers(0, 10**6))
def test_the_sheet_counts_what_python_counts(name: str, seed: int) -> None:
    data = filled(any_report(name, seed))
    outcome = check(read_bytes(data, "年报.xlsx", EDITIONS), EDITIONS)
    assert named(values(data), "check.proven", name) == outcome.checked


@pytest.mark.parametrize(
    ("drop", "expected"),
    [("none", 196), ("all", 160), ("rows", 175)],
)
def test_computed_totals_prove_less(drop: str, expected: int) -> None:
    report = whole()
    totals = [f.id for f in NEWEST.figures() if f.is_total]
    rows = [cell for cell in totals if cell.endswith(".total") and cell[0] == "a"]
    gone = {"none": [], "all": totals, "rows": rows}[drop]
    assert named(values(filled(without(report, *gone))), "check.proven") == expected


@pytest.mark.office
@BOTH
def test_libreoffice_counts_the_same(name: str, office: Any, tmp_path: Any, deep: bool) -> None:
    for seed in range(100 if deep else 12):
        path = tmp_path / f"{seed}.xlsx"
        path.write_bytes(filled(any_report(name, seed)))
        outcome = check(read_bytes(path.read_bytes(), str(path), EDITIONS), EDITIONS)
        spot = placement_of(EDITIONS.get(name)).meta["check.proven"]
        shown = office.values(path, truths=False)[spot.sheet]
        assert shown[spot.row, spot.column] == outcome.checked, seed


@pytest.mark.office
def test_libreoffice_knows_the_day_and_says_how_many_are_left(office: Any, tmp_path: Any) -> None:
    path = tmp_path / "days.xlsx"
    path.write_bytes(filled(whole()))
    shown = office.values(path, truths=False)[GUIDE]
    today = PLACES.meta["check.today"]
    serial = (date.today() - date(1899, 12, 30)).days
    assert abs(float(shown[today.row, today.column]) - serial) <= 1
    assert "公布时限已过" in str(shown[today.row, 3])
    assert "2022年2月20日" in str(shown[today.row, 3])


@pytest.mark.office
def test_libreoffice_goes_where_the_next_step_leads(live_office: Any, tmp_path: Any) -> None:
    path = tmp_path / "next.xlsx"
    path.write_bytes(filled(without(whole(), "applications.full_grant.research")))
    _, target = following(path.read_bytes())
    book = live_office.open(path)
    document = book.api
    spot = PLACES.meta["check.next"]
    shown = document.Sheets.getByName(spot.sheet).getCellByPosition(spot.column - 1, spot.row - 1)
    assert shown.String == "填写表三的 F6 格，没有发生的填 0"
    _click(document.CurrentController.Frame, target)
    assert document.CurrentSelection.AbsoluteName.replace("$", "") == "'三、依申请公开'.F6"


def _click(frame: Any, target: str) -> None:
    """What a click on a link does: the frame is told to open its address."""
    import uno

    context = uno.getComponentContext()
    helper = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", context
    )
    pair: Any = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = "URL", target
    helper.executeDispatch(frame, ".uno:Open", "_self", 0, (pair,))


# ---- what else stands there --------------------------------------------------------------


@BOTH
def test_every_function_is_listed_with_its_example(name: str) -> None:
    sheet = blank_book(name)[GUIDE]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert FUNCTION_TITLE in texts
    for function in FUNCTIONS.values():
        assert function.name in texts
        assert f"{function.summary}\n例如 {function.example}" in texts


@BOTH
def test_the_helpers_of_the_front_sheet_are_hidden_and_locked(name: str) -> None:
    sheet = blank_book(name)[GUIDE]
    for row in sheet.iter_rows(min_col=7):
        for cell in row:
            if cell.value is not None:
                assert sheet.column_dimensions["G"].hidden
                assert cell.protection.locked
    assert Spot(GUIDE, 4, 2) == PLACES.meta["check.next"]
