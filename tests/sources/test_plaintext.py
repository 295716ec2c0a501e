"""Text files give the report that was copied into them; glued figures only where it is certain."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.document.reports import OVERVIEW
from tests.reports import consistent
from tests.sources.pages import EDITIONS, composed, report
from tests.sources.same import differences, silently_wrong
from tests.sources.texts import LAYOUTS, text
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, Report
from xl_tools.sources import read_bytes


def read(words: str, encoding: str = "utf-8") -> Reading:
    return read_bytes(words.encode(encoding), "年报.txt", EDITIONS)


def filled(edition: str, seed: int) -> Report:
    """A report without blank cells: between blanks nobody could see one."""
    of = report(edition, 0)
    return of._replace(cells=consistent(EDITIONS.get(edition), seed).cells)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_a_text_gives_its_report(edition: str, layout: str, deep: bool) -> None:
    for seed in range(100 if deep else 8):
        of = filled(edition, seed)
        assert differences(of, read(text(composed(of), layout))) == {}, seed


def test_a_place_in_a_text_with_marked_tables_is_its_line() -> None:
    words = text(composed(filled("2021", 1)), "markdown")
    lines = [line for line in enumerate(words.split("\n"), start=1) if "| 行政处罚 |" in line[1]]
    origin = read(words).report.extra["origins"]["disclosure.penalties.decisions"]
    assert origin.startswith(f"正文 第 {lines[0][0]} 行第")


def test_tabs_keep_blank_cells_and_texts_apart(deep: bool) -> None:
    for seed in range(1, 201 if deep else 21, 2):
        of = report("2021", seed)
        assert differences(of, read(text(composed(of)))) == {}, seed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_notepad_may_save_as_it_likes(encoding: str) -> None:
    of = filled("2021", 1)
    words = text(composed(of)).replace("\n", "\r\n")
    assert differences(of, read(words, encoding)) == {}


@pytest.mark.parametrize("width", [28, 40])
def test_lines_of_one_width_are_paragraphs_again(width: int) -> None:
    of = filled("2021", 2)
    assert differences(of, read(text(composed(of), wrap=width))) == {}


def test_a_paragraph_cut_by_a_page_is_whole_again() -> None:
    of = filled("2021", 2)
    words = text(composed(of))
    assert (
        differences(of, read(words.replace("强化组织领导，规范办理", "强化组织领导，\n\n规范办理")))
        == {}
    )
    at = OVERVIEW.index("采取自行办理") + 3
    cut = OVERVIEW[:at] + "\n\f\n" + OVERVIEW[at:]
    assert differences(of, read(words.replace(OVERVIEW, cut))) == {}


# ---- figures that run together -----------------------------------------------------------


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_glued_figures_come_apart_where_sums_leave_one_way(edition: str, deep: bool) -> None:
    rows = found = 0
    for seed in range(200 if deep else 8):
        of = filled(edition, seed)
        reading = read(text(composed(of), "glued"))
        assert silently_wrong(of, reading) == [], seed
        cells = {c for c in reading.report.cells if not c.startswith("disclosure")}
        assert cells <= reading.report.computed
        rows += sum(not c.startswith("disclosure") for c in of.cells)
        found += len(cells)
    assert found / rows > 0.9


def test_a_row_that_can_be_read_in_two_ways_is_asked() -> None:
    of = filled("2021", 0)
    zero = dict.fromkeys(of.cells, Decimal(0))
    row = dict(zip(("natural_person", "commercial", "total"), (2, 20, 22), strict=True))
    cells = {**zero, **{f"applications.received.{c}": Decimal(n) for c, n in row.items()}}
    alone = of._replace(cells=cells)  # no other row says which column has the 20
    reading = read(text(composed(alone), "glued"))
    assert "applications.received.total" not in reading.report.cells
    assert any("2200000022" in one["text"] or "220000022" in one["text"]
               for one in reading.report.extra["unplaced"])  # fmt: skip
    assert any("拆法不止一种" in note for note in reading.notes)
    also = {f"applications.pending_end.{c}": Decimal(n) for c, n in row.items()}
    balanced = of._replace(cells={**cells, **also})
    spaced = text(composed(balanced), "blanks").splitlines()
    glued = [
        line.replace("2 20 0 0 0 0 22", "220000022") if line.startswith("一、本年新收") else line
        for line in spaced
    ]
    solved = read("\n".join(glued)).report
    assert solved.cells == balanced.cells
    assert {c.split(".")[1] for c in solved.computed} == {"received"}


HOSTILE = {
    "digits": "一、总体情况\n二、主动公开政府信息情况\n" + "1" * 200_000,
    "tabs": "\t" * 500_000,
    "labels": "规章 0 0 0\n" * 5_000,
    "glued": "一、本年新收政府信息公开申请数量" + "1" * 28 + "\n",
    "prose": "今天天气很好。\n" * 1_000,
    "long": "字" * 2_000_001,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_report_is_refused_in_one_sentence(kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(HOSTILE[kind])
    assert "年报.txt" in caught.value.sentence


def test_a_number_of_a_row_on_its_own_line_is_no_text_of_the_part() -> None:
    """As LibreOffice saves a Word table: one cell a line, a label of two lines on two."""
    of = filled("2021", 3)
    words = text(composed(of), "one cell a line").replace("（三）不予公开", "（三）\n不予公开")
    assert "（三）\n不予公开" in words
    found, whole = (read(one).report for one in (words, words.replace("）\n不予", "）不予")))
    assert found.narrative == whole.narrative
    assert found.cells == whole.cells
