"""A、B分别为1件、2件 -> A 1件、B 2件: each thing with the number that is dealt to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xl_tools.prose.tokens import SENTENCE_ENDS, Token
from xl_tools.records import NamedTuple

Things = list[list[Token]]
COMMA: Final = "，"


class Row(NamedTuple):
    """A clause that tells several numbers one after another: the words before them, its end."""

    words: list[Token]
    numbers: list[Token]
    end: int


def dealt(tokens: list[Token]) -> list[Token]:
    """The tokens in their order; where as many things as numbers are told, in pairs."""
    place = next((i for i, token in enumerate(tokens) if "respectively" in token.entry.kinds), None)
    if place is None:
        return tokens
    start = next((i + 1 for i in range(place - 1, -1, -1) if tokens[i].kind == "mark"), 0)
    row = _row(tokens, place + 1)
    things = _dealt_to(tokens, start, place, row)
    if not things:
        return [*tokens[: row.end], *dealt(tokens[row.end :])]
    comma = Token("mark", COMMA, tokens[place].start, tokens[place].end)
    shared = [] if len(_things(row.words)) > 1 else row.words
    pairs = list(_pairs(things, shared, row.numbers, comma))
    end = row.end
    while (more := _next_row(tokens, end, len(things))) is not None:
        pairs += _pairs(things, more.words, more.numbers, comma)
        end = more.end
    return [*tokens[:start], *pairs[:-1], *dealt(tokens[end:])]


def _pairs(
    things: Things, words: Sequence[Token], numbers: Sequence[Token], comma: Token
) -> Iterator[Token]:
    for thing, number in zip(things, numbers, strict=True):
        yield from (*thing, *words, number, comma)


def _dealt_to(tokens: Sequence[Token], start: int, place: int, row: Row) -> Things:
    """As many things as numbers: before 分别, behind it, or the years of the sentence."""
    before = tokens[start:place] or _clause_before(tokens, start)
    things, behind = _things(before), _things(row.words)
    count = len(row.numbers)
    if count < 2:
        return []
    if len(things) == count:
        return things
    if len(behind) == count:
        topics = [t for t in row.words if any(m.topic for m in t.entry.meanings)]
        return [[*before, *_with(thing, topics)] for thing in behind]
    years = _years(tokens[:place])
    common = [token for token in before if token.kind != "year"]
    return [[year, *common] for year in years] if len(years) == count else []


def _clause_before(tokens: Sequence[Token], end: int) -> Sequence[Token]:
    """由自然人、企业提出，分别为14件、2件: the clause before the comma, where it has no number."""
    if not end or tokens[end - 1].text != COMMA:
        return ()
    marks = (i + 1 for i in range(end - 2, -1, -1) if tokens[i].kind == "mark")
    clause = tokens[next(marks, 0) : end - 1]
    return () if any(token.kind == "number" for token in clause) else clause


def _with(thing: list[Token], topics: Sequence[Token]) -> list[Token]:
    """制发 in 制发、废止规范性文件: of 规范性文件 too."""
    return thing if any(token in topics for token in thing) else [*thing, *topics]


def _years(tokens: Sequence[Token]) -> list[Token]:
    """The years named in the sentence so far."""
    ends = (i for i in range(len(tokens) - 1, -1, -1) if tokens[i].text in SENTENCE_ENDS)
    return [token for token in tokens[next(ends, -1) + 1 :] if token.kind == "year"]


def _next_row(tokens: Sequence[Token], end: int, count: int) -> Row | None:
    """The clause behind a comma that deals as many numbers to the same things."""
    if end >= len(tokens) or tokens[end].text != COMMA:
        return None
    row = _row(tokens, end + 1)
    is_like = len(row.numbers) == count and row.words and not any(t.has("join") for t in row.words)
    return row if is_like else None


def _row(tokens: Sequence[Token], place: int) -> Row:
    """Words, then numbers with nothing but 、 and the like between them."""
    first = place
    while first < len(tokens) and tokens[first].kind not in ("mark", "number"):
        first += 1
    end, numbers = _numbers(tokens, first)
    return Row(list(tokens[place:first]), numbers, end if numbers else place)


def _numbers(tokens: Sequence[Token], place: int) -> tuple[int, list[Token]]:
    """The numbers from a place on, and where they end."""
    found: list[Token] = []
    end = place
    while place < len(tokens) and tokens[place].kind == "number":
        found.append(tokens[place])
        end = place + 1
        between = tokens[end : end + 1]
        joined = bool(between) and (between[0].has("join") or between[0].text == COMMA)
        place = end + joined
    return end, found


def _things(tokens: Sequence[Token]) -> Things:
    """What stands between 、 and 和."""
    found: Things = [[]]
    for token in tokens:
        if token.has("join"):
            found.append([])
        else:
            found[-1].append(token)
    return [thing for thing in found if thing]
