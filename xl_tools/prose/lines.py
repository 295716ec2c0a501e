"""How an edition's prose block names rows and columns -> the lines of a table."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from xl_tools.edition import Line, Table
from xl_tools.prose.numbering import numbering

Ids = tuple[str, ...]
Options = tuple[Ids, ...]
EXPLANATION: Final = r"（[^（）]*）"  # compiled where labels are read: not for words as built
TERM: Final = re.compile(r"([+-]?)\s*([^\s+-]+)")


def columns_of(table: Table) -> tuple[Line, ...]:
    """The columns of a table whatever its layout, each once."""
    in_blocks = {column.id: column for block in table.blocks for column in block.columns}
    return table.columns or tuple(in_blocks.values())


def lines_meant(text: str, lines: tuple[Line, ...]) -> Ids:
    """The lines of `result - misc`: by role, else by id, else by the label above them."""
    chosen: set[str] = set()
    for sign, term in TERM.findall(text):
        found = (
            {line.id for line in lines if term in line.roles}
            or {line.id for line in lines if line.id == term}
            or {line.id for line in lines if term in map(plain_label, line.group)}
        )
        if not found:
            return ()
        chosen = chosen - found if sign == "-" else chosen | found
    return tuple(line.id for line in lines if line.id in chosen)


@cache
def plain_label(label: str) -> str:
    """A label as prose writes it: no numbering, no explanation in brackets."""
    return re.sub(EXPLANATION, "", label[numbering(label) :]).strip()
