"""Report of an older edition -> Report of the next one, and what must be asked anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from types import MappingProxyType

from xl_tools.edition import Bridge, Edition, Editions, Figure
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Report, Value


class Question(NamedTuple):
    """Cells that the older edition does not answer, and why."""

    cells: tuple[str, ...]
    why: str


class Bridged(NamedTuple):
    """The report in the newer edition, what to ask, and which figures have no place in it."""

    report: Report
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    left_behind: tuple[str, ...]


def bridge(report: Report, target: Edition, editions: Editions) -> Bridged:
    """Carry each table over as the target's bridge says; Refusal where there is no bridge."""
    origin = {figure.id: origin_of(report, figure, target, editions) for figure in target.figures()}
    foreign = [t for t in target.tables if report.edition_of(t) != target.id]
    cells: dict[str, Value] = {
        cell: report.cells[source]
        for cell, source in origin.items()
        if source and source in report.cells
    }
    asks = [
        ask for ask in (target.bridge.ask if target.bridge else ()) if _is_in(ask.cells, foreign)
    ]
    questions = [(ask, _matching(ask.cells, origin)) for ask in asks]
    for ask, asked in questions:
        cells |= {cell: Decimal(0) for cell in asked if ask.zero and cell not in cells}
    used = {source for source in origin.values() if source}
    carried = report._replace(
        edition=target.id,
        cells=MappingProxyType(cells),
        computed=frozenset(c for c, source in origin.items() if source in report.computed),
        control=MappingProxyType(_renamed(report.control, origin)),
        table_editions=MappingProxyType({}),
    )
    return Bridged(
        carried,
        tuple(Question(asked, ask.why) for ask, asked in questions),
        tuple(_notes(target.bridge, foreign, report)),
        tuple(cell for cell in report.cells if cell not in used),
    )


def origin_of(report: Report, figure: Figure, target: Edition, editions: Editions) -> str:
    """The cell of the source that a figure comes from; empty where there is none."""
    source = report.edition_of(figure.table)
    if source == target.id:
        return figure.id
    if target.bridge is None or target.bridge.source != source:
        raise Refusal(f"没有从“{source}”版转到“{target.id}”版的办法", "请按新版格式重新填写")
    known = {one.id for one in editions.get(source).tables[figure.table].figures}
    for carry in target.bridge.carry:
        if fnmatchcase(figure.id, carry.target):
            found = _translated(figure.id, carry.target, carry.source)
            if found in known:
                return found
    return ""


def _translated(cell: str, target: str, source: str) -> str:
    """The cell id with the stars of the source pattern filled from its own parts."""
    pairs = zip(cell.split("."), target.split("."), source.split("."), strict=True)
    return ".".join(own if other == "*" else other for own, _, other in pairs)


def _matching(pattern: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cell for cell in cells if fnmatchcase(cell, pattern))


def _is_in(pattern: str, tables: list[str]) -> bool:
    return pattern.partition(".")[0] in tables


def _notes(rules: Bridge | None, foreign: list[str], report: Report) -> Iterator[str]:
    """What the bridge says about figures that it did carry and that are not zero."""
    for carry in rules.carry if rules else ():
        some = (report.number(c) for c in report.cells if fnmatchcase(c, carry.source))
        if carry.note and _is_in(carry.source, foreign) and any(some):
            yield carry.note


def _renamed(control: Mapping[str, Decimal], origin: Mapping[str, str]) -> dict[str, Decimal]:
    return {cell: control[source] for cell, source in origin.items() if source in control}
