"""own_report: the parent's own report and all units, as its workbook and its document."""

from __future__ import annotations

from typing import Final

from xl_tools.actions.assemble import ENDING, documents
from xl_tools.actions.beside import Beside
from xl_tools.actions.book import BookDesk
from xl_tools.actions.countydesk import CountyDesk, pressed
from xl_tools.actions.gathering import gathered, inbox_of, show
from xl_tools.actions.workbooks import filled_workbook, is_as_written, is_untouched
from xl_tools.delivery.manifest import report_name
from xl_tools.deskbook import SHARED
from xl_tools.findings.text import summary
from xl_tools.ooxml.ownership import signed
from xl_tools.ooxml.package import open_package
from xl_tools.report import Reading
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.rules import asks_about_suits
from xl_tools.rollup.unittable import counts_of, with_errors
from xl_tools.rules.ofmany import TEXT

ADVICE: Final = "打开 Word 文档核对，盖章后公布、上报"
REWRITE: Final = "打开 Word 文档，把正文按合计改好，核对后盖章公布、上报"
DRAFT: Final = "这一份先当草稿看；上面的注意事项都办好，再点一次“生成本级报告”，然后盖章公布"


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
    rewrite = any(one.rule == TEXT.id for one in found.findings)
    told += ["正文还是本级机关自己的，表里是合计：正文要按合计重写。"] if rewrite else []
    unfinished = _open(found) or found.outcome.has_errors
    county.tell(told, DRAFT if unfinished else REWRITE if rewrite else ADVICE)


def _open(found: Rollup) -> list[str]:
    """What makes the figures incomplete or doubtful."""
    lines = []
    if found.missing:
        lines.append(f"注意：还缺 {len(found.missing)} 个单位，合计不全。")
    if with_errors(found):
        lines.append(f"注意：{len(with_errors(found))} 个单位的报告还有错误。")
    if asks_about_suits(found.findings):
        lines.append(f"注意：共同被告的案件可能计了两次，请填“{SHARED}”表。")
    return lines
