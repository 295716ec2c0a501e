"""fill: a report, a case ledger's figures and last year's report into a workbook."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xl_tools.actions.changes import Change, recorded
from xl_tools.actions.desk import Desk, Replaceable, editions_with, ending
from xl_tools.actions.workbooks import WORKBOOK_ENDINGS, as_path, holds_same, reading_in, report_in
from xl_tools.bridge import Bridged, bridge
from xl_tools.edition import Edition, Editions
from xl_tools.files import read_whole
from xl_tools.filling import Changed, changed_cells, edition_of_workbook, fill_workbook
from xl_tools.findings.text import conclusion
from xl_tools.lastyear import prior_remarks
from xl_tools.placement import placement_of
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.rules import check
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes

if TYPE_CHECKING:
    from xl_tools.tally import Tally

MOST_SHOWN: Final = 40  # characters of a long text


class Inputs(NamedTuple):
    """What is filled in: this year's report, last year's, the case ledger; and their files.

    `report` has the ledger's figures in it, `stated` is the report without them. `remark` says
    what the ledger means for section six.
    """

    report: Report | None
    stated: Report | None
    prior: Report | None
    tally: Tally | None
    paths: dict[str, Path]
    remark: str = ""


def run(options: Namespace, desk: Desk) -> int:
    """Fill, check what was filled, say where it is; 1 where errors were found."""
    editions, _ = editions_with(options.edition)
    target = as_path(options.template)
    _refuse_incomplete(options)
    template = read_whole(target)
    edition = edition_of_workbook(template, str(target), editions)
    inputs = _inputs(options, template, edition, editions, desk)
    changes = _changes(template, inputs, editions)
    if options.dry_run:
        return _would_change(changes, desk)
    output = as_path(options.output)
    ending(output, WORKBOOK_ENDINGS)
    data = fill_workbook(template, inputs.report, editions, str(target), inputs.prior)
    data = _with_open_rows(recorded(data, changes), inputs)
    reading = read_bytes(data, str(output), editions)
    for words in (
        *_year_remark(changes, edition),
        *_remarks(inputs, reading.report, edition, editions),
    ):
        desk.note(words)
    outcome = check(reading, editions, settings=settings_near(output), tally=inputs.tally)
    desk.save(
        output,
        data,
        (target, *inputs.paths.values()),
        may_replace=_holds_same(inputs.report or reading.report, reading.prior, editions),
        force=options.force,
    )
    desk.say(f"已填好：{output}")
    desk.say(conclusion(outcome, str(output)))
    open_rows = inputs.tally.open_rows if inputs.tally else 0
    if open_rows:
        desk.say(f"台账有 {open_rows} 行没有计数，填进去的数还不全：见上面和“待分类”表。")
    return int(bool(open_rows) or outcome.has_errors)


def _refuse_incomplete(options: Namespace) -> None:
    if not (options.data or options.prior or options.ledger):
        raise Refusal(
            "没有说填什么", "请加上 --data 和报告，--ledger 和台账，或 --prior 和上年的报告"
        )
    if options.output is None and not options.dry_run:
        raise Refusal("没有写填好的工作簿叫什么", "请加上 -o 和文件名；只看会改什么，加 --dry-run")


def _inputs(
    options: Namespace, template: bytes, edition: Edition, editions: Editions, desk: Desk
) -> Inputs:
    given = {name: getattr(options, name) for name in ("data", "prior", "ledger")}
    paths = {name: as_path(text) for name, text in given.items() if text}
    stated = prior = tally = None
    if "data" in paths:
        reading = reading_in(given["data"], editions)
        stated = _in_edition(reading.report, edition, editions, options.bridge, desk)
        if reading.prior and "prior" not in paths and not _has_prior(template, editions):
            prior, paths["prior"] = reading.prior, paths["data"]
    if given["prior"]:
        prior = report_in(given["prior"], editions)
    report, remark = stated, ""
    if "ledger" in paths:
        # Asked for by some only: the others start without it.
        from xl_tools.actions.cases import fee_remark, tally_for, with_fee_sentence, with_tally

        own = stated or read_bytes(template, options.template, editions).report
        tally = tally_for(paths["ledger"], own, editions, template)
        report = with_fee_sentence(with_tally(own, tally), tally)
        remark = fee_remark(own, tally)
    return Inputs(report, stated, prior, tally, paths, remark)


def _has_prior(workbook: bytes, editions: Editions) -> bool:
    """Does it hold figures of last year, which those of another file must not replace unasked?"""
    try:
        return read_bytes(workbook, "", editions).prior is not None
    except Refusal:
        return False  # no year is filled in, and so nothing else


def _with_open_rows(data: bytes, inputs: Inputs) -> bytes:
    if inputs.tally is None:
        return data
    from xl_tools.actions.cases import with_open_rows

    return with_open_rows(data, inputs.tally)


def _changes(template: bytes, inputs: Inputs, editions: Editions) -> list[Change]:
    """The cells that will change, each with the file its new content comes from."""
    names = {name: path.name for name, path in inputs.paths.items()}
    found: list[Change] = []
    if inputs.report is not None:
        own = set(_changed(template, inputs.stated, editions))
        for one in changed_cells(template, inputs.report, editions):
            found.append(Change(*one, names["data" if one in own else "ledger"]))
    if inputs.prior is not None:
        last = changed_cells(template, None, editions, inputs.prior)
        found += [Change(*one, names["prior"]) for one in last]
    return found


def _changed(template: bytes, report: Report | None, editions: Editions) -> list[Changed]:
    return [] if report is None else changed_cells(template, report, editions)


def _year_remark(changes: Sequence[Change], edition: Edition) -> Iterator[str]:
    """A workbook that was begun for one year and is filled for another: perhaps the wrong file."""
    spot = placement_of(edition).fields["meta.year"]
    for one in changes:
        if one.spot == spot and one.before:
            yield f"工作簿原来是{one.before}年度的，现在填成{one.after}年度：请看看有没有拿错。"


def _remarks(inputs: Inputs, report: Report, edition: Edition, editions: Editions) -> Iterator[str]:
    if inputs.prior is not None:
        yield from prior_remarks(inputs.prior, report, edition, editions)
    if inputs.tally is not None:
        from xl_tools.ledger.text import open_lines

        yield from open_lines(inputs.tally)
    if inputs.remark:
        yield inputs.remark


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
