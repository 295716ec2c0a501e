"""Published reports -> the same work by the libraries that open such files, and by ours."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from tests.sources.pages import HABITS, composed, page
from tests.sources.pdfs import pdf
from tests.sources.worddocs import split_runs, written
from xl_tools.edition import builtin_editions
from xl_tools.report import Report
from xl_tools.sources import read_bytes

EDITIONS = builtin_editions()
Work = Callable[[], object]
STYLE = (
    "font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:&quot;Times New Roman&quot;;"
    "mso-ascii-font-family:&quot;Times New Roman&quot;;mso-bidi-font-family:宋体;"
    "color:black;mso-font-kerning:0pt;mso-bidi-font-size:16.0pt"
)


def word_page(report: Report) -> bytes:
    """A page of 300 KB with little text in it, as sites have it after pasting from Word."""
    plain = page(composed(report), HABITS["plain"])
    return re.sub(r">([^<>]+)<", lambda m: f">{''.join(_spans(m[1]))}<", plain).encode("gb18030")


def _spans(text: str) -> Iterator[str]:
    bare, at = html.unescape(text), 0
    while at < len(bare):
        size = 1 + at % 2 if not bare.isascii() else 1
        lang = ' lang="EN-US"' if bare[at : at + size].isascii() else ""
        yield f'<span{lang} style="{STYLE}">{html.escape(bare[at : at + size])}<o:p></o:p></span>'
        at += size


def works(report: Report) -> dict[str, Work]:
    """Each file read by ours and by another: docx, html, pdf."""
    document = composed(report)
    docx, runs = written(document), written(document, split_runs)
    markup, paper = word_page(report), pdf(document)
    small = page(document, HABITS["plain"]).encode()
    return {
        "docx": lambda: read_bytes(docx, "a.docx", EDITIONS),
        "python-docx": lambda: walked(docx),
        "runs": lambda: read_bytes(runs, "a.docx", EDITIONS),
        "python-docx, runs": lambda: walked(runs),
        "page": lambda: read_bytes(markup, "a.html", EDITIONS),
        "lxml": lambda: parsed(markup),
        "html.parser": lambda: HTMLParser().feed(markup.decode("gb18030")),
        "small page": lambda: read_bytes(small, "a.html", EDITIONS),
        "lxml, small": lambda: parsed(small),
        "pdf": lambda: read_bytes(paper, "a.pdf", EDITIONS),
        "pdfplumber": lambda: tabled(paper),
    }


def walked(data: bytes) -> list[str]:
    """Open with python-docx and walk all paragraphs and cells."""
    import docx

    document = docx.Document(io.BytesIO(data))
    found = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    return found


def parsed(data: bytes) -> object:
    """The tree that lxml makes of a page."""
    import lxml.html

    return lxml.html.fromstring(data)


def tabled(data: bytes) -> list[object]:
    """All tables that pdfplumber extracts."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as found:
        return [table for one in found.pages for table in one.extract_tables()]
