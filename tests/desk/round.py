"""A small county for the buttons of 汇总台: its folder, its workbook, what its units handed in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks.county import Figures, figures, report_of
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
EDITIONS: Final = builtin_editions()


class Round:
    """What each unit knows, and the folder in which the officer works."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inbox = folder / "收到"
        self.path = folder / NAME
        self.facts: dict[str, Figures] = {}
        self.inbox.mkdir()
        self.path.write_bytes(build_desk(Facts(YEAR, COUNTY, UNITS)))

    def report(self, organ: str, kind: str = "department") -> Report:
        """The report of an organ, in which every relation holds."""
        import random

        self.facts[organ] = figures(random.Random(organ))
        return report_of(organ, kind, self.facts[organ])

    def hand_in(self, report: Report, name: str) -> Path:
        """A report as a workbook in the folder of what came in."""
        path = self.inbox / name
        path.write_bytes(filled_workbook(report, EDITIONS))
        return path

    def january(self) -> None:
        """One in order, one with an error, one late, one that cannot be read."""
        self.hand_in(self.report(POLICE), "公安.xlsx")
        schools = self.report(SCHOOLS)
        wrong = MappingProxyType({**schools.cells, WRONG: Decimal(99)})
        self.hand_in(schools._replace(cells=wrong), "教育.xlsx")
        self.hand_in(self.report(TOWN, "government"), "城关镇.xlsx")
        whole = filled_workbook(self.report(HEALTH), EDITIONS)
        (self.inbox / f"{HEALTH}.xlsx").write_bytes(whole[:4000])

    def mended(self) -> None:
        """Everything in order."""
        self.hand_in(self.report(SCHOOLS), "教育.xlsx")
        self.hand_in(self.report(HEALTH), f"{HEALTH}.xlsx")

    def own(self) -> Path:
        """The parent's own report, beside the workbook."""
        made = self.report(COUNTY, "government")
        own = made._replace(organ=Organ(COUNTY, level="county", kind="government", scope="organ"))
        path = self.folder / "本级.xlsx"
        path.write_bytes(filled_workbook(own, EDITIONS))
        return path

    def total(self, cell: str, *organs: str) -> Decimal:
        """What these organs know of a cell, added up."""
        return sum((self.facts[organ].get(cell, Decimal(0)) for organ in organs), Decimal(0))
