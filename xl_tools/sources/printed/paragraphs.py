"""Lines -> paragraphs: what a line or a page break cut in two is put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xl_tools.sources.printed.values import MAYBE, SURELY, Paragraph
from xl_tools.sources.printed.wording import BLANKS

ENDED: Final = "。！？；：…!?;:”）)》】"
# What opens a paragraph of its own.
OPENS: Final = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,2}[.．、](?![0-9])"
    r"|第[一二三四五六七八九十]+[章节条]"
)
# A line this short without a full stop is a heading, or the last of its paragraph.
SHORT: Final = 20


def rejoined(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The paragraphs, each line that goes on with the one before it put behind it."""
    whole: list[Paragraph] = []
    last = ""
    for one in paragraphs:
        text = one.text.strip(BLANKS)
        if not text:
            continue
        if whole and (one.joins == SURELY or (one.joins == MAYBE and goes_on(last, text))):
            whole[-1] = whole[-1]._replace(text=glued(whole[-1].text, text))
        else:
            whole.append(one._replace(text=text))
        last = text
    return whole


def goes_on(before: str, text: str) -> bool:
    """Is a line the rest of the one before it?"""
    if not before or before[-1] in ENDED or OPENS.match(text):
        return False
    return len(before) >= SHORT or before[-1] in "，、,"


def glued(before: str, text: str) -> str:
    """Two lines as one; words of Latin letters keep a space between them."""
    between = " " if before[-1].isascii() and text[0].isascii() and before[-1].isalpha() else ""
    return f"{before}{between}{text}"
