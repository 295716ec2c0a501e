"""Text and its formatting -> WordprocessingML."""

from __future__ import annotations

from typing import Final

BASE: Final = "base.docx"  # the empty document that reports are written into
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# “ ” — … · are of no script; without the hint Word takes them from the Latin font, half as wide.
HINT: Final = '<w:rFonts w:hint="eastAsia"/>'


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def escaped(text: str) -> str:
    """Text as character data, or as the value of an attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def run(text: str, style: str = "", properties: str = "") -> str:
    """A run of text, in a character style or with properties that come after the fonts."""
    if not text:
        return ""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    inner = f"{named}{'' if text.isascii() else HINT}{properties}"
    formatted = f"<w:rPr>{inner}</w:rPr>" if inner else ""
    return f"<w:r>{formatted}{_content(text)}</w:r>"


def _content(text: str) -> str:
    """The inside of a run: a tab is an element of its own."""
    return "<w:tab/>".join(map(_piece, text.split("\t")))


def _piece(text: str) -> str:
    if not text:
        return ""
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<w:t{kept}>{escaped(text)}</w:t>"


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """A paragraph in a style; `properties` are those that come after the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'
