"""Report -> charts: applications by result, by applicant and year on year, disputes by outcome."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from xl_tools.edition import Editions, Line, Table
from xl_tools.report import Form, Report, form_of

UNIT: Final = "件"
NUMBERED: Final = re.compile(
    r"^(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d+\.)"
)
ASIDE: Final = re.compile(r"[（(].*[）)]$")
# A chart over the years: role of a row of table 3 -> what it is called in a chart.
FLOW: Final = (
    ("received", "本年新收"),
    ("carried_in", "上年结转"),
    ("result_total", "本年办结"),
    ("carried_out", "结转下年"),
)


class Bar(NamedTuple):
    """One bar, or one for each series, with what it stands for."""

    label: str
    values: tuple[Decimal, ...]


class Chart(NamedTuple):
    """A chart of bars; with one series its name need not be shown."""

    name: str
    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    unit: str = UNIT

    @property
    def largest(self) -> Decimal:
        """The largest value of all."""
        return max((value for bar in self.bars for value in bar.values), default=Decimal(0))


class NotANumber(Exception):
    """A figure that a chart needs is printed as a text."""


def charts(report: Report, prior: Report | None, editions: Editions) -> list[Chart]:
    """The charts that the figures allow; one whose figures are all 0 or no numbers is left out."""
    form = form_of(report, editions)
    made: list[Chart] = []
    for draw in (_results, _applicants, _disputes):
        made += _allowed(draw(report, form))
    if prior is not None and prior.year < report.year:
        made += _allowed(_years((prior, form_of(prior, editions)), (report, form)))
    return made


def _allowed(drawn: Iterator[Chart]) -> list[Chart]:
    try:
        return [chart for chart in drawn if chart.largest > 0]
    except NotANumber:
        return []


def _number(report: Report, cell: str) -> Decimal:
    value = report.cells.get(cell, Decimal(0))
    if not isinstance(value, Decimal):
        raise NotANumber(cell)
    return value


def _total(table: Table) -> str:
    return next(column.id for column in table.columns if "total" in column.roles)


def _short(label: str) -> str:
    """A label without its number and without the remark behind it."""
    return ASIDE.sub("", NUMBERED.sub("", label))


# ---- the charts ------------------------------------------------------------------------------


def _results(report: Report, form: Form) -> Iterator[Chart]:
    """The results of table 3 by their first division: 予以公开, 部分公开, 不予公开 …"""
    table = form.tables["applications"]
    column, sums = _total(table), dict[str, Decimal]()
    for row in table.rows_with("result"):
        name = _short((*row.group[1:], row.label)[0])
        value = _number(report, f"{table.id}.{row.id}.{column}")
        sums[name] = sums.get(name, Decimal(0)) + value
    title = f"{report.year}年政府信息公开申请办理结果"
    yield Chart("办理结果", title, (f"{report.year}年",), _bars(sums.items()))


def _applicants(report: Report, form: Form) -> Iterator[Chart]:
    table = form.tables["applications"]
    row = table.rows_with("received")[0].id
    parts = table.columns_with("part")
    values = ((column.label, _number(report, f"{table.id}.{row}.{column.id}")) for column in parts)
    title = f"{report.year}年新收政府信息公开申请的申请人"
    yield Chart("申请人", title, (f"{report.year}年",), _bars(values))


def _disputes(report: Report, form: Form) -> Iterator[Chart]:
    """Outcomes as bars, one series for reviews and one for lawsuits."""
    table = form.tables["disputes"]
    kinds = (("行政复议", "reconsideration"), ("行政诉讼", "litigation"))
    bars = tuple(
        Bar(column.label, tuple(_sum(report, table, role, column) for _, role in kinds))
        for column in table.columns_with("part")
    )
    title = f"{report.year}年因政府信息公开引起的行政复议和行政诉讼"
    yield Chart("复议诉讼", title, tuple(name for name, _ in kinds), bars)


def _sum(report: Report, table: Table, role: str, column: Line) -> Decimal:
    rows = table.rows_with(role)
    cells = (f"{table.id}.{row.id}.{column.id}" for row in rows)
    return sum((_number(report, cell) for cell in cells), Decimal(0))


def _years(*years: tuple[Report, Form]) -> Iterator[Chart]:
    """The flow of applications, a series for each year, the older one first."""
    bars = tuple(Bar(words, tuple(_flow(*year, role) for year in years)) for role, words in FLOW)
    names = tuple(f"{report.year}年" for report, _ in years)
    yield Chart("两年比较", f"政府信息公开申请：{'与'.join(names)}", names, bars)


def _flow(report: Report, form: Form, role: str) -> Decimal:
    table = form.tables["applications"]
    row = table.rows_with(role)[0].id
    return _number(report, f"{table.id}.{row}.{_total(table)}")


def _bars(values: Iterable[tuple[str, Decimal]]) -> tuple[Bar, ...]:
    return tuple(Bar(label, (value,)) for label, value in values)
