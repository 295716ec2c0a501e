"""ledger: count a case ledger into the tables; say what to choose, what to mend, what is late."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xl_tools.actions.cases import (
    MOST_BYTES,
    fee_remark,
    tally_with,
    with_fee_sentence,
    with_open_rows,
    with_tally,
)
from xl_tools.actions.changes import Change, record
from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.questions import HEAD, SHEET, answers_in, answers_on, open_rows
from xl_tools.actions.workbooks import as_path, filled_workbook, holds_same, is_ours
from xl_tools.edition import Edition, Editions
from xl_tools.files import read_whole
from xl_tools.filling import changed_by, figure_contents
from xl_tools.jsontext import REPORT, dumps
from xl_tools.ledger import Answers, count_ledger
from xl_tools.ledger.account import report_of_tally, tally_members
from xl_tools.ledger.text import open_lines, summary, tally_text
from xl_tools.ooxml.newsheet import Row
from xl_tools.places import Span
from xl_tools.refusal import Refusal
from xl_tools.report import Report, form_of, report_to_json
from xl_tools.tally import Tally

if TYPE_CHECKING:
    from xl_tools.actions.book import BookDesk

OUTPUTS: Final = (".json", ".xlsx")
LEDGERS: Final = (".xlsx", ".xlsm", ".csv", ".txt")
NAMED: Final = re.compile("台账|登记|依申请")
MOST_FILES: Final = 40
MOST_SAID: Final = 12  # lines of a message
NOTHING: Final[Mapping[tuple[str, str], str]] = MappingProxyType({})


def run(options: Namespace, desk: Desk) -> int:
    """Count; 1 where rows could not be counted."""
    if options.blank:
        return _blank(options, desk)
    editions, chosen = editions_with(options.edition)
    source = _required(options.file, "没有说数哪一份台账", "请写上台账文件")
    year = _required(options.year, "没有说数哪一年", "请加上 --year 和年度")
    edition = chosen or editions.for_year(year)
    output = as_path(options.output) if options.output else None
    if output is not None:
        ending(output, OUTPUTS)
    tally = read_ledger(as_path(source), edition, year, _day(options.as_of), _answers(options))
    report = report_of_tally(tally, edition, options.organ or "")
    if output is not None:
        _write(output, tally, report, options, desk, editions)
    if options.json:
        desk.say(dumps(_document(tally, report, editions)).rstrip("\n"))
    else:
        desk.say(tally_text(tally, edition))
    return int(not tally.is_whole)


def read_ledger(
    path: Path,
    edition: Edition,
    year: int,
    as_of: date | None = None,
    answers: Mapping[tuple[str, str], str] = NOTHING,
) -> Tally:
    """The tally of a ledger's file; Refusal where it is none."""
    data = read_whole(path, MOST_BYTES)
    return count_ledger(data, str(path), edition, year, as_of, answers)


def _required(value: Any, problem: str, advice: str) -> Any:
    if value is None:
        raise Refusal(problem, advice)
    return value


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"日期“{text}”读不懂", "请写成 2025-01-20 这样") from None


def _answers(options: Namespace) -> Mapping[tuple[str, str], str]:
    """What was chosen on the sheet 待分类 of a workbook."""
    return answers_in(read_whole(as_path(options.answers))) if options.answers else NOTHING


def _document(tally: Tally, report: Report, editions: Editions) -> dict[str, Any]:
    extra = {**report.extra, **tally_members(tally)}
    whole = report._replace(extra=MappingProxyType(extra))
    return report_to_json(whole, form_of(report, editions))


def _write(
    output: Path,
    tally: Tally,
    report: Report,
    options: Namespace,
    desk: Desk,
    editions: Editions,
) -> None:
    inputs = [as_path(text) for text in (options.file, options.answers) if text]
    if output.suffix.lower() == ".json":
        data = dumps(_document(tally, report, editions)).encode("utf-8")
        may_replace = is_ours(REPORT.encode())
    else:
        data = _workbook(tally, report, editions)
        may_replace = holds_same(report, editions)
    desk.save(output, data, inputs, may_replace=may_replace, force=options.force)
    desk.note(f"已写好：{output}")


def _workbook(tally: Tally, report: Report, editions: Editions) -> bytes:
    return with_open_rows(filled_workbook(with_fee_sentence(report, tally), editions), tally)


# ---- the button ------------------------------------------------------------------------


def press(desk: BookDesk) -> None:
    """Fill tables 3 and 4 from the ledger beside the workbook, asked before; say what is open."""
    book = desk.open_book()
    own = desk.read(book).report
    path, tally = _beside(desk.path, own, desk.editions, answers_on(book.grid(SHEET)))
    contents = figure_contents(book, with_tally(own, tally), desk.editions)
    changes = changed_by(book, contents)
    words = f"“{path.name}”：{summary(tally)}"
    if changes and not desk.ask(_asked(words, len(changes))):
        desk.status("没有填，表三、表四没有动。")
        return
    desk.put({one.spot: contents[one.spot] for one in changes})
    record(desk, [Change(*one, f"从台账填报：{path.name}") for one in changes])
    _list_open(desk, open_rows(book.grid(SHEET), tally))
    done = f"改了 {len(changes)} 格" if changes else "表三、表四与台账一致，没有改动"
    desk.status(f"{words}{done}。")
    fees = filter(None, [fee_remark(own, tally, drafted=False)])
    desk.say("\n".join([words, *islice(open_lines(tally), 1, MOST_SAID), *fees, f"{done}。"]))


def _asked(words: str, count: int) -> str:
    return f"{words}要按台账改表三、表四的 {count} 格吗？选“否”就什么也不改。"


def _beside(
    workbook: Path, own: Report, editions: Editions, answers: Answers
) -> tuple[Path, Tally]:
    """The first file beside the workbook that is a ledger; Refusal that says where to put one."""
    trouble = ""
    for path in _files(workbook):
        try:
            return path, tally_with(path, own, editions, answers)
        except Refusal as refusal:
            if NAMED.search(path.name):
                trouble = trouble or f"（“{path.name}”：{refusal.problem}）"
    raise Refusal(
        f"在“{workbook.parent}”里没有找到能数的台账{trouble}",
        "请把台账（.xlsx 或 .csv，一行一件，第一行是列名）放在这个文件夹里，"
        "文件名里写上“台账”，再点一次",
    )


def _files(workbook: Path) -> list[Path]:
    """The files that may be the ledger, those that are called so first, and of these the newest."""
    paths = [
        path
        for path in workbook.parent.iterdir()
        if path.suffix.lower() in LEDGERS and path.is_file() and path != workbook
    ]
    kept = [
        path for path in paths if not path.name.startswith(("~$", ".~", f"{workbook.stem}.备份"))
    ]
    order = sorted(kept, key=lambda path: (not NAMED.search(path.name), -path.stat().st_mtime))
    return order[:MOST_FILES]


def _list_open(desk: BookDesk, rows: Sequence[Row]) -> None:
    """The rows that are not counted, on a sheet of their own."""
    if not rows:
        return
    names = [sheet.name for sheet in desk.live.sheets]
    if SHEET not in names:
        active = desk.live.sheets.active
        desk.live.sheets.add(SHEET, after=desk.live.sheets[names[-1]])
        active.activate()
    table = [HEAD, *rows]
    width = max(map(len, table))
    full = [[*row, *[None] * (width - len(row))] for row in table]
    span = Span(SHEET, 1, 1, len(full), width)
    desk.range(span).value = full


def _blank(options: Namespace, desk: Desk) -> int:
    from xl_tools.template.caseledger import build_ledger

    output = as_path(_required(options.output, "没有写空白台账叫什么", "请加上 -o 和文件名"))
    ending(output, (".xlsx",))
    editions, chosen = editions_with(options.edition)
    edition = chosen or max(editions, key=lambda one: one.first_year)
    desk.save(output, build_ledger(edition), may_replace=lambda _: False, force=options.force)
    desk.say(f"已做好空白台账：{output}")
    desk.say("下一步：从第二行填起，一行一件；填好后运行：")
    desk.say(f"  xl-tools ledger {output} --year 年度")
    return 0
