"""Edition + form -> the words of its prose spelt out, each with what it means in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeVar

from xl_tools.edition import Editions, Line, Phrase, Table
from xl_tools.prose.lexicon import BETWEEN, Entry, Lengths, Meaning, Words
from xl_tools.prose.lines import Ids, Options, columns_of, lines_meant, plain_label
from xl_tools.prose.numbering import CHINESE
from xl_tools.report import Form

Said = TypeVar("Said", Entry, Lengths)


def vocabulary_of(form: Form) -> tuple[dict[str, Entry], dict[str, Lengths]]:
    """All words with their entries, and how long the words are by their first two characters."""
    prose = form.edition.prose
    entries: dict[str, Entry] = {}
    for kind, words in prose.words.items():
        _add(entries, words, Entry(frozenset((kind,)), ()))
    for words, meaning in (*_said(form, prose.phrases), *_labels(form)):
        _add(entries, words, Entry(frozenset(), (meaning,)))
    return entries, _lengths(entries)


def vocabulary_parts(editions: Editions) -> dict[str, object]:
    """The words of each edition's own form, as they are built: grouped by what they mean."""
    forms = (
        Form(edition, edition.tables, dict.fromkeys(edition.tables, edition))
        for edition in editions
    )
    return {form.edition.id: _part(form) for form in forms}


def _part(form: Form) -> dict[str, object]:
    entries, lengths = vocabulary_of(form)
    told = [[sorted(e.kinds), e.meanings, BETWEEN.join(w)] for e, w in _shared(entries).items()]
    return {
        "entries": told,
        "lengths": [[some, BETWEEN.join(starts)] for some, starts in _shared(lengths).items()],
    }


def _shared(words: Mapping[str, Said]) -> dict[Said, list[str]]:
    """The words by what is said of them."""
    found: dict[Said, list[str]] = {}
    for word, said in words.items():
        found.setdefault(said, []).append(word)
    return found


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


def _resolved(texts: Iterable[str], lines: tuple[Line, ...]) -> Options:
    return tuple(ids for text in texts if (ids := lines_meant(text, lines)))


# ---- the official labels -----------------------------------------------------------------


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
