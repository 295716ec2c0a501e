"""fill: a report into a workbook, and last year's report beside it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from xl_tools.actions.changes import Change, recorded
from xl_tools.actions.desk import Desk, Replaceable, editions_with, ending
from xl_tools.actions.workbooks import WORKBOOK_ENDINGS, as_path, holds_same
from xl_tools.bridge import Bridged, bridge
from xl_tools.edition import Edition, Editions
from xl_tools.files import read_whole
from xl_tools.filling import changed_cells, edition_of_workbook, fill_workbook
from xl_tools.findings.text import summary
from xl_tools.lastyear import prior_remarks
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.rules import check
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes

MOST_SHOWN: Final = 40  # characters of a long text


class Inputs(NamedTuple):
    """What is filled in: this year's report, last year's, or both; and their files."""

    report: Report | None
    prior: Report | None
    paths: tuple[Path, ...]


def run(options: Namespace, desk: Desk) -> int:
    """Fill, check what was filled, say where it is; 1 where errors were found."""
    editions, _ = editions_with(options.edition)
    target = as_path(options.template)
    _refuse_incomplete(options)
    template = read_whole(target)
    edition = edition_of_workbook(template, str(target), editions)
    inputs = _inputs(options, edition, editions, desk)
    changes = _changes(template, inputs, editions)
    if options.dry_run:
        return _would_change(changes, desk)
    output = as_path(options.output)
    ending(output, WORKBOOK_ENDINGS)
    data = fill_workbook(template, inputs.report, editions, str(target), inputs.prior)
    data = recorded(data, changes)
    reading = read_bytes(data, str(output), editions)
    for words in _remarks(inputs, reading.report, edition, editions):
        desk.note(words)
    outcome = check(reading, editions, settings=settings_near(output))
    desk.save(
        output,
        data,
        (target, *inputs.paths),
        may_replace=_holds_same(inputs.report or reading.report, reading.prior, editions),
        force=options.force,
    )
    desk.say(f"已填好：{output}")
    desk.say(summary(outcome))
    return int(outcome.has_errors)


def _refuse_incomplete(options: Namespace) -> None:
    if not (options.data or options.prior):
        raise Refusal("没有说填什么", "请加上 --data 和报告，或 --prior 和上年的报告")
    if options.output is None and not options.dry_run:
        raise Refusal("没有写填好的工作簿叫什么", "请加上 -o 和文件名；只看会改什么，加 --dry-run")


def _inputs(options: Namespace, edition: Edition, editions: Editions, desk: Desk) -> Inputs:
    report = prior = None
    if options.data:
        report = _read(as_path(options.data), editions)
        report = _in_edition(report, edition, editions, options.bridge, desk)
    if options.prior:
        prior = _read(as_path(options.prior), editions)
    paths = tuple(as_path(text) for text in (options.data, options.prior) if text)
    return Inputs(report, prior, paths)


def _read(path: Path, editions: Editions) -> Report:
    return read_bytes(read_whole(path), str(path), editions).report


def _changes(template: bytes, inputs: Inputs, editions: Editions) -> list[Change]:
    """The cells that will change, each with the file its new content comes from."""
    first, last = inputs.paths[0].name, inputs.paths[-1].name
    found: list[Change] = []
    if inputs.report is not None:
        found += [Change(*one, first) for one in changed_cells(template, inputs.report, editions)]
    if inputs.prior is not None:
        own = changed_cells(template, None, editions, inputs.prior)
        found += [Change(*one, last) for one in own]
    return found


def _remarks(inputs: Inputs, report: Report, edition: Edition, editions: Editions) -> list[str]:
    if inputs.prior is None:
        return []
    return list(prior_remarks(inputs.prior, report, edition, editions))


def _holds_same(report: Report, prior: Report | None, editions: Editions) -> Replaceable:
    """May a workbook be replaced: does it hold nothing else, of this year and of last year?"""
    same = holds_same(report, editions)

    def may_replace(old: bytes) -> bool:
        if not same(old):
            return False
        try:
            found = read_bytes(old, "", editions).prior
        except Refusal:
            return True  # no year is filled in: nothing else can be, as `same` has seen
        return found is None or (prior is not None and found.cells == prior.cells)

    return may_replace


def _would_change(changes: Sequence[Change], desk: Desk) -> int:
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
