"""Report -> blocks -> files: compose decides what is printed, a writer an ending only how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.document.blocks import Document
from xl_tools.document.compose import compose
from xl_tools.document.docx import write_docx
from xl_tools.document.readback import NotAsComposed, verify
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

__all__ = ["FORMATS", "Document", "NotAsComposed", "compose", "write_document"]


class Format(NamedTuple):
    """How a document is written, and how the written file is compared with it."""

    write: Callable[[Document], bytes]
    verify: Callable[[bytes, Document], None]


def _write_page(document: Document) -> bytes:
    # Imported where it is needed: most documents are Word files.
    from xl_tools.document.html import write_page

    return write_page(document)


def _verify_page(data: bytes, document: Document) -> None:
    from xl_tools.document.pageback import verify_page

    verify_page(data, document)


def _write_pdf(document: Document) -> bytes:
    from xl_tools.document.pdf import write_pdf

    return write_pdf(document)


def _verify_pdf(data: bytes, document: Document) -> None:
    from xl_tools.document.pdfback import verify_pdf

    verify_pdf(data, document)


# ending -> how such a file is made
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "docx": Format(write_docx, verify),
        "html": Format(_write_page, _verify_page),
        "pdf": Format(_write_pdf, _verify_pdf),
    }
)


def write_document(document: Document, ending: str) -> bytes:
    """The file of that ending, read back and found to say exactly what the document does."""
    chosen = FORMATS.get(ending.removeprefix(".").lower())
    if chosen is None:
        known = "、".join(f".{name}" for name in FORMATS)
        raise Refusal(
            f"现在还不能直接写成 {ending or '没有后缀的'} 文件，能写的是 {known}",
            "请改用这样的文件名",
        )
    data = chosen.write(document)
    chosen.verify(data, document)
    return data
