"""Bytes of a text or a page -> text, whatever the encoding: UTF-8, GBK, GB18030, UTF-16."""

from __future__ import annotations

import codecs
import re
from typing import Final

from xl_tools.refusal import Refusal

CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
HEAD: Final = 4096
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# GB18030 reads all that the older two name.
CHINESE: Final = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk"})


def decoded(data: bytes) -> str:
    """The text; what a page says of its encoding counts only where the bytes bear it out."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    named = CHARSET.search(data[:HEAD])
    said = named[1].decode("ascii").lower() if named else ""
    order = ("gb18030", "utf-8") if said in CHINESE else ("utf-8", "gb18030", "big5")
    for encoding in order:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _mended(data, order[0])


def _mended(data: bytes, encoding: str) -> str:
    """A few bytes of a page may be damaged; a file that is no text is refused."""
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") * 200 > len(text):
        raise Refusal("不是文本，或用了少见的编码", "请在记事本或浏览器里打开，另存为 UTF-8 再试")
    return text
