"""What a check says: findings as values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from xl_tools.edition import Editions, Rule
from xl_tools.relation import Relation, State
from xl_tools.report import Form, Reading

MOST_LISTED: Final = 8


class Finding(NamedTuple):
    """One thing that is wrong or worth a look; `cells` lead with the one that should change."""

    rule: str
    severity: str
    explainable: bool
    message: str
    cells: tuple[str, ...] = ()
    expected: Decimal | None = None
    actual: Decimal | None = None
    could_not_run: bool = False


class Case(NamedTuple):
    """What the rules look at: a reading and the form it is printed in."""

    reading: Reading
    form: Form
    editions: Editions

    def where(self, cell: str) -> str:
        """A cell in words, with its address where it was read from a workbook."""
        table, _, _ = cell.partition(".")
        place = self.reading.places.get(cell)
        figure = self.form.figures()[cell]
        address = f"（{place.address}）" if place else ""
        return f"{self.form.tables[table].number}·{figure.label}{address}"

    def listed(self, cells: Sequence[str]) -> str:
        """Cells in words, cut where there are many."""
        words = "、".join(self.where(cell) for cell in cells[:MOST_LISTED])
        return words if len(cells) <= MOST_LISTED else f"{words}等 {len(cells)} 格"


class Outcome(NamedTuple):
    """All that a check gave."""

    findings: tuple[Finding, ...]
    relations: tuple[tuple[Relation, State], ...]
    not_applicable: tuple[tuple[str, str], ...]
    checked: int
    cells: int
    verdict: str


def found(
    rule: Rule,
    words: str,
    cells: tuple[str, ...] = (),
    expected: Decimal | None = None,
    actual: Decimal | None = None,
) -> Finding:
    """A finding of a rule, its message with id and legal basis."""
    message = f"〔{rule.id}〕{words}。依据：{rule.basis}。"
    return Finding(rule.id, rule.severity, rule.explainable, message, cells, expected, actual)
