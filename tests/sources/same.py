"""A report and what was read of it, compared."""

from __future__ import annotations

from tests.sources.pages import EDITIONS, composed
from xl_tools.document.blocks import Paragraph, Title
from xl_tools.report import Reading, Report, form_of


def differences(report: Report, reading: Reading) -> dict[str, object]:
    """Everything that was read otherwise than it was printed."""
    read = reading.report
    cells = {
        cell: (report.cells.get(cell), read.cells.get(cell))
        for cell in {**report.cells, **read.cells}
        if report.cells.get(cell) != read.cells.get(cell)
    }
    pairs = {
        "edition": (report.edition, read.edition),
        "table_editions": (dict(report.table_editions), dict(read.table_editions)),
        "year": (report.year, read.year),
        "organ": (report.organ._replace(level="", kind="", scope=""), read.organ),
        "title": (title_of(report), read.title),
        "narrative": (narrative_of(report), dict(read.narrative)),
        "signature": (report.signature, read.signature),
        "date": (report.date, read.date),
        "computed": (frozenset(), read.computed),
    }
    return {**cells, **{name: both for name, both in pairs.items() if both[0] != both[1]}}


def title_of(report: Report) -> str:
    """The title as it is printed."""
    first = composed(report).blocks[0]
    return "".join(first.lines) if isinstance(first, Title) else ""


def narrative_of(report: Report) -> dict[str, str]:
    """The narrative as it is printed: an empty preface is composed."""
    document = composed(report)
    preface = [
        block.text
        for block, origin in zip(document.blocks, document.places, strict=True)
        if origin.part == "preface" and isinstance(block, Paragraph)
    ]
    return {**report.narrative, "preface": "\n".join(preface)}


def silently_wrong(report: Report, reading: Reading) -> list[str]:
    """Cells with another figure than the printed one, or lost without being named."""
    read = reading.report
    texts = [one["text"] for one in read.extra.get("unplaced", ())]
    return [
        cell
        for cell in {**report.cells, **read.cells}
        if report.cells.get(cell) != read.cells.get(cell)
        and (cell in read.cells or not _is_named(cell, report, texts, reading.notes))
    ]


def _is_named(cell: str, report: Report, texts: list[str], notes: tuple[str, ...]) -> bool:
    """Was the figure set aside as it is printed, or its row said to be missing?"""
    printed = str(report.cells[cell])
    label = form_of(report, EDITIONS).figures()[cell].row.label
    return any(printed in text for text in texts) or any(f"“{label}”" in note for note in notes)
