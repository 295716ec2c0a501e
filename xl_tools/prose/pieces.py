"""Tokens -> pieces: what stands between two marks, with at most one number in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xl_tools.prose.numerals import Amount
from xl_tools.prose.tokens import SENTENCE_ENDS, Token


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


def continued(found: Iterable[Piece]) -> Iterator[Piece]:
    """Numbers with no words of their own take those before them.

    收到申请由40件增至47件: the second number counts what the first does; 商业企业次之，共18件.
    And 没有被申请行政复议，被提起行政诉讼 says no of both.
    """
    last: Piece | None = None
    for piece in map(_without_whole, map(_without_reason, found)):
        last = _behind(last, piece) if last and _continues(last, piece) else piece
        yield last


def _without_reason(piece: Piece) -> Piece:
    """2件因期限未满结转下年度: between 因 behind a number and the last word for a table is why."""
    if piece.number is None or not piece.has("because"):
        return piece
    behind = range(piece.number + 1, len(piece.tokens))
    start = next((i for i in behind if piece.tokens[i].has("because")), None)
    end = max((i for i in behind if piece.tokens[i].entry.meanings), default=-1)
    if start is None or end < start:
        return piece
    kept = (*piece.tokens[:start], *piece.tokens[end:])
    return piece_of(kept, piece.sentence, piece.before, piece.after)


def _without_whole(piece: Piece) -> Piece:
    """新收申请中有2件结转: what stands before 中有 is not what is counted, only its matter is."""
    if piece.number is None or not piece.has("among"):
        return piece
    start = next(i for i, token in enumerate(piece.tokens) if token.has("among"))
    if start > piece.number:
        return piece
    matters = (t for t in piece.tokens[:start] if any(m.topic for m in t.entry.meanings))
    kept = (*matters, *piece.tokens[start:])
    return piece_of(kept, piece.sentence, piece.before, piece.after)


def _continues(last: Piece, piece: Piece) -> bool:
    if piece.tokens[0].has("reach"):
        return True
    if _is_denied(last, piece):
        return True
    bare = piece.number == 1 and piece.tokens[0].has("altogether") and len(piece.tokens) == 2
    return bare and last.number is None and piece.before in ("，", ",")


def _is_denied(last: Piece, piece: Piece) -> bool:
    told = last.number is not None or piece.number is not None
    if told or piece.has("negation") or piece.before not in ("，", ","):
        return False
    return last.has("negation") and piece.tokens[0].has("filed")


def _behind(last: Piece, piece: Piece) -> Piece:
    said = last.tokens
    if _is_denied(last, piece):
        said = tuple(t for t in last.tokens if t.has("negation"))[:1]
    if piece.tokens[0].has("reach"):
        said = tuple(t for t in last.tokens if t.kind == "word" and not t.has("prior"))
    return piece_of((*said, *piece.tokens), piece.sentence, piece.before, piece.after)


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
