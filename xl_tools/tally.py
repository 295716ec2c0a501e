"""A case ledger counted: the cases behind each figure, and what could not be counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from xl_tools.records import NamedTuple


class Uncounted(NamedTuple):
    """A row that could not be counted, and why."""

    row: int
    case: str
    reason: str


class Question(NamedTuple):
    """A word of a row that could mean several things; `what` is its column."""

    row: int
    case: str
    what: str
    text: str
    choices: tuple[str, ...]


class CaseDates(NamedTuple):
    """The days that decide until when a case must be answered; one that is not known is None.

    `letter` is what stands in the place of the answer and is none, with its day.
    """

    received: date
    answered: date | None = None
    asked: date | None = None
    corrected: date | None = None
    extended: date | None = None
    consult_from: date | None = None
    consult_to: date | None = None
    postponed: date | None = None
    letter: str = ""


class Late(NamedTuple):
    """A case whose reply came, or is still to come, after its last day."""

    case: str
    due: date
    dates: CaseDates

    @property
    def answered(self) -> date | None:
        """When it was answered; None while it is open."""
        return self.dates.answered


class Soon(NamedTuple):
    """An open case whose last day is near; `left` are the working days up to it."""

    case: str
    due: date
    left: int


class Charge(NamedTuple):
    """What was charged for an applicant's cases of a month, or for the pages of one case.

    `due` is what the official tiers give; None where the ledger does not tell enough.
    """

    cases: tuple[str, ...]
    basis: str
    charged: Decimal
    due: Decimal | None


class Pace(NamedTuple):
    """How long the replies of the year took, in working days, over how many cases."""

    total: int = 0
    cases: int = 0

    @property
    def average(self) -> Decimal | None:
        """Working days a case, to one place; None without a case."""
        return round(Decimal(self.total) / self.cases, 1) if self.cases else None


class Later(NamedTuple):
    """The rows received after the year, which it does not count: how many, and the first."""

    rows: int = 0
    first: tuple[str, ...] = ()


class Tally(NamedTuple):
    """The counts of a year: for each cell the cases behind it, blank cells included as empty."""

    file: str
    edition: str
    year: int
    as_of: date
    cases: Mapping[str, tuple[str, ...]]
    rows: int = 0
    uncounted: tuple[Uncounted, ...] = ()
    ask: tuple[Question, ...] = ()
    overdue: tuple[Late, ...] = ()
    soon: tuple[Soon, ...] = ()
    charges: tuple[Charge, ...] = ()
    remarks: tuple[str, ...] = ()
    pace: Pace = Pace()
    organ: str = ""
    later: Later = Later()

    def figure(self, cell: str) -> Decimal:
        """How many cases stand behind a cell."""
        return Decimal(len(self.cases[cell]))

    @property
    def open_rows(self) -> int:
        """How many rows are not counted yet: asked for, or impossible to count."""
        return len({one.row for one in self.uncounted} | {one.row for one in self.ask})

    @property
    def is_whole(self) -> bool:
        """Is every row counted, so that the figures are the year's?"""
        return not self.open_rows
