"""The reason for a finding: noted in a workbook's file, or asked for in an open workbook."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from xl_tools.actions.book import BookDesk
from xl_tools.actions.changes import Change, recorded
from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.naming import stamped
from xl_tools.actions.workbooks import WORKBOOK_ENDINGS, as_path, report_in, with_prior
from xl_tools.edition import Editions
from xl_tools.explaining import (
    Explained,
    Row,
    explained_contents,
    line_of,
    numbers_now,
    with_new_sheet,
)
from xl_tools.explanations import Explanation
from xl_tools.files import read_whole, write_whole
from xl_tools.filling import changed_by
from xl_tools.findings.text import conclusion
from xl_tools.ooxml.content import Content
from xl_tools.placement import CHECK_COLUMNS, CHECKS, FINDING_COLUMNS, placement_of
from xl_tools.places import Spot
from xl_tools.recalculation import patched
from xl_tools.refs import position
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.rules import Outcome, check
from xl_tools.rules.explained import told_of
from xl_tools.rules.finding import Finding
from xl_tools.settingsfile import settings_near
from xl_tools.sources import is_our_workbook, read_bytes
from xl_tools.sources.explanations import HEAD, REASON, SHEET
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.workbook import tables_of

SOURCE: Final = "说明原因"


# ---- in a file ---------------------------------------------------------------------------


def record_reason(options: Namespace, desk: Desk) -> int:
    """Note the reason, in a file of its own where one is named; 1 where errors are left.

    Else in the workbook itself, a copy of what it was beside it.
    """
    path = as_path(options.what[0])
    if len(options.what) < 2:
        raise Refusal("没有说是哪一条规则", "请写成：xl-tools explain 工作簿 规则 --reason 原因")
    reason = (options.reason or "").strip()
    if not reason:
        raise Refusal("没有写原因", "请加上 --reason 和原因，加上引号")
    if options.output:
        ending(as_path(options.output), WORKBOOK_ENDINGS)
    editions, _ = editions_with(options.edition)
    data = read_whole(path)
    if not is_our_workbook(data):
        raise Refusal("原因只能写进 xl-tools 的工作簿", "请先用 fill 填进工作簿", file=str(path))
    before = _reading(data, path, options.prior, editions)
    found = _asked(check(before, editions, settings=settings_near(path)), options)
    said = (reason, (options.by or "").strip(), date.today().isoformat())
    after = explained_workbook(data, [explanation_of(one, *said) for one in found], editions)
    reading = _reading(after, path, options.prior, editions)
    outcome = check(reading, editions, settings=settings_near(path))
    _save(path, data, after, options, desk)
    desk.say(f"写明了 {len(found)} 处的原因。")
    for note in reading.notes:
        desk.say(f"注意：{note}。")
    if beside := options.prior if reading.prior != read_bytes(after, "", editions).prior else "":
        desk.say(
            f"上年的报告不在工作簿里，以后校验也要加上 --prior {beside}，和上年比较的才算说明过。"
        )
    desk.say(conclusion(outcome, options.output or str(path), beside))
    return int(outcome.has_errors)


def _save(path: Path, before: bytes, after: bytes, options: Namespace, desk: Desk) -> None:
    if options.output:
        output = as_path(options.output)
        desk.save(output, after, (path,), may_replace=lambda _: False, force=options.force)
        desk.say(f"已写进：{output}，原来的文件没有动。")
        return
    backup = stamped(path, "备份")
    write_whole(backup, before)
    write_whole(path, after)
    desk.say(f"已写进：{path}，改以前的样子留在 {backup}。")


def _reading(data: bytes, path: Path, prior: str | None, editions: Editions) -> Reading:
    reading = read_bytes(data, str(path), editions)
    if not prior:
        return reading
    return with_prior(reading, report_in(prior, editions))


def _asked(outcome: Outcome, options: Namespace) -> list[Finding]:
    """The findings of the rule, of the cells if some are named; Refusal where there are none."""
    rule = options.what[1].strip().upper()
    of_rule = [one for one in outcome.findings if one.rule == rule]
    if not of_rule and (why := dict(outcome.not_applicable).get(rule)):
        raise Refusal(f"〔{rule}〕没有核对，现在还不能说明", why)
    if not of_rule:
        raise Refusal(f"校验没有发现〔{rule}〕的问题，不用说明", "请先运行 xl-tools validate 看看")
    if not of_rule[0].explainable:
        raise Refusal(f"〔{rule}〕不能用说明代替改正", f"请改正：{of_rule[0].message}")
    if not options.cells:
        return of_rule
    named = {cell.strip() for cell in options.cells.replace("，", ",").split(",")}
    chosen = [one for one in of_rule if named & set(one.cells)]
    if not chosen:
        known = "、".join(dict.fromkeys(cell for one in of_rule for cell in one.cells[:1]))
        raise Refusal(f"〔{rule}〕没有说到“{options.cells}”", f"说到的是：{known}")
    return chosen


def explanation_of(finding: Finding, reason: str, by: str = "", on: str = "") -> Explanation:
    """A reason for a finding as it stands now."""
    return Explanation(finding.rule, finding.cells, told_of(finding), reason, by, on)


def explained_workbook(
    data: bytes, explanations: Sequence[Explanation], editions: Editions
) -> bytes:
    """The workbook with the reasons in it, and what was written on 改动记录."""
    book = OpenBook(data, "")
    placement = placement_of(tables_of(book, editions).edition)
    new = explained_contents(book, explanations, placement, numbers_now(book))
    shown = {spot: said for spot, said in new.contents.items() if _is_reason(spot)}
    changes = [Change(*one, SOURCE) for one in changed_by(book, shown)]
    changes += [
        Change(Spot(SHEET, row, REASON), "", str(said[REASON - 1]), SOURCE)
        for row, said in enumerate(new.rows, 2)
    ]
    return recorded(with_new_sheet(patched(book, new.contents), new.rows), changes)


def _is_reason(spot: Spot) -> bool:
    return spot.column == (CHECK_COLUMNS["reason"] if spot.sheet == CHECKS else REASON)


# ---- in an open workbook -----------------------------------------------------------------


def lead_to_reason(desk: BookDesk) -> None:
    """Select the cell in which the reason for the selected finding is to be written."""
    reading = desk.read()
    findings = [one for one in desk.check(reading).findings if one.explainable and one.is_open]
    chosen = _selected(desk, reading, findings)
    if chosen is None:
        desk.status("没有可以说明原因的问题；算错、填错的数请改正。")
        return
    spot = _place(desk, reading, chosen)
    desk.go(spot)
    desk.status(f"请在选中的格子里写明原因，写好后再点“校验”：{chosen.message}")


def _selected(desk: BookDesk, reading: Reading, findings: Sequence[Finding]) -> Finding | None:
    """The finding of the selected cell, or row of 校验; else the first of all."""
    here = desk.selected()
    edition = desk.edition_of(reading)
    for one in findings:
        line = line_of(placement_of(edition), explanation_of(one, ""))
        if here.sheet == CHECKS and line is not None and line.row == here.row:
            return one
        if here in _spots(reading, one.cells):
            return one
    listed = _listed(desk, here)
    of_row = (one for one in findings if one.message.endswith(listed)) if listed else iter(())
    return next(of_row, findings[0] if findings else None)


def _spots(reading: Reading, cells: Iterable[str]) -> list[Spot]:
    places = (reading.places[cell] for cell in cells if cell in reading.places)
    return [Spot(place.sheet, *position(place.address)) for place in places]


def _listed(desk: BookDesk, here: Spot) -> str:
    """The words of the selected row of the list of findings on 校验."""
    if here.sheet != CHECKS:
        return ""
    return str(desk.range(here._replace(column=FINDING_COLUMNS["words"])).value or "")


def _place(desk: BookDesk, reading: Reading, finding: Finding) -> Spot:
    """Beside the row of 校验, or a row of 情况说明 that is made for it."""
    one = explanation_of(finding, "")
    placement = placement_of(desk.edition_of(reading))
    book = desk.open_book()
    new = explained_contents(book, [one], placement)
    line = line_of(placement, one)
    if line is not None and any(spot.sheet == CHECKS for spot in new.contents):
        return placement.check(line, "reason")
    contents = _new_rows(desk, new)
    desk.put(contents)
    return max(spot for spot in contents if spot.column == REASON)


def _new_rows(desk: BookDesk, new: Explained) -> dict[Spot, Content]:
    if new.contents:
        return new.contents
    names = [sheet.name for sheet in desk.live.sheets]
    active = desk.live.sheets.active
    desk.live.sheets.add(SHEET, after=desk.live.sheets[names[-1]])
    active.activate()
    rows: list[Row] = [list(HEAD), *new.rows]
    return {
        Spot(SHEET, number, column): said
        for number, row in enumerate(rows, 1)
        for column, said in enumerate(row, 1)
    }
