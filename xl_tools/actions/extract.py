"""extract: a report out of a workbook, as data or in a fresh workbook."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import as_path, filled_workbook, holds_same, is_ours
from xl_tools.files import read_whole
from xl_tools.findings.text import summary
from xl_tools.jsontext import dumps
from xl_tools.report import SCHEMA, Reading, form_of, report_to_json
from xl_tools.rules import check
from xl_tools.sources import read_bytes

OUTPUTS: Final = (".json", ".xlsx")


def run(options: Namespace, desk: Desk) -> int:
    """Write the report and a short account of what was read."""
    editions, _ = editions_with(options.edition)
    source, output = as_path(options.file), as_path(options.output)
    kind = ending(output, OUTPUTS)
    reading = read_bytes(read_whole(source), str(source), editions)
    report, form = reading.report, form_of(reading.report, editions)
    if kind == ".json":
        data = dumps(report_to_json(report, form)).encode("utf-8")
        may_replace = is_ours(SCHEMA.encode())
    else:
        data, may_replace = filled_workbook(report, editions), holds_same(report, editions)
    desk.save(output, data, (source,), may_replace=may_replace, force=options.force)
    outcome = check(reading, editions)
    desk.say(f"已读出：{output}")
    for line in _account(reading, form.edition.name):
        desk.say(line)
    desk.say(summary(outcome))
    return int(any(finding.severity == "error" for finding in outcome.findings))


def _account(reading: Reading, edition: str) -> list[str]:
    report = reading.report
    lines = [
        f"{report.organ.name or '（机关名称未填）'} {report.year}年度，{edition}，"
        f"有数的格 {len(report.cells)} 个，其中公式算出的合计 {len(report.computed)} 个。"
    ]
    lines += [f"注意：{note}。" for note in reading.notes]
    if reading.changed:
        lines.append(f"注意：表格有 {len(reading.changed)} 处固定文字与官方格式不同。")
    return lines
