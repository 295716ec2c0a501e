"""vbaProject.bin -> the source of its modules: for checks of what was built and of what is used."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.vba.compression import MOST, decompress
from xl_tools.vba.extraction import read_container

CODE_PAGE, VERSION = 0x03, 0x09
# The code pages of Excel for Mac, which Python knows by other names.
MAC_PAGES = {
    10000: "mac_roman",
    10001: "shift_jis",
    10002: "big5",
    10003: "euc_kr",
    10008: "gb2312",
}
STREAM_NAME, SOURCE_OFFSET, MODULE_END = 0x32, 0x31, 0x2B


class _Place(NamedTuple):
    """Where the source of a module stands: its stream, and from which byte on."""

    stream: str
    offset: int


def read_project(data: bytes) -> dict[str, str]:
    """{module: source}, also of a project that Excel has saved again. Refuses a damaged one."""
    try:
        return dict(_sources(read_container(data)))
    except (ValueError, KeyError, LookupError, struct.error):
        raise Refusal("工作簿里的宏读不出来，可能已损坏", "请换一份新的空白工作簿") from None


def _sources(streams: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    directory = decompress(streams["VBA/dir"])
    page = _code_page(directory)
    encoding = MAC_PAGES.get(page, f"cp{page}")
    room = MOST
    for place in _places(directory):
        source = decompress(streams[f"VBA/{place.stream}"][place.offset :], room)
        room -= len(source)
        yield place.stream, source.decode(encoding, "replace").replace("\r\n", "\n")


def _code_page(directory: bytes) -> int:
    content = dict(_records(directory))[CODE_PAGE]
    return int.from_bytes(content, "little")


def _places(directory: bytes) -> Iterator[_Place]:
    stream, offset = "", 0
    for number, content in _records(directory):
        if number == STREAM_NAME:
            stream = content.decode("utf-16-le")
        elif number == SOURCE_OFFSET:
            offset = int.from_bytes(content, "little")
        elif number == MODULE_END:
            yield _Place(stream, offset)


def _records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, content) of each record; references and whatever else there is come along."""
    at = 0
    while at < len(directory):
        number, length = struct.unpack_from("<HI", directory, at)
        if number == VERSION:
            length += 2  # the one record whose length leaves out its minor number
        content = directory[at + 6 : at + 6 + length]
        yield number, content
        at += 6 + length
