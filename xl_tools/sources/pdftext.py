"""Pages of lines and tables -> paragraphs and tables in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from xl_tools.sources.pdfpage import PdfPage, PlacedTable, TextLine
from xl_tools.sources.printed.values import NEVER, SURELY, Item, Paragraph

PAGE_NUMBER: Final = re.compile(
    r"[\s—–－_·•-]*(?:第\s*)?[0-9]{1,3}\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*[0-9]{1,3}\s*页?)?[\s—–－_·•-]*"
)
MARGIN: Final = 0.12  # of the page at its top and bottom: where page numbers and headings run
SEVERAL: Final = 3  # on so many pages the same line is a running head


def paragraphs_and_tables(pages: Sequence[PdfPage]) -> tuple[list[Item], list[str]]:
    """The document in reading order, and what was left out of it."""
    running = _running(pages)
    notes = [f"每页都有的“{text}”当作页眉页脚，没有读入" for text in sorted(running)]
    lines = [line for page in pages for line in _own(page, running)]
    if not lines:
        return [one.table for page in pages for one in page.tables], notes
    left, right = _margins(lines)
    items: list[Item] = []
    before: TextLine | None = None
    for page in pages:
        for one in _in_order(page, running):
            if isinstance(one, PlacedTable):
                items.append(one.table)
                before = None
                continue
            items.append(_paragraph(one, before, left, right, page.width))
            before = one
    return items, notes


def _running(pages: Sequence[PdfPage]) -> set[str]:
    """Lines in the margins that come again on page after page."""
    found = Counter(line.text for page in pages for line in page.lines if _is_marginal(line, page))
    return {
        text
        for text, count in found.items()
        if count >= SEVERAL and not PAGE_NUMBER.fullmatch(text)
    }


def _is_marginal(line: TextLine, page: PdfPage) -> bool:
    return not page.height * MARGIN < line.top < page.height * (1 - MARGIN)


def _own(page: PdfPage, running: set[str]) -> list[TextLine]:
    """The lines of a page that belong to the report."""
    return [
        line
        for line in page.lines
        if not (
            _is_marginal(line, page) and (PAGE_NUMBER.fullmatch(line.text) or line.text in running)
        )
    ]


def _in_order(page: PdfPage, running: set[str]) -> Iterator[TextLine | PlacedTable]:
    both: list[TextLine | PlacedTable] = [*_own(page, running), *page.tables]
    return iter(sorted(both, key=lambda one: one.top))


def _margins(lines: Sequence[TextLine]) -> tuple[float, float]:
    """Where most lines begin, and where full ones end."""
    long = [line for line in lines if len(line.text) >= 20] or list(lines)
    lefts = Counter(round(line.left / 4) for line in long)
    common = [place * 4.0 for place, count in lefts.items() if count * 6 >= len(long)]
    left = min(common, default=min(line.left for line in long))
    ends = sorted(line.right for line in long)
    return left, ends[len(ends) * 3 // 4]


def _paragraph(
    line: TextLine, before: TextLine | None, left: float, right: float, width: float
) -> Paragraph:
    """A line at the margin goes on with a full line above it; an indented one begins anew."""
    indented = line.left > left + line.size
    full = before is not None and before.right > right - 2.2 * before.size
    at_right = line.left > width / 2 and line.right > right - 8 * line.size
    centred = abs(line.left + line.right - width) < line.size and line.left > left + 3 * line.size
    align = "right" if at_right else "center" if centred else ""
    return Paragraph(line.text, align, SURELY if full and not indented else NEVER)
