"""Pieces that say what their number counts, whatever marks and asides stand in between."""

from __future__ import annotations

import pytest

from xl_tools.edition import builtin_editions
from xl_tools.prose.joining import continued
from xl_tools.prose.lexicon import lexicon_of
from xl_tools.prose.pieces import pieces
from xl_tools.prose.tokens import tokens
from xl_tools.report import Organ, Report, form_of

EDITIONS = builtin_editions()
COUNTERS = EDITIONS.get("2021").prose.words["counter"]
LEXICON = lexicon_of(form_of(Report("2021", 2024, Organ("某某县人民政府")), EDITIONS))


def joined(text: str) -> list[str]:
    found = continued(pieces(tokens(text, LEXICON, COUNTERS)))
    return ["".join(token.text for token in piece.tokens) for piece in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("通过信函、网络等渠道收到17件", ["收到17件"]),
        ("通过各种方式收到17件", ["收到17件"]),
        ("通过网络收到17件", ["通过网络收到17件"]),
    ],
)
def test_all_ways_together_take_nothing_away_and_one_way_does(text: str, told: list[str]) -> None:
    assert joined(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2件因期限未满结转下年度", ["2件结转下年度"]),
        ("7件因临近年底，结转下年度", ["7件结转下年度"]),
        ("1件因属于国家秘密不予公开", ["1件属于国家秘密不予公开"]),
        ("收到7件因临近年底，予以公开", ["收到7件因临近年底", "予以公开"]),
    ],
)
def test_of_a_reason_only_a_word_for_one_row_is_kept(text: str, told: list[str]) -> None:
    assert joined(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("过程性信息（196件）、执法案卷（174件）", ["过程性信息196件", "执法案卷174件"]),
        ("不予公开83件涉及国家秘密（8件）", ["不予公开83件", "涉及国家秘密8件"]),
        ("予以公开（含部分公开）583件", ["予以公开、部分公开583件"]),
        ("予以公开（26.5%）466件", ["予以公开", "26.5%", "466件"]),
        ("收到17件（网上9件）", ["收到17件", "网上9件"]),
    ],
)
def test_a_number_in_or_behind_a_bracket_takes_the_words_before_it(
    text: str, told: list[str]
) -> None:
    assert joined(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "本年新收：133件；结转下年：7件",
            ["本年新收", "本年新收133件", "结转下年", "结转下年7件"],
        ),
        ("办理结果：41件予以公开", ["办理结果", "41件予以公开"]),
        (
            "收到申请由40件上升17.5%，达到47件",
            ["收到申请由40件", "上升17.5%", "收到申请由达到47件"],
        ),
    ],
)
def test_a_bare_number_takes_the_words_it_belongs_to(text: str, told: list[str]) -> None:
    assert joined(text) == told
