"""Any finished report -> what it says, and what the form or the layout would have otherwise."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Editions
from xl_tools.ooxml.package import open_package
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, form_of
from xl_tools.review.content import content_findings
from xl_tools.rules import ORDER, Finding, Outcome, check
from xl_tools.sources.printed import reading_of_printed

NOT_FINISHED: Final = ("不是成稿", "请给出 Word 文件、网页或 PDF；工作簿请用 xl-tools validate")


class Judgement(NamedTuple):
    """What was read of a finished report, and what was found in it."""

    reading: Reading
    outcome: Outcome


def judge(data: bytes, file: str, editions: Editions) -> Judgement:
    """Read it and look at form, text and layout; Refusal where it is no finished report."""
    try:
        return _judge(data, file, editions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def _judge(data: bytes, file: str, editions: Editions) -> Judgement:
    if b"%PDF-" in data[:1024]:
        from xl_tools.review.pdflook import pdf_findings
        from xl_tools.sources.pdf import printed_pdf

        printed = printed_pdf(data, file, editions)
        reading = reading_of_printed(printed, editions)
        found = [*pdf_findings(data, reading.report, editions)]
        found += content_findings(printed, reading, editions, torn=True)
        return _whole(reading, editions, found)
    if data.startswith(b"PK"):
        return _judge_word(data, file, editions)
    if b"<" in data[:4096] and not data.lstrip().startswith(b"{"):
        from xl_tools.review.weblook import page_findings
        from xl_tools.sources.decoding import decoded
        from xl_tools.sources.webpage import printed_page

        text = decoded(data)
        printed = printed_page(text, file)
        reading = reading_of_printed(printed, editions)
        found = [*content_findings(printed, reading, editions)]
        return _whole(reading, editions, [*found, *page_findings(text, reading.report, editions)])
    raise Refusal(*NOT_FINISHED)


def _judge_word(data: bytes, file: str, editions: Editions) -> Judgement:
    from xl_tools.review.wordlook import word_findings
    from xl_tools.review.wordtree import word_of
    from xl_tools.sources.worddoc import DOCUMENTS, printed_document

    package = open_package(data, file)
    if package.kind not in DOCUMENTS:
        raise Refusal(*NOT_FINISHED)
    printed = printed_document(package, file)
    reading = reading_of_printed(printed, editions)
    titles = [section.title for section in form_of(reading.report, editions).edition.sections]
    found = [*content_findings(printed, reading, editions)]
    found += word_findings(word_of(package), reading.report, titles)
    return _whole(reading, editions, found)


def _whole(reading: Reading, editions: Editions, own: list[Finding]) -> Judgement:
    """With what the rules say of the figures and of the text, the weightiest first."""
    outcome = check(reading, editions)
    findings = sorted((*outcome.findings, *own), key=lambda finding: ORDER.index(finding.severity))
    return Judgement(reading, outcome._replace(findings=tuple(findings)))
