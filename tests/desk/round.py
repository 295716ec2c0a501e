"""A small county for the buttons of 汇总台: its folder, its workbook, what its units handed in."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks.county import figures, report_of
from xl_tools.actions.workbooks import filled_workbook
from xl_tools.deskbook import NAME
from xl_tools.edition import builtin_editions
from xl_tools.report import Organ, Report
from xl_tools.template.desk import build_desk
from xl_tools.template.deskplan import Facts

YEAR: Final = 2024
COUNTY: Final = "甲县人民政府"
SCHOOLS, POLICE, TOWN = "甲县教育局", "甲县公安局", "甲县城关镇人民政府"
HEALTH, TAXES = "甲县卫生健康委员会", "甲县税务局"
UNITS: Final = (
    (SCHOOLS, "部门", "", "jyj@example.gov.cn", "2025-01-20", "", "0123-111"),
    (POLICE, "部门", "", "gaj@example.gov.cn", "2025-01-20", "", "0123-222"),
    (TOWN, "乡镇", "乡镇级", "cgz@example.gov.cn", "2025-01-20", "2025-01-25", "0123-333"),
    (HEALTH, "部门", "", "wjw@example.gov.cn", "2025-01-20", "", "0123-444"),
    (TAXES, "垂直管理", "", "", "", "", ""),
)
WRONG: Final = "disputes.reconsideration.total"


@cache
def facts(organ: str) -> Report:
    """What an organ would report, every relation in order."""
    kind = "government" if organ.endswith("政府") else "department"
    made = report_of(organ, kind, figures(random.Random(organ)))
    if organ != COUNTY:
        return made
    return made._replace(organ=Organ(organ, level="county", kind=kind, scope="organ"))


@cache
def book(organ: str, year: int = YEAR, *, wrong: bool = False) -> bytes:
    """The workbook of an organ; `wrong`: one total is not the sum of its parts."""
    report = facts(organ)._replace(year=year)
    if wrong:
        cells = MappingProxyType({**report.cells, WRONG: Decimal(99)})
        report = report._replace(cells=cells)
    return filled_workbook(report, builtin_editions())


@cache
def desk_book() -> bytes:
    """汇总台 with the units of the county."""
    return build_desk(Facts(YEAR, COUNTY, UNITS))


class Round:
    """The folder in which the officer works."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.inbox, self.path = folder, folder / "收到", folder / NAME
        self.inbox.mkdir()
        self.path.write_bytes(desk_book())

    def january(self) -> None:
        """One in order, one with an error, one late, one that cannot be read."""
        (self.inbox / "公安.xlsx").write_bytes(book(POLICE))
        (self.inbox / "教育.xlsx").write_bytes(book(SCHOOLS, wrong=True))
        (self.inbox / "城关镇.xlsx").write_bytes(book(TOWN))
        (self.inbox / f"{HEALTH}.xlsx").write_bytes(book(HEALTH)[:4000])

    def mended(self) -> None:
        """Everything in order."""
        (self.inbox / "教育.xlsx").write_bytes(book(SCHOOLS))
        (self.inbox / f"{HEALTH}.xlsx").write_bytes(book(HEALTH))

    def own(self) -> None:
        """The parent's own report, beside the workbook."""
        (self.folder / "本级.xlsx").write_bytes(book(COUNTY))


def total(cell: str, *organs: str) -> Decimal:
    """What these organs know of a cell, added up."""
    return sum((facts(organ).number(cell) for organ in organs), Decimal(0))
