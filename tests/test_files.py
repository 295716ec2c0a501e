from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.ooxml.books import sentence
from xl_tools import files
from xl_tools.files import make_folder, read_whole, same_file, shown, write_whole
from xl_tools.refusal import Refusal


def failing(error: OSError) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


# ---- writing ------------------------------------------------------------------------------


def test_what_is_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    write_whole(tmp_path / "年报.xlsx", b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"年报.xlsx": b"new"}


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert len(list(tmp_path.iterdir())) == 1


def test_through_a_link_the_file_it_leads_to_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "真.xlsx", tmp_path / "链.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_whole(link, b"new")
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")


def test_the_longest_name_leaves_room_for_the_file_beside(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 83 + ".xlsx")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("step", "error", "said"),
    [
        ("replace", PermissionError(13, "held"),
         "正被 Excel、WPS 或别的程序占用，写不进去，请先关闭它，再试一次。"),
        ("replace", OSError(errno.ENOSPC, "full"), "磁盘空间不够，请腾出空间后再试。"),
        ("replace", OSError(errno.EIO, "broken"),
         "写不进去，请换一个位置再试，或请管理员处理。"),
        ("open", OSError(errno.EROFS, "read-only"), "所在的磁盘是只读的，请换一个位置。"),
        ("open", OSError(errno.EDQUOT, "quota"), "磁盘配额用完了，请腾出空间后再试。"),
    ],
)  # fmt: skip
def test_a_failure_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: OSError, said: str
) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(b"old")
    with monkeypatch.context() as patched:
        patched.setattr(Path, step, failing(error))
        found = sentence(lambda: write_whole(path, b"new"))
    assert found == f"文件“{path}”：{said}"
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"年报.xlsx": b"old"}


def test_a_failed_flush_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing(OSError(errno.ENOSPC, "full")))
    assert "磁盘空间不够" in sentence(lambda: write_whole(path, b"new"))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"年报.xlsx": b"old"}


def test_an_interruption_leaves_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "年报.xlsx", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_rights_is_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "open", failing(PermissionError(13, "denied")))
    said = f"没有在文件夹“{tmp_path}”里写文件的权限，请换一个位置。"
    assert sentence(lambda: write_whole(tmp_path / "a.xlsx", b"x")).endswith(said)


def test_a_read_only_file_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    said = f"文件“{path}”：是只读文件，请去掉只读属性，或换一个文件名。"
    assert sentence(lambda: write_whole(path, b"new")) == said
    assert path.read_bytes() == b"old"


def test_a_missing_folder_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    missing = tmp_path / "没有" / "a.xlsx"
    said = f"文件“{missing}”：文件夹“{missing.parent}”不存在，请先建好文件夹。"
    assert sentence(lambda: write_whole(missing, b"x")) == said
    folder = f"文件“{tmp_path}”：是一个文件夹，不能当作文件写入，请给出文件名。"
    assert sentence(lambda: write_whole(tmp_path, b"x")) == folder
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "不是普通文件，不能写入" in sentence(lambda: write_whole(pipe, b"x"))
    under = tmp_path / "文件"
    under.write_bytes(b"x")
    assert "路径中有一段不是文件夹" in sentence(lambda: write_whole(under / "a.xlsx", b"x"))


@pytest.mark.parametrize("name", ["a\0b.xlsx", "\ud800.xlsx"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for action in (lambda: write_whole(path, b"x"), lambda: read_whole(path)):
        found = sentence(action)
        assert "文件名里有不能用的字符，请改名后再试。" in found
        found.encode("utf-8")  # it can be printed


def test_a_name_in_another_encoding_is_written_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("年报".encode("gbk") + b".xlsx")
    write_whole(path, b"x")
    assert read_whole(path) == b"x"
    path.unlink()
    found = sentence(lambda: read_whole(path))
    assert "找不到这个文件，请检查文件名和位置。" in found
    found.encode("utf-8")
    assert shown("a\udcb1") == "a\\udcb1"


WRITER = """
import sys
from pathlib import Path
from xl_tools.files import write_whole
print("ready", flush=True)
while True:
    for letter in b"ab":
        write_whole(Path(sys.argv[1]), bytes([letter]) * 300_000)
"""


def test_a_killed_writer_leaves_the_old_or_the_new_file(tmp_path: Path, deep: bool) -> None:
    path = tmp_path / "年报.xlsx"
    path.write_bytes(b"a" * 300_000)
    whole = {b"a" * 300_000, b"b" * 300_000}
    root = Path(files.__file__).parents[1]
    for _ in range(100 if deep else 8):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            for _ in range(10):  # meanwhile a reader sees whole files only
                assert path.read_bytes() in whole
                time.sleep(0.002)
            writer.send_signal(signal.SIGKILL)
        assert path.read_bytes() in whole


# ---- reading ------------------------------------------------------------------------------


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\0\r\n1")
    assert read_whole(path) == b"\0\r\n1"
    assert read_whole(path, limit=4) == b"\0\r\n1"


def test_what_cannot_be_read_is_refused_by_its_own_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    empty = tmp_path / "空"
    empty.write_bytes(b"")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    large = tmp_path / "大"
    with large.open("wb") as file:
        file.truncate((100 << 20) + 1)
    loop = tmp_path / "圈"
    loop.symlink_to(loop)
    cases = {
        f"文件“{path}”：超过 4 字节，太大了，请检查是不是选错了文件。": lambda: read_whole(path, 4),
        f"文件“{large}”：超过 100 MB，太大了，请检查是不是选错了文件。": lambda: read_whole(large),
        f"文件“{empty}”：是空文件（0 字节），请重新取得这个文件。": lambda: read_whole(empty),
        f"文件“{pipe}”：不是普通文件，请给出一个文件。": lambda: read_whole(pipe),
        f"文件“{tmp_path}”：是一个文件夹，不是文件，请给出里面的文件。": lambda: read_whole(
            tmp_path
        ),
        f"文件“{loop}”：链接绕成了圈，请检查路径。": lambda: read_whole(loop),
        f"文件“{path / 'b'}”：路径中有一段不是文件夹，请检查路径。": lambda: read_whole(path / "b"),
    }
    assert {said: sentence(action) for said, action in cases.items()} == {s: s for s in cases}


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    monkeypatch.setattr(Path, "open", failing(PermissionError(13, "denied")))
    assert "没有读取的权限，或正被别的程序独占" in sentence(lambda: read_whole(path))
    monkeypatch.setattr(Path, "open", failing(OSError(errno.EIO, "broken")))
    assert "读不出来，请把文件复制到本机再试。" in sentence(lambda: read_whole(path))


def test_a_file_that_grows_while_it_is_read_is_still_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    monkeypatch.setattr(files, "_refuse_unreadable", lambda *_: None)
    with pytest.raises(Refusal, match="超过 3 字节"):
        read_whole(path, limit=3)


# ---- one file under two names -------------------------------------------------------------


def test_links_and_roundabout_paths_lead_to_the_same_file(tmp_path: Path) -> None:
    real, other = tmp_path / "a", tmp_path / "b"
    real.write_bytes(b"x")
    other.write_bytes(b"x")
    (tmp_path / "soft").symlink_to(real)
    (tmp_path / "hard").hardlink_to(real)
    (tmp_path / "folder").symlink_to(tmp_path)
    assert same_file(real, tmp_path / "soft")
    assert same_file(real, tmp_path / "hard")
    assert same_file(real, tmp_path / "folder" / ".." / tmp_path.name / "a")
    assert not same_file(real, other)


def test_files_that_are_not_there_yet_are_compared_by_where_they_would_be(tmp_path: Path) -> None:
    (tmp_path / "folder").symlink_to(tmp_path)
    assert same_file(tmp_path / "new", tmp_path / "folder" / "new")
    assert not same_file(tmp_path / "new", tmp_path / "newer")
    assert not same_file(tmp_path / "a\0", tmp_path / "b\0")


def test_a_folder_is_made_but_not_over_a_file(tmp_path: Path) -> None:
    make_folder(tmp_path / "一" / "二")
    make_folder(tmp_path / "一" / "二")
    assert (tmp_path / "一" / "二").is_dir()
    (tmp_path / "文件").write_bytes(b"1")
    with pytest.raises(Refusal, match="已经有一个同名的文件，建不了文件夹，请换一个名字"):
        make_folder(tmp_path / "文件")
