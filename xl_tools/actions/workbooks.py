"""Blank and filled workbooks as the commands need them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from xl_tools.builtin import template_path
from xl_tools.edition import Edition, Editions, builtin_editions
from xl_tools.files import LOCKS, is_file, read_whole
from xl_tools.ooxml.ownership import is_signed
from xl_tools.ooxml.package import open_package
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, Report
from xl_tools.sources import read_bytes

WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm")
PDF: Final = b"%PDF-"
PAGE: Final = b'content="xl-tools/page/1 '


def blank_workbook(edition: Edition, ending: str = ".xlsx") -> bytes:
    """The blank workbook: a built one of the package, or made now for an edition of one's own.

    One that ends with .xlsm has buttons and macros.
    """
    path = template_path(f"{edition.id}{ending}")
    own = builtin_editions()
    if edition.id in own and own.get(edition.id) is edition and path.exists():
        return read_whole(path)
    from xl_tools.template import build_macro_workbook, build_workbook

    return build_macro_workbook(edition) if ending == ".xlsm" else build_workbook(edition)


def filled_workbook(report: Report, editions: Editions) -> bytes:
    """A report in a blank workbook of its own edition, bridged where a table is of an older one."""
    # Only asked for when a workbook is written: a check starts without it.
    from xl_tools.bridge import bridge
    from xl_tools.filling import fill_workbook

    edition = editions.get(report.edition)
    if report.table_editions:
        report = bridge(report, edition, editions).report
    return fill_workbook(blank_workbook(edition), report, editions)


def report_in(text: str, editions: Editions) -> Report:
    """The report in a file, of this year or last; one that cannot be read is a bad call."""
    return reading_in(text, editions).report


def reading_in(text: str, editions: Editions) -> Reading:
    """The same with what else the file tells: of a workbook of ours, last year's figures."""
    path = as_path(text)
    return read_bytes(read_whole(path), str(path), editions)


def with_prior(reading: Reading, prior: Report) -> Reading:
    """The reading beside last year's report, with a note where that is another organ's.

    One of a wrong year pushes out no right one.
    """
    # Asked for by few, and it brings the bridge along.
    from xl_tools.lastyear import organ_remark

    wanted, own = reading.report.year - 1, reading.prior
    if prior.year == wanted or own is None or own.year != wanted:
        remarks = filter(None, [organ_remark(prior, reading.report)])
        return reading._replace(prior=prior, notes=(*reading.notes, *remarks))
    note = f"给的上年报告是{prior.year}年度的，没有用；和工作簿“上年数据”里的{wanted}年度比较"
    return reading._replace(notes=(*reading.notes, note))


def holds_same(report: Report, editions: Editions) -> Callable[[bytes], bool]:
    """May a workbook be replaced: does it hold no figures, or the very ones of the report?"""

    def may_replace(old: bytes) -> bool:
        try:
            found = read_bytes(old, "", editions).report
        except Refusal as refusal:
            return "年度还没有填写" in refusal.problem
        stated = {c: v for c, v in found.cells.items() if c not in found.computed}
        wanted = {c: v for c, v in report.cells.items() if c not in found.computed}
        return not (stated or found.narrative) or (
            stated == wanted and dict(found.narrative) == dict(report.narrative)
        )

    return may_replace


def is_as_written(old: bytes) -> bool:
    """May a workbook be replaced: did no program save it since we wrote it?"""
    try:
        return is_signed(open_package(old, ""))
    except Refusal:
        return False


def is_untouched(old: bytes) -> bool:
    """May a document be replaced: was it written by us and saved by no other program since?"""
    if PAGE in old[:1024]:
        from xl_tools.document.html import is_untouched_page

        return is_untouched_page(old)
    if old[:5] == PDF:
        from xl_tools.document.pdf import is_untouched_pdf

        return is_untouched_pdf(old)
    try:
        package = open_package(old, "")
        return b"xl-tools" in package.read("docProps/app.xml")
    except Refusal:
        return False


def is_ours(mark: bytes) -> Callable[[bytes], bool]:
    """May a file be replaced: does it carry our mark?"""
    return lambda old: mark in old


def as_path(text: str) -> Path:
    """A path as typed; an empty one is refused, and one that no file can have."""
    if not text.strip():
        raise Refusal("文件名是空的", "请写上文件名")
    path = Path(text)
    is_file(path)
    return path


def as_paths(texts: Iterable[str]) -> list[Path]:
    """Paths as typed, each once; 收到/*.xlsx is looked up here, as on Windows nobody else does."""
    found = (path for text in texts for path in _matching(text))
    return list(dict.fromkeys(found))


def _matching(text: str) -> list[Path]:
    if not any(sign in text for sign in "*?"):
        return [as_path(text)]
    path, found = Path(text), []
    with suppress(OSError):  # a part of it that no file can be called
        wanted = str(path.relative_to(path.anchor))
        found = [one for one in Path(path.anchor or ".").glob(wanted) if one.is_file()]
    found = sorted(one for one in found if not one.name.startswith(LOCKS))
    if not found:
        raise Refusal("没有这样的文件", "请检查文件夹和名字", file=text)
    return found
