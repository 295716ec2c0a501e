"""What lies in the folder of 汇总台 -> the roll-up, as the command makes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from xl_tools.actions.countydesk import CountyDesk
from xl_tools.actions.dispatch import earlier
from xl_tools.deskbook import FIELDS
from xl_tools.files import same_file
from xl_tools.refusal import Refusal
from xl_tools.rollup import Asked, Rollup, roll_up
from xl_tools.rollup.cache import Cache
from xl_tools.rollup.packets import packets
from xl_tools.rollup.readers import read_all
from xl_tools.rollup.submission import Submission
from xl_tools.rollup.unittable import unit_lines

SUM: Final = "汇总.xlsx"


def inbox_of(county: CountyDesk) -> Path:
    """The folder of what came in; Refusal where it is none, or is that of something else."""
    inbox = county.needed_place("inbox", "收到")
    if not inbox.is_dir():
        raise Refusal(
            "没有这个收件文件夹",
            "请建好，把收到的文件放进去，或点“选文件夹汇总”选一个",
            file=str(inbox),
        )
    if same_file(inbox, county.folder):
        advice = "请在旁边建一个文件夹，例如“收到”，把收到的文件放进去"
        raise Refusal("收件文件夹不能就是汇总台所在的文件夹", advice, file=str(inbox))
    for field in ("outbox", "back", "prior"):
        other = county.place(field)
        if other is not None and other.resolve() in (inbox.resolve(), *inbox.resolve().parents):
            words = f"收件文件夹和{FIELDS[field]}是同一个，或者在它里面"
            raise Refusal(words, "请分开放，收到的才不会弄混", file=str(inbox))
    return inbox


def gathered(county: CountyDesk, inbox: Path) -> Rollup:
    """Everything read, what was read before taken from the cache; the parent's own with it."""
    desk, settings, roster = county.desk, county.settings, county.roster
    year, organ, own = county.year, county.organ, county.place("own")
    shared = county.shared
    names = ("own", "outbox", "back", "prior")
    aside = [desk.path, county.folder / SUM, *filter(None, map(county.place, names))]
    with Cache() as cache:
        mine = _own(own, county, cache) if own else None
        seen = county.seen("正在读收到的文件")
        given = packets([inbox], aside)
        sent = read_all(given, desk.editions, cache, desk.workers, seen, settings)
    prior = county.place("prior")
    last = earlier(str(prior) if prior else None, desk.editions, desk.workers)
    asked = Asked(roster, mine, None, year, settings, last, shared, organ)
    return roll_up(sent, desk.editions, asked)


def _own(path: Path, county: CountyDesk, cache: Cache) -> Submission:
    if not path.is_file():
        advice = "请改正“本级报告”一格；还没有的先空着"
        raise Refusal("没有这个文件", advice, file=str(path))
    found = read_all(packets([path]), county.desk.editions, cache, 1, settings=county.settings)
    if not found:
        raise Refusal("里面没有报告", "请换一份", file=str(path))
    return found[0]


def show(county: CountyDesk, found: Rollup, inbox: Path) -> None:
    """The table of units as the roll-up leaves it."""
    today = datetime.now().astimezone().date()
    county.show_units(unit_lines(found, county.roster, str(inbox), today))
