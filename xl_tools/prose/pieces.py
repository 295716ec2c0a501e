"""Tokens -> pieces: what stands between two marks, with at most one number in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.prose.numerals import Amount
from xl_tools.prose.tokens import SENTENCE_ENDS, Token
from xl_tools.records import NamedTuple

SEMICOLONS: Final = ("；", ";")


class Piece(NamedTuple):
    """Tokens that belong together; `before` and `after` are the marks around them.

    `kinds` are those of all its words, `number` is the place of its number.
    """

    tokens: tuple[Token, ...]
    sentence: int
    before: str
    after: str
    kinds: frozenset[str]
    number: int | None

    @property
    def amount(self) -> Amount | None:
        """The number itself."""
        return None if self.number is None else self.tokens[self.number].amount

    @property
    def unit(self) -> str:
        """What it is counted in; nothing where there is no number."""
        return "" if self.number is None else self.tokens[self.number].unit

    def beside(self, kind: str) -> bool:
        """Does a word of this kind stand right before or behind the number?"""
        if self.number is None:
            return False
        around = self.tokens[max(self.number - 1, 0) : self.number + 2]
        return any(token.has(kind) for token in around)

    @property
    def is_numeral(self) -> bool:
        """Is it written in digits? 一个, 三项 are words where nothing says what they count."""
        return self.number is not None and self.tokens[self.number].text[0].isdecimal()

    def has(self, *kinds: str) -> bool:
        """Is there a word of one of these kinds?"""
        return not self.kinds.isdisjoint(kinds)


def piece_of(tokens: tuple[Token, ...], sentence: int, before: str, after: str) -> Piece:
    """A piece with what is often asked of it."""
    kinds: frozenset[str] = frozenset().union(*(token.entry.kinds for token in tokens))
    number = next((i for i, token in enumerate(tokens) if token.kind == "number"), None)
    return Piece(tokens, sentence, before, after, kinds, number)


def pieces(tokens: list[Token]) -> Iterator[Piece]:
    """Cut at marks; behind a number also at 、 and 和, where another number follows."""
    current: list[Token] = []
    sentence, before, counted = 0, "", False
    for index, token in enumerate(tokens):
        is_mark = token.kind == "mark"
        if is_mark or (counted and _cuts(tokens, index)):
            if current:
                yield piece_of(tuple(current), sentence, before, token.text)
            sentence += is_mark and token.text in SENTENCE_ENDS
            before, current, counted = token.text, [], False
            if is_mark or token.has("join"):
                continue
        if not current and token.has("join"):
            continue  # 、 behind a bracket
        current.append(token)
        counted = counted or token.kind == "number"
    if current:
        yield piece_of(tuple(current), sentence, before, "")


def _cuts(tokens: list[Token], index: int) -> bool:
    """Another number comes before the next mark, and no 、 or 和 between here and it.

    制发2件、没有废止: behind 、 also a word that says of none.
    """
    if tokens[index].has("join"):
        denied = index + 1 < len(tokens) and tokens[index + 1].has("negation")
        return denied or _next_number(tokens, index + 1) is not None
    after = _next_number(tokens, index)
    return after is not None and not any(t.has("join") for t in tokens[index:after])


def _next_number(tokens: list[Token], place: int) -> int | None:
    for index in range(place, len(tokens)):
        if tokens[index].kind in ("mark", "number"):
            return index if tokens[index].kind == "number" else None
    return None
