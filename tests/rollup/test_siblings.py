"""What two units should not have in common: whole tables, and each other's sentences."""

from __future__ import annotations

import random
from decimal import Decimal
from types import MappingProxyType

import pytest

from benchmarks.county import figures, report_of
from xl_tools.edition import builtin_editions
from xl_tools.report import Report
from xl_tools.rollup import Asked, roll_up
from xl_tools.rollup.submission import Submission

EDITIONS = builtin_editions()
OWN = [
    "一年来共召开政务公开专题会议研究部署重点领域信息公开工作",
    "主动公开教育经费预算和招生入学政策以及学校食堂检查结果",
    "依法依规办理群众来信来电来访和网上留言并按时答复",
    "修订信息发布审核制度明确保密审查流程和责任分工",
    "政务新媒体账号由专人负责每周更新并及时回应关切",
    "组织开展业务培训提高工作人员的法律意识和办理能力",
]


def report(number: int, sentences: list[str]) -> Report:
    organ = f"甲县第{number}局"
    made = report_of(organ, "department", figures(random.Random(number)))
    text = "。".join(f"{organ}{one}{number}次" for one in sentences) + "。"
    return made._replace(narrative=MappingProxyType({"overview": text}))


def rules(reports: list[Report]) -> list[tuple[str, str]]:
    sent = [Submission(f"{n}", f"{n}", report=one) for n, one in enumerate(reports)]
    found = roll_up(sent, EDITIONS, Asked(year=2024)).findings
    return [(f.rule, f.message) for f in found]


def own(number: int) -> list[str]:
    return [f"{one}第{'一二三四五六七八九'[number]}项" for one in OWN]


def test_units_of_their_own_words_and_figures_give_nothing() -> None:
    assert rules([report(n, own(n)) for n in range(5)]) == []


def test_a_copied_text_is_found_whatever_name_and_figures_it_bears() -> None:
    ((rule, message),) = rules([report(1, OWN), report(2, OWN), report(3, own(3))])
    assert rule == "S-XUNIT"
    assert "甲县第1局、甲县第2局的文字有 100% 相同" in message


def test_those_that_copied_one_text_are_told_of_together() -> None:
    """Ten units are 45 pairs; two texts are two groups."""
    text = [one[::-1] for one in OWN]
    copied = [report(n, OWN) for n in range(6)] + [report(n, text) for n in (6, 7)]
    first, second = rules(copied)
    assert "甲县第0局、甲县第1局、甲县第2局等 6 个单位的文字有 100% 相同" in first[1]
    assert "甲县第6局、甲县第7局的文字" in second[1]


@pytest.mark.parametrize(("shared", "expected"), [(3, 0), (5, 1)])
def test_half_of_a_text_is_the_limit(shared: int, expected: int) -> None:
    mixed = [*OWN[:shared], *own(2)[shared:]]
    assert len(rules([report(1, OWN), report(2, mixed)])) == expected


def test_set_phrases_of_a_whole_county_are_nobodys_copy() -> None:
    """Half of each text is everybody's, the other half nobody else's."""
    signs = "甲乙丙丁戊己庚辛壬癸子丑"
    own_words = [[f"{sign}字号{one[::-1]}" for one in OWN] for sign in signs]
    assert rules([report(n, [*OWN[:5], *own_words[n]]) for n in range(12)]) == []


def test_one_text_of_a_whole_county_is_told_of_once() -> None:
    ((rule, message),) = rules([report(n, OWN) for n in range(100)])
    assert rule == "S-XUNIT"
    assert "甲县第0局、甲县第1局、甲县第2局等 100 个单位的文字有 100% 相同" in message


def test_the_telephone_of_another_unit_is_found() -> None:
    one, other = report(1, own(1)), report(2, own(2))
    both = [r._replace(organ=r.organ._replace(phone="0730-6210018")) for r in (one, other)]
    said = rules(both)
    assert [rule for rule, _ in said] == ["S-XUNIT"]
    assert "甲县第1局、甲县第2局的联系方式都是 0730-6210018" in said[0][1]


def test_the_same_table_twice_is_found_and_an_empty_one_is_not() -> None:
    one, other = report(1, own(1)), report(2, own(2))
    copied = {
        c: one.number(c) if c.startswith("applications") else v for c, v in other.cells.items()
    }
    blank = {c: Decimal(0) for c in one.cells}
    ((rule, message),) = rules([one, other._replace(cells=MappingProxyType(copied))])
    assert (rule, "表三" in message) == ("RU-SAME", True)
    few = {c: Decimal(1) if c.startswith("disputes") else v for c, v in other.cells.items()}
    chance = {c: few[c] if c.startswith("disputes") else v for c, v in one.cells.items()}
    small = [r._replace(cells=MappingProxyType(c)) for r, c in ((one, chance), (other, few))]
    assert rules(small) == []  # a case of each kind is no copy
    empty = [report(n, own(n))._replace(cells=MappingProxyType(blank)) for n in (1, 2)]
    assert rules(empty) == []
