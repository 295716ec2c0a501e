"""prior: last year's report, found beside the open workbook, into 上年数据."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_tools.actions.book import BookDesk
from xl_tools.actions.changes import Change, record
from xl_tools.edition import Editions
from xl_tools.files import read_whole
from xl_tools.filling import changed_by
from xl_tools.lastyear import prior_contents, prior_remarks, same_organ
from xl_tools.placement import placement_of
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.sources import read_bytes

# What states its figures exactly comes before what was laid out for people.
KINDS: Final = ((".xlsx", ".xlsm", ".json"), (".docx", ".html", ".htm", ".txt"), (".pdf",))
RANKS: Final = {ending: rank for rank, kinds in enumerate(KINDS) for ending in kinds}
FOLDERS: Final = ("", "上年")  # beside the workbook, or in a folder of that name
MOST_FILES: Final = 60  # the newest; each takes a moment to read


class Candidate(NamedTuple):
    """A readable report and its file."""

    path: Path
    report: Report


def press(desk: BookDesk) -> None:
    """Read the report of the year before and of the same organ; say which file it was."""
    book = desk.open_book()
    reading = desk.read(book)
    own, edition = reading.report, desk.edition_of(reading)
    if not own.organ.name:
        raise Refusal("机关名称还没有填写，不知道该找谁的上年报告", "请先在“基本信息”里填上")
    found = _best(desk.path, own, desk.editions)
    contents = prior_contents(book, found.report, placement_of(edition), desk.editions)
    if reading.prior and reading.prior.cells != found.report.cells and not desk.ask(_asked(found)):
        desk.status("没有导入，“上年数据”表没有动。")
        return
    changes = changed_by(book, contents)
    desk.put(contents)
    record(desk, [Change(*one, f"导入上年：{found.path.name}") for one in changes])
    after = f"{found.report.year}年度，{found.report.organ.name}"
    remarks = prior_remarks(found.report, own, edition, desk.editions)
    said = [f"已把“{found.path.name}”（{after}）读进“上年数据”表。", *remarks]
    desk.status(said[0])
    desk.say("\n".join([*said, "和上年比较的结果在“校验”表，也可以点“校验”按钮。"]))


def _asked(found: Candidate) -> str:
    year = found.report.year
    return (
        f"“上年数据”表里已经有数。要换成“{found.path.name}”里的{year}年度报告吗？"
        "选“否”就什么也不改。"
    )


def _best(workbook: Path, own: Report, editions: Editions) -> Candidate:
    """The first fitting file; Refusal that says where to put one."""
    others: list[str] = []
    for path in _files(workbook):
        report = _readable(path, editions)
        if report is None or report.year != own.year - 1:
            continue
        if same_organ(report.organ.name, own.organ.name):
            return Candidate(path, report)
        others.append(f"“{path.name}”是“{report.organ.name}”的")
    more = f"（{others[0]}，不是本机关的）" if others else ""
    raise Refusal(
        f"在“{workbook.parent}”里没有找到“{own.organ.name}”{own.year - 1}年度的报告{more}",
        "请把上年的工作簿、Word 文档或存下来的网页放在这个文件夹里再点一次，"
        "或者从上年公布的网页上复制三张表，贴到“上年数据”表",
    )


def _files(workbook: Path) -> Iterator[Path]:
    """The files that may be last year's, exact ones first and of these the newest.

    Neither this workbook nor backups of it.
    """
    paths = [
        path
        for name in FOLDERS
        if (workbook.parent / name).is_dir()
        for path in (workbook.parent / name).iterdir()
        if path.suffix.lower() in RANKS and path.is_file() and path != workbook
    ]
    kept = [
        path for path in paths if not path.name.startswith(("~$", ".~", f"{workbook.stem}.备份"))
    ]
    yield from sorted(kept, key=_order)[:MOST_FILES]


def _order(path: Path) -> tuple[int, float]:
    return RANKS[path.suffix.lower()], -path.stat().st_mtime


def _readable(path: Path, editions: Editions) -> Report | None:
    """The report in a file; None where it holds none, or another program keeps it."""
    try:
        return read_bytes(read_whole(path), str(path), editions).report
    except Refusal:
        return None
