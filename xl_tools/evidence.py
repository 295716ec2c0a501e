"""What is proven: cells that at least one independent statement checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from xl_tools.relation import TOLERANCE, Relation
from xl_tools.report import Form, Report

# How often each cell counts once computed totals are replaced by their parts: left +, right -.
Net = Mapping[str, int]


class Evidence:
    """The independent statements about the cells of one report.

    A total that a formula computed always agrees and proves nothing: it is replaced by its parts,
    and a relation counts only where its two sides do not cancel out. A control total counts where
    it agrees; where it does not, the cells stay unproven and the rules T3-CTRL, T4-CTRL say so.
    `counted` are figures of another source, the case ledger: they count in the same way.
    """

    __slots__ = ("_counted", "_figures", "_form", "_named", "_parts", "_report", "statements")

    def __init__(
        self,
        report: Report,
        form: Form,
        relations: tuple[Relation, ...],
        counted: Mapping[str, Decimal] = MappingProxyType({}),
    ) -> None:
        self._counted = counted
        self._report, self._form, self._figures = report, form, form.figures()
        self._parts = _parts(report, relations)
        stated = [(r.cells, self.net(r)) for r in relations if self._applies(r)]
        controls = [((cell,), self.expanded((cell,))) for cell in self._controls()]
        pairs = [(cells, net) for cells, net in (*stated, *controls) if any(net.values())]
        self._named = frozenset(cell for cells, _ in pairs for cell in cells)
        self.statements = tuple(net for _, net in pairs)

    def _applies(self, relation: Relation) -> bool:
        placeholders = self._form.editions[relation.table].placeholders
        return relation.check(self._report.cells, placeholders).holds is not None

    def _controls(self) -> list[str]:
        report = self._report
        return [
            cell
            for cell, value in (*report.control.items(), *self._counted.items())
            if self._is_figure(cell) and abs(report.number(cell) - value) <= TOLERANCE
        ]

    def _is_figure(self, cell: str) -> bool:
        """Is a number stated, or a placeholder that counts as 0? A text or a blank is neither."""
        value = self._report.cells.get(cell)
        if isinstance(value, Decimal):
            return True
        figure = self._figures.get(cell)
        if figure is None or value is None or figure.is_total:
            return False
        return value.strip() in self._form.editions[figure.table].placeholders

    def net(self, relation: Relation) -> Net:
        """How often each cell counts in a relation, left less right, computed totals replaced."""
        net = self.expanded(relation.left)
        for cell, times in self.expanded(relation.right).items():
            net[cell] = net.get(cell, 0) - times
        return net

    def expanded(self, cells: Iterable[str]) -> dict[str, int]:
        """The cells with computed totals replaced by what they add up, to the last."""
        found: dict[str, int] = {}
        to_do = list(cells)
        for cell in to_do:
            if cell in self._parts:
                to_do += self._parts[cell]
            else:
                found[cell] = found.get(cell, 0) + 1
        return found

    def coverage(self) -> tuple[int, int]:
        """How many cells are checked, of how many.

        A computed total counts where a statement names it and all its parts are checked.
        """
        proven = {cell for net in self.statements for cell, times in net.items() if times}
        ids = self._figures
        return sum(self._checked(cell, proven) for cell in ids), len(ids)

    def _checked(self, cell: str, proven: set[str]) -> bool:
        if cell not in self._parts:
            return cell in proven and self._is_figure(cell)
        leaves = self.expanded((cell,)).keys() & self._report.cells.keys()
        checked = all(self._checked(leaf, proven) for leaf in leaves)
        return cell in self._named and bool(leaves) and checked


def coverage(
    report: Report,
    form: Form,
    relations: tuple[Relation, ...],
    counted: Mapping[str, Decimal] = MappingProxyType({}),
) -> tuple[int, int]:
    """How many cells are checked by an independent statement, of how many."""
    return Evidence(report, form, relations, counted).coverage()


def _parts(report: Report, relations: tuple[Relation, ...]) -> dict[str, tuple[str, ...]]:
    """The cells that each computed total adds up."""
    found: dict[str, tuple[str, ...]] = {}
    for relation in relations:
        head = relation.left[0]
        if relation.equal and len(relation.left) == 1 and head in report.computed:
            found.setdefault(head, relation.right)
    return found
