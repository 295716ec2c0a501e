"""The functions a cell may call: plain Python here, and as xlwings sees them on Windows."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import consistent, with_faults
from xl_tools import udfs
from xl_tools.edition import builtin_editions
from xl_tools.functions import FUNCTIONS
from xl_tools.grid import grid_of
from xl_tools.placement import TABLE_PREFIXES
from xl_tools.refusal import Refusal
from xl_tools.report import Organ, Reading, Report, Value
from xl_tools.rules import check
from xl_tools.selection import Selection

EDITIONS = builtin_editions()
TABLES = [(edition.id, table) for edition in EDITIONS for table in edition.tables]
EVERY = pytest.mark.parametrize(("name", "table"), TABLES)


def selected(report: Report, table: str) -> list[list[Any]]:
    """A table as a program hands over the selected cells."""
    grid = grid_of(EDITIONS.get(report.edition).tables[table])
    rows: list[list[Any]] = [[None] * grid.width for _ in range(grid.height)]
    for box in grid.boxes:
        rows[box.row][box.column] = box.text or None
        if box.figure is not None:
            rows[box.row][box.column] = _shown(report.cells.get(box.figure.id))
    return rows


def _shown(value: Value | None) -> float | str | None:
    return value if value is None or isinstance(value, str) else float(value)


@EVERY
def test_a_sound_table_says_so_in_one_cell(name: str, table: str) -> None:
    rows = selected(consistent(EDITIONS.get(name), 3), table)
    assert str(udfs.GK_CHECK(rows)).startswith("全部成立")


@EVERY
@given(seed=st.integers(0, 10**6))
def test_a_function_finds_what_the_rules_find(name: str, table: str, seed: int) -> None:
    edition = EDITIONS.get(name)
    report = with_faults(consistent(edition, seed % 50), edition, seed)
    report = report._replace(organ=Organ("所选的表"))  # a table alone does not say whose it is
    outcome = check(Reading(report, ""), EDITIONS)
    prefix = f"{TABLE_PREFIXES[table]}-"
    unbalanced = {cell for one in outcome.findings if one.rule == "T3-BAL" for cell in one.cells}
    own = [
        one
        for one in outcome.findings
        if one.rule.startswith(prefix)
        and not one.rule.endswith(("-SHAPE", "-OTHER"))
        and not (one.rule == "T3-RANGE" and one.cells[0] in unbalanced)
    ]
    expected = [
        (float(f.actual), float(f.expected))
        for f in own
        if f.actual is not None and f.expected is not None
    ]
    broken = Selection(selected(report, table)).broken()
    found = [(b.actual, b.expected) for b in broken if b.expected is not None]
    assert sorted(found) == sorted(expected)
    has_others = any(f.expected is None for f in own)
    assert any(b.expected is None for b in broken) == has_others


def test_rows_put_in_and_spaces_in_labels_do_not_matter() -> None:
    rows = selected(consistent(EDITIONS.get("2021"), 3), "applications")
    rows.insert(5, [None] * len(rows[0]))
    rows[3] = [f" {v} " if isinstance(v, str) else v for v in rows[3]]
    assert str(udfs.GK_CHECK(rows)).startswith("全部成立")


def test_a_wrong_total_gives_head_and_one_row_with_what_it_should_be() -> None:
    report = consistent(EDITIONS.get("2021"), 3)
    rows = selected(report, "disputes")
    good = udfs.GK_FIGURE(rows, "disputes.reconsideration.total")
    rows[-1][4] = good + 4
    head, row = udfs.GK_CHECK(rows)
    assert head == ["问题", "表上的数", "应为", "相差", "怎么办"]
    assert row[1:4] == [good + 4, good, 4]
    assert udfs.GK_EXPECTED(rows, "disputes.reconsideration.total") == good
    assert udfs.GK_DIFFERENCE(rows, "T4-SUM") == 4
    assert udfs.GK_DIFFERENCE(rows, "T4-SUM", "disputes.litigation_direct.total") == 0


def test_the_suspect_is_named_with_its_value_and_the_slip() -> None:
    rows = selected(consistent(EDITIONS.get("2021"), 3), "applications")
    assert udfs.GK_SUSPECT(rows) == "没有对不上的数"
    right = rows[3][4]
    rows[3][4] = right * 10 + 3
    found = udfs.GK_SUSPECT(rows)
    assert [row[:2] for row in found] == [["一、本年新收政府信息公开申请数量·商业企业", right]]
    computed = selected(consistent(EDITIONS.get("2021"), 3), "disputes")
    computed[-1][4] += 1
    assert udfs.GK_SUSPECT(computed) == "表上没有别的数能说明错在哪一格"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda rows: udfs.GK_CHECK([[1.0, None]]), "选中的格子里不是官方格式的表"),
        (lambda rows: udfs.GK_CHECK([]), "选中的格子里不是官方格式的表"),
        (lambda rows: udfs.GK_CHECK([row[:8] for row in rows]), "没有选全"),
        (lambda rows: udfs.GK_EXPECTED(rows, "applications.received.commercial"), "不是合计"),
        (lambda rows: udfs.GK_EXPECTED(rows, "收到"), "里没有“收到”"),
        (lambda rows: udfs.GK_DIFFERENCE(rows, "T4-SUM"), "不是这张表的勾稽关系"),
        (lambda rows: udfs.GK_DIFFERENCE(rows, "T3-BAL", "x"), "里没有“x”"),
        (lambda rows: udfs.GK_FEE(4.5), "不是整数"),
        (lambda rows: udfs.GK_FEE(-1), "负数"),
        (lambda rows: udfs.GK_FEE(5, "次"), "不是计费的方式"),
        (lambda rows: udfs.GK_DUE("下周"), "不是日期"),
        (lambda rows: udfs.GK_DUE("2025-03-03", "否"), "“否”说不清延长没有"),
        (lambda rows: udfs.GK_DUE(date(2035, 1, 4)), "2035"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence_in_the_cell(call: Any, words: str) -> None:
    rows = selected(consistent(EDITIONS.get("2021"), 3), "applications")
    assert words in call(rows)


def test_a_text_in_a_sum_is_named_and_not_counted_as_nothing() -> None:
    rows = selected(consistent(EDITIONS.get("2021"), 3), "applications")
    rows[3][3] = "12件"
    assert "12件" in udfs.GK_EXPECTED(rows, "applications.received.total")
    assert "12件" in str(udfs.GK_CHECK(rows))


@pytest.mark.parametrize(
    ("count", "by", "yuan"),
    [(45, "件", 5500), (45, None, 5500), (250, "页", 4700), (10.0, "件", 0)],
)
def test_the_fee_is_that_of_the_official_tiers(count: float, by: str | None, yuan: int) -> None:
    assert udfs.GK_FEE(count, by) == yuan


@pytest.mark.parametrize(
    "day", [date(2025, 3, 3), datetime(2025, 3, 3, 9, 30), 45719.0, "2025-03-03"]
)
def test_a_date_is_taken_in_every_form_a_cell_gives(day: Any) -> None:
    assert udfs.GK_DUE(day) == date(2025, 3, 31)
    assert udfs.GK_DUE(day, True) == date(2025, 4, 28)  # 清明 is free, Sunday 27 April is not


def test_the_list_of_functions_is_what_the_module_offers() -> None:
    offered = {name for name in vars(udfs) if name.startswith("GK_")}
    assert offered == set(FUNCTIONS)


def test_python_gets_an_exception_from_the_part_below() -> None:
    with pytest.raises(Refusal):
        Selection([[1.0]])


def test_on_windows_xlwings_hands_over_rows_and_takes_nothing_for_a_converter() -> None:
    """The decorators of Windows, imported here with stand-ins for the three COM modules."""
    code = (
        "import sys, types\n"
        "com = types.ModuleType('pywintypes'); com.com_error = Exception\n"
        "for name in ('pythoncom', 'win32com', 'win32com.client', 'win32con', 'win32api'):\n"
        "    sys.modules[name] = types.ModuleType(name)\n"
        "sys.modules['pywintypes'] = com\n"
        "sys.modules['pythoncom'].CoInitialize = lambda *a: None\n"
        "sys.modules['win32com.client'].Dispatch = None\n"
        "import xlwings, xlwings.udfs as real\n"
        "xlwings.func, xlwings.arg = real.xlfunc, real.xlarg\n"
        "from xl_tools import udfs\n"
        "from xl_tools.functions import FUNCTIONS\n"
        "for name, function in FUNCTIONS.items():\n"
        "    info = getattr(udfs, name).__xlfunc__\n"
        "    assert not info['volatile'] and info['category'] == '政府信息公开年报'\n"
        "    assert info['ret']['options'] == {}\n"
        "    for parameter, arg in zip(function.parameters, info['args'], strict=True):\n"
        "        rows = {'ndim': 2, 'err_to_str': True} if parameter.area else {}\n"
        "        assert (arg['name'], arg['options']) == (parameter.name, rows), arg\n"
        "        assert ('optional' in arg) == parameter.optional\n"
        "print('ok')"
    )
    root = Path(__file__).parent.parent
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == "ok", ran.stderr
