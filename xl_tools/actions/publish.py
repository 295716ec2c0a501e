"""publish: everything a website needs, in one folder."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from xl_tools.actions.desk import Desk, editions_with
from xl_tools.actions.layout import profile_with
from xl_tools.actions.workbooks import as_path, report_in, with_prior
from xl_tools.delivery.manifest import report_name, sha256
from xl_tools.delivery.website import PASTE, PASTE_UNMERGED, SUMS, sums, sums_in, website_files
from xl_tools.document import Document, compose, write_document
from xl_tools.files import make_folder, read_whole
from xl_tools.findings.text import conclusion
from xl_tools.refusal import Refusal
from xl_tools.report import Report, form_of
from xl_tools.rules import check
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes


def run(options: Namespace, desk: Desk) -> int:
    """Write the files; one that somebody has changed since stays as it is."""
    editions, _ = editions_with(options.edition)
    source, folder = as_path(options.workbook), as_path(options.output)
    reading = read_bytes(read_whole(source), str(source), editions)
    if options.prior:
        reading = with_prior(reading, report_in(options.prior, editions))
    report, form = reading.report, form_of(reading.report, editions)
    if not report.organ.name.strip():
        raise Refusal("机关名称还没有填写", "请在“基本信息”里填上", file=str(source))
    try:
        document = compose(report, form, profile_with(options.profile))
        files = dict(website_files(reading, document, editions))
    except Refusal as refusal:
        raise refusal.within(str(source)) from None
    files |= _pdf(report, document, desk)
    _write(folder, files, source, desk, force=options.force)
    _say(folder, files, source, desk)
    outcome = check(reading, editions, settings=settings_near(source))
    for note in reading.notes:
        desk.say(f"注意：{note}。")
    desk.say(conclusion(outcome, str(source), options.prior or ""))
    return int(outcome.has_errors)


def _pdf(report: Report, document: Document, desk: Desk) -> dict[str, bytes]:
    """The PDF where this machine can make one; what to do where it cannot."""
    try:
        return {f"{report_name(report)}.pdf": write_document(document, "pdf")}
    except Refusal as refusal:
        desk.note(f"没有做 PDF：{refusal.sentence}")
        return {}


def _write(
    folder: Path, files: Mapping[str, bytes], source: Path, desk: Desk, *, force: bool
) -> None:
    if not force:
        _refuse_changed(folder, files)
    make_folder(folder)
    for name, data in (*files.items(), (SUMS, sums(files.items()))):
        desk.save(folder / name, data, (source,), may_replace=lambda _: True)


def _refuse_changed(folder: Path, files: Mapping[str, bytes]) -> None:
    """Before anything is written: is one of the files there not as it was written here?"""
    listed = folder / SUMS
    known = sums_in(listed.read_bytes()) if listed.is_file() else {}
    for name, data in files.items():
        path = folder / name
        old = path.read_bytes() if path.is_file() else data
        if old != data and sha256(old) != known.get(name):
            advice = "请换一个文件夹；确实不要原来的内容，就加上 --force"
            raise Refusal("已经有这个文件，里面是别的内容", advice, file=str(path))


def _say(folder: Path, files: Mapping[str, bytes], source: Path, desk: Desk) -> None:
    desk.say(f"网站要用的文件都在：{folder}")
    for name in (*files, SUMS):
        desk.say(f"  {name}")
    desk.say(f"把“{PASTE}”用浏览器打开，全选、复制，粘贴到网站的编辑器里；")
    desk.say(f"粘贴后表格乱了，就换用“{PASTE_UNMERGED}”。其余是给人下载的文件和数据；")
    desk.say(f"“{SUMS}”是各文件的校验值，供下载的人核对，不用打开。")
    desk.say(f"公布以后把网页另存为 .html，再核对一遍：xl-tools compare 网页.html {source}")
