"""The PDF is what the Word file prints, proven by its own text; without LibreOffice: refused."""

from __future__ import annotations

import io
import stat
import sys
from pathlib import Path

import pdfplumber
import pytest

from tests.document.reports import form, numbered, report
from tests.sources.pages import EDITIONS, composed
from tests.sources.pages import report as random_report
from tests.sources.pdfs import pdf as printed
from tests.sources.same import differences
from xl_tools.document import Document, compose, pdf, pdfback, write_document
from xl_tools.libreoffice import convert
from xl_tools.libreoffice.install import Office
from xl_tools.refusal import Refusal
from xl_tools.sources import read_bytes

BOTH = ["2021", "2019"]
RARE = "A&B公司<测试>“引号”《书名》——破折……·间隔，顿、尾。"


def whole(edition: str = "2021") -> Document:
    return compose(report(edition, numbered(form(edition))), form(edition))


# ---- with LibreOffice --------------------------------------------------------------------


@pytest.mark.office
def test_every_report_is_printed_whole(deep: bool) -> None:
    for seed in range(50 if deep else 4):
        of = random_report(BOTH[seed % 2], seed)
        reading = read_bytes(write_document(composed(of), "pdf"), "年报.pdf", EDITIONS)
        assert differences(of, reading) == {}, seed


@pytest.mark.office
def test_no_punctuation_is_lost_at_the_end_of_lines() -> None:
    base = report()
    text = "\n".join(f"{'政' * n}，{RARE * 6}" for n in range(28))
    document = compose(base._replace(narrative={"overview": text}), form("2021"))
    data = write_document(document, "pdf")
    with pdfplumber.open(io.BytesIO(data)) as opened:
        found = "".join(char["text"] for page in opened.pages for char in page.chars)
    assert found.count("，") >= 28 * 7
    assert found.count("。") >= 28 * 6


@pytest.mark.office
def test_it_is_tagged_titled_and_carries_its_fonts() -> None:
    data = write_document(whole(), "pdf")
    with pdfplumber.open(io.BytesIO(data)) as opened:
        assert opened.metadata["Title"] == whole().title
        assert opened.doc.catalog["MarkInfo"]["Marked"] is True
        assert "Lang" in opened.doc.catalog
    assert pdfback.are_fonts_embedded(data)
    assert pdf.is_untouched_pdf(data)
    assert not pdf.is_untouched_pdf(data.replace(b"/Title", b"/TitlE", 1))


@pytest.mark.office
def test_a_character_that_is_not_printed_is_noticed() -> None:
    data = write_document(whole(), "pdf")
    other = compose(report()._replace(signature="甲县人民政府"), form("2021"))
    with pytest.raises(Refusal, match="少了"):
        pdfback.verify_pdf(data, other)


# ---- without -----------------------------------------------------------------------------


def test_without_libreoffice_the_refusal_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "find_office", lambda: None)
    with pytest.raises(Refusal, match="LibreOffice") as caught:
        write_document(whole(), "pdf")
    assert "另存为 PDF" in caught.value.advice


def program(folder: Path, words: str) -> Office:
    """A program that does something else than LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\n{words}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Office(folder, None, False)


def test_an_office_that_fails_or_hangs_is_refused_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = program(tmp_path, "print('no such filter')")
    monkeypatch.setattr(convert, "find_office", lambda: failing)
    with pytest.raises(Refusal, match="没有做出") as caught:
        write_document(whole(), "pdf")
    assert "no such filter" in caught.value.problem
    program(tmp_path, "import time; time.sleep(60)")
    monkeypatch.setattr(convert, "SECONDS", 0.2)
    with pytest.raises(Refusal, match="还没有做完"):
        write_document(whole(), "pdf")


def test_stand_ins_are_put_behind_each_font(tmp_path: Path) -> None:
    rules = pdf.font_rules("/etc/fonts/fonts.conf", tmp_path)
    rule = rules[rules.index("<string>仿宋_GB2312</string></test>") :]
    assert rule.index("FangSong") < rule.index("FandolFang R") < rule.index("</match>")


# ---- reading back ------------------------------------------------------------------------


def test_a_pdf_built_otherwise_is_asked_of_pdfplumber(monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed(whole())
    monkeypatch.setattr(pdfback, "text_of", lambda _: "")
    monkeypatch.setattr(pdfback, "are_fonts_embedded", lambda _: True)
    monkeypatch.setattr(pdfback, "FOOT", 60)  # where that writer puts its numbers
    pdfback.verify_pdf(data, whole())
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(Refusal, match="没法与文档核对"):
        pdfback.verify_pdf(data, whole())


def test_a_file_without_text_or_fonts_is_never_taken_for_proof() -> None:
    assert pdfback.text_of(b"%PDF-1.7\n1 0 obj\n<</Type/Page/Contents 2 0 R>>\nendobj") == ""
    assert not pdfback.are_fonts_embedded(b"%PDF-1.7")


def test_text_that_is_no_part_of_the_page_is_left_out() -> None:
    fonts = {b"F1": {b"\x01": "甲", b"\x02": "乙"}}
    content = (
        b"/Span<</MCID 0>>BDC\nBT /F1 16 Tf<01>Tj ET\nEMC\n"
        b"/Artifact<</Type/Pagination>>BDC\nBT /F1 14 Tf[<02>-3<02>]TJ ET\nEMC\n"
        b"/Span<</ActualText<FEFF4E19>>>\nBDC\nBT <02>Tj ET\nEMC\nBT <0103>Tj ET"
    )
    assert pdfback._page_text(content, fonts) == "甲丙甲\ufffd"
