"""Last year's report + rules of an edition -> what is compared with this year, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Final

from xl_tools.bridge import origin_of
from xl_tools.edition import Edition, Editions, Figure, Line, Rule, Table
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.relation import TOLERANCE, State
from xl_tools.report import Form, Report, Value

# Texts, not patterns: they are compiled where there is a last year to compare with.
TERM: Final = r"([+-]?)\s*(last\s+)?(?:<(\w+)>|(\w+))"
LAST: Final = r"\blast\b"
# The member of a bridged report of last year that names the edition it was printed in.
BRIDGED: Final = "bridged_from"


class Term(NamedTuple):
    """A cell of this year's report or of last year's, added or taken off."""

    cell: str
    last: bool
    sign: int


class Comparison(NamedTuple):
    """`head`, a cell of this year, equals (or is not below) what the terms give together."""

    rule: Rule
    table: str
    line: str
    words: str
    head: Term
    terms: tuple[Term, ...]
    equal: bool
    totals: frozenset[str]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of this year, the head first."""
        return self.head.cell, *(term.cell for term in self.terms if not term.last)

    @property
    def last_cells(self) -> tuple[str, ...]:
        """The cells of last year."""
        return tuple(term.cell for term in self.terms if term.last)

    def check(self, now: Figures, last: Figures) -> State:
        """Does it hold? A text or a total that is not stated leaves it unanswered."""
        used = [(term, last if term.last else now) for term in (self.head, *self.terms)]
        if any(year.is_unusable(term.cell, term.cell in self.totals) for term, year in used):
            return State(None, Decimal(0), Decimal(0))
        actual, *others = (term.sign * year.number(term.cell) for term, year in used)
        expected = sum(others, Decimal(0))
        over = actual - expected
        holds = abs(over) <= TOLERANCE if self.equal else over >= -TOLERANCE
        return State(holds, actual, expected)


class Figures(NamedTuple):
    """The figures of one year, and the texts that stand for a blank."""

    cells: Mapping[str, Value]
    blank: frozenset[str]

    def number(self, cell: str) -> Decimal:
        """The figure of a cell; 0 where it is blank."""
        value = self.cells.get(cell)
        return value if isinstance(value, Decimal) else Decimal(0)

    def is_unusable(self, cell: str, is_total: bool) -> bool:
        """Is it a text that is no number, or a total that is not stated?"""
        value = self.cells.get(cell)
        if value is None or (isinstance(value, str) and value.strip() in self.blank):
            return is_total
        return isinstance(value, str)


def comparisons_of(rule: Rule, table: Table) -> tuple[Comparison, ...]:
    """The comparisons that a rule with `holds` states for the rows or columns of its table."""
    parts = re.split(r"(>=|=)(?![^<]*>)", rule.settings["holds"])
    if len(parts) != 3:
        raise Refusal(f"规则 {rule.id} 应写成“左边 = 右边”或“左边 >= 右边”", "请改版式文件")
    by_row = rule.settings["each"] == "row"
    lines = table.all_rows() if by_row else table.columns
    only = rule.settings.get("only", "")
    chosen = [line for line in lines if not only or only in line.roles]
    found = (_comparison(rule, table, line, (parts[0], parts[1], parts[2])) for line in chosen)
    return tuple(one for one in found if one is not None)


def _comparison(
    rule: Rule, table: Table, line: Line, sides: tuple[str, str, str]
) -> Comparison | None:
    """The comparison of a line; None where the line has no such cells."""
    by_row = rule.settings["each"] == "row"
    own = [f for f in table.figures if (f.row if by_row else f.column).id == line.id]
    named = {id(f): (f.column if by_row else f.row) for f in own}
    left, right = (_terms(side, own, named) for side in (sides[0], sides[2]))
    if left is None or right is None:
        return None
    words = f"{rule.settings['left']} {'＝' if sides[1] == '=' else '≥'} {rule.settings['right']}"
    used = {term.cell for term in (*left, *right)}
    return Comparison(
        rule=rule,
        table=table.id,
        line=line.label,
        words=f"{line.label}：{words}",
        head=left[0],
        terms=right,
        equal=sides[1] == "=",
        totals=frozenset(f.id for f in own if f.is_total and f.id in used),
    )


def _terms(side: str, own: list[Figure], named: Mapping[int, Line]) -> tuple[Term, ...] | None:
    """The cells of one side; None where the line lacks one of them."""
    found: list[Term] = []
    for sign, last, role, name in re.findall(TERM, side):
        cells = [
            figure.id
            for figure in own
            if (role in named[id(figure)].roles if role else named[id(figure)].id == name)
        ]
        if not cells:
            return None
        found += [Term(cell, bool(last), -1 if sign == "-" else 1) for cell in cells]
    return tuple(found) or None


def with_comparisons(edition: Edition) -> Iterator[Rule]:
    """The rules of an edition that compare figures with last year's by `holds`."""
    rules = edition.rules.values()
    return (rule for rule in rules if re.search(LAST, rule.settings.get("holds", "")))


# ---- last year's report under this year's cells ------------------------------------------


class LastYear(NamedTuple):
    """Last year's figures by this year's cell ids.

    `tables` are those in which it states numbers; `missing` are the cells that its edition does
    not answer, each with the reason.
    """

    year: int
    cells: Mapping[str, Value]
    tables: frozenset[str]
    missing: Mapping[str, str]
    blank: frozenset[str]

    @property
    def figures(self) -> Figures:
        """Its figures, to be compared."""
        return Figures(self.cells, self.blank)

    def why_not(self, comparison: Comparison) -> str:
        """Why a comparison cannot be made; empty where it can."""
        reasons = [self.missing[c] for c in comparison.last_cells if c in self.missing]
        if not reasons and comparison.table not in self.tables:
            return "上年的报告里这张表没有数"
        return reasons[0] if reasons else ""


def last_year(prior: Report, form: Form, editions: Editions) -> LastYear:
    """Last year's report read with the cell ids of a form, its tables bridged where they can be."""
    cells: dict[str, Value] = {}
    missing: dict[str, str] = {}
    tables: set[str] = set()
    for table, own in form.tables.items():
        target = form.editions[table]
        found, lost = _table(prior, own, target, editions)
        if any(isinstance(value, Decimal) for value in found.values()):
            tables.add(table)
        cells |= found
        missing |= lost
    blank = frozenset(word for edition in editions for word in edition.placeholders)
    return LastYear(
        prior.year, MappingProxyType(cells), frozenset(tables), MappingProxyType(missing), blank
    )


def _table(
    prior: Report, own: Table, target: Edition, editions: Editions
) -> tuple[dict[str, Value], dict[str, str]]:
    printed = prior.edition_of(own.id)
    ids = [figure.id for figure in own.figures]
    if printed == target.id:
        cells = {cell: prior.cells[cell] for cell in ids if cell in prior.cells}
        return cells, unanswered(target, str(prior.extra.get(BRIDGED, "")), ids)
    if target.bridge is None or target.bridge.source != printed:
        name = editions.get(printed).name if printed in editions else printed
        why = f"上年的{own.number}用的是{name}格式，和{target.name}不能逐格比"
        return {}, dict.fromkeys(ids, why)
    origin = {figure.id: origin_of(prior, figure, target, editions) for figure in own.figures}
    cells = {c: prior.cells[source] for c, source in origin.items() if source in prior.cells}
    return cells, unanswered(target, printed, ids)


def unanswered(target: Edition, source: str, ids: list[str]) -> dict[str, str]:
    """The cells that a report of the edition before does not answer, and why."""
    if target.bridge is None or target.bridge.source != source:
        return {}
    asks = [ask for ask in target.bridge.ask if not ask.zero]
    return {cell: ask.why for ask in asks for cell in ids if fnmatchcase(cell, ask.cells)}


# ---- rows that are the same as last year's -----------------------------------------------


class Row(NamedTuple):
    """A row of a table without what is a stock: its cells, and those that are no totals."""

    label: str
    cells: tuple[str, ...]
    parts: tuple[str, ...]

    def is_same(self, now: Figures, last: Figures) -> bool:
        """Does every cell say what it said last year? A blank is 0; texts count as they stand."""
        return all(_shown(now, cell) == _shown(last, cell) for cell in self.cells)

    def size(self, now: Figures) -> Decimal:
        """The sum of the figures that are no totals."""
        return sum((now.number(part) for part in self.parts), Decimal(0))


def rows_of(rule: Rule, table: Table) -> tuple[Row, ...]:
    """The rows that are compared as a whole; those of totals only say nothing of their own."""
    figures = [f for f in table.figures if f.column.id not in rule.settings["stock"]]
    rows = (_row(line, figures) for line in table.all_rows())
    return tuple(row for row in rows if row.parts)


def _row(line: Line, figures: list[Figure]) -> Row:
    own = [figure for figure in figures if figure.row.id == line.id]
    parts = tuple(figure.id for figure in own if not figure.is_total)
    return Row(line.label, tuple(figure.id for figure in own), parts)


def _shown(year: Figures, cell: str) -> Value:
    value = year.cells.get(cell, Decimal(0))
    return value.casefold() if isinstance(value, str) else value
