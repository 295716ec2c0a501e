"""What words of a ledger mean: the form's own words in any dress, known others, else a question."""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path

import pytest

import xl_tools
from xl_tools.edition import Edition, builtin_editions
from xl_tools.ledger.columns import head_of, refuse_incomplete
from xl_tools.ledger.vocabulary import columns, vocabulary_of
from xl_tools.refusal import Refusal

EDITIONS = list(builtin_editions())
BOTH = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
NEW = vocabulary_of(builtin_editions().get("2021"))
DATA = tomllib.loads(
    (Path(xl_tools.__file__).parent / "ledgers" / "words.toml").read_text(encoding="utf-8")
)


@BOTH
def test_every_result_is_known_by_its_official_words_however_numbered(edition: Edition) -> None:
    results = vocabulary_of(edition).result
    for row in edition.tables["applications"].rows_with("result"):
        below = row.group[1:]
        for words in (
            " ".join((*below, row.label)),
            "".join((*row.group, row.label)),
            "三" + "".join((*below, row.label)),
            "-".join((*below, row.label)),
        ):
            assert results(words).id == row.id, words


@BOTH
def test_every_result_but_the_vague_one_is_known_without_its_numbering(edition: Edition) -> None:
    results = vocabulary_of(edition).result
    for row in edition.tables["applications"].rows_with("result"):
        bare = row.label.lstrip("（）一二三四五六0123456789.")
        found = results(bare)
        assert found.id == row.id or (bare, found.state) == ("其他", "ask")


@BOTH
def test_kinds_outcomes_and_suits_are_known_by_their_official_words(edition: Edition) -> None:
    words, tables = vocabulary_of(edition), edition.tables
    for column in tables["applications"].columns_with("part"):
        assert words.kinds.meaning(column.label).id == column.id
    for column in tables["disputes"].columns_with("part"):
        assert words.outcomes.meaning(column.label).id == column.id
    for row in tables["disputes"].rows_with("litigation"):
        assert words.suits.meaning(row.label).id == row.id


@BOTH
def test_every_line_that_the_words_name_is_one_of_some_edition(edition: Edition) -> None:
    rows = {r.id for e in EDITIONS for r in e.tables["applications"].rows}
    named = {id_ for id_, words in DATA["results"].items() if isinstance(words, list)} - {"ask"}
    named |= {id_ for entry in DATA["results"]["ask"] for id_ in entry["rows"]}
    named |= set(DATA["results"]["fallback"].values())
    assert named <= rows
    kinds = {c.id for c in edition.tables["applications"].columns}
    assert DATA["kinds"].keys() - {"ask"} <= kinds


def test_every_known_word_leads_to_the_line_it_stands_under() -> None:
    for id_, words in DATA["results"].items():
        if isinstance(words, list) and id_ != "ask":
            assert {(word, NEW.result(word).id) for word in words} == {(w, id_) for w in words}
    for id_, words in DATA["kinds"].items():
        if id_ != "ask":
            assert {(w, NEW.kinds.meaning(w).id) for w in words} == {(w, id_) for w in words}


@pytest.mark.parametrize(
    "text",
    [word for entry in DATA["results"]["ask"] for word in entry["words"]]
    + ["转交某局", "不予公开等"],
)
def test_what_must_not_be_guessed_is_asked(text: str) -> None:
    meaning = NEW.result(text)
    assert (meaning.state, meaning.text) == ("ask", text)
    assert len(meaning.choices) > 1


@pytest.mark.parametrize("text", [*chain(*DATA["results"]["procedural"].values())])
def test_letters_of_procedure_are_no_results(text: str) -> None:
    assert NEW.result(text).state == "procedural"
    assert NEW.result(f"{text}告知书").state == "procedural"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("不予公开（个人隐私）", "denied_third_party"),
        ("部分公开（个人隐私）", "partial_grant"),
        ("涉及商业秘密", "denied_third_party"),
        ("信访类", "rejected_petition"),
        ("无法提供：信息不存在", "unavailable_not_held"),
        ("３．危及「三安全一稳定」", "denied_security_stability"),
    ],
)
def test_words_beside_each_other_are_understood_together(text: str, row: str) -> None:
    assert NEW.result(text).id == row


def test_the_likely_choices_come_first_and_all_others_follow() -> None:
    meaning = NEW.result("信息不存在，建议向某局了解")
    assert "本机关不掌握" in meaning.choices[0]
    assert len(meaning.choices) == 21


def test_a_choice_is_understood_when_it_comes_back() -> None:
    for row in builtin_editions().get("2021").tables["applications"].rows_with("result"):
        assert NEW.result(NEW.results.label(row.id)).id == row.id


# ---- the head ----------------------------------------------------------------------------


def test_columns_stand_in_any_order_under_any_of_their_names() -> None:
    head = head_of(
        [["某某台账"], [], ["答复时间", "流水号", "处理方式", "申请时间", "类型", "密级"]]
    )
    assert head is not None
    assert (head.row, head.missing, head.unused) == (2, (), ("密级",))
    assert head.places == {"number": 1, "received": 3, "kind": 4, "result": 2, "answered": 0}


def test_of_two_columns_for_one_thing_the_better_one_counts() -> None:
    head = head_of([["状态", "编号", "办理结果", "申请日期", "收到日期", "申请人类型", "答复日期"]])
    assert head is not None
    assert (head.places["result"], head.places["received"]) == (2, 4)
    assert head.unused == ("状态", "申请日期")


def test_where_cases_are_only_counted_off_that_is_their_number() -> None:
    names = ["收到日期", "申请人类型", "办理结果", "答复日期"]
    for more, place in ((["序号"], 4), (["序号", "编号"], 5)):
        head = head_of([[*names, *more]])
        assert head is not None
        assert head.places["number"] == place


def test_a_day_of_signature_may_stand_for_the_day_of_receipt() -> None:
    head = head_of([["编号", "签收日期", "申请人类型", "办理结果", "答复日期"]])
    assert head is not None
    assert head.missing == ()


def test_no_name_stands_for_two_columns_but_where_one_is_preferred() -> None:
    names = [name for column in columns() for name in column.names]
    assert len(names) == len(set(names))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Refusal) as caught:
        refuse_incomplete(head_of([["编号", "收到日期", "申请人类型"]]))
    assert "缺少这些列：办理结果、答复日期" in caught.value.sentence
    with pytest.raises(Refusal) as caught:
        refuse_incomplete(head_of([["一", "二"]]))
    assert "没有找到台账的表头" in caught.value.sentence
