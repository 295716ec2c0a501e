"""The workbook: built files current, round trips exact, formulas and Python of one mind."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lint.workbook import lint_workbook
from tests.reports import consistent, report_of, with_controls, with_faults
from tests.running import fewer
from tests.template.crafted import blank_book
from xl_tools import filling
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.builtin import template_path
from xl_tools.edition import builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import FIELDS, placement_of
from xl_tools.refusal import Refusal
from xl_tools.report import Organ, Report, Supplier
from xl_tools.rules import check
from xl_tools.sources import read_bytes
from xl_tools.sources.explanations import NOT_APPLICABLE
from xl_tools.template import build_workbook
from xl_tools.template.checks import GOOD

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
BLANK = {edition.id: blank_workbook(edition) for edition in EDITIONS}


@BOTH
def test_the_built_workbook_is_current(name: str) -> None:
    assert template_path(f"{name}.xlsx").read_bytes() == build_workbook(EDITIONS.get(name))


@BOTH
def test_every_cell_id_is_a_defined_name_at_its_place(name: str) -> None:
    edition = EDITIONS.get(name)
    book = blank_book(edition.id)
    for figure in edition.figures():
        spot = placement_of(edition).spot(figure.id)
        target = book.defined_names[figure.id].attr_text.replace("$", "")
        assert target == f"'{spot.sheet}'!{spot.address}"
    assert book.sheetnames == list(placement_of(edition).sheets)


@BOTH
def test_every_figure_has_a_prompt_and_a_chinese_error(name: str) -> None:
    edition = EDITIONS.get(name)
    book = blank_book(edition.id)
    for figure in edition.figures():
        spot = placement_of(edition).spot(figure.id)
        rules = book[spot.sheet].data_validations.dataValidation
        own = [rule for rule in rules if spot.address in rule.sqref]
        assert len(own) == 1, figure.id
        assert own[0].prompt
        assert own[0].error


@BOTH
def test_nothing_in_the_blank_workbook_would_need_repair(name: str, tmp_path: Path) -> None:
    edition = EDITIONS.get(name)
    path = tmp_path / "blank.xlsx"
    path.write_bytes(BLANK[edition.id])
    assert lint_workbook(path) == []


def read(data: bytes) -> Report:
    return read_bytes(data, "年报.xlsx", EDITIONS).report


@BOTH
@fewer
@given(seed=st.integers(0, 10**6))
def test_a_report_comes_back_from_the_workbook_as_it_was(name: str, seed: int) -> None:
    edition = EDITIONS.get(name)
    report = with_faults(consistent(edition, seed), edition, seed)
    found = read(fill_workbook(BLANK[edition.id], report, EDITIONS))
    missing = {f.id for f in edition.figures() if f.is_total and f.id not in report.cells}
    assert {c: v for c, v in found.cells.items() if c not in missing} == dict(report.cells)
    assert found.computed == missing
    assert found._replace(cells=report.cells, computed=frozenset()) == report


@BOTH
def test_a_template_gives_the_same_however_often_it_is_filled(name: str) -> None:
    edition = EDITIONS.get(name)
    reports = [with_faults(consistent(edition, seed), edition, seed) for seed in range(4)]
    kept = [fill_workbook(BLANK[name], report, EDITIONS) for report in (*reports, *reports)]
    fresh = []
    for report in reports:
        filling._kept_open.cache_clear()
        fresh.append(fill_workbook(BLANK[name], report, EDITIONS))
    assert kept == fresh + fresh


def test_everything_else_a_report_says_comes_back_too() -> None:
    edition = EDITIONS.get("2021")
    report = report_of(edition, {"disclosure.fees.amount": Decimal("96171.6")})._replace(
        organ=Organ(
            "甲乡人民政府", "township", "government", "organ", "一号", "100000", "1", "a@b", "w"
        ),
        narrative=MappingProxyType(
            {
                "preface": "前言",
                "overview": "\n".join(f"（{n}）第 {n} 段，A&B<测试>{{{{x}}}}𠮷" for n in range(80)),
                "disclosure": "表二的说明",
                "unknown": "没有位置的文字",
            }
        ),
        title="标题",
        date="2025-01-20",
        signature="落款",
        control=MappingProxyType({"applications.total.total": Decimal(805)}),
        suppliers=MappingProxyType({"disputes": Supplier("司法局", "2025-01-03")}),
        extra=MappingProxyType({"origins": {"a": "第 3 页"}, "future": [1, {"x": None}]}),
    )
    found = read(fill_workbook(BLANK["2021"], report, EDITIONS))
    assert found.cells["disclosure.fees.amount"] == Decimal("96171.6")
    assert found._replace(cells=report.cells, computed=frozenset()) == report


def test_a_number_that_no_cell_can_hold_is_refused_by_cell() -> None:
    report = report_of(
        EDITIONS.get("2021"), {"disclosure.licensing.decisions": Decimal(10**16 + 1)}
    )
    with pytest.raises(Refusal) as refused:
        fill_workbook(BLANK["2021"], report, EDITIONS)
    assert (refused.value.sheet, refused.value.cell) == ("二、主动公开", "B7")


def test_fill_leaves_untouched_members_byte_for_byte() -> None:
    from xl_tools.ooxml.package import open_package

    filled = open_package(
        fill_workbook(BLANK["2021"], consistent(EDITIONS.get("2021"), 1), EDITIONS), "x"
    )
    before = open_package(BLANK["2021"], "x")
    changed = {m for m in before.names if before.read(m) != filled.read(m)}
    assert "xl/styles.xml" not in changed
    assert filled.names == before.names


# ---- changed by hand -------------------------------------------------------------------


def changed(edit: Any) -> bytes:
    """A filled workbook after somebody's work in another program."""
    report = consistent(EDITIONS.get("2021"), 5)
    book = openpyxl.load_workbook(io.BytesIO(fill_workbook(BLANK["2021"], report, EDITIONS)))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_saved_without_cached_values_is_worked_out() -> None:
    report = consistent(EDITIONS.get("2021"), 5)
    assert read(changed(lambda book: None)).cells == report.cells


def test_a_figure_that_is_a_formula_without_a_value_counts_in_the_totals() -> None:
    """As in a sum of many units that openpyxl has saved: no formula has a cached value."""

    def put(book: Any) -> None:
        sheet = book["三、依申请公开"]
        sheet["D4"], sheet["E4"] = "=20+3", "='六、其他事项'!$Z$1+4"

    report = read_bytes(changed(put), "x.xlsx", EDITIONS).report
    row = [report.cells[f"applications.received.{c}"] for c in ("natural_person", "commercial")]
    others = ("research", "nonprofit", "legal_services", "other_org")
    rest = sum(report.number(f"applications.received.{column}") for column in others)
    assert row == [23, 4]
    assert report.number("applications.received.total") == 27 + rest
    assert "applications.received.total" in report.computed


def test_a_renamed_sheet_and_lost_names_are_found_by_wording() -> None:
    def edit(book: Any) -> None:
        book["三、依申请公开"].title = "表三"
        for name in list(book.defined_names):
            if not name.startswith("meta."):
                del book.defined_names[name]

    found = read_bytes(changed(edit), "年报.xlsx", EDITIONS)
    assert dict(found.report.cells) == dict(consistent(EDITIONS.get("2021"), 5).cells)
    assert any("表三" in note for note in found.notes)


def test_a_retyped_label_is_a_finding() -> None:
    def edit(book: Any) -> None:
        book["二、主动公开"]["A4"] = "规范性文件"

    found = read_bytes(changed(edit), "年报.xlsx", EDITIONS)
    labels = [f for f in check(found, EDITIONS).findings if f.rule == "LABEL"]
    assert len(labels) == 1
    assert "行政规范性文件" in labels[0].message


def test_two_rows_that_changed_places_are_an_error_whatever_their_figures_give() -> None:
    def edit(book: Any) -> None:
        sheet = book["三、依申请公开"]
        for column in "BDEFGHI":
            one, two = sheet[f"{column}6"], sheet[f"{column}7"]
            one.value, two.value = two.value, one.value

    found = check(read_bytes(changed(edit), "年报.xlsx", EDITIONS), EDITIONS).findings
    assert [(f.rule, f.severity) for f in found if f.severity == "error"] == [("LABEL", "error")]


def test_a_date_in_a_figure_is_no_number() -> None:
    from datetime import date

    def edit(book: Any) -> None:
        book["三、依申请公开"]["D4"] = date(2024, 1, 2)

    found = read_bytes(changed(edit), "年报.xlsx", EDITIONS)
    assert found.report.cells["applications.received.natural_person"] == "2024-01-02"
    said = {f.rule: f.message for f in check(found, EDITIONS).findings}
    assert "“2024-01-02”是日期或时间，请把这一格的格式改成“常规”" in said["T3-TYPE"]


@pytest.mark.parametrize(
    ("shows", "reads"), [("yyyy-mm-dd", "1900-02-19"), ("h:mm", "1900-02-19"), ("0", Decimal(50))]
)
def test_a_number_in_a_cell_that_shows_dates_reads_as_excel_shows_it(
    shows: str, reads: object
) -> None:
    def edit(book: Any) -> None:
        book["三、依申请公开"]["D4"] = 50
        book["三、依申请公开"]["D4"].number_format = shows
        book["三、依申请公开"]["E4"] = 0.375
        book["三、依申请公开"]["E4"].number_format = "h:mm"

    cells = read(changed(edit)).cells
    assert cells["applications.received.natural_person"] == reads
    assert cells["applications.received.commercial"] == "09:00"


def test_a_copied_sheet_is_named_because_nobody_reads_it() -> None:
    def edit(book: Any) -> None:
        book.copy_worksheet(book["三、依申请公开"]).title = "三、依申请公开 (2)"

    assert read_bytes(changed(lambda book: None), "年报.xlsx", EDITIONS).notes == ()
    (note,) = read_bytes(changed(edit), "年报.xlsx", EDITIONS).notes
    assert note.startswith("工作表“三、依申请公开 (2)”像是“三、依申请公开”的复制件")


# ---- an edition of one's own -------------------------------------------------------------


def test_a_new_edition_is_only_a_file(tmp_path: Path) -> None:
    from xl_tools.document import compose, write_document
    from xl_tools.document.readback import figures_of
    from xl_tools.edition import load_edition
    from xl_tools.report import form_of

    (tmp_path / "own.toml").write_text(OWN_EDITION, encoding="utf-8")
    own = load_edition(tmp_path / "own.toml")
    editions = EDITIONS.adding(own)
    cells = {figure.id: Decimal(1) for figure in own.figures()}
    cells |= {f.id: Decimal(2) for f in own.figures() if f.is_total}
    report = Report("own", 2030, Organ("甲"), MappingProxyType(cells))
    data = fill_workbook(build_workbook(own), report, editions)
    reading = read_bytes(data, "年报.xlsx", editions)
    assert reading.report.cells == report.cells
    rules = {finding.rule for finding in check(reading, editions).findings}
    assert "T4-SUM" in rules  # 1+1+1 is not 2
    form = form_of(report, editions)
    figures, _ = figures_of(write_document(compose(report, form), "docx"), form)
    assert figures["disputes.arbitration.withdrawn"] == "1"


OWN_EDITION = """
extends = "2021"
id = "own"
name = "试验版"
document = "试〔2030〕1号"
[years]
from = 2030
[tables.disputes]
number = "表四"
caption = "争议情况"
layout = "transposed"
widths = [20, 20, 20, 20, 20, 20, 20, 20]
row_height = 9
font_size = 10.5
type = "count"
columns = [
  { id = "upheld", label = "维持", roles = ["part"] },
  { id = "reversed", label = "纠正", roles = ["part"] },
  { id = "withdrawn", label = "撤回", roles = ["part"] },
  { id = "total", label = "合计", roles = ["total"] },
]
rows = [
  { id = "reconsideration", label = "行政复议" },
  { id = "arbitration", group = ["新设"], label = "行政裁决" },
]
"""


# ---- LibreOffice as the judge ------------------------------------------------------------


SAMPLE = 4  # workbooks in which truths are told from numbers too


@pytest.mark.office
@BOTH
def test_every_cached_value_is_what_libreoffice_computes(
    name: str, office: Any, tmp_path: Path, deep: bool
) -> None:
    edition = EDITIONS.get(name)
    today = placement_of(edition).meta["check.today"]
    dated = {(today.sheet, spot.address) for spot in (today, today.right(1))}
    for seed in range(60 if deep else SAMPLE):
        report = with_faults(consistent(edition, seed), edition, seed)
        report = with_controls(report, edition, seed)
        path = tmp_path / f"{edition.id}-{seed}.xlsx"
        path.write_bytes(fill_workbook(BLANK[edition.id], report, EDITIONS))
        cached = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
        computed = office.values(path, truths=seed < SAMPLE)
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        known = cached[sheet.title][cell.coordinate].value
                        if (sheet.title, cell.coordinate) in dated:
                            assert known is None
                            continue
                        found = computed[sheet.title].get((cell.row, cell.column))
                        assert (known or None) == (found or None), (sheet.title, cell.coordinate)


@pytest.mark.office
@BOTH
def test_formulas_and_python_rules_agree_on_every_relation(
    name: str, office: Any, tmp_path: Path, deep: bool
) -> None:
    edition = EDITIONS.get(name)
    placement = placement_of(edition)
    for seed in range(250 if deep else 15):
        report = with_faults(consistent(edition, seed), edition, seed)
        report = with_controls(report, edition, seed)
        path = tmp_path / f"{seed}.xlsx"
        path.write_bytes(fill_workbook(BLANK[edition.id], report, EDITIONS))
        values = office.values(path, truths=False)
        outcome = check(read_bytes(path.read_bytes(), str(path), EDITIONS), EDITIONS)
        states = {r.cells: state.holds for r, state in outcome.relations}
        broken = {f.rule for f in outcome.findings}
        for line in placement.checks:
            spot = placement.check(line, "state")
            shown = values[spot.sheet][spot.row, spot.column]
            if line.relation is None:
                good = shown in (GOOD, NOT_APPLICABLE)
                assert good != (line.rule in broken), (seed, line.rule)
                continue
            expected = states[line.relation.cells]
            assert (None if shown == NOT_APPLICABLE else shown == GOOD) == expected, (seed, line)
        verdict = placement.meta["check.verdict"]
        known = {line.rule for line in placement.checks}  # of others no formula can tell
        said = [f for f in outcome.findings if f.severity != "info"]
        shown = values[verdict.sheet][verdict.row, verdict.column]
        wrong = any(f.rule in known and f.severity == "error" for f in said)
        if wrong or {f.rule for f in said} <= known:
            assert shown == outcome.verdict, (seed, said)


@pytest.mark.office
@BOTH
def test_the_open_xml_sdk_has_nothing_to_say(
    name: str, ooxml_validator: Any, tmp_path: Path
) -> None:
    edition = EDITIONS.get(name)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(fill_workbook(BLANK[edition.id], consistent(edition, 3), EDITIONS))
    assert ooxml_validator(path) == []
    assert lint_workbook(path) == []


def test_all_fields_have_a_place() -> None:
    for edition in EDITIONS:
        assert list(placement_of(edition).fields) == list(FIELDS)
