"""Rows of a ledger become figures: each case where the form wants it, none twice, none lost."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import chinese_calendar
import pytest

from benchmarks.ledgers import HEAD as WIDE
from benchmarks.ledgers import Counted, cases_of, csv_bytes, rows_of, slow_count
from tests.ledger.books import (
    EDITION,
    HEAD,
    Rows,
    counted,
    figures,
    other_workbook,
    text_file,
    workbook,
)
from xl_tools.edition import builtin_editions
from xl_tools.ledger import count_ledger
from xl_tools.ledger.account import tally_members
from xl_tools.ledger.text import summary
from xl_tools.tally import Tally

YEAR, END = 2024, date(2024, 12, 31)
is_workday = lru_cache(maxsize=None)(chinese_calendar.is_workday)
OWN = ("2024-1", "2024-03-01", "公民", "予以公开", "2024-03-20")


# ---- against a slow count that knows nothing of ours -------------------------------------


def agree(tally: Tally, slow: Counted, flawed: dict[str, str]) -> None:
    cells = {cell: list(cases) for cell, cases in tally.cases.items() if cases}
    assert cells == slow.cells
    wrong = {number for number, flaw in flawed.items() if flaw == "wrong"}
    late = {one.case: (one.due, one.answered) for one in tally.overdue if one.case not in wrong}
    assert late == slow.overdue
    named = {one.case for one in tally.ask} | {one.case for one in tally.uncounted}
    assert named <= flawed.keys()


@pytest.mark.parametrize(("count", "seed"), [(50, 1), (50, 2), (50, 3), (5_000, 4), (5_000, 5)])
def test_counts_and_last_days_are_those_of_a_slow_count(count: int, seed: int) -> None:
    cases = cases_of(count, YEAR, seed)
    tally = count_ledger(csv_bytes(rows_of(cases, seed)), "台账.csv", EDITION, YEAR)
    slow = slow_count(cases, YEAR, END, is_workday)
    agree(tally, slow, {case.number: case.flaw for case in cases if case.flaw})


@pytest.mark.deep
def test_half_a_million_cases_are_counted_right() -> None:
    cases = cases_of(500_000, YEAR, 9)
    tally = count_ledger(csv_bytes(rows_of(cases, 9)), "台账.csv", EDITION, YEAR)
    slow = slow_count(cases, YEAR, END, is_workday)
    agree(tally, slow, {case.number: case.flaw for case in cases if case.flaw})


@pytest.mark.parametrize("seed", range(3))
def test_every_row_of_the_year_that_cannot_be_counted_is_named(seed: int) -> None:
    cases = cases_of(3_000, YEAR, seed, flaws=0.2)
    tally = count_ledger(csv_bytes(rows_of(cases, seed)), "台账.csv", EDITION, YEAR)
    named = {one.case for one in tally.ask} | {one.case for one in tally.uncounted}
    behind = {number for numbers in tally.cases.values() for number in numbers}
    slow = slow_count(cases, YEAR, END, is_workday)
    for case in cases:
        of_the_year = case.received <= END and not (case.answered and case.answered.year < YEAR)
        counts = any(case.number in numbers for numbers in slow.cells.values())
        assert not of_the_year or case.number in named or (counts and case.number in behind)


def test_last_year_and_next_year_see_the_same_ledger_in_their_own_way() -> None:
    cases = cases_of(800, YEAR, 7, flaws=0)
    data = csv_bytes(rows_of(cases, 7))
    for year in (2023, 2025):
        tally = count_ledger(data, "台账.csv", EDITION, year)
        slow = slow_count(cases, year, date(year, 12, 31), is_workday)
        agree(tally, slow, {})


def test_what_one_year_hands_on_the_next_one_takes_over() -> None:
    data = csv_bytes(rows_of(cases_of(800, YEAR, 8, flaws=0), 8))
    this, following = (count_ledger(data, "", EDITION, year) for year in (YEAR, YEAR + 1))
    for kind in ("natural_person", "commercial", "total"):
        handed_on = this.cases[f"applications.pending_end.{kind}"]
        assert handed_on == following.cases[f"applications.pending_start.{kind}"]
        assert handed_on


# ---- whatever the file -------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_text_file_is_read_in_every_encoding_and_with_every_sign(
    encoding: str, sign: str
) -> None:
    cases = cases_of(60, YEAR, 1)
    tally = count_ledger(csv_bytes(rows_of(cases, 1), encoding, sign), "a.csv", EDITION, YEAR)
    plain = count_ledger(csv_bytes(rows_of(cases, 1)), "a.csv", EDITION, YEAR)
    assert tally == plain


def test_a_workbook_says_the_same_as_the_text() -> None:
    rows = list(rows_of(cases_of(300, YEAR, 2), 2))
    plain = count_ledger(csv_bytes(iter(rows)), "x", EDITION, YEAR)
    for data in (workbook({"台账": [WIDE, *rows]}), other_workbook([WIDE, *rows])):
        tally = count_ledger(data, "x", EDITION, YEAR)
        assert tally.cases == plain.cases
        assert (tally.ask, tally.overdue) == (plain.ask, plain.overdue)
        assert [(u.row, u.case) for u in tally.uncounted] == [
            (u.row, u.case) for u in plain.uncounted
        ]


@pytest.mark.parametrize("date1904", [False, True])
def test_dates_of_a_workbook_are_dates_whatever_day_it_counts_from(date1904: bool) -> None:
    rows = [("编号", "收到日期", "申请人类型", "办理结果", "答复日期"),
            (2024001, date(2024, 3, 1), "公民", "予以公开", date(2024, 5, 6))]  # fmt: skip
    tally = count_ledger(workbook({"台账": rows}, date1904=date1904), "x", EDITION, YEAR)
    assert tally.cases["applications.full_grant.natural_person"] == ("2024001",)
    assert str(tally.overdue[0].due) == "2024-03-29"


def test_all_sheets_that_hold_a_ledger_are_read_and_rows_named_with_their_sheet() -> None:
    head = ("编号", "收到日期", "申请人类型", "办理结果", "答复日期")
    sheets: dict[str, Rows] = {
        "一季度": [head, OWN],
        "说明": [("怎样填",)],
        "二季度": [head, ("2024-2", "2024-05-01", "公民", "", ""), OWN],
    }
    tally = count_ledger(workbook(sheets), "x", EDITION, YEAR)
    assert figures(tally)["received.total"] == 2
    assert [(u.row, u.reason) for u in tally.uncounted] == [
        (3, "工作表“二季度”编号与工作表“一季度”第 2 行相同，没有重复计数")
    ]
    assert any("读了 2 张工作表" in words for words in tally.remarks)


def test_titles_above_the_head_and_empty_rows_do_no_harm() -> None:
    title, blank = ("某县台账", "", "", "", ""), ("", " ", "", "", "")
    data = text_file([blank, HEAD, blank, OWN, blank], title)
    tally = count_ledger(data, "x", EDITION, YEAR)
    assert (figures(tally)["received.total"], tally.uncounted) == (1, ())


# ---- what counts where -------------------------------------------------------------------


def test_an_open_case_is_new_and_handed_on() -> None:
    tally = counted([("1", "2024-12-01", "律所", "", "")])
    assert figures(tally) == {
        "received.legal_services": 1, "received.total": 1,
        "pending_end.legal_services": 1, "pending_end.total": 1,
    }  # fmt: skip


def test_a_case_answered_in_the_next_year_is_handed_on_whatever_its_result() -> None:
    tally = counted([("1", "2024-12-20", "公民", "不予公开", "2025-01-10")])
    assert figures(tally)["pending_end.natural_person"] == 1
    assert (tally.ask, tally.uncounted) == ((), ())


def test_a_letter_of_procedure_closes_nothing() -> None:
    tally = counted([("1", "2024-03-01", "公民", "补正告知书", "2024-03-05")])
    assert figures(tally)["pending_end.natural_person"] == 1
    assert any("“补正告知书”不是办理结果" in words for words in tally.remarks)


def test_one_letter_that_answers_several_cases_counts_each_case() -> None:
    rows = [
        (f"{n}", "2024-03-01", "公民", "信息不存在", "2024-03-20", "某告〔2024〕5号") for n in "123"
    ]
    tally = counted(rows, "答复文号")
    assert figures(tally)["unavailable_not_held.natural_person"] == 3


def test_the_ending_of_a_letters_number_tells_the_result_where_none_is_written() -> None:
    rows = [("1", "2024-03-01", "公民", "", "2024-03-20", "浦府办〔2024〕5号-部公告"),
            ("2", "2024-03-01", "公民", "", "2024-03-20", "浦府办〔2024〕6号-不告")]  # fmt: skip
    tally = counted(rows, "答复文号")
    assert figures(tally)["partial_grant.natural_person"] == 1
    assert [(q.case, q.what) for q in tally.ask] == [("2", "办理结果")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("1", "昨天", "公民", "", ""), "收到日期“昨天”读不懂"),
        (("1", "", "公民", "", ""), "收到日期没有填"),
        (("1", "2024-03-01", "", "", ""), "申请人类型没有填"),
        (("1", "2024-03-01", "公民", "予以公开", ""), "有办理结果，答复日期没有填"),
        (("1", "2024-03-01", "公民", "", "2024-03-05"), "有答复日期，办理结果没有填"),
        (("1", "2024-03-01", "公民", "予以公开", "三月"), "答复日期“三月”读不懂"),
        (("1", "2024-03-01", "公民", "予以公开", "2024-02-01"), "答复日期早于收到日期"),
        (("", "2024-03-01", "公民", "", ""), "编号没有填"),
    ],
)
def test_a_row_that_cannot_be_counted_is_named_with_its_reason(
    row: tuple[str, ...], reason: str
) -> None:
    tally = counted([row])
    assert [(u.row, u.case, u.reason) for u in tally.uncounted] == [(2, row[0], reason)]
    assert (figures(tally), tally.is_whole, tally.open_rows) == ({}, False, 1)


def test_a_row_received_after_the_year_is_named_and_not_counted() -> None:
    tally = counted([OWN, ("2", "2025-03-01", "公民", "", "")])
    assert (figures(tally)["received.total"], tally.is_whole) == (1, True)
    assert summary(tally) == (
        "台账 2 行，数清 1 行；第 3 行收到日期在2024年以后，没有计入，请核对。"
    )
    assert "later" in tally_members(tally)


def test_many_rows_of_the_next_year_are_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xl_tools.ledger.table.BATCH", 5)
    rows = [(f"2025-{n}", f"2025-01-{n:02}", "公民", "", "") for n in range(1, 29)]
    tally = counted([OWN, *rows])
    assert (tally.later.rows, tally.uncounted, tally.rows) == (28, (), 29)
    assert "数清 1 行；第 3 行、第 4 行、第 5 行等 28 行收到日期在2024年以后" in summary(tally)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("2", "2052-12-22", "公民", "", ""), "收到日期 2052-12-22 离2024年太远"),
        (("2", "2024-12-22", "公民", "予以公开", "2052-01-05"), "答复日期 2052-01-05 离2024年太远"),
    ],
)
def test_a_year_that_no_case_can_have_keeps_the_row_from_being_counted(
    row: tuple[str, ...], reason: str
) -> None:
    tally = counted([OWN, row])
    assert [(u.row, u.reason.startswith(reason)) for u in tally.uncounted] == [(3, True)]
    assert (figures(tally)["received.total"], tally.later.rows) == (1, 0)
    assert tally.overdue == ()


def test_a_ledger_that_went_on_for_years_is_counted_for_an_early_one() -> None:
    rows = [(f"{year}-1", f"{year}-03-01", "公民", "", "") for year in range(2020, 2026)]
    tally = counted(rows, year=2020)
    assert (tally.is_whole, tally.later.rows) == (True, 5)


def test_a_number_that_stands_twice_is_counted_once_and_named() -> None:
    tally = counted([OWN, ("2", *OWN[1:]), OWN, OWN])
    assert figures(tally)["received.total"] == 2
    assert [u.row for u in tally.uncounted] == [4, 5]
    assert {u.reason for u in tally.uncounted} == {"编号与第 2 行相同，没有重复计数"}


def test_a_number_repeated_far_away_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_tools.ledger.table.BATCH", 3)
    rows = [(str(n % 7), *OWN[1:]) for n in range(10)]
    tally = counted(rows)
    assert figures(tally)["received.total"] == 7
    assert [(u.row, u.case) for u in tally.uncounted] == [(9, "0"), (10, "1"), (11, "2")]


def test_what_could_mean_several_things_is_asked_and_not_counted() -> None:
    tally = counted([("1", "2024-03-01", "法人或其他组织", "其他", "2024-03-05")])
    assert [(q.row, q.case, q.what, q.text) for q in tally.ask] == [
        (2, "1", "申请人类型", "法人或其他组织"),
        (2, "1", "办理结果", "其他"),
    ]
    assert tally.ask[0].choices == ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    assert (figures(tally), tally.open_rows) == ({}, 1)


def test_an_answer_to_each_question_makes_the_case_count() -> None:
    rows = [("1", "2024-03-01", "法人或其他组织", "不予公开", "2024-03-05")]
    asked = counted(rows).ask
    answers = {(q.case, q.what): q.choices[3] for q in asked}
    tally = counted(rows, answers=answers)
    assert figures(tally)["denied_third_party.legal_services"] == 1
    assert tally.is_whole


def test_an_answer_never_changes_what_the_ledger_says_clearly() -> None:
    tally = counted([OWN], answers={("2024-1", "办理结果"): "部分公开"})
    assert figures(tally)["full_grant.natural_person"] == 1


def test_the_form_of_2019_has_one_row_for_all_other_ways() -> None:
    data = text_file([("1", "2020-03-01", "公民", "逾期不补正", "2020-03-20"),
                      ("2", "2020-03-01", "公民", "撤回申请", "2020-03-20")])  # fmt: skip
    tally = count_ledger(data, "x", builtin_editions().get("2019"), 2020)
    assert figures(tally)["other.natural_person"] == 2


# ---- receipt, disputes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "received", "signed", "counts"),
    [
        ("邮寄", "2023-12-30", "2024-01-02", True),
        ("网上", "2023-12-30", "2024-01-02", True),
        ("平信", "2023-12-30", "2024-01-02", True),
        ("当面提交", "2023-12-30", "2024-01-02", False),
        ("", "", "2024-01-02", True),
        ("传真", "2024-01-02", "", True),
    ],
)
def test_the_day_of_receipt_follows_the_channel(
    channel: str, received: str, signed: str, counts: bool
) -> None:
    tally = counted([("1", received, "公民", "", "", channel, signed)], "收件渠道", "签收日期")
    row = "received" if counts else "pending_start"
    assert figures(tally)[f"{row}.natural_person"] == 1


def test_a_channel_that_is_not_known_is_no_ground_to_choose_between_two_days() -> None:
    row = ("1", "2024-03-01", "公民", "", "", "飞鸽", "2024-03-05")
    tally = counted([row], "收件渠道", "签收日期")
    assert "收件渠道不认识" in tally.uncounted[0].reason
    assert figures(tally) == {}


def test_a_case_from_the_net_without_confirmation_is_remarked_upon() -> None:
    tally = counted([("1", "2024-03-01", "公民", "", "", "网上")], "收件渠道")
    assert any("没有确认日期" in words and words.endswith("：1") for words in tally.remarks)


SUIT = ("诉讼类型", "诉讼立案日期", "诉讼审结日期", "诉讼结果")
RECONSIDERATION = ("复议申请日期", "复议审结日期", "复议结果")


@pytest.mark.parametrize(
    ("filed", "decided", "result", "cell"),
    [
        ("2024-02-01", "2024-03-01", "维持", "affirmed"),
        ("2023-02-01", "2024-03-01", "撤销", "reversed"),
        ("2024-02-01", "2024-03-01", "终止", "other"),
        ("2024-02-01", "", "", "pending"),
        ("2024-02-01", "2025-03-01", "维持", "pending"),
        ("2023-02-01", "2023-03-01", "维持", ""),
        ("2025-02-01", "", "", ""),
    ],
)
def test_a_reconsideration_counts_in_the_year_of_its_decision_or_is_pending(
    filed: str, decided: str, result: str, cell: str
) -> None:
    tally = counted([(*OWN, filed, decided, result)], *RECONSIDERATION)
    own = {c: n for c, n in figures(tally).items() if c.startswith("reconsideration")}
    assert own == ({f"reconsideration.{cell}": 1, "reconsideration.total": 1} if cell else {})
    assert tally.is_whole


def test_suits_count_by_their_kind_and_an_unclear_one_is_asked() -> None:
    rows = [(*OWN, "直接起诉", "2024-05-01", "", ""), ("2", *OWN[1:], "", "2024-05-01", "", ""),
            ("3", *OWN[1:], "复议后起诉", "2024-05-01", "2024-06-01", "驳回")]  # fmt: skip
    tally = counted(rows, *SUIT)
    assert figures(tally)["litigation_direct.pending"] == 1
    assert [(q.case, q.what) for q in tally.ask] == [("2", "诉讼类型"), ("3", "诉讼结果")]
    answers = {("2", "诉讼类型"): "复议后起诉", ("3", "诉讼结果"): "结果维持"}
    settled = counted(rows, *SUIT, answers=answers)
    assert figures(settled)["litigation_after_reconsideration.total"] == 2
    assert settled.is_whole


def test_a_dispute_is_counted_even_where_its_case_is_not() -> None:
    row = ("1", "2024-03-01", "法人", "予以公开", "2024-03-05", "2024-05-01", "", "")
    tally = counted([row], *RECONSIDERATION)
    assert figures(tally) == {"reconsideration.pending": 1, "reconsideration.total": 1}


def test_a_ledger_without_columns_for_disputes_says_nothing_of_table_4() -> None:
    assert not any(cell.startswith("disputes") for cell in counted([OWN]).cases)
    cells = counted([(*OWN, "", "", "")], *RECONSIDERATION).cases
    assert {c.split(".")[1] for c in cells if c.startswith("disputes")} == {"reconsideration"}


@pytest.mark.parametrize(
    ("dispute", "reason"),
    [
        (("2024-05-01", "2024-06-01", ""), "有复议审结日期，复议结果没有填"),
        (("2024-05-01", "", "维持"), "有复议结果，复议审结日期没有填"),
        (("", "", "维持"), "有复议结果，复议审结日期没有填"),
        (("五月", "", ""), "复议申请日期读不懂"),
        (("2024-05-01", "2024-04-01", "维持"), "复议审结日期早于复议申请日期"),
        (("2024-05-01", "2024-06-01", "审理中"), "复议结果是“审理中”，又有复议审结日期"),
    ],
)
def test_a_dispute_that_cannot_be_counted_is_named(dispute: tuple[str, ...], reason: str) -> None:
    tally = counted([(*OWN, *dispute)], *RECONSIDERATION)
    assert [u.reason for u in tally.uncounted] == [reason]
    assert figures(tally)["received.total"] == 1
