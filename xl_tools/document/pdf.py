"""Document -> PDF: our Word file as LibreOffice prints it, tagged, with its fonts."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Final

from xl_tools.document.blocks import Document
from xl_tools.document.docx import write_docx
from xl_tools.document.fonts import FAMILIES, stand_ins
from xl_tools.document.wordml import escaped
from xl_tools.libreoffice.convert import NotConvertedError, converted, find_program
from xl_tools.refusal import Refusal

MARK: Final = b"% xl-tools/pdf/1 "
END: Final = b"startxref"
ELSEWHERE: Final = "请先写成 .docx，用 Word 或 WPS 打开后另存为 PDF"
# LibreOffice 7.4 drops punctuation that hangs over the end of a justified line when it prints; the
# same text with the punctuation inside the line loses nothing.
HANGING, INSIDE = b'punctuation-wrap="hanging"', b'punctuation-wrap="simple"'
FILTER: Final = "writer_pdf_Export"
OPTIONS: Final = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "EmbedStandardFonts": {"type": "boolean", "value": "true"},
}
SYSTEM_FONTS: Final = "/etc/fonts/fonts.conf"
OWN_FONTS: Final = ".cache/xl-tools/fonts"


def write_pdf(document: Document) -> bytes:
    """The document as a PDF; Refusal where there is no LibreOffice or it does not manage."""
    if find_program() is None:
        raise Refusal(
            "写 PDF 要用 LibreOffice，这台电脑上没有装", f"{ELSEWHERE}；或装上 LibreOffice 再试"
        )
    docx = write_docx(document)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(docx)
        fonts = _fonts(folder)
        flat = _converted(folder / "report.docx", "fodt", "fodt", fonts)
        flat.write_bytes(flat.read_bytes().replace(HANGING, INSIDE))
        kind = f"pdf:{FILTER}:{json.dumps(OPTIONS)}"
        return marked(_converted(flat, kind, "pdf", fonts).read_bytes())


def marked(pdf: bytes) -> bytes:
    """The file with a remark that tells it from one that was changed since."""
    before, end, after = pdf.rpartition(END)
    return before + MARK + _checksum(before, after) + b"\n" + end + after


def is_untouched_pdf(pdf: bytes) -> bool:
    """Did we write the file, and has nobody changed it since?"""
    before, end, after = pdf.rpartition(END)
    body, mark, said = before.rpartition(MARK)
    return bool(end and mark) and said.strip() == _checksum(body, after)


def _checksum(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).hexdigest().encode()


# ---- LibreOffice -------------------------------------------------------------------------


def _converted(source: Path, kind: str, ending: str, environment: dict[str, str]) -> Path:
    try:
        return converted(source, kind, ending, environment)
    except NotConvertedError as error:
        raise Refusal(f"没有写成 PDF：{error}", ELSEWHERE) from None


def _fonts(folder: Path) -> dict[str, str]:
    """The setting by which fonts stand in for those not installed."""
    if sys.platform in ("win32", "darwin"):
        return {}
    fonts = folder / "fonts.conf"
    fonts.write_text(font_rules(os.environ.get("FONTCONFIG_FILE", SYSTEM_FONTS), folder), "utf-8")
    return {"FONTCONFIG_FILE": str(fonts)}


def font_rules(system: str, folder: Path) -> str:
    """The rules of fontconfig: those of the system, and who stands in for whom."""
    # Only of the first name: what is put behind it must not bring in stand-ins of its own.
    rules = "".join(
        f'<match><test name="family" qual="first"><string>{escaped(name)}</string></test>'
        '<edit name="family" mode="append" binding="same">'
        + "".join(f"<string>{escaped(other)}</string>" for other in stand_ins(name)[1:])
        + "</edit></match>"
        for name in dict.fromkeys(name for family in FAMILIES for name in family)
    )
    own = Path.home() / OWN_FONTS
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">{escaped(system)}</include><dir>{escaped(str(own))}</dir>'
        f"<cachedir>{escaped(str(folder / 'fonts'))}</cachedir>{rules}</fontconfig>"
    )


def pages_in(pdf: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type/Page(?!s)", pdf))
