"""Shared and inline strings -> plain text: runs joined, phonetic hints left out."""

from __future__ import annotations

from typing import Final

from xl_tools.ooxml.text import cell_text
from xl_tools.ooxml.xml import Markup, pattern

# One shared string: its only text (group 3), or all that is inside it (group 4).
ITEM: Final = rb"""
    <~si@ (?: (?<=/>) | (?<!/>) (?: <~t@ (?: (?<=/>) | (?<!/>) ([^<]*) </~t> ) </~si>
                                  | (.*?) </~si\s*> ) )
"""
TEXT: Final = rb"<~t@ (?<!/>) ([^<]*) </~t\s*>"
PHONETIC: Final = rb"<~rPh(?=[\s/>]) .*? </~rPh\s*>"


def shared_strings(xml: Markup) -> tuple[str, ...]:
    """The strings that cells name by number."""
    return tuple(
        cell_text(rich_text(inside, xml.prefix) if inside else text)
        for _, _, text, inside in pattern(ITEM, xml.prefix).findall(xml.text)
    )


def rich_text(inside: bytes, prefix: bytes) -> bytes:
    """The character data of what stands in an `<is>` or `<si>`: its runs joined."""
    if b"rPh" in inside:
        inside = pattern(PHONETIC, prefix).sub(b"", inside)
    return b"".join(text for _, text in pattern(TEXT, prefix).findall(inside))
