"""Roll-up -> the sheet of charts by unit: its figures point to the sheet of all units' figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from xl_tools.edition import Edition
from xl_tools.ooxml.content import Content, Formula
from xl_tools.ooxml.newchart import Chart, Series
from xl_tools.places import Span, Spot
from xl_tools.records import NamedTuple
from xl_tools.report import Report

SHEET: Final = "各单位图表"
MOST: Final = 20  # units in a chart; the others are in the list of all
LEAST: Final = 8  # rows of a chart over few units
LEFT, WIDE = 10, 9  # the first column of the charts, and how many they cover
WIDTHS: Final = (28, *(9.0,) * 7, 2, *(9.0,) * WIDE)
# The number before a label, the remark in brackets behind it.
ASIDE: Final = re.compile(r"^（[一二三四五六七八九十]+）|（[^（）]*）$")
NOTE: Final = "数取自“各单位数据”；每张图列数最大的 20 个单位"

Cells = tuple[str, ...]
Unit = tuple[str, Report, int]  # name, report, its row on the sheet of all units


class Subject(NamedTuple):
    """What a chart shows: per series its name and the cells that are added up."""

    title: str
    series: tuple[tuple[str, Cells], ...]


class Sheet(NamedTuple):
    """Rows from the first on, and the charts beside them."""

    rows: list[tuple[Content, ...]]
    charts: list[Chart]


def charts_by_unit(
    units: Sequence[Unit], edition: Edition, columns: Mapping[str, int], source: str
) -> Sheet | None:
    """The sheet; None where no unit has anything to show.

    `columns` are those of the cells on the sheet `source`.
    """
    made = Sheet([(NOTE,)], [])
    for subject in _subjects(edition):
        chosen = _chosen(units, subject)
        if chosen:
            _add(made, subject, chosen, columns, source)
    if not made.charts:
        return None
    blank: tuple[Content, ...] = (None,) * len(WIDTHS)
    return made._replace(rows=[(*row, *blank[len(row) :]) for row in made.rows])


def _subjects(edition: Edition) -> Iterator[Subject]:
    """Applications received, their results, reviews and lawsuits."""
    table = edition.tables["applications"]
    total = next(column.id for column in table.columns if "total" in column.roles)
    received = tuple(f"{table.id}.{row.id}.{total}" for row in table.rows_with("received"))
    yield Subject("各单位新收申请", (("新收申请", received),))
    results: dict[str, Cells] = {}
    for row in table.rows_with("result"):
        name = ASIDE.sub("", (*row.group[1:], row.label)[0])
        results[name] = (*results.get(name, ()), f"{table.id}.{row.id}.{total}")
    yield Subject("各单位办理结果", tuple(results.items()))
    table = edition.tables["disputes"]
    total = next(column.id for column in table.columns if "total" in column.roles)
    kinds = (("行政复议", "reconsideration"), ("行政诉讼", "litigation"))
    yield Subject(
        "各单位行政复议和行政诉讼",
        tuple(
            (name, tuple(f"{table.id}.{row.id}.{total}" for row in table.rows_with(role)))
            for name, role in kinds
        ),
    )


def _sum(report: Report, cells: Cells) -> Decimal:
    return sum((report.number(cell) for cell in cells), Decimal(0))


def _chosen(units: Sequence[Unit], subject: Subject) -> list[Unit]:
    """The units with most, those with nothing left out."""
    cells = tuple(cell for _, own in subject.series for cell in own)
    sums = [(-_sum(unit[1], cells), index) for index, unit in enumerate(units)]
    return [units[index] for less, index in sorted(sums)[:MOST] if less]


def _add(
    made: Sheet, subject: Subject, chosen: list[Unit], columns: Mapping[str, int], source: str
) -> None:
    """A block of rows at the left, its chart at the right."""
    title = f"{subject.title}（件）"
    top = len(made.rows) + 2
    made.rows.extend([(), (title, *(name for name, _ in subject.series))])
    for organ, report, row in chosen:
        values = (
            Formula(_formula(cells, row, columns, source), _sum(report, cells))
            for _, cells in subject.series
        )
        made.rows.append((organ, *values))
    bottom = top + max(len(chosen), LEAST) + 2
    while len(made.rows) < bottom:
        made.rows.append(())
    series = tuple(
        _series(index, subject, chosen, Span(SHEET, top + 1, 1, top + len(chosen), 1))
        for index in range(len(subject.series))
    )
    words = f"条形图：{title}。每一条的数写在左边的表里。"
    made.charts.append(Chart(title, words, series, (LEFT, top, LEFT + WIDE - 1, bottom)))


def _formula(cells: Cells, row: int, columns: Mapping[str, int], source: str) -> str:
    spots = [Spot(source, row, columns[cell]) for cell in cells]
    return f"SUM({','.join(spot.name_target.replace('$', '') for spot in spots)})"


def _series(index: int, subject: Subject, chosen: list[Unit], labels: Span) -> Series:
    name, cells = subject.series[index]
    column = index + 2
    return Series(
        Spot(SHEET, labels.top - 1, column).name_target,
        labels.name_target,
        labels._replace(left=column, right=column).name_target,
        name,
        tuple(organ for organ, _, _ in chosen),
        tuple(_sum(report, cells) for _, report, _ in chosen),
    )
