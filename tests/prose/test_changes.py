"""Growth and decline of random figures: told as they are, and told wrong."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.edition import builtin_editions
from xl_tools.report import Organ, Report
from xl_tools.report import Reading as ReportReading
from xl_tools.rules import Outcome, check

EDITIONS = builtin_editions()
# What is counted, and the cell it is.
TOLD = (
    ("全年作出行政许可决定{}件", "disclosure.licensing.decisions"),
    ("收到政府信息公开申请{}件", "applications.received.total"),
    ("因政府信息公开被申请行政复议{}件", "disputes.reconsideration.total"),
)
COUNTS = st.integers(1, 99_999)


def outcome_of(text: str, cell: str, now: int, last: int | None) -> Outcome:
    organ = Organ("某某县人民政府", "county", "government", "organ")
    noughts = {figure.id: Decimal(0) for figure in EDITIONS.get("2021").figures()}
    report = Report(
        "2021",
        2024,
        organ,
        MappingProxyType({**noughts, cell: Decimal(now)}),
        MappingProxyType({"overview": text}),
    )
    prior = None
    if last is not None:
        cells = MappingProxyType({**noughts, cell: Decimal(last)})
        prior = report._replace(year=2023, cells=cells, narrative=MappingProxyType({}))
    return check(ReportReading(report), EDITIONS, prior)


def yearly(text: str, cell: str, now: int, last: int) -> list[tuple[Decimal | None, object]]:
    findings = outcome_of(text, cell, now, last).findings
    assert not any(f.could_not_run for f in findings)
    return [(f.expected, f.cells) for f in findings if f.rule == "N-YOY"]


def share(now: int, last: int, places: int) -> Decimal:
    exact = abs(Decimal(now) - last) * 100 / last
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(told=st.sampled_from(TOLD), now=COUNTS, last=COUNTS, places=st.integers(0, 2))
def test_a_change_told_as_it_is_has_no_finding(
    told: tuple[str, str], now: int, last: int, places: int
) -> None:
    words, cell = told
    more, less = ("增长", "增加") if now >= last else ("下降", "减少")
    percent = share(now, last, places)
    text = f"{words.format(now)}，比上年{less}{abs(now - last)}件，同比{more}{percent}%。"
    assert yearly(text, cell, now, last) == []


@given(
    told=st.sampled_from(TOLD),
    now=COUNTS,
    last=COUNTS,
    places=st.integers(0, 2),
    by=st.integers(1, 99),
)
def test_one_digit_off_is_found_with_the_cell_and_the_right_value(
    told: tuple[str, str], now: int, last: int, places: int, by: int
) -> None:
    words, cell = told
    right = share(now, last, places)
    wrong = right + by * Decimal(1).scaleb(-places)
    up = now >= last
    text = f"{words.format(now)}，同比{'增长' if up else '下降'}{wrong}%。"
    assert yearly(text, cell, now, last) == [(right if up else -right, (cell,))]
    text = f"{words.format(now)}，较上年{'增加' if up else '减少'}{abs(now - last) + by}件。"
    assert yearly(text, cell, now, last) == [(Decimal(now - last), (cell,))]


@given(told=st.sampled_from(TOLD), now=COUNTS, last=COUNTS)
def test_growth_told_as_decline_is_found(told: tuple[str, str], now: int, last: int) -> None:
    words, cell = told
    wrong = "减少" if now > last else "增加"
    text = f"{words.format(now)}，比去年{wrong}{abs(now - last)}件。"
    assert len(yearly(text, cell, now, last)) == (now != last)


@pytest.mark.parametrize(
    "text",
    [
        "全年作出行政许可决定50件，比2019年增加9件。",
        "全年作出行政许可决定50件，环比增长9%。",
        "全年作出行政许可决定50件，同比增长约9%。",
        "全年作出行政许可决定50件，满意度同比提高9%。",
        "全年作出行政许可决定50件，按时办结率比上年提高9个百分点。",
        "全年作出行政许可决定50件。网站访问量同比增长9%。",
        "全年作出行政许可决定50件，计划明年同比增长9%。",
        "县自然资源局发布信息50条，同比增长9%。",
    ],
)
def test_what_is_no_change_of_a_figure_since_last_year_is_left_alone(text: str) -> None:
    assert yearly(text, "disclosure.licensing.decisions", 50, 40) == []


def test_a_share_of_nothing_is_not_judged_and_a_count_is() -> None:
    cell = "disclosure.licensing.decisions"
    assert yearly("全年作出行政许可决定5件，同比增长100%。", cell, 5, 0) == []
    assert len(yearly("全年作出行政许可决定5件，比上年增加4件。", cell, 5, 0)) == 1


def test_without_last_years_report_the_rule_says_so_only_where_there_is_something_to_check() -> (
    None
):
    cell = "disclosure.licensing.decisions"
    told = outcome_of("全年作出行政许可决定5件，同比增长25%。", cell, 5, None)
    assert "N-YOY" in {rule for rule, _ in told.not_applicable}
    silent = outcome_of("全年作出行政许可决定5件。", cell, 5, None)
    assert "N-YOY" not in {rule for rule, _ in silent.not_applicable}
