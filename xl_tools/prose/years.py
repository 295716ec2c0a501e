"""Pieces -> the year that each speaks of, and whether it compares with last year."""

from __future__ import annotations

from collections.abc import Container, Sequence

from xl_tools.prose.apart import is_whole_year
from xl_tools.prose.pieces import SEMICOLONS, Piece
from xl_tools.prose.tokens import Token


class Years:
    """Follows one paragraph; `own` is the report's year, `now` that of the piece, 0: several."""

    __slots__ = ("_by_word", "_reach", "_sentence", "_year", "now", "own", "yearly")

    def __init__(self, own: int, reach: Container[str]) -> None:
        self.own = self.now = self._year = own
        self.yearly = False  # does the sentence compare with last year?
        self._reach, self._by_word, self._sentence = reach, False, -1

    def enter(self, piece: Piece) -> None:
        """Take in the words of the next piece."""
        if self._by_word and self._goes_on(piece):
            self._year, self._by_word = self.own, False
        self.now = self._year
        years = {token.text for token in piece.tokens if token.kind == "year"}
        if years or piece.has("yearly", "current", "prior"):
            self._compare(piece)
            self._say(piece, years)
        if piece.number is not None and piece.after in self._reach and not years:
            self.now = self.own - 1  # 由5件降至4件

    def _goes_on(self, piece: Piece) -> bool:
        """Does it speak of another thing than 去年 did? Not with 其中."""
        apart = piece.before in SEMICOLONS and not piece.tokens[0].has("split")
        return apart or piece.sentence != self._sentence

    def _say(self, piece: Piece, years: set[str]) -> None:
        if len(years) > 1 and not is_whole_year(piece):
            self.now = 0
            return
        changed = piece.has("change")
        for index, token in enumerate(piece.tokens):
            year = self._said(token)
            if year is None:
                continue
            self.now = year
            if not changed and _leads(piece.tokens[:index]):
                self._year, self._sentence = year, piece.sentence
                self._by_word = token.kind != "year"

    def _compare(self, piece: Piece) -> None:
        """同比, 比上年, 比2023年: with last year; 比2019年: not with last year."""
        said = {self._said(token) for token in piece.tokens} - {None, self.own}
        if said - {self.own - 1}:
            self.yearly = False
        elif said or piece.has("yearly"):
            self.yearly = True

    def _said(self, token: Token) -> int | None:
        if token.kind == "year" and token.amount is not None:
            return int(token.amount.value)
        if token.has("current"):
            return self.own
        return self.own - 1 if token.has("prior") else None


def _leads(before: Sequence[Token]) -> bool:
    """Does a year with these words before it hold for what follows? Not in 与上年基本持平."""
    silent = all(token.has("filler", "join") for token in before)
    return silent and not (before and before[-1].has("join"))
