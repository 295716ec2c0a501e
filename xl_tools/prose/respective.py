"""A、B分别为1件、2件 -> A 1件、B 2件: each thing with the number that is dealt to it."""

from __future__ import annotations

from collections.abc import Sequence

from xl_tools.prose.tokens import Token


def dealt(tokens: list[Token]) -> list[Token]:
    """The tokens in their order; where as many things as numbers are told, in pairs."""
    place = next((i for i, token in enumerate(tokens) if token.has("respectively")), None)
    if place is None:
        return tokens
    start = next((i + 1 for i in range(place - 1, -1, -1) if tokens[i].kind == "mark"), 0)
    end, numbers = _numbers(tokens, place + 1)
    things = _things(tokens[start:place])
    after = dealt(tokens[end:])
    if len(numbers) < 2 or len(things) != len(numbers):
        return [*tokens[:end], *after]
    comma = Token("mark", "，", tokens[place].start, tokens[place].end)
    pairs = [
        token
        for thing, number in zip(things, numbers, strict=True)
        for token in (*thing, number, comma)
    ]
    return [*tokens[:start], *pairs[:-1], *after]


def _numbers(tokens: Sequence[Token], place: int) -> tuple[int, list[Token]]:
    """The numbers from a place on, with nothing but 、 and the like between them; their end."""
    found: list[Token] = []
    end = place
    while place < len(tokens) and tokens[place].kind == "number":
        found.append(tokens[place])
        end = place + 1
        between = tokens[end : end + 1]
        joined = bool(between) and (between[0].has("join") or between[0].text == "，")
        place = end + joined
    return end, found


def _things(tokens: Sequence[Token]) -> list[list[Token]]:
    """What stands between 、 and 和."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.has("join"):
            found.append([])
        else:
            found[-1].append(token)
    return [thing for thing in found if thing]
