"""Reports of one year beside each other: whose text, name or telephone stands in whose report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from xl_tools.edition import Editions, Rule
from xl_tools.records import NamedTuple
from xl_tools.report import Report
from xl_tools.rules.finding import Case, Finding, cut, found
from xl_tools.rules.names import core, is_town
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import HAN, PREFACE, late

# A text falls into pieces at its marks: where a word was changed, only its piece differs.
MARKS: Final = late(r"[。；！？，：\n]+")
PLAIN: Final = late(r"《[^》\n]{1,60}》|[\s0-9０-９、,.“”（）()＿_]+")
REGION: Final = late(f"{HAN}{{1,8}}?(?:自治县|县|市|区|旗)(?={HAN}{{2}})")
SHORTEST: Final = 8  # characters of a piece that says something of its own
LEAST_SHARED: Final = 100  # characters that two texts have in common
COMMON: Final = 10  # a piece of more units is a set phrase, a telephone of more a switchboard's
MOST_NAMED: Final = 3
DIGITS: Final = 7  # of a telephone without its area code
# What may stand before a name with which a paragraph opens: （一）, 2024年，
OPENING: Final = late(
    r"[ \u3000]*(?:[（(]?[一二三四五六七八九十]+[）)、.．])?(?:20[0-9]{2}年度?[，,]?)?"
)


class Common(NamedTuple):
    """What two reports have in common: so many characters, out of those of the shorter text."""

    one: Report
    other: Report
    shared: int
    shorter: int

    @property
    def percent(self) -> int:
        """The share of the shorter text."""
        return self.shared * 100 // self.shorter

    def is_copied(self, limit: int) -> bool:
        """Is it more than chance and set phrases give?"""
        return self.shared >= LEAST_SHARED and self.shared * 100 > self.shorter * limit


class Siblings:
    """The reports that are checked together; compared when first asked for."""

    __slots__ = ("_common", "_editions", "_pieced", "_pieces", "_reached", "names", "reports")

    def __init__(self, reports: Iterable[Report], editions: Editions) -> None:
        self.reports = tuple(one for one in reports if one.organ.name)
        self.names = frozenset(one.organ.name for one in self.reports)
        self._editions = editions
        self._common: tuple[Common, ...] | None = None
        self._pieces: list[frozenset[str]] | None = None
        self._pieced: dict[str, list[int]] | None = None
        self._reached: dict[str, list[Report]] | None = None

    def common(self) -> tuple[Common, ...]:
        """Every pair that has pieces of text in common."""
        if self._common is None:
            self._common = tuple(_common(self.reports, self.texts(), self.users()))
        return self._common

    def texts(self) -> list[frozenset[str]]:
        """What each report says of its own, in pieces."""
        if self._pieces is None:
            sections = (one for edition in self._editions for one in edition.sections)
            models = [model.text for one in sections for model in one.models]
            offered = frozenset(_pieces("\n".join(models)))
            self._pieces = [_own_pieces(report) - offered for report in self.reports]
        return self._pieces

    def reached_at(self, number: str) -> Sequence[Report]:
        """Who gives this telephone or mail address; nobody where it is a switchboard's."""
        users = self._reachers().get(number, [])
        return users if len(users) <= COMMON else ()

    def shared_contacts(self) -> Iterator[tuple[str, list[str]]]:
        """Each telephone or mail address that several organs give, as it is written, and whose."""
        told: set[tuple[str, ...]] = set()
        for number in self._reachers():
            users = self.reached_at(number)
            organs = list({core(one.organ.name): one.organ.name for one in users}.values())
            if len(organs) > 1 and tuple(organs) not in told:
                told.add(tuple(organs))
                yield reached(users[0])[number], organs

    def users(self) -> dict[str, list[int]]:
        """Which texts have each piece, by number."""
        if self._pieced is None:
            self._pieced = {}
            for index, pieces in enumerate(self.texts()):
                for piece in pieces:
                    self._pieced.setdefault(piece, []).append(index)
        return self._pieced

    def _reachers(self) -> dict[str, list[Report]]:
        if self._reached is None:
            self._reached = {}
            for report in self.reports:
                for one in reached(report):
                    self._reached.setdefault(one, []).append(report)
        return self._reached


def is_sibling(one: Report, other: Report) -> bool:
    """Are they of two organs, in one year? A government and its office are one organ."""
    return one.year == other.year and core(one.organ.name) != core(other.organ.name)


# ---- the same text -------------------------------------------------------------------------


def _common(
    reports: Sequence[Report], texts: Sequence[frozenset[str]], users: Mapping[str, list[int]]
) -> Iterator[Common]:
    lengths = [sum(map(len, text)) for text in texts]
    for (a, b), shared in _shared(users).items():
        one, other = reports[a], reports[b]
        if is_sibling(one, other):
            yield Common(one, other, shared, min(lengths[a], lengths[b]))


def _shared(users: Mapping[str, list[int]]) -> dict[tuple[int, int], int]:
    """How many characters two texts have in common, in whole pieces."""
    shared: dict[tuple[int, int], int] = {}
    for piece, indexes in users.items():
        if len(indexes) <= COMMON:
            for pair in combinations(indexes, 2):
                shared[pair] = shared.get(pair, 0) + len(piece)
    return shared


def _own_pieces(report: Report) -> frozenset[str]:
    """The pieces of a text without the unit's own name; the preface is everybody's."""
    own = [text for name, text in report.narrative.items() if name != PREFACE]
    text = "\n".join(own)
    for name in _names(report.organ.name):
        text = text.replace(name, "")
    return frozenset(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """What stands between marks, without figures and names of laws, if it is long enough."""
    plain = (PLAIN().sub("", piece) for piece in MARKS().split(text))
    return (one for one in plain if len(one) >= SHORTEST)


def _names(organ: str) -> Iterator[str]:
    """青溪县石桥镇人民政府, 青溪县石桥镇, 石桥镇: the longest first."""
    bare = core(organ)
    yield from (organ, bare)
    region = REGION().match(bare)
    if region is not None:
        yield bare[region.end() :]


# ---- the rule ------------------------------------------------------------------------------


@on_rule("S-XUNIT")
def copied_from_another(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for all that another unit's report has, or that is another unit's."""
    siblings, report = case.siblings, case.reading.report
    if siblings is None or not report.organ.name:
        return  # checked alone, there is nothing to compare with
    limit = case.settings.repetition.siblings
    said = [*_copies(siblings, report, limit), *of_another(siblings, report)]
    if said:
        yield found(rule, f"{'；'.join(said)}。{rule.advice}")


def _copies(siblings: Siblings, report: Report, limit: int) -> Iterator[str]:
    """Whose text it repeats, most of it first."""
    own = [one for one in siblings.common() if report is one.one or report is one.other]
    copied = sorted((one for one in own if one.is_copied(limit)), key=lambda one: -one.percent)
    words = [
        f"“{(one.other if one.one is report else one.one).organ.name}”有 {one.percent}%"
        for one in copied
    ]
    if words:
        listed = cut(words, len(words), "个单位", most=MOST_NAMED)
        yield f"文字与{listed}相同（超过 {limit}% 提示，数和名称不算）"


def of_another(siblings: Siblings, report: Report) -> Iterator[str]:
    """What of a report is another unit's: the name in its first words, how it is reached."""
    yield from openings(siblings, report)
    yield from _same_contacts(siblings, report)


def openings(siblings: Siblings, report: Report) -> Iterator[str]:
    """Another unit's name where a paragraph says whose work it tells of.

    Of towns S-ORG knows without the others; a government's report rightly tells of its organs.
    """
    own = report.organ
    if is_town(own.name) or own.kind in ("government", "office"):
        return
    others = siblings.names - {own.name}
    lengths = sorted({len(name) for name in others})
    for section, text in report.narrative.items():
        for line in text.split("\n") if section != PREFACE else ():
            start = OPENING().match(line)
            bare = line[start.end() :] if start else line
            for name in (bare[:length] for length in lengths):
                if name in others and core(name) != core(own.name):
                    yield f"有一段以“{name}”开头，很可能是抄来的没有改"
                    return


def _same_contacts(siblings: Siblings, report: Report) -> Iterator[str]:
    for number, written in reached(report).items():
        others = [one for one in siblings.reached_at(number) if is_sibling(one, report)]
        if others:
            yield f"联系方式 {written} 与“{others[0].organ.name}”的相同"
            return


def reached(report: Report) -> dict[str, str]:
    """How an organ is reached, to compare -> as it is written."""
    phone = re.sub("[^0-9]", "", report.organ.phone)
    known = {phone[-DIGITS:]: report.organ.phone} if len(phone) >= DIGITS else {}
    email = report.organ.email
    return known | ({email.casefold(): email} if "@" in email else {})
