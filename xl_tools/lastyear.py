"""Last year's report -> contents of the sheet 上年数据."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.bridge import bridge
from xl_tools.continuity import BRIDGED, unanswered
from xl_tools.edition import Edition, Editions
from xl_tools.ooxml.content import Content
from xl_tools.placement import Placement
from xl_tools.places import Spot
from xl_tools.priorsheet import FIELDS, NAME
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.sources.labels import essence
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.prior import prior_spots

MOST_DIGITS: Final = 15  # what a cell of a spreadsheet holds exactly


def in_edition(prior: Report, edition: Edition, editions: Editions) -> Report:
    """Last year's report in the edition of a workbook.

    It says from which edition it was bridged, where that one leaves figures unanswered.
    """
    foreign = [table for table in edition.tables if prior.edition_of(table) != edition.id]
    if not foreign:
        return prior
    bridged = _stated(bridge(prior, edition, editions).report, prior)
    source = prior.edition_of(foreign[0])
    ids = [figure.id for table in foreign for figure in edition.tables[table].figures]
    if not unanswered(edition, source, ids):
        return bridged
    return bridged._replace(extra=MappingProxyType({**bridged.extra, BRIDGED: source}))


def _stated(bridged: Report, prior: Report) -> Report:
    """Without the zeros that the bridge puts into tables of which last year says nothing."""
    numbers = (cell for cell, value in prior.cells.items() if isinstance(value, Decimal))
    tables = {cell.partition(".")[0] for cell in numbers}
    kept = {c: v for c, v in bridged.cells.items() if c.partition(".")[0] in tables}
    return bridged._replace(cells=MappingProxyType(kept))


def prior_remarks(
    prior: Report, report: Report, edition: Edition, editions: Editions
) -> Iterator[str]:
    """What a person should know about last year's report before it is compared with this year's."""
    if prior.year != report.year - 1:
        yield f"注意：给的是{prior.year}年度的报告，不是{report.year - 1}年度的，不会和本年比较。"
    if words := organ_remark(prior, report):
        yield f"注意：{words}。"
    source = str(in_edition(prior, edition, editions).extra.get(BRIDGED, ""))
    ids = [figure.id for figure in edition.figures()]
    for why in dict.fromkeys(unanswered(edition, source, ids).values()):
        yield f"不能和上年比较：{why}。"


def organ_remark(prior: Report, report: Report) -> str:
    """What to say where last year's report names another organ; empty where it does not."""
    here, there = report.organ.name, prior.organ.name
    if not here or not there or same_organ(here, there):
        return ""
    return f"上年报告的机关是“{there}”，本年是“{here}”，请核对是不是同一个机关"


def same_organ(one: str, other: str) -> bool:
    """Are two names the same, whatever spaces and brackets they are written with?"""
    return bool(one) and essence(one) == essence(other)


def prior_contents(
    book: OpenBook, prior: Report, placement: Placement, editions: Editions
) -> dict[Spot, Content]:
    """What changes on the sheet: every figure of last year, a cell it leaves blank included."""
    if f"{NAME}year" not in book.book.names:
        raise Refusal("这个工作簿没有“上年数据”表", "请用新做的模板，把数填过去")
    own = in_edition(prior, placement.edition, editions)
    lost = unanswered(placement.edition, str(own.extra.get(BRIDGED, "")), list(own.cells))
    contents: dict[Spot, Content] = {
        spot: None if cell in lost else _content(own, cell)
        for cell, spot in prior_spots(book, placement).items()
    }
    source = own.extra.get(BRIDGED, placement.edition.id)
    words = {id_: word for word, id_ in placement.prior.editions.items()}
    fields: dict[str, Content] = {
        f"{NAME}year": prior.year,
        f"{NAME}organ": prior.organ.name or None,
        f"{NAME}edition": words.get(source, source),
    }
    for name in FIELDS:
        contents[book.named_spot(name, placement.prior.fields[name])] = fields[name]
    return contents


def _content(prior: Report, cell: str) -> Content:
    """A number that no cell holds exactly stays as it was printed."""
    value = prior.cells.get(cell)
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > MOST_DIGITS:
        return str(value)
    return value
