"""demo: the whole main job on the bundled county report."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Final

from xl_tools.actions.desk import Desk
from xl_tools.actions.workbooks import blank_workbook, holds_same, is_ours, is_untouched
from xl_tools.bridge import bridge
from xl_tools.document import compose, write_document
from xl_tools.edition import builtin_editions
from xl_tools.files import make_folder, read_whole
from xl_tools.filling import fill_workbook
from xl_tools.findings.json import findings_json
from xl_tools.findings.text import findings_text
from xl_tools.jsontext import FINDINGS, REPORT, dumps, loads
from xl_tools.report import form_of, report_from_json
from xl_tools.rules import check
from xl_tools.samples import sample_path
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes

DEFAULT_FOLDER: Final = "xl-tools样例"


def run(options: Namespace, desk: Desk) -> int:
    """Template, fill, validate, assemble; says where each file is."""
    folder = Path(options.output or DEFAULT_FOLDER)
    make_folder(folder)
    editions = builtin_editions()
    source = sample_path("county-2024")
    sample = report_from_json(loads(read_whole(source), str(source)), str(source))
    edition = editions.for_year(sample.year)
    report = bridge(sample, edition, editions).report
    files = {
        name: folder / name for name in ("样例数据.json", "年报.xlsx", "校验结果.json", "年报.docx")
    }

    data = read_whole(source)
    desk.save(files["样例数据.json"], data, may_replace=is_ours(REPORT.encode()))
    workbook = fill_workbook(blank_workbook(edition), report, editions)
    desk.save(files["年报.xlsx"], workbook, may_replace=holds_same(report, editions))
    reading = read_bytes(workbook, str(files["年报.xlsx"]), editions)
    outcome = check(reading, editions, settings=settings_near(files["年报.xlsx"]))
    found = dumps(findings_json(reading, outcome, editions)).encode("utf-8")
    desk.save(files["校验结果.json"], found, may_replace=is_ours(FINDINGS.encode()))
    document = write_document(compose(reading.report, form_of(reading.report, editions)), ".docx")
    desk.save(files["年报.docx"], document, may_replace=is_untouched)

    desk.say(f"样例是{report.organ.name}{report.year}年度报告的真实数据（文字另写）。")
    desk.say(f"1. 报告数据：{files['样例数据.json']}")
    desk.say(f"2. 填好的工作簿：{files['年报.xlsx']}")
    desk.say(f"3. 校验结果：{files['校验结果.json']}")
    desk.say(f"4. 最终文档：{files['年报.docx']}")
    desk.say("")
    desk.say(findings_text(reading, outcome, editions))
    return int(outcome.has_errors)
