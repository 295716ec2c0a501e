"""The page of findings in a browser: nobody is kept from reading it, at any width."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.findings.test_html import _page
from tests.office import browser
from tests.rules.faults import faults, faulty_reading
from tests.running import Run
from xl_tools.edition import builtin_editions
from xl_tools.findings.html import Page, findings_html
from xl_tools.rules import check
from xl_tools.samples import sample_path

pytestmark = pytest.mark.office
EDITIONS = builtin_editions()


@pytest.fixture(autouse=True)
def _installed() -> None:
    missing = browser.missing()
    if missing:
        pytest.fail(f"缺少 {'、'.join(missing)}：先运行 .ci/run，或自行安装。")


def faulty_pages() -> list[Page]:
    """A page for each of some faults: of the text, of the tables, against last year."""
    readings = [faulty_reading(fault, EDITIONS) for fault in list(faults())[::6]]
    return [Page(one.file, one, check(one, EDITIONS)) for one in readings]


@pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
def test_axe_finds_nothing_in_the_page_of_one_report(name: str, tmp_path: Path) -> None:
    assert browser.violations(findings_html([_page(name, 3)], EDITIONS), tmp_path) == []


def test_axe_finds_nothing_in_the_page_of_many(tmp_path: Path) -> None:
    pages = [*faulty_pages(), Page("坏.xlsx", None, None, "打不开。")]
    assert browser.violations(findings_html(pages, EDITIONS), tmp_path) == []


def test_axe_finds_nothing_in_what_the_command_writes(run: Run, tmp_path: Path) -> None:
    run("validate", str(sample_path("county-2024")), "-o", "结果.html")
    page = (tmp_path / "结果.html").read_text(encoding="utf-8")
    assert browser.violations(page, tmp_path) == []


def test_axe_would_find_a_word_too_pale_to_be_read(tmp_path: Path) -> None:
    page = findings_html([_page("2021", 3)], EDITIONS).replace("color: #8a0c14", "color: #f0b0b4")
    assert [one["id"] for one in browser.violations(page, tmp_path)] == ["color-contrast"]
