"""Folders, files, zips, saved mails -> packets: the bytes of one file each, one at a time."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from xl_tools.files import LOCKS, MAX_BYTES, read_whole, same_file, shown
from xl_tools.jsontext import FINDINGS, MANIFEST, ROLLUP
from xl_tools.ooxml.archive import MAX_MEMBERS, MAX_RATIO, MAX_TOTAL, RATIO_FROM
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

DEEPEST: Final = 3  # a zip in a mail in a zip
# What systems and programs leave in folders.
LEFTOVERS: Final = frozenset({"thumbs.db", "desktop.ini", "xl-tools.toml", "sha256sums"})
FOREIGN: Final = ("__macosx/",)
# Marks of our own results, which are no reports.
OURS: Final = (FINDINGS.encode(), MANIFEST.encode(), ROLLUP.encode())
OURS_HEAD: Final = 4096
ZIP: Final = b"PK\x03\x04"
# Members that make a zip file a document: Open XML, OpenDocument, OFD.
DOCUMENTS: Final = (b"[Content_Types].xml", b"mimetype", b"OFD.xml")
UTF8_NAME: Final = 0x800
ENCRYPTED: Final = 0x1
UNPACK: Final = "请解压后再试"
CLOSED: Final = ("这个文件夹打不开，里面的没有读", "请检查权限，或复制到本机再试")
LINK: Final = ("这个文件夹是指向别处的链接，里面的没有读", "请在命令里写上它指向的文件夹")


class Packet(NamedTuple):
    """One file as it came: its bytes, or why there are none; when and how it came.

    `when` is a local time as people write it; empty where it is not known.
    """

    name: str
    data: bytes
    when: str = ""
    by: str = "文件"
    refused: str = ""


_Opening = Callable[[Packet], Iterator[Packet]]


def packets(paths: Iterable[Path], aside: Iterable[Path] = ()) -> Iterator[Packet]:
    """Every file in these places, but for those at or in `aside`, our own results and leftovers."""
    others = [path for path in aside if path.exists()]
    for path in files_in(paths):
        if not any(_is_at(path, other) for other in others):
            yield from _opened(_packet(path), 1)


def _is_at(path: Path, other: Path) -> bool:
    """Is it that file, or in that folder?"""
    if other.is_dir():
        return other.resolve() in path.resolve().parents
    return same_file(path, other)


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files at these paths and in these folders, each once, a folder's in order."""
    seen: set[str] = set()
    for path in paths:
        for one in _walked(path) if path.is_dir() else (path,):
            key = os.path.normcase(one.absolute())
            if key not in seen:
                seen.add(key)
                yield one


def _walked(folder: Path) -> Iterator[Path]:
    """Its files; and folders in it that are not gone into, to be named."""
    closed: list[OSError] = []
    for base, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(base) / name for name in sorted(files) if not _is_leftover(name))
        yield from (Path(base) / name for name in folders if Path(base, name).is_symlink())
    yield from (Path(error.filename) for error in closed)


def _is_leftover(name: str) -> bool:
    return name.lower() in LEFTOVERS or name.startswith(LOCKS)


def _packet(path: Path) -> Packet:
    if path.is_dir():
        why = LINK if path.is_symlink() else CLOSED
        return Packet(shown(path), b"", refused=Refusal(*why).sentence)
    try:
        data = read_whole(path)
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        return Packet(shown(path), data, _minute(changed))
    except Refusal as refusal:
        return Packet(shown(path), b"", refused=Refusal(refusal.problem, refusal.advice).sentence)
    except OSError:
        return Packet(shown(path), b"", refused="读的时候不见了。")


def _minute(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S")


def _opened(packet: Packet, depth: int) -> Iterator[Packet]:
    """The packet, or what is in it where it is a zip or a mail."""
    opening = _opening(packet)
    if packet.refused or opening is None:
        if not _is_ours(packet):
            yield packet
        return
    if depth > DEEPEST:
        yield _refused(packet, "一层套一层压得太深", UNPACK)
        return
    try:
        for inner in opening(packet):
            yield from _opened(inner, depth + 1)
    except Refusal as refusal:
        yield _refused(packet, refusal.problem, refusal.advice)


def _refused(packet: Packet, problem: str, advice: str) -> Packet:
    sentence = Refusal(problem, advice).sentence
    return packet._replace(data=b"", refused=sentence)


def _is_ours(packet: Packet) -> bool:
    """Is it a list of files or a result of ours, which a mail or a folder may hold?"""
    head = packet.data[:OURS_HEAD].lstrip()
    return head[:1] in (b"{", b"[", b"<") and any(mark in head for mark in OURS)


def _opening(packet: Packet) -> _Opening | None:
    data = packet.data
    if packet.name.lower().endswith(".eml") or _looks_like_mail(data):
        return _from_mail
    if data.startswith(ZIP) and not any(name in _directory(data) for name in DOCUMENTS):
        return _from_zip
    return None


def _directory(data: bytes) -> bytes:
    """The list of members at the end of a zip file; all of it where there is no such list."""
    end = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    return data[start:]


def _looks_like_mail(data: bytes) -> bool:
    head = data[:OURS_HEAD].lower()
    return b"\nmime-version:" in head and (b"\nfrom:" in head or b"\nsubject:" in head)


# ---- zips --------------------------------------------------------------------------------


def _from_zip(packet: Packet) -> Iterator[Packet]:
    try:
        with zipfile.ZipFile(io.BytesIO(packet.data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _refuse_excess(members)
            for member in members:
                name = _member_name(member)
                if not _is_leftover(name.rpartition("/")[2]) and not _is_foreign(name):
                    yield _member(archive, member, f"{packet.name}/{name}", packet)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refusal("压缩包已损坏，打不开", "请重新取得这个文件") from None


def _is_foreign(name: str) -> bool:
    return name.lower().startswith(FOREIGN)


def _refuse_excess(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise Refusal(f"压缩包里有 {len(members):,} 个文件，超过 {MAX_MEMBERS:,} 个", UNPACK)
    if sum(one.file_size for one in members) > MAX_TOTAL:
        raise Refusal(f"压缩包展开后超过 {MAX_TOTAL >> 20} MB，太大了", UNPACK)
    for one in members:
        if one.file_size > RATIO_FROM and one.file_size > one.compress_size * MAX_RATIO:
            raise Refusal("压缩包的压缩比大得不正常，可能是恶意文件", "请向提供者核实")


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows writes Chinese names in GBK and does not say so."""
    name = member.filename
    if not member.flag_bits & UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return "".join(sign if sign.isprintable() else "�" for sign in name).replace("\\", "/")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, of: Packet) -> Packet:
    packet = Packet(name, b"", of.when, "压缩包")
    if member.date_time > (1980, 1, 1, 0, 0, 0):
        year, month, day, hour, minute, second = member.date_time
        clock = f"{hour:02}:{minute:02}:{second:02}"
        packet = packet._replace(when=f"{year:04}-{month:02}-{day:02} {clock}")
    if of.by == "邮件":  # when the mail came says more than when the file was packed
        packet = packet._replace(when=of.when, by=of.by)
    if member.flag_bits & ENCRYPTED:
        return _refused(packet, "压缩包加了密码，读不了", "请先去掉密码")
    try:
        with archive.open(member) as stream:
            data = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError):
        return _refused(packet, "在压缩包里已损坏，解压不了", "请重新取得这个文件")
    if not data:
        return _refused(packet, "是空文件（0 字节）", "请重新取得这个文件")
    return packet._replace(data=data)


# ---- mails -------------------------------------------------------------------------------


def _from_mail(packet: Packet) -> Iterator[Packet]:
    """The attachments of a saved mail, of mails attached to it too."""
    mail = message_from_bytes(packet.data, policy=modern)
    if not isinstance(mail, EmailMessage):
        raise Refusal("不是完整的邮件", "请在邮箱里重新保存")
    when = _sent(mail) or packet.when
    found = False
    for number, part in enumerate(mail.walk(), 1):
        name = _attached(part, number)
        if not name:
            continue
        found = True
        data = part.get_payload(decode=True)
        inner = Packet(f"{packet.name}/{name}", b"", when, "邮件")
        if not isinstance(data, bytes) or not data or len(data) > MAX_BYTES:
            yield _refused(inner, "这个附件是空的或太大", "请让对方重发")
        else:
            yield inner._replace(data=data)
    if not found:
        raise Refusal("这封邮件没有附件", "请看看报告是不是在超大附件或正文里，另存下来")


def _attached(part: EmailMessage, number: int) -> str:
    """The name of an attachment; empty for the text of the mail and pictures in it."""
    if part.is_multipart():
        return ""
    name = (part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
    picture = part.get_content_maintype() == "image" and part["Content-ID"] is not None
    if picture or (not name and part.get_content_disposition() != "attachment"):
        return ""
    return "".join(s for s in name if s.isprintable()) or f"附件{number}"


def _sent(mail: EmailMessage) -> str:
    try:
        return _minute(parsedate_to_datetime(str(mail["Date"])).astimezone())
    except (TypeError, ValueError, OverflowError):
        return ""
