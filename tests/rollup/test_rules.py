"""What a roll-up says of itself: old forms, versions, late units, suits counted twice."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from benchmarks.county import figures, old_figures, report_of
from xl_tools.edition import builtin_editions
from xl_tools.report import Reading, Report
from xl_tools.rollup import Asked, Rollup, roll_up
from xl_tools.rollup.roster import Roster, Unit
from xl_tools.rollup.submission import Located, Submission
from xl_tools.rules import check

EDITIONS = builtin_editions()
SUITS = "disputes.litigation_after_reconsideration.total"


def report(organ: str, seed: int, kind: str = "department", suits: int = 0) -> Report:
    made = report_of(organ, kind, figures(random.Random(seed)))
    cells = {**made.cells, SUITS: Decimal(suits)}
    return made._replace(cells=MappingProxyType(cells))


def sent(one: Report, file: str = "", when: str = "2025-01-20 09:00:00") -> Submission:
    name = file or f"{one.organ.name}.xlsx"
    return Submission(name, name, when, report=one)


def rolled(*handed_in: Submission, roster: Roster | None = None) -> Rollup:
    return roll_up(handed_in, EDITIONS, Asked(roster, year=2024))


def said(found: Rollup) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in found.findings]


def test_cells_that_an_old_form_does_not_answer_are_named_and_lack_the_unit() -> None:
    old, _ = old_figures(figures(random.Random(1)))
    earlier = report_of("甲县公安局", "department", old, "2019")
    found = rolled(sent(earlier), sent(report("甲县教育局", 2)))
    ((rule, message),) = said(found)
    assert rule == "RU-SUM"
    assert "甲县公安局用的是旧版格式" in message
    lost = found.findings[0].cells
    assert "disclosure.fees.amount" in lost
    assert all([organ for organ, _ in found.totals.proof[cell]] == ["甲县教育局"] for cell in lost)


def test_suits_of_the_upper_organ_and_of_units_are_asked_about() -> None:
    upper = report("甲县人民政府", 1, "government", 3)
    upper = upper._replace(organ=upper.organ._replace(level="county"))
    found = said(rolled(sent(upper), sent(report("甲县教育局", 2, suits=2))))
    assert [rule for rule, _ in found] == ["RU-DUP"]
    assert "3 件复议后起诉，各单位共有 2 件" in found[0][1]
    assert said(rolled(sent(upper), sent(report("甲县教育局", 2)))) == []


def test_of_two_versions_the_newer_counts_and_both_say_so() -> None:
    older, newer = report("甲县教育局", 1), report("甲县教育局", 2)
    found = rolled(sent(newer, "后.xlsx"), sent(older, "先.xlsx", "2025-01-10 09:00:00"))
    assert [one.submission.file for one in found.counted] == ["后.xlsx"]
    assert ["先.xlsx" in message for _, message in said(found)] == [True]


def test_of_two_versions_of_one_moment_nobody_knows_the_newer() -> None:
    found = rolled(sent(report("甲县教育局", 1), "a"), sent(report("甲县教育局", 2), "b"))
    assert [rule for rule, _ in said(found)] == ["RU-DUP", "RU-DUP"]
    assert "分不清哪份新" in said(found)[1][1]


def test_a_total_is_evidence_only_where_every_unit_stated_it() -> None:
    cell = "applications.received.total"
    one, other = report("甲县教育局", 1), report("甲县公安局", 2)
    computed = other._replace(computed=frozenset({cell}))
    assert cell not in rolled(sent(one), sent(other)).report.computed
    assert cell in rolled(sent(one), sent(computed)).report.computed


def test_who_is_late_and_who_is_missing_is_said_once_each() -> None:
    units = [
        Unit("甲县教育局", "部门", "department", "county", handed_in=date(2025, 2, 1)),
        Unit("甲县公安局", "部门", "department", "county"),
    ]
    found = said(rolled(sent(report("甲县教育局", 1)), roster=Roster(units)))
    assert [rule for rule, _ in found] == ["RU-SUM", "RU-LATE"]
    assert "还缺 1 个单位，合计不全：甲县公安局" in found[0][1]
    assert "甲县教育局（2025-02-01）" in found[1][1]


def test_a_letter_that_came_along_in_the_zip_is_no_file_that_cannot_be_read() -> None:
    refused = "里面没有找到年度报告的三张表和六个部分，请检查是不是选错了文件。"
    letter = Submission("教育.zip/报送函.txt", "x", refused=refused)
    alone = Submission("报送函.txt", "y", refused=refused)
    found = rolled(sent(report("甲县教育局", 1), "教育.zip/年报.xlsx"), letter, alone)
    assert [(f.severity, f.message[:12]) for f in found.findings] == [
        ("info", "〔RU-FILE〕教育."),
        ("error", "〔RU-FILE〕报送函"),
    ]
    assert "“年报.xlsx”已经读出" in found.findings[0].message
    broken = Submission("教育.zip/定稿.xlsx", "z", refused="不完整，后半截没有了。")
    (error,) = rolled(sent(report("甲县教育局", 1), "教育.zip/年报.xlsx"), broken).findings
    assert error.severity == "error"


def test_an_error_of_the_sum_names_the_unit_that_has_it() -> None:
    cell = "disputes.reconsideration.total"
    one = report("甲县教育局", 1)
    wrong = one._replace(cells=MappingProxyType({**one.cells, cell: Decimal(99)}))
    outcome = check(Reading(wrong), EDITIONS)
    bad = sent(wrong)._replace(findings=tuple(map(Located, outcome.findings)))
    found = rolled(bad, sent(report("甲县公安局", 2)))
    (error,) = [f for f in found.outcome.findings if f.cells[:1] == (cell,)]
    assert error.message.endswith("同一处有错的单位：甲县教育局，先请它们改。")
