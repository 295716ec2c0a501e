"""Printed document -> Reading: the three tables by their wording, the text by its headings."""

from __future__ import annotations

from xl_tools.sources.printed.reading import reading_of_printed
from xl_tools.sources.printed.values import Cell, Paragraph, Printed, PrintedTable, Span, laid_out

__all__ = [
    "Cell",
    "Paragraph",
    "Printed",
    "PrintedTable",
    "Span",
    "laid_out",
    "reading_of_printed",
]
