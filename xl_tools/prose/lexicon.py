"""Edition + form -> the words of prose and what each of them means in this form's tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xl_tools.edition import builtin_editions
from xl_tools.edition.built import read_built
from xl_tools.edition.toml import FOLDER, builtin_sources
from xl_tools.prose.lines import Options
from xl_tools.records import NamedTuple
from xl_tools.report import Form

Words = tuple[str, ...]
Lengths = tuple[int, ...]
BUILT: Final = FOLDER / "lexicons.jsonl"
BETWEEN: Final = "|"  # stands between the words of an entry as built, and in no word
# How many forms' words are kept: those of all editions, and of tables of two editions together.
MOST_KEPT: Final = 8
GOVERNMENT: Final = "人民政府"
LEVELS: Final = "省市县区州旗"


class Meaning(NamedTuple):
    """What a phrase says about a table: rows or columns, each with alternatives.

    It `opens` a matter, or even is a `result` that no other matter has: 予以公开.
    """

    table: str
    rows: Options
    columns: Options
    topic: bool
    soft: bool
    weak: bool
    name: str
    capped: bool = False
    opens: bool = False
    result: bool = False


class Entry(NamedTuple):
    """A word: what kinds of word it is, and its meanings in the tables."""

    kinds: frozenset[str]
    meanings: tuple[Meaning, ...]


NO_ENTRY: Final = Entry(frozenset(), ())


class Lexicon:
    """All words, and how long those are that begin with the same two characters."""

    __slots__ = ("_entries", "_lengths", "_own", "firsts")

    def __init__(self, entries: Mapping[str, Entry], lengths: Mapping[str, Lengths]) -> None:
        self._entries, self._lengths = entries, lengths
        self._own: Words = ()
        self.firsts = frozenset(start[0] for start in lengths)

    def passing_over(self, name: str) -> Lexicon:
        """The same words and a name that says nothing of what is counted."""
        if not name:
            return self
        lexicon = Lexicon.__new__(Lexicon)
        lexicon._entries, lexicon._lengths = self._entries, self._lengths
        lexicon._own = tuple(_names(name))
        lexicon.firsts = self.firsts | {own[0] for own in lexicon._own}
        return lexicon

    def at(self, text: str, place: int) -> tuple[str, Entry] | None:
        """The longest word that begins at a place of the text."""
        found = self._longest(text, place)
        for own in self._own:
            if text.startswith(own, place):
                break
        else:
            return found
        if found and len(found[0]) > len(own):
            return found
        known = self._entries.get(own, NO_ENTRY)
        kinds = {"filler"} if own == self._own[0] else {"filler", "own"}
        return own, Entry(known.kinds | kinds, known.meanings)

    def _longest(self, text: str, place: int) -> tuple[str, Entry] | None:
        for length in self._lengths.get(text[place : place + 2], ()):
            word = text[place : place + length]
            if word in self._entries:
                return word, self._entries[word]
        word = text[place]
        return (word, self._entries[word]) if word in self._entries else None


def _names(name: str) -> Iterator[str]:
    """An organ's name; 城东县政府办公室, 县政府办公室 for 城东县人民政府办公室."""
    yield name
    if name.endswith(GOVERNMENT):
        return  # 县政府 is less than the whole
    short = name.replace(GOVERNMENT, GOVERNMENT[-2:])
    yield from (short,) if short != name else ()
    place = next((i for i, sign in enumerate(short) if i and sign in LEVELS), 0)
    yield from (short[place:],) if place and len(short) - place > 3 else ()


# The words are the same for every report in a form; the form is kept so that its id stays its own.
_MADE: dict[tuple[int, ...], tuple[Form, Lexicon]] = {}


def lexicon_of(form: Form, own_name: str = "") -> Lexicon:
    """The words of an edition's prose, and the official labels of the form's own tables."""
    key = (id(form.edition), *map(id, form.tables.values()))
    if key not in _MADE:
        if len(_MADE) >= MOST_KEPT:
            _MADE.clear()
        _MADE[key] = form, _built(form) or _made(form)
    return _MADE[key][1].passing_over(own_name)


def _made(form: Form) -> Lexicon:
    # An edition of one's own, tables of two editions: most reports are neither.
    from xl_tools.prose.vocabulary import vocabulary_of

    return Lexicon(*vocabulary_of(form))


def _built(form: Form) -> Lexicon | None:
    """As it was built, where the form is one of the package's: that takes a fifth of the time."""
    edition, own = form.edition, builtin_editions()
    if edition.id not in own or own.get(edition.id) is not edition:
        return None
    if any(edition.tables[name] is not table for name, table in form.tables.items()):
        return None
    parts = read_built(BUILT, builtin_sources())
    return _lexicon(json.loads(parts[edition.id])) if parts else None


def _lexicon(built: Mapping[str, Any]) -> Lexicon:
    entries: dict[str, Entry] = {}
    for kinds, meanings, words in built["entries"]:
        entry = Entry(frozenset(kinds), tuple(map(_meaning, meanings)))
        entries |= dict.fromkeys(words.split(BETWEEN), entry)
    lengths: dict[str, Lengths] = {}
    for some, starts in built["lengths"]:
        lengths |= dict.fromkeys(starts.split(BETWEEN), tuple(some))
    return Lexicon(entries, lengths)


def _meaning(built: list[Any]) -> Meaning:
    table, rows, columns, *flags = built
    return Meaning(table, _options(rows), _options(columns), *flags)


def _options(built: list[list[str]]) -> Options:
    return tuple(map(tuple, built))
