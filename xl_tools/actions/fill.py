"""fill: a report into a workbook."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Final

from xl_tools.actions.changes import Change, recorded
from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import WORKBOOK_ENDINGS, as_path, holds_same
from xl_tools.bridge import Bridged, bridge
from xl_tools.edition import Edition, Editions
from xl_tools.files import read_whole
from xl_tools.filling import Changed, changed_cells, edition_of_workbook, fill_workbook
from xl_tools.findings.text import summary
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.rules import check
from xl_tools.sources import read_bytes

MOST_SHOWN: Final = 40  # characters of a long text


def run(options: Namespace, desk: Desk) -> int:
    """Fill, check what was filled, say where it is; 1 where errors were found."""
    editions, _ = editions_with(options.edition)
    target, source = as_path(options.template), as_path(options.data)
    if options.output is None and not options.dry_run:
        raise Refusal("没有写填好的工作簿叫什么", "请加上 -o 和文件名；只看会改什么，加 --dry-run")
    template = read_whole(target)
    report = read_bytes(read_whole(source), str(source), editions).report
    edition = edition_of_workbook(template, str(target), editions)
    report = _in_edition(report, edition, editions, options.bridge, desk)
    changes = changed_cells(template, report, editions)
    if options.dry_run:
        return _would_change(changes, desk)
    output = as_path(options.output)
    ending(output, WORKBOOK_ENDINGS)
    data = fill_workbook(template, report, editions, str(target))
    data = recorded(data, [Change(*one, source.name) for one in changes])
    reading = read_bytes(data, str(output), editions)
    outcome = check(reading, editions)
    desk.save(
        output,
        data,
        (target, source),
        may_replace=holds_same(report, editions),
        force=options.force,
    )
    desk.say(f"已填好：{output}")
    desk.say(summary(outcome))
    return int(any(finding.severity == "error" for finding in outcome.findings))


def _would_change(changes: Sequence[Changed], desk: Desk) -> int:
    """Say what filling would change; nothing is written."""
    for one in changes:
        before, after = one.before or "（空）", one.after or "（空）"
        desk.say(f"{one.spot.sheet} {one.spot.address}：{_short(before)} → {_short(after)}")
    desk.say(f"会改 {len(changes)} 格；这次只是看看，什么也没有写。")
    return 0


def _short(text: str) -> str:
    first = text.partition("\n")[0]
    return first if len(text) <= MOST_SHOWN else f"{first[:MOST_SHOWN]}……"


def _in_edition(
    report: Report, edition: Edition, editions: Editions, may_bridge: bool, desk: Desk
) -> Report:
    """The report in the workbook's edition; Refusal unless bridging was asked for."""
    foreign = [t for t in edition.tables.values() if report.edition_of(t.id) != edition.id]
    if not foreign:
        return report
    if not may_bridge:
        numbers = "、".join(table.number for table in foreign)
        old = "、".join(sorted({report.edition_of(table.id) for table in foreign}))
        raise Refusal(
            f"{numbers}是{old}版格式，工作簿是{edition.id}版",
            "加上 --bridge 可以转过来，并列出要重新问的数",
        )
    bridged = bridge(report, edition, editions)
    _tell(bridged, edition, desk)
    return bridged.report


def _tell(bridged: Bridged, edition: Edition, desk: Desk) -> None:
    figures = {figure.id: figure for figure in edition.figures()}
    for question in bridged.questions:
        figure = figures[question.cells[0]]
        more = f"等 {len(question.cells)} 格" if len(question.cells) > 1 else ""
        number = edition.tables[figure.table].number
        desk.note(f"请重新核实：{number} {figure.label}{more}（{question.why}）")
    for note in bridged.notes:
        desk.note(f"注意：{note}。")
    lost = [cell for cell in bridged.left_behind if bridged.report.cells.get(cell) is None]
    if lost:
        desk.note(f"旧版有 {len(lost)} 个数在新版里没有位置，没有转过来，请留好原件。")
