"""Where the tables alone tell nothing: last year's report and the prose name the wrong cell."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import pytest

from tests.reports import consistent
from xl_tools.edition import Line, builtin_editions
from xl_tools.placement import placement_of
from xl_tools.report import Reading, Report, Value
from xl_tools.rules import check
from xl_tools.rules.finding import Finding

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
CARRIED = "applications.pending_start.natural_person"
GRANTED = "applications.full_grant.natural_person"


def computed(name: str, changes: Mapping[str, Decimal] = MappingProxyType({})) -> Report:
    """A sound report whose totals are all computed, then these cells changed."""
    edition = EDITIONS.get(name)
    report = consistent(edition, 11)
    totals = frozenset(f.id for f in edition.figures() if f.is_total)
    cells = dict(report.cells) | {CARRIED: Decimal(20), GRANTED: Decimal(31)}
    done = sum(
        (Decimal(cells[f"applications.{row.id}.natural_person"]) for row in results(name)),
        Decimal(0),
    )
    left = Decimal(cells["applications.pending_end.natural_person"])
    cells["applications.received.natural_person"] = done + left - 20
    cells |= changes
    return report._replace(cells=MappingProxyType(added_up(name, cells)), computed=totals)


def results(name: str) -> list[Line]:
    return list(EDITIONS.get(name).tables["applications"].rows_with("result"))


def added_up(name: str, cells: Mapping[str, Value]) -> dict[str, Value]:
    """The totals worked out."""
    found, placement = dict(cells), placement_of(EDITIONS.get(name))
    for _ in range(2):
        for figure in EDITIONS.get(name).figures():
            if figure.is_total:
                parts = placement.parts(figure.id)
                found[figure.id] = sum((Decimal(str(found[p])) for p in parts), Decimal(0))
    return found


def findings(report: Report, prior: Report | None = None) -> list[Finding]:
    outcome = check(Reading(report, ""), EDITIONS, prior)
    column = "applications.total.natural_person"
    return [one for one in outcome.findings if one.rule == "T3-BAL" and column in one.cells]


def prior_of(name: str) -> Report:
    """Last year's report, which this one follows."""
    report = computed(name)
    cells = {
        figure.id: report.number(f"applications.pending_start.{figure.column.id}")
        if figure.row.id == "pending_end"
        else Decimal(0)
        for figure in EDITIONS.get(name).tables["applications"].figures
    }
    return report._replace(year=report.year - 1, cells=MappingProxyType(cells))


@BOTH
def test_last_year_tells_which_cell_is_wrong_and_its_value(name: str) -> None:
    wrong = computed(name, {CARRIED: Decimal(2)})
    (alone,) = findings(wrong)
    assert alone.suspects == ()
    (told,) = findings(wrong, prior_of(name))
    assert [suspect["cells"] for suspect in told.suspects] == [{CARRIED: Decimal(20)}]
    assert "应为 20" in told.message
    assert "和上年的报告也就一致了" in told.message


@BOTH
def test_prose_tells_which_cell_is_wrong_and_its_value(name: str) -> None:
    right = computed(name)
    total = right.number("applications.full_grant.total")
    text = f"（一）依申请公开。本年度办结的政府信息公开申请中，予以公开{total}件。"
    wrong = computed(name, {GRANTED: Decimal(13)})._replace(narrative={"overview": text})
    assert findings(wrong._replace(narrative={}))[0].suspects == ()
    (told,) = findings(wrong)
    assert [suspect["cells"] for suspect in told.suspects] == [{GRANTED: Decimal(31)}]
    assert "和正文也就一致了" in told.message


@BOTH
def test_prose_that_is_wrong_itself_names_no_cell(name: str) -> None:
    wrong = computed(name, {GRANTED: Decimal(13)})
    text = "（一）依申请公开。本年度办结的政府信息公开申请中，予以公开7654件。"
    (told,) = findings(wrong._replace(narrative={"overview": text}))
    assert told.suspects == ()


@BOTH
def test_last_year_that_speaks_of_another_cell_names_none(name: str) -> None:
    prior = prior_of(name)
    cells = dict(prior.cells)
    cells["applications.pending_end.commercial"] = Decimal(77)
    prior = prior._replace(cells=MappingProxyType(cells))
    (told,) = findings(computed(name, {GRANTED: Decimal(13)}), prior)
    assert told.suspects == ()
