"""Bytes and edits -> bytes; every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from xl_tools.records import NamedTuple


class Edit(NamedTuple):
    """New bytes in place of those from start to end."""

    start: int
    end: int
    new: bytes


Splice = tuple[int, int, bytes]  # the same where there are thousands


def spliced(source: bytes, edits: Iterable[Splice]) -> bytes:
    """The source with all edits made; insertions at one place keep their order."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits, key=itemgetter(0, 1)):
        pieces += source[at:start], new
        at = end
    return b"".join((*pieces, source[at:]))
