"""同比增长12.5%, 比上年减少3件 -> which figure, and by how much it is said to have changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from xl_tools.prose.claims import COUNT, Claim, Doubt, Options
from xl_tools.prose.context import Context
from xl_tools.prose.judging import AGREES, Judge, Mention
from xl_tools.prose.meant import Interpreter
from xl_tools.prose.numerals import Amount
from xl_tools.prose.pieces import Piece, piece_of
from xl_tools.records import NamedTuple

UP: Final = 1
DOWN: Final = -1
LEVEL: Final = 0
DIRECTIONS: Final = {"up": UP, "down": DOWN, "level": LEVEL}
SAME: Final = Amount(Decimal(0), Decimal(1), False)
# Beside such words a change is of something else, of a part, or not to be recomputed.
SPOILS: Final = (
    "thing", "restrict", "plan", "about", "foreign", "sticky", "reach", "narrow", "share",
    "negation",
)  # fmt: skip
OWN_SCOPES: Final = ("same", "smaller")


class Said(NamedTuple):
    """A change as the text tells it: of the claim `of`, or of the cells its own words name."""

    section: str
    start: int
    end: int
    direction: int
    amount: Amount
    unit: str
    of: int | None
    options: Options
    scope: str


class Change(NamedTuple):
    """A change that can be recomputed: the quote, and the cells it may be of, likeliest first.

    `sure`: the figure stands before it and is said in so many words.
    """

    section: str
    quote: str
    direction: int
    amount: Amount
    unit: str
    options: Options
    sure: bool = False


class Words(NamedTuple):
    """What a piece says of a change: its direction, how much, and the place of the quote."""

    direction: int
    amount: Amount
    unit: str


def words_of(piece: Piece, context: Context) -> Words | None:
    """The change since last year that a piece tells, if it tells one."""
    if not context.years.yearly or piece.has(*SPOILS):
        return None
    if any(token.kind in ("other", "month") for token in piece.tokens):
        return None
    before = piece.tokens if piece.number is None else piece.tokens[: piece.number]
    said = [kind for token in before for kind in DIRECTIONS if token.has(kind)]
    if not said:
        return None
    direction = DIRECTIONS[said[-1]]
    amount = SAME if direction == LEVEL else piece.amount
    if amount is None or amount.rough:
        return None
    return Words(direction, amount, piece.unit)


def subject_of(
    piece: Piece, context: Context, claims: Sequence[Claim], interpreter: Interpreter
) -> tuple[int | None, Options]:
    """What has changed: what the piece names itself, else the count told last in the sentence."""
    end = len(piece.tokens) if piece.number is None else piece.number
    named = tuple(token for token in piece.tokens[:end] if token.entry.meanings)
    if named:
        return None, _named(piece_of(named, piece.sentence, "", ""), context, interpreter)
    return _told_last(piece, context, claims), ()


def _named(piece: Piece, context: Context, interpreter: Interpreter) -> Options:
    topics = context.topics_of(piece) or context.running
    meant = interpreter.plain(piece, topics, context) if topics else None
    return meant.options if meant is not None and meant.doubt <= Doubt.SOME else ()


def _told_last(piece: Piece, context: Context, claims: Sequence[Claim]) -> int | None:
    here = (context.paragraph, piece.sentence, context.inside)
    for index in range(len(claims) - 1, -1, -1):
        claim = claims[index]
        if (claim.paragraph, claim.sentence) != here[:2]:
            return None
        if claim.kind == COUNT and claim.inside == here[2] and claim.year == context.years.own:
            return index
    return None


def recomputable(
    said: Sequence[Said], mentions: Sequence[Mention], judge: Judge, narrative: Sequence[str]
) -> tuple[Change, ...]:
    """The changes of figures that are known; `narrative` holds the text of each."""
    found = []
    for one, text in zip(said, narrative, strict=True):
        options = one.options if one.of is None else _agreed(mentions[one.of])
        if options and (one.of is not None or judge.whose(one.scope) in OWN_SCOPES):
            quote = text[one.start : one.end]
            sure = one.of is not None and mentions[one.of].sure
            words = (one.section, quote, one.direction, one.amount, one.unit)
            found.append(Change(*words, options, sure))
    return tuple(found)


def _agreed(mention: Mention) -> Options:
    return (mention.cells,) if mention.state == AGREES else ()
