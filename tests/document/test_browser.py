"""In a browser: nobody is kept from reading the page, and editors leave the tables whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.document.reports import form, numbered, report
from tests.office import browser
from tests.sources.pages import EDITIONS, composed
from tests.sources.pages import report as random_report
from tests.sources.same import differences
from xl_tools.document import Document, compose, write_document
from xl_tools.document.html import fragment
from xl_tools.document.pageback import verify_page
from xl_tools.sources import read_bytes

pytestmark = pytest.mark.office
BOTH = ["2021", "2019"]


@pytest.fixture(autouse=True)
def _installed() -> None:
    missing = browser.missing()
    if missing:
        pytest.fail(f"缺少 {'、'.join(missing)}：先运行 .ci/run，或自行安装。")


def document(edition: str) -> Document:
    return compose(report(edition, numbered(form(edition))), form(edition))


@pytest.mark.parametrize("edition", BOTH)
def test_axe_finds_nothing_in_the_page(edition: str, tmp_path: Path) -> None:
    page = write_document(document(edition), "html").decode()
    assert browser.violations(page, tmp_path) == []


@pytest.mark.parametrize("merged", [True, False])
def test_axe_finds_nothing_in_the_fragment(merged: bool, tmp_path: Path) -> None:
    text = fragment(document("2021"), merged=merged).decode()
    assert browser.violations(browser.in_page(text), tmp_path) == []


def test_axe_would_find_a_picture_without_words(tmp_path: Path) -> None:
    page = write_document(document("2021"), "html").decode().replace("</main>", "<img></main>")
    assert [one["id"] for one in browser.violations(page, tmp_path)] == ["image-alt"]


@pytest.mark.parametrize("edition", BOTH)
def test_dompurify_leaves_everything(edition: str, tmp_path: Path) -> None:
    of = document(edition)
    cleaned = browser.purified(fragment(of).decode(), tmp_path)
    verify_page(cleaned.encode(), of)
    for kept in ('scope="col"', "<caption", "border:1px", "<strong"):
        assert kept in cleaned


@pytest.mark.parametrize("merged", [True, False])
def test_sanitize_html_leaves_every_figure_readable(merged: bool) -> None:
    of = random_report("2021", 2)
    cleaned = browser.strictly_cleaned(fragment(composed(of), merged=merged).decode())
    assert "rowspan" not in cleaned
    assert differences(of, read_bytes(cleaned.encode(), "页.html", EDITIONS)) == {}


@pytest.mark.parametrize("edition", BOTH)
def test_without_merged_cells_each_figure_keeps_its_column(edition: str) -> None:
    from xl_tools.document.pageback import verify_unmerged

    of = document(edition)
    cleaned = browser.strictly_cleaned(fragment(of, merged=False).decode())
    verify_unmerged(cleaned.encode(), of)
