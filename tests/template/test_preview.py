"""The sheet 成文预览 says what the document says, line by line and figure by figure."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from tests.document.reports import ORGAN, OVERVIEW, form, numbered, report
from tests.office.session import Office
from tests.reports import consistent, with_faults
from tests.template.crafted import blank_book
from xl_tools.bridge import bridge
from xl_tools.builtin import template_path
from xl_tools.document import compose
from xl_tools.document.blocks import Document, Title
from xl_tools.edition import Edition, builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.jsontext import loads
from xl_tools.placement import PREVIEW, placement_of
from xl_tools.report import Report, Value, form_of, report_from_json
from xl_tools.samples import sample_path
from xl_tools.sources import read_bytes
from xl_tools.sources.openbook import OpenBook
from xl_tools.template.flow import CLOSING, INDENT, LINE_LENGTHS, OPENING, TOO_LONG
from xl_tools.template.paper import PAGE
from xl_tools.template.preview import preview_sheet
from xl_tools.template.printgrid import PrintGrid, width_of
from xl_tools.template.styles import STYLES

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
PLANS = {edition.id: preview_sheet(placement_of(edition)) for edition in EDITIONS}
SAMPLES = ("county-2024", "township-2021")
PAGES = 6
TEXT_STYLES = ("paper_title", "paper_heading", "paper_line")
# What texts are made of here: Chinese, figures, letters, marks and blanks.
PIECES = (
    *"政府信息公开年度报告情况工作办理申请机关的一是，、；：。？…— 　",
    *(
        "2024年",
        "95.6%",
        "1,256",
        "（国办函〔2021〕30号）",
        "https://www.example.gov.cn/a/b",
        "APP",
    ),
    *("（一）", "《条例》", "“两微一端”", "（区分处理的，只计这一情形）", "0517-87290606"),
)


class Paper:
    """What is printed of a workbook."""

    def __init__(self, workbook: bytes, edition: str) -> None:
        self.data, self.plan = workbook, PLANS[edition]
        self.book = OpenBook(workbook, "")
        self.width = PrintGrid(EDITIONS.get(edition).tables.values()).width
        grid = self.book.grid(PREVIEW)
        assert grid is not None
        self.shown = {
            at: str(cell.value)
            for at, cell in sorted(grid.cells.items())
            if at[1] <= self.width and cell.value not in (None, "")
        }

    def lines(self) -> list[str]:
        """The lines outside the tables, from the top."""
        return [text for at, text in self.shown.items() if self.plan.cells[at][1] in TEXT_STYLES]

    def tables(self) -> Counter[str]:
        """The texts in the tables, and how often they stand there."""
        texts = (t for at, t in self.shown.items() if self.plan.cells[at][1] not in TEXT_STYLES)
        return Counter(bare(text) for text in texts)

    def paragraphs(self) -> list[str]:
        """The lines put together; a line that is set in begins a paragraph."""
        found: list[str] = []
        for line in self.lines():
            if line.startswith(INDENT) or not found or not found[-1].startswith(INDENT):
                found.append(line)
            else:
                found[-1] += line
        return [bare(text) for text in found]


def filled(of: Report) -> Paper:
    """The blank workbook with a report in it."""
    data = template_path(f"{of.edition}.xlsx").read_bytes()
    return Paper(fill_workbook(data, of, EDITIONS), of.edition)


def bare(text: str) -> str:
    """Without blanks and ends of lines, which look different on paper."""
    return re.sub(r"\s", "", text)


def composed(of: Report) -> Document:
    return compose(of, form_of(of, EDITIONS))


def wanted(document: Document) -> list[str]:
    """The paragraphs of a document; the title, which each sets in lines of its own, as one."""
    title = next(block for block in document.blocks if isinstance(block, Title))
    rest = document.paragraphs()[len(title.lines) :]
    return [bare("".join(title.lines)), *filter(None, map(bare, rest))]


def table_texts(document: Document) -> Counter[str]:
    texts = (
        bare(block.texts[box.figure.id] if box.figure else box.text)
        for block in document.tables()
        for box in block.grid.boxes
    )
    return Counter(text for text in texts if text)


def assert_same(of: Report) -> Paper:
    """The sheet has the paragraphs in order, and the wording and figures of the tables."""
    paper = filled(of)
    document = composed(read_bytes(paper.data, "年报.xlsx", EDITIONS).report)
    found = paper.paragraphs()
    title = found[:1] if found[0] == wanted(document)[0] else found[:2]
    assert ["".join(title), *found[len(title) :]] == wanted(document)
    assert paper.tables() == table_texts(document)
    return paper


def sample(name: str) -> Report:
    path = sample_path(name)
    given = report_from_json(loads(path.read_bytes(), name), name)
    return bridge(given, EDITIONS.for_year(given.year), EDITIONS).report


def made_up(edition: Edition, seed: int) -> Report:
    """A report with slips and texts of all kinds, some sections without any."""
    chance = random.Random(seed)
    base = with_faults(consistent(edition, seed), edition, seed)
    longest = {"preface": 60, "overview": 700, "problems": 400, "other": 60}
    narrative = {
        section.id: _text(chance, longest.get(section.id, 20), 0.2 if section.table else 0.9)
        for section in edition.sections
    }
    narrative["preface"] = _text(chance, longest["preface"], 0.5)
    return base._replace(
        organ=chance.choice((base.organ, ORGAN, ORGAN._replace(name="某市人民政府办公室"))),
        narrative={name: text for name, text in narrative.items() if text},
        date=chance.choice(("", "2025-01-05", "2025年1月20日", "2025-12-31")),
        signature=chance.choice(("", "某某县人民政府", "县局")),
    )


def _text(chance: random.Random, longest: int, probability: float) -> str:
    if chance.random() > probability:
        return ""
    paragraphs = []
    for _ in range(chance.randint(1, min(5, 1 + longest // 15))):
        size = chance.randint(1, max(1, longest // 5))
        pieces = (chance.choice(PIECES) for _ in range(size))
        # Figures side by side would be one very long number.
        paragraphs.append("".join(p + "的" if p[-1:].isascii() and p != " " else p for p in pieces))
    return "\n".join(paragraphs)


# ---- the same words ---------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_bundled_sample_reads_as_in_its_document(name: str) -> None:
    assert_same(sample(name))


@BOTH
def test_a_long_narrative_reads_as_in_its_document(name: str) -> None:
    assert_same(report(name))


@BOTH
@pytest.mark.parametrize("seed", range(40))
def test_a_made_up_report_reads_as_in_its_document(name: str, seed: int) -> None:
    assert_same(made_up(EDITIONS.get(name), seed))


@BOTH
def test_every_figure_stands_in_the_place_of_the_form(name: str) -> None:
    paper = assert_same(report(name, numbered(form(name))))
    assert len(paper.shown) > len(form(name).figures())


def test_blanks_stay_blank_and_fees_are_exact() -> None:
    cells: dict[str, Value] = {
        "disclosure.fees.amount": Decimal("12.34567"),
        "disclosure.licensing.decisions": Decimal(0),
        "disclosure.penalties.decisions": "/",
    }
    paper = assert_same(report("2021", cells))
    assert paper.tables()["12.34567"] == 1
    assert paper.tables()["/"] == 1
    smallest = assert_same(report("2021", {"disclosure.fees.amount": Decimal("0.000001")}))
    assert smallest.tables()["0.000001"] == 1


def test_text_of_a_table_section_stands_before_the_table() -> None:
    narrative = {name: f"{name}的说明。" for name in ("disclosure", "applications", "disputes")}
    whole = report()._replace(narrative={**report().narrative, **narrative})
    assert_same(whole)


@BOTH
@pytest.mark.parametrize(
    ("section", "length"), [("applications", 600), ("disputes", 400), ("disputes", 900)]
)
def test_a_text_too_long_for_its_page_goes_on_below_its_table(
    name: str, section: str, length: int
) -> None:
    """Within a paragraph and between two, whatever the text of the next part."""
    words = "被申请行政复议的案件逐件分析了原因，由法制机构写出意见，送承办单位改正。"
    for piece in (len(words), 120, length):
        whole = (words * 40)[:length]
        text = "\n".join(whole[at : at + piece] for at in range(0, length, piece))
        given = {"overview": "总的情况。", section: text, "problems": "一个问题，已经改了。"}
        paper = assert_same(report(name)._replace(narrative=given))
        assert TOO_LONG not in paper.lines()


def test_two_long_texts_one_after_the_other_are_both_printed() -> None:
    given = {
        name: f"{name}，" + "依法办理。" * 100
        for name in ("applications", "disputes", "problems", "other")
    }
    assert_same(report()._replace(narrative=given))


# ---- lines ------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("seed", range(40))
def test_lines_are_not_too_long_and_begin_and_end_well(name: str, seed: int) -> None:
    paper = filled(made_up(EDITIONS.get(name), seed))
    lines = [line for line in paper.lines() if not line.startswith(INDENT * 2)]
    for line in lines:
        assert width_of(line) <= LINE_LENGTHS[-1] + 0.5
        assert line[0] not in CLOSING
        assert line[-1] not in OPENING + "（"
    for one, other in pairwise(lines):
        if not other.startswith(INDENT):
            assert not (one[-1].isdecimal() and other[0].isdecimal())


def test_no_page_is_empty_whatever_the_length_of_the_texts() -> None:
    for length in (0, 1, 5, 17, 18, 19, 33, 60):
        overview = "\n".join(f"第{number}段。" for number in range(length)) or "无。"
        paper = filled(
            report()._replace(narrative={"overview": overview, "problems": overview[:20]})
        )
        breaks = [0, *paper.plan.breaks, max(row for row, _ in paper.plan.cells)]
        for top, bottom in pairwise(breaks):
            assert any(top < row <= bottom for row, _ in paper.shown), (length, top)


def test_a_text_that_finds_no_room_says_so() -> None:
    short = filled(report())
    assert TOO_LONG not in short.lines()
    assert not _hint(short)
    for given in ({"overview": OVERVIEW * 6}, {"applications": OVERVIEW * 6}):
        long = filled(report()._replace(narrative=given))
        assert TOO_LONG in long.lines()
        assert "文字印不下" in _hint(long)


def _hint(paper: Paper) -> str:
    grid = paper.book.grid(PREVIEW)
    assert grid is not None
    return str(grid.at(4, paper.width + 2).value or "")


@BOTH
def test_pages_are_equally_high_and_hold_less_than_a_sheet_of_paper(name: str) -> None:
    plan = PLANS[name]
    assert len(plan.breaks) == PAGES - 1
    tops = [0, *plan.breaks]
    for top, bottom in pairwise(tops):
        height = sum(plan.heights[row] for row in range(top + 1, bottom + 1))
        assert PAGE - 1 < height <= PAGE


@BOTH
def test_the_file_has_the_heights_that_were_planned(name: str) -> None:
    """XlsxWriter leaves a height out that is the usual one, and another would be put in."""
    sheet = blank_book(name)[PREVIEW]
    found = {row: sheet.row_dimensions[row].height for row in PLANS[name].heights}
    assert found == PLANS[name].heights


# ---- the sheet and the rest of the workbook ----------------------------------------------


@BOTH
def test_the_reader_never_opens_the_sheet(name: str) -> None:
    workbook = fill_workbook(template_path(f"{name}.xlsx").read_bytes(), report(name), EDITIONS)
    package = OpenBook(workbook, "").package
    member = next(ref.member for ref in OpenBook(workbook, "").book.sheets if ref.name == PREVIEW)
    broken = package.replace({member: b"no sheet at all"})
    assert (
        read_bytes(broken, "年报.xlsx", EDITIONS).report
        == read_bytes(workbook, "年报.xlsx", EDITIONS).report
    )


@BOTH
def test_every_cell_of_the_sheet_is_locked(name: str) -> None:
    styles = {style for _, style in PLANS[name].cells.values()}
    assert all(STYLES[style].get("locked", True) for style in styles)


# ---- on paper ---------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.parametrize("name", [*SAMPLES, "long"])
def test_libreoffice_prints_every_paragraph_on_six_pages(
    name: str, office: Office, tmp_path: Path
) -> None:
    of = report("2019") if name == "long" else sample(name)
    path = tmp_path / "年报.xlsx"
    data = template_path(f"{of.edition}.xlsx").read_bytes()
    path.write_bytes(fill_workbook(data, of, EDITIONS))
    with pdfplumber.open(office.pdf(path, path.with_suffix(".pdf"))) as pdf:
        before, *texts, charts = (p.extract_text() or "" for p in pdf.pages[-PAGES - 2 :])
    assert bare(composed(of).paragraphs()[0]) in bare(texts[0])
    for other in (before, charts):  # of other sheets: six pages are all
        assert re.search(r"第 \d+ 页，共 \d+ 页", other)
    whole = bare("".join(re.sub(r"—\s*\d+\s*—\s*$", "", text) for text in texts))
    for paragraph in composed(of).paragraphs():
        assert bare(paragraph) in whole
    for number, text in enumerate(texts, 1):
        assert bare(text).endswith(f"—{number}—")


@pytest.mark.office
@BOTH
def test_libreoffice_computes_the_same_lines(name: str, office: Office, tmp_path: Path) -> None:
    of = made_up(EDITIONS.get(name), 3)._replace(narrative=report(name).narrative)
    path = tmp_path / "年报.xlsx"
    data = template_path(f"{name}.xlsx").read_bytes()
    path.write_bytes(fill_workbook(data, of, EDITIONS))
    paper = Paper(path.read_bytes(), name)
    computed = office.values(path, truths=False)[PREVIEW]
    for at, text in paper.shown.items():
        assert str(computed[at]) == text, at
