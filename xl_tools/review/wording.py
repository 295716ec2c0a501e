"""Two texts -> the sentences that differ, blanks and the breaks of lines apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from xl_tools.document.blocks import Heading
from xl_tools.document.headings import block_of
from xl_tools.records import NamedTuple

BLANK: Final = re.compile(r"[\s\u200b\ufeff]+")
SENTENCE: Final = re.compile(r"[^。！？；]*[。！？；]?[”’》）]*")
MANY: Final = 2_000
SHOWN: Final = 12  # characters on both sides of a change


class Change(NamedTuple):
    """Text that reads otherwise; empty where it is missing on one side."""

    old: str
    new: str


def changes(old: str, new: str) -> list[Change]:
    """What differs, in order; where a line ends, and blanks, do not matter."""
    before, after = _sentences(old), _sentences(new)
    # In very many sentences those that come again and again are passed over: else it takes minutes.
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > MANY)
    return [
        change
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
        for change in _paired(before[a:b], after[c:d])
    ]


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Sentence by sentence where there are as many, else the whole piece at once."""
    if "".join(old) == "".join(new):
        return
    together = len(old) == len(new) or not old or not new
    pairs = zip_longest(old, new, fillvalue="") if together else [("".join(old), "".join(new))]
    for one, other in pairs:
        if one != other:
            yield Change(one, other)


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for line in text.split("\n"):
        block = block_of(BLANK.sub("", line))
        if isinstance(block, Heading):
            # A heading is the same with a full stop and without, in a line of its own or not.
            found.append(block.text.removesuffix("。"))
            found += SENTENCE.findall(block.body)
        else:
            found += SENTENCE.findall(block.text)
    return [one for one in found if one]


def excerpt(change: Change) -> Change:
    """The change with a few words around it instead of whole sentences."""
    old, new = change
    start = shared(old, new)
    end = min(shared(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    return Change(_cut(old, start, end), _cut(new, start, end))


def shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    first, last = max(0, start - SHOWN), min(len(text), len(text) - end + SHOWN)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return f"{before}{text[first:last]}{after}" if text else ""
