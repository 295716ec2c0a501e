"""collect: choose the folder of what came in, roll up, say how each unit stands."""

from __future__ import annotations

from pathlib import Path

from xl_tools.actions.beside import Beside
from xl_tools.actions.book import BookDesk
from xl_tools.actions.countydesk import CountyDesk, pressed
from xl_tools.actions.gathering import SUM, gathered, inbox_of, show
from xl_tools.actions.rollup import is_our_sum, proven_book
from xl_tools.rollup.names import organ_key
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.unittable import counts_of, next_step, points

TITLE = "选放着各单位报告的文件夹"


def press(desk: BookDesk) -> None:
    """Nothing is written before the officer has seen what was found."""
    pressed(desk, _collect)


def _collect(county: CountyDesk) -> None:
    desk = county.desk
    start = county.place("inbox") or county.folder
    chosen = desk.pick_folder(TITLE, start if start.is_dir() else county.folder)
    if chosen is None:
        desk.status("没有选文件夹，什么也没有做。")
        return
    county.write("inbox", _shown(chosen, county.folder))
    again = CountyDesk(desk)  # with the folder that was chosen
    inbox = inbox_of(again)
    found = gathered(again, inbox)
    if not again.ask(
        f"{counts_of(found)}。", f"要更新各单位情况表，写出“{county.folder / SUM}”吗？"
    ):
        return
    files = Beside()
    book = proven_book(found, desk.editions)
    files.save(county.folder / SUM, book, may_replace=is_our_sum)
    show(again, found, inbox)
    advice = next_step(found, with_own=again.place("own") is not None)
    again.tell([f"{counts_of(found)}。", *_about(again, found, files)], advice)


def _shown(chosen: Path, folder: Path) -> str:
    """A folder beside the workbook by its name alone."""
    return chosen.name if chosen.parent == folder else str(chosen)


def _about(county: CountyDesk, found: Rollup, files: Beside) -> list[str]:
    lines = [f"写出：{path.name}，就在本工作簿旁边。" for path in files.written]
    lines.append(f"汇总表自身的校验结论：{found.outcome.verdict}。")
    lines += points(found)
    own = next((one for one in found.standings if one.is_own), None)
    here = organ_key(county.organ)
    if own is None and all(organ_key(one.organ) != here for one in found.counted):
        lines.append("“本级报告”还没有填，合计里没有本级机关自己的数。")
    elif own is not None and organ_key(own.organ) != here:
        lines.append(f"请核对：本级报告写的机关是“{own.organ}”，这里写的是“{county.organ}”。")
    return [*lines, *files.account()]
