"""Pieces -> pieces that each say what their number counts, whatever marks stand in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xl_tools.prose.lexicon import Entry
from xl_tools.prose.pieces import Piece, piece_of
from xl_tools.prose.tokens import Token

OPENING: Final = ("（", "(")
CLOSING: Final = ("）", ")")
COMMAS: Final = ("，", ",")
COLONS: Final = ("：", ":")
PERCENT: Final = "%"
AND: Final = "、"
# Words that lead to a number and do not say what it counts.
LEADING: Final = ("altogether", "whole", "own", "current", "cause", "filler")
JOIN: Final = Entry(frozenset({"join"}), ())


def continued(found: Iterable[Piece]) -> Iterator[Piece]:
    """Numbers with no words of their own take those before them, or those behind a bracket.

    收到申请由40件增至47件: the second number counts what the first does; 商业企业次之，共18件.
    And 没有被申请行政复议，被提起行政诉讼 says no of both.
    """
    last: Piece | None = None
    counted: Piece | None = None
    for piece in _with_brackets(list(_trimmed(found))):
        of = counted if piece.tokens[0].has("reach") else last
        last = _behind(of, piece) if of and _continues(of, piece) else piece
        counted = counted if _is_only_change(last) else last
        yield last


def _is_only_change(piece: Piece) -> bool:
    """上升17.5%，达到47件: what has reached 47 is told before the change."""
    return piece.unit == PERCENT and piece.has("change")


def _trimmed(found: Iterable[Piece]) -> Iterator[Piece]:
    """What only says why, how, or from among what, is no word for the number."""
    waiting: Piece | None = None
    for piece in filter(None, map(_without_ways, found)):
        if waiting is None:
            waiting = piece
        elif _finishes(waiting, piece):
            waiting = _joined(waiting, piece.tokens, piece.after)
        else:
            yield _without_whole(_without_reason(waiting))
            waiting = piece
    if waiting is not None:
        yield _without_whole(_without_reason(waiting))


def _joined(piece: Piece, tokens: Sequence[Token], after: str) -> Piece:
    return piece_of((*piece.tokens, *tokens), piece.sentence, piece.before, after)


# ---- how, why, from among what -----------------------------------------------------------


def _without_ways(piece: Piece) -> Piece | None:
    """通过信函、网络等渠道收到: by all ways, so it takes nothing away. None: nothing is left."""
    if not (piece.has("by") and piece.has("way")):
        return piece
    start = next(i for i, token in enumerate(piece.tokens) if token.has("by"))
    ends = (i for i, token in enumerate(piece.tokens) if i > start and token.has("way"))
    end = next(ends, start)
    if not any(token.has("join", "several") for token in piece.tokens[start:end]):
        return piece
    kept = (*piece.tokens[:start], *piece.tokens[end + 1 :])
    return piece_of(kept, piece.sentence, piece.before, piece.after) if kept else None


def _reason(piece: Piece) -> int | None:
    """Where 因 stands behind the number."""
    if piece.number is None or not piece.has("because"):
        return None
    behind = range(piece.number + 1, len(piece.tokens))
    return next((i for i in behind if piece.tokens[i].has("because")), None)


def _finishes(piece: Piece, then: Piece) -> bool:
    """7件因临近年底，转下年办理: what became of them stands behind the reason and a comma."""
    told = then.number is not None or then.before not in COMMAS or then.has("negation")
    if told or _reason(piece) is None or not any(map(_is_measure, then.tokens)):
        return False
    return not any(map(_is_measure, piece.tokens[: piece.number]))


def _without_reason(piece: Piece) -> Piece:
    """2件因期限未满结转下年度: behind 因 only a word for one row alone counts, and the last."""
    start = _reason(piece)
    end = max((i for i, token in enumerate(piece.tokens) if token.entry.meanings), default=-1)
    if start is None or end < start:
        return piece
    exact = (token for token in piece.tokens[start:end] if _is_exact(token))
    kept = (*piece.tokens[:start], *exact, *piece.tokens[end:])
    return piece_of(kept, piece.sentence, piece.before, piece.after)


def _is_measure(token: Token) -> bool:
    return any(m.rows and not m.topic for m in token.entry.meanings)


def _is_exact(token: Token) -> bool:
    """Does it mean one line and no other?"""
    said = (m.rows or m.columns for m in token.entry.meanings if not (m.topic or m.weak))
    return any(len(lines) == len(lines[0]) == 1 for lines in said)


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


# ---- brackets ----------------------------------------------------------------------------


def _with_brackets(found: Sequence[Piece]) -> Iterator[Piece]:
    """过程性信息（196件）, 予以公开（含部分公开）583件: the words before go with the number."""
    place = 0
    while place < len(found):
        piece, rest = found[place], found[place + 1 : place + 3]
        place += 1
        if piece.after in OPENING and rest and rest[0].number == 0 and rest[0].unit != PERCENT:
            before, piece = _words_apart(piece)
            if before is not None:
                yield before
            if piece.number is None:
                piece, place = _joined(piece, rest[0].tokens, rest[0].after), place + 1
        elif _has_aside(piece, rest):
            aside = rest[0].tokens if rest[0].tokens[0].has("split") else ()
            piece = _joined(piece, (*_and(aside), *rest[1].tokens), rest[1].after)
            place += 2
        yield piece


def _words_apart(piece: Piece) -> tuple[Piece | None, Piece]:
    """不予公开832件主要涉及过程性信息（196件）: the words behind 832件 are of the bracket."""
    if piece.number is None or not any(map(_is_measure, piece.tokens[piece.number + 1 :])):
        return None, piece
    before, behind = piece.tokens[: piece.number + 1], piece.tokens[piece.number + 1 :]
    return (
        piece_of(before, piece.sentence, piece.before, COMMAS[0]),
        piece_of(behind, piece.sentence, COMMAS[0], piece.after),
    )


def _has_aside(piece: Piece, rest: Sequence[Piece]) -> bool:
    """Words, a bracket without a number, and a number at once behind it."""
    if piece.number is not None or piece.after not in OPENING or len(rest) < 2:
        return False
    aside, then = rest
    return aside.number is None and aside.after in CLOSING and then.number == 0


def _and(aside: Sequence[Token]) -> Iterator[Token]:
    """含部分公开 as 、部分公开."""
    for token in aside:
        yield token._replace(entry=JOIN, text=AND) if token.has("split") else token


# ---- words of the piece before -----------------------------------------------------------


def _continues(last: Piece, piece: Piece) -> bool:
    if piece.tokens[0].has("reach"):
        return True
    if _is_denied(last, piece):
        return True
    if piece.number == 0 and len(piece.tokens) == 1 and piece.before in COLONS:
        return last.number is None and not last.has("split")  # 本年新收申请：133件
    if piece.before not in COMMAS or not _is_bare(piece):
        return False
    if _is_only_share(last):
        return True  # 自然人占九成，为1163件
    led = piece.number == 1 or any(m.topic for t in last.tokens for m in t.entry.meanings)
    return last.number is None and led and piece.has("altogether")


def _is_bare(piece: Piece) -> bool:
    """共45件, 全市共发生98件: nothing says what is counted, and nothing follows the number."""
    before = piece.tokens[:-1]
    return piece.number == len(before) and all(token.has(*LEADING) for token in before)


def _is_only_share(piece: Piece) -> bool:
    """自然人占89.1%: does it tell a share of something, and nothing else?"""
    if piece.unit != PERCENT or piece.number is None or piece.has("change"):
        return False
    return piece.tokens[piece.number - 1].has("share") and piece.number > 1


def _is_denied(last: Piece, piece: Piece) -> bool:
    told = last.number is not None or piece.number is not None
    if told or piece.has("negation") or piece.before not in COMMAS:
        return False
    return last.has("negation") and piece.tokens[0].has("filed")


def _behind(last: Piece, piece: Piece) -> Piece:
    said = last.tokens
    if _is_denied(last, piece):
        said = tuple(t for t in last.tokens if t.has("negation"))[:1]
    if piece.tokens[0].has("reach"):
        said = tuple(t for t in last.tokens if t.kind == "word" and not t.has("prior"))
    elif _is_only_share(last):
        said = tuple(t for t in last.tokens[: last.number] if not t.has("share"))
    return piece_of((*said, *piece.tokens), piece.sentence, piece.before, piece.after)
