"""Zip bytes <-> members, each kept as the bytes it came in.

`zipfile` would cost a click several milliseconds and hides the records that an exact copy needs.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

MAX_MEMBERS: Final = 2_000
MAX_TOTAL: Final = 200 << 20
MAX_RATIO: Final = 200
RATIO_FROM: Final = 1 << 20
MAX_COMMENT: Final = 0xFFFF
PIECE: Final = 1 << 20  # so much of a large member is unpacked at once

STORED: Final = 0
DEFLATED: Final = 8
ENCRYPTED: Final = 0x1
UTF8_NAME: Final = 0x800
IN_ZIP64: Final = 0xFFFFFFFF
ZIP64_EXTRA: Final = 1
# 1 January 1980, the first day a zip can name: the same contents give the same bytes.
FIXED_DATE: Final = 0x0021
VERSION: Final = 20
# The fastest: a sheet comes out a seventh larger than at the usual 6, in half the time.
LEVEL: Final = 1

LOCAL: Final = struct.Struct("<4s5H3L2H")
CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
END: Final = struct.Struct("<4s4H2LH")
LOCAL_MARK: Final = b"PK\x03\x04"
CENTRAL_MARK: Final = b"PK\x01\x02"
END_MARK: Final = b"PK\x05\x06"

AGAIN: Final = "请重新取得这个文件，或在 Excel、WPS 里打开后另存一份"
ASK: Final = "请向提供者核实，或在 Excel、WPS 里打开后另存一份"


class Entry(NamedTuple):
    """A member as the central directory describes it, and where its bytes stand."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int  # of the local header
    start: int  # of the packed data
    stop: int  # of whatever comes after the member
    record: bytes  # its entry of the directory


class Archive:
    """The members of a zip file in the order of its directory."""

    __slots__ = ("comment", "data", "entries")

    def __init__(self, data: bytes, entries: tuple[Entry, ...], comment: bytes) -> None:
        self.data, self.entries, self.comment = data, entries, comment


# A member ready to be written: its local bytes, and its directory entry but for the offset.
Piece = tuple[bytes, bytes]


# ---- bytes -> archive -----------------------------------------------------------------


def open_archive(data: bytes, most: int = 0) -> Archive:
    """The members of a zip file; Refusal where it is damaged, forged or beyond the limits.

    `most` is how many bytes all its members may hold, if not as many as usual.
    """
    count, start, stop, comment = _end(data)
    entries = _directory(data, count, start, stop)
    _refuse_excess(entries, most or MAX_TOTAL)
    _refuse_names(entries)
    return Archive(data, _placed(data, entries, start), comment)


def _end(data: bytes) -> tuple[int, int, int, bytes]:
    """How many members there are, where the directory starts and stops, the comment."""
    at = data.rfind(END_MARK, max(0, len(data) - MAX_COMMENT - END.size))
    if at < 0 or at + END.size > len(data):
        raise Refusal("不完整，后半截没有了，可能没有传完", AGAIN)
    _, _, _, _, count, size, start, comment = END.unpack_from(data, at)
    stop = at + END.size
    if stop + comment > len(data):
        raise Refusal("不完整，后半截没有了，可能没有传完", AGAIN)
    if stop + comment < len(data):
        extra = len(data) - stop - comment
        raise Refusal(f"末尾多出了 {extra} 个字节，可能在传送中被改动", AGAIN)
    if start + size > at or data[start : start + 4] not in (CENTRAL_MARK, END_MARK):
        raise Refusal("目录的位置不对，开头可能被加进了别的内容", AGAIN)
    return count, start, start + size, data[stop:]


def _directory(data: bytes, count: int, start: int, stop: int) -> list[Entry]:
    if count > MAX_MEMBERS:
        raise Refusal(f"里面有 {count:,} 个部件，超过 {MAX_MEMBERS:,} 个", ASK)
    entries: list[Entry] = []
    at = start
    for _ in range(count):
        if data[at : at + 4] != CENTRAL_MARK or at + CENTRAL.size > stop:
            raise Refusal("目录已损坏", AGAIN)
        entry = _entry(data, at)
        at += len(entry.record)
        entries.append(entry)
    if at != stop:
        raise Refusal("目录已损坏", AGAIN)
    return entries


def _entry(data: bytes, at: int) -> Entry:
    fields = CENTRAL.unpack_from(data, at)
    flags, method, crc, packed, size = fields[3], fields[4], *fields[7:10]
    name_length, extra_length, comment_length, offset = *fields[10:13], fields[16]
    name = data[at + CENTRAL.size : at + CENTRAL.size + name_length]
    extra_at = at + CENTRAL.size + name_length
    record = data[at : extra_at + extra_length + comment_length]
    if IN_ZIP64 in (packed, size, offset):
        extra = data[extra_at : extra_at + extra_length]
        size, packed, offset = _from_zip64(extra, (size, packed, offset))
    shown = name.decode("utf-8", "backslashreplace")
    return Entry(shown, name, flags, method, crc, packed, size, offset, 0, 0, record)


def _from_zip64(extra: bytes, fields: tuple[int, int, int]) -> list[int]:
    """The fields that stand in the ZIP64 extra because streaming writers put them there."""
    wide = _extra_field(extra, ZIP64_EXTRA)
    found = list(fields)
    for index, value in enumerate(fields):
        if value == IN_ZIP64:
            if len(wide) < 8:
                raise Refusal("目录已损坏", AGAIN)
            found[index], wide = int.from_bytes(wide[:8], "little"), wide[8:]
    return found


def _extra_field(extra: bytes, wanted: int) -> bytes:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == wanted:
            return extra[4 : 4 + length]
        extra = extra[4 + length :]
    return b""


def _refuse_excess(entries: Iterable[Entry], most: int) -> None:
    total = 0
    for entry in entries:
        total += entry.size
        if entry.flags & ENCRYPTED:
            raise Refusal("是加了密码的压缩包，读不了", "请先去掉密码")
        if entry.method not in (STORED, DEFLATED):
            raise Refusal(f"里面的 {entry.name} 用了少见的压缩方式", ASK)
        if entry.size > RATIO_FROM and entry.size > entry.packed * MAX_RATIO:
            raise Refusal(f"里面的 {entry.name} 压缩比大得不正常，可能是恶意文件", ASK)
    if total > most:
        raise Refusal(f"展开后超过 {most >> 20} MB，太大了", ASK)


def _refuse_names(entries: Iterable[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.name
        if _wanders(name):
            raise Refusal(f"里面的部件名“{name!a}”不正常，可能是恶意文件", ASK)
        if name.casefold() in seen:  # Open XML knows no difference of case
            raise Refusal(f"里面的部件 {name} 出现了两次，可能被改动过", ASK)
        seen.add(name.casefold())


def _wanders(name: str) -> bool:
    """Does a member's name lead out of the package, or is it no name?"""
    return (
        not name.strip()
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in name.split("/")
        or not name.isprintable()
    )


def _placed(data: bytes, entries: list[Entry], directory: int) -> tuple[Entry, ...]:
    """The entries with the places of their bytes; they may not share any."""
    after = dict(pairwise((*sorted(entry.offset for entry in entries), directory)))
    return tuple(_place(data, entry, after[entry.offset]) for entry in entries)


def _place(data: bytes, entry: Entry, stop: int) -> Entry:
    head = entry.offset + LOCAL.size
    if stop < head or data[entry.offset : entry.offset + 4] != LOCAL_MARK:
        raise Refusal(f"里面的 {entry.name} 找不到内容，文件已损坏", AGAIN)
    name_length, extra_length = struct.unpack_from("<2H", data, head - 4)
    start = head + name_length + extra_length
    if data[head : head + name_length] != entry.raw_name:
        raise Refusal(f"里面的 {entry.name} 前后名称不一，可能被改动过", ASK)
    if start + entry.packed > stop:
        raise Refusal(f"里面的 {entry.name} 与别的部件重叠，可能是恶意文件", ASK)
    return entry._replace(start=start, stop=stop)


# ---- entry -> contents ----------------------------------------------------------------


def contents(archive: Archive, entry: Entry) -> bytes:
    """The uncompressed bytes of a member: as many as the directory says, with its checksum."""
    packed = archive.data[entry.start : entry.start + entry.packed]
    found = packed if entry.method == STORED else _inflated(packed, entry)
    if len(found) != entry.size:
        raise Refusal(f"里面的 {entry.name} 与写明的长度不符，可能被改动过", AGAIN)
    if zlib.crc32(found) != entry.crc:
        raise Refusal(f"里面的 {entry.name} 校验不符，文件已损坏", AGAIN)
    return found


def streamed(archive: Archive, entry: Entry) -> Iterator[bytes]:
    """The bytes of a member piece by piece; what is wrong with them shows at the end."""
    size = crc = 0
    for piece in _pieces(archive.data[entry.start : entry.start + entry.packed], entry):
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        if size > entry.size:
            break
        yield piece
    if size != entry.size:
        raise Refusal(f"里面的 {entry.name} 与写明的长度不符，可能被改动过", AGAIN)
    if crc != entry.crc:
        raise Refusal(f"里面的 {entry.name} 校验不符，文件已损坏", AGAIN)


def _pieces(packed: bytes, entry: Entry) -> Iterator[bytes]:
    if entry.method == STORED:
        yield from (packed[at : at + PIECE] for at in range(0, len(packed), PIECE))
        return
    stream, rest = zlib.decompressobj(-zlib.MAX_WBITS), packed
    try:
        while rest and not stream.eof:
            yield stream.decompress(rest, PIECE)
            rest = stream.unconsumed_tail
        yield stream.flush()
    except zlib.error:
        raise Refusal(f"里面的 {entry.name} 解压不了，文件已损坏", AGAIN) from None


def _inflated(packed: bytes, entry: Entry) -> bytes:
    """At most one byte more than the directory says, whatever the data would give."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return stream.decompress(packed, entry.size + 1)
    except zlib.error:
        raise Refusal(f"里面的 {entry.name} 解压不了，文件已损坏", AGAIN) from None


# ---- archive -> bytes -----------------------------------------------------------------


def copied(archive: Archive, entry: Entry) -> Piece:
    """A member as it is, not unpacked."""
    fields = CENTRAL.unpack_from(entry.record)
    wide = IN_ZIP64 in (fields[8], fields[9], fields[16])
    local = archive.data[entry.offset : entry.stop]
    return local, _narrowed(entry) if wide else entry.record


def _narrowed(entry: Entry) -> bytes:
    """A directory entry whose sizes stand in it, not in a ZIP64 extra."""
    fields = list(CENTRAL.unpack_from(entry.record))
    fields[8:10] = entry.packed, entry.size
    fields[11:13] = 0, 0
    return CENTRAL.pack(*fields) + entry.raw_name


def packed_anew(raw_name: bytes, data: bytes) -> Piece:
    """A member of new contents; the same contents give the same bytes."""
    stream = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = stream.compress(data) + stream.flush()
    flags = 0 if raw_name.isascii() else UTF8_NAME
    shared = (VERSION, flags, DEFLATED, 0, FIXED_DATE, zlib.crc32(data), len(packed), len(data))
    local = LOCAL.pack(LOCAL_MARK, *shared, len(raw_name), 0)
    record = CENTRAL.pack(CENTRAL_MARK, VERSION, *shared, len(raw_name), 0, 0, 0, 0, 0, 0)
    return local + raw_name + packed, record + raw_name


def written(pieces: Iterable[Piece], comment: bytes = b"") -> bytes:
    """The zip file of these members."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for local, record in pieces:
        place = offset.to_bytes(4, "little")
        directory.append(record[: CENTRAL.size - 4] + place + record[CENTRAL.size :])
        body.append(local)
        offset += len(local)
    size = sum(map(len, directory))
    end = END.pack(END_MARK, 0, 0, len(directory), len(directory), size, offset, len(comment))
    return b"".join((*body, *directory, end, comment))
