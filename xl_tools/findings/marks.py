"""Findings -> what changes in a workbook: marked cells, and the list on 校验."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from xl_tools.edition import Edition, Editions
from xl_tools.findings.pointing import pointed, suspected
from xl_tools.findings.rows import FindingRow, finding_rows
from xl_tools.findings.text import counts
from xl_tools.ooxml.content import Content, Formula
from xl_tools.placement import (
    FINDING_COLUMNS,
    MARK_SHIFT,
    MOST_FINDINGS,
    Placement,
    placement_of,
)
from xl_tools.places import Spot, fixed
from xl_tools.recalculation import patched
from xl_tools.records import NamedTuple
from xl_tools.report import Reading
from xl_tools.rules import Outcome
from xl_tools.rules.finding import Finding
from xl_tools.sources.cells import calculate_book
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.workbook import tables_of
from xl_tools.template.findings import is_stale

Contents = dict[Spot, Content]
GO: Final = "去改"


class Marks(NamedTuple):
    """What a check leaves in a workbook: cells to colour, rows of the list, when and in short.

    `aims` says which cell is most probably wrong, by the rule and the head of a relation.
    """

    cells: frozenset[str]
    rows: tuple[FindingRow, ...]
    summary: str
    time: str
    aims: Mapping[tuple[str, str], str]


def marks_of(reading: Reading, outcome: Outcome, editions: Editions, time: str) -> Marks:
    """The marks of a check that was made at `time`, a text for people."""
    return Marks(
        frozenset(marked_cells(outcome.findings)),
        finding_rows(reading, outcome, editions),
        short(outcome),
        time,
        dict(_aims(reading, outcome)),
    )


def _aims(reading: Reading, outcome: Outcome) -> Iterator[tuple[tuple[str, str], str]]:
    for finding in outcome.findings:
        if suspected(finding):
            cell = pointed(reading.report, finding).cell
            yield (finding.rule, finding.cells[0]), cell


def short(outcome: Outcome) -> str:
    """The verdict and what is to be done, for a title or a status bar."""
    found = counts(outcome)
    if not outcome.findings:
        return outcome.verdict
    return f"{outcome.verdict}，错误 {found['error']} 处，待核对 {found['warning']} 处"


def marked_cells(findings: Iterable[Finding]) -> Iterator[str]:
    """The cells that are most probably wrong, else what heads a finding; all of a wrong type."""
    for finding in findings:
        if finding.is_open and not finding.rule.endswith("ALLBLANK"):
            heads = finding.cells if "TYPE" in finding.rule else finding.cells[:1]
            yield from suspected(finding) or heads


def mark_contents(marks: Marks, spots: Mapping[str, Spot]) -> Contents:
    """The hidden mark beside every figure: 1 where it is concerned, else blank."""
    return {spot.right(MARK_SHIFT): 1 if c in marks.cells else None for c, spot in spots.items()}


def list_contents(marks: Marks, now: Spot, seen: Content) -> Contents:
    """The list of findings; `now` is the cell of check.now, `seen` what it shows."""
    below = [now._replace(row=now.row + index) for index in range(1, 4)]
    contents: Contents = dict(zip(below, (seen, marks.time, marks.summary), strict=True))
    for index in range(MOST_FINDINGS):
        row = marks.rows[index] if index < len(marks.rows) else None
        for name, column in FINDING_COLUMNS.items():
            spot = Spot(now.sheet, now.row + index, column)
            contents[spot] = _content(row, name) if row else None
    return contents


def _content(row: FindingRow, name: str) -> Content:
    if name == "link":
        return Formula(f'HYPERLINK("#{row.target}","{GO}")', GO) if row.target else None
    value: Decimal | int | str | None = getattr(row, name)
    return None if value == "" else value


def mark_workbook(data: bytes, marks: Marks, edition: Edition, editions: Editions) -> bytes:
    """A copy of a workbook of ours with the marks in it; a list only where it has the place."""
    book = OpenBook(data, "")
    return patched(book, contents_of(marks, book, edition, editions))


def contents_of(marks: Marks, book: OpenBook, edition: Edition, editions: Editions) -> Contents:
    """What changes in this workbook: rows may have been put in, and the list may have no place."""
    spots = tables_of(book, editions).spots()
    contents = mark_contents(marks, spots)
    if "check.now" in book.book.names:
        now = book.named_spot("check.now", placement_of(edition).meta["check.now"])
        contents |= list_contents(marks, now, figures_now(book, now))
        contents |= dict(_targets(marks, book, placement_of(edition), spots, now))
    return contents


def _targets(
    marks: Marks, book: OpenBook, placement: Placement, spots: Mapping[str, Spot], now: Spot
) -> Iterator[tuple[Spot, Content]]:
    """Where 下一步 leads from the row of a relation: to the cell that is most probably wrong.

    Once something is changed it leads to the head again, until the next check.
    """
    for line in placement.checks:
        target = placement.check(line, "target")
        usual = f"#{fixed(placement.spot(line.head))}" if line.head else ""
        cell = book.cell(target)
        if not usual or usual not in (cell.value, *re.findall(r'"(#[^"]*)",', cell.formula or "")):
            continue  # rows were put in above it, or it is a row of another version
        aim = spots.get(marks.aims.get((line.rule, line.head), ""))
        if aim is not None:
            aimed = f"#{fixed(aim)}"
            stale = is_stale(now._replace(row=now.row + 1).address, now.address)
            yield target, Formula(f'IF({stale},"{usual}","{aimed}")', aimed)
        elif cell.formula:
            yield target, usual


def figures_now(book: OpenBook, now: Spot) -> Content:
    """What check.now gives, worked out anew: a cached value may be of yesterday."""
    for ref in book.book.sheets:
        book.grid(ref.name)
    value = (
        calculate_book(book.grids, book.book.names).get(now.sheet, {}).get((now.row, now.column))
    )
    return value if isinstance(value, int | float) else None
