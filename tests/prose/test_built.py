"""The words of the package's own editions as they are built, and those of any other form."""

from __future__ import annotations

import pytest

from xl_tools.edition import Edition, builtin_editions
from xl_tools.edition.built import built_text
from xl_tools.edition.toml import builtin_sources
from xl_tools.prose import lexicon
from xl_tools.prose.lexicon import BETWEEN, BUILT, lexicon_of
from xl_tools.prose.vocabulary import vocabulary_of, vocabulary_parts
from xl_tools.report import Organ, Report, form_of

EDITIONS = builtin_editions()


def test_the_built_words_say_what_their_sources_say() -> None:
    sources, parts = builtin_sources(), vocabulary_parts(EDITIONS)
    assert BUILT.read_text("utf-8") == built_text(sources, parts), (
        "the editions changed: run python -m xl_tools.prose"
    )


@pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
def test_words_as_built_are_those_that_would_be_made(edition: Edition) -> None:
    form = form_of(Report(edition.id, edition.first_year, Organ("某局")), EDITIONS)
    entries, lengths = vocabulary_of(form)
    built = lexicon_of(form)
    assert all(built.at(word, 0) == (word, entry) for word, entry in entries.items())
    assert built.firsts == {start[0] for start in lengths}
    assert not any(BETWEEN in word for word in entries)


def test_a_form_of_two_editions_has_its_own_words() -> None:
    """The columns of 2019's first table are said where that table is printed, and only there."""
    mixed = Report("2021", 2021, Organ("某局"), table_editions={"disclosure": "2019"})
    word = "本年新制作数量"
    for report, known in ((mixed, True), (mixed._replace(table_editions={}), False)):
        found = lexicon_of(form_of(report, EDITIONS)).at(word, 0)
        assert bool(found and found[0] == word) == known


def test_words_of_other_sources_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_MADE", {})
    monkeypatch.setattr(lexicon, "BUILT", BUILT.with_name("没有"))
    form = form_of(Report("2021", 2024, Organ("某局")), EDITIONS)
    assert lexicon_of(form).at("上年结转了", 0) == lexicon_of(form).at("上年结转", 0)
