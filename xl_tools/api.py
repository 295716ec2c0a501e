"""The library: what the commands do, as typed functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from xl_tools import document as _document
from xl_tools.actions.cases import MOST_BYTES
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.document import Document
from xl_tools.document.profile import STANDARD, Profile
from xl_tools.edition import Editions, builtin_editions
from xl_tools.files import read_whole
from xl_tools.filling import fill_workbook
from xl_tools.ledger import Answers
from xl_tools.ledger import count_ledger as _count_ledger
from xl_tools.report import Reading, Report, form_of
from xl_tools.rules import Outcome
from xl_tools.rules import check as _check
from xl_tools.rules.siblings import Siblings
from xl_tools.settings import DEFAULTS, Settings
from xl_tools.sources import read
from xl_tools.tally import Tally

if TYPE_CHECKING:
    from xl_tools.rollup import Rollup

__all__ = [
    "build_template",
    "check",
    "compose",
    "count_ledger",
    "fill",
    "read_report",
    "roll_up",
    "write_document",
]


def read_report(path: str | Path, editions: Editions | None = None) -> Reading:
    """The report in a workbook, document, page, text or JSON; Refusal where it cannot be read."""
    return read(Path(path), editions or builtin_editions())


def count_ledger(
    path: str | Path,
    year: int,
    as_of: date | None = None,
    editions: Editions | None = None,
    answers: Answers = MappingProxyType({}),
) -> Tally:
    """A case ledger (.xlsx or .csv) counted for a year: the cases behind each figure, what is open.

    `as_of` is the day on which open cases are looked at; `answers` are what was chosen for (case,
    column) where a word could mean several things.
    """
    own = (editions or builtin_editions()).for_year(year)
    data = read_whole(Path(path), MOST_BYTES)
    return _count_ledger(data, str(path), own, year, as_of, answers)


def build_template(edition: str = "2021", editions: Editions | None = None) -> bytes:
    """The blank official workbook of an edition, as the bytes of an .xlsx file."""
    return blank_workbook((editions or builtin_editions()).get(edition))


def fill(
    template: bytes | Path,
    report: Report,
    editions: Editions | None = None,
    prior: Report | None = None,
) -> bytes:
    """A workbook with the report in it, and last year's beside it where it is given.

    Refusal where the report is of another edition.
    """
    data = template if isinstance(template, bytes) else read_whole(template)
    return fill_workbook(data, report, editions or builtin_editions(), prior=prior)


def check(
    reading: Reading | Report,
    editions: Editions | None = None,
    prior: Report | None = None,
    settings: Settings = DEFAULTS,
    tally: Tally | None = None,
    beside: Iterable[Report] = (),
) -> Outcome:
    """Every finding about a report, which relations hold, and how much is proven.

    `prior` is last year's report, of either edition; `settings` are an office's own; `tally` is
    the year's case ledger, counted; `beside` are the reports of other units, to find what one has
    taken from another.
    """
    if isinstance(reading, Report):
        reading = Reading(reading)
    own = editions or builtin_editions()
    others = tuple(beside)
    siblings = Siblings((*others, reading.report), own) if others else None
    return _check(reading, own, prior, settings, tally=tally, beside=siblings)


def compose(
    report: Report, editions: Editions | None = None, profile: Profile = STANDARD
) -> Document:
    """The final document as one value, before it is written; `profile` is an office's layout."""
    return _document.compose(report, form_of(report, editions or builtin_editions()), profile)


def write_document(document: Document, ending: str) -> bytes:
    """The file of that ending ("docx", "html", "pdf"), read back and found to say the same."""
    return _document.write_document(document, ending)


def roll_up(
    paths: Iterable[str | Path],
    *,
    roster: str | Path | None = None,
    own: str | Path | None = None,
    year: int | None = None,
    prior: str | Path | None = None,
    codefendants: str | Path | None = None,
) -> Rollup:
    """The parent's report out of all files at these places, with the standing of each of them.

    Read by this process alone and without the cache; `own` is the parent's own report, `prior`
    holds those of last year, `codefendants` lists suits that a reviewing organ counted too.
    """
    # What sums many reports is not asked for by those who read one.
    from xl_tools import rollup as _rollup
    from xl_tools.rollup.codefendants import NONE
    from xl_tools.rollup.packets import packets
    from xl_tools.rollup.readers import read_all
    from xl_tools.rollup.rostertable import declared_beside, read_declared, read_roster

    editions = builtin_editions()
    named = [Path(one) for one in (roster, own, prior, codefendants) if one is not None]
    mine = read_all(packets([Path(own)]), editions, workers=1) if own is not None else []
    submissions = read_all(packets(map(Path, paths), named), editions, workers=1)
    units = read_roster(Path(roster)) if roster is not None else None
    earlier = read_all(packets([Path(prior)]), editions, workers=1) if prior is not None else []
    shared = NONE
    if codefendants is not None:
        shared = read_declared(Path(codefendants), editions)
    elif roster is not None:
        shared = declared_beside(Path(roster), editions)
    asked = _rollup.Asked(
        units,
        mine[0] if mine else None,
        year=year,
        earlier=earlier,
        shared=shared,
        organ=units.organ if units else "",
    )
    return _rollup.roll_up(submissions, editions, asked)
