"""Tokens -> pieces: what stands between two marks, with at most one number in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xl_tools.prose.tokens import SENTENCE_ENDS, Token


class Piece(NamedTuple):
    """Tokens that belong together; `before` and `after` are the marks around them."""

    tokens: tuple[Token, ...]
    sentence: int
    before: str
    after: str

    @property
    def number(self) -> int | None:
        """Where the number stands."""
        return next((i for i, t in enumerate(self.tokens) if t.kind == "number"), None)


def pieces(tokens: list[Token]) -> Iterator[Piece]:
    """Cut at marks; behind a number also at 、 and 和, where another number follows."""
    current: list[Token] = []
    sentence, before, counted = 0, "", False
    for index, token in enumerate(tokens):
        is_mark = token.kind == "mark"
        if is_mark or (counted and _cuts(tokens, index)):
            if current:
                yield Piece(tuple(current), sentence, before, token.text)
            sentence += is_mark and token.text in SENTENCE_ENDS
            before, current, counted = token.text, [], False
            if is_mark or token.has("join"):
                continue
        current.append(token)
        counted = counted or token.kind == "number"
    if current:
        yield Piece(tuple(current), sentence, before, "")


def _cuts(tokens: list[Token], index: int) -> bool:
    """Another number comes before the next mark, and no 、 or 和 between here and it."""
    if tokens[index].has("join"):
        return _next_number(tokens, index + 1) is not None
    after = _next_number(tokens, index)
    return after is not None and not any(t.has("join") for t in tokens[index:after])


def _next_number(tokens: list[Token], place: int) -> int | None:
    for index in range(place, len(tokens)):
        if tokens[index].kind in ("mark", "number"):
            return index if tokens[index].kind == "number" else None
    return None
