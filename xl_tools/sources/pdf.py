"""PDF bytes with a text layer -> printed report (pdfplumber, the extra `extract`)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from xl_tools.edition import Editions
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.sources.pdfpage import PdfPage, page_of
from xl_tools.sources.pdftext import paragraphs_and_tables
from xl_tools.sources.printed import Printed, reading_of_printed

MAX_PAGES: Final = 120
MAX_EDGES: Final = 20_000
MAX_CHARACTERS: Final = 400_000
# Fewer characters than this on all pages together: a picture with a stamp on it.
LEAST_TEXT: Final = 60
NO_LIBRARY: Final = (
    "读 PDF 要用 pdfplumber，这台电脑上没有装",
    "请运行 pip install xl-tools[extract]，或在 Word、WPS 里打开 PDF 另存为 .docx 再试",
)
SCANNED: Final = (
    "是扫描件，只有图片，没有文字",
    "请向提供者要 Word 或网页，或用文字识别软件转成 Word 后核对再试",
)


def read_pdf(data: bytes, file: str, editions: Editions) -> Reading:
    """The report in a PDF; Refusal where it is scanned, damaged or none."""
    try:
        return reading_of_printed(printed_pdf(data, file, editions), editions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def printed_pdf(data: bytes, file: str, editions: Editions) -> Printed:
    """The paragraphs and tables of a PDF."""
    items, notes = paragraphs_and_tables(_pages(data, editions))
    return Printed(tuple(items), file, notes=tuple(notes))


def _pages(data: bytes, editions: Editions) -> Sequence[PdfPage]:
    try:
        import pdfplumber
    except ImportError:
        raise Refusal(*NO_LIBRARY) from None
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return _read(pdf, editions)
    except Refusal:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file makes the library stumble anyhow
        raise _trouble(error) from None


def _read(pdf: Any, editions: Editions) -> list[PdfPage]:
    if len(pdf.pages) > MAX_PAGES:
        raise Refusal(f"有 {len(pdf.pages)} 页，太长了", "请检查是不是选错了文件")
    pages, characters = [], 0
    for page in pdf.pages:
        characters += len(page.chars)
        if len(page.edges) > MAX_EDGES or characters > MAX_CHARACTERS:
            raise Refusal(f"第 {page.page_number} 页的内容太多", "请另存为 Word 文档再试")
        pages.append(page_of(page, editions))
        page.close()
    if characters < LEAST_TEXT:
        raise Refusal(*SCANNED)
    return pages


def _trouble(error: Exception) -> Refusal:
    """What the library says of a file that it cannot open."""
    names = {type(one).__name__ for one in (error, *error.args, error.__cause__, error.__context__)}
    if any("Password" in name for name in names):
        return Refusal("有打开密码，读不了", "请先去掉密码再试")
    return Refusal("这个 PDF 已损坏，读不下去", "请重新取得这个文件，或另存为 Word 文档再试")
