"""ledgers/words.toml and an edition -> what each word of a ledger means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from xl_tools.edition import Edition, Line
from xl_tools.ledger.words import bare, parts, unnumbered
from xl_tools.records import NamedTuple

DATA: Final = Path(__file__).parent.parent / "ledgers" / "words.toml"
APPLICATIONS, DISPUTES = "applications", "disputes"


class Meaning:
    """What a word says: one line of the form (`id`), or a question with its choices, or neither.

    `state` is "known", "ask", "procedural" or "blank". Compared by identity: each is one value.
    """

    __slots__ = ("choices", "id", "state", "text")

    def __init__(
        self, state: str, id_: str = "", text: str = "", choices: tuple[str, ...] = ()
    ) -> None:
        self.state, self.id, self.text, self.choices = state, id_, text, choices

    def __repr__(self) -> str:
        return f"<Meaning {self.state} {self.id or self.text}>"


BLANK: Final = Meaning("blank")


class Column(NamedTuple):
    """A column of a ledger: its field, its usual name, other names in order of preference."""

    field: str
    label: str
    names: tuple[str, ...]
    required: bool


class Lexicon:
    """The words of one column and the lines of the form they stand for.

    `less` are words that say nothing beside others, `more` what may be left off before or after a
    word, `takes_all` the line that alone counts where others are named with it.
    """

    __slots__ = ("_asked", "_known", "_labels", "_less", "_more", "_takes_all")

    def __init__(
        self,
        labels: Mapping[str, str],
        known: Mapping[str, str],
        asked: Mapping[str, tuple[str, ...]],
        *,
        less: Iterable[str] = (),
        more: Mapping[str, str] | None = None,
        takes_all: str = "",
    ) -> None:
        self._labels, self._known, self._asked = labels, known, asked
        self._less, self._more, self._takes_all = frozenset(less), more or {}, takes_all

    def label(self, id_: str) -> str:
        """The official words of a line."""
        return self._labels[id_]

    def meaning(self, text: str) -> Meaning:
        """What a word says; one that is not known is asked, likely lines first."""
        text = text.strip()
        if not text:
            return BLANK
        whole, short = bare(text), bare(unnumbered(text))
        for word in (whole, short):
            found = self._exact(word, text)
            if found is not None:
                return found
        ids = [self._part(word) for word in parts(text) if word not in self._less]
        known = [id_ for id_ in dict.fromkeys(ids) if id_]
        if self._takes_all in known and None not in ids:
            known = [self._takes_all]
        if len(known) == 1 and None not in ids:
            return Meaning("known", known[0])
        return Meaning("ask", "", text, self._choices(self._joined(known, whole)))

    def _exact(self, word: str, text: str) -> Meaning | None:
        if word in self._asked:
            return Meaning("ask", "", text, self._choices(self._asked[word]))
        id_ = self._part(word)
        return Meaning("known", id_) if id_ else None

    def _part(self, word: str) -> str | None:
        """The line of a word, what may be left off before or after it left off."""
        forms = (word, *shortened(word, self._more))
        return next((self._known[form] for form in forms if form in self._known), None)

    def _joined(self, known: list[str], whole: str) -> list[str]:
        """The lines of known parts, then those whose words stand somewhere in the text."""
        held = [id_ for word, id_ in self._known.items() if len(word) > 2 and word in whole]
        return list(dict.fromkeys([*known, *held, *self._labels]))

    def _choices(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._labels[id_] for id_ in ids if id_ in self._labels)


def shortened(word: str, more: Mapping[str, str]) -> Iterator[str]:
    """A word without what may stand before or after it."""
    for affix, place in more.items():
        cut = word.removeprefix(affix) if place == "before" else word.removesuffix(affix)
        if cut not in (word, ""):
            yield cut


class Vocabulary(NamedTuple):
    """All that the words of a ledger can mean in an edition."""

    columns: tuple[Column, ...]
    kinds: Lexicon
    results: Lexicon
    outcomes: Lexicon
    suits: Lexicon
    procedural: Mapping[str, str]
    suffixes: Mapping[str, str]
    channels: Mapping[str, str]
    more: Mapping[str, str]

    def result(self, text: str) -> Meaning:
        """What an entry under 办理结果 says; a procedural letter closes nothing.

        Its `id` is then the field of the day that the letter is about, if there is one.
        """
        text, word = text.strip(), bare(unnumbered(text))
        for form in (word, *shortened(word, self.more)):
            if form in self.procedural:
                return Meaning("procedural", self.procedural[form], text)
        return self.results.meaning(text)

    def result_of_number(self, number: str) -> str:
        """The result that the ending of a letter's number tells; empty where it tells none."""
        return next((words for end, words in self.suffixes.items() if end in number), "")


def vocabulary_of(edition: Edition) -> Vocabulary:
    """The vocabulary for an edition's rows and columns."""
    data = _data()
    more = dict.fromkeys(data["affixes"]["after"], "after")
    more |= dict.fromkeys(data["affixes"]["before"], "before")
    table, disputes = edition.tables[APPLICATIONS], edition.tables[DISPUTES]
    groups = [*data["affixes"]["groups"], *(g for row in table.rows for g in row.group)]
    return Vocabulary(
        columns=columns(),
        kinds=_lexicon(table.columns_with("part"), data["kinds"]),
        results=_lexicon(
            table.rows_with("result"),
            data["results"],
            less=[bare(unnumbered(group)) for group in groups],
            more=more,
            takes_all=next((row.id for row in table.rows_with("partly_granted")), ""),
        ),
        outcomes=_lexicon(disputes.columns_with("part"), data["outcomes"]),
        suits=_lexicon(disputes.rows_with("litigation"), data["suits"]),
        procedural=dict(_procedural(data["results"]["procedural"])),
        suffixes=data["results"]["suffixes"],
        channels={bare(w): rule for rule, words in data["channels"].items() for w in words},
        more=more,
    )


@lru_cache(maxsize=1)
def columns() -> tuple[Column, ...]:
    """The columns a ledger may have."""
    return tuple(
        Column(field, one["label"], tuple(map(bare, one["names"])), one.get("required", False))
        for field, one in _data()["columns"].items()
    )


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def _procedural(data: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Every word of procedure, and the field of its day."""
    for field, words in data.items():
        yield from ((bare(word), "" if field == "words" else field) for word in words)


def _lexicon(lines: tuple[Line, ...], data: Mapping[str, Any], **settings: Any) -> Lexicon:
    labels = {line.id: " ".join((*line.group[1:], line.label)) for line in lines}
    asked = {w: ids for w, ids in _asked(data.get("ask", ()), list(labels)) if len(ids) > 1}
    known = {word: id_ for word, id_ in _known(lines, data) if word not in asked}
    return Lexicon(labels, known, asked, **settings)


def _known(lines: tuple[Line, ...], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every word and its line: the label with and without groups and numbering, then synonyms."""
    ids = {line.id for line in lines}
    for id_, words in data.items():
        own = id_ if id_ in ids else data.get("fallback", {}).get(id_)
        if own in ids and isinstance(words, list):
            yield from ((bare(word), own) for word in words)
    for line in lines:
        for word in (line.label, unnumbered(line.label), *line.synonyms):
            yield bare(word), line.id
        for start in range(len(line.group)):
            path = [*line.group[start:], line.label]
            yield bare("".join(path)), line.id
            yield bare(unnumbered("".join(path))), line.id
            yield bare("".join(map(unnumbered, path))), line.id


def _asked(
    entries: Iterable[Mapping[str, Any]], ids: list[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in entries:
        first = entry.get("rows", entry.get("choices", ()))
        rest = [id_ for id_ in ids if id_ not in first] if entry.get("more") else []
        for word in entry["words"]:
            yield bare(word), tuple(id_ for id_ in (*first, *rest) if id_ in ids)
