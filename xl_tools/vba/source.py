"""VBA source -> its procedures, and its lines without texts and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_tools.records import NamedTuple

# Comment or text, whichever comes first; a doubled quotation mark is two texts side by side.
SILENT: Final = re.compile(r'"[^"\n]*"|\'.*')
PROCEDURE: Final = re.compile(
    r"^[ \t]*(?:(?:Public|Private|Friend)[ \t]+)?(?:Static[ \t]+)?"
    r"(Sub|Function|Property[ \t]+(?:Get|Let|Set))[ \t]+(\w+).*?"
    r"^[ \t]*End[ \t]+(?:Sub|Function|Property)\b[^\n]*(?:\n|\Z)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)


class Procedure(NamedTuple):
    """One procedure with everything from its first to its last line."""

    name: str
    text: str


def procedures(source: str) -> Iterator[Procedure]:
    """The procedures of a module, in order."""
    for found in PROCEDURE.finditer(source):
        yield Procedure(found[2], found[0])


def declarations(source: str) -> str:
    """What stands before the first procedure."""
    first = PROCEDURE.search(source)
    return source[: first.start()] if first else source


def code(source: str) -> str:
    """The source with every comment and the content of every text taken out."""
    return SILENT.sub(_silenced, source)


def _silenced(found: re.Match[str]) -> str:
    return '""' if found[0].startswith('"') else ""


def words(source: str) -> frozenset[str]:
    """The words of the code in lower case: VBA does not tell them apart by case."""
    return frozenset(re.findall(r"\w+", code(source).lower()))
