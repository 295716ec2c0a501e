"""Rows of a ledger -> the tally of a year.

Columns are worked on as a whole, and cases that are alike in all that decides where they count are
treated once: half a million rows take a few seconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress
from operator import itemgetter, lt, ne
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Edition
from xl_tools.ledger.cases import Cases, Letter
from xl_tools.ledger.charges import Charges
from xl_tools.ledger.dates import BLANK, UNREADABLE, Remembered, ordinal_of
from xl_tools.ledger.disputes import Disputes
from xl_tools.ledger.later import LaterRows
from xl_tools.ledger.receipt import receipts
from xl_tools.ledger.sorting import (
    AFTER,
    BEFORE,
    KIND,
    OPEN,
    RESULT,
    WITHIN,
    Lines,
    Signature,
    verdict_of,
)
from xl_tools.ledger.table import Batch
from xl_tools.ledger.timing import Timing
from xl_tools.ledger.vocabulary import (
    APPLICATIONS,
    DISPUTES,
    Meaning,
    Vocabulary,
    vocabulary_of,
)
from xl_tools.tally import Question, Tally, Uncounted

MOST_NAMED: Final = 8  # cases named in one remark
# What a letter's day is called -> by the column it belongs into.
LETTER_DAYS: Final = MappingProxyType({"extended": "告知延长的日期", "asked": "告知补正的日期"})
NO_GROUP: Final = -1  # of a row that is not counted
Key = tuple[Meaning, Meaning, int, int]  # a Signature while it is only compared
Answers = Mapping[tuple[str, str], str]  # (case, column) -> what a person chose


class Memo(dict[str, Meaning]):
    """What each text of a column means, asked once."""

    def __init__(self, vocabulary: Vocabulary, field: str) -> None:
        super().__init__()
        self._ask = vocabulary.result if field == "result" else vocabulary.kinds.meaning

    def __missing__(self, text: str) -> Meaning:
        found = self[text] = self._ask(text)
        return found


class Count:
    """The tally of a year while the rows come in."""

    def __init__(
        self, edition: Edition, year: int, as_of: date, answers: Answers = MappingProxyType({})
    ) -> None:
        self._edition, self._year, self._as_of = edition, year, as_of
        self._vocabulary = vocabulary_of(edition)
        self._lines = Lines(edition.tables[APPLICATIONS])
        self._days = Remembered(ordinal_of)
        self._kinds = Memo(self._vocabulary, "kind")
        self._results = Memo(self._vocabulary, "result")
        self._answers = answers
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        self._year_days = range(first, last + 1)
        self._numbers: list[str] = []
        self._rows: list[int] = []
        self._sheets: list[tuple[int, str]] = []
        self._seen: dict[str, int] = {}
        self._signatures = _Numbered()
        self._groups: dict[int, list[int]] = defaultdict(list)
        self._wrong: dict[int, list[str]] = defaultdict(list)
        self._remarks: dict[str, list[int]] = defaultdict(list)
        self._unused: dict[str, None] = {}
        self._offices: Counter[str] = Counter()
        self._timing = Timing(self._year_days, as_of)
        self._disputes = Disputes(
            edition.tables[DISPUTES], self._vocabulary, self._year_days, answers
        )
        self._charges = Charges(self._year_days)
        self._later = LaterRows(self._year_days)

    # ---- rows in ---------------------------------------------------------------------------

    def take(self, batch: Batch) -> None:
        """Count some rows."""
        base = len(self._numbers)
        if not self._sheets or self._sheets[-1][1] != batch.sheet:
            self._sheets.append((base, batch.sheet))
            self._unused |= dict.fromkeys(batch.head.unused)
        numbers = list(map(str.strip, batch.column("number") or ()))
        self._numbers += numbers
        self._rows += batch.numbers
        gone = self._without_number(batch, numbers, base) | self._again(numbers, base)
        came, went, unclear = self._dates(batch, base, gone)
        results = self._meanings(batch, base, went)
        letters = self._letters(batch, base, results, went)
        undated = frozenset(_undated(results, went))
        cases = Cases(came, went, frozenset(gone | unclear), letters, undated)
        self._group(batch, base, cases, results)
        self._beside(batch, base, cases, gone)

    def _without_number(self, batch: Batch, numbers: Sequence[str], base: int) -> set[int]:
        """Rows that name no case: empty ones are nothing, others are named."""
        if all(numbers):
            return set()
        gone = {n for n, number in enumerate(numbers) if not number}
        for n in gone:
            if any(text.strip() for text in batch.row(n)):
                self._wrong[base + n].append("编号没有填")
        return gone

    def _again(self, numbers: Sequence[str], base: int) -> set[int]:
        """Rows whose number an earlier row has: the earlier one counts, these are named."""
        places = range(base, base + len(numbers))
        fresh = dict(zip(reversed(numbers), reversed(places), strict=True))  # the first one wins
        gone: set[int] = set()
        if len(fresh) < len(numbers):
            within = compress(places, map(ne, map(fresh.__getitem__, numbers), places))
            gone = {place - base for place in within if self._numbers[place]}
        before = () if self._seen.keys().isdisjoint(fresh) else self._seen.keys() & fresh.keys()
        gone |= {n for n, number in enumerate(numbers) if number in before} if before else set()
        for n in sorted(gone):
            first = self._seen.get(numbers[n], fresh[numbers[n]])
            self._wrong[base + n].append(f"编号与{self._place(first)}相同，没有重复计数")
        for number in before:
            del fresh[number]
        self._seen.update(fresh)
        self._seen.pop("", None)
        return gone

    def _dates(
        self, batch: Batch, base: int, gone: set[int]
    ) -> tuple[list[int], list[int], set[int]]:
        """When each case came and went; the rows in which that cannot be told are named."""
        read = self._days.__getitem__
        came, doubts = receipts(batch, read, self._vocabulary.channels)
        went = list(map(read, batch.column("answered") or ()))
        unclear: set[int] = set()
        for words, found in doubts.items():
            if words.startswith("！"):
                unclear.update(self._note(base, [n for n in found if n not in gone], words[1:]))
            elif unsure := [base + n for n in found if n not in gone]:
                self._remarks[words] += unsure
        wrong = (
            *self._unread("收到日期", came, batch.column("received"), blank=True),
            *self._unread("答复日期", went, batch.column("answered")),
            *self._later.impossible("收到日期", came),
            *self._later.impossible("答复日期", went),
        )
        for n, words in wrong:
            if n not in gone:
                unclear.update(self._note(base, [n], words))
        backwards = (n for n in _backwards(came, went) if n not in gone)
        unclear.update(self._note(base, backwards, "答复日期早于收到日期"))
        self._later.take(base, came, gone | unclear)
        return came, went, unclear

    def _unread(
        self, name: str, days: list[int], texts: Sequence[str] | None, *, blank: bool = False
    ) -> Iterator[tuple[int, str]]:
        """The rows in which a day is not known, and what to say of it."""
        unknown = (UNREADABLE, BLANK) if blank else (UNREADABLE,)
        if not any(map(days.__contains__, unknown)):
            return
        for n in [n for n, day in enumerate(days) if day in unknown]:
            text = texts[n].strip() if texts else ""
            yield n, f"{name}“{text}”读不懂" if days[n] == UNREADABLE else f"{name}没有填"

    def _note(self, base: int, found: Iterable[int], words: str) -> list[int]:
        rows = list(found)
        for n in rows:
            self._wrong[base + n].append(words)
        return rows

    def _meanings(self, batch: Batch, base: int, went: list[int]) -> list[Meaning]:
        """What each row's result says."""
        results = list(map(self._results.__getitem__, batch.column("result") or ()))
        self._by_letter(batch, results, went)
        if self._answers:
            self._answered(base, RESULT, results, self._results)
        return results

    def _letters(
        self, batch: Batch, base: int, results: list[Meaning], went: list[int]
    ) -> dict[int, Letter]:
        """The rows whose answer is a letter of procedure: they are still open, its day is its."""
        kinds = {meaning for meaning in set(results) if meaning.state == "procedural"}
        letters: dict[int, Letter] = {}
        for n in compress(range(len(results)), map(kinds.__contains__, results)) if kinds else ():
            if went[n] > 0:
                text, field = results[n].text, results[n].id
                own = batch.column(field)
                field = "" if own and own[n].strip() else field
                letters[n] = Letter(text, field, went[n])
                went[n] = BLANK
                self._remarks[_not_a_result(text, field)].append(base + n)
        return letters

    def _group(self, batch: Batch, base: int, cases: Cases, results: list[Meaning]) -> None:
        kinds = list(map(self._kinds.__getitem__, batch.column("kind") or ()))
        if self._answers:
            self._answered(base, KIND, kinds, self._kinds)
        came = map(_Seen(self._year_days).__getitem__, cases.came)
        went = map(_Answered(self._year_days).__getitem__, cases.went)
        signatures = zip(kinds, results, came, went, strict=True)
        keys = list(map(self._signatures.__getitem__, signatures))
        for n in cases.out:
            keys[n] = NO_GROUP
        ordered, start = sorted(range(len(keys)), key=keys.__getitem__), 0
        for key, count in sorted(Counter(keys).items()):
            if key != NO_GROUP:
                self._groups[key] += map(base.__add__, ordered[start : start + count])
            start += count

    def _by_letter(self, batch: Batch, results: list[Meaning], went: list[int]) -> None:
        """The result that the answer's own number tells, where none is written."""
        letters = batch.column("answer_number")
        for n, letter in enumerate(letters or ()):
            if letter and results[n].state == "blank" and went[n] > 0:
                words = self._vocabulary.result_of_number(letter)
                results[n] = self._results[words]

    def _answered(self, base: int, what: str, meanings: list[Meaning], memo: Memo) -> None:
        """What a person chose where a word could mean several things."""
        for n, meaning in enumerate(meanings):
            if meaning.state == "ask":
                chosen = self._answers.get((self._numbers[base + n], what), "")
                if chosen:
                    meanings[n] = memo[chosen]

    def _beside(self, batch: Batch, base: int, cases: Cases, gone: set[int]) -> None:
        """Time limits, disputes, fees: what is counted beside table 3."""
        self._timing.take(batch, base, cases, self._days)
        self._disputes.take(batch, base, gone, self._days)
        self._charges.take(batch, base, cases)
        for office, times in Counter(batch.column("office") or ()).items():
            self._offices[office.strip()] += times

    # ---- tally out -------------------------------------------------------------------------

    def tally(self, file: str) -> Tally:
        """What all rows gave."""
        own = [figure.id for figure in self._edition.tables[APPLICATIONS].figures]
        places: dict[str, list[int]] = {cell: [] for cell in (*own, *self._disputes.cells())}
        ask: list[tuple[int, Question]] = []
        for signature, number in self._signatures.items():
            self._settle(signature, self._groups[number], places, ask)
        self._disputes.settle(places, self._wrong, ask, self._question)
        late, soon, pace = self._timing.outcome(self._numbers, self._remarks)
        return Tally(
            file=file,
            edition=self._edition.id,
            year=self._year,
            as_of=self._as_of,
            cases=MappingProxyType({cell: self._named(some) for cell, some in places.items()}),
            rows=len(self._numbers),
            uncounted=tuple(self._uncounted()),
            ask=tuple(question for _, question in sorted(ask, key=lambda one: one[0])),
            overdue=late,
            soon=soon,
            charges=self._charges.outcome(self._numbers, self._remarks),
            remarks=tuple(self._said()),
            pace=pace,
            organ=self._organ(),
            later=self._later.outcome(self._place),
        )

    def _settle(
        self,
        signature: Key,
        group: list[int],
        places: dict[str, list[int]],
        ask: list[tuple[int, Question]],
    ) -> None:
        verdict = verdict_of(Signature(*signature), self._lines)
        for cell in verdict.cells:
            places[cell] += group
        for what, meaning in verdict.ask:
            ask += ((place, self._question(place, what, meaning)) for place in group)
        if verdict.reason:
            for place in group:
                self._wrong[place].append(verdict.reason)

    def _question(self, place: int, what: str, meaning: Meaning) -> Question:
        row, case = self._rows[place], self._numbers[place]
        return Question(row, case, what, meaning.text, meaning.choices)

    def _named(self, places: list[int]) -> tuple[str, ...]:
        if len(places) < 2:
            return tuple(self._numbers[place] for place in places)
        names: tuple[str, ...] = itemgetter(*sorted(places))(self._numbers)
        return names

    def _uncounted(self) -> Iterator[Uncounted]:
        for place, reasons in sorted(self._wrong.items()):
            where = self._sheet(place) if len(self._sheets) > 1 else ""
            words = "；".join(dict.fromkeys(reasons))
            yield Uncounted(self._rows[place], self._numbers[place], f"{where}{words}")

    def _place(self, place: int) -> str:
        where = self._sheet(place) if len(self._sheets) > 1 else ""
        return f"{where}第 {self._rows[place]} 行"

    def _sheet(self, place: int) -> str:
        name = next(name for start, name in reversed(self._sheets) if start <= place)
        return f"工作表“{name}”"

    def _said(self) -> Iterator[str]:
        if len(self._sheets) > 1:
            names = "、".join(f"“{name}”" for _, name in self._sheets)
            yield f"读了 {len(self._sheets)} 张工作表：{names}"
        if self._unused:
            yield f"这些列没有用到：{'、'.join(self._unused)}"
        for words, places in self._remarks.items():
            named = "、".join(map(self._numbers.__getitem__, places[:MOST_NAMED]))
            more = f"等 {len(places)} 件" if len(places) > MOST_NAMED else ""
            yield f"{words}：{named}{more}"

    def _organ(self) -> str:
        return next((name for name, _ in self._offices.most_common() if name), "")


class _Seen(dict[int, int]):
    """Where a day lies, seen from the year; a day that is not known is as good as open."""

    def __init__(self, year: range) -> None:
        super().__init__()
        self._year = year

    def __missing__(self, day: int) -> int:
        found = BEFORE if day < self._year.start else AFTER if day >= self._year.stop else WITHIN
        self[day] = found
        return found


class _Answered(_Seen):
    """The same of the day of an answer: none means that the case is open."""

    def __missing__(self, day: int) -> int:
        found = self[day] = super().__missing__(day) if day > 0 else OPEN
        return found


class _Numbered(dict[Key, int]):
    """The signatures of cases, numbered as they come."""

    def __missing__(self, key: Key) -> int:
        found = self[key] = len(self)
        return found


def _not_a_result(text: str, field: str) -> str:
    """What to say of a letter of procedure under 办理结果."""
    day = f"，写的答复日期当作{LETTER_DAYS[field]}" if field else ""
    return f"“{text}”不是办理结果，按没有办完计{day}"


def _undated(results: list[Meaning], went: list[int]) -> Iterator[int]:
    """The rows in which a result stands, and no day of the answer."""
    for n in [n for n, day in enumerate(went) if day <= 0]:
        if results[n].state in ("known", "ask"):
            yield n


def _backwards(came: list[int], went: list[int]) -> Iterator[int]:
    """The rows in which the second day is before the first."""
    rows = compress(range(len(came)), map(lt, went, came))
    return (n for n in rows if went[n] > 0)
