"""No crying wolf: the bundled reports, in every form they are handed in, and published ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.test_real import present
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.document import compose, write_document
from xl_tools.edition import builtin_editions
from xl_tools.report import Reading, form_of
from xl_tools.rules import check
from xl_tools.samples import sample_path
from xl_tools.sources import read, read_bytes

EDITIONS = builtin_editions()
SAMPLES = ("county-2024", "township-2021")


def about_text(reading: Reading) -> list[str]:
    """What is said of the text of a report."""
    found = check(reading, EDITIONS).findings
    return [f.message for f in found if f.rule.startswith("S-") or f.rule in ("FEE", "T4-OTHER")]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_nothing_wrong_in_its_text(name: str) -> None:
    assert about_text(read(sample_path(name), EDITIONS)) == []


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("ending", ["docx", "html"])
def test_nor_has_the_document_made_of_it(name: str, ending: str, tmp_path: Path) -> None:
    report = read(sample_path(name), EDITIONS).report
    document = compose(report, form_of(report, EDITIONS))
    path = tmp_path / f"年报.{ending}"
    path.write_bytes(write_document(document, ending))
    reading = read(path, EDITIONS)
    assert reading.headings.keys() >= {"overview", "problems", "other"}
    assert about_text(reading) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_nor_has_the_workbook_filled_from_it(name: str) -> None:
    report = read(sample_path(name), EDITIONS).report._replace(table_editions={})
    edition = EDITIONS.get(report.edition)
    own = {figure.id for figure in edition.figures()}
    report = report._replace(cells={c: v for c, v in report.cells.items() if c in own})
    assert about_text(read_bytes(filled_workbook(report, EDITIONS), "年报.xlsx", EDITIONS)) == []


def test_a_published_report_is_only_told_what_it_does_not_say() -> None:
    """Neither speaks of 社会评议 and 责任追究, which the law asks of governments."""
    for path in present():
        told = about_text(read(path, EDITIONS))
        assert [words.partition("〕")[0] for words in told] == ["〔S-GOV"], path
        assert "社会评议、责任追究" in told[0]
