"""What is proven: cells that at least one independent statement checks."""

from __future__ import annotations

from collections import Counter

from xl_tools.relation import Relation
from xl_tools.report import Form, Report


def coverage(report: Report, form: Form, relations: tuple[Relation, ...]) -> tuple[int, int]:
    """How many cells are checked, of how many.

    A total that a formula computed always agrees and proves nothing: it is replaced by its parts,
    and a relation counts only where both sides do not become the very same cells.
    """
    parts = _parts(report, relations)
    checked: set[str] = set(report.control)
    for relation in relations:
        left, right = (_expanded(side, parts) for side in (relation.left, relation.right))
        if left != right and any(cell in report.cells for cell in relation.cells):
            checked |= {cell for cell in (*left, *right, *relation.cells) if cell in report.cells}
    figures = form.figures()
    return sum(cell in checked for cell in figures), len(figures)


def _parts(report: Report, relations: tuple[Relation, ...]) -> dict[str, tuple[str, ...]]:
    """The cells that each computed total adds up."""
    found: dict[str, tuple[str, ...]] = {}
    for relation in relations:
        head = relation.left[0]
        if relation.equal and len(relation.left) == 1 and head in report.computed:
            found.setdefault(head, relation.right)
    return found


def _expanded(cells: tuple[str, ...], parts: dict[str, tuple[str, ...]]) -> Counter[str]:
    """The cells with computed totals replaced by what they add up, to the last."""
    found: Counter[str] = Counter()
    for cell in cells:
        found += _expanded(parts[cell], parts) if cell in parts else Counter([cell])
    return found
