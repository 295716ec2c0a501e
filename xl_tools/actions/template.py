"""template: the blank official workbook of a year and an organ."""

from __future__ import annotations

import time
from argparse import Namespace

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import (
    WORKBOOK_ENDINGS,
    as_path,
    blank_workbook,
    holds_same,
)
from xl_tools.filling import fill_workbook
from xl_tools.report import Organ, Report

FIRST_MONTH_OF_NEXT = 11  # from November on people prepare the report of the running year


def run(options: Namespace, desk: Desk) -> int:
    """Write the workbook; a remark where the year calls for another edition."""
    path = as_path(options.output)
    kind = ending(path, WORKBOOK_ENDINGS)
    editions, chosen = editions_with(options.edition)
    year = options.year or default_year(time.localtime())
    required = editions.for_year(year)
    edition = chosen or required
    report = Report(edition.id, year, Organ((options.organ or "").strip()))
    data = fill_workbook(blank_workbook(edition, kind), report, editions)
    desk.save(path, data, may_replace=holds_same(report, editions), force=options.force)
    if not edition.covers(year):
        desk.note(f"提醒：{year}年度应当使用{required.name}格式，这份工作簿是{edition.name}。")
    desk.say(f"已做好{year}年度的空白工作簿（{edition.name}）：{path}")
    desk.say("下一步：用 Excel、WPS 或 LibreOffice 打开，从“使用说明”页开始填。")
    return 0


def default_year(now: time.struct_time) -> int:
    """The year whose report is due next: last year's until October, this year's afterwards."""
    return now.tm_year if now.tm_mon >= FIRST_MONTH_OF_NEXT else now.tm_year - 1
