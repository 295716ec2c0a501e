"""assemble: the final document, proven equal to the report."""

from __future__ import annotations

from argparse import Namespace

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import as_path, is_untouched
from xl_tools.document import FORMATS, compose, write_document
from xl_tools.files import read_whole
from xl_tools.findings.text import summary
from xl_tools.refusal import Refusal
from xl_tools.report import form_of
from xl_tools.rules import check
from xl_tools.sources import read_bytes


def run(options: Namespace, desk: Desk) -> int:
    """Write each document; findings are counted, never in the way."""
    editions, _ = editions_with(options.edition)
    source = as_path(options.file)
    outputs = [as_path(text) for text in options.output]
    known = [f".{name}" for name in FORMATS]
    endings = [ending(path, known) for path in outputs]
    reading = read_bytes(read_whole(source), str(source), editions)
    if not reading.report.organ.name:
        raise Refusal("机关名称还没有填写", "请在“基本信息”里填上", file=str(source))
    try:
        document = compose(reading.report, form_of(reading.report, editions))
        written = [write_document(document, kind) for kind in endings]
    except Refusal as refusal:
        raise refusal.within(str(source)) from None
    for path, data in zip(outputs, written, strict=True):
        desk.save(path, data, (source,), may_replace=is_untouched, force=options.force)
        desk.say(f"已生成：{path}")
    outcome = check(reading, editions)
    desk.say(summary(outcome))
    return int(any(finding.severity == "error" for finding in outcome.findings))
