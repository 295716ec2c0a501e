"""File bytes -> what they are when they are no Open XML file, as a Refusal."""

from __future__ import annotations

import codecs
from typing import Final

from xl_tools.refusal import Refusal

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF: Final = b"{\\rtf"
HEAD: Final = 4096
# Bytes that no text holds.
CONTROLS: Final = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1a")

SAVE_AS: Final = "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再试"
NEED_XLSX: Final = "请改选 .xlsx 或 .xlsm 工作簿"
NEED_OFFICE: Final = "请改选 .xlsx 工作簿或 .docx 文档"
UNPACK: Final = "请先解压，再选里面的文件"

# The first bytes -> what it is, what to do. The first that fits counts.
SIGNATURES: Final = (
    ((b"%PDF-",), "是 PDF 文件，不是工作簿或 Word 文档", NEED_OFFICE),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "是图片", NEED_OFFICE),
    ((b"Rar!",), "是 RAR 压缩包", UNPACK),
    ((b"7z\xbc\xaf\x27\x1c",), "是 7z 压缩包", UNPACK),
    ((b"\x1f\x8b",), "是 gz 压缩包", UNPACK),
    ((b"PK\x05\x06",), "是空的压缩包，里面什么也没有", "请重新取得这个文件"),
    ((b"PK\x07\x08",), "是分卷压缩包", UNPACK),
    ((RTF,), "是 RTF 文档", "请在 Word 或 WPS 里另存为 .docx 后再试"),
    (
        (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0", b"\x09\x08\x08\0"),
        "是很早的 .xls 格式",
        SAVE_AS,
    ),
)

# Marks of text formats that are no text for people.
OTHER_TEXTS: Final = (
    "urn:schemas-microsoft-com:office:spreadsheet",
    "urn:oasis:names:tc:opendocument",
    "mime-version:",
)

# A stream's name inside an OLE file -> what it is, what to do. What may embed others comes first.
STREAMS: Final = (
    ("EncryptedPackage", "有打开密码，读不了", "请先去掉密码（文件→信息→保护工作簿）再试"),
    ("PowerPoint Document", "是演示文稿（.ppt）", NEED_OFFICE),
    ("WordDocument", "是旧版 .doc 格式", "请在 Word 或 WPS 里另存为 .docx 后再试"),
    ("Workbook", "是旧版 .xls 格式", "请在 Excel 或 WPS 里另存为 .xlsx 后再试"),
    ("Book", "是旧版 .xls 格式", "请在 Excel 或 WPS 里另存为 .xlsx 后再试"),
)


def is_old_document(data: bytes) -> bool:
    """Is it a file of Word 97 to 2003, or of WPS, that is not locked by a password?"""
    return _holds(data, "WordDocument")


def is_old_book(data: bytes) -> bool:
    """Is it a file of Excel 97 to 2003, or of WPS, that is not locked by a password?"""
    return not _holds(data, "WordDocument") and (_holds(data, "Workbook") or _holds(data, "Book"))


def _holds(data: bytes, stream: str) -> bool:
    others = ("EncryptedPackage", "PowerPoint Document")
    return (
        data.startswith(OLE)
        and _entry_name(stream) in data
        and not any(_entry_name(other) in data for other in others)
    )


def refuse_unless_zip(data: bytes) -> None:
    """Say what a file is that cannot be an Open XML file; a zip file passes."""
    if data.startswith(ZIP):
        return
    raise _by_signature(data) or _by_text(data) or _unknown(data)


def is_plain_text(data: bytes) -> bool:
    """Is it a text or a web page, and nothing that is refused by name?"""
    if _by_signature(data) is not None:
        return False
    text = _as_text(data[:HEAD])
    start = "" if text is None else text.lstrip("\ufeff \t\r\n").lower()
    return bool(start) and not any(mark in start for mark in OTHER_TEXTS)


def _by_signature(data: bytes) -> Refusal | None:
    if not data:
        return Refusal("是空文件（0 字节）", "请重新取得这个文件")
    if data.startswith(OLE):
        return _ole(data)
    if b"E-SafeNet" in data[:512]:
        return Refusal("被单位的加密软件加密了", "请先解密，或在装有该软件的电脑上另存一份")
    for starts, problem, advice in SIGNATURES:
        if data.startswith(starts):
            return Refusal(problem, advice)
    return None


def _ole(data: bytes) -> Refusal:
    for stream, problem, advice in STREAMS:
        if _entry_name(stream) in data:
            return Refusal(problem, advice)
    return Refusal("是旧版 Office 格式（.xls、.doc 一类）", SAVE_AS)


def _entry_name(stream: str) -> bytes:
    """How a directory entry holds a name: UTF-16, closed by NUL."""
    return (stream + "\0").encode("utf-16-le")


def _by_text(data: bytes) -> Refusal | None:
    text = _as_text(data[:HEAD])
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n").lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return Refusal("是“XML 表格 2003”格式", SAVE_AS)
    if "urn:oasis:names:tc:opendocument" in start:
        return Refusal("是 OpenDocument 的单个 XML 文件", SAVE_AS)
    if start.startswith("mime-version:"):
        return Refusal("是网页归档（.mht），不是真正的工作簿", SAVE_AS)
    if any(tag in start for tag in ("<html", "<!doctype html", "<table", "<head")):
        return Refusal("其实是网页（HTML），不是真正的工作簿", SAVE_AS)
    return Refusal("是文本文件，不是工作簿或 Word 文档", SAVE_AS)


def _as_text(head: bytes) -> str | None:
    """The start of a text file in one of the encodings met here; None for other bytes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    if head != head.translate(None, CONTROLS):
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            # Incremental: the last character may be cut in two.
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return None


def _unknown(data: bytes) -> Refusal:
    if not data.strip(b"\0"):
        return Refusal("里面全是空字节，可能没有传完", "请重新取得这个文件")
    return Refusal("不是工作簿，也不是 Word 文档，认不出是什么", "请检查是不是选错了文件")
