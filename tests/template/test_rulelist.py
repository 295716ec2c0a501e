"""规则清单.xlsx: built from the editions, nothing left out, to be read and filtered by people."""

from __future__ import annotations

import io

import openpyxl
import pytest

from xl_tools.builtin import template_path
from xl_tools.edition import builtin_editions
from xl_tools.rules.ofmany import RULES
from xl_tools.template.rulelist import HEADS, NAME, OF_MANY, build_rule_list, listed_rules

EDITIONS = builtin_editions()
BUILT = build_rule_list(EDITIONS)


def rows() -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(BUILT)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_built_list_is_current() -> None:
    assert template_path(NAME).read_bytes() == BUILT


def test_every_rule_of_every_edition_stands_in_it() -> None:
    head, *found = rows()
    assert head == HEADS
    listed = {(row[0], name) for row in found for name in str(row[-1]).split("、")}
    of_one = {(rule, edition.name) for edition in EDITIONS for rule in edition.rules}
    assert listed == of_one | {(rule, OF_MANY) for rule in RULES}


def test_no_cell_of_it_is_empty() -> None:
    assert [row for row in rows() if not all(row)] == []


def test_rules_of_one_group_stand_together() -> None:
    groups = [row[1] for row in rows()[1:]]
    assert len(set(groups)) == sum(
        a != b for a, b in zip(groups, [None, *groups[:-1]], strict=True)
    )


@pytest.mark.parametrize("one", listed_rules(EDITIONS), ids=lambda one: one.rule.id)
def test_a_rule_says_what_it_means_in_words_of_its_own(one: object) -> None:
    rule = one.rule  # type: ignore[attr-defined]
    assert rule.meaning.endswith("。")
    assert rule.meaning != rule.title
