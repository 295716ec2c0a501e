"""Compound files: olefile in its strictest mood reads what we write, and so do we."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xl_tools.vba.container import MINI_LIMIT, SECTOR, Streams, write_container
from xl_tools.vba.extraction import read_container

# Lengths around everything that counts: sectors, small sectors, the limit between the two.
LENGTHS = [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 70_000]
streams = st.builds(
    lambda length, letter: bytes([letter]) * length, st.sampled_from(LENGTHS), st.integers(0, 255)
)
names = st.text("ABCxyz_01", min_size=1, max_size=31)


def unique(name: str) -> str:
    return name.upper()


trees = st.fixed_dictionaries(
    {
        "VBA": st.lists(st.tuples(names, streams), max_size=24, unique_by=lambda x: unique(x[0])),
        "PROJECT": streams,
    }
).map(lambda tree: {"VBA": dict(tree["VBA"]), "PROJECT": tree["PROJECT"]})


def flat(tree: dict) -> dict[str, bytes]:
    return {"PROJECT": tree["PROJECT"]} | {f"VBA/{k}": v for k, v in tree["VBA"].items()}


@given(trees)
@example({"VBA": {}, "PROJECT": b""})
def test_olefile_finds_every_stream_and_no_defect(tree: dict) -> None:
    file = io.BytesIO(write_container(tree))
    with olefile.OleFileIO(file, raise_defects=olefile.DEFECT_UNSURE) as read:
        assert read.parsing_issues == []
        found = {"/".join(path): read.openstream(path).read() for path in read.listdir()}
        assert {path for path in flat(tree) if not read.exists(path)} == set()
    assert found == flat(tree)


@given(trees)
def test_our_own_reader_finds_the_same(tree: dict) -> None:
    assert read_container(write_container(tree)) == flat(tree)


def test_the_same_streams_give_the_same_bytes() -> None:
    tree: Streams = {"VBA": {"dir": b"x" * 5000, "Sheet1": b"y"}, "PROJECT": b"z"}
    assert write_container(tree) == write_container(tree)


def test_more_than_the_header_can_name_is_refused() -> None:
    most = 109 * 128 * SECTOR - 111 * SECTOR  # less the table itself, the directory and the small
    largest = write_container({"PROJECT": bytes(most)})
    assert len(read_container(largest)["PROJECT"]) == most
    with pytest.raises(ValueError, match=r"6\.9 MB"):
        write_container({"PROJECT": bytes(most + 2 * SECTOR)})


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="31 characters"):
        write_container({"A" * 32: b""})


# ---- damage ------------------------------------------------------------------------------

WHOLE = write_container({"VBA": {"big": b"b" * MINI_LIMIT, "small": b"s"}, "PROJECT": b"p"})


@pytest.mark.parametrize("length", [0, 8, 511, 512, 1024, len(WHOLE) - SECTOR])
def test_a_file_cut_short_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=r"damaged|not a compound file"):
        read_container(WHOLE[:length])


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a compound file"):
        read_container(b"PK" + bytes(2000))


def test_two_streams_in_the_same_sectors_are_damage() -> None:
    start = WHOLE.index("big".encode("utf-16-le")) + 116
    size = WHOLE[start + 4 : start + 8]
    small = WHOLE.index("small".encode("utf-16-le")) + 116
    shared = WHOLE[:small] + WHOLE[start : start + 4] + size + WHOLE[small + 8 :]
    with pytest.raises(ValueError, match="damaged"):
        read_container(shared)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_a_changed_byte_gives_streams_or_a_refusal_but_never_a_crash(at: int, value: int) -> None:
    changed = WHOLE[:at] + bytes([value]) + WHOLE[at + 1 :]
    try:
        found = read_container(changed)
    except ValueError:
        return
    assert all(isinstance(content, bytes) for content in found.values())
