"""Counted reports -> the parent's figures, and which unit gave how much to each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from xl_tools.edition import Edition
from xl_tools.records import NamedTuple
from xl_tools.report import Organ, Report, Value
from xl_tools.rollup.codefendants import SHEET, Taken
from xl_tools.rollup.standing import Standing

Part = tuple[str, Decimal]


class Proof(Mapping[str, tuple[Part, ...]]):
    """Per cell: which unit gives how much; looked up when asked for, as it is millions of pairs.

    What is taken off an organ's figures is a part of its own, below zero.
    """

    __slots__ = ("_cells", "_reports", "_taken")

    def __init__(
        self,
        cells: Sequence[str],
        reports: Sequence[tuple[str, Report]],
        taken: Sequence[Taken] = (),
    ) -> None:
        self._cells = dict.fromkeys(cells)
        self._reports = tuple(reports)
        self._taken = tuple(taken)

    def __getitem__(self, cell: str) -> tuple[Part, ...]:
        if cell not in self._cells:
            raise KeyError(cell)
        given = (
            (organ, value)
            for organ, report in self._reports
            if isinstance(value := report.cells.get(cell), Decimal)
        )
        less = ((f"{t.reviewer}（{SHEET}）", t.cells[cell]) for t in self._taken if cell in t.cells)
        return (*given, *less)

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


class Stray(NamedTuple):
    """What a counted report states and no sum can take: a text, or a cell the form lacks."""

    organ: str
    cell: str
    value: Value


class Totals(NamedTuple):
    """The sum of each cell, the proof of it, what could not be summed, what was taken off."""

    cells: Mapping[str, Decimal]
    proof: Proof
    computed: frozenset[str]
    strays: tuple[Stray, ...]
    taken: tuple[Taken, ...] = ()


def totals(counted: Sequence[Standing], edition: Edition, taken: tuple[Taken, ...] = ()) -> Totals:
    """Cell by cell, exactly; a cell that no unit states is not in it."""
    cells: dict[str, Decimal] = {}
    computed: set[str] = set()
    reports = [(one.organ, one.report) for one in counted if one.report is not None]
    ids = [figure.id for figure in edition.figures()]
    proof = Proof(ids, reports, taken)
    for cell, parts in proof.items():
        if parts:
            cells[cell] = sum((value for _, value in parts), Decimal(0))
        # A sum is as good a witness as the weakest total in it.
        if any(cell in report.computed for _, report in reports):
            computed.add(cell)
    known = frozenset(ids)
    strays = tuple(
        Stray(organ, cell, value)
        for organ, report in reports
        for cell, value in report.cells.items()
        if (isinstance(value, str) and value.strip() not in edition.placeholders)
        or cell not in known
    )
    return Totals(MappingProxyType(cells), proof, frozenset(computed & cells.keys()), strays, taken)


def parent_report(
    own: Report | None, organ: Organ, of: Totals, edition: Edition, year: int
) -> Report:
    """The parent's report: its own words and contacts, the sums of all."""
    base = own or Report(edition.id, year, organ)
    return base._replace(
        edition=edition.id,
        year=year,
        organ=organ._replace(scope="aggregate"),
        cells=of.cells,
        computed=of.computed,
        control=MappingProxyType({}),
        table_editions=MappingProxyType({}),
    )
