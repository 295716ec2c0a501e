"""What is proven: a computed total proves nothing, a typed one does."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from tests.reports import consistent
from xl_tools.edition import builtin_editions
from xl_tools.evidence import coverage
from xl_tools.relation import Relation, relations_of
from xl_tools.report import Form, Report, form_of

EDITIONS = builtin_editions()
EDITION = EDITIONS.get("2021")
RELATIONS = tuple(r for t in EDITION.relations for r in relations_of(t, EDITION.tables[t.table]))
TOTALS = frozenset(figure.id for figure in EDITION.figures() if figure.is_total)
FULL = consistent(EDITION, 1)
FORM: Form = form_of(FULL, EDITIONS)
T2, T3, T4 = (len(EDITION.tables[t].figures) for t in ("disclosure", "applications", "disputes"))


def only(report: Report, table: str) -> Report:
    """The report with the cells of one table alone."""
    cells = {cell: v for cell, v in report.cells.items() if cell.startswith(f"{table}.")}
    return report._replace(cells=MappingProxyType(cells))


def checked(report: Report) -> int:
    return coverage(report, FORM, RELATIONS)[0]


def relation(rule: str, cell: str) -> Relation:
    return next(r for r in RELATIONS if r.rule.id == rule and cell in r.cells)


def test_all_cells_of_the_form_are_counted() -> None:
    assert coverage(FULL, FORM, RELATIONS)[1] == T2 + T3 + T4 == 200


def test_typed_totals_check_every_cell_of_tables_three_and_four() -> None:
    assert checked(only(FULL, "applications")) == T3 == 175
    assert checked(only(FULL, "disputes")) == T4 == 15


def test_table_two_is_checked_only_where_a_relation_speaks_of_it() -> None:
    assert checked(only(FULL, "disclosure")) == 6  # two rows of three: T2-VALID


def test_computed_totals_of_table_four_check_nothing() -> None:
    assert checked(only(FULL, "disputes")._replace(computed=TOTALS)) == 0


def test_the_printed_balance_checks_table_three_even_where_totals_are_computed() -> None:
    """Six columns with their totals, and the four totals that the last column's balance names."""
    assert checked(only(FULL, "applications")._replace(computed=TOTALS)) == 6 * 25 + 4


def test_without_the_balance_computed_totals_of_table_three_check_nothing() -> None:
    others = tuple(r for r in RELATIONS if r.rule.id in ("T3-ROW", "T3-SUM7"))
    report = only(FULL, "applications")._replace(computed=TOTALS)
    assert coverage(report, FORM, others)[0] == 0


def test_one_typed_row_total_checks_its_row_and_no_cell_that_cancels_out() -> None:
    """The column sums of that row's total hold the other rows on both sides."""
    others = tuple(r for r in RELATIONS if r.rule.id in ("T3-ROW", "T3-SUM7"))
    typed = "applications.full_grant.total"
    report = only(FULL, "applications")._replace(computed=TOTALS - {typed})
    assert coverage(report, FORM, others)[0] == 7


def test_a_text_leaves_its_relations_unanswered_and_so_unproven() -> None:
    cell = "disputes.reconsideration.pending"
    cells = {**FULL.cells, cell: "三件"}
    report = only(FULL._replace(cells=MappingProxyType(cells)), "disputes")
    assert checked(report) == T4 - 5


def test_a_blank_cell_is_not_proven_by_its_neighbours() -> None:
    cells = {c: v for c, v in FULL.cells.items() if c != "disputes.reconsideration.pending"}
    assert checked(only(FULL._replace(cells=MappingProxyType(cells)), "disputes")) == T4 - 1


def test_an_untouched_report_with_computed_totals_proves_nothing() -> None:
    cells = MappingProxyType(dict.fromkeys(TOTALS, Decimal(0)))
    assert checked(FULL._replace(cells=cells, computed=TOTALS)) == 0


def test_a_control_total_checks_the_parts_of_the_total_it_names() -> None:
    name = "disputes.reconsideration.total"
    report = only(FULL, "disputes")._replace(computed=TOTALS)
    control = MappingProxyType({name: report.number(name)})
    assert checked(report._replace(control=control)) == 5


def test_a_control_total_that_disagrees_proves_nothing() -> None:
    name = "disputes.reconsideration.total"
    report = only(FULL, "disputes")._replace(computed=TOTALS)
    control = MappingProxyType({name: report.number(name) + 1})
    assert checked(report._replace(control=control)) == 0


@given(seed=st.integers(0, 10_000), typed=st.sets(st.sampled_from(sorted(TOTALS)), max_size=20))
def test_a_typed_total_never_proves_less(seed: int, typed: set[str]) -> None:
    report = consistent(EDITION, seed)._replace(computed=TOTALS)
    more = checked(report._replace(computed=TOTALS - typed))
    assert checked(report) <= more <= 200
