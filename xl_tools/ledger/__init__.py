"""A case ledger -> the figures of a year, with the case numbers behind each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from xl_tools.calendar import is_working_day
from xl_tools.edition import Edition
from xl_tools.garbage import left_lying
from xl_tools.ledger.counting import Answers, Count
from xl_tools.ledger.table import batches
from xl_tools.tally import Tally

__all__ = ["Answers", "count_ledger"]


def count_ledger(
    data: bytes,
    file: str,
    edition: Edition,
    year: int,
    as_of: date | None = None,
    answers: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> Tally:
    """The tally of a ledger (.xlsx or .csv) for a year.

    `as_of` is the day on which open cases are looked at, 31 December if not another; `answers` are
    what a person chose for (case, column) where the ledger's word could mean several things.
    Refusal where the file is no ledger, or the working days of the year are not known.
    """
    day = as_of or date(year, 12, 31)
    for asked in (date(year, 12, 31), day):
        is_working_day(asked)
    with left_lying():
        return _counted(Count(edition, year, day, answers), data, file)


def _counted(count: Count, data: bytes, file: str) -> Tally:
    """The tally; of all that was read for it nothing is left when this is over."""
    for batch in batches(data, file):
        count.take(batch)
    return count.tally(file)
