"""Relations and 核对数 -> hidden formulas that count the figures something independent checks.

The same as `xl_tools.evidence`: a computed total is replaced by its parts, and a statement checks a
cell only where its two sides do not cancel out. Which totals are computed is known only when the
workbook is used, so the formulas say what a cell counts for in each case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from xl_tools.edition import Figure
from xl_tools.placement import (
    COMPUTED_SHIFT,
    COUNTED_SHIFT,
    PROVEN_SHIFT,
    CheckLine,
    Placement,
    TablePlace,
)
from xl_tools.places import Span, Spot, areas, at, fixed
from xl_tools.records import NamedTuple
from xl_tools.template.controls import SAME
from xl_tools.template.flags import NO_NUMBER, PLACEHOLDER, bare
from xl_tools.template.plan import Formula, SheetPlan

# A figure that is stated and not checked; more than all figures of a table together.
OPEN: Final = 1000
Path = tuple[int, tuple[str, ...]]  # plus or minus, and the computed totals it leads through


class Statement(NamedTuple):
    """Cells whose sum ought to be known: those that count plus, those that count minus."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    usable: str  # a formula: 1 where it can be asked, and agrees with the table if it is a 核对数
    tells: str  # a formula: 1 where its two sides do not cancel out either

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells it names."""
        return self.plus + self.minus


def put_evidence(plan: SheetPlan, placement: Placement, place: TablePlace) -> None:
    """The helpers of a table: which totals are computed, which figures are checked."""
    own = [s for s in _statements(placement) if s.cells[0].startswith(f"{place.table.id}.")]
    table = _Reached(placement, own)
    for figure in place.table.figures:
        cell = figure.id
        stated = _state(placement, figure, table.proven(cell))
        if placement.parts(cell):
            computed = placement.computed(cell)
            plan.put_at(computed, Formula(_computed(placement, cell)), "hidden")
            parts = ",".join(areas([placement.proven(part) for part in placement.parts(cell)]))
            stated = f"IF({computed.address}=1,SUM({parts}),{stated})"
            plan.put_at(placement.counted(cell), Formula(_counted(placement, cell, own)), "hidden")
            plan.put_at(placement.through(cell), Formula(table.through(cell)), "hidden")
        plan.put_at(placement.proven(cell), Formula(stated), "hidden")


def put_statement(plan: SheetPlan, placement: Placement, line: CheckLine) -> None:
    """Beside a relation of 校验: can it be asked, and do its two sides not cancel out."""
    assert line.relation is not None
    usable, tells = placement.check(line, "usable"), placement.check(line, "tells")
    unusable = placement.check(line, "unusable").address
    plan.put_at(usable, Formula(f"IF({unusable}=0,1,0)"), "hidden")
    left, right = line.relation.left, line.relation.right
    plan.put_at(tells, Formula(f"{usable.address}*{_not_void(placement, left, right)}"), "hidden")


def proven_count(placement: Placement) -> str:
    """How many figures are checked."""
    terms = []
    for place in placement.tables.values():
        block = _block(placement, place, PROVEN_SHIFT)
        terms.append(f"COUNTIF({fixed(block)},1)")
        if any(placement.parts(figure.id) for figure in place.table.figures):
            computed = fixed(_block(placement, place, COMPUTED_SHIFT))
            counted = fixed(_block(placement, place, COUNTED_SHIFT))
            terms.append(f"SUM({counted})-SUMPRODUCT(({fixed(block)}=1)*({computed}=1))")
    return "+".join(terms)


def _block(placement: Placement, place: TablePlace, shift: int) -> Span:
    spots = [placement.spot(figure.id) for figure in place.table.figures]
    rows, columns = [s.row for s in spots], [s.column + shift for s in spots]
    return Span(place.sheet, min(rows), min(columns), max(rows), max(columns))


# ---- statements and where their cells lead -------------------------------------------------


@lru_cache(maxsize=4)
def _statements(placement: Placement) -> tuple[Statement, ...]:
    found = [
        Statement(
            line.relation.left,
            line.relation.right,
            at(placement.check(line, "usable")),
            at(placement.check(line, "tells")),
        )
        for line in placement.checks
        if line.relation is not None
    ]
    for control in placement.controls.values():
        shown = Spot(control.shown.sheet, control.shown.top, control.shown.left).address
        agrees = f'({shown}="{SAME}")'
        found.append(Statement((control.cell,), (), agrees, agrees))
    return tuple(found)


def _paths(placement: Placement, cells: tuple[str, ...], sign: int) -> Iterator[tuple[str, Path]]:
    """Every cell that some cells lead to, and through which totals, were those computed."""
    for cell in cells:
        yield cell, (sign, ())
        for found, (_, through) in _paths(placement, placement.parts(cell), sign):
            yield found, (sign, (cell, *through))


def _net(placement: Placement, paths: list[Path], sheet: str) -> str:
    """A condition: the cell counts in the statement, given which totals are computed."""
    terms = []
    for sign, through in paths:
        product = "*".join(at(placement.computed(total), sheet) for total in through) or "1"
        terms.append(("+" if sign > 0 else "-") + product)
    if len(terms) == 1:
        return terms[0][1:]
    return f"({''.join(terms).removeprefix('+')}<>0)"


class _Reached:
    """Which statements of a table lead to which cells, by which paths, as formulas."""

    def __init__(self, placement: Placement, statements: list[Statement]) -> None:
        self._placement, self._statements = placement, statements
        self._paths: dict[str, dict[int, list[Path]]] = {}
        for number, statement in enumerate(statements):
            both = (
                *_paths(placement, statement.plus, 1),
                *_paths(placement, statement.minus, -1),
            )
            for cell, path in both:
                self._paths.setdefault(cell, {}).setdefault(number, []).append(path)
        self._shared = {cell: self._common(cell) for cell in self._paths if placement.parts(cell)}

    def _common(self, total: str) -> frozenset[int]:
        """The statements that lead to most parts of a total through it and in no other way."""
        parts = self._placement.parts(total)
        sets = Counter(self._only_through(total, part) for part in parts)
        return sets.most_common(1)[0][0]

    def _only_through(self, total: str, cell: str) -> frozenset[int]:
        paths = self._paths.get(cell, {})
        return frozenset(n for n, own in paths.items() if {p[1][-1:] for p in own} == {(total,)})

    def through(self, total: str) -> str:
        """How many statements would check the parts of a total, were it computed."""
        return self._sum(total, self._shared[total])

    def proven(self, cell: str) -> str:
        """How many statements check a cell."""
        rest, terms = set(self._paths.get(cell, {})), []
        for total, shared in self._shared.items():
            is_part = cell in self._placement.parts(total)
            if shared and is_part and shared == self._only_through(total, cell):
                own = (self._placement.computed(total), self._placement.through(total))
                terms.append("*".join(spot.address for spot in own))
                rest -= shared
        return "+".join([*terms, *([self._sum(cell, rest)] if rest else [])]) or "0"

    def _sum(self, cell: str, numbers: Iterable[int]) -> str:
        terms = []
        for number in sorted(numbers):
            net = _net(self._placement, self._paths[cell][number], self._placement.spot(cell).sheet)
            usable = self._statements[number].usable
            terms.append(usable if net == "1" else f"{usable}*{net}")
        return "+".join(terms) or "0"


def _not_void(placement: Placement, left: tuple[str, ...], right: tuple[str, ...]) -> str:
    """1 where the two sides of a relation do not cancel out.

    Were all totals computed, they either always do or never do. Where they do, a total that is
    typed tells them apart.
    """
    if len(left) == 1 and placement.parts(left[0]) == right:
        return f"(1-{at(placement.computed(left[0]))})"
    net = Counter(_leaves(placement, left))
    net.subtract(_leaves(placement, right))
    if any(net.values()):
        return "1"
    paths: dict[str, list[Path]] = {}
    for cell, path in (*_paths(placement, left, 1), *_paths(placement, right, -1)):
        if placement.parts(cell):
            paths.setdefault(cell, []).append(path)
    terms = [
        f"(1-{at(placement.computed(cell))})*{_net(placement, found, '')}"
        for cell, found in paths.items()
    ]
    return f"({'+'.join(terms)}>0)"


def _leaves(placement: Placement, cells: tuple[str, ...]) -> Iterator[str]:
    for cell in cells:
        parts = placement.parts(cell)
        yield from _leaves(placement, parts) if parts else (cell,)


# ---- single cells --------------------------------------------------------------------------


def _computed(placement: Placement, cell: str) -> str:
    """1 for a total that a formula gives and that the source of the figures does not state."""
    here, kept = placement.spot(cell).address, at(placement.meta["check.stated"])
    stated = f'ISNUMBER(FIND("""{cell}"": """&{here}&"""",{kept}))'
    return f"IF(_xlfn.ISFORMULA({here}),IF({stated},0,1),0)"


def _state(placement: Placement, figure: Figure, proven: str) -> str:
    """0 for a blank cell, 1 for one that is checked, OPEN for one that is not."""
    here, flag = placement.spot(figure.id).address, placement.flag(figure.id).address
    checked = f"IF({proven}>0,1,{OPEN})"
    if not figure.is_total:  # the flag tells a text of spaces from "/"; "/" counts as 0
        other = f"IF({flag}={NO_NUMBER},{OPEN},0)"
        return f"IF(ISNUMBER({here})+({flag}={PLACEHOLDER}),{checked},{other})"
    other = f'IF(ISTEXT({here}),IF({bare(here)}="",0,{OPEN}),IF(ISBLANK({here}),0,{OPEN}))'
    return f"IF(ISNUMBER({here}),{checked},{other})"


def _counted(placement: Placement, cell: str, statements: list[Statement]) -> str:
    """1 for a computed total that a statement names and all parts of which are checked."""
    named = "+".join(s.tells for s in statements if cell in s.cells) or "0"
    sum_of_parts = placement.proven(cell).address
    within = f"({sum_of_parts}>0)*({sum_of_parts}<{OPEN})"
    return f"{placement.computed(cell).address}*({named}>0)*{within}"


def stated_formula(placement: Placement) -> str:
    """The totals that the source of the figures states although a formula gives them as well."""
    kept = fixed(Spot(placement.extra.sheet, placement.extra.top, placement.extra.left))
    start = f'FIND("""stated"": {{",{kept})'
    return f'IFERROR(MID({kept},{start},FIND("}}",{kept})-{start}),"")'
