"""Report -> charts: applications by result, by applicant and year on year, disputes by outcome."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xl_tools.diagrams import Cells, Diagram, Stripe, diagrams_of, flow_of
from xl_tools.edition import Editions
from xl_tools.records import NamedTuple
from xl_tools.report import Report, form_of

UNIT: Final = "件"


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


def charts(report: Report, prior: Report | None, editions: Editions) -> list[Chart]:
    """The charts that the figures allow; one whose figures are all 0 or no numbers is left out."""
    drawn = diagrams_of(form_of(report, editions).tables)
    made = [_chart(report, diagram) for diagram in drawn if _is_numeric(report, diagram)]
    if prior is not None and prior.year < report.year:
        made += _years(prior, report, editions)
    return [chart for chart in made if chart.largest > 0]


def _chart(report: Report, diagram: Diagram) -> Chart:
    year = f"{report.year}年"
    series = tuple(name or year for name in diagram.series)
    bars = tuple(Bar(one.label, _values(report, one)) for one in diagram.stripes)
    return Chart(diagram.name, year + diagram.title, series, bars)


def _years(prior: Report, report: Report, editions: Editions) -> Iterator[Chart]:
    """The flow of applications, a series for each year, the older one first."""
    both = [(one, flow_of(form_of(one, editions).tables)) for one in (prior, report)]
    if all(_is_numeric(one, flow) for one, flow in both):
        old, new = (_chart(one, flow) for one, flow in both)
        bars = (Bar(a.label, a.values + b.values) for a, b in zip(old.bars, new.bars, strict=True))
        names = (*old.series, *new.series)
        title = f"{both[0][1].title}：{'与'.join(names)}"
        yield Chart(both[0][1].name, title, names, tuple(bars))


def _values(report: Report, stripe: Stripe) -> tuple[Decimal, ...]:
    return tuple(sum(map(report.number, cells), Decimal(0)) for cells in stripe.sums)


def _is_numeric(report: Report, diagram: Diagram) -> bool:
    """Is none of its figures printed as a text?"""
    sums: Iterator[Cells] = (cells for one in diagram.stripes for cells in one.sums)
    return not any(isinstance(report.cells.get(c), str) for cells in sums for c in cells)
