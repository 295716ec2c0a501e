"""mail: a draft that carries the report and proves each file."""

from __future__ import annotations

import email
import hashlib
import io
import json
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.delivery.macrobooks import with_macros
from tests.ooxml.books import sentence, unzipped
from xl_tools.actions.mail import prepare_mail
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.bridge import bridge
from xl_tools.cli import main
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import loads
from xl_tools.report import Organ, report_from_json
from xl_tools.samples import sample_path
from xl_tools.sources import read_bytes

EDITIONS = builtin_editions()
WHEN = datetime(2025, 1, 20, 9, 30, tzinfo=UTC)
NAME = "淮安市洪泽区人民政府2024年政府信息公开工作年度报告"
TO = "xxgk@example.gov.cn"


@pytest.fixture(scope="module")
def macro() -> bytes:
    """The sample report in a macro workbook."""
    sample = report_from_json(loads(sample_path("county-2024").read_bytes()), "")
    report = bridge(sample, EDITIONS.get("2021"), EDITIONS).report
    return with_macros(filled_workbook(report, EDITIONS))


@pytest.fixture
def folder(macro: bytes, tmp_path: Path, monkeypatch: Any) -> Path:
    """A folder with the macro workbook and a scan that goes with it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("xl_tools.cli._reconfigure", lambda stream: None)
    Path("年报.xlsm").write_bytes(macro)
    Path("审签单.pdf").write_bytes(b"%PDF-1.7 signed")
    return tmp_path


def parts(data: bytes) -> dict[str, bytes]:
    """The attachments of a draft by name."""
    mail = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True))
        for part in mail.iter_attachments()
    }


def test_the_draft_lies_beside_the_workbook_and_holds_everything(folder: Path, capsys: Any) -> None:
    assert main(["mail", "年报.xlsm", "审签单.pdf", "--to", TO]) == 0
    out = capsys.readouterr().out
    assert "年报.eml" in out
    assert "还没有发出" in out
    assert "错误 0 处" in out
    found = parts(Path("年报.eml").read_bytes())
    assert list(found) == [f"{NAME}.xlsx", f"{NAME}.docx", "审签单.pdf", "manifest.json"]
    assert found["审签单.pdf"] == b"%PDF-1.7 signed"
    assert "淮安".encode() in found["manifest.json"]


def test_the_manifest_and_the_letter_name_the_bytes_that_are_attached(macro: bytes) -> None:
    made = prepare_mail(macro, read_bytes(macro, "年报.xlsm", EDITIONS), TO, EDITIONS, WHEN)
    found = parts(made.draft)
    files = json.loads(found["manifest.json"])["files"]
    assert {one["name"]: (one["sha256"], one["bytes"]) for one in files} == {
        name: (hashlib.sha256(data).hexdigest(), len(data))
        for name, data in found.items()
        if name != "manifest.json"
    }
    mail = email.message_from_bytes(made.draft, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body()
    assert body is not None
    for name, data in found.items():
        assert name in body.get_content()
        assert hashlib.sha256(data).hexdigest() in body.get_content()
    assert mail["Subject"] == NAME


def test_the_workbook_and_the_document_attached_are_the_report(macro: bytes) -> None:
    reading = read_bytes(macro, "年报.xlsm", EDITIONS)
    found = parts(prepare_mail(macro, reading, TO, EDITIONS, WHEN).draft)
    book = found[f"{NAME}.xlsx"]
    assert not any(b"vba" in member.lower() for member in unzipped(book).values())
    assert openpyxl.load_workbook(io.BytesIO(book))["三、依申请公开"]["D4"].value is not None
    assert read_bytes(book, "", EDITIONS).report == reading.report
    document = docx.Document(io.BytesIO(found[f"{NAME}.docx"]))
    assert len(document.tables) >= 3


def test_the_same_report_gives_the_same_draft(macro: bytes) -> None:
    reading = read_bytes(macro, "年报.xlsm", EDITIONS)
    first = prepare_mail(macro, reading, TO, EDITIONS, WHEN).draft
    assert prepare_mail(macro, reading, TO, EDITIONS, WHEN).draft == first


def test_a_draft_is_made_anew_but_never_over_one_that_was_worked_on(folder: Path) -> None:
    assert main(["mail", "年报.xlsm", "--to", TO]) == 0
    assert main(["mail", "年报.xlsm", "--to", TO]) == 0
    assert main(["mail", "年报.xlsm", "--to", f"{TO},b@example.cn"]) == 2
    written = Path("年报.eml").read_bytes().replace(b"X-Unsent: 1", b"X-Unsent: 0")
    Path("年报.eml").write_bytes(written)
    assert main(["mail", "年报.xlsm", "--to", TO]) == 2
    assert Path("年报.eml").read_bytes() == written
    assert main(["mail", "年报.xlsm", "--to", TO, "--eml", "另.eml"]) == 0
    assert main(["mail", "年报.xlsm", "--to", TO, "--force"]) == 0


def test_errors_that_stand_are_said(folder: Path, capsys: Any) -> None:
    assert main(["template", "--year", "2025", "--organ", "甲县人民政府", "-o", "空.xlsx"]) == 0
    assert main(["mail", "空.xlsx", "--to", TO]) == 0
    assert "还有 3 处错误没有改" in capsys.readouterr().out


def test_a_figure_that_is_not_saved_yet_is_refused(macro: bytes) -> None:
    reading = read_bytes(macro, "年报.xlsm", EDITIONS)
    typed = reading._replace(report=reading.report._replace(signature="刚改的"))
    assert "还没有保存" in sentence(lambda: prepare_mail(macro, typed, TO, EDITIONS, WHEN))


def test_a_report_without_an_organ_is_refused(macro: bytes) -> None:
    reading = read_bytes(macro, "年报.xlsm", EDITIONS)
    nameless = reading._replace(report=reading.report._replace(organ=Organ(" ")))
    said = sentence(lambda: prepare_mail(macro, nameless, TO, EDITIONS, WHEN))
    assert "机关名称" in said
    assert "年报.xlsm" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["年报.xlsm", "--to", "张三"], "缺少 @"),
        (["年报.xlsm"], "--to"),
        (["年报.xlsm", "--to", TO, "--eml", "草稿.txt"], ".eml 结尾"),
        (["年报.xlsm", "年报.xlsm", "--to", TO], "带有宏"),
        (["年报.xlsm", "审签单.pdf", "审签单.pdf", "--to", TO], "两个附件都叫"),
        (["年报.xlsm", "没有.pdf", "--to", TO], "找不到"),
        ([str(sample_path("county-2024")), "--to", TO, "--eml", "a.eml"], "不是工作簿"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    folder: Path, arguments: list[str], words: str, capsys: Any
) -> None:
    assert main(["mail", *arguments]) == 2
    said = capsys.readouterr().err.strip()
    assert words in said
    assert len(said.splitlines()) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["审签单.pdf", "年报.xlsm"]
