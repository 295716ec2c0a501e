"""Text <-> its form in spreadsheet XML: references, line ends and `_xHHHH_` escapes."""

from __future__ import annotations

import re
from typing import Final

NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
REFERENCE: Final = re.compile("&([^;]+);")
# Texts, not patterns: most files have no need of them.
ESCAPE: Final = r"_x([0-9A-Fa-f]{4})_"
CONTROL: Final = "[\0-\x08\x0b\x0c\x0e-\x1f]"

# Stand-ins for comments and for the markup inside CDATA: bytes that no UTF-8 text holds, which
# "surrogateescape" decodes one by one.
FILLER: Final = b"\xff"
HIDDEN: Final = bytes.maketrans(b"<>&", b"\xfc\xfd\xfe")
_FILLER: Final = "\udcff"
_SHOWN: Final = {0xDCFF: None, 0xDCFC: "<", 0xDCFD: ">", 0xDCFE: "&"}


def plain(raw: bytes) -> str:
    """Character data of checked XML as text."""
    text = raw.decode("utf-8", "surrogateescape")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = REFERENCE.sub(_character, text)
    return text.translate(_SHOWN) if _FILLER in text else text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return NAMED[name]
    return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))


def cell_text(raw: bytes) -> str:
    """Character data of a cell as the text it shows."""
    text = raw.decode("utf-8", "surrogateescape")
    if "&" in text or "_x" in text or "\r" in text or _FILLER in text:
        return unescaped(plain(raw))
    return text


def unescaped(text: str) -> str:
    """Cell text with `_x000D_` and the like resolved; never a lone surrogate."""
    if "_x" not in text:
        return text
    text = re.sub(ESCAPE, lambda match: chr(int(match[1], 16)), text)
    if _surrogate(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def forbidden(text: str) -> str:
    """The first character found that XML 1.0 allows in no form; empty where there is none."""
    if text.isprintable():  # most texts are, and it is told at once
        return ""
    control = re.search(CONTROL, text)
    if control:
        return control[0]
    return next((end for end in "\ufffe\uffff" if end in text), "") or _surrogate(text)


def _surrogate(text: str) -> str:
    """A lone half of a character; empty where there is none.

    A pattern for them, over so wide a range, would cost each start milliseconds.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return text[error.start]
    return ""


def escaped(text: str) -> str:
    """Cell text as character data: markup escaped, a literal `_x000D_` kept apart."""
    if "_x" in text:
        text = re.sub(ESCAPE, r"_x005F_x\1_", text)
    for sign, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        text = text.replace(sign, reference)
    return text
