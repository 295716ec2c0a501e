"""Roster + last year's reports -> what each unit's workbook holds before it is sent out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from xl_tools.edition import Edition, Editions
from xl_tools.lastyear import in_edition
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Organ, Report, Value
from xl_tools.rollup.earlier import last_reports
from xl_tools.rollup.names import organ_key
from xl_tools.rollup.roster import Roster, Unit
from xl_tools.rollup.submission import Submission
from xl_tools.settings import DEFAULTS, Settings


class Outgoing(NamedTuple):
    """One unit's workbook to be: what is filled in, last year's report where there is one."""

    unit: Unit
    report: Report
    prior: Report | None
    deadline: date | None
    note: str = ""


def outgoing(
    roster: Roster,
    earlier: Sequence[Submission],
    year: int,
    editions: Editions,
    settings: Settings = DEFAULTS,
) -> list[Outgoing]:
    """One for each unit that is summed; a government and its office get one together."""
    edition = editions.for_year(year)
    priors = last_reports((unit.name for unit in roster.units), earlier, year)
    units = {organ_key(u.name): u for u in reversed(roster.units) if u.is_summed}
    return [
        _one(unit, priors.get(key), editions, unit.deadline(edition, year, settings), year)
        for key, unit in _in_order(units)
    ]


def _in_order(units: dict[str, Unit]) -> list[tuple[str, Unit]]:
    return list(reversed(units.items()))


def _one(
    unit: Unit, prior: Report | None, editions: Editions, deadline: date | None, year: int
) -> Outgoing:
    edition = editions.for_year(year)
    about = prior.organ if prior is not None else Organ(unit.name)
    organ = about._replace(
        name=_full_name(unit, about),
        level=unit.level or about.level or ("county" if unit.kind == "department" else ""),
        kind=unit.kind or about.kind,
        scope="organ",
    )
    report = Report(edition.id, year, organ, date=deadline.isoformat() if deadline else "")
    if prior is None:
        return Outgoing(unit, report, None, deadline)
    try:
        own = in_edition(prior, edition, editions)
    except Refusal as refusal:
        return Outgoing(unit, report, None, deadline, refusal.problem)
    carried = MappingProxyType(carried_over(own, edition))
    return Outgoing(unit, report._replace(cells=carried), prior, deadline)


def _full_name(unit: Unit, about: Organ) -> str:
    """As its last report says it, with the region that the roster may leave out."""
    same = organ_key(unit.name) == organ_key(about.name)
    return unit.name if same else about.name


def carried_over(prior: Report, edition: Edition) -> dict[str, Value]:
    """Last year's 四 as this year's 上年结转, without the total, which the form adds up."""
    found: dict[str, Value] = {}
    for table in edition.tables.values():
        for last in table.rows_with("carried_out"):
            for now in table.rows_with("carried_in"):
                for column in table.columns_with("part"):
                    value = prior.cells.get(f"{table.id}.{last.id}.{column.id}")
                    if isinstance(value, Decimal):
                        found[f"{table.id}.{now.id}.{column.id}"] = value
    return found
