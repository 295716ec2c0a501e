from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ooxml.books import sentence, unzipped, zipped
from xl_tools.ooxml import archive
from xl_tools.ooxml.archive import contents, copied, open_archive, packed_anew, written
from xl_tools.refusal import Refusal

AGAIN = "请重新取得这个文件，或在 Excel、WPS 里打开后另存一份。"
ASK = "请向提供者核实，或在 Excel、WPS 里打开后另存一份。"
CUT = f"不完整，后半截没有了，可能没有传完，{AGAIN}"
GOOD = zipped({"a.xml": b"<a/>" * 10, "目录/b": b"", "c": bytes(range(256))})


def put(data: bytes, at: int, layout: str, *values: int) -> bytes:
    """The data with numbers written over it."""
    return data[:at] + (new := struct.pack(layout, *values)) + data[at + len(new) :]


def central(data: bytes, number: int = 0) -> int:
    """Where the directory entry of a member stands."""
    at = data.index(b"PK\1\2")
    for _ in range(number):
        at = data.index(b"PK\1\2", at + 4)
    return at


def end(data: bytes) -> int:
    return data.rindex(b"PK\5\6")


def read_all(data: bytes) -> dict[str, bytes]:
    opened = open_archive(data)
    return {entry.name: contents(opened, entry) for entry in opened.entries}


names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=9)


@given(
    st.dictionaries(names.map(str.casefold), st.binary(max_size=300), max_size=8),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
)
def test_members_are_read_as_the_standard_library_reads_them(
    members: dict[str, bytes], method: int
) -> None:
    data = zipped(members, method)
    assert list(read_all(data).items()) == list(unzipped(data).items())


@given(st.data())
def test_damage_anywhere_is_refused_or_does_no_harm(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    damaged = put(GOOD, at, "B", data.draw(st.integers(0, 255)))
    try:
        found = read_all(damaged)
    except Refusal:
        return
    assert sorted(found.values()) == sorted(read_all(GOOD).values())


# ---- one sentence for each thing that is wrong --------------------------------------------

HOLES: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut": (lambda: GOOD[:-30], CUT),
    "cut in the end record": (lambda: GOOD[:-3], CUT),
    "only a start": (lambda: b"PK\3\4", CUT),
    "comment cut": (lambda: put(GOOD, end(GOOD) + 20, "<H", 9), CUT),
    "more at the end": (
        lambda: GOOD + b"\0\0",
        f"末尾多出了 2 个字节，可能在传送中被改动，{AGAIN}",
    ),
    "more at the start": (
        lambda: b"PK\3\4junk" + GOOD,
        f"目录的位置不对，开头可能被加进了别的内容，{AGAIN}",
    ),
    "too many members": (
        lambda: put(GOOD, end(GOOD) + 10, "<H", 2001),
        f"里面有 2,001 个部件，超过 2,000 个，{ASK}",
    ),
    "one member too few": (lambda: put(GOOD, end(GOOD) + 10, "<H", 2), f"目录已损坏，{AGAIN}"),
    "one member too many": (lambda: put(GOOD, end(GOOD) + 10, "<H", 4), f"目录已损坏，{AGAIN}"),
    "encrypted": (
        lambda: put(GOOD, central(GOOD) + 8, "<H", 1),
        "是加了密码的压缩包，读不了，请先去掉密码。",
    ),
    "another method": (
        lambda: zipped({"a.xml": b"a"}, zipfile.ZIP_BZIP2),
        f"里面的 a.xml 用了少见的压缩方式，{ASK}",
    ),
    "a bomb": (
        lambda: zipped({"a.xml": bytes(2 << 20)}),
        f"里面的 a.xml 压缩比大得不正常，可能是恶意文件，{ASK}",
    ),
    "the same member twice": (
        lambda: zipped({"a.xml": b"1", "A.XML": b"2"}),
        f"里面的部件 A.XML 出现了两次，可能被改动过，{ASK}",
    ),
    "another local name": (
        lambda: GOOD.replace(b"a.xml", b"b.xml", 1),
        f"里面的 a.xml 前后名称不一，可能被改动过，{ASK}",
    ),
    "no member where it should be": (
        lambda: put(GOOD, central(GOOD) + 42, "<L", 1),
        f"里面的 a.xml 找不到内容，文件已损坏，{AGAIN}",
    ),
    "far beyond the end": (
        lambda: put(GOOD, central(GOOD) + 42, "<L", 1 << 31),
        f"里面的 a.xml 找不到内容，文件已损坏，{AGAIN}",
    ),
    "overlapping": (
        lambda: put(GOOD, central(GOOD) + 20, "<L", 300),
        f"里面的 a.xml 与别的部件重叠，可能是恶意文件，{ASK}",
    ),
    "wide sizes that are not there": (
        lambda: put(GOOD, central(GOOD) + 20, "<L", 0xFFFFFFFF),
        f"目录已损坏，{AGAIN}",
    ),
    "a wrong checksum": (
        lambda: put(GOOD, central(GOOD) + 16, "<L", 1),
        f"里面的 a.xml 校验不符，文件已损坏，{AGAIN}",
    ),
    "less than it says": (
        lambda: put(GOOD, central(GOOD) + 24, "<L", 41),
        f"里面的 a.xml 与写明的长度不符，可能被改动过，{AGAIN}",
    ),
    "more than it says": (
        lambda: put(GOOD, central(GOOD) + 24, "<L", 39),
        f"里面的 a.xml 与写明的长度不符，可能被改动过，{AGAIN}",
    ),
    "no deflated data": (
        lambda: put(GOOD, open_archive(GOOD).entries[0].start, "B", 0xFF),
        f"里面的 a.xml 解压不了，文件已损坏，{AGAIN}",
    ),
}


@pytest.mark.parametrize(("make", "said"), HOLES.values(), ids=HOLES)
def test_a_fault_has_its_own_sentence(make: Callable[[], bytes], said: str) -> None:
    data = make()
    assert sentence(lambda: read_all(data)) == said


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "C:/a", "a\\b", "a\nb", " ", "a\x1bb"]
)
def test_a_name_that_wanders_is_refused(name: str) -> None:
    found = sentence(lambda: open_archive(zipped({"x": b"", name: b""})))
    assert found.startswith("里面的部件名“")
    assert found.endswith(f"”不正常，可能是恶意文件，{ASK}")
    assert found.isprintable()


def test_the_total_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 1 << 20)
    data = zipped({"a": bytes(1 << 20)})
    open_archive(data)
    said = f"展开后超过 1 MB，太大了，{ASK}"
    assert sentence(lambda: open_archive(zipped({"a": bytes(1 << 20), "b": b"x"}))) == said


def test_a_header_that_lies_costs_no_memory() -> None:
    bomb = zipped({"a": bytes(64 << 20)})
    lying = put(bomb, central(bomb) + 24, "<L", 1000)
    tracemalloc.start()
    assert "与写明的长度不符" in sentence(lambda: read_all(lying))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


# ---- writing ------------------------------------------------------------------------------


def streamed() -> bytes:
    """A zip file as written to a pipe: sizes come after the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(data)  # type: ignore[arg-type]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a", b"a" * 500)
        file.writestr("b", b"b" * 500)
    return pipe.data


def wide() -> bytes:
    """A zip file that keeps a small member's sizes in a ZIP64 extra, as streaming writers do."""
    body = zlib.compress(b"a" * 500)[2:-4]
    sizes = (500, len(body))
    crc = zlib.crc32(b"a" * 500)
    extra = struct.pack("<2H2Q", 1, 16, *sizes)
    shared = (45, 0, 8, 0, 33, crc, 0xFFFFFFFF, 0xFFFFFFFF, 1, len(extra))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *shared) + b"a" + extra + body
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 45, *shared, 0, 0, 0, 0, 0) + b"a" + extra
    return local + entry + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local), 0)


@pytest.mark.parametrize("make", [lambda: GOOD, streamed, wide], ids=["usual", "streamed", "wide"])
def test_copied_members_are_the_same_packed_bytes(make: Callable[[], bytes]) -> None:
    data = make()
    opened = open_archive(data)
    again = written([copied(opened, entry) for entry in opened.entries])
    assert unzipped(again) == read_all(data) == read_all(again)
    assert again[: central(again)] == data[: central(data)]


def test_a_whole_copy_is_the_same_file_with_its_comment() -> None:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as added:
        added.comment = "说明".encode()
    opened = open_archive(file.getvalue())
    pieces = [copied(opened, entry) for entry in opened.entries]
    assert written(pieces, opened.comment) == file.getvalue()


@given(st.dictionaries(names.map(str.casefold), st.binary(max_size=300), max_size=5))
def test_new_members_are_read_back_and_are_the_same_each_time(members: dict[str, bytes]) -> None:
    made, again = (
        written(packed_anew(name.encode(), data) for name, data in members.items())
        for _ in range(2)
    )
    assert made == again
    assert unzipped(made) == members
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {info.date_time for info in file.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
