"""Blanks of the wording bank that were copied and not filled -> one finding a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Rule
from xl_tools.rules.finding import Case, Finding, cut, found
from xl_tools.rules.registry import rule as on_rule

OPEN: Final = "＿"  # what a blank of a sentence is made of
AROUND: Final = 12  # characters quoted on either side of a blank


@on_rule("S-OPEN")
def open_blanks(case: Case, rule: Rule) -> Iterator[Finding]:
    """Which paragraphs still hold a blank, and what stands around the first of each."""
    titles = {section.id: section.title for section in case.form.edition.sections}
    open_ones = [
        f"“{titles.get(name, '前言')}”第 {number} 段“{_quote(paragraph)}”"
        for name, text in case.reading.report.narrative.items()
        for number, paragraph in enumerate(text.split("\n"), 1)
        if OPEN in paragraph
    ]
    if open_ones:
        listed = cut(open_ones, len(open_ones), "段")
        yield found(rule, f"文字里还有没填的空：{listed}。{rule.advice}")


def _quote(paragraph: str) -> str:
    at = paragraph.index(OPEN)
    start, end = max(at - AROUND, 0), at + AROUND
    before, after = "…" if start else "", "…" if end < len(paragraph) else ""
    return f"{before}{paragraph[start:end]}{after}"
