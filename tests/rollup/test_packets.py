"""Folders, zips, mails: everything that was handed in comes out once, within limits."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from benchmarks.county import mailed, zipped
from xl_tools.delivery.mail import Attachment, draft
from xl_tools.rollup.packets import Packet, packets

DAY = datetime(2025, 1, 20, 9, tzinfo=UTC)


def found(*paths: Path, aside: tuple[Path, ...] = ()) -> list[Packet]:
    return list(packets(paths, aside))


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def test_a_folder_gives_its_files_in_order_without_what_programs_leave(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "~$a.xlsx", ".~lock.a.xlsx#", "Thumbs.db", "子/c.txt", ".g/d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    names = [Path(one.name).relative_to(tmp_path).as_posix() for one in found(tmp_path)]
    assert names == ["a.txt", "b.txt", "子/c.txt"]


def test_a_file_named_twice_comes_once_and_one_set_aside_not_at_all(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"x")
    one, other = tmp_path / "a.txt", tmp_path / "b.txt"
    assert [p.name for p in found(one, tmp_path, one, aside=(other,))] == [str(one)]


@pytest.mark.parametrize("data", [b"", None], ids=["empty", "absent"])
def test_a_file_that_cannot_be_read_comes_with_the_reason(tmp_path: Path, data: bytes) -> None:
    if data is not None:
        (tmp_path / "a.xlsx").write_bytes(data)
    (one,) = found(tmp_path / "a.xlsx")
    assert (one.data, bool(one.refused)) == (b"", True)


def test_a_folder_that_is_not_gone_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link could lead round in a circle; of what one may not open, nobody knows what is in it."""
    for name in ("甲/a.txt", "乙/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "乙/上面").symlink_to(tmp_path, target_is_directory=True)
    scan = os.scandir

    def closed(path: str) -> Any:
        if Path(path).name == "甲":
            raise PermissionError(13, "closed", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    named = {Path(one.name).name: one.refused for one in found(tmp_path)}
    assert set(named) == {"甲", "b.txt", "上面"}
    assert ("打不开" in named["甲"], named["b.txt"], "链接" in named["上面"]) == (True, "", True)


def test_a_zip_is_opened_and_its_gbk_names_are_read(tmp_path: Path) -> None:
    (tmp_path / "包.zip").write_bytes(zipped("教育局.json", b"{}"))
    (one,) = found(tmp_path)
    assert one.name == f"{tmp_path}/包.zip/教育局.json"
    assert (one.data, one.by, one.when) == (b"{}", "压缩包", "2025-01-20 12:00:00")


def test_a_workbook_is_no_zip_of_files_nor_is_one_stored_in_a_zip(tmp_path: Path) -> None:
    book = archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    (tmp_path / "a.xlsx").write_bytes(book)
    (tmp_path / "b.zip").write_bytes(zipped("里面.xlsx", book))  # stored, not packed
    assert [one.data for one in found(tmp_path)] == [book, book]


def test_a_mail_gives_its_attachments_and_not_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "来信.eml").write_bytes(mailed("年报.txt", b"text", DAY))
    (one,) = found(tmp_path)
    assert one.name.endswith("来信.eml/年报.txt")
    assert (one.data, one.by) == (b"text", "邮件")
    assert one.when.startswith("2025-01-20")


def test_our_own_draft_gives_the_workbook_and_not_the_list_of_files(tmp_path: Path) -> None:
    files = [
        Attachment("某镇2024年报.xlsx", b"book"),
        Attachment("manifest.json", b'{\n  "schema": "xl-tools/manifest/1"}'),
    ]
    (tmp_path / "a.eml").write_bytes(draft(None, "a@x.cn", "报送", "您好", files, DAY))
    assert [Path(one.name).name for one in found(tmp_path)] == ["某镇2024年报.xlsx"]


def test_a_zip_in_a_mail_attached_to_a_mail_is_reached(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["Subject"], inner["Date"] = "转", DAY
    inner.set_content("见附件")
    data = archive(甲=b"1", 乙=b"2")
    inner.add_attachment(data, maintype="application", subtype="zip", filename="包.zip")
    outer = EmailMessage()
    outer["Subject"] = "转发"
    outer.set_content("见附件")
    outer.add_attachment(inner)
    (tmp_path / "转发.eml").write_bytes(outer.as_bytes())
    assert [(Path(one.name).name, one.data) for one in found(tmp_path)] == [
        ("甲", b"1"), ("乙", b"2"),
    ]  # fmt: skip


def test_a_mail_without_an_attachment_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(draft(None, "a@x.cn", "报送", "正文里", [], DAY))
    (one,) = found(tmp_path)
    assert "没有附件" in one.refused


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped("a.json", b"{}", locked=True), "密码"),
        (archive(a=b"\0" * (5 << 20)), "压缩比"),
        (archive(**{f"f{n}": b"x" for n in range(2001)}), "2,001 个文件"),
        (archive(a=b"x" * 500)[:-30], "损坏"),
    ],
    ids=["locked", "bomb", "too many", "cut off"],
)
def test_a_bad_zip_is_named_and_not_unpacked(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (one,) = found(tmp_path)
    assert (one.data, words in one.refused) == (b"", True)


def test_a_zip_in_a_zip_in_a_zip_ends_somewhere(tmp_path: Path) -> None:
    data = b"{}"
    for _ in range(6):
        data = archive(**{"a.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    (one,) = found(tmp_path)
    assert "压得太深" in one.refused


def test_results_of_ours_in_the_folder_are_no_reports(tmp_path: Path) -> None:
    (tmp_path / "结果.html").write_bytes(b'<html><meta content="xl-tools/findings/1">')
    (tmp_path / "结果.json").write_bytes(b'[\n  {"schema": "xl-tools/findings/1"}]')
    assert found(tmp_path) == []
