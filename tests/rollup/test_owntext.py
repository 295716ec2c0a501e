"""The parent's own text beside the figures of all: said once, and steadily."""

from __future__ import annotations

import random
from types import MappingProxyType

from benchmarks.county import figures, report_of
from xl_tools.edition import builtin_editions
from xl_tools.report import Report
from xl_tools.rollup import Asked, Rollup, roll_up
from xl_tools.rollup.submission import Submission

EDITIONS = builtin_editions()
LICENSED = "disclosure.licensing.decisions"
BESIDE = {"N-SET", "N-ZERO", "N-UNIT", "N-YOY", "T4-OTHER"}


def report(organ: str, text: str = "") -> Report:
    made = report_of(organ, "department", figures(random.Random(organ)))
    number = made.number(LICENSED)
    texts = {"overview": text.format(number)} if text else {}
    return made._replace(narrative=MappingProxyType(texts))


def rolled(own: Report, *units: Report) -> Rollup:
    sent = [Submission(one.organ.name, one.organ.name, report=one) for one in (own, *units)]
    return roll_up(sent[1:], EDITIONS, Asked(own=sent[0], year=2024))


def said(found: Rollup) -> list[str]:
    assert not BESIDE & {one.rule for one in found.outcome.findings}
    return [one.message for one in found.findings if one.rule == "RU-TEXT"]


TOLD = "2024年，共作出行政许可决定{}件。没有发生行政诉讼案件。"
UNITS = report("甲县教育局"), report("甲县公安局")


def test_a_text_with_numbers_of_one_organ_is_said_to_be_rewritten_and_where() -> None:
    own = report("甲县人民政府", TOLD)
    (message,) = said(rolled(own, *UNITS))
    total = sum(one.number(LICENSED) for one in (own, *UNITS))
    assert "要按合计重写" in message
    assert f"行政许可决定{own.number(LICENSED)}件”，合计是 {total}" in message


def test_a_text_without_numbers_is_too() -> None:
    (message,) = said(rolled(report("甲县人民政府", "工作有序推进。"), *UNITS))
    assert "与合计不同" not in message


def test_a_text_with_the_numbers_of_the_whole_is_held_against_them() -> None:
    plain = report("甲县人民政府")
    total = sum(one.number(LICENSED) for one in (plain, *UNITS))
    licensed = plain.number(LICENSED)
    text = {"overview": f"2024年，全县共作出行政许可决定{total}件。"}
    found = rolled(plain._replace(narrative=MappingProxyType(text)), *UNITS)
    assert licensed != total
    assert said(found) == []
    half = {"overview": f"{text['overview']}本机关共作出行政许可决定{licensed}件。"}
    assert said(rolled(plain._replace(narrative=MappingProxyType(half)), *UNITS))


def test_nobody_is_asked_without_a_text_or_without_units() -> None:
    assert said(rolled(report("甲县人民政府"), *UNITS)) == []
    assert said(rolled(report("甲县人民政府", TOLD))) == []


def test_the_verdict_is_that_of_what_is_left() -> None:
    found = rolled(report("甲县人民政府", TOLD), *UNITS)
    left = {one.severity for one in found.outcome.findings}
    expected = "有错误" if "error" in left else "有待说明" if "warning" in left else "通过"
    assert found.outcome.verdict == expected
