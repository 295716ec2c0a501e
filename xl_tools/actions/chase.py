"""chase: who is to be reminded, with addresses, words and one draft, on the sheet 催报名单."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from xl_tools.actions.beside import Beside
from xl_tools.actions.book import BookDesk
from xl_tools.actions.countydesk import CountyDesk, pressed
from xl_tools.actions.gathering import gathered, inbox_of, show
from xl_tools.actions.returning import usable
from xl_tools.delivery.mail import draft, is_draft
from xl_tools.deskbook import CHASED, LETTER, RECIPIENTS, REMINDERS
from xl_tools.ooxml.content import Content
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.returning import chased
from xl_tools.rollup.unittable import counts_of

DRAFT: Final = "催报.eml"
MOST_CHARACTERS: Final = 30_000  # that a cell takes
ADVICE: Final = "打开“催报.eml”核对后发出，或照“催报名单”表打电话；收到后再点“选文件夹汇总”"
Line = tuple[Content, ...]


def press(desk: BookDesk) -> None:
    """Ask, then write the sheet and the draft."""
    pressed(desk, _chase)


def _chase(county: CountyDesk) -> None:
    inbox = inbox_of(county)
    found = gathered(county, inbox)
    today = datetime.now().astimezone().date()
    rows = _missing(county, found, today)
    if not rows:
        show(county, found, inbox)
        county.tell(["没有要催的单位：名单上的都交了，也都计入了。"], "点“退回”或“生成本级报告”")
        return
    path = county.folder / DRAFT
    if not county.ask(
        f"要催的单位 {len(rows)} 个。", f"要更新“{CHASED}”表，写出邮件草稿“{path}”吗？"
    ):
        return
    addresses = _addresses(rows)
    letter = _letter(county, rows, today)
    files = Beside()
    title = f"请尽快报送{county.year}年政府信息公开工作年度报告"
    to = "，".join(addresses) or None
    mail = draft(None, to, title, letter, [], datetime.now().astimezone())
    files.save(path, mail, may_replace=is_draft)
    show(county, found, inbox)
    county.lines(REMINDERS, [*rows, *_late(county, found)])
    county.words(RECIPIENTS, "；".join(addresses), 40)
    county.words(LETTER, letter[:MOST_CHARACTERS], 100)
    county.tell([*_told(rows, addresses, files), f"{counts_of(found)}。"], ADVICE)


def _missing(county: CountyDesk, found: Rollup, today: date) -> list[Line]:
    """Units of which nothing is counted, as `rollup --return` lists them; telephones with them."""
    year = found.report.year
    deadlines = [unit.deadline(found.edition, year, found.settings) for unit in found.missing]
    listed = list(chased(found.missing, found.standings, deadlines, today))[1:]
    return [
        (name, email, county.phone(name), due, Decimal(days) if days else None, note)
        for name, _, email, due, days, note in listed
    ]


def _late(county: CountyDesk, found: Rollup) -> list[Line]:
    """Those that came late: for the record, not to be written to."""
    rows: list[Line] = []
    for one in found.counted:
        if one.late and one.unit is not None:
            due = one.unit.deadline(found.edition, found.report.year, found.settings)
            day = due.isoformat() if due else ""
            note = f"已交（{one.when[:10]}），迟报，不用催"
            rows.append((one.organ, one.unit.email, county.phone(one.organ), day, None, note))
    return rows


def _addresses(rows: Sequence[Line]) -> list[str]:
    """Addresses that can be used, each once."""
    return list(dict.fromkeys(to for row in rows if (to := usable(str(row[1] or "")))))


def _letter(county: CountyDesk, rows: Sequence[Line], today: date) -> str:
    lines = [
        "各有关单位：",
        "",
        f"截至{today.month}月{today.day}日，下列单位的{county.year}年政府信息公开工作年度报告"
        "还没有收到，或者收到的不能用。请尽快报来；已经报送的请告知。",
        "",
    ]
    for number, (name, _, _, due, _, note) in enumerate(rows, 1):
        day = f"（截止 {due}）" if due else ""
        lines.append(f"{number}. {name}{day}：{note}")
    return "\n".join([*lines, "", county.organ]) + "\n"


def _told(rows: Sequence[Line], addresses: Sequence[str], files: Beside) -> list[str]:
    without = [str(row[0]) for row in rows if not usable(str(row[1] or ""))]
    lines = [f"要催的单位 {len(rows)} 个，列在“{CHASED}”表；邮件还没有发出。"]
    to = f"收件人 {len(addresses)} 个"
    lines += [f"写出：{path.name}（{to}），就在本工作簿旁边。" for path in files.written]
    if without:
        more = f"等 {len(without)} 个" if len(without) > 10 else ""
        lines.append(f"没有能用的邮箱，请打电话：{'、'.join(without[:10])}{more}。")
    return [*lines, *files.account()]
