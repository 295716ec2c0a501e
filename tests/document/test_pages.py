"""The printed pages, measured: GB/T 9704-2012, and nothing lost on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.document.reports import OVERVIEW, form, numbered, report
from tests.office.session import Office
from xl_tools.document import Document, compose, write_document
from xl_tools.document.profile import PROFILES
from xl_tools.report import Report

pytestmark = pytest.mark.office

MM = 72 / 25.4
TEXT_TOP, TEXT_BOTTOM = 37 * MM, (297 - 35) * MM
DASH, DPI = 0.3, 600  # millimetres a page number may be off; dots in which its ink is measured
RARE = "堽城镇、䶮先生、㙍塘、犇犇小区、𠮷野路"
Pages = list[Any]
Print = Callable[[Document], Pages]


@pytest.fixture
def pages(office: Office, tmp_path: Path) -> Print:
    """Prints a document; the pages as pdfplumber sees them."""

    def printed(document: Document) -> Pages:
        path = tmp_path / "年报.docx"
        path.write_bytes(write_document(document, "docx"))
        with pdfplumber.open(office.pdf(path, path.with_suffix(".pdf"))) as pdf:
            found = list(pdf.pages)
            for page in found:
                assert page.chars
            return found

    return printed


def composed(base: Report, **narrative: str) -> Document:
    changed = base._replace(narrative={**base.narrative, **narrative})
    return compose(changed, form(base.edition))


def body(page: Any) -> list[Any]:
    """The characters of a page above its number."""
    return [c for c in page.chars if c["bottom"] < TEXT_BOTTOM + 3 and c["text"].strip()]


def foot(page: Any) -> list[Any]:
    return [c for c in page.chars if c["bottom"] >= TEXT_BOTTOM + 3 and c["text"].strip()]


def lines(page: Any) -> dict[float, list[Any]]:
    """{height of the baseline: the characters on it}, from the top."""
    found: dict[float, list[Any]] = {}
    for char in body(page):
        found.setdefault(round(char["matrix"][5], 1), []).append(char)
    return dict(sorted(found.items(), reverse=True))


def below(page: Any) -> float:
    """How far the ink of the dash before the page number is from the text area, in millimetres."""
    dash = foot(page)[0]
    area = (dash["x0"], TEXT_BOTTOM, dash["x1"], page.height)
    drawn = page.crop(area).to_image(resolution=DPI).original.convert("L")
    inked = drawn.point(lambda tone: 255 * (tone < 128)).getbbox()
    assert inked is not None
    return float((inked[1] + inked[3]) / 2 / DPI * 25.4)


def together(pages: Pages) -> str:
    """All text but page numbers and spaces."""
    return re.sub(r"\s", "", "".join(char["text"] for page in pages for char in body(page)))


# ---- a page full of text -----------------------------------------------------------------


@pytest.fixture
def full(pages: Print) -> Any:
    """A page in the middle of one very long paragraph."""
    return pages(composed(report(), overview="政府信息公开" * 400))[2]


def test_the_page_is_a4(full: Any) -> None:
    assert (round(full.width / MM), round(full.height / MM)) == (210, 297)


def test_a_page_has_22_lines_of_28_characters(full: Any) -> None:
    assert [len(chars) for chars in lines(full).values()] == [28] * 22


def test_lines_are_28_95_points_apart(full: Any) -> None:
    steps = [upper - lower for upper, lower in pairwise(lines(full))]
    assert steps == pytest.approx([28.95] * 21, abs=0.11)


def test_the_text_keeps_to_its_margins(full: Any) -> None:
    chars = body(full)
    assert min(c["x0"] for c in chars) / MM == pytest.approx(28, abs=0.3)
    assert 210 - max(c["x1"] for c in chars) / MM == pytest.approx(26, abs=0.6)
    assert min(c["top"] for c in chars) >= TEXT_TOP - 1
    assert max(c["bottom"] for c in chars) <= TEXT_BOTTOM + 1


@pytest.mark.parametrize(("profile", "dash"), [("国标", "—"), ("常用", "-")])
def test_numbers_stand_outside_7_mm_below_the_text(profile: str, dash: str, pages: Print) -> None:
    printed = pages(composed(report())._replace(profile=PROFILES[profile]))
    for number, page in enumerate(printed, start=1):
        chars = foot(page)
        assert "".join(c["text"] for c in chars) == f"{dash}{number}{dash}"
        left, right = chars[0]["x0"] / MM, 210 - chars[-1]["x1"] / MM
        # One character of 14 points, 4.9 mm, in from the margin of its side.
        assert (right if number % 2 else left) == pytest.approx(
            30.9 if number % 2 else 32.9, abs=0.7
        )
        assert below(page) == pytest.approx(7, abs=DASH)


# ---- whatever is printed -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "length"),
    [
        ("2021", 3_000),
        ("2019", 100),
        *(
            pytest.param(edition, length, marks=pytest.mark.deep)
            for edition, length in (
                ("2021", 100),
                ("2019", 3_000),
                ("2021", 30_000),
                ("2019", 30_000),
            )
        ),
    ],
)
def test_each_page_keeps_its_measures_whatever_is_printed(
    edition: str, length: int, pages: Print
) -> None:
    wide = dict.fromkeys(form(edition).figures(), Decimal(987_654_321))
    sentence = f"本年度在{RARE}等处主动公开政府信息共987654321条并全部按期答复"
    text = (sentence * (length // len(sentence) + 1))[:length] + "。"
    printed = pages(composed(report(edition, wide), overview=text))
    plain = [page for page in printed if {round(c["size"], 1) for c in body(page)} == {16.0}]
    for number, page in enumerate(printed, start=1):
        chars = body(page)
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        assert min(c["x0"] for c in chars) / MM > 28 - 0.3
        assert max(c["x1"] for c in chars) / MM < 210 - 26 + 0.6
        assert min(c["top"] for c in chars) >= TEXT_TOP - 1
        assert max(c["bottom"] for c in chars) <= TEXT_BOTTOM + 1
        assert "".join(c["text"] for c in foot(page)) == f"—{number}—"
        assert below(page) == pytest.approx(7, abs=DASH)
    for page in plain:
        steps = [upper - lower for upper, lower in pairwise(lines(page))]
        assert steps == pytest.approx([28.95] * len(steps), abs=0.11)
    filled = [
        len(lines(one)) for one, after in pairwise(printed) if one in plain and after in plain
    ]
    assert set(filled) <= {22}
    assert len(filled) >= length // 1_000
    # Nine figures take the place of four and a half characters, and their gaps.
    longest = [max(map(len, lines(page).values())) for page in plain]
    assert all(26 <= count <= 28 + 5 for count in longest)


# ---- tables ------------------------------------------------------------------------------


@pytest.mark.parametrize("narrative", ["", "本年共收到申请17件。"])
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_each_table_stands_on_one_page(edition: str, narrative: str, pages: Print) -> None:
    full = report(edition, numbered(form(edition)))
    printed = pages(composed(full, applications=narrative, overview=OVERVIEW * 2))
    texts = [page.extract_text() for page in printed]
    for first, last in (
        ("信息内容", "行政事业性收费"),
        ("申请人情况", "四、结转下年度继续办理"),
        ("未经复议直接起诉", "198"),
    ):
        opening = [number for number, text in enumerate(texts) if first in text]
        assert len(opening) == 1
        assert opening == [number for number, text in enumerate(texts) if last in text]


def test_the_narrow_group_is_upright_and_whole(pages: Print) -> None:
    page = next(p for p in pages(composed(report())) if "申请人情况" in p.extract_text())
    column = [c for c in page.chars if c["x1"] < (28 + 9) * MM and c["top"] > TEXT_TOP + 100]
    upright = [c for c in column if c["text"] in "三、本年度办理结果"]
    assert "三本年度办理结果" in "".join(c["text"] for c in upright).replace("、", "")


# ---- text --------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_nothing_is_lost_in_print(edition: str, pages: Print) -> None:
    document = composed(
        report(edition, numbered(form(edition))), disputes="“没有”发生……《条例》——·"
    )
    printed = Counter(together(pages(document)))
    wanted = Counter(
        re.sub(
            r"\s",
            "",
            "".join(
                [
                    *document.paragraphs(),
                    *(box.text for table in document.tables() for box in table.grid.boxes),
                    *(text for table in document.tables() for text in table.texts.values()),
                ]
            ),
        )
    )
    assert printed == wanted
