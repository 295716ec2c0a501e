"""Rules about the form: the right edition, the official wording."""

from __future__ import annotations

from collections.abc import Iterator

from xl_tools.edition import Rule
from xl_tools.refusal import Refusal
from xl_tools.rules.finding import MOST_LISTED, Case, Finding, found


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
    yield found(rule, f"{words}；旧版的表可以用 xl-tools fill --bridge 转过来", cells)


def _differs(case: Case, table: str) -> bool:
    """Table 4 is the same in both editions: nothing tells them apart."""
    year = case.reading.report.year
    try:
        right = case.editions.for_year(year).tables.get(table)
    except Refusal:
        return True
    own = case.form.tables[table]
    return right is None or [f.id for f in right.figures] != [f.id for f in own.figures]


def _required(case: Case, year: int) -> str:
    try:
        right = case.editions.for_year(year)
    except Refusal:
        return "当年规定的格式（统一格式自2019年度起）"
    return f"{right.name}格式（{right.document}）"


def labels(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding a report: fixed wording that was changed by hand."""
    changed = case.reading.changed
    if not changed:
        return
    listed = "；".join(
        f"{one.place.sheet} {one.place.address} 应是“{one.official}”，现在是“{one.found}”"
        for one in changed[:MOST_LISTED]
    )
    more = f"；等 {len(changed)} 处" if len(changed) > MOST_LISTED else ""
    yield found(rule, f"表格的固定文字被改动：{listed}{more}，请改回官方写法")
