"""own_report: the parent's own report and all units, as its workbook and its document."""

from __future__ import annotations

from typing import Final

from xl_tools.actions.assemble import ENDING, documents
from xl_tools.actions.beside import Beside
from xl_tools.actions.book import BookDesk
from xl_tools.actions.countydesk import CountyDesk, pressed
from xl_tools.actions.gathering import gathered, inbox_of, show
from xl_tools.actions.returning import is_as_written
from xl_tools.actions.workbooks import filled_workbook, is_untouched
from xl_tools.delivery.manifest import report_name
from xl_tools.findings.text import summary
from xl_tools.ooxml.ownership import signed
from xl_tools.ooxml.package import open_package
from xl_tools.report import Reading
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.unittable import counts_of, with_errors

ADVICE: Final = "打开 Word 文档核对，盖章后公布、上报"


def press(desk: BookDesk) -> None:
    """Ask, saying what is still missing, then write both beside the workbook."""
    pressed(desk, _own_report)


def _own_report(county: CountyDesk) -> None:
    county.needed("own", "本级.xlsx")
    inbox = inbox_of(county)
    found = gathered(county, inbox)
    name = report_name(found.report)
    question = f"要写出“{name}”的工作簿和 Word 文档，放在汇总台旁边吗？"
    if not county.ask(f"{counts_of(found)}。", *_open(found), question):
        return
    editions, files = county.desk.editions, Beside()
    package = open_package(filled_workbook(found.report, editions), "")
    (document,) = documents(Reading(found.report), editions, [ENDING])
    # Signed, so that the one of before is replaced as the document is, unless somebody saved it.
    book = package.replace(signed(package))
    files.save(county.folder / f"{name}.xlsx", book, may_replace=is_as_written)
    files.save(county.folder / f"{name}{ENDING}", document, may_replace=is_untouched)
    show(county, found, inbox)
    told = [f"已生成：{'、'.join(path.name for path in files.written)}（在“{county.folder}”）。"]
    told += [summary(found.outcome), *_open(found), *files.account()]
    county.tell(told, ADVICE)


def _open(found: Rollup) -> list[str]:
    """What makes the figures incomplete or doubtful."""
    lines = []
    if found.missing:
        lines.append(f"注意：还缺 {len(found.missing)} 个单位，合计不全。")
    if with_errors(found):
        lines.append(f"注意：{len(with_errors(found))} 个单位的报告还有错误。")
    return lines
