from __future__ import annotations

import pytest

from tests.ooxml.books import sentence
from xl_tools.ooxml.sniff import OLE, refuse_unless_zip
from xl_tools.refusal import Refusal

HERE = "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再试。"
OFFICE = "请改选 .xlsx 工作簿或 .docx 文档。"
UNPACK = "请先解压，再选里面的文件。"
XLS = "是旧版 .xls 格式，请在 Excel 或 WPS 里另存为 .xlsx 后再试。"


def ole(stream: str, padding: int = 1000) -> bytes:
    return OLE + bytes(padding) + stream.encode("utf-16-le") + bytes(100)


CASES = {
    "empty": (b"", "是空文件（0 字节），请重新取得这个文件。"),
    "password": (
        ole("EncryptedPackage"),
        "有打开密码，读不了，请先去掉密码（文件→信息→保护工作簿）再试。",
    ),
    "xls": (ole("Workbook"), XLS),
    "xls of Excel 95": (ole("Book"), XLS),
    "doc": (ole("WordDocument"), "是旧版 .doc 格式，请在 Word 或 WPS 里另存为 .docx 后再试。"),
    "doc with a workbook in it": (
        OLE + ole("Workbook") + ole("WordDocument"),
        "是旧版 .doc 格式，请在 Word 或 WPS 里另存为 .docx 后再试。",
    ),
    "ppt": (ole("PowerPoint Document"), f"是演示文稿（.ppt），{OFFICE}"),
    "other OLE": (ole("Other"), f"是旧版 Office 格式（.xls、.doc 一类），{HERE}"),
    "raw BIFF": (b"\x09\x08\x08\0\0\5", f"是很早的 .xls 格式，{HERE}"),
    "encrypted by an office": (
        b"b\x14#e\1\0E-SafeNet\0LOCK" + bytes(100),
        "被单位的加密软件加密了，请先解密，或在装有该软件的电脑上另存一份。",
    ),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", f"是 PDF 文件，不是工作簿或 Word 文档，{OFFICE}"),
    "png": (b"\x89PNG\r\n\x1a\n", f"是图片，{OFFICE}"),
    "jpeg": (b"\xff\xd8\xff\xe0", f"是图片，{OFFICE}"),
    "gif": (b"GIF89a", f"是图片，{OFFICE}"),
    "rar": (b"Rar!\x1a\7", f"是 RAR 压缩包，{UNPACK}"),
    "7z": (b"7z\xbc\xaf\x27\x1c", f"是 7z 压缩包，{UNPACK}"),
    "gz": (b"\x1f\x8b\x08", f"是 gz 压缩包，{UNPACK}"),
    "empty zip": (b"PK\5\6" + bytes(18), "是空的压缩包，里面什么也没有，请重新取得这个文件。"),
    "split zip": (b"PK\7\x08PK\3\4", f"是分卷压缩包，{UNPACK}"),
    "rtf": (b"{\\rtf1 ", "是 RTF 文档，请在 Word 或 WPS 里另存为 .docx 后再试。"),
    "html": (b"\xef\xbb\xbf\n<HTML><table>", f"其实是网页（HTML），不是真正的工作簿，{HERE}"),
    "html in GBK": (
        "<!-- 年报 --><table><tr><td>".encode("gbk"),
        f"其实是网页（HTML），不是真正的工作簿，{HERE}",
    ),
    "html in UTF-16": (
        "<html>".encode("utf-16"),
        f"其实是网页（HTML），不是真正的工作簿，{HERE}",
    ),
    "mht": (b"MIME-Version: 1.0\r\n", f"是网页归档（.mht），不是真正的工作簿，{HERE}"),
    "SpreadsheetML 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        f"是“XML 表格 2003”格式，{HERE}",
    ),
    "flat ODF": (
        b'<?xml version="1.0"?><a xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
        f"是 OpenDocument 的单个 XML 文件，{HERE}",
    ),
    "csv": ("单位,数\n万金山乡,3\n".encode(), f"是文本文件，不是工作簿或 Word 文档，{HERE}"),
    "csv in GBK, cut in a character": (
        b"a" + "万金山乡".encode("gbk") * 1000,
        f"是文本文件，不是工作簿或 Word 文档，{HERE}",
    ),
    "zeros": (bytes(5000), "里面全是空字节，可能没有传完，请重新取得这个文件。"),
    "anything": (
        bytes(range(256)),
        "不是工作簿，也不是 Word 文档，认不出是什么，请检查是不是选错了文件。",
    ),
}


@pytest.mark.parametrize(("data", "said"), CASES.values(), ids=CASES)
def test_what_is_no_zip_is_called_by_its_name(data: bytes, said: str) -> None:
    assert sentence(lambda: refuse_unless_zip(data)) == said


def test_a_zip_passes() -> None:
    assert sentence_or_none(b"PK\3\4") is None
    assert sentence_or_none(b"%PDF-1.7") is not None


def sentence_or_none(data: bytes) -> str | None:
    try:
        refuse_unless_zip(data)
    except Refusal as refusal:
        return refusal.sentence
    return None
