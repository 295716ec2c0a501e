"""One sentence -> the numbers behind its 其中 that are parts of one whole, whatever they count.

The grammar knows what the tables count. Here nothing is known but the counters and the marks, so
only what stands in one plain list is taken as parts that do not overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from xl_tools.prose.numerals import NUMBER, amount_of
from xl_tools.records import NamedTuple

SENTENCE: Final = re.compile("[^。；;！？!?\n]+")
OPENING: Final = "（("
CLOSING: Final = "）)"
COMMAS: Final = "，,"
LONGEST_LABEL: Final = 16
Words = Mapping[str, tuple[str, ...]]


class Counted(NamedTuple):
    """A number with its counter; `label` is what it counts, `mark` what parts it from the last."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    rough: bool
    counter: str
    label: str
    mark: str


class Divided(NamedTuple):
    """A whole and its parts, which are more."""

    whole: Counted
    parts: tuple[Counted, ...]
    total: Decimal


def overfull(text: str, splits: Sequence[str], words: Words) -> Iterator[Divided]:
    """The lists of a text whose parts are more than their whole; `splits`: 其中 and the like."""
    split = re.compile("|".join(splits))
    for sentence in SENTENCE.finditer(text):
        for match in split.finditer(sentence[0]):
            behind = split.split(_one_level(sentence[0][match.end() :]), maxsplit=1)[0]
            parts = _plain(list(_counted(behind, match.end(), words["counted"])), words)
            found = _divided(sentence[0][: match.start()], parts, words)
            if found is not None:
                yield _moved(found, sentence.start())


def _divided(before_split: str, parts: Sequence[Counted], words: Words) -> Divided | None:
    """The whole that stands before 其中, where the parts are more."""
    if not parts:
        return None
    counter = parts[0].counter
    before = [
        one
        for one in _counted(_outside(before_split), 0, words["counted"])
        if one.counter == counter
    ]
    wholes = [one for one in before if not _has(one.label, words["against"])]
    total = sum((one.value for one in parts), Decimal(0))
    if not wholes or any(one.rough for one in wholes):
        return None
    most = max(sum(one.value for one in wholes), *(one.value for one in before))
    if total - most < max(one.step for one in (*wholes, *parts)):
        return None
    return Divided(wholes[-1], tuple(parts), total)


def _plain(found: Sequence[Counted], words: Words) -> tuple[Counted, ...]:
    """The first parts, with one counter and one mark between them, if they do not overlap."""
    kept = list(found[:1])
    for one in found[1:]:
        mark = kept[1].mark if len(kept) > 1 else one.mark
        if one.mark != mark or one.counter != kept[0].counter or not _is_label(one, words):
            break
        kept.append(one)
    if len(kept) < 2 or not _is_label(kept[0], words) or any(one.rough for one in kept):
        return ()
    labels = [one.label for one in kept]
    if len(set(labels)) < len(labels) or any(_mixed(labels, words[k]) for k in ("channel", "rank")):
        return ()
    return tuple(kept)


def _is_label(one: Counted, words: Words) -> bool:
    """Does it name a kind of thing, and no stage of the work, and nothing that may overlap?"""
    return 0 < len(one.label) <= LONGEST_LABEL and not _has(one.label, words["overlapping"])


def _mixed(labels: Sequence[str], words: Sequence[str]) -> bool:
    """Do some of them, but not all, say by what way or how important: two ways of dividing?"""
    return len({_has(label, words) for label in labels}) > 1


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


# ---- numbers -------------------------------------------------------------------------------


def _counted(text: str, start: int, counters: tuple[str, ...]) -> Iterator[Counted]:
    """The numbers of a text in which what is not to be read is blank; `start`: its own place."""
    matches = list(_pattern(counters).finditer(text))
    ends = (0, *(match.end() for match in matches))
    for last, match in zip(ends, matches, strict=False):
        amount = amount_of(match)
        if amount is None:
            continue
        between = text[last : match.start()]
        comma = max(between.rfind(mark) for mark in COMMAS)
        label = between[comma + 1 :].lstrip("、和及与以为有 :：").removeprefix("以及")
        rough = amount.rough or label.endswith(("近", "约", "超", "逾", "超过"))
        mark = "，" if comma >= 0 else "、"
        yield Counted(
            start + match.start() - len(label),
            start + match.end(),
            amount.value,
            amount.step,
            rough,
            match["counter"],
            "".join(label.split()),
            mark,
        )


@lru_cache(maxsize=4)
def _pattern(counters: tuple[str, ...]) -> re.Pattern[str]:
    """Numbers in figures alone; the counter is the longest that stands there."""
    longest = "|".join(map(re.escape, sorted(counters, key=len, reverse=True)))
    return re.compile(rf"(?<![第\d.])(?=\d){NUMBER}\s*(?P<counter>{longest})")


def _moved(found: Divided, by: int) -> Divided:
    def there(one: Counted) -> Counted:
        return one._replace(start=one.start + by, end=one.end + by)

    return Divided(there(found.whole), tuple(map(there, found.parts)), found.total)


# ---- brackets ------------------------------------------------------------------------------


def _one_level(text: str) -> str:
    """A text up to the bracket that closes around it, what stands in brackets blanked."""
    depth, kept = 0, []
    for sign in text:
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth < 0:
            break
        kept.append(sign if depth == 0 and sign not in CLOSING else " ")
    return "".join(kept)


def _outside(text: str) -> str:
    """A text without what stands in brackets that are closed."""
    kept: list[str] = []
    opened: list[int] = []
    for sign in text:
        if sign in OPENING:
            opened.append(len(kept))
        if sign in CLOSING and opened:
            begin = opened.pop()
            kept[begin:] = " " * (len(kept) - begin + 1)
        else:
            kept.append(sign)
    return "".join(kept)
