"""Roll-up -> what goes back: marked workbooks with letters, reminders, the page of progress."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from xl_tools.actions.desk import Desk, Replaceable
from xl_tools.actions.marked import marked_copy, time_now
from xl_tools.actions.workbooks import is_as_written
from xl_tools.delivery.mail import Attachment, addresses, draft, is_draft
from xl_tools.delivery.manifest import UNFIT
from xl_tools.edition import Editions
from xl_tools.files import make_folder, read_whole
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.rollup import Rollup
from xl_tools.rollup.earlier import last_of
from xl_tools.rollup.packets import packets
from xl_tools.rollup.page import MARK, progress_page
from xl_tools.rollup.returning import (
    chased,
    letter,
    letter_without_book,
    opinions,
    reminder,
    rows_before,
    sent_before,
    with_opinions,
)
from xl_tools.rollup.standing import COUNTED, UNREADABLE, WRONG_EDITION, WRONG_YEAR, Standing
from xl_tools.rules import Finding, Outcome, check
from xl_tools.sources import read_bytes
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.workbook import reading_of

PAGE: Final = "进度.html"
CHASED: Final = "催报名单.csv"
ENDINGS: Final = ("-退回.xlsx", "-退回.eml", "-重报.eml", "-催报.eml")
AGAIN: Final = frozenset({UNREADABLE, WRONG_YEAR, WRONG_EDITION})


class Returned(NamedTuple):
    """How much was written: marked workbooks, letters without one, reminders; what was not.

    `settled`: how many of an earlier time were taken away, because nobody needs them any more.
    """

    books: int
    letters: int
    reminders: int
    refused: int
    settled: int


def send_back(
    of: Rollup, paths: Iterable[Path], folder: Path, desk: Desk, editions: Editions, *, force: bool
) -> Returned:
    """Write everything into the folder, made where it is not there."""
    make_folder(folder)
    writer = _Writer(of, folder, desk, editions, force)
    wanted = {one.submission.file: one for one in of.counted if is_open(one)}
    for packet in packets(paths, [folder]) if wanted else ():
        if packet.name in wanted:
            writer.book(wanted[packet.name], packet.data)
    again = to_redo(of)
    for one in again:
        writer.mail(
            one.organ, "重报", letter_without_book(one, of.report.year, writer.sender), _email(one)
        )
    came = {one.organ for one in again}
    nothing = [unit for unit in of.missing if unit.name not in came]
    year = of.report.year
    for unit in nothing:
        words = reminder(unit, year, unit.deadline(of.edition, year, of.settings), writer.sender)
        writer.mail(unit.name, "催报", words, unit.email)
    writer.lists()
    return Returned(len(wanted), len(again), len(nothing), writer.refused, writer.settle())


def to_redo(of: Rollup) -> list[Standing]:
    """The files whose units are to hand in another one; not where a good one came since."""
    good = {one.organ: one.submission.when for one in of.counted}
    return [
        one
        for one in of.standings
        if one.status in AGAIN and one.organ and not one.aside and not _is_settled(one, good)
    ]


def _is_settled(one: Standing, good: Mapping[str, str]) -> bool:
    """Is a report of its unit counted, and this no later one that cannot be read?"""
    when = good.get(one.organ)
    return when is not None and not (one.status == UNREADABLE and one.submission.when > when)


def is_open(one: Standing) -> bool:
    """Has it anything to be mended or explained? The parent's own is not sent to itself."""
    count = one.submission.count
    return one.status == COUNTED and not one.is_own and bool(count("error") or count("warning"))


def _as_counted(one: Standing, outcome: Outcome) -> Iterator[Finding]:
    """What the roll-up found and counted, no more and no less; with addresses where they are known.

    The workbook is at hand here, so that a message read anew names the very cell.
    """
    again: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in outcome.findings:
        again.setdefault((finding.rule, finding.cells), []).append(finding)
    for located in one.submission.findings:
        same = again.get((located.finding.rule, located.finding.cells))
        yield same.pop(0) if same else located.finding


def _email(one: Standing) -> str:
    return one.unit.email if one.unit else ""


class _Writer:
    """Puts files into the folder of what goes back."""

    def __init__(
        self, of: Rollup, folder: Path, desk: Desk, editions: Editions, force: bool
    ) -> None:
        self._of, self._folder, self._desk = of, folder, desk
        self._editions, self._force = editions, force
        self.sender = of.report.organ.name
        self._time = time_now()
        self._written: set[str] = set()
        self.refused = 0

    def book(self, one: Standing, data: bytes) -> None:
        """The unit's workbook, marked, with the sheet of opinions; and the letter with it."""
        reading = read_bytes(data, one.submission.file, self._editions)
        prior = last_of(one, self._of.last)
        reading = reading._replace(prior=prior) if prior else reading
        outcome = check(reading, self._editions, settings=self._of.settings)
        outcome = outcome._replace(findings=tuple(_as_counted(one, outcome)))
        marked = marked_copy(data, reading, outcome, self._editions, self._of.settings)
        open_book = OpenBook(marked, "")
        earlier = rows_before(open_book)
        rows = opinions(outcome.findings, reading_of(open_book, self._editions), self._time)
        book = with_opinions(open_book, [*earlier, *rows])
        name = f"{self._name(one.organ)}-退回.xlsx"
        self._save(name, book, is_as_written)
        words = letter(one, outcome.findings, sent_before(earlier, outcome.findings), self.sender)
        self.mail(one.organ, "退回", words, _email(one), [Attachment(name, book)])

    def mail(
        self,
        organ: str,
        what: str,
        words: str,
        to: str,
        attached: Iterable[Attachment] = (),
    ) -> None:
        """A draft to the unit; without a recipient where its address cannot be used."""
        title = f"{self._of.report.year}年度报告{what}：{organ}"
        now = datetime.now().astimezone()
        data = draft(None, usable(to), title, words, list(attached), now)
        name = f"{self._name(organ)}-{what}.eml"
        self._save(name, data, is_draft)

    def lists(self) -> None:
        """Who is to be chased, and how far it is."""
        of, year = self._of, self._of.report.year
        deadlines = [unit.deadline(of.edition, year, of.settings) for unit in of.missing]
        today = datetime.now().astimezone().date()
        buffer = io.StringIO()
        csv.writer(buffer).writerows(chased(of.missing, of.standings, deadlines, today))
        head = b"\xef\xbb\xbf" + buffer.getvalue().splitlines()[0].encode()
        data = b"\xef\xbb\xbf" + buffer.getvalue().encode()
        self._save(CHASED, data, lambda old: old.startswith(head))
        page = progress_page(of, self._time).encode("utf-8", "xmlcharrefreplace")
        self._save(PAGE, page, lambda old: MARK.encode() in old)

    def settle(self) -> int:
        """Take away our own of an earlier time that nobody touched: now it would mislead."""
        old = [
            path
            for path in self._folder.iterdir()
            if path.name.endswith(ENDINGS)
            and path.name not in self._written
            and _is_untouched(path)
        ]
        for path in old:
            path.unlink()
        return len(old)

    def _name(self, organ: str) -> str:
        return UNFIT.sub("", "".join(organ.split())).strip(".") or "未名"

    def _save(self, name: str, data: bytes, may_replace: Replaceable) -> None:
        """One that cannot be written is named and does not stop the others."""
        self._written.add(name)
        try:
            path = self._folder / name
            self._desk.save(path, data, may_replace=may_replace, force=self._force)
        except Refusal as refusal:
            self._desk.note(refusal.sentence)
            self.refused += 1


def _is_untouched(path: Path) -> bool:
    try:
        old = read_whole(path)
    except Refusal:
        return False
    return is_draft(old) if path.suffix == ".eml" else is_as_written(old)


def usable(to: str) -> str | None:
    """An address that a draft can have."""
    try:
        return to if to and addresses(to) else None
    except Refusal:
        return None
