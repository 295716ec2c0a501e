"""The number that a line or a label begins with: 一、 （二） 3.

A pattern for it would be shorter and cost each start as much as reading a paragraph: classes of
Chinese characters are slow to compile.
"""

from __future__ import annotations

from typing import Final

CHINESE: Final = frozenset("一二三四五六七八九十")


def numbering(text: str, after: str = "、") -> int:
    """How long the numbering is that a text begins with; 0 where there is none.

    `after` are the signs that may follow 一; 3 is followed by a point or by 、.
    """
    if text.startswith("（"):
        end = _run(text, 1)
        return end + 1 if end > 1 and text.startswith("）", end) else 0
    end = _run(text, 0)
    if end:
        return end + 1 if text.startswith(tuple(after), end) else 0
    while text[end : end + 1].isdecimal():
        end += 1
    return end + 1 if end and text.startswith((".", "．", "、"), end) else 0


def _run(text: str, start: int) -> int:
    """The end of the Chinese numerals from a place on."""
    end = start
    while text[end : end + 1] in CHINESE:
        end += 1
    return end
