"""Anything readable -> Reading."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from xl_tools.edition import Editions, builtin_editions
from xl_tools.files import read_whole
from xl_tools.garbage import left_lying
from xl_tools.jsontext import loads
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.sniff import OLE, RTF, is_plain_text
from xl_tools.placement import BASICS
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, report_from_json
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.workbook import reading_of

PAGE: Final = rb"(?i)<(?:!doctype html|html|head|meta|body|table|div|p)[\s>]"
PAGE_HEAD: Final = 1 << 16
PDF: Final = b"%PDF-"
PDF_HEAD: Final = 1024
WORD: Final = b"word/"  # stands in the directory of every Word file, as it is


def read(path: Path, editions: Editions | None = None) -> Reading:
    """The report in a file: a workbook, a document, a saved page, a text, or JSON."""
    return read_bytes(read_whole(path), str(path), editions or builtin_editions())


def read_bytes(data: bytes, file: str, editions: Editions) -> Reading:
    """The report in the bytes of a file; the name serves messages, and tells JSON from the rest."""
    if PDF in data[:PDF_HEAD]:  # the library for it leaves garbage in plenty
        return _read_bytes(data, file, editions)
    with left_lying():
        return _read_bytes(data, file, editions)


def _read_bytes(data: bytes, file: str, editions: Editions) -> Reading:
    if file.lower().endswith(".json") or (data.lstrip()[:1] == b"{" and data[:5] != RTF):
        report = report_from_json(loads(data, file), file)
        return Reading(report, file)
    # Each reader is imported where it is needed: a check of a workbook starts without the others.
    if is_plain_text(data):
        return _read_text(data, file, editions)
    if PDF in data[:PDF_HEAD]:
        from xl_tools.sources.pdf import read_pdf

        return read_pdf(data, file, editions)
    if WORD in data:
        from xl_tools.sources.worddoc import DOCUMENTS, read_worddoc

        package = open_package(data, file)
        if package.kind in DOCUMENTS:
            return read_worddoc(package, file, editions)
    if data.startswith((OLE, RTF)):
        return _read_legacy(data, file, editions)
    return _read_book(data, file, editions)


def _read_legacy(data: bytes, file: str, editions: Editions) -> Reading:
    """An old file of Word, Excel or WPS: LibreOffice makes a new one of it."""
    from xl_tools.sources.legacy import is_legacy, modern

    try:
        return _read_book(data, file, editions)
    except Refusal as refusal:
        if not is_legacy(data):
            raise
        try:
            made = modern(data, refusal)
        except Refusal as other:
            raise other.within(file) from None
    reading = read_bytes(made.data, file, editions)
    return reading._replace(notes=(made.note, *reading.notes))


def _read_book(data: bytes, file: str, editions: Editions) -> Reading:
    try:
        book = OpenBook(data, file)
        if _is_ours(book):
            return reading_of(book, editions)
        from xl_tools.sources.otherbook import read_otherbook

        return read_otherbook(book, editions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def is_our_workbook(data: bytes) -> bool:
    """Is it a workbook made from our template, so that it has places for what we write?"""
    try:
        return _is_ours(OpenBook(data, ""))
    except Refusal:
        return False


def _is_ours(book: OpenBook) -> bool:
    """Was the workbook made from our template, whatever was done to it since?"""
    return "meta.edition" in book.book.names or book.book.sheet(BASICS) is not None


def _read_text(data: bytes, file: str, editions: Editions) -> Reading:
    if re.search(PAGE, data[:PAGE_HEAD].replace(b"\0", b"")):
        from xl_tools.sources.webpage import read_webpage

        return read_webpage(data, file, editions)
    from xl_tools.sources.plaintext import read_plaintext

    return read_plaintext(data, file, editions)
