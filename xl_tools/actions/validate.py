"""validate: check reports, say or write what was found."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import as_path, as_paths, is_ours, report_in, with_prior
from xl_tools.edition import Editions
from xl_tools.files import read_whole
from xl_tools.findings.text import findings_text
from xl_tools.jsontext import FINDINGS, dumps
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, Report
from xl_tools.rules import Outcome, check
from xl_tools.settings import Settings
from xl_tools.settingsfile import load_settings, settings_near
from xl_tools.sources import read_bytes

if TYPE_CHECKING:
    from xl_tools.actions.book import BookDesk
    from xl_tools.findings.html import Page
    from xl_tools.rules.siblings import Siblings
    from xl_tools.tally import Tally

OUTPUTS: Final = (".html", ".xlsx", ".json")


class Checked(NamedTuple):
    """One input: what was found, or why it could not be read."""

    path: Path
    data: bytes
    reading: Reading | None
    outcome: Outcome | None
    refused: Refusal | None


class Against(NamedTuple):
    """What the files are checked against; the settings by folder."""

    editions: Editions
    prior: Report | None
    many: bool
    settings: Mapping[Path, Settings]
    ledger: Path | None


def run(options: Namespace, desk: Desk) -> int:
    """Check each file; the highest code of all wins."""
    editions, _ = editions_with(options.edition)
    paths = as_paths(options.files)
    output = as_path(options.output) if options.output else None
    kind = ending(output, OUTPUTS) if output is not None else ""
    if options.list and kind != ".xlsx":
        raise Refusal("问题清单要写进一个 .xlsx 文件", "请加上 -o 问题清单.xlsx")
    prior = report_in(options.prior, editions) if options.prior else None
    given = load_settings(as_path(options.settings)) if options.settings else None
    settings = {path.parent: given or settings_near(path) for path in _of_each_folder(paths)}
    ledger = _ledger(options.ledger, paths)
    against = Against(editions, prior, len(paths) > 1, settings, ledger)
    checked = _checked([_read(path, against) for path in _watched(paths)], against)
    whole = _whole(checked, editions) if options.json or output is not None else None
    if output is not None and not all(one.refused for one in checked):
        listed = kind == ".xlsx" and (options.list or against.many)
        write = _write_list if listed else _write
        write(output, checked, whole, options.force, desk, against)
    if prior and against.many and not any(_compared(one, prior) for one in checked):
        desk.note(f"上年报告的机关是“{prior.organ.name}”，这几份里没有这个机关的，都没有比较。")
    _say(checked, whole, options, desk, editions)
    return max(_code(one) for one in checked)


def press(desk: BookDesk) -> None:
    """Check the open workbook: mark its cells, list what was found, say it in short."""
    from xl_tools.actions.marked import time_now
    from xl_tools.explaining import noted_contents
    from xl_tools.findings.marks import contents_of, marks_of
    from xl_tools.placement import placement_of

    book = desk.open_book()
    reading = desk.read(book)
    marks = marks_of(reading, desk.check(reading), desk.editions, time_now())
    edition = desk.edition_of(reading)
    contents = contents_of(marks, book, edition, desk.editions)
    desk.put(contents | noted_contents(book, placement_of(edition)))
    more = "，清单在“校验”表的下面一块，也可以点“下一个问题”" if marks.rows else ""
    desk.status(f"校验结论：{marks.summary}{more}。")


def _watched(paths: list[Path]) -> Iterable[Path]:
    """The paths, with a progress bar on a terminal once they take over a second."""
    if len(paths) < 20:
        return paths
    from tqdm import tqdm

    watched: Iterable[Path] = tqdm(
        paths, desc="校验", unit="份", delay=1, disable=None, leave=False
    )
    return watched


def _ledger(option: str | None, paths: list[Path]) -> Path | None:
    """The case ledger of the one report that is checked."""
    if not option:
        return None
    if len(paths) > 1:
        raise Refusal("一份台账只能和一份报告比较", "请一次校验一个")
    return as_path(option)


def _of_each_folder(paths: list[Path]) -> Iterable[Path]:
    """One path of each folder: settings lie beside the files."""
    return {path.parent: path for path in paths}.values()


def _read(path: Path, against: Against) -> Checked:
    """Read one file; of several, last year's report is compared with that of its own organ."""
    data, prior = b"", against.prior
    try:
        data = read_whole(path)
        reading = read_bytes(data, str(path), against.editions)
        if prior and (not against.many or _is_of(prior, reading.report)):
            reading = with_prior(reading, prior)
        return Checked(path, data, reading, None, None)
    except Refusal as refusal:
        return Checked(path, data, None, None, refusal.within(str(path)))


def _checked(found: list[Checked], against: Against) -> list[Checked]:
    """Check what could be read; of several files each beside the others."""
    beside = None
    if against.many:
        from xl_tools.rules.siblings import Siblings

        reports = [one.reading.report for one in found if one.reading is not None]
        beside = Siblings(reports, against.editions)
    return [_check(one, against, beside) for one in found]


def _check(one: Checked, against: Against, beside: Siblings | None) -> Checked:
    if one.reading is None:
        return one
    path, editions = one.path, against.editions
    try:
        tally = _tally(against.ledger, one.reading.report, one.data, editions)
        settings = against.settings[path.parent]
        outcome = check(one.reading, editions, None, settings, tally, beside)
        reading = _noted(one.reading, tally) if tally else one.reading
        return one._replace(reading=reading, outcome=outcome)
    except Refusal as refusal:
        return Checked(path, one.data, None, None, refusal.within(str(path)))


def _tally(ledger: Path | None, report: Report, data: bytes, editions: Editions) -> Tally | None:
    if ledger is None:
        return None
    from xl_tools.actions.cases import tally_for

    return tally_for(ledger, report, editions, data)


def _noted(reading: Reading, tally: Tally) -> Reading:
    """The reading with a note on the rows of the ledger that its year does not count."""
    from xl_tools.ledger.text import later_words

    words = later_words(tally)
    return reading._replace(notes=(*reading.notes, f"台账{words}")) if words else reading


def _compared(one: Checked, prior: Report) -> bool:
    return one.reading is None or _is_of(prior, one.reading.report)


def _is_of(prior: Report, report: Report) -> bool:
    # Asked for by few, and it brings the bridge along.
    from xl_tools.lastyear import same_organ

    return same_organ(prior.organ.name, report.organ.name)


def _whole(checked: list[Checked], editions: Editions) -> Any:
    """All findings as one JSON value: of several files a list."""
    documents = [_document(one, editions) for one in checked]
    return documents if len(documents) > 1 else documents[0]


def _document(one: Checked, editions: Editions) -> dict[str, Any]:
    from xl_tools.findings.json import findings_json

    if one.reading is None or one.outcome is None:
        refused = one.refused.sentence if one.refused else ""
        return {"file": str(one.path), "refused": refused}
    return findings_json(one.reading, one.outcome, editions)


def _write(
    output: Path,
    checked: list[Checked],
    whole: Any,
    force: bool,
    desk: Desk,
    against: Against,
) -> None:
    editions = against.editions
    kind, one = output.suffix.lower(), checked[0]
    if kind in (".json", ".html"):
        text = dumps(whole) if kind == ".json" else _page(checked, editions)
        inputs = [each.path for each in checked]
        data = text.encode("utf-8", "xmlcharrefreplace")
        desk.save(output, data, inputs, may_replace=is_ours(FINDINGS.encode()), force=force)
        desk.note(f"校验结果：{output}")
        return
    from xl_tools.actions.marked import marked_copy

    if one.reading is None or one.outcome is None:
        return
    settings = against.settings[one.path.parent]
    data = marked_copy(one.data, one.reading, one.outcome, editions, settings, listed=True)
    desk.save(output, data, (one.path,), may_replace=_never, force=force)
    desk.note(f"已标出问题：{output}")


def _write_list(
    output: Path, checked: list[Checked], _: Any, force: bool, desk: Desk, against: Against
) -> None:
    """One list of all findings, for people to filter, to print and to send on."""
    from xl_tools.actions.workbooks import is_untouched
    from xl_tools.findings.listing import findings_book

    data = findings_book(_pages(checked), against.editions, output.parent)
    inputs = [each.path for each in checked]
    desk.save(output, data, inputs, may_replace=is_untouched, force=force)
    desk.note(f"问题清单：{output}")


def _page(checked: list[Checked], editions: Editions) -> str:
    from xl_tools.findings.html import findings_html

    return findings_html(_pages(checked), editions)


def _pages(checked: list[Checked]) -> list[Page]:
    from xl_tools.findings.html import Page

    return [
        Page(str(c.path), c.reading, c.outcome, c.refused.sentence if c.refused else "")
        for c in checked
    ]


def _never(_: bytes) -> bool:
    """Another marked copy may have been worked in since: it is not ours to replace."""
    return False


def _say(
    checked: list[Checked], whole: Any, options: Namespace, desk: Desk, editions: Editions
) -> None:
    prior = options.prior or ""
    for one in checked:
        if one.refused is not None:
            desk.note(one.refused.sentence)
        elif one.reading is not None and one.outcome is not None and not options.json:
            desk.say(findings_text(one.reading, one.outcome, editions, prior))
    if options.json:
        desk.say(dumps(whole).rstrip("\n"))


def _code(one: Checked) -> int:
    if one.outcome is None:
        return 2
    return int(one.outcome.has_errors)
