"""Edition + form -> the words of prose and what each of them means in this form's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Final

from xl_tools.edition import Line, Phrase, Table
from xl_tools.prose.numbering import CHINESE, numbering
from xl_tools.records import NamedTuple
from xl_tools.report import Form

Ids = tuple[str, ...]
Options = tuple[Ids, ...]
Words = tuple[str, ...]
Lengths = tuple[int, ...]
EXPLANATION: Final = re.compile(r"（[^（）]*）")
# How many forms' words are kept: those of all editions, and of tables of two editions together.
MOST_KEPT: Final = 8
GOVERNMENT: Final = "人民政府"
LEVELS: Final = "省市县区州旗"
TERM: Final = re.compile(r"([+-]?)\s*([^\s+-]+)")


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
        _MADE[key] = form, _made(form)
    return _MADE[key][1].passing_over(own_name)


def _made(form: Form) -> Lexicon:
    prose = form.edition.prose
    entries: dict[str, Entry] = {}
    for kind, words in prose.words.items():
        _add(entries, words, Entry(frozenset((kind,)), ()))
    for words, meaning in (*_said(form, prose.phrases), *_labels(form)):
        _add(entries, words, Entry(frozenset(), (meaning,)))
    return Lexicon(entries, _lengths(entries))


def _lengths(words: Iterable[str]) -> dict[str, Lengths]:
    """How long the words are that begin with the same two characters, the longest first."""
    found: dict[str, int] = {}
    for word in words:
        found[word[:2]] = found.get(word[:2], 0) | 1 << len(word)
    told = {bits: _places(bits) for bits in set(found.values())}
    return {start: told[bits] for start, bits in found.items()}


def _places(bits: int) -> Lengths:
    return tuple(n for n in range(bits.bit_length() - 1, 0, -1) if bits >> n & 1)


def _add(entries: dict[str, Entry], words: Iterable[str], entry: Entry) -> None:
    """Each word with what it is said to be; most are one thing alone and share its entry."""
    new = dict.fromkeys(spelt_out(words), entry)
    for word in entries.keys() & new.keys():
        new[word] = _both(entries[word], entry)
    entries |= new


def _both(known: Entry, more: Entry) -> Entry:
    """Of two meanings of one sort in one table the first counts."""
    sorts = [(m.table, m.topic, bool(m.rows)) for m in known.meanings]
    new = tuple(m for m in more.meanings if (m.table, m.topic, bool(m.rows)) not in sorts)
    return Entry(known.kinds | more.kinds, known.meanings + new)


# ---- the phrases of the edition ----------------------------------------------------------


def _said(form: Form, phrases: Iterable[Phrase]) -> Iterator[tuple[Words, Meaning]]:
    for phrase in phrases:
        meaning = _meaning(form, phrase)
        if meaning is not None:
            yield phrase.words, meaning


def spelt_out(words: Iterable[str]) -> Iterator[str]:
    """{上年|去年}{结转|转入}: 上年结转, 上年转入, 去年结转, 去年转入."""
    for said in words:
        if "{" not in said:
            yield said
            continue
        before, *rest = said.split("{")
        choices: list[Sequence[str]] = [(before,)]
        for part in rest:
            inside, _, behind = part.partition("}")
            choices += (inside.split("|"), (behind,))
        yield from map("".join, product(*choices))


def _meaning(form: Form, phrase: Phrase) -> Meaning | None:
    """The phrase in this form; None where the form has none of its rows or columns."""
    name = next(spelt_out(phrase.words))
    flags = (phrase.topic, phrase.soft, phrase.weak, name, phrase.capped, phrase.opens)
    if not phrase.table:
        return Meaning("", (), (), *flags)
    table = form.tables.get(phrase.table)
    if table is None:
        return None
    rows = _resolved(phrase.rows, table.all_rows())
    columns = _resolved(phrase.columns, columns_of(table))
    if (phrase.rows and not rows) or (phrase.columns and not columns):
        return None
    return Meaning(table.id, rows, columns, *flags, phrase.opens and _are_results(rows, table))


def _are_results(rows: Options, table: Table) -> bool:
    results = {line.id for line in table.all_rows() if "result" in line.roles}
    return bool(rows) and results.issuperset(rows[0])


def columns_of(table: Table) -> tuple[Line, ...]:
    """The columns of a table whatever its layout, each once."""
    in_blocks = {column.id: column for block in table.blocks for column in block.columns}
    return table.columns or tuple(in_blocks.values())


def _resolved(texts: Iterable[str], lines: tuple[Line, ...]) -> Options:
    return tuple(ids for text in texts if (ids := lines_meant(text, lines)))


def lines_meant(text: str, lines: tuple[Line, ...]) -> Ids:
    """The lines of `result - misc`: by role, else by id, else by the label above them."""
    chosen: set[str] = set()
    for sign, term in TERM.findall(text):
        found = (
            {line.id for line in lines if term in line.roles}
            or {line.id for line in lines if line.id == term}
            or {line.id for line in lines if term in map(plain_label, line.group)}
        )
        if not found:
            return ()
        chosen = chosen - found if sign == "-" else chosen | found
    return tuple(line.id for line in lines if line.id in chosen)


# ---- the official labels -----------------------------------------------------------------


@cache
def plain_label(label: str) -> str:
    """A label as prose writes it: no numbering, no explanation in brackets."""
    return EXPLANATION.sub("", label[numbering(label) :]).strip()


def _labels(form: Form) -> Iterator[tuple[Words, Meaning]]:
    for table in form.tables.values():
        spoken = form.edition.prose.tables.get(table.id)
        if spoken is None:
            continue
        topic = spoken.by == "column"
        for words, ids, weak in _lines(table.all_rows()):
            flags = (topic, False, weak, words[0], False, not (topic or weak))
            yield words, Meaning(table.id, (ids,), (), *flags)
        for words, ids, weak in _lines(columns_of(table)):
            yield words, Meaning(table.id, (), (ids,), False, False, weak, words[0])


def _lines(lines: tuple[Line, ...]) -> Iterator[tuple[Words, Ids, bool]]:
    """Words for lines and groups of lines, and whether they are only synonyms."""
    totals = {line.id for line in lines if line.roles & {"total", "result_total"}}
    for group in dict.fromkeys(line.group[-1] for line in lines if line.group):
        ids = tuple(line.id for line in lines if line.group and line.group[-1] == group)
        if not totals & set(ids):
            yield _variants(plain_label(group)), ids, False
    for line in lines:
        if line.id in totals:
            continue
        label = plain_label(line.label)
        yield _variants(label), (line.id,), len(label) < 3
        words = tuple(word for word in map(plain_label, line.synonyms) if len(word) > 1)
        if words:
            yield words, (line.id,), True


def _without_kind(label: str) -> str:
    """三类内部事务信息 is also said 内部事务信息."""
    return label[2:] if label[:1] in CHINESE and label.startswith("类", 1) else label


def _variants(label: str) -> Words:
    """属于国家秘密 is also said 国家秘密; of a long label the part before 、 is enough."""
    head = label.partition("、")[0]
    bare = head.removeprefix("属于")
    said = (label, head, bare, _without_kind(bare), head.removeprefix("申请人"))
    return tuple(dict.fromkeys(said))
