"""Numbers that name no matter of their own: what lets them be held against the tables."""

from __future__ import annotations

import pytest

from tests.prose.test_inherited import told
from xl_tools.report import Organ

HEADING = "（二）依申请公开情况\n"
CAME_IN = "全年共收到政府信息公开申请112件"


def states(text: str) -> list[str]:
    return [mention.state for mention in told(text).mentions]


def test_what_came_in_is_not_all_ended_where_some_is_left() -> None:
    text = f"全县{CAME_IN}，办结112件，结转下年度办理7件。"
    assert states(text) == ["agrees", "contradicts", "agrees"]


def test_what_came_in_may_be_ended_where_nothing_is_left() -> None:
    assert states(f"全县{CAME_IN}，办结112件。") == ["agrees", "agrees"]


def test_a_number_of_the_whole_that_stands_alone_is_held_against_the_tables() -> None:
    assert states("全县结转下年度办理9件。") == ["contradicts"]
    assert states(HEADING + "全县结转下年度办理9件。") == ["contradicts"]


@pytest.mark.parametrize(
    "text",
    [
        "结转下年度办理9件。",
        "县政府办公室结转下年度办理9件。",
        "全县受理各类事项20件，全县结转下年度办理9件。",
        "（四）行政执法监督\n全县结转下年度办理9件。",
        "（四）行政执法监督。全县结转下年度办理9件。",
    ],
)
def test_one_that_may_be_of_something_else_is_not(text: str) -> None:
    assert "contradicts" not in states(text)


def test_a_heading_on_its_own_line_says_the_matter_of_what_follows() -> None:
    body = "全县共收到112件，已答复119件。"
    assert states(HEADING + body) == ["agrees", "contradicts"]
    assert states(body) == ["unmapped", "unmapped"]


def test_what_is_told_without_a_number_is_divided_behind_it() -> None:
    text = "全县收到的政府信息公开申请中，自然人96件，商业企业13件。"
    assert states(text) == ["agrees", "contradicts"]


@pytest.mark.parametrize(
    ("said", "name", "kind"),
    [
        ("市统计局", "城东市统计局", "department"),
        ("城东市统计局", "城东市统计局", "department"),
        ("本局", "城东市统计局", "department"),
        ("城东区政府办公室", "城东区人民政府办公室", "office"),
    ],
)
def test_an_organ_is_itself_under_any_of_its_names(said: str, name: str, kind: str) -> None:
    organ = Organ(name, "county", kind, "organ")
    (mention,) = told(f"{said}共收到政府信息公开申请99件。", organ).mentions
    assert mention.state == "contradicts"


def test_another_organ_is_another() -> None:
    organ = Organ("城东市统计局", "county", "department", "organ")
    (mention,) = told("市审计局共收到政府信息公开申请99件。", organ).mentions
    assert mention.state == "unmapped"


def test_a_split_may_be_of_what_came_in_and_what_was_carried_in() -> None:
    text = f"全县{CAME_IN}，上年结转8件，其中网络申请{{}}件，信函申请60件。"
    assert not told(text.format(60)).discrepancies
    assert told(text.format(70)).discrepancies


def test_a_heading_that_names_two_matters_says_none() -> None:
    text = "（二）主动公开和依申请公开情况\n全县共收到112件。"
    assert states(text) == ["unmapped"]


def test_the_words_of_a_share_go_with_the_number_behind_it() -> None:
    first, second = told(f"全县{CAME_IN}。其中，自然人占85.7%，为96件。").mentions[::2]
    assert (first.state, second.state) == ("agrees", "agrees")
    assert second.cells == ("applications.received.natural_person",)
