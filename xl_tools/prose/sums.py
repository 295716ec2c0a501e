"""Claims and mentions -> what the text itself gets wrong: parts, percentages, told twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xl_tools.prose.claims import COUNT, SHARE, ZERO, Claim, Doubt
from xl_tools.prose.judging import AGREES, CONTRADICTS, Judge, Mention
from xl_tools.records import NamedTuple
from xl_tools.report import Form

if TYPE_CHECKING:
    from xl_tools.prose.divided import Counted, Divided

PART_RULE: Final = "N-PART"
AMONG: Final = ("其中", "包括", "包含")
PART: Final = "part"
TWICE: Final = "twice"
HUNDRED: Final = Decimal(100)


class Discrepancy(NamedTuple):
    """Figures of the text that do not fit each other; `actual` is told, `expected` follows.

    `sure`: all of them are said in so many words to be of one quantity.
    """

    kind: str
    section: str
    quotes: tuple[str, ...]
    cells: tuple[str, ...]
    actual: Decimal
    expected: Decimal
    of: Decimal | None = None
    sure: bool = False


class Sums:
    """The arithmetic of one text."""

    __slots__ = ("_claims", "_form", "_judge", "_mentions", "_texts")

    def __init__(
        self,
        claims: Sequence[Claim],
        mentions: Sequence[Mention],
        judge: Judge,
        form: Form,
        texts: Mapping[str, str],
    ) -> None:
        self._claims, self._mentions = claims, mentions
        self._judge, self._form, self._texts = judge, form, texts

    def discrepancies(self) -> tuple[Discrepancy, ...]:
        """All of them: parts, then percentages, then what is told twice."""
        parts = tuple(self._parts())
        return (*parts, *self._lists(parts), *self._shares(), *self._twice())

    # ---- 其中 ----------------------------------------------------------------------------

    def _parts(self) -> Iterator[Discrepancy]:
        wholes = dict.fromkeys(c.part for c in self._claims if c.part is not None)
        for whole in wholes:
            parts = [
                i
                for i, claim in enumerate(self._claims)
                if claim.part == whole and claim.kind == COUNT and not claim.amount.rough
            ]
            own = [i for i in parts if self._is_of(whole, i)]
            for group, complete in (self._applicants(own), self._one_dimension(parts)):
                found = self._excess(whole, group, complete)
                if found:
                    yield found
                    break

    def _is_of(self, whole: int, part: int) -> bool:
        """Not where the part is of other rows: 诉讼11件，其中复议维持9件."""
        rows, own = (
            {cell.rpartition(".")[0] for cells in self._claims[i].options for cell in cells}
            for i in (whole, part)
        )
        return not rows or not own or bool(rows & own)

    def _applicants(self, parts: list[int]) -> tuple[list[int], bool]:
        """Parts of different columns, and whether these are all there are."""
        columns: set[str] = set()
        group: list[int] = []
        for index in parts:
            claim = self._claims[index]
            own = {cell.rpartition(".")[2] for cells in claim.options for cell in cells}
            if self._is_by_column(claim) and own and not own & columns:
                columns |= own
                group.append(index)
        table = self._claims[group[0]].table if group else ""
        every = {c.id for c in self._form.tables[table].columns_with("part")} if table else set()
        return group, bool(every) and columns == every

    def _is_by_column(self, claim: Claim) -> bool:
        """Are all its cells in columns that are parts of a total?"""
        if claim.doubt >= Doubt.FOREIGN or claim.table not in self._form.tables:
            return False
        parts = {c.id for c in self._form.tables[claim.table].columns_with("part")}
        return all(cell.rpartition(".")[2] in parts for cells in claim.options for cell in cells)

    def _one_dimension(self, parts: list[int]) -> tuple[list[int], bool]:
        """Parts that name different words of one way of dividing."""
        for words in self._form.edition.prose.dimensions:
            named = {i: w for i in parts if (w := _first(words, self._claims[i].words))}
            if len(set(named.values())) == len(named) > 1:
                return list(named), False
        return [], False

    def _excess(self, whole: int, group: list[int], complete: bool) -> Discrepancy | None:
        """The parts are more than the whole, or all there are and less."""
        claim = self._claims[whole]
        states = {self._mentions[i].state for i in (whole, *group)}
        units = {self._claims[i].unit for i in (whole, *group)}
        if len(group) < 2 or CONTRADICTS in states or len(units) > 1 or claim.amount.rough:
            return None
        total = sum((self._claims[i].amount.value for i in group), Decimal(0))
        if total in self._allowed(whole) or (total < claim.amount.value and not complete):
            return None
        quotes = tuple(self._mentions[i].quote for i in (whole, *group))
        cells = self._mentions[whole].cells
        sure = self._is_known(whole) and all(map(self._is_column, group))
        value = claim.amount.value
        return Discrepancy(PART, claim.section, quotes, cells, value, total, sure=sure)

    def _is_known(self, index: int) -> bool:
        """Is the number that of the table, said in so many words?"""
        mention = self._mentions[index]
        return mention.state == AGREES and mention.sure

    def _is_column(self, index: int) -> bool:
        """Is a part told by the official name of a kind of applicant?"""
        claim = self._claims[index]
        return bool(claim.options) and self._is_by_column(claim)

    def _allowed(self, whole: int) -> Iterator[Decimal]:
        """The whole, also together with what the tables add to it: a split may include 结转."""
        claim, cells = self._claims[whole], set(self._mentions[whole].cells)
        yield claim.amount.value
        for option in claim.options:
            more = self._judge.stated(option) if cells <= set(option) else None
            if more is not None:
                yield more
        before = self._before(whole)
        if before is not None and self._claims[before].table == claim.table:
            yield claim.amount.value + self._claims[before].amount.value  # 收到9件，结转1件，其中…

    # ---- 其中, of whatever is counted ------------------------------------------------------

    def _lists(self, told: Sequence[Discrepancy]) -> Iterator[Discrepancy]:
        """Lists of what no table counts, whose parts are more than their whole; none twice."""
        rule = self._form.edition.rules.get(PART_RULE)
        texts = [(name, text) for name, text in self._texts.items() if _has_any(text, AMONG)]
        if rule is None or not rule.settings or not texts:
            return
        from xl_tools.prose.divided import overfull  # most reports divide nothing

        words = {name: tuple(value) for name, value in rule.settings.items()}
        for section, text in texts:
            for found in overfull(text, AMONG, words):
                if not self._is_told(told, section, found) and self._is_of_no_table(section, found):
                    quotes = tuple(text[one.start : one.end] for one in (found.whole, *found.parts))
                    whole = found.whole.value
                    yield Discrepancy(PART, section, quotes, (), whole, found.total)

    def _is_told(self, told: Sequence[Discrepancy], section: str, found: Divided) -> bool:
        wholes = {self._mentions[i].quote for i in self._at(section, found.whole)}
        return any(one.section == section and one.quotes[0] in wholes for one in told)

    def _is_of_no_table(self, section: str, found: Divided) -> bool:
        """The parts no figures of the tables, and the whole no figure that may be more."""
        parts = [i for one in found.parts for i in self._at(section, one)]
        wholes = self._at(section, found.whole)
        if any(self._mentions[i].state == CONTRADICTS for i in (*wholes, *parts)):
            return False
        if any(self._claims[i].options and self._claims[i].doubt <= Doubt.CONTEXT for i in parts):
            return False
        return all(found.total not in self._allowed(i) for i in wholes)

    def _at(self, section: str, one: Counted) -> list[int]:
        """The claims whose number is this one."""
        return [
            i
            for i, claim in enumerate(self._claims)
            if claim.section == section and claim.start < one.end <= claim.end
        ]

    # ---- percentages ---------------------------------------------------------------------

    def _shares(self) -> Iterator[Discrepancy]:
        for index, claim in enumerate(self._claims):
            if claim.kind == SHARE:
                found = self._share(index, claim)
                if found:
                    yield found

    def _share(self, index: int, share: Claim) -> Discrepancy | None:
        place = self._before(index)
        if place is None:
            return None
        part, mention = self._claims[place], self._mentions[place]
        if part.kind != COUNT or part.amount.rough:
            return None
        known = mention.state == AGREES and part.doubt <= Doubt.CONTEXT
        if not (known or part.part is not None) or mention.state == CONTRADICTS:
            return None
        wholes = [v for v in self._wholes(place) if v]
        told, step = share.amount.value, share.amount.step
        fits = (
            abs(value / whole * HUNDRED - told) < step
            for value in self._with_siblings(place)
            for whole in wholes
        )
        if not wholes or any(fits):
            return None
        whole = wholes[0]
        right = part.amount.value / whole * HUNDRED
        quotes = (mention.quote, self._mentions[index].quote)
        right = right.quantize(step)
        sure = self._is_known(place)
        return Discrepancy(SHARE, share.section, quotes, mention.cells, told, right, whole, sure)

    def _with_siblings(self, place: int) -> Iterator[Decimal]:
        """予以公开32件、部分公开10件，占53.2%: the number, and with those told just before it."""
        last, total = self._claims[place], Decimal(0)
        for claim in reversed(self._claims[: place + 1]):
            same = (claim.paragraph, claim.sentence, claim.part, claim.inside)
            if same != (last.paragraph, last.sentence, last.part, last.inside):
                return
            if claim.kind == COUNT:
                total += claim.amount.value
                yield total

    def _before(self, index: int) -> int | None:
        """The claim before one: in its sentence, and in brackets where that one is.

        A share that stands alone in its brackets is of the number before them.
        """
        own = self._claims[index]
        for place in range(index - 1, -1, -1):
            claim = self._claims[place]
            if (claim.paragraph, claim.sentence) != (own.paragraph, own.sentence):
                return None
            if claim.inside == own.inside or (own.inside and own.kind == SHARE):
                return place
        return None

    def _wholes(self, index: int) -> Iterator[Decimal]:
        """What the number may be a share of, the most likely first."""
        part = self._claims[index]
        if part.part is not None:
            yield self._claims[part.part].amount.value
        for cells in self._judge.usual(part.table):
            yield self._judge.stated(cells) or Decimal(0)
        for claim in self._claims:
            if claim.paragraph == part.paragraph and claim.kind == COUNT and claim is not part:
                yield claim.amount.value
        yield self._ended(self._mentions[index].cells)

    def _ended(self, cells: Sequence[str]) -> Decimal:
        """已审结案件中被纠正138件，占8.8%: all parts of the same rows but those still pending."""
        figures = self._form.figures()
        rows = {(figures[cell].table, figures[cell].row.id) for cell in cells}
        beside = {f.id: f.column.roles for f in figures.values() if (f.table, f.row.id) in rows}
        if not any("pending" in roles for roles in beside.values()):
            return Decimal(0)
        ended = (
            cell for cell, roles in beside.items() if "part" in roles and "pending" not in roles
        )
        return self._judge.stated(tuple(ended)) or Decimal(0)

    # ---- told twice ----------------------------------------------------------------------

    def _twice(self) -> Iterator[Discrepancy]:
        first: dict[tuple[object, ...], int] = {}
        for index, claim in enumerate(self._claims):
            if not _is_plain(claim):
                continue
            whose = self._judge.whose(claim.scope)
            whose = claim.scope if whose == "other" else whose
            key = (claim.options[:1] or claim.about, whose, claim.year, claim.unit == "%")
            before = first.setdefault(key, index)
            found = self._differ(before, index)
            if found:
                yield found

    def _differ(self, before: int, index: int) -> Discrepancy | None:
        old, new = self._claims[before], self._claims[index]
        states = (self._mentions[before].state, self._mentions[index].state)
        if old.amount.value == new.amount.value or CONTRADICTS in states:
            return None
        if states == (AGREES, AGREES):
            return None
        quotes = (self._mentions[before].quote, self._mentions[index].quote)
        sure = self._mentions[before].sure and self._mentions[index].sure
        value, other = new.amount.value, old.amount.value
        return Discrepancy(TWICE, new.section, quotes, (), value, other, sure=sure)


def _is_plain(claim: Claim) -> bool:
    named = bool(claim.options) or (bool(claim.about) and claim.unit == "元")
    exact = not claim.amount.rough and claim.kind in (COUNT, ZERO)
    return named and exact and claim.doubt <= Doubt.SOME


def _has_any(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _first(words: tuple[str, ...], text: str) -> str:
    return next((word for word in words if word in text), "")
