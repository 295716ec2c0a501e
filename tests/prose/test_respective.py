"""分别为: each thing gets its number, and nothing is moved where they do not match."""

from __future__ import annotations

import pytest

from xl_tools.edition import builtin_editions
from xl_tools.prose.joining import continued
from xl_tools.prose.lexicon import lexicon_of
from xl_tools.prose.pieces import pieces
from xl_tools.prose.respective import dealt
from xl_tools.prose.tokens import tokens
from xl_tools.report import Organ, Report, form_of

EDITIONS = builtin_editions()
COUNTERS = EDITIONS.get("2021").prose.words["counter"]
LEXICON = lexicon_of(form_of(Report("2021", 2024, Organ("某某县人民政府")), EDITIONS))


def cut(text: str) -> list[str]:
    found = continued(pieces(dealt(tokens(text, LEXICON, COUNTERS))))
    return ["".join(t.text for t in piece.tokens) for piece in found]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("行政许可、行政处罚分别为6件、7件。", ["行政许可6件", "行政处罚7件"]),
        ("行政许可和行政处罚分别是6件和7件。", ["行政许可6件", "行政处罚7件"]),
        (
            "收到、办结、结转下年度分别为6件、5件、1件，行政许可8件",
            ["收到6件", "办结5件", "结转下年度1件", "行政许可8件"],
        ),
        (
            "规章、规范性文件分别制发3件和17件，废止1件和9件",
            ["规章制发3件", "规范性文件制发17件", "规章废止1件", "规范性文件废止9件"],
        ),
        ("我局分别受理、办结申请17件、16件", ["我局受理17件", "我局办结申请16件"]),
        ("由企业、律所提出，分别为2件、1件", ["由企业、律所提出", "由企业2件", "律所提出1件"]),
        ("2023年、2024年分别收到6件、7件", ["2023年收到6件", "2024年收到7件"]),
    ],
)
def test_each_thing_is_told_with_its_number(text: str, pairs: list[str]) -> None:
    assert cut(text) == pairs


@pytest.mark.parametrize(
    "text",
    ["行政许可、行政处罚分别为6件。", "行政许可分别为6件、7件。", "分别为6件、7件。"],
)
def test_what_does_not_match_stays_as_it_is(text: str) -> None:
    assert dealt(tokens(text, LEXICON, COUNTERS)) == tokens(text, LEXICON, COUNTERS)


def test_the_second_number_is_counted_by_the_words_before_the_first() -> None:
    assert cut("行政复议由上年的5件降至4件") == ["行政复议由上年的5件", "行政复议由的降至4件"]


def test_a_name_of_the_organ_is_passed_over_and_kept_from_no_other_report() -> None:
    assert LEXICON.at("行政许可大队", 0) == ("行政许可", LEXICON.at("行政许可", 0)[1])  # type: ignore[index]
    own = LEXICON.passing_over("行政许可大队")
    word, entry = own.at("行政许可大队3件", 0) or ("", None)
    assert word == "行政许可大队"
    assert entry is not None
    assert entry.kinds == {"filler"}
    assert entry.meanings == ()
    assert LEXICON.passing_over("") is LEXICON
