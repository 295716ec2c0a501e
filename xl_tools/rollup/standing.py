"""Submissions and roster -> the standing of each file: is it counted, and if not, why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import Final

from xl_tools.bridge import bridge
from xl_tools.edition import Edition, Editions
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.rollup.names import is_office, organ_key
from xl_tools.rollup.roster import Roster, Unit
from xl_tools.rollup.submission import Submission
from xl_tools.settings import Settings
from xl_tools.sources.printed.reading import NO_REPORT

COUNTED, DUPLICATE, UNREADABLE = "counted", "duplicate", "unreadable"
WRONG_YEAR, WRONG_EDITION = "wrong_year", "wrong_edition"
NOT_ON_ROSTER, NOT_SUMMED = "not_on_roster", "not_summed"
CONTAINER: Final = re.compile(r"(.*?\.(?:zip|eml))/", re.IGNORECASE | re.DOTALL)
# status -> what a person reads
STATUSES: Final = {
    COUNTED: "已计入",
    DUPLICATE: "重复，没有计入",
    UNREADABLE: "读不出，没有计入",
    WRONG_YEAR: "年度不对，没有计入",
    WRONG_EDITION: "格式版本不对，没有计入",
    NOT_ON_ROSTER: "不在名单上，没有计入",
    NOT_SUMMED: "不汇总，没有计入",
}
ASIDE: Final = "随附的文件，不用管"


class Standing(NamedTuple):
    """One file: its status, whose it is, why.

    `report` is what is counted, bridged where need be; `lost` names the cells that its older
    form does not answer. `unsure` says that another version could be the right one, `aside` that
    it came along with a report and is none.
    """

    submission: Submission
    status: str
    organ: str
    unit: Unit | None = None
    late: bool = False
    note: str = ""
    report: Report | None = None
    lost: tuple[str, ...] = ()
    is_own: bool = False
    unsure: bool = False
    aside: bool = False

    @property
    def state(self) -> str:
        """The status in words for a person."""
        return ASIDE if self.aside else STATUSES[self.status]

    @property
    def when(self) -> str:
        """When the report came: as the roster says, else as the file or the mail does."""
        if self.unit is not None and self.unit.handed_in is not None:
            return self.unit.handed_in.isoformat()
        return self.submission.when


def standings(
    submissions: Sequence[Submission],
    own: Submission | None,
    roster: Roster | None,
    editions: Editions,
    settings: Settings,
    year: int,
) -> tuple[Standing, ...]:
    """The standing of every file, the parent's own first, in the order in which they came."""
    found = [_alone(one, roster, editions, year) for one in submissions]
    if own is not None:
        mine = _alone(own, None, editions, year)
        found.insert(0, mine._replace(is_own=True))
    edition = editions.for_year(year)
    days = [_deadline(one, edition, year, settings) for one in found]
    kept = _came_along(_without_duplicates(found))
    return tuple(_dated(one, day) for one, day in zip(kept, days, strict=True))


def year_of(submissions: Iterable[Submission], roster: Roster | None, stated: int | None) -> int:
    """The year of the roll-up: stated, else the roster's, else that of most files."""
    if stated is not None:
        return stated
    if roster is not None and roster.year is not None:
        return roster.year
    years = Counter(one.report.year for one in submissions if one.report is not None)
    if not years:
        raise Refusal("不知道汇总哪一年", "请加上 --year 和年度")
    return max(years, key=lambda year: (years[year], year))


# ---- one file by itself --------------------------------------------------------------------


def _alone(one: Submission, roster: Roster | None, editions: Editions, year: int) -> Standing:
    """What can be said of a file without the others."""
    report = one.report
    if report is None:
        unit = roster.spoken_of(_file_words(one.file)) if roster else None
        return Standing(one, UNREADABLE, unit.name if unit else "", unit, note=one.refused)
    unit, organ, note = _whose(one, report, roster)
    standing = Standing(one, COUNTED, organ, unit, note=note, report=report)
    if roster is not None and unit is None:
        shown = f"“{organ}”" if organ else "（机关名称未填）"
        return standing._replace(status=NOT_ON_ROSTER, note=f"名单上没有{shown}", report=None)
    if unit is not None and not unit.is_summed:
        why = f"{unit.role}的单位不向本级汇总"
        return standing._replace(status=NOT_SUMMED, note=why, report=None)
    if report.year != year:
        why = f"报告是{report.year}年度的，汇总的是{year}年度"
        return standing._replace(status=WRONG_YEAR, note=why, report=None)
    return _in_edition(standing, report, editions.for_year(year), editions)


def _whose(one: Submission, report: Report, roster: Roster | None) -> tuple[Unit | None, str, str]:
    """The unit of a report, its name, and a remark where the name is not quite the same."""
    name = report.organ.name.strip()
    if roster is None:
        return None, name, "" if name else "机关名称没有填"
    unit = roster.find(name) if name else None
    if unit is None and not name:
        unit = roster.spoken_of(_file_words(one.file))
        if unit is not None:
            return unit, unit.name, f"机关名称没有填，按文件名认作“{unit.name}”"
    return unit, unit.name if unit else name, ""


def _file_words(file: str) -> str:
    return PurePath(file.replace("\\", "/")).stem


def _in_edition(
    standing: Standing, report: Report, edition: Edition, editions: Editions
) -> Standing:
    foreign = sorted({report.edition_of(table) for table in edition.tables} - {edition.id})
    if not foreign:
        return standing
    used = "、".join(editions.get(one).name if one in editions else one for one in foreign)
    try:
        bridged = bridge(report, edition, editions)
    except Refusal:
        why = f"用的是{used}格式，应是{edition.name}，转不过来"
        return standing._replace(status=WRONG_EDITION, note=why, report=None)
    cells = bridged.report.cells
    lost = tuple(c for asked in bridged.questions for c in asked.cells if c not in cells)
    more = f"，其中 {len(lost)} 格旧版没有，没有计入" if lost else ""
    note = _joined(standing.note, f"用的是{used}格式，已转到{edition.name}{more}")
    return standing._replace(note=note, report=bridged.report, lost=lost)


def _joined(*notes: str) -> str:
    return "；".join(filter(None, notes))


# ---- one file among the others ---------------------------------------------------------------


def _without_duplicates(found: Sequence[Standing]) -> list[Standing]:
    """Of several reports of one organ one is counted; the others name it."""
    groups: dict[str, list[int]] = {}
    for index, one in enumerate(found):
        if one.status == COUNTED:
            groups.setdefault(_group(one), []).append(index)
    result = list(found)
    for members in groups.values():
        if len(members) > 1:
            best = max(members, key=lambda index: _rank(found[index], -index))
            for index in members:
                if index != best:
                    result[index] = _beside(found[index], found[best])
            others = [found[index] for index in members if index != best]
            result[best] = _chosen(found[best], others)
    return result


def _group(one: Standing) -> str:
    """What versions of one report have in common; a report without a name only its contents."""
    return organ_key(one.unit.name if one.unit else one.organ) or f"#{one.submission.sha256}"


def _rank(one: Standing, order: int) -> tuple[bool, bool, str, int]:
    """The parent's own goes first, a government before its office, then the newest."""
    name = one.report.organ.name if one.report else one.organ
    return one.is_own, not is_office(name), one.submission.when, order


def _same(one: Standing, other: Standing) -> bool:
    a, b = one.report, other.report
    if one.submission.sha256 == other.submission.sha256 or a is None or b is None:
        return True
    return dict(a.cells) == dict(b.cells) and dict(a.narrative) == dict(b.narrative)


def _beside(one: Standing, best: Standing) -> Standing:
    file = f"“{best.submission.file}”"
    offices = {is_office(s.report.organ.name) for s in (one, best) if s.report}
    if _same(one, best):
        note = f"与{file}内容相同"
    elif len(offices) == 2:
        note = f"政府和政府办公室只计一份，计的是{file}"
    elif best.is_own:
        note = f"本级报告已经给出，计的是{file}"
    elif one.submission.when == best.submission.when:
        note = f"与{file}是同一单位的两份，时间也相同，分不清哪份新，计的是{file}"
    else:
        note = f"同一单位的另一份较新（{best.submission.when}），计的是{file}"
    return one._replace(status=DUPLICATE, note=note, report=None, lost=())


def _chosen(best: Standing, others: Sequence[Standing]) -> Standing:
    """The counted one says that it is the newer; unsure where nothing tells which is."""
    differing = [one for one in others if not _same(one, best)]
    if not differing:
        return best
    unsure = any(one.submission.when == best.submission.when for one in differing)
    note = f"有 {len(differing) + 1} 份不同的，计的是这一份"
    return best._replace(note=_joined(best.note, note), unsure=unsure and not best.is_own)


# ---- what came along with a report -----------------------------------------------------------


def _came_along(found: Sequence[Standing]) -> Iterator[Standing]:
    """A letter in the zip or the mail that brought a report is no report that cannot be read."""
    brought = {
        container: one.submission.file
        for one in found
        if one.report is not None and (container := _container(one.submission.file))
    }
    for one in found:
        report = brought.get(_container(one.submission.file))
        if one.status == UNREADABLE and report and one.note.startswith(NO_REPORT[0]):
            note = f"不是年度报告；一起来的“{PurePath(report).name}”已经读出"
            yield one._replace(note=note, aside=True)
        else:
            yield one


def _container(file: str) -> str:
    """The zip or the mail in which a file came; empty where it came alone."""
    found = CONTAINER.match(file)
    return found[1] if found else ""


# ---- late and missing ------------------------------------------------------------------------


def _deadline(one: Standing, edition: Edition, year: int, settings: Settings) -> date | None:
    return one.unit.deadline(edition, year, settings) if one.unit is not None else None


def _dated(one: Standing, deadline: date | None) -> Standing:
    """Is it late? Asked where the day it came is known: from the roster, else from the mail."""
    if one.unit is None or deadline is None:
        return one
    came = one.unit.handed_in
    if came is None and one.submission.by == "邮件" and one.submission.when:
        came = date.fromisoformat(one.submission.when[:10])
    return one._replace(late=came is not None and came > deadline)


def missing_units(found: Sequence[Standing], roster: Roster | None) -> tuple[Unit, ...]:
    """The units of the roster that are to be summed and of which nothing is counted."""
    if roster is None:
        return ()
    counted = {
        organ_key(name)
        for one in found
        if one.status == COUNTED
        for name in (one.organ, one.unit.name if one.unit else "")
        if name
    }
    seen: set[str] = set()
    missing = []
    for unit in roster.units:
        key = organ_key(unit.name)
        if unit.is_summed and key not in counted and key not in seen:
            seen.add(key)
            missing.append(unit)
    return tuple(missing)
