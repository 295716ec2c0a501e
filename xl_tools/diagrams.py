"""Edition -> diagrams: what each bar is called, and which cells of the form it adds up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from xl_tools.edition import Line, Table
from xl_tools.records import NamedTuple

FILLS: Final = ("#1F4E79", "#9DC3E6")  # of the bars, dark for this year
NUMBERED: Final = re.compile(
    r"^(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d+\.)"
)
ASIDE: Final = re.compile(r"[（(].*[）)]$")
# The flow of applications: role of a row of table 3 -> what it is called in a diagram.
FLOW: Final = (
    ("received", "本年新收"),
    ("carried_in", "上年结转"),
    ("result_total", "本年办结"),
    ("carried_out", "结转下年"),
)
KINDS: Final = (("行政复议", "reconsideration"), ("行政诉讼", "litigation"))
Cells = tuple[str, ...]
Tables = Mapping[str, Table]


class Stripe(NamedTuple):
    """A place on the axis: its label, and for each series the cells that its bar adds up."""

    label: str
    sums: tuple[Cells, ...]


class Diagram(NamedTuple):
    """Bars over cells; the year goes before the title, a series without a name is the year."""

    name: str
    title: str
    series: tuple[str, ...]
    stripes: tuple[Stripe, ...]


def diagrams_of(tables: Tables) -> tuple[Diagram, ...]:
    """What can be drawn of one year; what a form has no rows or columns for is left out."""
    found: list[Diagram] = []
    if "applications" in tables:
        found += [_results(tables["applications"]), _applicants(tables["applications"])]
    if "disputes" in tables:
        found.append(_disputes(tables["disputes"]))
    return tuple(one for one in map(_known, found) if one.stripes)


def _known(diagram: Diagram) -> Diagram:
    """Without the bars for which the form has no cells."""
    known = (one for one in diagram.stripes if one.sums and all(one.sums))
    return diagram._replace(stripes=tuple(known))


def flow_of(tables: Tables) -> Diagram:
    """The flow of applications in one year, to stand beside that of another."""
    table = tables.get("applications")
    rows = ((words, table.rows_with(role)) for role, words in FLOW) if table else ()
    stripes = [Stripe(words, (_totals(table, found[:1]),)) for words, found in rows if table]
    return _known(Diagram("两年比较", "政府信息公开申请", ("",), tuple(stripes)))


def _results(table: Table) -> Diagram:
    """The results of table 3 by their first division: 予以公开, 部分公开, 不予公开 …"""
    rows: dict[str, list[Line]] = {}
    for row in table.rows_with("result"):
        rows.setdefault(_short((*row.group[1:], row.label)[0]), []).append(row)
    stripes = (Stripe(name, (_totals(table, own),)) for name, own in rows.items())
    return Diagram("办理结果", "政府信息公开申请办理结果", ("",), tuple(stripes))


def _applicants(table: Table) -> Diagram:
    rows, columns = table.rows_with("received"), table.columns_with("part")
    stripes = (Stripe(column.label, (_cells(table, rows, [column]),)) for column in columns)
    return Diagram("申请人", "新收政府信息公开申请的申请人", ("",), tuple(stripes))


def _disputes(table: Table) -> Diagram:
    """Outcomes as bars, one series for reviews and one for lawsuits."""
    known = ((name, table.rows_with(role)) for name, role in KINDS)
    kinds = [(name, rows) for name, rows in known if rows]
    stripes = (
        Stripe(column.label, tuple(_cells(table, rows, [column]) for _, rows in kinds))
        for column in table.columns_with("part")
    )
    title = "因政府信息公开引起的行政复议和行政诉讼"
    return Diagram("复议诉讼", title, tuple(name for name, _ in kinds), tuple(stripes))


def _totals(table: Table, rows: Sequence[Line]) -> Cells:
    """The cells of rows in the column of totals."""
    return _cells(table, rows, [one for one in table.columns if "total" in one.roles])


def _cells(table: Table, rows: Sequence[Line], columns: Sequence[Line]) -> Cells:
    return tuple(f"{table.id}.{row.id}.{column.id}" for row in rows for column in columns)


def _short(label: str) -> str:
    """A label without its number and without the remark behind it."""
    return ASIDE.sub("", NUMBERED.sub("", label))
