"""dispatch: a pre-filled workbook and a mail draft for each unit of the roster."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from xl_tools.actions.desk import Desk
from xl_tools.actions.template import default_year
from xl_tools.actions.workbooks import as_path, blank_workbook, holds_same, is_as_written
from xl_tools.delivery.mail import Attachment, addresses, draft, is_draft
from xl_tools.delivery.manifest import report_name
from xl_tools.edition import Editions, builtin_editions
from xl_tools.files import make_folder
from xl_tools.filling import fill_workbook
from xl_tools.ooxml.ownership import signed
from xl_tools.ooxml.package import open_package
from xl_tools.refusal import Refusal
from xl_tools.rollup.cache import Cache
from xl_tools.rollup.outgoing import Outgoing, outgoing
from xl_tools.rollup.packets import packets
from xl_tools.rollup.readers import read_all
from xl_tools.rollup.roster import Roster
from xl_tools.rollup.rostertable import read_roster
from xl_tools.rollup.submission import Submission
from xl_tools.settingsfile import settings_near

MOST_NAMED: Final = 20


def run(options: Namespace, desk: Desk) -> int:
    """Write them all; one that cannot be written does not stop the others."""
    editions = builtin_editions()
    roster = read_roster(as_path(options.roster))
    refuse_bad_addresses(roster, options.roster)
    year = options.year or roster.year or default_year(time.localtime())
    priors = earlier(options.prior, editions)
    folder = as_path(options.output)
    made = outgoing(roster, priors, year, editions, settings_near(folder))
    if not made:
        raise Refusal("名单上没有要汇总的单位", "请检查“角色”一列", file=options.roster)
    refuse_equal_names(made, options.roster)
    make_folder(folder)
    blank = blank_workbook(editions.for_year(year))
    refused = 0
    for one in _watched(made):
        try:
            write_unit(one, blank, folder, editions, desk, force=options.force)
        except Refusal as refusal:
            desk.note(refusal.sentence)
            refused += 1
    for line in account(made, roster, year, bool(options.prior), folder):
        desk.say(line)
    return 2 if refused else 0


def refuse_bad_addresses(roster: Roster, file: str) -> None:
    """Every bad address at once, before any work."""
    problems = []
    for unit in roster.units:
        try:
            addresses(unit.email or "xxgk@example.gov.cn")
        except Refusal as refusal:
            problems.append(f"{unit.name}：{refusal.problem}")
    if problems:
        raise Refusal("；".join(problems), "请改正名单里的邮箱", file=file)


def refuse_equal_names(made: Iterable[Outgoing], file: str = "") -> None:
    """One unit's workbook would take the place of another's: 甲/乙局, 甲乙局."""
    units: dict[str, str] = {}
    for one in made:
        other = units.setdefault(report_name(one.report).casefold(), one.unit.name)
        if other != one.unit.name:
            problem = f"“{other}”和“{one.unit.name}”的文件会同名"
            raise Refusal(problem, "请在名单里改一个名称", file=file)


def earlier(option: str | None, editions: Editions, workers: int = 0) -> list[Submission]:
    """Last year's reports, out of whatever they were handed in as."""
    if not option:
        return []
    folder = as_path(option)
    if not folder.is_dir():
        raise Refusal("不是文件夹", "请给出放着各单位上年报告的文件夹", file=str(folder))
    with Cache() as cache:
        return read_all(packets([folder]), editions, cache, workers)


def _watched(made: list[Outgoing]) -> Iterable[Outgoing]:
    from tqdm import tqdm

    watched: Iterable[Outgoing] = tqdm(
        made, desc="下发", unit="份", delay=1, disable=None, leave=False
    )
    return watched


def write_unit(
    one: Outgoing, blank: bytes, folder: Path, editions: Editions, desk: Desk, *, force: bool
) -> None:
    """The workbook, and the draft with it; never over what a unit has filled in."""
    name = report_name(one.report)
    filled = open_package(fill_workbook(blank, one.report, editions, prior=one.prior), name)
    book = filled.replace(signed(filled))
    path = folder / f"{name}.xlsx"
    same = holds_same(one.report, editions)
    desk.save(path, book, may_replace=lambda old: is_as_written(old) and same(old), force=force)
    attached = [Attachment(path.name, book)]
    now = datetime.now().astimezone()
    mail = draft(None, one.unit.email or None, f"请填报：{name}", _letter(one), attached, now)
    desk.save(
        path.with_suffix(".eml"),
        mail,
        may_replace=is_draft,
        force=force,
    )


def _letter(one: Outgoing) -> str:
    """The words of the mail: what to do, until when, what is in it already."""
    year = one.report.year
    due = f"{one.deadline:%Y}年{one.deadline.month}月{one.deadline.day}日" if one.deadline else ""
    lines = [
        f"{one.unit.name}：",
        "",
        f"现发去{year}年政府信息公开工作年度报告的工作簿，请填好后用原文件名报回"
        + (f"，{due}前报到。" if due else "。"),
        "",
        "1. 打开工作簿，从“使用说明”页开始，只填浅黄色的格子，没有发生的填 0。",
        "2. 首页的结论是“通过”，或者每条都写了说明，再报回。",
    ]
    if one.report.cells:
        lines.append(f"3. 表三“上年结转”已按{year - 1}年度报告的第四项填好，请核对。")
    if one.report.date:
        lines.append("成文日期先写成了截止日期，请改成实际的日期。")
    return "\n".join([*lines, "", "工作簿不含宏，可以直接打开。"]) + "\n"


def account(
    made: list[Outgoing], roster: Roster, year: int, asked: bool, folder: Path
) -> Iterator[str]:
    """What was made, and what is still to be looked at before it is sent."""
    yield f"{year}年度：已做好 {len(made)} 份工作簿和邮件草稿，在“{folder}”。"
    apart = [f"{unit.name}（{unit.role}）" for unit in roster.units if not unit.is_summed]
    lists = {
        "不汇总，没有做": apart,
        "没有找到上年的报告，上年结转要自己填": [
            one.unit.name for one in made if asked and one.prior is None
        ],
        "没有邮箱，草稿上请自己写收件人": [o.unit.name for o in made if not o.unit.email],
        "不知道截止日期，请在名单上写明级别或日期": [
            one.unit.name for one in made if one.deadline is None
        ],
    }
    for words, names in lists.items():
        if names:
            more = f"等 {len(names)} 个" if len(names) > MOST_NAMED else ""
            yield f"  【{words}】{'、'.join(names[:MOST_NAMED])}{more}。"
    yield "下一步：核对后用自己的邮件程序打开草稿发出；收回来的放进一个文件夹，用 rollup 汇总。"
