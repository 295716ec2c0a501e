"""rollup: many units' reports into the parent's report, with the proof of each figure."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from xl_tools.actions.desk import Desk, ending
from xl_tools.actions.workbooks import as_path, blank_workbook
from xl_tools.edition import Editions, builtin_editions
from xl_tools.files import read_whole, same_file, write_whole
from xl_tools.jsontext import ROLLUP, dumps
from xl_tools.refusal import Refusal
from xl_tools.report import Report
from xl_tools.rollup import Asked, Rollup, roll_up
from xl_tools.rollup.book import is_proof_book, proof_book
from xl_tools.rollup.cache import Cache
from xl_tools.rollup.codefendants import NONE, SHEET, Declared
from xl_tools.rollup.json import rollup_json
from xl_tools.rollup.packets import files_in, packets
from xl_tools.rollup.readers import read_all
from xl_tools.rollup.rostertable import declared_beside, read_declared, read_roster
from xl_tools.rollup.rules import asks_about_suits, list_to_fill
from xl_tools.rollup.submission import Submission
from xl_tools.rollup.words import rollup_text
from xl_tools.settings import Settings
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes

OUTPUTS: Final = (".xlsx",)


def run(options: Namespace, desk: Desk) -> int:
    """Collect, check, sum, write the workbook; 1 where anything of severity error was found."""
    try:
        return _run(options, desk)
    except Refusal as refusal:
        if options.json:
            desk.say(dumps({"schema": ROLLUP, "refused": refusal.sentence}).rstrip("\n"))
        raise


def _run(options: Namespace, desk: Desk) -> int:
    editions = builtin_editions()
    output = as_path(options.output)
    ending(output, OUTPUTS)
    paths = [as_path(text) for text in options.paths]
    _refuse_missing(paths)
    folders = _folders(options, paths)
    given = (options.roster, options.own, options.stated, options.prior, options.codefendants)
    named = [as_path(text) for text in given if text]
    roster = read_roster(as_path(options.roster)) if options.roster else None
    shared = _declared(options, editions)
    settings = settings_near(output)
    earlier = _earlier(options, editions, settings) if options.prior else []
    own, submissions = _read(options, paths, [*named, *folders, output], editions, settings)
    if not submissions and own is None and roster is None:
        raise Refusal("这些地方没有一份报告", "请检查文件夹的名字")
    stated = _stated(options.stated, editions) if options.stated else None
    organ = roster.organ if roster else ""
    asked = Asked(roster, own, stated, options.year, settings, earlier, shared, organ)
    found = roll_up(submissions, editions, asked)
    written = _tables(found, options)
    data = proven_book(found, editions)
    inputs = [path for path in files_in(paths) if path != output]
    inputs += [path for path in named if path.is_file()]
    desk.save(output, data, inputs, may_replace=is_our_sum, force=options.force)
    if options.json:
        desk.say(dumps(rollup_json(found, editions, str(output))).rstrip("\n"))
    else:
        desk.say(rollup_text(found))
        for line in (f"已写出：{output}", *written):
            desk.say(line)
    back = _send_back(found, paths, options, desk, editions) if options.back else 0
    return back or int(found.has_errors)


def _declared(options: Namespace, editions: Editions) -> Declared:
    """The suits of co-defendants: a list of their own, else what 汇总台 says beside its roster."""
    if options.codefendants:
        return read_declared(as_path(options.codefendants), editions)
    return declared_beside(as_path(options.roster), editions) if options.roster else NONE


def _folders(options: Namespace, paths: list[Path]) -> list[Path]:
    """Where results go besides the workbook; what stands there is not what was handed in."""
    if options.parquet:
        from xl_tools.rollup.tidyfiles import refuse_without_parquet

        refuse_without_parquet()
    folders = [as_path(text) for text in (options.back, options.csv, options.parquet) if text]
    if options.prior:
        _refuse_within(as_path(options.prior), paths, "上年的报告请放在另一个文件夹里")
    for folder in folders:
        _refuse_within(folder, paths, "结果请放在另一个文件夹里")
    return folders


def _refuse_missing(paths: list[Path]) -> None:
    """Where no name leads anywhere it is a slip of the call, not files that cannot be read."""
    if paths and not any(path.exists() for path in paths):
        raise Refusal("找不到这个文件或文件夹", "请检查名字", file=str(paths[0]))


def _refuse_within(folder: Path, paths: list[Path], advice: str) -> None:
    """What is in that folder would not be taken for what was handed in."""
    for path in paths:
        if same_file(folder, path) or folder.absolute() in path.absolute().parents:
            raise Refusal("这个文件夹就是收到的文件所在的地方", advice, file=str(folder))


def _tables(found: Rollup, options: Namespace) -> list[str]:
    """Write the tidy tables that were asked for; what is to be said of them."""
    if not (options.csv or options.parquet):
        return []
    from xl_tools.actions.tables import made, write_csv, write_parquet

    said = []
    for text, write, kind in (
        (options.csv, write_csv, "CSV"),
        (options.parquet, write_parquet, "Parquet"),
    ):
        if text:
            write(found, made(as_path(text)), force=options.force)
            said.append(f"各单位的每个数和来源（{kind}，附数据字典）在“{as_path(text)}”。")
    return said


def _stated(text: str, editions: Editions) -> Report:
    path = as_path(text)
    return read_bytes(read_whole(path), str(path), editions).report


def _send_back(
    found: Rollup, paths: list[Path], options: Namespace, desk: Desk, editions: Editions
) -> int:
    """Everything that goes back; 2 where a file of it could not be written."""
    from xl_tools.actions.returning import CHASED, PAGE, send_back

    folder = as_path(options.back)
    done = send_back(found, paths, folder, desk, editions, force=options.force)
    if not options.json:
        desk.say(
            f"退回的在“{folder}”：标出问题的工作簿和信 {done.books} 份，"
            f"要重报的信 {done.letters} 份，催报信 {done.reminders} 份，{CHASED}，{PAGE}。"
            "信都是草稿，核对后自己发出。"
        )
        if done.settled:
            desk.say(f"以前做好、现在用不上的 {done.settled} 份（没有动过的）已经删去。")
    if not (options.roster or "").lower().endswith(".xlsm"):  # 汇总台 has a sheet for it
        _list_to_fill(found, folder, options, desk)
    return 2 if done.refused else 0


def _list_to_fill(found: Rollup, folder: Path, options: Namespace, desk: Desk) -> None:
    """Where it is open which suits are counted twice: the list in which the office says it."""
    path = folder / f"{SHEET}.csv"
    if not asks_about_suits(found.findings) or path.exists():
        return
    rows = [",".join(row) for row in list_to_fill(found.standings, found.edition)]
    write_whole(path, "\r\n".join(["\ufeff" + rows[0], *rows[1:], ""]).encode())
    if not options.json:
        desk.say(
            f"“{path}”是给本级填的：列着复议机关的“复议后起诉”，补上原行为单位，不是共同被告的行删去，"
            "再加上 --codefendants 汇总一次。"
        )


def _read(
    options: Namespace, paths: list[Path], aside: list[Path], editions: Editions, settings: Settings
) -> tuple[Submission | None, list[Submission]]:
    """The parent's own report, and what everyone else handed in."""
    with Cache() as cache:
        mine, own = None, options.own
        if own:
            given = packets([as_path(own)])
            (mine,) = read_all(given, editions, cache, settings=settings) or [_nothing(own)]
        with _progress(paths) as seen:
            given = packets(paths, aside)
            workers = options.cluster or 0
            return mine, read_all(given, editions, cache, workers, seen, settings)


def _earlier(options: Namespace, editions: Editions, settings: Settings) -> list[Submission]:
    """Last year's reports, out of whatever they were handed in as."""
    path = as_path(options.prior)
    if not path.exists():
        raise Refusal("找不到上年的报告", "请给出放着各单位上年报告的文件夹", file=str(path))
    with Cache() as cache, _progress([path]) as seen:
        workers = options.cluster or 0
        return read_all(packets([path]), editions, cache, workers, seen, settings)


def _nothing(own: str) -> Submission:
    raise Refusal("里面没有报告", "请换一份", file=own)


@contextmanager
def _progress(paths: list[Path]) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal once the work takes over a second; it counts files on the disk."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread beside the processes that read
    total = sum(1 for _ in files_in(paths))
    with tqdm(total=total, desc="读取", unit="份", delay=1, disable=None, leave=False) as bar:
        yield bar.update


def proven_book(found: Rollup, editions: Editions) -> bytes:
    """The proof, read again and found to state what was summed."""
    data = proof_book(found, blank_workbook(found.edition), editions)
    again, summed = read_bytes(data, "", editions).report.cells, found.report.cells
    # A total shows 0 also where there was nothing to sum.
    if summed != {cell: value for cell, value in again.items() if cell in summed or value}:
        raise Refusal("写出的汇总表读回来与合计不一致，没有交出", "请把这句话发给维护人员")
    return data


def is_our_sum(old: bytes) -> bool:
    """May it be replaced: a roll-up that no other program has saved since?"""
    try:
        return is_proof_book(old)
    except Refusal:
        return False
