"""The page of findings: whole in itself, its links lead somewhere, nothing said by colour alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.reports import consistent, with_faults
from xl_tools.cli import main
from xl_tools.edition import builtin_editions
from xl_tools.findings.html import Page, findings_html
from xl_tools.report import Organ, Reading
from xl_tools.rules import check
from xl_tools.samples import sample_path

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
VOID = {"meta", "br", "hr"}


class Reader(HTMLParser):
    """Elements that are closed in order, the ids, the links, and what is loaded from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.marked: dict[str, str] = {}
        self._cell = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [known["id"]] if "id" in known else []
        self.links += [known["href"]] if "href" in known else []
        self.loaded += [known["src"]] if "src" in known else []
        if tag == "td":
            self._cell = known.get("id", "") if "marked" in known.get("class", "") else ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "td":
            self._cell = ""

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.marked[self._cell] = self.marked.get(self._cell, "") + data


def _page(name: str, seed: int, organ: str = "某某县人民政府") -> Page:
    edition = EDITIONS.get(name)
    report = with_faults(consistent(edition, seed), edition, seed)
    report = report._replace(organ=Organ(organ, level="county", kind="government"))
    reading = Reading(report, f"{seed}.xlsx")
    return Page(reading.file, reading, check(reading, EDITIONS))


@BOTH
@pytest.mark.parametrize("seed", range(12))
def test_every_link_leads_to_one_place_on_the_page(name: str, seed: int) -> None:
    read = Reader(findings_html([_page(name, seed), _page(name, seed + 50)], EDITIONS))
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)
    assert all(link.startswith("#") for link in read.links)
    assert read.loaded == []


@BOTH
@pytest.mark.parametrize("seed", range(12))
def test_every_figure_has_its_cell_and_marks_have_a_sign(name: str, seed: int) -> None:
    page = _page(name, seed)
    read = Reader(findings_html([page], EDITIONS))
    assert {f"r1-{figure.id}" for figure in EDITIONS.get(name).figures()} <= set(read.ids)
    assert page.outcome is not None
    headed = {f"r1-{f.cells[0]}" for f in page.outcome.findings if f.cells}
    assert headed <= read.marked.keys()
    assert all(text[0] in "×△○" for text in read.marked.values())


@BOTH
def test_the_cell_that_is_most_probably_wrong_is_linked_and_shown_with_what_it_should_hold(
    name: str,
) -> None:
    report = consistent(EDITIONS.get(name), 5)
    cell, right = "applications.received.commercial", report.cells
    slip = MappingProxyType({**right, cell: report.number(cell) + 40})
    reading = Reading(report._replace(cells=slip), "年报.xlsx")
    text = findings_html([Page(reading.file, reading, check(reading, EDITIONS))], EDITIONS)
    assert Reader(text).marked[f"r1-{cell}"].endswith(f"（应为 {right[cell]}？）")
    assert re.search(rf'<a href="#r1-{cell}">最可能填错的格：[^<]*，应为 {right[cell]}</a>', text)


def test_what_people_wrote_is_shown_and_never_run() -> None:
    page = findings_html([_page("2021", 3, "<script>alert(1)</script>&某局")], EDITIONS)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;某局" in page


def test_a_file_that_cannot_be_read_stands_in_the_list_with_its_sentence() -> None:
    page = findings_html([_page("2021", 3), Page("坏.xlsx", None, None, "打不开。")], EDITIONS)
    assert "读不了" in page
    assert "打不开。" in page


def test_the_command_writes_the_page_and_replaces_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "结果.html"
    source = str(sample_path("county-2024"))
    assert main(["validate", source, "-o", str(output)]) == 1  # EDITION
    assert main(["validate", source, str(sample_path("township-2021")), "-o", str(output)]) == 1
    assert output.read_text(encoding="utf-8").count("<section ") == 2
    output.write_text("别人的网页", encoding="utf-8")
    assert main(["validate", source, "-o", str(output)]) == 2
    assert "里面是别的内容" in capsys.readouterr().err


def test_colours_can_be_read_by_everybody() -> None:
    """WCAG 2.1, 1.4.3: text and ground differ by 4.5 to 1 at least."""
    from xl_tools.findings.html import STYLE

    pairs = re.findall(r"background: (#\w{6}); color: (#\w{6})", STYLE)
    assert len(pairs) == 4
    for ground, text in pairs:
        lighter, darker = sorted((_light(ground), _light(text)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def _light(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_could_not_be_looked_at_is_said() -> None:
    page = findings_html([_page("2021", 3)], EDITIONS)
    assert "没法核对的" in page
    assert "没有上年的报告，没法和上年比较；有的话加上 --prior 和文件〔CY-CARRY" in page
