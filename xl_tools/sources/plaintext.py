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
    lines = LINE_END.split(text)
    indented = _is_indented(lines)
    return Printed(tuple(_paragraphs(lines, indented)), file)


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
