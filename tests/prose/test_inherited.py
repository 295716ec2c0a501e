"""A result that names no 复议 or 诉讼 of its own: of what it is told, and when it is wrong."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from tests.prose.cases import figures_of
from xl_tools.edition import builtin_editions
from xl_tools.prose import Mention, Told, read_prose
from xl_tools.report import Organ, Report, form_of

EDITIONS = builtin_editions()
RECONSIDERATION, DIRECT = "disputes.reconsideration", "disputes.litigation_direct"
AFTER = "disputes.litigation_after_reconsideration"
DIVIDED = "因政府信息公开被提起行政诉讼5件，其中未经复议直接起诉2件、复议后起诉3件"
BOTH = "因政府信息公开被申请行政复议7件，被提起行政诉讼5件，系复议后起诉，结果维持2件"


AGGREGATE = Organ("某某县人民政府", "county", "government", "aggregate")


def told(text: str, organ: Organ = AGGREGATE) -> Told:
    cells = figures_of("县", EDITIONS.get("2021"))
    report = Report(
        "2021",
        2024,
        organ,
        MappingProxyType(cells),
        MappingProxyType({"overview": text}),
    )
    return read_prose(report, form_of(report, EDITIONS))


def last(text: str) -> Mention:
    return told(text).mentions[-1]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (f"{DIVIDED}，尚未审结1件。", {f"{DIRECT}.pending", f"{AFTER}.pending"}),
        (f"{DIVIDED}；已审结案件中被纠正1件。", {f"{DIRECT}.reversed", f"{AFTER}.reversed"}),
        (f"{DIVIDED}，结果维持2件。", {f"{AFTER}.affirmed"}),
        (f"{BOTH}。对尚未审结的2件，正在跟进。", {f"{RECONSIDERATION}.pending"}),
        (f"{BOTH}，对尚未审结的2件正在跟进。", {f"{RECONSIDERATION}.pending"}),
    ],
)
def test_a_result_is_told_of_whatever_it_fits(text: str, cells: set[str]) -> None:
    assert (last(text).state, set(last(text).cells)) == ("agrees", cells)


def test_a_result_that_fits_neither_the_whole_nor_its_last_part_is_named() -> None:
    mention = last(f"{DIVIDED}，被纠正4件。")
    assert mention.state == "contradicts"
    assert set(mention.cells) == {f"{DIRECT}.reversed", f"{AFTER}.reversed"}


def test_where_each_part_has_its_own_results_the_whole_does_not_excuse_them() -> None:
    text = DIVIDED.replace("2件、", "2件，维持1件；") + "，维持3件。"
    mention = last(text)
    assert (mention.state, mention.cells) == ("contradicts", (f"{AFTER}.affirmed",))


def test_a_result_of_nobody_knows_which_case_is_not_held_against_any() -> None:
    assert last(f"{BOTH}。对被纠正的6件，已重新答复。").state == "unmapped"
    assert last(f"{BOTH}，对被纠正的6件已重新答复。").state == "unmapped"


def test_no_result_of_a_divided_whole_is_none_of_its_parts() -> None:
    text = DIVIDED.removesuffix("、复议后起诉3件")
    assert last(f"{text}，无其他结果。").cells == (f"{DIRECT}.other", f"{AFTER}.other")
    assert last(f"{DIVIDED}，无维持。").state == "contradicts"


def test_a_share_of_the_cases_that_have_ended_is_right() -> None:
    assert told(f"{DIVIDED}；已审结案件中被纠正1件，占25%。").discrepancies == ()
    assert [d.kind for d in told(f"{DIVIDED}；被纠正1件，占60%。").discrepancies] == ["share"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("公开类（含予以公开、部分公开）53件", {"full_grant", "partial_grant"}),
        ("不予公开（含国家秘密、内部事务）5件", {"denied_state_secret", "denied_internal_affairs"}),
        ("无法提供（含本机关不掌握、补正后申请内容仍不明确）30件", None),
    ],
)
def test_a_word_with_its_parts_in_brackets_is_their_sum(text: str, rows: set[str] | None) -> None:
    rows = rows or {f"unavailable_{why}" for why in ("not_held", "needs_creation", "unclear")}
    mention = last(f"收到政府信息公开申请112件，{text}。")
    assert mention.state == "agrees"
    assert set(mention.cells) == {f"applications.{row}.total" for row in rows}


def test_a_reason_before_what_became_of_it_is_no_unknown_word() -> None:
    text = "收到政府信息公开申请112件，因本机关不掌握相关政府信息无法提供的{}件。"
    assert last(text.format(27)).state == "agrees"
    assert last(text.format(24)).state == "contradicts"


def test_none_at_all_behind_a_number_and_a_stop_is_told_of_the_same_thing() -> None:
    mention = told("制发行政规范性文件6件、没有废止，现行有效37件。").mentions[1]
    assert (str(mention.value), mention.state) == ("0", "contradicts")
    assert mention.cells == ("disclosure.normative_documents.repealed",)
