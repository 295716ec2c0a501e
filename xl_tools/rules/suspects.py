"""Broken relations of a case -> which cell is most probably wrong, as findings and words say it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from xl_tools.blame import Blame, Place, Statement, Suspect, alike, surest
from xl_tools.evidence import Evidence
from xl_tools.jsontext import plain
from xl_tools.records import NamedTuple
from xl_tools.relation import Relation, State
from xl_tools.rules.cells import is_text
from xl_tools.rules.finding import Case
from xl_tools.rules.witnesses import witnesses
from xl_tools.slips import WORDS

About = Relation | str  # a relation, or the cell of a 核对数 or of the case ledger
NOTHING_TELLS: Final = "表上没有别的数能说明错在哪一格"


class Suspicions:
    """What the statements of a report together say about each broken relation."""

    __slots__ = ("_blame", "_case", "_evidence", "_found", "_numbers", "_outside", "_statements")

    def __init__(self, case: Case, relations: tuple[tuple[Relation, State], ...]) -> None:
        evidence = Evidence(case.reading.report, case.form, tuple(r for r, _ in relations))
        usable = [
            r
            for r, state in relations
            if r.equal and state.holds is not None and not _texts(case, evidence, r)
        ]
        statements = [Statement(_counted(evidence.net(r)), Decimal(0)) for r in usable]
        controls = dict(_controls(case, evidence))
        self._case = case
        self._numbers: dict[object, int] = {_key(r): number for number, r in enumerate(usable)}
        self._numbers |= {cell: number for number, cell in enumerate(controls, len(statements))}
        statements += controls.values()
        self._evidence, self._statements = evidence, tuple(statements)
        self._blame = Blame(statements, _values(case, statements), _places(case))
        self._found = self._blame.suspects()
        self._outside: _Outside | None = None

    def texts(self, relation: Relation) -> tuple[str, ...]:
        """The cells with a text that a computed total of the relation passes over: they come first.

        Nothing else is to be guessed at from such a relation.
        """
        return _texts(self._case, self._evidence, relation)

    def of(self, about: About) -> tuple[Suspect, ...]:
        """The sets of changes that would mend a relation or a 核对数, best first.

        Where the tables and 核对数 tell nothing, or leave a choice, last year's report and the
        prose are asked: what they speak for comes alone.
        """
        number = self._numbers.get(_key(about))
        if number is None:
            return ()
        known = alike(self._found, number)
        if len(known) == 1:
            return known
        return alike(self._asked().found, number) or known

    def _asked(self) -> _Outside:
        if self._outside is None:
            self._outside = _asked(self._case, self._evidence, self._statements)
        return self._outside

    def as_json(self, about: About) -> tuple[dict[str, Any], ...]:
        """The same as the findings' JSON has them."""
        return tuple(
            {
                "cells": dict(suspect.cells),
                "explains": suspect.explains,
                "kind": suspect.kind,
            }
            for suspect in self.of(about)
        )

    def is_sure(self, about: About) -> bool:
        """Is one set of changes better than all others?"""
        return surest(self.of(about)) is not None

    def words(self, about: About) -> str:
        """Which cell, and which value; or that nothing tells."""
        suspects = self.of(about)
        best = surest(suspects)
        if best is not None:
            return f"最可能是{self._change(best)}{self._also(best)}"
        if suspects:
            listed = "；或者".join(self._change(suspect) for suspect in suspects[:3])
            return f"有 {len(suspects)} 种可能：{listed.lstrip()}"
        number = self._numbers.get(_key(about))
        equals = 0 if number is None else self._blame.equals(number)
        return f"{NOTHING_TELLS}，可疑的有 {equals} 格" if equals else NOTHING_TELLS

    def _also(self, suspect: Suspect) -> str:
        """Who outside the tables says the same."""
        known = len(self._statements)
        numbers = sorted(number for number in suspect.mends if number >= known)
        sources = dict.fromkeys(self._asked().sources[number - known] for number in numbers)
        return f"，和{'、'.join(sources)}也就一致了" if sources else ""

    def _change(self, suspect: Suspect) -> str:
        slip = WORDS[suspect.kind]
        changes = "、".join(self._one(cell, value) for cell, value in suspect.cells.items())
        return f" {changes}（{slip}）" if slip else f" {changes}"

    def _one(self, cell: str, value: Decimal) -> str:
        place = self._case.reading.places.get(cell)
        where = place.address if place else self._case.form.figures()[cell].label
        stated = plain(self._case.reading.report.number(cell))
        return f"{where} 的 {stated} 应为 {plain(value)}"


class _Outside(NamedTuple):
    """What witnesses outside the tables name, and who they are by the number of a statement."""

    found: tuple[Suspect, ...]
    sources: tuple[str, ...]


def _asked(case: Case, evidence: Evidence, statements: tuple[Statement, ...]) -> _Outside:
    """The changes that mend both something within the tables and something said outside them."""
    outside = witnesses(case, evidence)
    if not outside:
        return _Outside((), ())
    every = [*statements, *(witness.statement for witness in outside)]
    blame = Blame(every, _values(case, every), _places(case))
    within, known = frozenset(range(len(statements))), len(statements)
    found = (
        suspect
        for suspect in blame.suspects()
        if suspect.mends & within and any(number >= known for number in suspect.mends)
    )
    return _Outside(tuple(found), tuple(witness.source for witness in outside))


def _texts(case: Case, evidence: Evidence, relation: Relation) -> tuple[str, ...]:
    parts = (*evidence.expanded(relation.left), *evidence.expanded(relation.right))
    return tuple(dict.fromkeys(cell for cell in parts if is_text(case, cell)))


def _counted(net: Any) -> dict[str, int]:
    return {cell: times for cell, times in net.items() if times}


def _key(about: About) -> object:
    return about if isinstance(about, str) else (about.rule.id, about.cells)


def _controls(case: Case, evidence: Evidence) -> Iterator[tuple[str, Statement]]:
    """核对数, and the case ledger: what a cell should hold by another source."""
    for cell, due in (case.counted | dict(case.reading.report.control)).items():
        if cell in case.reading.report.cells and cell in case.form.figures():
            yield cell, Statement(_counted(evidence.expanded((cell,))), due)


def _values(case: Case, statements: list[Statement]) -> dict[str, Decimal]:
    cells = {cell for statement in statements for cell in statement.cells}
    return {cell: case.reading.report.number(cell) for cell in cells}


def _places(case: Case) -> dict[str, Place]:
    return {
        cell: Place(figure.table, figure.row.id, figure.column.id, figure.type)
        for cell, figure in case.form.figures().items()
    }
