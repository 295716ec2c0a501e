"""Named streams -> a compound file, version 3 ([MS-CFB]): the same bytes each time."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from xl_tools.records import NamedTuple

MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
HEADER: Final = struct.Struct("<8s16x5H6x9I109I")
ENTRY: Final = struct.Struct("<64sH2B3I16xI16xII4x")
SECTOR, MINI_SECTOR, MINI_LIMIT = 512, 64, 4096
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NOTHING: Final = FREE  # as the number of an entry: there is none
# Numbers of a sector in one sector of the table; how many such sectors the header can name.
PER_SECTOR, FAT_SECTORS = SECTOR // 4, 109
MAX_NAME: Final = 31

Streams = Mapping[str, "bytes | Streams"]


class _Entry(NamedTuple):
    """A line of the directory before it is placed: `children` are numbers of other lines."""

    name: str
    kind: int
    data: bytes = b""
    children: tuple[int, ...] = ()


class _Link(NamedTuple):
    """Where an entry stands in the tree of its storage."""

    left: int = NOTHING
    right: int = NOTHING
    colour: int = BLACK


def write_container(streams: Streams) -> bytes:
    """A compound file with these streams; a mapping inside becomes a storage.

    Raises ValueError for more than the header can address (6.9 MB): nothing of ours comes near.
    """
    entries = _entries(streams)
    sectors, mini = _Chains(SECTOR), _Chains(MINI_SECTOR)
    starts = [_placed(entry, sectors, mini) for entry in entries]
    content = mini.content()
    starts[0] = sectors.add(content)
    mini_table = struct.pack(f"<{len(mini.table)}I", *mini.table)
    mini_start = sectors.add(mini_table, padding=b"\xff")
    lines = _lines(entries, starts, len(content))
    directory_start = sectors.add(lines)
    mini_count = -(-len(mini_table) // SECTOR)
    return _file(sectors, directory_start, mini_start, mini_count)


# ---- the directory -----------------------------------------------------------------------


def _entries(streams: Streams) -> list[_Entry]:
    """The root and everything below it, each storage before what it holds."""
    entries = [_Entry("Root Entry", ROOT)]
    waiting: list[tuple[int, Streams]] = [(0, streams)]
    while waiting:
        number, content = waiting.pop(0)
        first = len(entries)
        for name, below in content.items():
            if len(name) > MAX_NAME:
                raise ValueError(f"a name over {MAX_NAME} characters: {name}")
            if isinstance(below, bytes):
                entries.append(_Entry(name, STREAM, below))
            else:
                waiting.append((len(entries), below))
                entries.append(_Entry(name, STORAGE))
        children = tuple(range(first, len(entries)))
        entries[number] = entries[number]._replace(children=children)
    return entries


def _lines(entries: list[_Entry], starts: list[int], mini_size: int) -> bytes:
    """The directory as it stands in the file, filled up to whole sectors."""
    links: dict[int, _Link] = {}
    below = [_tree(entry, entries, links) for entry in entries]
    sizes = [mini_size, *(len(entry.data) for entry in entries[1:])]
    lines = [
        _line(entry, links.get(number, _Link()), below[number], starts[number], sizes[number])
        for number, entry in enumerate(entries)
    ]
    per_sector = SECTOR // ENTRY.size
    blank = ENTRY.pack(b"", 0, 0, 0, NOTHING, NOTHING, NOTHING, 0, 0, 0)
    return b"".join(lines) + blank * (-len(lines) % per_sector)


def _line(entry: _Entry, link: _Link, below: int, start: int, size: int) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    place = (0, 0) if entry.kind == STORAGE else (start, size)
    return ENTRY.pack(
        name, len(name), entry.kind, link.colour, link.left, link.right, below, 0, *place
    )


def _tree(parent: _Entry, entries: list[_Entry], links: dict[int, _Link]) -> int:
    """Link the children of a storage as a red-black tree; the number at its top."""
    ordered = sorted(parent.children, key=lambda number: _order(entries[number].name))
    whole_levels = (len(ordered) + 1).bit_length() - 1
    return _subtree(ordered, 0, whole_levels, links)


def _order(name: str) -> tuple[int, str]:
    return len(name), name.upper()


def _subtree(ordered: list[int], level: int, whole_levels: int, links: dict[int, _Link]) -> int:
    """Halve, and halve again: all levels are whole but perhaps the last, which alone is red."""
    if not ordered:
        return NOTHING
    middle = len(ordered) // 2
    links[ordered[middle]] = _Link(
        _subtree(ordered[:middle], level + 1, whole_levels, links),
        _subtree(ordered[middle + 1 :], level + 1, whole_levels, links),
        BLACK if level < whole_levels else RED,
    )
    return ordered[middle]


# ---- the sectors -------------------------------------------------------------------------


class _Chains:
    """Sectors of one size, and the table that says which follows which."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._sectors: list[bytes] = []
        self.table: list[int] = []

    def add(self, data: bytes, padding: bytes = b"\0") -> int:
        """Store data as a chain; the number of its first sector, END for no data."""
        if not data:
            return END
        first = len(self._sectors)
        pieces = [data[at : at + self._size] for at in range(0, len(data), self._size)]
        self._sectors += [piece.ljust(self._size, padding) for piece in pieces]
        self.table += [*range(first + 1, len(self._sectors)), END]
        return first

    def content(self) -> bytes:
        """All sectors, one after the other."""
        return b"".join(self._sectors)


def _placed(entry: _Entry, sectors: _Chains, mini: _Chains) -> int:
    """Store a stream where streams of its length belong; the number of its first sector."""
    return (mini if len(entry.data) < MINI_LIMIT else sectors).add(entry.data)


def _file(sectors: _Chains, directory_start: int, mini_start: int, mini_count: int) -> bytes:
    """The header, the sectors, and at the end the table of sectors."""
    first = len(sectors.table)
    count = -(-first // (PER_SECTOR - 1))  # the table lists its own sectors too
    if count > FAT_SECTORS:
        raise ValueError("over 6.9 MB: the header cannot name so many sectors")
    table = sectors.table + [FAT] * count
    table += [FREE] * (count * PER_SECTOR - len(table))
    named = [*range(first, first + count), *[FREE] * (FAT_SECTORS - count)]
    header = HEADER.pack(
        MAGIC,
        *(0x3E, 3, 0xFFFE, 9, 6),  # versions, byte order, sectors of 2^9 and 2^6 bytes
        *(0, count, directory_start, 0, MINI_LIMIT, mini_start, mini_count, END, 0),
        *named,
    )
    return header + sectors.content() + struct.pack(f"<{len(table)}I", *table)
