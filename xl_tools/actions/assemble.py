"""assemble: the final document, proven equal to the report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.layout import profile_with
from xl_tools.actions.workbooks import as_path, is_untouched
from xl_tools.document import FORMATS, compose, write_document
from xl_tools.document.profile import STANDARD, Profile
from xl_tools.edition import Editions
from xl_tools.files import read_whole, write_whole
from xl_tools.findings.text import conclusion, summary
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, form_of
from xl_tools.rules import check
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes

if TYPE_CHECKING:
    from xl_tools.actions.book import BookDesk

ENDING: Final = ".docx"  # what the button makes
# What each form was compared by before it was written.
PROOF: Final = {
    ".docx": "已逐格读回，与报告一致",
    ".html": "已逐格读回，与报告一致",
    ".pdf": "文字已逐字读回，与报告一致，字体已带上",
}


def run(options: Namespace, desk: Desk) -> int:
    """Write each document; findings are counted, never in the way."""
    editions, _ = editions_with(options.edition)
    source = as_path(options.file)
    outputs = [as_path(text) for text in options.output]
    known = [f".{name}" for name in FORMATS]
    endings = [ending(path, known) for path in outputs]
    reading = read_bytes(read_whole(source), str(source), editions)
    written = documents(reading, editions, endings, profile_with(options.profile))
    for path, data in zip(outputs, written, strict=True):
        desk.save(path, data, (source,), may_replace=is_untouched, force=options.force)
        desk.say(f"已生成：{path}（{PROOF[path.suffix.lower()]}）")
    for note in reading.notes:
        desk.say(f"注意：{note}。")
    outcome = check(reading, editions, settings=settings_near(source))
    desk.say(conclusion(outcome, str(source)))
    return int(outcome.has_errors)


def press(desk: BookDesk) -> None:
    """Write the document beside the open workbook; say where it is and what is still open."""
    from xl_tools.actions.naming import free_path
    from xl_tools.delivery.manifest import report_name

    folder, reading = desk.path.parent, desk.read()
    (data,) = documents(reading, desk.editions, [ENDING])
    path = free_path(folder / f"{report_name(reading.report)}{ENDING}", data, is_untouched)
    write_whole(path, data)
    notes = "".join(f"注意：{note}。\n" for note in reading.notes)
    words = f"已生成：{path}\n{notes}{summary(desk.check(reading))}"
    desk.status(words.replace("\n", "  "))
    desk.say(words)


def documents(
    reading: Reading, editions: Editions, endings: Sequence[str], profile: Profile = STANDARD
) -> list[bytes]:
    """The final document in each of these forms; Refusal where it cannot be composed."""
    if not reading.report.organ.name.strip():
        raise Refusal("机关名称还没有填写", "请在“基本信息”里填上", file=reading.file)
    try:
        document = compose(reading.report, form_of(reading.report, editions), profile)
        return [write_document(document, ending) for ending in endings]
    except Refusal as refusal:
        raise refusal.within(reading.file) from None
