"""PDFs with a text layer give the report printed in them; others are refused with advice."""

from __future__ import annotations

import sys

import pytest

from tests.sources.pages import EDITIONS, composed, report
from tests.sources.pdfs import RADICALS, pdf
from tests.sources.same import differences
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.sources import read_bytes


def read(data: bytes) -> Reading:
    return read_bytes(data, "年报.pdf", EDITIONS)


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_a_pdf_gives_its_report_across_pages(edition: str, deep: bool) -> None:
    for seed in range(100 if deep else 2):
        of = report(edition, seed)
        assert differences(of, read(pdf(composed(of)))) == {}, seed


def test_radicals_are_read_as_the_characters_they_stand_for() -> None:
    of = report("2021", 0)
    assert differences(of, read(pdf(composed(of), RADICALS))) == {}


def test_every_figure_knows_its_page() -> None:
    origins = read(pdf(composed(report("2021", 0)))).report.extra["origins"]
    assert origins["disclosure.rules.issued"].startswith("第 ")
    assert "页" in origins["disclosure.rules.issued"]


DATA = pdf(composed(report("2021", 0)))


def test_without_the_library_the_refusal_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(Refusal, match="pdfplumber") as caught:
        read(DATA)
    assert "另存为" in caught.value.advice


def test_a_scanned_document_is_refused_with_advice() -> None:
    bare = report("2021", 0)
    document = composed(bare)
    scanned = pdf(document._replace(blocks=document.blocks[:1], places=document.places[:1]))
    with pytest.raises(Refusal, match="扫描件") as caught:
        read(scanned)
    assert "文字识别" in caught.value.advice


@pytest.mark.parametrize(
    "data",
    [
        DATA[: len(DATA) // 2],
        b"%PDF-1.7\n" + b"1 0 obj <<" * 20_000,
        b"%PDF-1.7\n%%EOF",
    ],
    ids=["cut off", "junk", "nothing"],
)
def test_a_damaged_file_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        read(data)
    assert "年报.pdf" in caught.value.sentence
    assert caught.value.advice
