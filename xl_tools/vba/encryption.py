"""Protection state of a VBA project <-> its obfuscated text ([MS-OVBA] 2.4.3)."""

from __future__ import annotations

import struct
from typing import Final

VERSION: Final = 2
HEAD: Final = 3  # seed, version and key of the project, before the data


def encrypt(project_id: str, data: bytes, seed: int) -> str:
    """`data` as hexadecimal text. The seed is free; Excel takes it by chance, we do not."""
    key = project_key(project_id)
    head = bytes([seed, seed ^ VERSION, seed ^ key])
    ignored = bytes(_ignored(seed))
    stream = _Stream(key, head)
    body = bytes(map(stream.encrypted, ignored + struct.pack("<I", len(data)) + data))
    return (head + body).hex().upper()


def decrypt(project_id: str, text: str) -> bytes:
    """What was encrypted. Raises ValueError where it was not encrypted for this project."""
    raw = bytes.fromhex(text)
    seed, key = raw[0], project_key(project_id)
    if raw[1:HEAD] != bytes([seed ^ VERSION, seed ^ key]):
        raise ValueError("encrypted for another project, or in another version")
    stream = _Stream(key, raw[:HEAD])
    plain = bytes(map(stream.decrypted, raw[HEAD:]))[_ignored(seed) :]
    if plain[:4] != struct.pack("<I", len(plain) - 4):
        raise ValueError("the length does not agree with the data")
    return plain[4:]


def project_key(project_id: str) -> int:
    """The sum of the id's bytes, braces included."""
    return sum(project_id.encode("ascii")) & 0xFF


def _ignored(seed: int) -> int:
    """How many bytes of padding the seed calls for; what they hold is free."""
    return (seed & 6) // 2


class _Stream:
    """The running state: each byte is masked with the one before it and the last two results."""

    __slots__ = ("_before_last", "_last", "_plain")

    def __init__(self, key: int, head: bytes) -> None:
        self._plain, self._last, self._before_last = key, head[2], head[1]

    def _mask(self) -> int:
        return (self._before_last + self._plain) & 0xFF

    def _remember(self, plain: int, encrypted: int) -> None:
        self._plain, self._last, self._before_last = plain, encrypted, self._last

    def encrypted(self, plain: int) -> int:
        result = plain ^ self._mask()
        self._remember(plain, result)
        return result

    def decrypted(self, encrypted: int) -> int:
        result = encrypted ^ self._mask()
        self._remember(result, encrypted)
        return result
