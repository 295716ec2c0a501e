"""Bytes of an old Office file -> the bytes of a new one, by LibreOffice where it is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from xl_tools.libreoffice.convert import NotConvertedError, converted
from xl_tools.ooxml.sniff import RTF, is_old_book, is_old_document
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

DOCX: Final = ("docx:MS Word 2007 XML", "docx")
XLSX: Final = ("xlsx:Calc MS Excel 2007 XML", "xlsx")
LEAST: Final = 4096  # bytes; what is shorter holds no report
OR_INSTALL: Final = "；装了 LibreOffice 的电脑上可以直接读"


class Modern(NamedTuple):
    """The file in a form that is read here, and what to say of it."""

    data: bytes
    note: str


def is_legacy(data: bytes) -> bool:
    """Is it an old file of Word, Excel or WPS that may hold a report?"""
    return len(data) >= LEAST and (
        is_old_document(data) or is_old_book(data) or data.startswith(RTF)
    )


def modern(data: bytes, refusal: Refusal) -> Modern:
    """The file converted; the refusal, with what LibreOffice could do, where that fails."""
    kind, ending = XLSX if is_old_book(data) else DOCX
    old = ".rtf" if data.startswith(RTF) else ".xls" if ending == "xlsx" else ".doc"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"report{old}"
        source.write_bytes(data)
        try:
            made = converted(source, kind, ending).read_bytes()
        except NotConvertedError as error:
            advice = f"{refusal.advice}{OR_INSTALL}（{error}）"
            raise Refusal(refusal.problem, advice) from None
    return Modern(made, f"旧版文件，由 LibreOffice 转成 .{ending} 以后读出")
