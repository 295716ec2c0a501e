"""Random reports of any edition, for properties and for comparisons with LibreOffice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType

from xl_tools.edition import Edition
from xl_tools.placement import placement_of
from xl_tools.report import Organ, Report, Value

TEXTS = ("/", "—", "无", "12", "三件", "5 件", "待定")


def consistent(edition: Edition, seed: int, numbers: Sequence[int] = (0, 0, 1, 2, 7, 30)) -> Report:
    """A report in which every relation holds; its parts are some of these numbers."""
    chance = random.Random(seed)
    cells: dict[str, Value] = {
        # an amount without a unit would be asked for one
        figure.id: Decimal(chance.choice(numbers)) * (figure.type != "money")
        for figure in edition.figures()
        if not figure.is_total
    }
    table = edition.tables["applications"]
    for column in table.columns_with("part"):
        _balance(table.id, column.id, edition, cells)
    _add_up(edition, cells)
    for figure in edition.tables["disclosure"].figures:
        if "regulation" in figure.row.roles:
            cells[figure.id] = Decimal(0)
        elif figure.column.id == "in_force":
            cells[figure.id] = Decimal(50)
    return report_of(edition, cells)


def _add_up(edition: Edition, cells: dict[str, Value]) -> None:
    """Totals from their parts; twice, since some add up other totals."""
    for _ in range(2):
        for figure in edition.figures():
            if figure.is_total:
                parts = placement_of(edition).parts(figure.id)
                cells[figure.id] = sum((Decimal(cells.get(p, 0)) for p in parts), Decimal(0))


def _balance(table: str, column: str, edition: Edition, cells: dict[str, Value]) -> None:
    rows = edition.tables[table].rows_with("result")
    done = sum((Decimal(cells[f"{table}.{row.id}.{column}"]) for row in rows), Decimal(0))
    left = Decimal(cells[f"{table}.pending_end.{column}"])
    before = Decimal(cells[f"{table}.pending_start.{column}"])
    if done + left < before:
        cells[f"{table}.pending_start.{column}"] = before = Decimal(0)
    cells[f"{table}.received.{column}"] = done + left - before


def report_of(edition: Edition, cells: dict[str, Value]) -> Report:
    """A report of the edition's own first year."""
    return Report(
        edition.id,
        edition.first_year,
        Organ("某某县人民政府", level="county", kind="government"),
        MappingProxyType(cells),
    )


def with_faults(report: Report, edition: Edition, seed: int) -> Report:
    """The report with up to four cells changed, blanked or filled with text."""
    chance = random.Random(seed)
    cells = dict(report.cells)
    for _ in range(chance.randint(0, 4)):
        cell = chance.choice(list(cells))
        kind = chance.randrange(5)
        if kind == 0:
            del cells[cell]
        elif kind == 1:
            cells[cell] = chance.choice(TEXTS)
        elif kind == 2:
            cells[cell] = Decimal(chance.choice(("-3", "2.5", "0.25")))
        else:
            cells[cell] = Decimal(chance.randint(0, 99))
    return report._replace(cells=MappingProxyType(cells))


def year_before(report: Report, edition: Edition, seed: int) -> Report:
    """A report of the year before: followed by this one in most cells, copied into some."""
    chance = random.Random(seed)
    prior = consistent(edition, seed + 1)
    cells = dict(prior.cells)
    for figure in edition.figures():
        if figure.row.id == "pending_end" and chance.random() < 0.8:
            start = f"{figure.table}.pending_start.{figure.column.id}"
            cells[figure.id] = report.number(start)
        elif chance.random() < chance.choice((0, 0.2, 1)):
            cells[figure.id] = report.cells.get(figure.id, Decimal(0))
    if chance.random() < 0.1:
        cells = {cell: report.number(cell) for cell in cells}
    for cell in chance.sample(sorted(cells), chance.choice((0, 0, 3, 30))):
        if chance.random() < 0.7:
            del cells[cell]
        else:
            cells[cell] = chance.choice(TEXTS)
    if chance.random() < 0.1:
        gone = chance.choice(list(edition.tables))
        cells = {cell: value for cell, value in cells.items() if not cell.startswith(gone)}
    return report._replace(
        edition=edition.id,
        year=report.year - chance.choice((1, 1, 1, 1, 2)),
        cells=MappingProxyType(cells),
    )


def with_controls(report: Report, edition: Edition, seed: int) -> Report:
    """The report with some 核对数, most of them right."""
    chance = random.Random(seed)
    cells = chance.sample(sorted(placement_of(edition).controls), chance.choice((0, 1, 3, 20)))
    stated = {cell: report.number(cell) + chance.choice((0, 0, 0, 0, 3, -1)) for cell in cells}
    return report._replace(control=MappingProxyType(stated))
