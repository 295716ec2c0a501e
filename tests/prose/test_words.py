"""Tokens, pieces and the words of an edition."""

from __future__ import annotations

import pytest

from xl_tools.edition import builtin_editions
from xl_tools.prose.lexicon import Lexicon, lexicon_of
from xl_tools.prose.lines import lines_meant, plain_label
from xl_tools.prose.pieces import pieces
from xl_tools.prose.tokens import cleaned, tokens
from xl_tools.prose.vocabulary import spelt_out
from xl_tools.report import Organ, Report, form_of

EDITIONS = builtin_editions()
EDITION = EDITIONS.get("2021")
COUNTERS = EDITION.prose.words["counter"]
ROWS = EDITION.tables["applications"].rows


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    report = Report("2021", 2024, Organ("某某县人民政府"))
    return lexicon_of(form_of(report, EDITIONS), report.organ.name)


def kinds(text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    return [(t.kind, t.text) for t in tokens(text, lexicon, COUNTERS)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12件", "12件"),
        ("１２件", "12件"),
        ("十余宗", "十余宗"),
        ("1.2万元", "1.2万元"),
        ("33.9%", "33.9%"),
    ],
)
def test_a_number_takes_its_counter(text: str, number: str, lexicon: Lexicon) -> None:
    assert kinds(cleaned(text, 0, 2024).text, lexicon) == [("number", number)]


@pytest.mark.parametrize(
    "text", ["第12件", "0517", "第二十条", "5人", "一部分", "三个人", "两条例", "12"]
)
def test_what_only_looks_like_a_count_is_none(text: str, lexicon: Lexicon) -> None:
    assert "number" not in dict(kinds(text, lexicon))


def test_the_longest_word_wins(lexicon: Lexicon) -> None:
    assert kinds("规章制度5项", lexicon) == [("word", "规章制度"), ("number", "5项")]
    assert kinds("行政许可事项120项", lexicon)[0] == ("word", "行政许可事项")


def test_blanks_go_and_the_places_of_the_original_stay() -> None:
    paragraph = cleaned("申请 17 件", 100, 2024)
    assert paragraph.text == "申请17件"
    assert [paragraph.places[i] for i in (2, 4)] == [103, 106]


@pytest.mark.parametrize(
    ("text", "said"),
    [("2023年结转8件", "上年结转8件"), ("结转至2025年办理", "结转至下年办理"),
     ("2023年收到8件", "2023年收到8件"), ("结转至2026年办理", "结转至2026年办理")],
)  # fmt: skip
def test_the_years_beside_a_carry_are_said_in_words(text: str, said: str) -> None:
    assert cleaned(text, 0, 2024).text == said


def test_a_piece_has_one_number_at_most(lexicon: Lexicon) -> None:
    text = "自然人96件、法人和其他组织16件，维持3件和纠正1件；新收12件结转1件。"
    found = [
        "".join(t.text for t in piece.tokens) for piece in pieces(tokens(text, lexicon, COUNTERS))
    ]
    assert found == [
        "自然人96件", "法人和其他组织16件", "维持3件", "纠正1件", "新收12件", "结转1件",
    ]  # fmt: skip


# ---- the edition -------------------------------------------------------------------------


def test_lines_are_meant_by_role_by_id_and_by_the_label_above_them() -> None:
    assert lines_meant("received + carried_in", ROWS) == ("received", "pending_start")
    assert lines_meant("rejected_repeat", ROWS) == ("rejected_repeat",)
    assert len(lines_meant("不予公开", ROWS)) == 8
    assert len(lines_meant("result - misc", ROWS)) == len(lines_meant("result", ROWS)) - 3
    assert lines_meant("没有这一行", ROWS) == ()
    assert lines_meant("received + 没有这一行", ROWS) == ()


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("（一）予以公开", "予以公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("四、结转下年度继续办理", "结转下年度继续办理"),
    ],
)
def test_a_label_is_said_without_number_and_explanation(label: str, plain: str) -> None:
    assert plain_label(label) == plain


@pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
def test_every_result_and_every_column_can_be_said(edition: object) -> None:
    report = Report(getattr(edition, "id", ""), 2020, Organ("某局"))
    form = form_of(report, EDITIONS)
    lexicon = lexicon_of(form)
    table = form.tables["applications"]
    lines = [*table.rows_with("result"), *table.columns_with("part")]
    unsaid = [
        line.label
        for line in lines
        if not (found := lexicon.at(plain_label(line.label).partition("、")[0], 0))
        or not any(m.table == table.id for m in found[1].meanings)
    ]
    assert unsaid == []


def test_no_phrase_of_the_newest_edition_is_without_cells() -> None:
    form = form_of(Report("2021", 2024, Organ("某局")), EDITIONS)
    lexicon = lexicon_of(form)
    of_2019 = {"disclosed", "disclosed_total"}
    dead = [
        word
        for phrase in EDITION.prose.phrases
        if not of_2019 & set(phrase.columns)
        for word in spelt_out(phrase.words)
        if not (found := lexicon.at(word, 0)) or not found[1].meanings
    ]
    assert dead == []
