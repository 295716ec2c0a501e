"""A paragraph as written -> body text, a heading of its own, or a heading that runs in."""

from __future__ import annotations

import re
from typing import Final

from xl_tools.document.blocks import Heading, Paragraph

# A heading's number -> its level.
NUMBERS: Final = (
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"), 2),
    (re.compile(r"[1-9][0-9]?[.．、](?![0-9])"), 3),
)
# Longer lines are text that happens to begin with a number.
LONGEST: Final = 30


def block_of(line: str) -> Heading | Paragraph:
    """The block of one paragraph; nothing of its text is lost or added."""
    level = next((level for number, level in NUMBERS if number.match(line)), 0)
    if not level:
        return Paragraph(line)
    text, stop, body = line.partition("。")
    if body:
        return Heading(level, text + stop, body)
    return Heading(level, line) if len(line) <= LONGEST else Paragraph(line)
