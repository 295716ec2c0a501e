"""A county in which every rule about many units has something to say."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from benchmarks.county import figures, report_of
from xl_tools.edition import builtin_editions
from xl_tools.report import Report
from xl_tools.rollup import Asked, roll_up
from xl_tools.rollup.roster import Roster, Unit
from xl_tools.rollup.submission import Submission
from xl_tools.rules import Finding

EDITIONS = builtin_editions()
YEAR = 2024
LICENSED = "disclosure.licensing.decisions"
BUREAUS = "教育 民政 财政 卫健 农业 城管 交通".split()
ROSTER = Roster(
    [
        *(Unit(f"甲县{name}局", "部门", "department", "county") for name in BUREAUS),
        Unit("甲县公安局", "部门", "department", "county", handed_in=date(2025, 2, 3)),
        Unit("甲县供水公司", "公共企事业单位"),
    ]
)


def unit(name: str, seed: int, *, year: int = YEAR, licensed: int = 30) -> Report:
    """A report of its own figures and without a text."""
    made = report_of(f"甲县{name}", "department", figures(random.Random(seed)))
    cells = MappingProxyType({**made.cells, LICENSED: Decimal(licensed)})
    return made._replace(year=year, cells=cells, narrative=MappingProxyType({}))


def sent(report: Report, file: str = "", day: str = "2025-01-20") -> Submission:
    """What came of its file."""
    name = file or f"{report.organ.name}.xlsx"
    return Submission(name, name, f"{day} 09:00:00", report=report)


@cache
def findings() -> tuple[Finding, ...]:
    """What the roll-up says of itself."""
    handed_in = [
        sent(unit("教育局", 1, licensed=9000)),
        sent(unit("公安局", 2)),
        sent(unit("城管局", 3)),
        sent(unit("交通局", 3)),
        sent(unit("卫健局", 4), "卫健局.xlsx", "2025-01-10"),
        sent(unit("卫健局", 5), "卫健局改.xlsx"),
        sent(unit("农业局", 6, year=YEAR - 1)),
        sent(unit("供水公司", 7)),
        sent(unit("物资局", 8)),
        Submission("财政局.docx", "x", refused="文件打不开，请用 Word 另存一份再交。"),
    ]
    earlier = [sent(unit("教育局", 9, year=YEAR - 1))]
    asked = Asked(ROSTER, sent(parent()), year=YEAR, earlier=earlier)
    return roll_up(handed_in, EDITIONS, asked).findings


def parent() -> Report:
    """The parent's own report, whose text tells of itself alone."""
    made = unit("人民政府", 10)
    text = {"overview": "2024年，本机关作出行政许可决定30件。"}
    return made._replace(
        organ=made.organ._replace(kind="government"), narrative=MappingProxyType(text)
    )
