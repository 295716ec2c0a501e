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


def exchanged(name: str, row: str) -> tuple[Report, dict[str, Decimal]]:
    """Two columns of the same rows, 5 in one and 3 in the other; in `row` they changed places."""
    known: dict[str, Decimal] = {}
    rows = {"received", "pending_start", "full_grant", "partial_grant"}
    for column, number in (("commercial", 5), ("legal_services", 3)):
        for line in EDITIONS.get(name).tables["applications"].rows:
            cell = f"applications.{line.id}.{column}"
            known[cell] = Decimal(number if line.id in rows else 0)
    one, other = (f"applications.{row}.{column}" for column in ("commercial", "legal_services"))
    truth = {one: known[one], other: known[other]}
    return computed(name, known | {one: truth[other], other: truth[one]}), truth


def balances(report: Report, prior: Report | None = None) -> list[Finding]:
    outcome = check(Reading(report, ""), EDITIONS, prior)
    return [one for one in outcome.findings if one.rule == "T3-BAL"]


@BOTH
def test_of_two_exchanges_the_prose_chooses_the_one_it_speaks_for(name: str) -> None:
    wrong, truth = exchanged(name, "received")
    assert all(len(one.suspects) > 1 for one in balances(wrong))
    a, b = (int(value) for value in truth.values())
    text = f"（一）依申请公开。本年新收政府信息公开申请中，商业企业{a}件，法律服务机构{b}件。"
    told = balances(wrong._replace(narrative={"overview": text}))
    assert len(told) == 2
    for one in told:
        assert [suspect["cells"] for suspect in one.suspects] == [truth]
        assert "（两格填反了），和正文也就一致了" in one.message


@BOTH
def test_of_two_exchanges_last_year_chooses_the_one_it_speaks_for(name: str) -> None:
    wrong, truth = exchanged(name, "pending_start")
    prior = prior_of(name)
    ends = {cell.replace("pending_start", "pending_end"): value for cell, value in truth.items()}
    cells = {cell: prior.number(cell) for cell in prior.cells} | ends
    total = "applications.pending_end.total"
    cells[total] += sum(cells[cell] - prior.number(cell) for cell in ends)
    prior = prior._replace(cells=MappingProxyType(cells))
    told = balances(wrong, prior)
    assert len(told) == 2
    for one in told:
        assert [suspect["cells"] for suspect in one.suspects] == [truth]
        assert "和上年的报告也就一致了" in one.message


@BOTH
def test_a_source_that_speaks_for_neither_exchange_leaves_both(name: str) -> None:
    wrong, _ = exchanged(name, "received")
    text = "（一）依申请公开。本年新收政府信息公开申请中，科研机构7654件。"
    for one in balances(wrong._replace(narrative={"overview": text})):
        assert len(one.suspects) > 1
        assert "种可能" in one.message
