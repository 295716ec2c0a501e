"""Compression against the examples of [MS-OVBA] 3.2, against oletools, and there and back."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vba.independent import decompressed
from xl_tools.vba.compression import CHUNK, compress, decompress

# [MS-OVBA] 3.2.1 No Compression Example, 3.2.2 Normal, 3.2.3 Maximum Compression Example.
EXAMPLES = {
    b"abcdefghijklmnopqrstuv.": (
        "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E"
    ),
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa": (
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30"
        "6D 6E 6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
    ),
    b"a" * 73: "01 03 B0 02 61 45 00",
}

# Text with the repetition of source code; at most a few letters, so that it always compresses.
texts = st.lists(
    st.sampled_from([b"Sub ", b"End", b"\r\n", b" ", b"x", b"Dim value"]), max_size=3000
)
ANY_BYTES = st.binary(max_size=3 * CHUNK)


@pytest.mark.parametrize(("plain", "packed"), EXAMPLES.items())
def test_an_example_of_the_specification_compresses_to_the_same_bytes(
    plain: bytes, packed: str
) -> None:
    assert compress(plain) == bytes.fromhex(packed)
    assert decompress(bytes.fromhex(packed)) == plain


@given(texts)
def test_source_text_comes_back_as_it_was(words: list[bytes]) -> None:
    text = b"".join(words)
    assert decompress(compress(text)) == text


@given(ANY_BYTES)
def test_any_bytes_come_back_at_most_padded_with_zeros(data: bytes) -> None:
    back = decompress(compress(data))
    assert back[: len(data)] == data
    assert back[len(data) :].strip(b"\0") == b""


@given(st.one_of(ANY_BYTES, texts.map(b"".join)).filter(bool))
def test_oletools_decompresses_what_we_compress(data: bytes) -> None:
    assert decompressed(compress(data)) == decompress(compress(data))


def test_a_text_over_one_chunk_is_cut_into_chunks() -> None:
    packed = compress(b"ab" * CHUNK)
    assert decompress(packed) == b"ab" * CHUNK
    assert len(packed) < 40


def test_a_chunk_that_does_not_compress_is_stored_as_it_is() -> None:
    noise = Random(1).randbytes(CHUNK)
    packed = compress(noise)
    assert packed[1:3] == b"\xff\x3f"
    assert packed[3:] == noise


@pytest.mark.parametrize(
    ("damaged", "what"),
    [
        (b"", "first byte"),
        (b"\x02", "first byte"),
        (b"\x01\x19", "header is cut off"),
        (b"\x01\x19\xb0\x00abc", "chunk is cut off"),
        (b"\x01\x02\x80\x00ab", "no signature"),
        (b"\x01\x01\xb0\x01\x00", "token is cut off"),
        (b"\x01\x02\xb0\x01\x00\x00", "out of its chunk"),
    ],
)
def test_a_damaged_container_is_named(damaged: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        decompress(damaged)
