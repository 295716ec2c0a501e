"""The narrative as one text that is searched once, with where each place of it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from xl_tools.records import NamedTuple
from xl_tools.rules.registry import NotApplicable

if TYPE_CHECKING:
    from xl_tools.edition import Edition
    from xl_tools.report import Report
    from xl_tools.rules.finding import Case

PREFACE: Final = "preface"
AROUND: Final = 8  # characters quoted on either side
# A Chinese character: a letter that is no Latin one. Written as a range of characters it takes
# forty times as long to compile.
HAN: Final = r"[^\W\da-zA-Z_]"


def late(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern that is compiled when first asked for: a start without any text goes without."""
    return cache(lambda: re.compile(pattern, flags))


def has_any(text: str, words: Iterable[str]) -> bool:
    """Does a text hold any of these words?"""
    return any(word in text for word in words)


def words_in(text: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """Each place of these words; a text without any costs no pattern."""
    return any_of(words).finditer(text) if has_any(text, words) else iter(())


def places_of(
    pattern: Callable[[], re.Pattern[str]], text: str, words: Iterable[str]
) -> Iterator[re.Match[str]]:
    """Each place of a pattern that always holds one of these words, likewise."""
    return pattern().finditer(text) if has_any(text, words) else iter(())


def sentences(text: str) -> list[str]:
    """A text parted at its full stops, semicolons and line ends."""
    return text.replace("；", "。").replace("\n", "。").split("。")


@lru_cache(maxsize=64)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of these words."""
    return re.compile("|".join(map(re.escape, words)))


def is_latin(character: str) -> bool:
    """Is it a Latin letter or a digit? Nothing is neither."""
    return character.isascii() and character.isalnum()


class Paragraph(NamedTuple):
    """One paragraph: its section, its number there, where it begins in the whole, its text."""

    section: str
    number: int
    start: int
    text: str


class Texts:
    """All paragraphs in the order of the form, and the whole of them as one text."""

    __slots__ = ("_starts", "paragraphs", "sections", "titles", "whole")

    def __init__(self, report: Report, edition: Edition) -> None:
        self.titles = {PREFACE: "前言", **{one.id: f"“{one.title}”" for one in edition.sections}}
        own = {name: report.narrative.get(name, "") for name in self.titles}
        self.sections = {name: text for name, text in own.items() if text.strip()}
        self.paragraphs = tuple(self._paragraphs())
        self._starts = [one.start for one in self.paragraphs]
        self.whole = "\n".join(one.text for one in self.paragraphs)

    def _paragraphs(self) -> Iterator[Paragraph]:
        start = 0
        for section, text in self.sections.items():
            for number, line in enumerate(text.split("\n"), 1):
                yield Paragraph(section, number, start, line)
                start += len(line) + 1

    def before(self, place: int) -> str:
        """The character before a place; empty at the very beginning."""
        return self.whole[place - 1 : place] if place else ""

    def at(self, place: int) -> Paragraph:
        """The paragraph that a place of the whole stands in."""
        return self.paragraphs[bisect_right(self._starts, place) - 1]

    def where(self, place: int) -> str:
        """Where a place of the whole stands, for a person."""
        found = self.at(place)
        return f"{self.titles[found.section]}第 {found.number} 段"

    def quote(self, start: int, end: int) -> str:
        """What stands there with a little around it, in quotes."""
        own = self.at(start)
        first = max(start - AROUND, own.start)
        last = min(end + AROUND, own.start + len(own.text))
        before = "…" if first > own.start else ""
        after = "…" if last < own.start + len(own.text) else ""
        return f"“{before}{self.whole[first:last]}{after}”"


def texts_of(case: Case) -> Texts:
    """The narrative of a case; NotApplicable, without a word, where there is none at all."""
    texts = case.narrative.texts() if case.narrative else None
    if texts is None:
        raise NotApplicable  # said once, by the rule about the sections
    return texts
