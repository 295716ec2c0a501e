"""A paragraph as written -> body text, a heading of its own, or a heading that runs in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeGuard

from xl_tools.document.blocks import Block, Heading, Paragraph

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


def arranged(blocks: Iterable[Heading | Paragraph], second_level: str) -> list[Block]:
    """The blocks with headings of the second level where an office wants them.

    A full stop comes or goes with the line of its own, as the rules of writing have it.
    """
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if second_level == "own line" and _is_second(block) and block.body:
            found += [block._replace(text=block.text.rstrip("。"), body=""), Paragraph(block.body)]
        elif second_level == "run in" and _is_bare(last) and isinstance(block, Paragraph):
            found[-1:] = [_run_in(last, block)]
        else:
            found.append(block)
    return found


def _is_second(block: Block | None) -> TypeGuard[Heading]:
    return isinstance(block, Heading) and block.level == 2


def _is_bare(block: Block | None) -> TypeGuard[Heading]:
    return _is_second(block) and not block.body


def _run_in(heading: Heading, text: Paragraph) -> Heading:
    stop = "" if heading.text[-1:] in "。：！？" else "。"
    return heading._replace(text=heading.text + stop, body=text.text)
