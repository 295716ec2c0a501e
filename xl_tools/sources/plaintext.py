"""Bytes of a text file -> printed report: one line after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from xl_tools.edition import Editions
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.sources.decoding import decoded
from xl_tools.sources.printed import Paragraph, Printed, reading_of_printed
from xl_tools.sources.printed.paragraphs import SHORT
from xl_tools.sources.printed.values import MAYBE, NEVER, SURELY

MAX_LENGTH: Final = 2_000_000
LINE_END: Final = re.compile(r"\r\n|[\r\n\f\v\u2028\u2029]")
# Markdown, as programs write it that make text of a page or a picture.
MARKED: Final = re.compile(r"#{1,6}\s+|\*\*")
RULE: Final = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?")
INDENT: Final = ("\u3000", "  ", "\u00a0\u00a0")


def read_plaintext(data: bytes, file: str, editions: Editions) -> Reading:
    """The report in a text file; Refusal where it is none."""
    try:
        return reading_of_printed(printed_text(decoded(data), file), editions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def printed_text(text: str, file: str = "") -> Printed:
    """The lines of a text, each of which may be the rest of the one before it."""
    if len(text) > MAX_LENGTH:
        raise Refusal(f"文本超过 {MAX_LENGTH // 10_000} 万字，太长了", "请检查是不是选错了文件")
    lines = _unmarked(LINE_END.split(text))
    indented = _is_indented(lines)
    return Printed(tuple(_paragraphs(lines, indented)), file)


def _unmarked(lines: list[str]) -> list[str]:
    """The lines without the signs of Markdown, the cells of its tables parted by tabs.

    The head of a table takes the place of the rule below it: each other line keeps its number.
    """
    rules = [n for n, line in enumerate(lines) if "--" in line and RULE.fullmatch(line.strip())]
    if not rules and not any(line.startswith("#") for line in lines):
        return lines
    bare = list(map(_unmarked_line, lines))
    for n in rules:
        bare[n] = bare[n - 1] if n else ""
        bare[n - 1 : n] = [""] if n else []
    return bare


def _unmarked_line(line: str) -> str:
    bare = MARKED.sub("", line).rstrip()
    if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
        return "\t".join(cell.strip() for cell in bare[1:-1].split("|"))
    return bare


def _is_indented(lines: Sequence[str]) -> bool:
    """Do paragraphs begin with an indent, and do lines go on without one?"""
    prose = [line for line in lines if len(line) >= SHORT and "\t" not in line]
    return sum(line.startswith(INDENT) for line in prose) * 10 >= len(prose) > 0


def _paragraphs(lines: Sequence[str], indented: bool) -> Iterator[Paragraph]:
    before = ""
    for line in lines:
        goes_on = indented and len(before) >= SHORT and not line.startswith(INDENT)
        yield Paragraph(line, joins=SURELY if goes_on else NEVER if indented else MAYBE)
        before = line
