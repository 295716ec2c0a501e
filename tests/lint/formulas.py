"""Formula text -> what stops Excel from reading it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

MAX_LENGTH = 8192
CLOSING = {"(": ")", "{": "}"}

# In order of trial; what none of them matches is a character that no formula holds.
TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
    | (?P<error>\#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!))
    | (?P<function>[^\W\d][\w.]*(?=\())
    | (?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(!]))
    | (?P<column>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.]))
    | (?P<row>\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.]))
    | (?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+)
    | (?P<truth>(?:TRUE|FALSE)(?![\w.]))
    | (?P<name>[^\W\d][\w.]*)
    | (?P<operator><=|>=|<>|[-+*/^&=<>:])
    | (?P<percent>%)
    | (?P<separator>[,;])
    | (?P<open>[({])
    | (?P<close>[)}])
    """,
    re.VERBOSE,
)
OPERANDS = frozenset({"text", "error", "cell", "column", "row", "number", "truth", "name"})
SIGNS = frozenset("+-")


class Names(NamedTuple):
    """What a formula may refer to: sheets and defined names, both in lower case."""

    sheets: Collection[str]
    defined: Collection[str]


class _Token(NamedTuple):
    kind: str
    text: str


def formula_complaints(formula: str, names: Names) -> Iterator[str]:
    """Everything wrong with one formula, written without its leading equals sign."""
    if formula.startswith("="):
        yield "starts with an equals sign"
        return
    if len(formula) > MAX_LENGTH:
        yield f"has {len(formula)} characters"
    tokens, rest = _tokens(formula)
    if rest:
        yield f"cannot be read from {rest[:20]!r}"
        return
    yield from _brackets(tokens)
    yield from _grammar(tokens)
    yield from _references(tokens, names)


def _tokens(formula: str) -> tuple[list[_Token], str]:
    """The tokens of a formula, and what is left where none fits."""
    found: list[_Token] = []
    at = 0
    while match := TOKEN.match(formula, at):
        if match.lastgroup != "space":
            found.append(_Token(match.lastgroup or "", match[0]))
        at = match.end()
    return found, formula[at:]


def _brackets(tokens: list[_Token]) -> Iterator[str]:
    waiting: list[str] = []
    for token in tokens:
        if token.kind == "open":
            waiting.append(CLOSING[token.text])
        elif token.kind == "close" and (not waiting or waiting.pop() != token.text):
            yield f"closes {token.text} that was not opened"
            return
    if waiting:
        yield f"lacks {''.join(reversed(waiting))}"


def _grammar(tokens: list[_Token]) -> Iterator[str]:
    """An operator between two operands, and nothing else between them."""
    wanted = True  # an operand may stand here
    for token, before in zip(tokens, [_Token("", ""), *tokens], strict=False):
        if token.kind in OPERANDS or token.kind in ("sheet", "function", "open"):
            if not wanted and before.kind not in ("function", "sheet"):
                yield f"has {token.text} right after {before.text}"
            wanted = token.kind not in OPERANDS
        elif token.kind in ("operator", "percent"):
            if wanted and token.text not in SIGNS:
                yield f"has {token.text} after {before.text or 'nothing'}"
            wanted = token.kind == "operator"
        elif token.kind == "separator":
            wanted = True
        elif wanted and before.kind == "operator":
            yield f"has {token.text} after {before.text}"
        else:
            wanted = False
    if not tokens or tokens[-1].kind in ("operator", "sheet"):
        yield "ends too early"


def _references(tokens: list[_Token], names: Names) -> Iterator[str]:
    for token in tokens:
        if token.kind == "sheet":
            sheet = token.text[:-1].removeprefix("'").removesuffix("'").replace("''", "'")
            if sheet.lower() not in names.sheets:
                yield f"refers to sheet {sheet}, which is missing"
        elif token.kind == "name" and token.text.lower() not in names.defined:
            yield f"refers to name {token.text}, which is missing"
        elif token.text == "#REF!":
            yield "refers to a cell that is gone"
