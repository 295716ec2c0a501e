"""Printed wording <-> official wording: how alike they are, and which figures a text states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from xl_tools.edition import Line
from xl_tools.report import Value
from xl_tools.sources.labels import essence

NUMBER: Final = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[0-9]{1,2}[.．、])\s*"
)
NOTE: Final = re.compile(r"[（(][^（）()]*[）)]\s*$")
FIGURE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,20})(?:\.[0-9]{1,20})?")
DIGITS: Final = re.compile(r"[0-9]+")
WORD: Final = re.compile(r"[\u3400-\u9fffA-Za-z]")
# What people print in a cell in place of a number.
NO_NUMBER: Final = re.compile(
    r"无|N/?A|空|待[一-龥]{1,2}|[+＋－-]?\s*(?:[0-9０-９]+(?:[.,，．][0-9０-９]+)*|[一二三四五六七八九十百千零〇]+)"
    r"\s*[件条宗项份个万亿元]{1,3}"
    r"|[0-9]+\s*(?:[（(]?注[0-9一二三四五]?[）)]?|[（(]含.*[）)])"  # with a note behind it
)

EXACT, NEARLY, SYNONYM = 1.0, 0.96, 0.9
# Below this likeness two texts are strangers: 行政确认 and 行政许可 share a half.
LEAST_ALIKE: Final = 0.62
LONGEST: Final = 80
BLANKS: Final = " \t\r\n\u3000\u00a0\u200b\ufeff"


@lru_cache(maxsize=4096)
def keys_of(text: str) -> tuple[str, ...]:
    """The essence of a label: whole, and without its number or the note at its end."""
    bare = NUMBER.sub("", text, count=1) if NUMBER.match(text) else text
    forms = (text, bare, NOTE.sub("", text), NOTE.sub("", bare))
    return tuple(dict.fromkeys(filter(None, map(essence, forms))))


# Looked up by their words, not by the whole line, which takes long to hash.
@lru_cache(maxsize=4096)
def _names(label: str, group: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a line's label, and the label with the name of its group in front."""
    grouped = (essence(group[-1] + label),) if group else ()
    return tuple(dict.fromkeys((*keys_of(label), *grouped)))


@lru_cache(maxsize=4096)
def _synonyms(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(essence, texts))


def likeness(texts: Iterable[str], line: Line) -> float:
    """How surely one of these texts is the label of a line: 1 for its very wording, 0 for none."""
    known = _weights(line.label, line.group, line.synonyms)
    best = 0.0
    for keys in map(keys_of, texts):
        if not known.keys().isdisjoint(keys):
            weights = (known.get(key, 0.0) for key in keys)
            best = max(best, next(weights), *(min(weight, NEARLY) for weight in weights))
    return best


@lru_cache(maxsize=1024)
def _weights(label: str, group: tuple[str, ...], synonyms: tuple[str, ...]) -> dict[str, float]:
    """How surely each key of a text makes it the label of a line."""
    whole, *parts = _names(label, group)
    weights = dict.fromkeys(_synonyms(synonyms), SYNONYM) | dict.fromkeys(parts, NEARLY)
    return {**weights, whole: EXACT}


class Words:
    """The wording of several lines, looked up at once."""

    __slots__ = ("_known", "_lines")

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._known = _known(tuple((line.label, line.group, line.synonyms) for line in lines))

    def scores(self, texts: Iterable[str]) -> list[float]:
        """For each line how surely one of these texts is its label."""
        scores = [0.0] * len(self._lines)
        for text in texts:
            for at, key in enumerate(keys_of(text)):
                for number, weight in self._known.get(key, ()):
                    scores[number] = max(scores[number], min(weight, NEARLY) if at else weight)
        return scores

    def named(self, text: str) -> Line | None:
        """The line that a text is the label of, or looks most like; of equal ones the first."""
        scores = self.scores([text])
        if not any(scores):
            scores = [resemblance([text], line) for line in self._lines]
        best = max(scores, default=0.0)
        return self._lines[scores.index(best)] if best else None


@lru_cache(maxsize=64)
def _known(
    lines: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...],
) -> Mapping[str, Sequence[tuple[int, float]]]:
    """Which lines each key may name, and how surely."""
    known: dict[str, list[tuple[int, float]]] = {}
    for number, line in enumerate(lines):
        for key, weight in _weights(*line).items():
            known.setdefault(key, []).append((number, weight))
    return known


def resemblance(texts: Iterable[str], line: Line) -> float:
    """How much one of these texts looks like the label of a line, misprints allowed."""
    pairs = [(key, want) for text in texts for key in keys_of(text) for want in keys_of(line.label)]
    return max((_alike(key, want) for key, want in pairs), default=0.0)


@lru_cache(maxsize=16384)
def _alike(one: str, other: str) -> float:
    from difflib import SequenceMatcher  # only where a label is misprinted

    if min(len(one), len(other)) < 3 or max(len(one), len(other)) > LONGEST:
        return 0.0
    found = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return found * 0.85 if found >= LEAST_ALIKE else 0.0


@lru_cache(maxsize=4096)
def is_wordy(text: str) -> bool:
    """Is it wording, not a figure, a blank or what people print in place of a figure?"""
    bare = text.strip(BLANKS)
    return bool(WORD.search(bare)) and not NO_NUMBER.fullmatch(bare)


@lru_cache(maxsize=4096)
def stated(text: str) -> Value | None:
    """What a printed cell states: an exact number, a text as printed, None for blank."""
    bare = "\n".join(filter(None, (line.strip(BLANKS) for line in text.split("\n"))))
    if not bare:
        return None
    return Decimal(bare) if FIGURE.fullmatch(bare) else bare


def joined(texts: Sequence[str]) -> str:
    """Texts put together without the blanks between and inside them."""
    return "".join("".join(texts).split())
