"""What a check says: findings as values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xl_tools.edition import Editions, Rule
from xl_tools.explanations import Explanation
from xl_tools.records import NamedTuple
from xl_tools.relation import Relation, State
from xl_tools.report import Form, Reading, Report
from xl_tools.rules.narrative import Narrative
from xl_tools.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from xl_tools.prose import Mention
    from xl_tools.rules.repetition import Repeated
    from xl_tools.rules.siblings import Siblings
    from xl_tools.tally import Tally

MOST_LISTED: Final = 8
# A message has room for two lines: so many cells, so many whole sentences, and labels cut here.
MOST_CELLS: Final = 5
MOST_SENTENCES: Final = 3
LONGEST_LABEL: Final = 20


class Finding(NamedTuple):
    """One thing that is wrong or worth a look; `cells` lead with the one that should change.

    `trouble` holds the traceback of a rule that could not run, `explained` the reason given for it,
    `draft` the reason that was given for the same thing last year. `sure`: is what is said of text
    or last year surely so, or only likely?
    """

    rule: str
    severity: str
    explainable: bool
    message: str
    cells: tuple[str, ...] = ()
    expected: Decimal | None = None
    actual: Decimal | None = None
    suspects: tuple[Any, ...] = ()
    could_not_run: bool = False
    trouble: str = ""
    explained: Explanation | None = None
    draft: str = ""
    sure: bool | None = None

    @property
    def is_open(self) -> bool:
        """Is it still to be mended or explained?"""
        return self.explained is None

    @property
    def difference(self) -> Decimal | None:
        """By how much there is too much; None where not both figures are known."""
        if self.actual is None or self.expected is None:
            return None
        return self.actual - self.expected


class Case(NamedTuple):
    """What the rules look at: a reading, its form and prose, last year, settings, cases.

    `siblings` are the reports of other units that are checked together with this one.
    """

    reading: Reading
    form: Form
    editions: Editions
    narrative: Narrative | None = None
    prior: Report | None = None
    settings: Settings = DEFAULTS
    ledger: Tally | None = None
    siblings: Siblings | None = None

    @property
    def counted(self) -> dict[str, Decimal]:
        """What the case ledger says of the cells; nothing unless all of its rows are counted."""
        tally = self.ledger
        if tally is None or not tally.is_whole or tally.year != self.reading.report.year:
            return {}
        known = self.form.figures()
        return {cell: tally.figure(cell) for cell in tally.cases if cell in known}

    def where(self, cell: str) -> str:
        """A cell in words, with its address where it was read from a workbook."""
        table, _, _ = cell.partition(".")
        figure = self.form.figures()[cell]
        label = f"{brief(figure.row.label)}·{figure.column.label}"
        return f"{self.form.tables[table].number}·{label}{self.address(cell)}"

    def address(self, cell: str) -> str:
        """Where a cell stands in its workbook or document, in brackets; nothing if not known."""
        place = self.reading.places.get(cell)
        if place:
            return f"（{place.address}）"
        origin = self.reading.report.extra.get("origins", {}).get(cell)
        return f"（{origin}）" if origin else ""

    def listed(self, cells: Sequence[str], most: int = MOST_CELLS) -> str:
        """Cells in words, cut where there are many."""
        words = [self.where(cell) for cell in cells[:most]]
        return cut(words, len(cells), "格", most=most)


def brief(label: str) -> str:
    """A label of the form without what it explains in brackets, cut where it goes on and on."""
    start = label.rfind("（")
    explained = label.endswith("）") and len(label) - start > LONGEST_LABEL // 2
    bare = label[:start] if start > 0 and explained else label
    name, comma, _ = bare.rpartition("、") if len(bare) > LONGEST_LABEL else (bare, "", "")
    return f"{name}…" if comma else bare


def cut(
    words: Sequence[str], count: int, unit: str, comma: str = "、", *, most: int = MOST_LISTED
) -> str:
    """The first words of a list, and how many there are where some are left out.

    A list of names ends with 等 5 格; behind sentences that would be read as part of the last one.
    """
    shown = comma.join(words[:most])
    more = f"等 {count} {unit}" if comma == "、" else f"{comma}一共 {count} {unit}"
    return shown if count <= most else f"{shown}{more}"


class Outcome(NamedTuple):
    """All that a check gave; `repetition` only where last year's report has a text."""

    findings: tuple[Finding, ...]
    relations: tuple[tuple[Relation, State], ...]
    not_applicable: tuple[tuple[str, str], ...]
    checked: int
    cells: int
    verdict: str
    mentions: tuple[Mention, ...] = ()
    repetition: tuple[Repeated, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Is there an error that nobody explained?"""
        return any(one.severity == "error" and one.is_open for one in self.findings)

    @property
    def explained(self) -> int:
        """How many findings have a reason."""
        return sum(not finding.is_open for finding in self.findings)

    @property
    def coverage(self) -> tuple[int, int]:
        """How many cells an independent statement checks, of how many."""
        return self.checked, self.cells


def found(
    rule: Rule,
    words: str,
    cells: tuple[str, ...] = (),
    expected: Decimal | None = None,
    actual: Decimal | None = None,
) -> Finding:
    """A finding of a rule, its message with id and legal basis."""
    message = f"〔{rule.id}〕{words}。依据：{rule.basis}。"
    weight = rule.severity, rule.explainable
    return Finding(rule.id, *weight, message, cells, expected, actual, sure=rule.sure)
