"""Bytes <-> the compressed containers of a VBA project ([MS-OVBA] 2.4.1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

SIGNATURE: Final = 0x01
CHUNK: Final = 4096
MOST: Final = 32 << 20  # bytes of one project's source; a real one has a hundredth of it
SHORTEST_COPY: Final = 3
TOKENS_PER_FLAG: Final = 8
# The header of a chunk: its size less 3 in twelve bits, the signature 0b011, the flag "compressed".
COMPRESSED: Final = 0xB000
RAW: Final = 0x3000


def compress(data: bytes) -> bytes:
    """`data` as one container. A last chunk that does not compress is padded with zero bytes."""
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return bytes([SIGNATURE]) + b"".join(map(_packed_chunk, chunks))


def decompress(container: bytes, most: int = MOST) -> bytes:
    """What a container holds. Raises ValueError for one that is damaged or holds over `most`."""
    if container[:1] != bytes([SIGNATURE]):
        raise ValueError("not a compressed container: its first byte is not 1")
    content = bytearray()
    for chunk in _chunks(container):
        content += _unpacked_chunk(chunk)
        if len(content) > most:
            raise ValueError(f"over {most} bytes")
    return bytes(content)


# ---- packing -----------------------------------------------------------------------------


def _packed_chunk(chunk: bytes) -> bytes:
    body = _packed_body(list(_tokens(chunk)))
    if len(body) > CHUNK:
        return struct.pack("<H", RAW | CHUNK - 1) + chunk.ljust(CHUNK, b"\0")
    return struct.pack("<H", COMPRESSED | len(body) - 1) + body


def _tokens(chunk: bytes) -> Iterator[bytes]:
    """Literal bytes and copies, each the longest that starts where an earlier token started.

    Looking at the starts of tokens alone gives byte for byte the examples of the specification,
    and keeps the search short in long runs of spaces.
    """
    starts: dict[bytes, list[int]] = {}
    at = 0
    while at < len(chunk):
        key = chunk[at : at + SHORTEST_COPY]
        length_bits = _length_bits(at)
        longest = min((1 << length_bits) - 1 + SHORTEST_COPY, len(chunk) - at)
        candidates = starts.get(key, ())
        source, length = _best_copy(chunk, at, candidates, longest)
        if len(key) == SHORTEST_COPY:
            starts.setdefault(key, []).append(at)
        if length:
            yield struct.pack("<H", at - source - 1 << length_bits | length - SHORTEST_COPY)
        else:
            yield chunk[at : at + 1]
        at += length or 1


def _best_copy(
    chunk: bytes, at: int, candidates: list[int] | tuple[()], longest: int
) -> tuple[int, int]:
    """Where the longest match begins and how long it is; the nearest of several. 0 for none."""
    best, best_length = 0, 0
    for candidate in reversed(candidates):
        length = _match_length(chunk, candidate, at, longest)
        if length > best_length:
            best, best_length = candidate, length
            if length == longest:
                break
    return best, best_length


def _match_length(chunk: bytes, source: int, at: int, longest: int) -> int:
    """How many bytes from `source` on repeat at `at`; the two may overlap."""
    length = SHORTEST_COPY
    while length < longest and chunk[source + length] == chunk[at + length]:
        length += 1
    return length


def _packed_body(tokens: list[bytes]) -> bytes:
    """Tokens in eights, each eight behind a byte that tells the copies (1) from the literals."""
    body = bytearray()
    for first in range(0, len(tokens), TOKENS_PER_FLAG):
        group = tokens[first : first + TOKENS_PER_FLAG]
        body.append(sum(1 << bit for bit, token in enumerate(group) if len(token) > 1))
        body += b"".join(group)
    return bytes(body)


def _length_bits(at: int) -> int:
    """How many of a copy token's 16 bits give its length, at this place of the chunk."""
    return 16 - max((at - 1).bit_length() if at else 0, 4)


# ---- unpacking ---------------------------------------------------------------------------


def _chunks(container: bytes) -> Iterator[tuple[bool, bytes]]:
    """(is it compressed, its body) of each chunk."""
    at = 1
    while at < len(container):
        if at + 2 > len(container):
            raise ValueError("a chunk header is cut off")
        (header,) = struct.unpack_from("<H", container, at)
        if header & 0x7000 != RAW:
            raise ValueError("a chunk has no signature")
        end = at + 3 + (header & 0x0FFF)
        if end > len(container):
            raise ValueError("a chunk is cut off")
        yield bool(header & 0x8000), container[at + 2 : end]
        at = end


def _unpacked_chunk(chunk: tuple[bool, bytes]) -> bytes:
    compressed, body = chunk
    if not compressed:
        return body
    out = bytearray()
    at = 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(TOKENS_PER_FLAG):
            if at >= len(body):
                break
            at = _unpack_token(body, at, bool(flags >> bit & 1), out)
    return bytes(out)


def _unpack_token(body: bytes, at: int, is_copy: bool, out: bytearray) -> int:
    """Append what one token stands for; where the next token begins."""
    if not is_copy:
        out.append(body[at])
        return at + 1
    if at + 2 > len(body):
        raise ValueError("a copy token is cut off")
    (token,) = struct.unpack_from("<H", body, at)
    length_bits = _length_bits(len(out))
    length = (token & (1 << length_bits) - 1) + SHORTEST_COPY
    source = len(out) - (token >> length_bits) - 1
    if source < 0 or len(out) + length > CHUNK:
        raise ValueError("a copy token points out of its chunk")
    for place in range(source, source + length):  # one by one: source and target may overlap
        out.append(out[place])
    return at + 2
