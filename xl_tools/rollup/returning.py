"""A unit's findings -> the rows of 退回意见 and the letter that goes back with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from xl_tools.findings.text import kind_of
from xl_tools.ooxml.content import Content
from xl_tools.ooxml.newsheet import with_sheets
from xl_tools.ooxml.ownership import signed
from xl_tools.records import NamedTuple
from xl_tools.report import Reading
from xl_tools.rollup.roster import Unit
from xl_tools.rollup.sheets import Listing, looks_of, sheet_xml
from xl_tools.rollup.standing import STATUSES, Standing
from xl_tools.rules.finding import Finding
from xl_tools.sources.openbook import OpenBook

SHEET: Final = "退回意见"
HEAD: Final = (
    "退回时间", "程度", "在哪里", "意见", "现为", "应为", "单位处理情况", "规则",
)  # fmt: skip
WIDTHS: Final = (17, 9, 20, 72, 10, 10, 28, 0)
RULE: Final = HEAD.index("规则")
MOST_IN_LETTER: Final = 20
Row = tuple[Content, ...]


class Sent(NamedTuple):
    """What was sent back before: how many points, and how many of them are mended since."""

    points: int
    mended: int


def key_of(finding: Finding) -> str:
    """What makes a point the same when the report comes again: the rule and its cells."""
    return " ".join((finding.rule, *finding.cells[:1]))


def opinions(findings: Sequence[Finding], reading: Reading, time: str) -> list[Row]:
    """One row for each finding that is to be mended or explained."""
    return [_row(finding, reading, time) for finding in to_mend(findings)]


def to_mend(findings: Sequence[Finding]) -> list[Finding]:
    """Those that are still open and more than a remark."""
    return [one for one in findings if one.is_open and one.severity != "info"]


def _row(finding: Finding, reading: Reading, time: str) -> Row:
    place = reading.places.get(finding.cells[0]) if finding.cells else None
    where = f"{place.sheet} {place.address}" if place else ""
    words = finding.message.removeprefix(f"〔{finding.rule}〕")
    numbers: tuple[Decimal | None, ...] = (finding.actual, finding.expected)
    return (time, kind_of(finding), where, words, *numbers, None, key_of(finding))


def rows_before(book: OpenBook) -> list[Row]:
    """What was sent back with a workbook before, and what the unit wrote beside it."""
    grid = book.grid(SHEET)
    if grid is None:
        return []
    last = max((row for row, _ in grid.cells), default=0)
    rows = [
        tuple(book.value(grid.at(row, column)) for column in range(1, len(HEAD) + 1))
        for row in range(2, last + 1)
    ]
    return [row for row in rows if any(row)]


def sent_before(rows: Sequence[Row], findings: Sequence[Finding]) -> Sent:
    """What was sent back before, beside what is found now."""
    keys = {str(row[RULE] or "") for row in rows} - {""}
    still = {key_of(finding) for finding in to_mend(findings)}
    return Sent(len(keys), len(keys - still))


def with_opinions(book: OpenBook, rows: Sequence[Row]) -> bytes:
    """The workbook with these rows on its sheet of opinions, signed as ours."""
    xml = sheet_xml(SHEET, Listing([HEAD], rows, WIDTHS), looks_of(book))
    ref = book.book.sheet(SHEET)
    if ref is not None:
        return book.package.replace({**signed(book.package), ref.member: xml})
    return with_sheets(book.package, {SHEET: xml}, signed(book.package))


# ---- letters -----------------------------------------------------------------------------


def letter(one: Standing, findings: Sequence[Finding], before: Sent, sender: str) -> str:
    """Why a report comes back and what to do; the first points in words."""
    open_ones = to_mend(findings)
    lines = [f"{one.organ}：", "", f"你单位报来的“{_file(one)}”已审核，现退回："]
    if before.points:
        lines.append(f"上次退回 {before.points} 处，已改 {before.mended} 处。")
    for number, finding in enumerate(open_ones[:MOST_IN_LETTER], 1):
        words = finding.message.removeprefix(f"〔{finding.rule}〕")
        lines.append(f"{number}. 【{kind_of(finding)}】{words}")
    if len(open_ones) > MOST_IN_LETTER:
        lines.append(f"等 {len(open_ones)} 处，全部列在工作簿的“{SHEET}”表里。")
    lines += [
        "",
        f"工作簿里有问题的格子已经标出，“{SHEET}”表逐条列着。标“错误”的请改正；"
        "标“待核对”的请核对，确实没有错的写明原因（“校验”表的“情况说明”一列）。",
        "改好后请用这份工作簿重新报来。",
    ]
    return _signed(lines, sender)


def letter_without_book(one: Standing, year: int, sender: str) -> str:
    """Why a file was not counted, to the unit that sent it."""
    lines = [
        f"{one.organ}：",
        "",
        f"你单位报来的“{_file(one)}”{STATUSES[one.status]}：{one.note.rstrip('。')}。",
        f"请尽快重新报来{year}年度的；用下发的工作簿填最省事。",
    ]
    return _signed(lines, sender)


def reminder(unit: Unit, year: int, deadline: date | None, sender: str) -> str:
    """To a unit of which nothing came."""
    due = f"，截止日期是{deadline.year}年{deadline.month}月{deadline.day}日" if deadline else ""
    lines = [
        f"{unit.name}：",
        "",
        f"还没有收到你单位{year}年政府信息公开工作年度报告{due}。请尽快报来；已经报送的请告知。",
    ]
    return _signed(lines, sender)


def _signed(lines: Sequence[str], sender: str) -> str:
    return "\n".join([*lines, "", sender]).rstrip() + "\n"


def _file(one: Standing) -> str:
    return one.submission.file.replace("\\", "/").rpartition("/")[2]


def chased(missing: Sequence[Unit], found: Sequence[Standing], deadlines: Sequence[date | None],
           today: date) -> Iterator[tuple[str, ...]]:  # fmt: skip
    """The rows of 催报名单: who, since when, why."""
    came = {one.unit.name: one for one in found if one.unit is not None}
    yield ("单位", "角色", "邮箱", "截止日期", "已过天数", "说明")
    for unit, deadline in zip(missing, deadlines, strict=True):
        days = (today - deadline).days if deadline else 0
        sent = came.get(unit.name)
        note = f"交了“{_file(sent)}”，{STATUSES[sent.status]}：{sent.note}" if sent else "没有收到"
        day = deadline.isoformat() if deadline else ""
        yield (unit.name, unit.role, unit.email, day, str(days) if days > 0 else "", note)
