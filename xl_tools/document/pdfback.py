"""PDF of LibreOffice -> its text in reading order; compared with the Document.

Only what LibreOffice writes is understood, so that no library is needed; what is not understood is
asked of pdfplumber, where that is installed.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from xl_tools.document.blocks import Block, Document, TableBlock, Title
from xl_tools.refusal import Refusal

MAX_STREAM: Final = 64 << 20
OBJECT: Final = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\b")
STREAM: Final = re.compile(rb">>\s*stream\r?\n")
PAGE: Final = re.compile(rb"/Type/Page(?!s)")
CONTENTS: Final = re.compile(rb"/Contents (\d+) 0 R")
FONT: Final = re.compile(rb"/(F\d+) (\d+) 0 R")
UNICODE: Final = re.compile(rb"/ToUnicode (\d+) 0 R")
PAIRS: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
HEX: Final = re.compile(rb"<([0-9A-Fa-f]+)>")
TOKEN: Final = re.compile(
    rb"/Artifact\b[^\n]*?B[DM]C|/ActualText<(FEFF[0-9A-Fa-f]*)>|\bB[DM]C\b|\bEMC\b"
    rb"|/(F\d+) [0-9.]+ Tf|<([0-9A-Fa-f]+)>"
)
FONT_FILE: Final = re.compile(rb"/FontFile[23]? ")
FOOT: Final = 33 * 72 / 25.4  # points; page numbers stand lower
LEAST: Final = 0.5  # of the text: with less the file was not understood
Objects = dict[int, bytes]
Codes = Mapping[bytes, str]


def verify_pdf(pdf: bytes, document: Document) -> None:
    """Refusal unless the PDF says, character for character, what the document does."""
    wanted = bare("".join(_texts(document)))
    found = bare(text_of(pdf))
    if len(found) < LEAST * len(wanted):
        found = bare(_asked(pdf))
    if found != wanted:
        _compare(Counter(wanted), Counter(found), Counter(_repeated(document)))
    if not are_fonts_embedded(pdf):
        raise Refusal(
            "做出的 PDF 没有把字体带上，别的电脑上会变样",
            "请先写成 .docx，用 Word 或 WPS 另存为 PDF",
        )


def bare(text: str) -> str:
    """A text without blanks, which print as nothing."""
    return re.sub(r"[\s\u200b\ufeff]", "", text)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield from _said(block)


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, TableBlock):
        for box in block.grid.boxes:
            yield block.texts[box.figure.id] if box.figure else box.text
    elif isinstance(block, Title):
        yield from block.lines
    else:
        yield block.text + getattr(block, "body", "")


def _repeated(document: Document) -> Iterator[str]:
    """What may stand on more than one page: the heads of tables that a page does not hold."""
    for block in document.tables():
        if not block.together:
            heads = (box.text for box in block.grid.boxes if box.row < block.grid.header_rows)
            yield from bare("".join(heads))


def _compare(wanted: Counter[str], found: Counter[str], spare: Counter[str]) -> None:
    lost, more = wanted - found, found - wanted
    more = Counter({sign: count for sign, count in more.items() if sign not in spare})
    if lost or more:
        words = [f"少了“{''.join(lost)[:20]}”等 {lost.total()} 个字"] if lost else []
        words += [f"多了“{''.join(more)[:20]}”等 {more.total()} 个字"] if more else []
        raise Refusal(
            f"做出的 PDF 与文档不一样：{'，'.join(words)}",
            "这台电脑可能缺少有这些字的字体，请先写成 .docx，用 Word 或 WPS 另存为 PDF",
        )


# ---- what LibreOffice writes -------------------------------------------------------------


def text_of(pdf: bytes) -> str:
    """The text of all pages without page numbers; empty where the file is built otherwise."""
    objects = _objects(pdf)
    fonts = _fonts(objects)
    pages = (one for one in objects.values() if PAGE.search(one))
    contents = (CONTENTS.search(page) for page in pages)
    return "".join(
        _page_text(_stream(objects.get(int(found[1]), b"")), fonts) for found in contents if found
    )


def are_fonts_embedded(pdf: bytes) -> bool:
    """Does the file carry every font that it names?"""
    bodies = [_head(one) for one in _objects(pdf).values()]
    described = [one for one in bodies if b"/Type/FontDescriptor" in one]
    return bool(described) and all(FONT_FILE.search(one) for one in described)


def _objects(pdf: bytes) -> Objects:
    starts = [(int(found[1]), found.end()) for found in OBJECT.finditer(pdf)]
    ends = [*(start for _, start in starts), len(pdf)][1:]
    return {number: pdf[start:end] for (number, start), end in zip(starts, ends, strict=True)}


def _head(body: bytes) -> bytes:
    """An object without its stream."""
    found = STREAM.search(body)
    return body[: found.start()] if found else body


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    try:
        return zlib.decompressobj().decompress(body[found.end() :], MAX_STREAM)
    except zlib.error:
        return b""


def _fonts(objects: Objects) -> dict[bytes, Codes]:
    """The codes of every font by the name that pages give it."""
    fonts: dict[bytes, Codes] = {}
    for body in objects.values():
        for name, number in FONT.findall(_head(body)):
            mapped = UNICODE.search(objects.get(int(number), b""))
            if mapped:
                fonts[name] = _codes(_stream(objects.get(int(mapped[1]), b"")))
    return fonts


def _codes(cmap: bytes) -> Codes:
    codes: dict[bytes, str] = {}
    for kind, pairs in PAIRS.findall(cmap):
        texts = [bytes.fromhex(one.decode()) for one in HEX.findall(pairs)]
        if kind == b"char":
            codes |= {code: _character(text) for code, text in zip(*[iter(texts)] * 2, strict=True)}
        else:
            for first, last, text in zip(*[iter(texts)] * 3, strict=True):
                codes |= _range(first, last, text)
    return codes


def _range(first: bytes, last: bytes, text: bytes) -> Iterator[tuple[bytes, str]]:
    start, size = int.from_bytes(first), len(first)
    point = ord(_character(text)[-1:] or "\0")
    for code in range(start, min(int.from_bytes(last), start + 65_535) + 1):
        yield code.to_bytes(size), chr(point + code - start)


def _character(text: bytes) -> str:
    return text.decode("utf-16-be", "replace")


def _page_text(content: bytes, fonts: Mapping[bytes, Codes]) -> str:
    """What is shown between the marks of a page; what is marked as no part of the text is not."""
    said: list[str] = []
    font: Codes = {}
    depth, silent, instead = 0, 0, ""
    for token in TOKEN.finditer(content):
        word = token[0]
        if word.startswith(b"/Artifact"):
            depth += 1
            silent = silent or depth
        elif token[1]:
            instead = bytes.fromhex(token[1][4:].decode()).decode("utf-16-be", "replace")
            said.append(instead)
        elif word in (b"BDC", b"BMC"):
            depth += 1
            silent = silent or (depth if instead else 0)
            instead = ""
        elif word == b"EMC":
            silent = 0 if silent == depth else silent
            depth -= 1
        elif token[2]:
            font = fonts.get(token[2], {})
        elif not silent:
            said += _shown(bytes.fromhex(token[3].decode()), font)
    return "".join(said)


def _shown(codes: bytes, font: Codes) -> Iterator[str]:
    size = len(next(iter(font), b"0"))
    for at in range(0, len(codes), size):
        yield font.get(codes[at : at + size], "\ufffd")


# ---- what another reader says ------------------------------------------------------------


def _asked(pdf: bytes) -> str:
    try:
        import pdfplumber
    except ImportError:
        raise Refusal(
            "做出的 PDF 没法与文档核对", "请运行 pip install xl-tools[extract] 再试"
        ) from None
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "".join(
            char["text"]
            for page in opened.pages
            for char in page.chars
            if char["bottom"] < page.height - FOOT
        )
