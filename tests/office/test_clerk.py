"""A clerk with nothing installed types and pastes, and is led by 下一步 to the last page."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import docx
import pdfplumber
import pytest

from tests.office.clerk import LINK, Hand
from tests.office.live import Live
from tests.reports import consistent
from tests.shown import Sheets
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.document import compose, write_document
from xl_tools.edition import Edition, builtin_editions
from xl_tools.filling import fill_workbook
from xl_tools.placement import GUIDE, PREVIEW, STEPS_COLUMN, placement_of
from xl_tools.places import Spot
from xl_tools.report import Organ, Report, Supplier, form_of
from xl_tools.rules import check
from xl_tools.sources import read_bytes
from xl_tools.template.controls import DIFFERENT
from xl_tools.template.steps import DONE

pytestmark = pytest.mark.office

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("name", [edition.id for edition in EDITIONS])
KINDS = pytest.mark.parametrize("kind", [".xlsx", ".xlsm"])
PLACE: Final = re.compile(r"（在“(.+?)”的 ([A-Z]+[0-9]+) 格）$")
TEXTS: Final = MappingProxyType(
    {
        "preface": "",
        "overview": "（一）主动公开情况。本年主动公开信息 128 条，政府网站全部可查。\n"
        "（二）依申请公开情况。申请都在法定期限内答复，没有超期。" * 3,
        "problems": "一是答复不够及时；二是更新不够勤。下一步由办公室逐月检查。",
        "other": "本年没有收取信息处理费。",
    }
)
SLIP, TEXT_SLIP = "applications.received.natural_person", "applications.full_grant.research"
TOTAL_SLIP: Final = "disputes.reconsideration.total"


def truth(name: str) -> Report:
    """What the clerk has on paper: a report in which everything agrees."""
    edition = EDITIONS.get(name)
    report = consistent(edition, 11)
    return report._replace(
        organ=Organ(
            "某某县人民政府", "county", "government", "organ", "人民路1号", "223100", "0517-8729"
        ),
        narrative=MappingProxyType({k: v for k, v in TEXTS.items() if v}),
        suppliers=MappingProxyType(
            {table: Supplier("办公室 张三", "2022-01-05") for table in edition.tables}
        ),
        date="2022-01-10",
        signature="某某县人民政府",
    )


class Clerk:
    """A hand, the paper it copies from, and the front sheet it is told by."""

    def __init__(self, live: Live, name: str, kind: str, folder: Path) -> None:
        self.edition: Edition = EDITIONS.get(name)
        self.placement = placement_of(self.edition)
        self.report = truth(name)
        blank = blank_workbook(self.edition, kind)
        self.paper = Sheets(fill_workbook(blank, self.report, EDITIONS)).values()
        self.path = folder / f"年报{kind}"
        self.path.write_bytes(blank)
        self.hand = Hand(live, self.path)

    def next(self) -> tuple[str, str]:
        """下一步: its words, and where its link leads."""
        spot = self.placement.meta["check.next"]
        words = self.hand.text(GUIDE, spot.address)
        rows = range(spot.row, spot.row + 30)
        active = next(r for r in rows if self._helper(r, 0) == "1")
        assert self._helper(active, 2) == words
        return words, self._helper(active, 1)

    def _helper(self, row: int, offset: int) -> str:
        return self.hand.text(GUIDE, Spot(GUIDE, row, STEPS_COLUMN + offset).address)

    def follow(self) -> str:
        """Click 下一步; its words, once the cursor stands where they say."""
        words, link = self.next()
        here = self.hand.follow(link)
        sheet, column, row = LINK.fullmatch(link).groups()  # type: ignore[union-attr]
        assert here == (sheet, f"{column}{row}")
        named = PLACE.search(words)
        assert named is None or named.groups() == here
        return words

    def content(self, spot: Spot) -> object:
        """What the paper says for a cell."""
        return self.paper[spot.sheet].get((spot.row, spot.column))

    def copy(self, spot: Spot) -> None:
        """Type what the paper says into a cell."""
        self.hand.type(self.content(spot), spot.sheet, spot.address)

    def figure(self, cell: str) -> Spot:
        return self.placement.spot(cell)

    # ---- the six steps ----------------------------------------------------------------------

    def fill_basics(self) -> None:
        while (words := self.follow()).startswith("填写“基本信息”"):
            sheet, address = self.hand.here()
            label = self.hand.text(sheet, f"A{address[1:]}")
            assert f"“{label}”" in words
            self.hand.type(self.paper[sheet][int(address[1:]), 2])
        for field in ("organ.address", "organ.postcode", "organ.phone"):
            self.copy(self.placement.fields[field])
        for field in ("report.date", "report.signature"):
            self.copy(self.placement.fields[field])

    def fill_disclosure(self) -> None:
        """Table 2 cell by cell, as the front sheet asks."""
        while (words := self.follow()).startswith("填写表二的"):
            sheet, address = self.hand.here()
            assert f" {address} 格" in words
            spot = next(s for s, _ in self.placement.figures.values() if s.address == address)
            self.hand.type(self.content(spot._replace(sheet=sheet)))

    def paste_applications(self) -> None:
        """Table 3 as one block out of another spreadsheet, totals left to the formulas."""
        table = self.edition.tables["applications"]
        spots = [self.figure(f.id) for f in table.figures if f.column.id != "total"]
        left, right = min(s.column for s in spots), max(s.column for s in spots)
        total = self.figure("applications.total.natural_person").row
        rows = sorted({spot.row for spot in spots})
        for block in ([r for r in rows if r < total], [r for r in rows if r > total]):
            contents = [
                [self.content(Spot(spots[0].sheet, row, c)) for c in range(left, right + 1)]
                for row in block
            ]
            self.hand.go(spots[0].sheet, Spot("", block[0], left).address)
            self.hand.paste(contents)

    def type_disputes(self) -> None:
        """Table 4 with Tab from cell to cell; the totals are passed over."""
        table = self.edition.tables["disputes"]
        first = self.figure(table.figures[0].id)
        self.hand.go(first.sheet, first.address)
        for figure in table.figures:
            spot = self.figure(figure.id)
            assert self.hand.here() == (spot.sheet, spot.address)
            if not figure.is_total:
                self.hand.type(self.content(spot))
            self.hand.tab()

    def write_texts(self) -> None:
        while (words := self.follow()).startswith("写“"):
            section = next(s for s in self.edition.sections if f"“{s.title}”" in words)
            sheet, address = self.hand.here()
            assert sheet == section.sheet
            for row, line in enumerate(TEXTS[section.id].split("\n"), int(address[1:])):
                self.hand.type(line, sheet, f"B{row}")

    def name_suppliers(self) -> None:
        while self.follow().startswith("填写“数据来源”"):
            sheet, address = self.hand.here()
            self.hand.type(self.paper[sheet][int(address[1:]), "ABC".index(address[0]) + 1])

    def verdict(self) -> str:
        spot = self.placement.meta["check.verdict"]
        return self.hand.text(spot.sheet, spot.address)

    # ---- what comes out ---------------------------------------------------------------------

    def saved(self) -> bytes:
        """The workbook as LibreOffice saves it."""
        from xl_tools.libreoffice.office import properties

        copy = self.path.with_name("存.xlsx")
        wanted = properties(FilterName="Calc MS Excel 2007 XML", Overwrite=True)
        self.hand.document.storeToURL(copy.as_uri(), wanted)
        return copy.read_bytes()


@pytest.fixture
def clerk(live_office: Live, name: str, kind: str, tmp_path: Path) -> Clerk:
    return Clerk(live_office, name, kind, tmp_path)


@BOTH
@KINDS
def test_a_clerk_is_led_from_the_blank_workbook_to_the_printed_report(
    clerk: Clerk, tmp_path: Path
) -> None:
    clerk.fill_basics()
    clerk.fill_disclosure()
    clerk.paste_applications()
    clerk.type_disputes()
    _make_three_mistakes(clerk)
    assert clerk.verdict() == "有错误"
    text, column, total = _mended(clerk)
    assert text == place_of(clerk.figure(TEXT_SLIP))
    assert column[1][0] == clerk.figure(SLIP).address[0]  # by its balance
    assert total == place_of(clerk.figure(TOTAL_SLIP))
    clerk.write_texts()
    clerk.name_suppliers()
    assert clerk.follow() == DONE
    assert clerk.hand.here()[0] == PREVIEW
    assert clerk.verdict() == "通过"

    reading = read_bytes(clerk.saved(), "存.xlsx", EDITIONS)
    findings = check(reading, EDITIONS).findings
    assert not {line.rule for line in clerk.placement.checks} & {f.rule for f in findings}
    assert "error" not in {finding.severity for finding in findings}
    assert reading.report.cells == clerk.report.cells
    document = compose(reading.report, form_of(reading.report, EDITIONS))
    printed = clerk.hand.print_sheet(PREVIEW, tmp_path / "成文.pdf")
    assert_printed(printed, write_document(document, "docx"))
    clerk.hand.close()


def _make_three_mistakes(clerk: Clerk) -> None:
    """A number written wrong, a number with a word, a total added up wrong; and a 核对数."""
    for cell, wrong in ((SLIP, 4321), (TEXT_SLIP, "三件"), (TOTAL_SLIP, 77)):
        spot = clerk.figure(cell)
        clerk.hand.type(wrong, spot.sheet, spot.address)
    control = clerk.placement.controls[SLIP].spot
    clerk.hand.type(clerk.report.number(SLIP), control.sheet, control.address)


def _mended(clerk: Clerk) -> list[tuple[str, str]]:
    """Where 下一步 led, until nothing was wrong any more."""
    led = []
    while clerk.next()[0].startswith("改正错误："):
        clerk.follow()
        led.append(clerk.hand.here())
        assert len(led) < 10
        clerk.copy(_looked_for(clerk, *led[-1]))
    return led


def place_of(spot: Spot) -> tuple[str, str]:
    return spot.sheet, spot.address


def _looked_for(clerk: Clerk, sheet: str, address: str) -> Spot:
    """The cell that is wrong, as somebody finds it who stands where the link led."""
    for cell in (TEXT_SLIP, TOTAL_SLIP):
        if clerk.figure(cell) == Spot(sheet, *_at(address)):
            return clerk.figure(cell)
    # in this column a 核对数 differs: the words beside it say by how much
    control = clerk.placement.controls[SLIP]
    shown = Spot(control.shown.sheet, control.shown.top, control.shown.left)
    assert clerk.hand.text(sheet, shown.address).startswith(DIFFERENT)
    assert shown.column == _at(address)[1] or shown.row == clerk.figure(SLIP).row
    return clerk.figure(SLIP)


def _at(address: str) -> tuple[int, int]:
    return int(address[1:]), "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(address[0]) + 1


# ---- the print and the document ----------------------------------------------------------


def bare(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def assert_printed(pdf: Path, document: bytes) -> None:
    """The PDF says what the document says: its paragraphs, and its tables cell by cell."""
    made = docx.Document(io.BytesIO(document))
    with pdfplumber.open(pdf) as pages:
        texts = [page.extract_text() or "" for page in pages.pages]
        printed = [table for page in pages.pages for table in page.extract_tables()]
    assert len(texts) == 6
    whole = bare("".join(re.sub(r"—\s*\d+\s*—\s*$", "", text) for text in texts))
    paragraphs = [bare(paragraph.text) for paragraph in made.paragraphs if bare(paragraph.text)]
    assert len(paragraphs) > 10
    place = 0
    for paragraph in paragraphs:  # in this order
        assert paragraph in whole, paragraph
        found = whole.find(paragraph, place)
        assert found >= 0, paragraph
        place = found
    assert len(printed) == len(made.tables) == 3
    for table, own in zip(printed, made.tables, strict=True):
        assert [_sorted(cell) for row in table for cell in row if cell is not None] == [
            _sorted(cell) for cell in _cells(own)
        ]


def _sorted(text: str | None) -> str:
    """Upright wording is read from a PDF in another order of its signs; figures are as they are."""
    plain = bare(text)
    return plain if plain.isascii() else "".join(sorted(plain))


def _cells(table: Any) -> list[str]:
    """The texts of a table of a document, each merged cell once, row by row."""
    seen: dict[Any, str] = {}
    for row in table.rows:
        for cell in row.cells:
            seen.setdefault(cell._tc, cell.text)
    return list(seen.values())
