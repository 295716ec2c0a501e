"""A piece -> whether its own words take its number out of the tables: a part, a plan, a thing."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from xl_tools.prose.pieces import Piece
from xl_tools.prose.tokens import Token

FIRST_MONTH: Final = "1月"
LAST_MONTH: Final = "12月"


def is_apart(piece: Piece, table: str, by: str, ways: Container[str]) -> bool:
    """Is it none of the table's figures? `ways` are words for ways of applying."""
    reach = piece.has("reach")
    if piece.has("change") and not reach:
        return True
    if piece.has("thing") and any(token.has("thing") for token in _around(piece, 2)):
        return True
    if piece.has("restrict", "plan") and _is_restricted(piece, ways):
        return True
    if by == "row" and _is_narrowed(piece, table):
        return True
    return any(token.kind == "month" for token in piece.tokens) and not is_whole_year(piece)


def _around(piece: Piece, behind: int) -> tuple[Token, ...]:
    """The words up to the number and so many from there on; all where none says what it counts."""
    if piece.number is None or not any(t.entry.meanings for t in piece.tokens[: piece.number]):
        return piece.tokens
    return piece.tokens[: piece.number + behind]


def _is_restricted(piece: Piece, ways: Container[str]) -> bool:
    tokens = _around(piece, 0)
    if any(token.has("plan") for token in tokens):
        return True
    said = [i for i, token in enumerate(tokens) if token.has("restrict")]
    return bool(said) and not all(_is_one_of_several(tokens, i, ways) for i in said)


def _is_one_of_several(tokens: tuple[Token, ...], place: int, ways: Container[str]) -> bool:
    """书面和网上申请: not one way alone."""
    beside = tokens[max(place - 1, 0) : place + 2]
    return tokens[place].text in ways and any(token.has("join") for token in beside)


def _is_narrowed(piece: Piece, table: str) -> bool:
    """涉及征地的5件; not 涉及过程性信息的5件, which a row of the table is for."""
    if not piece.has("narrow"):
        return False
    following = (*piece.tokens[1:], None)
    return any(
        token.has("narrow") and not (then and any(m.table == table for m in then.entry.meanings))
        for token, then in zip(piece.tokens, following, strict=True)
    )


def is_whole_year(piece: Piece) -> bool:
    """From January to December, or until December."""
    months = [token.text for token in piece.tokens if token.kind == "month"]
    return months == [FIRST_MONTH, LAST_MONTH] or (months == [LAST_MONTH] and piece.has("until"))
