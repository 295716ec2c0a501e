"""Diagrams -> the sheet 图表: figures as formulas over the official cells, and their charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_tools.diagrams import Diagram, Stripe, diagrams_of, flow_of
from xl_tools.placement import CHARTS, Placement
from xl_tools.places import Span, Spot, areas, at
from xl_tools.priorsheet import PRIOR
from xl_tools.records import NamedTuple
from xl_tools.template.continuity import barred
from xl_tools.template.plan import Formula, PlacedChart, Series, SheetPlan

WIDTHS: Final = (18, 13, 13, 2, 52)  # labels, figures, a gap, the chart
FIRST_ROW, BLOCK, LINE = 4, 10, 19.5
MIDDLE: Final = 5  # the column of the charts
NO_NUMBER, NO_YEAR = "不是数", "—"
HELP: Final = (
    "数取自前面各表，改表上的数，图跟着变；没有宏也能用。"
    "要放进图解或汇报材料，点一下图，复制，贴到 Word、WPS 里。"
)


class Column(NamedTuple):
    """A series: the formula of its name, and for each label the formula of its value."""

    name: str
    values: tuple[str, ...]


def charts_sheet(placement: Placement) -> SheetPlan:
    """The charts one below the other, each with its figures, on one page."""
    plan = SheetPlan(CHARTS)
    plan.widths = dict(enumerate(WIDTHS, 1))
    year = at(placement.fields["meta.year"])
    words = f'IF(ISNUMBER({year}),{year}&"年","")&"政府信息公开工作图表"'
    plan.merge((1, 1, 1, MIDDLE), Formula(words), "title")
    plan.merge((2, 1, 2, MIDDLE), HELP, "help")
    plan.heights = {1: 32, 2: 32}
    row = FIRST_ROW
    for diagram in diagrams_of(placement.edition.tables):
        row = _block(plan, row, diagram, _this_year(placement, diagram))
    if flow_of(placement.edition.tables).stripes:
        row = _two_years(plan, row, placement)
    plan.print_area = (1, 1, row - 2, MIDDLE)
    plan.one_page = True
    return plan


def _block(plan: SheetPlan, top: int, diagram: Diagram, columns: Sequence[Column]) -> int:
    """Title, labels, figures and chart; the row of the next block."""
    plan.merge((top, 1, top, 3), f"{diagram.title}（件）", "heading")
    head, first = top + 1, top + 2
    plan.put(head, 1, "项目", "header")
    for column, series in enumerate(columns, 2):
        plan.put(head, column, Formula(series.name), "header")
        for row, value in enumerate(series.values, first):
            plan.put(row, column, Formula(value), "drawn_number")
    for row, stripe in enumerate(diagram.stripes, first):
        plan.put(row, 1, stripe.label, "label")
    last = first + len(diagram.stripes) - 1
    plan.merge((last + 1, 1, last + 1, 3), Formula(_remark(first, last, columns)), "help")
    size = max(BLOCK, last + 3 - top)
    plan.heights |= dict.fromkeys(range(top + 1, top + size), LINE)
    plan.charts.append(_chart(diagram, Span(CHARTS, top, 1, top + size - 2, len(columns) + 1)))
    return top + size


def _remark(first: int, last: int, columns: Sequence[Column]) -> str:
    """What a person who sees no bars wants to know."""
    values = Span(CHARTS, first, 2, last, len(columns) + 1)
    area = f"{Spot(*values[:3]).address}:{Spot(CHARTS, last, values.right).address}"
    unlike = f'IF(COUNTIF({area},"{NO_NUMBER}")>0,"有的格不是数，没有画","")'
    unknown = f'IF(COUNTIF({area},"{NO_YEAR}")>0,"“{PRIOR}”没有可比的数，只画本年",{unlike})'
    return f'IF(SUM({area})=0,"没有数，或都是 0",{unknown})'


def _chart(diagram: Diagram, block: Span) -> PlacedChart:
    """The chart at the right of its block: over the rows from title to remark."""
    first, last = block.top + 2, block.top + 1 + len(diagram.stripes)
    labels = Span(CHARTS, first, 1, last, 1).name_target
    series = tuple(
        Series(
            Spot(CHARTS, block.top + 1, column).name_target,
            labels,
            Span(CHARTS, first, column, last, column).name_target,
        )
        for column in range(2, block.right + 1)
    )
    words = f"条形图：{diagram.title}。每一条的数写在左边的表里。"
    rows = block.bottom - block.top + 1
    return PlacedChart(f"{diagram.title}（件）", words, series, (block.top, MIDDLE), rows)


# ---- figures ---------------------------------------------------------------------------------


def _this_year(placement: Placement, diagram: Diagram) -> list[Column]:
    spots = {cell: spot for cell, (spot, _) in placement.figures.items()}
    return [
        Column(
            _words(name) if name else _year(placement, "本年", 0),
            tuple(_sum([spots[cell] for cell in stripe.sums[index]]) for stripe in diagram.stripes),
        )
        for index, name in enumerate(diagram.series)
    ]


def _two_years(plan: SheetPlan, row: int, placement: Placement) -> int:
    """The flow of applications beside that of last year, where 上年数据 has it."""
    flow = flow_of(placement.edition.tables)
    (now,) = _this_year(placement, flow)
    last = tuple(_last_year(placement, stripe) for stripe in flow.stripes)
    title = f"{flow.title}：与上年比较"
    columns = (Column(_year(placement, "上年", 1), last), now)
    return _block(plan, row, flow._replace(title=title), columns)


def _last_year(placement: Placement, stripe: Stripe) -> str:
    (cells,) = stripe.sums
    known = _sum([placement.prior.figures[cell] for cell in cells])
    shut = barred(placement, "applications", cells)
    return f'IF({shut}=1,"{NO_YEAR}",{known})'


def _year(placement: Placement, word: str, before: int) -> str:
    year = at(placement.fields["meta.year"])
    shown = f"{year}-{before}" if before else year
    return f'IF(ISNUMBER({year}),({shown})&"年","{word}")'


def _words(name: str) -> str:
    return f'"{name}"'


def _sum(spots: list[Spot]) -> str:
    """The sum, or a word where a text stands among the figures."""
    parts = areas(spots)
    texts = "+".join(f"SUMPRODUCT(--ISTEXT({part}))" for part in parts)
    return f'IF({texts}>0,"{NO_NUMBER}",SUM({",".join(parts)}))'
