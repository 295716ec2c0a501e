"""上年数据: what is filled in comes back, what is pasted counts, what has moved does not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.reports import consistent, year_before
from tests.running import fewer
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.continuity import BRIDGED
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import placement_of
from xl_tools.priorsheet import PRIOR
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, Report
from xl_tools.rules import check
from xl_tools.sources import read_bytes
from xl_tools.sources.openbook import OpenBook

EDITIONS = builtin_editions()
NEW, OLD = EDITIONS.get("2021"), EDITIONS.get("2019")
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
BLANK = {edition.id: blank_workbook(edition) for edition in EDITIONS}


def filled(report: Report, prior: Report | None) -> bytes:
    return fill_workbook(BLANK[report.edition], report, EDITIONS, prior=prior)


def read(data: bytes) -> Reading:
    return read_bytes(data, "年报.xlsx", EDITIONS)


def with_numbers(prior: Report) -> dict[str, Any]:
    """The cells of the tables that state a number: others are taken as not given."""
    tables = {c.partition(".")[0] for c, v in prior.cells.items() if isinstance(v, Decimal)}
    return {c: v for c, v in prior.cells.items() if c.partition(".")[0] in tables}


@BOTH
@fewer
@given(seed=st.integers(0, 10**6))
def test_last_year_comes_back_as_it_was_filled_in(name: str, seed: int) -> None:
    edition = EDITIONS.get(name)
    report = consistent(edition, seed % 50)
    prior = year_before(report, edition, seed)
    found = read(filled(report, prior))
    assert found.notes == ()
    assert found.prior is not None
    assert dict(found.prior.cells) == with_numbers(prior)
    assert (found.prior.year, found.prior.edition) == (prior.year, prior.edition)
    assert found.prior.organ.name == prior.organ.name
    assert dict(found.report.cells) == dict(report.cells)


@BOTH
def test_an_empty_sheet_gives_nothing(name: str) -> None:
    found = read(filled(consistent(EDITIONS.get(name), 1), None))
    assert (found.prior, found.notes) == (None, ())


def test_filling_last_year_alone_leaves_this_year_as_it_is() -> None:
    report, prior = consistent(NEW, 1), consistent(NEW, 2)._replace(year=2020)
    data = fill_workbook(filled(report, None), None, EDITIONS, prior=prior)
    assert read(data).report == read(filled(report, None)).report
    assert read(data).prior is not None
    again = fill_workbook(data, report, EDITIONS)
    assert read(again).prior == read(data).prior


def test_another_prior_replaces_all_of_the_first() -> None:
    report, first = consistent(NEW, 1), consistent(NEW, 2)._replace(year=2020)
    second = first._replace(cells=MappingProxyType({"disputes.reconsideration.total": Decimal(1)}))
    data = fill_workbook(filled(report, first), None, EDITIONS, prior=second)
    prior = read(data).prior
    assert prior is not None
    assert dict(prior.cells) == dict(second.cells)


@fewer
@given(seed=st.integers(0, 10**6))
def test_a_prior_of_the_edition_before_is_compared_as_if_it_were_given(seed: int) -> None:
    report = consistent(NEW, seed % 50)
    prior = year_before(report, OLD, seed)
    found = read(filled(report, prior))
    if found.prior is not None:
        assert found.prior.extra[BRIDGED] == "2019"
    given_apart = check(found._replace(prior=None), EDITIONS, prior)
    in_the_sheet = check(found, EDITIONS)
    assert in_the_sheet.findings == given_apart.findings


def test_a_prior_of_a_newer_edition_is_refused() -> None:
    with pytest.raises(Refusal, match="没有从“2021”版转到“2019”版的办法"):
        filled(consistent(OLD, 1), consistent(NEW, 1))


def test_a_number_too_long_for_a_cell_is_kept_as_text() -> None:
    cell = "disclosure.licensing.decisions"
    prior = consistent(NEW, 2)
    prior = prior._replace(
        year=2020, cells=MappingProxyType({**prior.cells, cell: Decimal(10**16 + 1)})
    )
    found = read(filled(consistent(NEW, 1), prior)).prior
    assert found is not None
    assert found.cells[cell] == "10000000000000001"


# ---- pasted by hand ----------------------------------------------------------------------


def edited(edit: Callable[[Any], None]) -> Reading:
    """A workbook with last year's figures after somebody's work on the sheet."""
    report = consistent(NEW, 1)
    book = openpyxl.load_workbook(io.BytesIO(filled(report, following(report))))
    edit(book[PRIOR])
    buffer = io.BytesIO()
    book.save(buffer)
    return read(buffer.getvalue())


def following(report: Report) -> Report:
    """A report of the year before that this one follows."""
    prior = consistent(NEW, 9)
    cells = {c: report.number(c.replace("_end", "_start")) for c in prior.cells if "_end." in c}
    cells |= {"disputes.reconsideration.pending": Decimal(0)}
    return prior._replace(year=report.year - 1, cells=MappingProxyType({**prior.cells, **cells}))


def carried(reading: Reading) -> list[str]:
    return [f.cells[0] for f in check(reading, EDITIONS).findings if f.rule == "CY-CARRY"]


def test_a_figure_typed_on_the_sheet_counts() -> None:
    cell = "applications.pending_end.research"
    spot = placement_of(NEW).prior.figures[cell]

    def edit(sheet: Any) -> None:
        sheet[spot.address] = 77

    assert carried(edited(lambda sheet: None)) == []
    assert carried(edited(edit)) == ["applications.pending_start.research"]


def test_without_a_year_it_is_taken_for_the_year_before() -> None:
    place = placement_of(NEW).prior.fields["prior.year"].address

    def edit(sheet: Any) -> None:
        sheet[place] = None

    found = edited(edit)
    assert found.prior is not None
    assert found.prior.year == found.report.year - 1


def test_a_year_that_is_none_is_not_compared() -> None:
    place = placement_of(NEW).prior.fields["prior.year"].address

    def edit(sheet: Any) -> None:
        sheet[place] = "去年"

    outcome = check(edited(edit), EDITIONS)
    why = "给的上年报告没有写明年度，要2020年度的才能比较"
    assert ("CY-CARRY", why) in outcome.not_applicable


def test_a_table_pasted_one_row_too_low_is_not_compared_and_said() -> None:
    table = placement_of(NEW).prior.tables["applications"]

    def edit(sheet: Any) -> None:
        sheet.move_range(f"A{table.top}:J{table.whole.bottom}", rows=1)

    found = edited(edit)
    assert found.prior is not None
    assert not any(cell.startswith("applications.") for cell in found.prior.cells)
    assert [note for note in found.notes if "表三没有对齐" in note]
    assert ("CY-CARRY", "上年的报告里这张表没有数") in check(found, EDITIONS).not_applicable


def test_a_table_pasted_as_bare_text_slides_to_the_left_and_is_not_compared() -> None:
    table = placement_of(NEW).prior.tables["applications"]

    def edit(sheet: Any) -> None:
        sheet.move_range(f"D{table.whole.bottom}:J{table.whole.bottom}", cols=-2)

    assert [note for note in edited(edit).notes if "表三没有对齐" in note]


def test_rows_put_in_above_the_tables_do_no_harm() -> None:
    """A program moves the names along; here they are moved by hand."""
    report, prior = consistent(NEW, 1), consistent(NEW, 2)._replace(year=2020)
    book = openpyxl.load_workbook(io.BytesIO(filled(report, prior)))
    sheet, top = book[PRIOR], placement_of(NEW).prior.tables["applications"].top
    sheet.insert_rows(top)
    for name, target in book.defined_names.items():
        if name.startswith("prior.") and "$" in target.attr_text:
            head, _, row = target.attr_text.rpartition("$")
            if int(row) >= top:
                target.attr_text = f"{head}${int(row) + 1}"
    buffer = io.BytesIO()
    book.save(buffer)
    found = read(buffer.getvalue())
    assert found.prior is not None
    assert dict(found.prior.cells) == dict(prior.cells)


LONE = "applications.pending_end.research"


def lone() -> bytes:
    """A workbook in which a single figure of last year is stated."""
    report = consistent(NEW, 1)
    prior = following(report)._replace(cells=MappingProxyType({LONE: Decimal(77)}))
    return filled(report, prior)


def moved(data: bytes, edit: Callable[[Any], None], after: Callable[[str], str]) -> Reading:
    """The workbook after an edit of the sheet that moves the names along as programs do."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book[PRIOR])
    for name, target in book.defined_names.items():
        if name.startswith("prior."):
            target.attr_text = after(target.attr_text)
    buffer = io.BytesIO()
    book.save(buffer)
    return read(buffer.getvalue())


def test_columns_put_in_hide_no_figure() -> None:
    def after(target: str) -> str:
        sheet, column, row = target.split("$")
        return f"{sheet}${get_column_letter(column_index_from_string(column) + 19)}${row}"

    found = moved(lone(), lambda sheet: sheet.insert_cols(1, 19), after)
    assert found.prior is not None
    assert dict(found.prior.cells) == {LONE: Decimal(77)}


def test_a_sheet_of_another_name_hides_no_figure() -> None:
    def rename(sheet: Any) -> None:
        sheet.title = "去年"

    found = moved(lone(), rename, lambda target: target.replace(PRIOR, "去年"))
    assert found.prior is not None
    assert dict(found.prior.cells) == {LONE: Decimal(77)}


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        (rb'<c r="(\w+)"( s="\d+")', rb'<c\2 r="\1"'),
        (rb'<c r="(\w+)"( s="\d+")><v>', rb'<c r="\1" t="n"\2><v>'),
        (rb'<c r="(\w+)"', rb"<c r='\1'"),
        (rb'<c r="(\w+)"', rb'<c  r="\1"'),
        (rb"(</?)(\w)", rb"\1x:\2"),
    ],
)
def test_a_figure_counts_however_a_program_writes_its_cell(usual: bytes, other: bytes) -> None:
    book = OpenBook(lone(), "")
    package, member = book.package, book.book.sheet(PRIOR).member  # type: ignore[union-attr]
    xml = re.sub(usual, other, package.read(member)).replace(b" xmlns=", b" xmlns:x=")
    if b"<x:" not in xml:
        xml = xml.replace(b" xmlns:x=", b" xmlns=")
    found = read(package.replace({member: xml}))
    assert found.prior is not None
    assert dict(found.prior.cells) == {LONE: Decimal(77)}


def test_a_deleted_sheet_is_said_and_the_rest_is_read() -> None:
    def edit(sheet: Any) -> None:
        for name in list(sheet.parent.defined_names):
            if name.startswith("prior.applications"):
                sheet.parent.defined_names[name].attr_text = "#REF!"

    found = edited(edit)
    assert found.prior is None
    assert "“上年数据”表没有读" in found.notes[0]


def test_a_workbook_from_before_has_no_such_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled(consistent(NEW, 1), None)))
    del book[PRIOR]
    for name in [name for name in book.defined_names if name.startswith("prior.")]:
        del book.defined_names[name]
    buffer = io.BytesIO()
    book.save(buffer)
    found = read(buffer.getvalue())
    assert (found.prior, found.notes) == (None, ())
    with pytest.raises(Refusal, match="没有“上年数据”表"):
        fill_workbook(buffer.getvalue(), None, EDITIONS, prior=consistent(NEW, 2))
