"""mail: a draft with the macro-free workbook, the document and the manifest."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from xl_tools.actions.assemble import ENDING, documents
from xl_tools.actions.book import BookDesk
from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.export import prepare_export
from xl_tools.actions.naming import free_path
from xl_tools.actions.workbooks import as_path
from xl_tools.delivery import manifest as listing
from xl_tools.delivery.mail import Attachment, addresses, differs_in_time_only, draft
from xl_tools.edition import Editions
from xl_tools.files import read_whole, write_whole
from xl_tools.findings.text import counts, summary
from xl_tools.ooxml.package import open_package
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, Report
from xl_tools.rules import Outcome
from xl_tools.sources import read_bytes

OUTPUTS: Final = (".eml",)
WITH_MACROS: Final = frozenset({"xlsm", "xltm", "xlam", "docm", "dotm"})


class Mail(NamedTuple):
    """A draft, what goes with it, and what the rules say about the report."""

    draft: bytes
    attachments: tuple[Attachment, ...]
    outcome: Outcome


def run(options: Namespace, desk: Desk) -> int:
    """Write the draft beside the workbook; say what stands in it and that it is not sent."""
    addresses(options.to)  # a slip here is said before any work, and is not said of the file
    editions, _ = editions_with(options.edition)
    paths = [as_path(text) for text in options.files]
    source = paths[0]
    output = as_path(options.eml) if options.eml else source.with_suffix(".eml")
    ending(output, OUTPUTS)
    data = read_whole(source)
    reading = read_bytes(data, str(source), editions)
    more = [_enclosed(path) for path in paths[1:]]
    now = datetime.now().astimezone()
    mail = prepare_mail(data, reading, options.to, editions, now, more)
    desk.save(
        output,
        mail.draft,
        paths,
        may_replace=lambda old: differs_in_time_only(old, mail.draft),
        force=options.force,
    )
    for line in account(mail, str(output), options.to):
        desk.say(line)
    return 0


def press(desk: BookDesk) -> None:
    """A draft without a recipient beside the open workbook; say that it is to be sent by hand."""
    folder, reading = desk.path.parent, desk.read()._replace(file=str(desk.path))
    now = datetime.now().astimezone()
    mail = prepare_mail(desk.copy(), reading, None, desk.editions, now)
    name = f"{listing.report_name(reading.report)}.eml"

    def may_replace(old: bytes) -> bool:
        return differs_in_time_only(old, mail.draft)

    path = free_path(folder / name, mail.draft, may_replace)
    write_whole(path, mail.draft)
    desk.status(f"已做好邮件草稿：{path}")
    desk.say("\n".join(account(mail, str(path), "请打开草稿后填写")))


def prepare_mail(
    data: bytes,
    reading: Reading,
    to: str | None,
    editions: Editions,
    date: datetime,
    more: Sequence[Attachment] = (),
) -> Mail:
    """The draft for one workbook: `data` are its bytes, `reading` what it states.

    For bytes of a file and of an open workbook alike; `more` is attached as it is. Without `to`
    the recipient is left to whoever sends it.
    """
    try:
        return _prepared(data, reading, to, editions, date, more)
    except Refusal as refusal:
        raise refusal.within(reading.file) from None


def account(mail: Mail, place: str, to: str) -> list[str]:
    """What a person is told about a draft."""
    errors = counts(mail.outcome)["error"]
    lines = [f"已做好邮件草稿：{place}", f"收件人：{to}", "附件："]
    lines += [f"  {one.name}（{_size(one.data)}）" for one in mail.attachments]
    lines.append(summary(mail.outcome))
    if errors:
        lines.append(f"注意：还有 {errors} 处错误没有改，发送前请先改好，再做一次草稿。")
    lines.append("邮件还没有发出：请用自己的邮件程序打开这份草稿，核对后再发送。")
    return lines


def _prepared(
    data: bytes,
    reading: Reading,
    to: str | None,
    editions: Editions,
    date: datetime,
    more: Sequence[Attachment],
) -> Mail:
    report = reading.report
    (document,) = documents(reading, editions, [ENDING])
    exported = prepare_export(data, reading.file, editions)
    if exported.reading.report != report:
        raise Refusal("工作簿里有还没有保存的改动", "请先保存，再做邮件")
    name = listing.report_name(report)
    files = (
        Attachment(f"{name}.xlsx", exported.data),
        Attachment(f"{name}{ENDING}", document),
        *more,
    )
    _refuse_same_names(files)
    attachments = (*files, Attachment(listing.NAME, listing.manifest(report, files)))
    made = draft(None, to, name, letter(report, attachments), attachments, date)
    return Mail(made, attachments, exported.outcome)


def letter(report: Report, attachments: Sequence[Attachment]) -> str:
    """The words of the mail: what it brings, and the checksum of each file."""
    lines = [
        "您好：",
        "",
        f"现报送{report.organ.name}{report.year}年政府信息公开工作年度报告，请查收。",
        "",
        "附件：",
    ]
    for number, one in enumerate(attachments, 1):
        lines += [
            f"{number}. {one.name}（{len(one.data)} 字节）",
            f"   SHA-256：{listing.sha256(one.data)}",
        ]
    lines += ["", "工作簿不含宏，可以直接打开。", "", report.organ.name]
    return "\n".join(lines) + "\n"


def _enclosed(path: Path) -> Attachment:
    data = read_whole(path)
    if data.startswith(b"PK") and _kind(data) in WITH_MACROS:
        advice = "请先做成不含宏的：xl-tools export 工作簿 -o 文件.xlsx"
        raise Refusal("带有宏，很多邮箱会拦下", advice, file=str(path))
    return Attachment(path.name, data)


def _kind(data: bytes) -> str:
    """What kind of Office file it is; empty where it is none."""
    try:
        return open_package(data, "").kind
    except Refusal:
        return ""


def _refuse_same_names(files: Sequence[Attachment]) -> None:
    names = [one.name.casefold() for one in files] + [listing.NAME]
    for one in files:
        if names.count(one.name.casefold()) > 1:
            raise Refusal(f"有两个附件都叫“{one.name}”", "请改一个名字")


def _size(data: bytes) -> str:
    return f"{max(len(data) // 1024, 1)} KB"
