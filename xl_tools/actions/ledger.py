"""ledger: count a case ledger into the tables; say what to choose, what to mend, what is late."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from xl_tools.actions.cases import MOST_BYTES, with_open_rows
from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.questions import answers_in
from xl_tools.actions.workbooks import as_path, filled_workbook, holds_same, is_ours
from xl_tools.edition import Edition, Editions
from xl_tools.files import read_whole
from xl_tools.jsontext import dumps
from xl_tools.ledger import count_ledger
from xl_tools.ledger.account import report_of_tally, tally_members
from xl_tools.ledger.text import tally_text
from xl_tools.refusal import Refusal
from xl_tools.report import SCHEMA, Report, form_of, report_to_json
from xl_tools.tally import Tally

OUTPUTS: Final = (".json", ".xlsx")
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
        may_replace = is_ours(SCHEMA.encode())
    else:
        data = _workbook(tally, report, editions)
        may_replace = holds_same(report, editions)
    desk.save(output, data, inputs, may_replace=may_replace, force=options.force)
    desk.note(f"已写好：{output}")


def _workbook(tally: Tally, report: Report, editions: Editions) -> bytes:
    return with_open_rows(filled_workbook(report, editions), tally)


def _blank(options: Namespace, desk: Desk) -> int:
    from xl_tools.template.caseledger import build_ledger

    output = as_path(_required(options.output, "没有写空白台账叫什么", "请加上 -o 和文件名"))
    ending(output, (".xlsx",))
    editions, chosen = editions_with(options.edition)
    edition = chosen or max(editions, key=lambda one: one.first_year)
    desk.save(output, build_ledger(edition), may_replace=lambda _: False, force=options.force)
    desk.say(f"空白台账：{output}")
    return 0
