"""One document, three forms: each of them says what the report says, and the same as the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.document.reports import form, report
from tests.sources.pages import EDITIONS, composed
from tests.sources.pages import report as random_report
from tests.sources.same import differences
from xl_tools.document import Document, compose, write_document
from xl_tools.document.html import fragment
from xl_tools.document.pageback import verify_unmerged
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, Report
from xl_tools.review.differences import differences as between
from xl_tools.sources import read_bytes

BOTH = ("2021", "2019")
WRITTEN = ("docx", "html")
ODD = "<>&\"'\u00a0\u3000\u200b\ufeff \t\n\r\x0b\x85\u2028表一、（1.。"
TEXTS = st.text(max_size=30) | st.text(ODD, max_size=25)
RARE = "堽城镇、䶮先生、㙍塘、犇犇小区、𠮷野路"


def reading(document: Document, ending: str) -> Reading:
    return read_bytes(write_document(document, ending), f"年报.{ending}", EDITIONS)


def same_in(of: Report, *endings: str) -> None:
    """Each form is read as the report, and no two of them differ in a figure or a sentence."""
    read = [reading(composed(of), ending) for ending in endings]
    for ending, one in zip(endings, read, strict=True):
        assert differences(of, one) == {}, ending
        assert between(Reading(of), one, EDITIONS) == (), ending
        assert between(read[0], one, EDITIONS) == (), ending


@pytest.mark.parametrize("seed", range(3))
def test_word_file_and_page_say_what_the_report_says(seed: int) -> None:
    same_in(random_report(BOTH[seed % 2], seed), *WRITTEN)


@pytest.mark.office
def test_word_file_page_and_pdf_say_what_the_report_says(deep: bool) -> None:
    """Two at a time: most of the time is LibreOffice's."""

    def same(seed: int) -> None:
        same_in(random_report(BOTH[seed % 2], 100 + seed), *WRITTEN, "pdf")

    with ThreadPoolExecutor(2) as pool:
        assert len(list(pool.map(same, range(200 if deep else 20)))) >= 20


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_text_is_printed_in_word_is_printed_on_the_page(a: str, b: str, c: str) -> None:
    base = report(cells={"disclosure.fees.amount": a or "1", "disputes.litigation_direct.total": b})
    of = base._replace(narrative={"overview": a, "other": b}, title=c, signature=b)
    try:
        document = compose(of, form("2021"))
        write_document(document, "docx")
    except Refusal:
        return  # what cannot be printed is refused in every form
    write_document(document, "html")
    verify_unmerged(fragment(document, merged=False), document)


@pytest.mark.office
@pytest.mark.parametrize("length", [100, 3_000, 30_000])
@pytest.mark.parametrize("edition", BOTH)
def test_short_and_long_texts_wide_figures_and_rare_names(edition: str, length: int) -> None:
    sentence = f"本年度公开政府信息1,256条，“{RARE}”《条例》——占96.5%……均已答复。"
    text = "\n".join(
        (sentence * (length // len(sentence) + 1))[start : start + 600] + "。"
        for start in range(0, length, 600)
    )
    wide = dict.fromkeys(form(edition).figures(), Decimal(987_654_321))
    of = report(edition, wide)._replace(narrative={"overview": text, "other": RARE + "。"})
    document = compose(of, form(edition))
    for ending in (*WRITTEN, "pdf"):
        assert reading(document, ending).report.cells == of.cells
