"""A workbook with macros, as a script of somebody else opens it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import openpyxl
from openpyxl.workbook import Workbook


@contextmanager
def by_openpyxl(data: bytes) -> Iterator[Workbook]:
    """With its macros kept, in an archive that openpyxl itself never closes."""
    book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=True)
    try:
        yield book
    finally:
        assert book.vba_archive is not None
        book.vba_archive.close()
