"""editions/*.toml -> Edition: everything the official form says, as immutable values."""

from __future__ import annotations

from xl_tools.edition.prose import Phrase, Prose, Spoken
from xl_tools.edition.toml import builtin_editions, load_edition
from xl_tools.edition.values import (
    NUMBER_TYPES,
    Ask,
    Block,
    Bridge,
    Carry,
    Edition,
    Editions,
    Figure,
    Line,
    Model,
    RelationText,
    Rule,
    Section,
    Table,
    Topic,
)

__all__ = [
    "NUMBER_TYPES",
    "Ask",
    "Block",
    "Bridge",
    "Carry",
    "Edition",
    "Editions",
    "Figure",
    "Line",
    "Model",
    "Phrase",
    "Prose",
    "RelationText",
    "Rule",
    "Section",
    "Spoken",
    "Table",
    "Topic",
    "builtin_editions",
    "load_edition",
]
