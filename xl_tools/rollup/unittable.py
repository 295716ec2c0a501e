"""Roll-up + roster -> a line for each unit: its state, its file, how many problems, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.ooxml.content import Content
from xl_tools.rollup.codefendants import SHEET
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.roster import Roster, Unit
from xl_tools.rollup.rules import asks_about_suits
from xl_tools.rollup.standing import (
    COUNTED,
    DUPLICATE,
    NOT_ON_ROSTER,
    NOT_SUMMED,
    UNREADABLE,
    WRONG_EDITION,
    WRONG_YEAR,
    Standing,
)
from xl_tools.rules.finding import Finding
from xl_tools.rules.ofmany import FILE, LATE, PRIOR, SCOPE, YEAR

MOST_POINTS: Final = 3
UNKNOWN: Final = "（不知道是谁的）"
# What to do about a file that is not counted.
TO_DO: Final = MappingProxyType(
    {
        UNREADABLE: "请单位另交一份，没有当作零",
        DUPLICATE: "核对一下，留下对的一份",
        WRONG_YEAR: "点“退回”，请单位报本年度的",
        WRONG_EDITION: "点“退回”，请单位用本年度的格式重报",
        NOT_ON_ROSTER: "该汇总的补进“名单”表，不该的从文件夹里拿开",
        NOT_SUMMED: "只公布，不汇总，不用管",
    }
)
Line = tuple[Content, ...]  # 单位, 状态, 文件, 问题数, 怎么办


def unit_lines(of: Rollup, roster: Roster, inbox: str, today: date) -> list[Line]:
    """The parent's own report, every unit of the roster in its order, then what belongs to none."""
    own = [one for one in of.standings if one.is_own]
    known = {unit.name for unit in roster.units}
    strays = [
        one
        for one in of.standings
        if not one.is_own and (one.unit is None or one.unit.name not in known)
    ]
    lines = [_own_line(one, inbox) for one in own]
    for unit in roster.units:
        lines += _lines_of(unit, of, inbox, today)
    return [*lines, *(_file_line(one, inbox) for one in strays)]


def _own_line(one: Standing, inbox: str) -> Line:
    return (one.organ, f"本级，{_state(one)}", _file(one, inbox), _problems(one), _to_do(one, "改"))


def _lines_of(unit: Unit, of: Rollup, inbox: str, today: date) -> Iterator[Line]:
    """The file that is counted goes first; a unit without any file has a line too."""
    files = [one for one in of.standings if one.unit is not None and one.unit.name == unit.name]
    files.sort(key=lambda one: one.status != COUNTED)
    if not files:
        yield _without_file(unit, of, today)
    for one in files:
        yield _file_line(one, inbox)


def _without_file(unit: Unit, of: Rollup, today: date) -> Line:
    if not unit.is_summed:
        return (unit.name, "不汇总", "", None, f"{unit.role}的单位不向本级汇总，不用催")
    if all(unit.name != one.name for one in of.missing):
        return (unit.name, "已交", "", None, "政府和政府办公室合为一份，已经计入")
    deadline = unit.deadline(of.edition, of.report.year, of.settings)
    return (unit.name, "未交", "", None, f"{_since(deadline, today)}点“催报名单”")


def _since(deadline: date | None, today: date) -> str:
    if deadline is None:
        return ""
    days = (today - deadline).days
    late = f"，已过 {days} 天" if days > 0 else "，还没有到"
    return f"截止 {deadline.isoformat()}{late}；"


def _file_line(one: Standing, inbox: str) -> Line:
    if one.status == COUNTED:
        return (one.organ, _state(one), _file(one, inbox), _problems(one), _to_do(one, "点“退回”"))
    advice = _not_counted(one, _start(inbox))
    return (one.organ or UNKNOWN, _state(one), _file(one, inbox), None, advice)


def _state(one: Standing) -> str:
    """已计入，迟报，有错误: what a person looks for first."""
    words = [one.state]
    if one.status == COUNTED:
        words += ["迟报"] if one.late else []
        count = one.submission.count
        words += ["有错误"] if count("error") else ["待核对"] if count("warning") else []
    return "，".join(words)


def _problems(one: Standing) -> Decimal:
    return Decimal(sum(one.submission.count(severity) for severity in ("error", "warning")))


def _to_do(one: Standing, how: str) -> str:
    errors, warnings = (one.submission.count(severity) for severity in ("error", "warning"))
    note = f"；{one.note}" if one.note else ""
    if errors:
        more = f"、待核对 {warnings} 处" if warnings else ""
        return f"错误 {errors} 处{more}：{how}{note}"
    if warnings:
        return f"待核对 {warnings} 处：核对无误的可以留着，要改的{how}{note}"
    return f"没有问题{note}"


def _not_counted(one: Standing, start: str) -> str:
    note = one.note.rstrip("。").replace(start, "")
    to_do = "" if one.aside else TO_DO.get(one.status, "")
    return "；".join(filter(None, (note, to_do)))


def _file(one: Standing, inbox: str) -> str:
    """The file as it lies in the folder of what came in."""
    file, start = one.submission.file, _start(inbox)
    if file.startswith(start):
        return file.removeprefix(start)
    return file.replace("\\", "/").rpartition("/")[2]


def _start(inbox: str) -> str:
    """How the names of all files in the folder begin; on Windows with the other stroke."""
    return inbox if inbox.endswith(("/", "\\")) else inbox + ("\\" if "\\" in inbox else "/")


# ---- the account -------------------------------------------------------------------------


def counts_of(of: Rollup) -> str:
    """How many are in, how many are not, in a line."""
    late = sum(one.late for one in of.counted)
    rest = len(of.standings) - len(of.counted)
    wrong = len(with_errors(of))
    return (
        f"{of.report.year}年度：计入 {len(of.counted)} 份，没有计入的文件 {rest} 个，"
        f"未交 {len(of.missing)} 个单位，迟报 {late} 个，有错误 {wrong} 个单位"
    )


def with_errors(of: Rollup) -> list[Standing]:
    """The counted reports of units that have errors."""
    return [one for one in of.counted if not one.is_own and one.submission.count("error")]


def points(of: Rollup) -> list[str]:
    """What is to be looked at besides the units: the first few, each in a line."""
    told = {FILE.id, SCOPE.id, YEAR.id, LATE.id, PRIOR.id}  # they stand in the table of units
    files = tuple(f"{one.submission.file}：" for one in of.standings)
    lines = [
        f"要核对：{words}。"
        for one in of.findings
        if one.rule not in told and one.severity != "info"
        if not (words := _short(one)).startswith((*files, "还缺 "))
    ]
    if not lines:
        return []
    where = "详见汇总.xlsx 的“各单位问题”里“（汇总）”的几行。"
    more = f"等 {len(lines)} 处，" if len(lines) > MOST_POINTS else ""
    return [*lines[:MOST_POINTS], more + where]


def _short(finding: Finding) -> str:
    """The first sentence of a message, without its id."""
    words = finding.message.removeprefix(f"〔{finding.rule}〕").partition("依据：")[0]
    return words.partition("。")[0]


def next_step(of: Rollup, *, with_own: bool) -> str:
    """What to do now, in terms of the buttons."""
    unread = sum(one.status == UNREADABLE and not one.aside for one in of.standings)
    wrong = len(with_errors(of))
    if unread:
        return f"{unread} 个文件读不出：请单位另交一份，放进收件文件夹，再点“选文件夹汇总”"
    if of.missing:
        return f"还缺 {len(of.missing)} 个单位：点“催报名单”；收到后再点“选文件夹汇总”"
    if wrong:
        return f"{wrong} 个单位有错误：点“退回”，改好的收回来再点“选文件夹汇总”"
    if asks_about_suits(of.findings):
        return f"共同被告的案件可能计了两次：填“{SHEET}”表，再点“选文件夹汇总”"
    if not with_own:
        return "各单位都齐了：在“本级报告”一格写上本级机关自己的报告，再点“生成本级报告”"
    return "都齐了，没有错误：点“生成本级报告”"
