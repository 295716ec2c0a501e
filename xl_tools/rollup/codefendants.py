"""Rows of a table -> suits in which a reviewing organ is co-defendant; they are taken off its sum.

国办公开办函〔2016〕201号: such a suit is counted at the organ of the act alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from xl_tools.deskbook import SHARED, SHARED_COLUMNS
from xl_tools.edition import Edition, Editions, Table
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.rollup.names import Names, organ_key
from xl_tools.rollup.roster import NO_NAMES, Unit
from xl_tools.rollup.standing import COUNTED, Standing
from xl_tools.sources.labels import essence

SHEET: Final = SHARED
ROLE: Final = "after_reconsideration"
SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "case": ("案号或说明", "案号", "案件", "案件名称", "说明"),
        "organ": ("原行为单位", "原行为机关", "原行政行为机关", "原行政行为单位", "原机关"),
        "reviewer": ("复议机关", "行政复议机关", "共同被告", "复议单位"),
        "result": ("结果", "审理结果", "诉讼结果", "案件结果"),
        "count": ("件数", "数量", "案件数"),
        "year": ("年度", "报告年度", "年"),
    }
)
HEAD_ROWS: Final = 15
MOST_PROBLEMS: Final = 8
OURS: Final = re.compile(r"(?:本级|本)$|(?:本级|本|省|市|县|区|旗)(?:人民)?政府$")
Row = Sequence[object]


class Suit(NamedTuple):
    """A row: which suit, of whose act, who reviewed it, with what result; how many alike.

    `result` is the id of a column of the form. 0 suits say that the organ counted none; `year` is
    0 where the row names none.
    """

    case: str
    organ: str
    reviewer: str
    result: str
    number: int
    row: int
    year: int = 0


class Declared(NamedTuple):
    """What an office says of such suits, and in which file or on which sheet."""

    suits: tuple[Suit, ...]
    file: str = ""
    sha256: str = ""


NONE: Final = Declared(())


class Taken(NamedTuple):
    """A row as it was used: what was taken off which organ's figures.

    `cells` is empty where nothing could be; `label` is the official name of the result, `note` what
    is to be looked at.
    """

    suit: Suit
    reviewer: str
    label: str
    cells: Mapping[str, Decimal] = MappingProxyType({})
    note: str = ""

    @property
    def number(self) -> Decimal:
        """How many suits were taken off."""
        return Decimal(self.suit.number if self.cells else 0)


# ---- rows -> what is declared ----------------------------------------------------------------


def declared_in(rows: Sequence[Row], editions: Editions) -> Declared:
    """The suits in the rows of a table; Refusal names every row that cannot be used."""
    at, columns = _head(rows)
    results = _results(editions)
    problems: list[str] = []
    suits = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {name: _text(row[n]) if n < len(row) else "" for name, n in columns.items()}
        if not any(cells.get(name) for name in SYNONYMS if name != "year"):
            continue
        if essence(cells.get("case", "")) in NO_NAMES:
            continue
        suits.append(_suit(cells, number, results, problems))
    if problems:
        more = f"；等 {len(problems)} 处" if len(problems) > MOST_PROBLEMS else ""
        raise Refusal("；".join(problems[:MOST_PROBLEMS]) + more, f"请改正“{SHEET}”表")
    return Declared(tuple(suits))


def _head(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """Which row is the heading, and which column is what."""
    for at, row in enumerate(rows[:HEAD_ROWS]):
        words = [essence(_text(cell)) for cell in row]
        found: dict[str, int] = {}
        for name, synonyms in SYNONYMS.items():
            fitting = [words.index(word) for word in synonyms if word in words]
            if fitting:
                found[name] = fitting[0]
        if {"organ", "reviewer", "result"} <= found.keys():
            return at, found
    wanted = "、".join(SHARED_COLUMNS)
    raise Refusal(
        f"“{SHEET}”表里找不到“原行为单位”“复议机关”“结果”三列", f"请在第一行写上列名：{wanted}"
    )


def _results(editions: Editions) -> dict[str, str]:
    """Every word for a result -> the id of its column, the newest form first."""
    found: dict[str, str] = {}
    for edition in sorted(editions, key=lambda one: -one.first_year):
        table = suits_table(edition)
        for column in table.columns_with("part") if table else ():
            for word in (column.label, *column.synonyms):
                found.setdefault(essence(word), column.id)
    return found


def suits_table(edition: Edition) -> Table | None:
    """The table that has a row of suits after a review."""
    return next((one for one in edition.tables.values() if one.rows_with(ROLE)), None)


def _suit(
    cells: Mapping[str, str], number: int, results: Mapping[str, str], problems: list[str]
) -> Suit:
    at = f"第 {number} 行"
    count = _count(cells.get("count", ""), at, problems)
    organ, reviewer = ("".join(cells[name].split()) for name in ("organ", "reviewer"))
    result = results.get(essence(cells["result"]), "")
    if not reviewer:
        problems.append(f"{at}没有写复议机关")
    if count:
        if not organ:
            problems.append(f"{at}没有写原行为单位")
        if not result:
            listed = "、".join(dict.fromkeys(_labels(results)))
            words = f"的结果“{cells['result']}”不认识" if cells["result"] else "没有写结果"
            problems.append(f"{at}{words}，应是{listed}")
        if organ and organ_key(organ) == organ_key(reviewer):
            problems.append(f"{at}的原行为单位和复议机关是同一个")
    year = _year(cells.get("year", ""), at, problems)
    return Suit(cells.get("case", ""), organ, reviewer, result, count, number, year)


def _labels(results: Mapping[str, str]) -> Iterator[str]:
    """The first word for each result, which is the one in the form."""
    seen: set[str] = set()
    for word, column in results.items():
        if column not in seen:
            seen.add(column)
            yield word


def _count(text: str, at: str, problems: list[str]) -> int:
    """How many suits a row stands for: one, unless it says otherwise."""
    digits = text.removesuffix("件").strip().removesuffix(".0")
    if not digits:
        return 1
    if digits.isdecimal() and len(digits) < 7:
        return int(digits)
    problems.append(f"{at}的件数“{text}”不是数，应是 0 或正整数")
    return 0


def _year(text: str, at: str, problems: list[str]) -> int:
    digits = text.removesuffix("度").removesuffix("年").removesuffix(".0")
    if not digits or (len(digits) == 4 and digits.isdecimal()):
        return int(digits or 0)
    problems.append(f"{at}的年度“{text}”不是四位数的年份")
    return 0


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


# ---- what is declared -> what is taken off ---------------------------------------------------


class Known(NamedTuple):
    """The organs: the parent, all names, each counted report, those that are never summed."""

    own: str
    names: Names
    reports: Mapping[str, Standing]
    apart: frozenset[str]

    def find(self, name: str) -> str:
        """The known name that is meant; 县政府 is the parent, where its own report is at hand."""
        return self.own if self.own and OURS.match(name) else self.names.find(name)

    def counted(self, name: str) -> Standing | None:
        """The counted report of the organ that is meant by a name."""
        found = self.find(name)
        return self.reports.get(organ_key(found)) if found else None


def taken_off(
    declared: Declared,
    standings: Sequence[Standing],
    units: Sequence[Unit],
    edition: Edition,
    year: int,
) -> tuple[Taken, ...]:
    """Every row of the year with what it takes off; Refusal where a figure would fall below 0."""
    table = suits_table(edition)
    suits = [one for one in declared.suits if one.year in (0, year)]
    if not suits or table is None:
        return ()
    reports = {
        organ_key(one.unit.name if one.unit else one.organ): one
        for one in standings
        if one.status == COUNTED
    }
    own = [one.organ for one in standings if one.is_own]
    listed = [unit.name for unit in units]
    known = Known(
        own[0] if own else "",
        Names([*own, *listed, *(one.organ for one in standings if one.organ)]),
        reports,
        frozenset(unit.name for unit in units if not unit.is_summed),
    )
    before: Counter[tuple[str, str]] = Counter()
    return tuple(_taken(one, known, table, before, declared.file) for one in suits)


def _taken(
    suit: Suit, known: Known, table: Table, before: Counter[tuple[str, str]], file: str
) -> Taken:
    """One row; `before` counts what earlier rows took off the same figure."""
    labels = {column.id: column.label for column in table.columns}
    reviewer = known.find(suit.reviewer)
    if not reviewer:
        raise Refusal(
            f"第 {suit.row} 行的复议机关“{suit.reviewer}”不在名单上，也没有它的报告",
            "请照名单写名称",
            file=file,
        )
    done = Taken(suit, reviewer, labels.get(suit.result, ""))
    if not suit.number:
        return done
    upper = known.counted(reviewer)
    if upper is None or upper.report is None:
        return done._replace(note=f"{reviewer}的报告没有计入，没有减；收到后再汇总一次")
    (row,) = table.rows_with(ROLE)[:1]
    columns = (suit.result, *(column.id for column in table.columns_with("total")))
    cells = [f"{table.id}.{row.id}.{column}" for column in columns]
    stated = {c: v for c in cells if isinstance(v := upper.report.cells.get(c), Decimal)}
    for cell in dict.fromkeys((cells[0], *stated)):  # a total may be left blank, a result not
        before[upper.organ, cell] += suit.number  # however the row spells its name
        value, number = stated.get(cell, Decimal(0)), before[upper.organ, cell]
        if number > value:
            label = f"{row.label}·{labels[cell.rpartition('.')[2]]}"
            raise Refusal(
                f"第 {suit.row} 行：{upper.organ}的“{label}”只有 {value} 件，减不了 {number} 件",
                "请核对结果和件数；复议机关已经自己去掉的，删去这一行",
                file=file,
            )
    less = MappingProxyType({cell: Decimal(-suit.number) for cell in stated})
    return done._replace(
        reviewer=upper.organ, cells=less, note=_look(suit, known, cells[0], before)
    )


def _look(suit: Suit, known: Known, cell: str, before: Counter[tuple[str, str]]) -> str:
    """Is the suit in the figures of the organ of the act, where it belongs? What is to be done."""
    if known.find(suit.organ) in known.apart:
        return ""  # its suits are none of this sum
    one = known.counted(suit.organ)
    if one is None or one.report is None:
        words = f"还没有计入的报告，这 {suit.number} 件现在哪里也没有计；收到后再汇总一次"
        return f"{suit.organ}{words}"
    before[f"原行为单位 {one.organ}", cell] += suit.number
    stated, number = one.report.number(cell), before[f"原行为单位 {one.organ}", cell]
    if stated < number:
        words = f"的同一格只有 {stated} 件，少于这里写的 {number} 件，请它核对填了没有"
        return f"{one.organ}{words}"
    return ""


def declared_reviewers(taken: Iterable[Taken]) -> frozenset[str]:
    """The organs of which it was said how many such suits they counted."""
    return frozenset(organ_key(one.reviewer) for one in taken)


def note_of(organ: str, taken: Iterable[Taken]) -> str:
    """What was taken off an organ's figures, in words; empty where nothing was."""
    own = [one for one in taken if one.cells and organ_key(one.reviewer) == organ_key(organ)]
    if not own:
        return ""
    counts: Counter[str] = Counter()
    for one in own:
        counts[one.label] += one.suit.number
    listed = "、".join(f"{label} {count}" for label, count in counts.items())
    return f"复议后起诉里作共同被告的 {counts.total()} 件已减去（{listed}），见“{SHEET}”"
