"""Changed sentences are found, whatever a website did to lines and blanks."""

from __future__ import annotations

import random

from tests.document.reports import OVERVIEW, PROBLEMS
from xl_tools.review.wording import Change, changes, excerpt


def test_the_same_text_has_no_changes() -> None:
    assert changes(OVERVIEW, OVERVIEW) == []


def test_blanks_and_the_breaks_of_lines_do_not_matter() -> None:
    spaced = OVERVIEW.replace("2024年", " 2024 年").replace("\n", "\n\n　　")
    assert changes(OVERVIEW, spaced) == []
    assert changes(PROBLEMS, PROBLEMS.replace("\n", "")) == []


def test_a_heading_may_stand_alone_or_run_in() -> None:
    assert changes("（一）主动公开情况。做了很多。", "（一）主动公开情况\n做了很多。") == []


def test_one_changed_figure_gives_one_change() -> None:
    (change,) = changes(OVERVIEW, OVERVIEW.replace("428条", "482条"))
    assert "428" in change.old
    assert "482" in change.new
    assert len(excerpt(change).old) < 40


def test_a_sentence_that_came_or_went_stands_against_nothing() -> None:
    gone = PROBLEMS.replace("一是公开信息的时效性不够强；", "")
    assert changes(PROBLEMS, gone) == [Change("一是公开信息的时效性不够强；", "")]
    assert changes(gone, PROBLEMS) == [Change("", "一是公开信息的时效性不够强；")]


def test_every_changed_character_is_found() -> None:
    chance = random.Random(8)
    for _ in range(200):
        at = chance.randrange(len(OVERVIEW))
        if OVERVIEW[at].isspace():
            continue
        changed = OVERVIEW[:at] + "囍" + OVERVIEW[at + 1 :]
        found = changes(OVERVIEW, changed)
        assert any("囍" in change.new for change in found)
        assert sum(len(change.old) for change in found) < 400


def test_an_excerpt_shows_the_change_itself() -> None:
    change = Change("甲" * 50 + "一" + "乙" * 50, "甲" * 50 + "二三" + "乙" * 50)
    old, new = excerpt(change)
    assert old == f"…{'甲' * 12}一{'乙' * 12}…"
    assert new == f"…{'甲' * 12}二三{'乙' * 12}…"
    assert excerpt(Change("", "新的一句。")) == Change("", "新的一句。")
