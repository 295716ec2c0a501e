"""A compound file, version 3 -> its streams: those we wrote and those Excel saved again."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from xl_tools.records import NamedTuple
from xl_tools.vba.container import (
    END,
    ENTRY,
    FAT_SECTORS,
    FREE,
    HEADER,
    MAGIC,
    MINI_LIMIT,
    MINI_SECTOR,
    NOTHING,
    ROOT,
    SECTOR,
    STORAGE,
    STREAM,
)

DAMAGED: Final = "the compound file is damaged"


class _Line(NamedTuple):
    """A line of the directory."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def read_container(data: bytes) -> dict[str, bytes]:
    """{"storage/stream": content}. Raises ValueError for what is damaged or over 6.9 MB."""
    try:
        return dict(_File(data).streams())
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(DAMAGED) from error


class _File:
    """The tables of one compound file."""

    def __init__(self, data: bytes) -> None:
        magic, _, version, _, shift, _, *rest = HEADER.unpack_from(data)
        if magic != MAGIC or version != 3 or 1 << shift != SECTOR:
            raise ValueError("not a compound file of version 3")
        _, fat_count, directory, _, _, mini_start, _, more, _, *named = rest
        if fat_count > FAT_SECTORS or more not in (END, FREE):
            raise ValueError("a compound file over 6.9 MB")
        self._data = data
        self._table = [n for sector in named[:fat_count] for n in _numbers(self._sector(sector))]
        self._mini_table = _numbers(self._chain(mini_start))
        self._lines = list(_lines(self._chain(directory)))
        self._mini = self._chain(self._lines[0].start) if self._lines[0].size else b""

    def streams(self) -> Iterator[tuple[str, bytes]]:
        """The path and the content of each stream."""
        if self._lines[0].kind != ROOT:
            raise ValueError(DAMAGED)
        waiting, seen = [("", self._lines[0].child)], {0}
        room = len(self._data)  # a sector belongs to one stream, so all of them fit the file
        while waiting:
            folder, number = waiting.pop()
            if number == NOTHING:
                continue
            if number in seen:
                raise ValueError(DAMAGED)
            seen.add(number)
            line = self._lines[number]
            waiting += [(folder, line.left), (folder, line.right)]
            if line.kind == STORAGE:
                waiting.append((f"{folder}{line.name}/", line.child))
            elif line.kind == STREAM:
                room -= line.size
                if room < 0:
                    raise ValueError(DAMAGED)
                yield folder + line.name, self._content(line)

    def _content(self, line: _Line) -> bytes:
        if not line.size:
            return b""
        if line.size >= MINI_LIMIT:
            content = self._chain(line.start)
        else:
            numbers = _followed(self._mini_table, line.start)
            content = b"".join(self._mini[n * MINI_SECTOR : (n + 1) * MINI_SECTOR] for n in numbers)
        if len(content) < line.size:
            raise ValueError(DAMAGED)
        return content[: line.size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _followed(self._table, start))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * SECTOR
        return self._data[at : at + SECTOR]


def _followed(table: list[int], start: int) -> Iterator[int]:
    """The numbers of one chain; a chain that goes round in a circle is damage."""
    number = start
    for _ in table:
        if number in (END, FREE):
            return
        yield number
        number = table[number]
    if number not in (END, FREE):
        raise ValueError(DAMAGED)


def _numbers(content: bytes) -> list[int]:
    count = len(content) // 4
    return list(struct.unpack_from(f"<{count}I", content))


def _lines(content: bytes) -> Iterator[_Line]:
    for name, length, kind, _, left, right, child, _, start, size in ENTRY.iter_unpack(content):
        text = name[: max(length - 2, 0)].decode("utf-16-le")
        yield _Line(text, kind, left, right, child, start, size)
