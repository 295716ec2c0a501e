"""A county's year: N units and what they hand in, seeded faults of every kind, and the true sums.

The figures and their sums are made here, from the table of the contract, by nothing of the product;
the product only puts them into files. What each file should come to stands beside it.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from xl_tools.actions.workbooks import filled_workbook
from xl_tools.document import compose, write_document
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import dumps
from xl_tools.report import Organ, Report, form_of, report_to_json

YEAR: Final = 2024
COUNTY: Final = "甲县"
TOPICS: Final = (
    "主动公开 依申请公开 政府信息管理 政府信息公开平台建设 监督保障 工作考核 社会评议 责任追究"
).split()
NUMERALS: Final = "一二三四五六七八九"
COLUMNS: Final = "natural_person commercial research nonprofit legal_services other_org".split()
RESULTS: Final = (
    "full_grant partial_grant denied_state_secret denied_by_law denied_security_stability"
    " denied_third_party denied_internal_affairs denied_process denied_enforcement_file"
    " denied_administrative_query unavailable_not_held unavailable_needs_creation"
    " unavailable_unclear rejected_petition rejected_repeat rejected_publication"
    " rejected_excessive rejected_reconfirmation"
).split()
OTHERS: Final = "other_correction_overdue other_fee_overdue other_misc".split()
SUITS: Final = "reconsideration litigation_direct litigation_after_reconsideration".split()
OUTCOMES: Final = "affirmed reversed other pending".split()
WORDS: Final = dict(zip(OUTCOMES, "结果维持 结果纠正 其他结果 尚未审结".split(), strict=True))
# Each is one unit's fault; the rest of the units are in order.
FAULTS: Final = (
    "same_twice", "older_version", "last_year", "old_form", "truncated", "binary_xls", "empty",
    "locked_zip", "stranger", "vertical", "public", "missing", "late_mail", "late_roster",
    "wrong_sum", "word_text", "office_too",
)  # fmt: skip
Figures = dict[str, Decimal]
# When files were saved; an older version is a day older.
NOON: Final = datetime(2025, 1, 20, 12, tzinfo=UTC)
MAILED_LATE: Final = datetime(2025, 2, 5, 9, tzinfo=UTC)


class File(NamedTuple):
    """A file that was handed in and the status it should come to."""

    path: str
    status: str
    organ: str


class Shared(NamedTuple):
    """Suits in which the organ that reviewed an act is sued along with the organ of the act."""

    organ: str
    reviewer: str
    outcome: str
    number: int


class County(NamedTuple):
    """What was made, and what the roll-up should say of it."""

    files: tuple[File, ...]
    sums: Figures
    counted: tuple[str, ...]
    missing: tuple[str, ...]
    late: tuple[str, ...]
    wrong: tuple[str, ...]  # units whose own figures contradict each other
    shared: tuple[Shared, ...] = ()  # what the parent counted as co-defendant

    @property
    def sums_without_shared(self) -> Figures:
        """The sums where these suits are taken off, each at its result and in the total."""
        found = dict(self.sums)
        for one in self.shared:
            for column in (one.outcome, "total"):
                found[f"disputes.litigation_after_reconsideration.{column}"] -= one.number
        return found

    @property
    def shared_list(self) -> str:
        """The same as a table to be read."""
        rows = [
            f"{one.number}件,{one.organ},{one.reviewer},{WORDS[one.outcome]},{one.number}"
            for one in self.shared
        ]
        return "\n".join(["案号或说明,原行为单位,复议机关,结果,件数", *rows]) + "\n"


# ---- figures -----------------------------------------------------------------------------


def figures(chance: random.Random) -> Figures:
    """All cells of the form of 2021, in which every relation holds."""
    cells: Figures = {}
    for name in ("issued", "repealed", "in_force"):
        cells[f"disclosure.rules.{name}"] = Decimal(0)
        number = chance.randint(40, 90) if name == "in_force" else chance.randint(0, 9)
        cells[f"disclosure.normative_documents.{name}"] = Decimal(number)
    for name in ("licensing", "penalties", "enforcement"):
        cells[f"disclosure.{name}.decisions"] = Decimal(chance.randint(0, 4000))
    cells["disclosure.fees.amount"] = Decimal(chance.randint(0, 10**9)).scaleb(-6)
    for column in COLUMNS:
        cells |= _applications(chance, column)
    _across(cells, "applications", [*_rows(), "total"], COLUMNS)
    for row in SUITS:
        for column in OUTCOMES:
            cells[f"disputes.{row}.{column}"] = Decimal(chance.choice((0, 0, 0, 1, 2)))
    _across(cells, "disputes", SUITS, OUTCOMES)
    return cells


def _rows() -> list[str]:
    return ["received", "pending_start", *RESULTS, *OTHERS, "pending_end"]


def _applications(chance: random.Random, column: str) -> Figures:
    """One column of table 3: what came in is what was answered and what is left."""
    found = {row: chance.choice((0, 0, 0, 1, 2, 5)) for row in RESULTS}
    found |= {row: chance.choice((0, 0, 0, 0, 1)) for row in OTHERS}
    done, left = sum(found.values()), chance.choice((0, 1))
    before = min(chance.choice((0, 0, 2)), done + left)
    found |= {"total": done, "pending_end": left, "pending_start": before}
    found["received"] = done + left - before
    return {f"applications.{row}.{column}": Decimal(n) for row, n in found.items()}


def _across(cells: Figures, table: str, rows: list[str], columns: list[str]) -> None:
    for row in rows:
        parts = (cells[f"{table}.{row}.{column}"] for column in columns)
        cells[f"{table}.{row}.total"] = sum(parts, Decimal(0))


def old_figures(cells: Figures) -> tuple[Figures, Figures]:
    """The same year on the form of 2019, and what of it the form of 2021 can take."""
    old: Figures = {}
    new: Figures = {}
    for cell, value in cells.items():
        table, row, column = cell.split(".")
        if table == "applications" and row in OTHERS:
            place = f"applications.other.{column}"
            old[place] = old.get(place, Decimal(0)) + value
            into = f"applications.other_misc.{column}"
            new[into] = new.get(into, Decimal(0)) + value
        elif table != "disclosure":
            old[cell] = new[cell] = value
        elif column == "issued":
            old[f"disclosure.{row}.made"] = new[cell] = value
        elif column == "decisions":
            old[cell] = new[cell] = value
    return old, new


# ---- files -------------------------------------------------------------------------------


class _Maker:
    """Makes the files of one county and keeps account of what they should come to."""

    def __init__(self, folder: Path, seed: int, book_every: int) -> None:
        self.folder, self.chance, self.book_every = folder, random.Random(seed), book_every
        self.files: list[File] = []
        self.sums: Figures = {}
        self.counted: list[str] = []
        self.missing: list[str] = []
        self.late: list[str] = []
        self.wrong: list[str] = []
        self.shared: list[Shared] = []
        self.roster: list[str] = []

    def add(self, name: str, data: bytes, status: str, organ: str, *, older: bool = False) -> None:
        """Write a file and note what it should come to."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        saved = NOON.timestamp() - 86_400 * older
        os.utime(path, (saved, saved))
        self.files.append(File(name, status, organ))

    def count(self, organ: str, cells: Figures) -> None:
        """Note that these figures go into the sum."""
        self.counted.append(organ)
        for cell, value in cells.items():
            self.sums[cell] = self.sums.get(cell, Decimal(0)) + value

    def line(self, organ: str, role: str, due: str = "", came: str = "") -> None:
        """A row of the roster."""
        self.roster.append(f"{organ},{role},,{len(self.roster)}@example.gov.cn,{due},{came}")

    def unit(self, number: int) -> tuple[str, str, str]:
        """Name, role and kind of a unit."""
        if number % 5 == 1:
            return f"{COUNTY}第{number}镇人民政府", "乡镇", "government"
        if number % 5 == 2:
            return f"{COUNTY}第{number}街道办事处", "街道", "subdistrict"
        return f"{COUNTY}第{number}局", "部门", "department"

    def plain(self, number: int) -> None:
        """A unit in order, in one of the forms that units use."""
        organ, role, kind = self.unit(number)
        cells = figures(self.chance)
        report = report_of(organ, kind, cells)
        form = "book" if number % self.book_every == 0 else ("json", "word")[number % 17 == 3]
        ending, write = FORMS[form]
        self.add(f"{number:05}{ending}", write(report), "counted", organ)
        self.line(organ, role)
        self.count(organ, cells)


def report_of(organ: str, kind: str, cells: Figures, edition: str = "2021") -> Report:
    """A report with these figures."""
    level = "township" if kind in ("government", "subdistrict") else "county"
    about = Organ(organ, level=level, kind=kind, scope="organ")
    return Report(edition, YEAR, about, MappingProxyType(cells), MappingProxyType(texts(organ)))


def texts(organ: str) -> dict[str, str]:
    """What every report must speak of, in sentences that no other unit has."""
    chance = random.Random(organ)
    own = "".join(chance.choice(NUMERALS) for _ in range(9))
    said = [f"{topic}：按第{own}号工作方案办理，已经落实。" for topic in TOPICS]
    return {
        "overview": "\n".join(said),
        "problems": f"基层站所的业务培训还不够，第{own}号方案里的栏目归并没有办完。\n"
        f"改进情况：已经按季度组织业务培训，第{own}号方案余下的栏目由专人督促，限期办完。",
        "other": f"{YEAR}年，无收取信息处理费情况。",
    }


def book(report: Report) -> bytes:
    """As a workbook of ours."""
    return filled_workbook(report, builtin_editions())


def word(report: Report) -> bytes:
    """As a Word document."""
    return write_document(compose(report, form_of(report, builtin_editions())), "docx")


def data(report: Report) -> bytes:
    """As JSON, which is quickest to make."""
    return dumps(report_to_json(report)).encode()


FORMS: Final[dict[str, tuple[str, Callable[[Report], bytes]]]] = {
    "book": (".xlsx", book),
    "word": (".docx", word),
    "json": (".json", data),
}


def zipped(name: str, contents: bytes, *, locked: bool = False) -> bytes:
    """A zip file with one file in it, its name in GBK as Windows writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("%" * len(name.encode("gbk")), (2025, 1, 20, 12, 0, 0)), contents
        )
    raw = buffer.getvalue().replace(b"%" * len(name.encode("gbk")), name.encode("gbk"))
    if locked:  # the flag alone: who opens it must ask for a password
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = raw.index(mark) + at
            raw = raw[:place] + bytes([raw[place] | 1]) + raw[place + 1 :]
    return raw


def mailed(name: str, contents: bytes, date: datetime) -> bytes:
    """A saved mail with one attachment and a picture in its signature."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.gov.cn", "b@example.gov.cn", "报送年报"
    mail["Date"] = date
    mail.set_content("您好，请查收。")
    mail.add_attachment(contents, maintype="application", subtype="octet-stream", filename=name)
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="image001.png")
    mail.get_payload()[-1]["Content-ID"] = "<logo>"  # type: ignore[index]
    return mail.as_bytes()


# ---- faults ------------------------------------------------------------------------------


def _faulty(make: _Maker, number: int, fault: str) -> None:
    organ, role, kind = make.unit(number)
    cells = figures(make.chance)
    report = report_of(organ, kind, cells)
    name = f"{number:05}-{fault}"
    special = _SPECIAL.get(fault)
    if special is not None:
        special(make, name, report, role, cells)
        return
    make.line(organ, role)
    for ending, contents in _unreadable(fault, report):
        make.add(f"{name}{ending}", contents, "unreadable", "")
    make.missing.append(organ)


def _unreadable(fault: str, report: Report) -> Iterator[tuple[str, bytes]]:
    if fault == "truncated":
        yield ".xlsx", book(report)[:5000]
    elif fault == "binary_xls":
        yield ".xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000
    elif fault == "empty":
        yield ".docx", b""
    elif fault == "locked_zip":
        yield ".zip", zipped("年报.json", data(report), locked=True)


def _same_twice(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    make.add(f"{name}.json", data(report), "counted", report.organ.name)
    make.add(f"{name}-又.json", data(report), "duplicate", report.organ.name, older=True)
    make.line(report.organ.name, role)
    make.count(report.organ.name, cells)


def _older_version(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    before = report._replace(cells=MappingProxyType(figures(make.chance)))
    make.add(f"{name}-先.json", data(before), "duplicate", report.organ.name, older=True)
    make.add(f"{name}-后.json", data(report), "counted", report.organ.name)
    make.line(report.organ.name, role)
    make.count(report.organ.name, cells)


def _last_year(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    make.add(f"{name}.json", data(report._replace(year=YEAR - 1)), "wrong_year", report.organ.name)
    make.line(report.organ.name, role)
    make.missing.append(report.organ.name)


def _old_form(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    old, new = old_figures(cells)
    earlier = report._replace(edition="2019", cells=MappingProxyType(old))
    make.add(f"{name}.json", data(earlier), "counted", report.organ.name)
    make.line(report.organ.name, role)
    make.count(report.organ.name, new)
    make.wrong.append(report.organ.name)  # the rule EDITION is an error


def _stranger(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    stranger = report._replace(organ=report.organ._replace(name="乙县教育局"))
    make.add(f"{name}.json", data(stranger), "not_on_roster", "乙县教育局")


def _vertical(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    make.add(f"{name}.json", data(report), "not_summed", report.organ.name)
    make.line(report.organ.name, "垂管单位" if "vertical" in name else "公共企事业单位")


def _missing(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    make.line(report.organ.name, role)
    make.missing.append(report.organ.name)


def _late_mail(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    mail = mailed("年报.json", data(report), MAILED_LATE)
    make.add(f"{name}.eml", mail, "counted", report.organ.name)
    make.line(report.organ.name, role)
    make.count(report.organ.name, cells)
    make.late.append(report.organ.name)


def _late_roster(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    make.add(f"{name}.zip", zipped("年报.json", data(report)), "counted", report.organ.name)
    make.line(report.organ.name, role, "1月26日", "2025/1/27")
    make.count(report.organ.name, cells)
    make.late.append(report.organ.name)


def _wrong_sum(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    wrong = {**cells, "disputes.reconsideration.total": Decimal(99)}
    made = report._replace(cells=MappingProxyType(wrong))
    make.add(f"{name}.json", data(made), "counted", report.organ.name)
    make.line(report.organ.name, role)
    make.count(report.organ.name, wrong)
    make.wrong.append(report.organ.name)


def _word_text(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    """A text where a number belongs: its total still counts, the cell itself does not."""
    cell = "applications.full_grant.research"
    numbers = {c: v for c, v in cells.items() if c != cell}
    odd = report._replace(cells=MappingProxyType({**numbers, cell: "三件"}))
    make.add(f"{name}.json", data(odd), "counted", report.organ.name)
    make.line(report.organ.name, role)
    make.count(report.organ.name, numbers)
    make.wrong.append(report.organ.name)


def _office_too(make: _Maker, name: str, report: Report, role: str, cells: Figures) -> None:
    """The government and its office both send one; by law they make one report."""
    whole = f"{COUNTY}人民政府"
    suits = "disputes.litigation_after_reconsideration"
    cells = {**cells, **{f"{suits}.{c}": cells[f"{suits}.{c}"] + 2 for c in ("affirmed", "total")}}
    report = report._replace(cells=MappingProxyType(cells))
    for organ, kind, status in ((whole, "government", "counted"), (f"{whole}办公室", "office", "")):
        own = Organ(organ, level="county", kind=kind, scope="organ")
        made = report._replace(organ=own)
        if not status:
            made = made._replace(cells=MappingProxyType(figures(make.chance)))
        make.add(f"{name}-{kind}.json", data(made), status or "duplicate", organ)
    make.line(whole, "政府")
    make.line(f"{whole}办公室", "政府办")
    make.count(whole, cells)
    other, _, _ = make.unit(1)
    for outcome in OUTCOMES:
        number = int(cells[f"{suits}.{outcome}"])
        make.shared += [Shared(other, whole, outcome, number)] if number else []


_Special = Callable[[_Maker, str, Report, str, Figures], None]
_SPECIAL: Final[dict[str, _Special]] = {
    "same_twice": _same_twice,
    "older_version": _older_version,
    "last_year": _last_year,
    "old_form": _old_form,
    "stranger": _stranger,
    "vertical": _vertical,
    "public": _vertical,
    "missing": _missing,
    "late_mail": _late_mail,
    "late_roster": _late_roster,
    "wrong_sum": _wrong_sum,
    "word_text": _word_text,
    "office_too": _office_too,
}


def make_county(
    folder: Path, roster: Path, units: int, seed: int = 1, *, faults: int = 1, book_every: int = 4
) -> County:
    """So many units, each fault so many times; every `book_every`th in order sends a workbook."""
    make = _Maker(folder, seed, book_every)
    seeded = [f for f in FAULTS for _ in range(min(faults, 1) if f == "office_too" else faults)]
    for number in range(1, units + 1):
        if number <= len(seeded):
            _faulty(make, number, seeded[number - 1])
        else:
            make.plain(number)
    head = "单位,角色,级别,邮箱,截止日期,上报日期"
    title = f"{YEAR}年度政府信息公开工作年度报告报送名单"
    roster.write_text("\n".join([title, head, *make.roster]) + "\n", encoding="utf-8-sig")
    return County(
        tuple(make.files),
        make.sums,
        tuple(make.counted),
        tuple(make.missing),
        tuple(make.late),
        tuple(make.wrong),
        tuple(make.shared),
    )
