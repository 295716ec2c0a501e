"""The wording bank: sentences beside the paragraphs, and blanks that were left open."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from tests.reports import consistent
from tests.shown import Sheets
from tests.template.crafted import blank_book
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.edition import Section, builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import placement_of
from xl_tools.report import Reading
from xl_tools.rules import check
from xl_tools.rules.wording import OPEN
from xl_tools.sources import read_bytes
from xl_tools.template.checks import GOOD

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
BLANK = {edition.id: blank_workbook(edition) for edition in EDITIONS}


def narratives(name: str) -> list[Section]:
    return [section for section in EDITIONS.get(name).sections if not section.table]


@BOTH
def test_every_topic_has_a_sentence_and_they_stand_beside_the_paragraphs(name: str) -> None:
    book = blank_book(name)
    for section in narratives(name):
        cells = [str(row[0].value) for row in book[section.sheet].iter_rows(min_col=4, max_col=4)]
        for topic in section.topics:
            assert f"{topic.name}：{topic.hint}" in cells
        for model in section.models:
            assert f"〔{model.use}〕\n{model.text}" in cells
            assert model.text.endswith("。")
        assert section.models


@BOTH
def test_the_sentences_stay_beside_the_rows_for_paragraphs_and_out_of_print(name: str) -> None:
    book = blank_book(name)
    for section in narratives(name):
        span = placement_of(EDITIONS.get(name)).narratives[section.id]
        sheet = book[section.sheet]
        assert max(area.max_row for area in sheet.merged_cells.ranges) <= span.bottom
        assert sheet.print_area.replace("$", "").endswith(f"A1:B{span.bottom}")


def test_the_five_subjects_of_the_first_part_and_the_fee_have_their_sentences() -> None:
    overview, _, other = narratives("2021")
    uses = [model.use for model in overview.models]
    for topic in overview.topics:
        assert any(use.startswith(topic.name) for use in uses), topic.name
    fees = [model.text for model in other.models if "信息处理费" in model.text]
    assert any(OPEN not in text for text in fees)
    assert any(OPEN in text for text in fees)


@BOTH
def test_a_sentence_of_the_bank_is_a_finding_until_its_blanks_are_filled(name: str) -> None:
    for section in narratives(name):
        bank = [model.text for model in section.models]
        for text in (*(t for t in bank if OPEN in t), "\n".join(bank).replace(OPEN, "三")):
            texts = MappingProxyType({section.id: f"第一段。\n{text}"})
            report = consistent(EDITIONS.get(name), 1)._replace(narrative=texts)
            rules = {finding.rule for finding in check(Reading(report), EDITIONS).findings}
            assert ("S-OPEN" in rules) == (OPEN in text)
        rules, row = checked(name, {section.id: "\n".join(bank)})
        assert "S-OPEN" in rules
        assert (row["state"][0], row["actual"]) == ("△", str(sum(OPEN in t for t in bank)))
        rules, row = checked(name, {section.id: "\n".join(bank).replace(OPEN, "三")})
        assert "S-OPEN" not in rules
        assert row["state"] == GOOD


def checked(name: str, texts: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    """The rules that find something, and the row of S-OPEN on 校验."""
    edition = EDITIONS.get(name)
    report = consistent(edition, 1)._replace(narrative=MappingProxyType(texts))
    data = fill_workbook(BLANK[name], report, EDITIONS)
    findings = check(read_bytes(data, "年报.xlsx", EDITIONS), EDITIONS).findings
    return {finding.rule for finding in findings}, row_of(data, name)


def row_of(data: bytes, name: str) -> dict[str, str]:
    book = Sheets(data)
    placement = placement_of(EDITIONS.get(name))
    line = next(line for line in placement.checks if line.rule == "S-OPEN")
    spots = {column: placement.check(line, column) for column in ("state", "actual", "target")}
    return {name: str(book[spot.sheet][spot.address].value) for name, spot in spots.items()}


@BOTH
def test_the_row_counts_the_paragraphs_and_leads_to_the_first(name: str) -> None:
    places = placement_of(EDITIONS.get(name)).narratives
    texts = {"problems": "好\n好\n缺＿＿", "other": "＿", "disputes": "共＿件"}
    _, row = checked(name, texts)
    span = places["disputes"]
    assert (row["actual"], row["target"]) == ("3", f"#'{span.sheet}'!A{span.top}")
    _, row = checked(name, {"problems": texts["problems"]})
    span = places["problems"]
    assert (row["actual"], row["target"]) == ("1", f"#'{span.sheet}'!B{span.top + 2}")
    assert row["state"] != GOOD
