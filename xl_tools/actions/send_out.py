"""send_out: a workbook and a mail draft for each unit of 名单, by the button 下发."""

from __future__ import annotations

from xl_tools.actions.beside import Beside
from xl_tools.actions.book import BookDesk
from xl_tools.actions.countydesk import CountyDesk, pressed
from xl_tools.actions.dispatch import (
    account,
    earlier,
    refuse_bad_addresses,
    refuse_equal_names,
    write_unit,
)
from xl_tools.actions.workbooks import blank_workbook
from xl_tools.delivery.manifest import report_name
from xl_tools.deskbook import ROSTER
from xl_tools.files import make_folder
from xl_tools.ooxml.content import Content
from xl_tools.refusal import Refusal
from xl_tools.rollup.outgoing import Outgoing, outgoing

ADVICE = "打开下发文件夹里的邮件草稿，核对后发出；收回来的放进收件文件夹，再点“选文件夹汇总”"


def press(desk: BookDesk) -> None:
    """Ask, then write them all; the table says what each unit gets."""
    pressed(desk, _send_out)


def _send_out(county: CountyDesk) -> None:
    year, roster, editions = county.year, county.roster, county.desk.editions
    refuse_bad_addresses(roster, "")
    prior = county.place("prior")
    priors = earlier(str(prior) if prior else None, editions, county.desk.workers)
    made = outgoing(roster, priors, year, editions, county.settings)
    if not made:
        raise Refusal("名单上没有要汇总的单位", "请检查“角色”一列", sheet=ROSTER)
    folder = county.needed_place("outbox", "下发")
    known = sum(one.prior is not None for one in made)
    last = f"其中 {known} 个找到了上年的报告，上年结转替它们填好。" if prior else ""
    words = (
        f"要给 {len(made)} 个单位做{year}年度的工作簿和邮件草稿，放进“{folder}”。{last}现在做吗？"
    )
    refuse_equal_names(made)
    if not county.ask(words):
        return
    make_folder(folder)
    files, blank = Beside(), blank_workbook(county.edition)
    seen = county.seen("正在做工作簿")
    lines = []
    for one in made:
        lines.append(_line(one, bool(prior), _written(one, blank, county, files)))
        seen(1)
    county.show_units(lines)
    county.tell(
        [*list(account(made, roster, year, bool(prior), folder))[:-1], *files.account()], ADVICE
    )


def _written(one: Outgoing, blank: bytes, county: CountyDesk, files: Beside) -> str:
    """What stood in the way of one unit; the others go on."""
    folder = county.needed_place("outbox", "下发")
    try:
        write_unit(one, blank, folder, county.desk.editions, files, force=False)
    except Refusal as refusal:
        files.note(refusal.sentence)
        return refusal.sentence
    return ""


def _line(one: Outgoing, asked: bool, trouble: str) -> tuple[Content, ...]:
    name = f"{report_name(one.report)}.xlsx"
    if trouble:
        return (one.unit.name, "没有做成", name, None, trouble)
    due = f"截止 {one.deadline.isoformat()}；" if one.deadline else "截止日期不知道，请写进名单；"
    mailbox = "打开草稿核对后发出" if one.unit.email else "没有邮箱，草稿上请自己写收件人"
    carried = "；没有上年的报告，上年结转要自己填" if asked and one.prior is None else ""
    return (one.unit.name, "已做好，待发出", name, None, f"{due}{mailbox}{carried}")
