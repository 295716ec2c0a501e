"""Rules about the form: the right edition, the official wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xl_tools.edition import Edition, Line, Rule, Table
from xl_tools.refusal import Refusal
from xl_tools.report import Changed
from xl_tools.rules.finding import MOST_SENTENCES, Case, Finding, brief, cut, found
from xl_tools.rules.registry import rule as on_rule

MOVED: Final = "表格的行或列换了位置，数是按原来的位置读的，会读错"
FRESH: Final = "请从模板重新复制一份，把数填到官方的位置"


@on_rule("EDITION")
def edition(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding a report: tables printed in an edition that the year does not call for."""
    year = case.reading.report.year
    wrong = [
        t for t, own in case.form.editions.items() if not own.covers(year) and _differs(case, t)
    ]
    if not wrong:
        return
    numbers = "、".join(case.form.tables[table].number for table in wrong)
    used = "、".join(sorted({case.form.editions[table].name for table in wrong}))
    cells = tuple(case.form.tables[table].figures[0].id for table in wrong)
    words = f"{numbers}用的是{used}格式，{year}年度应当使用{_required(case, year)}"
    yield found(rule, "；".join((words, *_hints(case, wrong), _remedy(case, wrong))), cells)


def _right(case: Case) -> Edition | None:
    try:
        return case.editions.for_year(case.reading.report.year)
    except Refusal:
        return None


def _remedy(case: Case, wrong: list[str]) -> str:
    right = _right(case)
    bridged = right.bridge.source if right and right.bridge else ""
    if all(case.form.editions[table].id == bridged for table in wrong):
        return "旧版的表可以用 xl-tools fill --bridge 转过来"
    return "请改用规定的格式重新填写"


def _hints(case: Case, wrong: list[str]) -> Iterator[str]:
    """What tells the two editions of a table apart, in words."""
    right = _right(case)
    known = right.tables if right else {}
    for table in (table for table in wrong if table in known):
        own, other = case.form.tables[table], known[table]
        yield from (f"{own.number}{words}" for words in _row_hints(own, other))


def _row_hints(own: Table, other: Table) -> Iterator[str]:
    mine, theirs = ({row.id: row for row in table.all_rows()} for table in (own, other))
    renamed = [
        f"“{mine[row].label}”应为“{theirs[row].label}”"
        for row in mine
        if row in theirs and mine[row].label != theirs[row].label
    ]
    extra = [row for row in mine if row not in theirs]
    split = [words for row in extra if (words := _split(mine[row], theirs))]
    gone = [f"“{brief(mine[row].label)}”" for row in extra if not _split(mine[row], theirs)]
    if renamed:
        yield f"的{cut(renamed, len(renamed), '行')}"
    if split:
        yield f"的{cut(split, len(split), '行')}"
    if gone:
        yield f"有规定格式里没有的行：{cut(gone, len(gone), '行')}"


def _split(row: Line, theirs: dict[str, Line]) -> str:
    """A single row that the other edition divides: (六) of 2019."""
    parts = [line for line in theirs.values() if line.group and line.group[-1] == row.label]
    return f"“{row.label}”只有一行，应分 {len(parts)} 行" if parts else ""


def _differs(case: Case, table: str) -> bool:
    """Table 4 is the same in both editions: nothing tells them apart."""
    edition = _right(case)
    right = edition.tables.get(table) if edition else None
    own = case.form.tables[table]
    return right is None or [f.id for f in right.figures] != [f.id for f in own.figures]


def _required(case: Case, year: int) -> str:
    right = _right(case)
    if right is None:
        first = min(edition.first_year for edition in case.editions)
        return f"当年规定的格式（统一格式自{first}年度起，请核对年度 {year} 是否写对）"
    return f"{right.name}格式（{right.document}）"


@on_rule("LABEL")
def labels(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding a report: fixed wording that was changed by hand.

    Wording that stands where other wording of the table belongs is an error: rows or columns
    changed places, and the figures were read by their places.
    """
    changed = case.reading.changed
    if not changed:
        return
    moved = [one for one in changed if _is_elsewhere(one, changed)]
    said = [
        f"{one.place.sheet} {one.place.address} 应是“{one.official}”，现在是“{one.found}”"
        for one in moved or changed
    ]
    listed = cut(said, len(said), "处", "；", most=MOST_SENTENCES)
    if moved:
        yield found(rule, f"{MOVED}：{listed}。{FRESH}")._replace(
            severity="error", explainable=False
        )
    else:
        yield found(rule, f"表格的固定文字被改动：{listed}，请改回官方写法")


def _is_elsewhere(one: Changed, changed: Sequence[Changed]) -> bool:
    words = one.found.split()
    return any(one.table == other.table and words == other.official.split() for other in changed)
