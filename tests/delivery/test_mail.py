"""Mail drafts: addresses checked, names and contents as other programs read them."""

from __future__ import annotations

import email
import hashlib
import socket
from datetime import datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office.mailers import mailparser, ripmime
from tests.ooxml.books import sentence
from xl_tools.delivery.mail import (
    Attachment,
    addresses,
    content_type,
    differs_in_time_only,
    draft,
)

WHEN = datetime(2025, 1, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))
LONG = "某某省某某市某某县某某镇人民政府办公室2024年政府信息公开工作年度报告"
FILES = (
    Attachment(f"{LONG}.xlsx", bytes(range(256)) * 40),
    Attachment(f"{LONG}.docx", b"\r\n.\r\nFrom me\n" * 99),
    Attachment("a b'c%(1).pdf", b""),
    Attachment("manifest.json", '{"organ": "甲"}\n'.encode()),
)
BODY = "您好：\n\n现报送年度报告。\n.\nFrom 甲县\n" + "很长的一行" * 60 + "\n"


def made(**changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "sender": None,
        "to": "xxgk@example.gov.cn，王五 <wang@example.cn>",
        "subject": LONG,
        "body": BODY,
        "attachments": FILES,
        "date": WHEN,
    }
    return draft(**{**arguments, **changes})


def parsed(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    for part in found.walk():
        assert part.defects == []
        assert all(not header.defects for header in part.values())
    return found


def lines_of(text: Any) -> str:
    """A text as it was: in a mail every line ends in two characters."""
    found: str = text.get_content()
    return found.replace("\r\n", "\n")


def read(data: bytes) -> list[tuple[str | None, str, str]]:
    return [
        (part.get_filename(), part.get_content_type(), checksum(part.get_payload(decode=True)))
        for part in parsed(data).iter_attachments()
    ]


def checksum(data: Any) -> str:
    return hashlib.sha256(data).hexdigest()


EXPECTED = [(one.name, content_type(one.name), checksum(one.data)) for one in FILES]


def test_pythons_own_reader_gets_everything_back() -> None:
    mail = parsed(made())
    assert mail["Subject"] == LONG
    assert [(one.display_name, one.addr_spec) for one in mail["To"].addresses] == [
        ("", "xxgk@example.gov.cn"),
        ("王五", "wang@example.cn"),
    ]
    assert mail["Date"].datetime == WHEN
    body = mail.get_body()
    assert body is not None
    assert body.get_content_type() == "text/plain"
    assert body.get_content_charset() == "utf-8"
    assert lines_of(body) == BODY
    assert read(made()) == EXPECTED


@pytest.mark.office
def test_mailparser_gets_everything_back(mailparser_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "草稿.eml"
    path.write_bytes(made())
    found = mailparser(mailparser_folder, path)
    assert found["subject"] == LONG
    assert found["text"].strip() == BODY.strip()
    assert found["date"] == "2025-01-20T01:30:00.000Z"
    assert found["to"] == [["", "xxgk@example.gov.cn"], ["王五", "wang@example.cn"]]
    assert [tuple(one) for one in found["files"]] == EXPECTED


@pytest.mark.office
@pytest.mark.usefixtures("mailparser_folder")
def test_ripmime_gets_every_file_back(tmp_path: Path) -> None:
    path = tmp_path / "draft.eml"
    files = [one for one in FILES if one.data and " " not in one.name]  # it renames odd ones
    path.write_bytes(made(attachments=files))
    assert ripmime(path, tmp_path / "out") == {one.name: checksum(one.data) for one in files}


def test_it_is_a_draft_that_names_no_machine() -> None:
    mail = parsed(made())
    assert mail["X-Unsent"] == "1"
    assert mail["From"] is None
    assert mail["Message-ID"].endswith("@xl-tools.invalid>")
    assert socket.gethostname().encode() not in made()
    sent = parsed(made(sender="甲县 <office@county.gov.cn>"))
    assert sent["From"] == "甲县 <office@county.gov.cn>"
    assert sent["Message-ID"].endswith("@county.gov.cn>")


def test_it_is_plain_ascii_in_short_lines_and_whole_file_names() -> None:
    data = made()
    assert data.isascii()
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) < 998
    words = [
        word for line in lines if line.startswith((b"Subject", b" =?")) for word in line.split()
    ]
    assert max(map(len, words)) <= 75
    assert data.count(b"filename*=utf-8''%E6%9F%90") == 2
    assert b"filename*0" not in data
    assert b'filename="manifest.json"' in data


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert made() == made()
    later = made(date=WHEN + timedelta(days=1))
    assert later != made()
    assert differs_in_time_only(made(), later)
    assert not differs_in_time_only(made(), made(body=f"{BODY}改过"))
    assert not differs_in_time_only(made(), made(attachments=FILES[:2]))


@given(
    name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(
        lambda text: f"甲{text}.docx"
    ),
    data=st.binary(max_size=200),
)
def test_any_file_comes_back_under_its_name(name: str, data: bytes) -> None:
    file = Attachment(name, data)
    assert read(made(attachments=[file])) == [(name, content_type(name), checksum(data))]


def test_a_mail_without_files_is_a_plain_text() -> None:
    mail = parsed(made(attachments=()))
    assert lines_of(mail) == BODY


# ---- addresses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["a@x.cn,b@y.cn", "a@x.cn；b@y.cn", "a@x.cn，b@y.cn,", " a@x.cn、 b@y.cn ；", "a@x.cn;b@y.cn"],
)
def test_several_addresses_may_stand_between_any_signs(text: str) -> None:
    assert [one.addr_spec for one in addresses(text)] == ["a@x.cn", "b@y.cn"]


def test_an_address_written_twice_is_used_once() -> None:
    assert [str(one) for one in addresses("a@x.cn,b@y.cn,A@X.cn")] == ["a@x.cn", "b@y.cn"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("张三", "“张三”缺少 @"),
        ("a＠x.cn", "半角"),
        ("a@x.cn b@y.cn", "逗号"),
        ("a@", "“a@”不是邮箱地址"),
        ("@x.cn", "不是邮箱地址"),
        ("a@x", "不是邮箱地址"),
        ("a..b@x.cn", "不是邮箱地址"),
        ("a b@x.cn", "不是邮箱地址"),
        ("a@-x.cn", "不是邮箱地址"),
        (f"{'a' * 250}@x.cn", "不是邮箱地址"),
        ("", "没有写收件人"),
        (" ， ；", "没有写收件人"),
        ("a@x.cn\nBcc: b@y.cn", "换行"),
        ("a@x.cn\r\n", "换行"),
        ("a\x00@x.cn", "看不见的字符"),
        ("a\u200b@x.cn", "看不见的字符"),
        ("张三 <zhang>", "缺少 @"),
    ],
)
def test_a_bad_address_is_refused_in_one_sentence(text: str, words: str) -> None:
    said = sentence(lambda: made(to=text))
    assert words in said
    assert said.count("。") == 1


def test_every_bad_address_is_named() -> None:
    said = sentence(lambda: addresses("甲，a@x.cn，乙@"))
    assert "“甲”" in said
    assert "“乙@”" in said
    assert "a@x.cn" not in said


def test_several_senders_and_a_broken_subject_are_refused() -> None:
    assert "发件人只能有一个" in sentence(lambda: made(sender="a@x.cn,b@x.cn"))
    assert "邮件标题" in sentence(lambda: made(subject="甲\nBcc: a@x.cn"))
