"""send_back: marked workbooks and letters for the units with problems, by the button 退回."""

from __future__ import annotations

from typing import Final

from xl_tools.actions.beside import Beside
from xl_tools.actions.book import BookDesk
from xl_tools.actions.countydesk import CountyDesk, pressed
from xl_tools.actions.gathering import gathered, inbox_of, show
from xl_tools.actions.returning import CHASED, PAGE, is_open, send_back, to_redo
from xl_tools.rollup.unittable import counts_of

ADVICE: Final = "打开退回文件夹里的信，核对后发出；改好的放进收件文件夹，再点“选文件夹汇总”"


def press(desk: BookDesk) -> None:
    """Ask, then write what goes back, as `rollup --return` does."""
    pressed(desk, _send_back)


def _send_back(county: CountyDesk) -> None:
    inbox, folder = inbox_of(county), county.needed_place("back", "退回")
    found = gathered(county, inbox)
    books = sum(map(is_open, found.counted))
    again = len(to_redo(found))
    if not books and not again:
        show(county, found, inbox)
        county.tell(["没有要退回的：交来的都没有问题。"], "点“催报名单”或“生成本级报告”")
        return
    if not county.ask(
        f"有问题的单位 {books} 个，要重报的 {again} 个。",
        f"要把标出问题的工作簿、信、{CHASED}和{PAGE}写到“{folder}”吗？",
    ):
        return
    files = Beside()
    done = send_back(found, [inbox], folder, files, county.desk.editions, force=False)
    show(county, found, inbox)
    county.tell(
        [
            f"退回的在“{folder}”：标出问题的工作簿和信 {done.books} 份，"
            f"要重报的信 {done.letters} 份，催报信 {done.reminders} 份，{CHASED}，{PAGE}。"
            "信都是草稿，还没有发出。",
            *files.account(),
            f"{counts_of(found)}。",
        ],
        ADVICE,
    )
