"""What was charged -> what the official tiers give (国办函〔2020〕109号)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import compress
from typing import Final

from xl_tools.fees import CASE_TIERS, fee_by_case, fee_by_page
from xl_tools.ledger.cases import Cases
from xl_tools.ledger.table import Batch
from xl_tools.ledger.words import bare
from xl_tools.tally import Charge

FREE: Final = CASE_TIERS[0].last
MONEY: Final = re.compile(r"(?:¥|人民币)?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*元?(?:/件)?")
NONE: Final = frozenset({"", "无", "否", "未收取", "不收费", "免费", "免收", "0"})
PAGES: Final = re.compile(r"([0-9]+)\s*页?")
Month = tuple[str, int]


class Charges:
    """The fees while the rows come in."""

    __slots__ = ("_charged", "_month", "_months", "_pages", "_remarks", "_year")

    def __init__(self, year: range) -> None:
        self._year = year
        self._charged: dict[int, Decimal] = {}
        self._pages: dict[int, int] = {}
        self._month = {day: date.fromordinal(day).month for day in year}
        self._months: dict[Month, list[int]] = defaultdict(list)
        self._remarks: dict[str, list[int]] = {}

    def take(self, batch: Batch, base: int, cases: Cases) -> None:
        """Note what was charged for the cases received in the year, and what by the tiers."""
        fees = batch.filled("fee").get("fee")
        if fees is None:
            return
        for n in compress(range(len(fees)), fees):
            within = cases.came[n] in self._year and n not in cases.out
            if within and bare(fees[n]) not in NONE:
                self._note(base + n, fees[n])
        applicants = batch.filled("applicant").get("applicant", ())
        for n, name in enumerate(applicants):
            day = cases.came[n]
            if name and day in self._year and n not in cases.out:
                self._months[name, self._month[day]].append(base + n)
        for n, text in enumerate(batch.column("pages") or ()):
            found = PAGES.fullmatch(text.strip())
            if found and base + n in self._charged:
                self._pages[base + n] = int(found[1])

    def _note(self, place: int, text: str) -> None:
        found = MONEY.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if found is None:
            words = f"信息处理费“{text.strip()}”读不懂，没有计入"
            self._remarks.setdefault(words, []).append(place)
        elif amount := Decimal(found[1].replace(",", "")):
            self._charged[place] = amount

    def outcome(self, numbers: list[str], remarks: dict[str, list[int]]) -> tuple[Charge, ...]:
        """One line a month of an applicant, or a case, for which money was or could be charged."""
        for words, places in self._remarks.items():
            remarks.setdefault(words, []).extend(places)
        return tuple(self._lines(numbers))

    def _lines(self, numbers: list[str]) -> Iterator[Charge]:
        left = dict(self._charged)
        for place, pages in self._pages.items():
            charged, due = left.pop(place), fee_by_page(pages)
            yield Charge((numbers[place],), f"按量计收，{pages} 页", charged, due)
        year = date.fromordinal(self._year.start).year
        for (_, month), places in self._months.items():
            if len(places) <= FREE and left.keys().isdisjoint(places):
                continue  # by far the most: few applications, nothing charged
            by_case = [place for place in places if place not in self._pages]
            charged = sum((left.pop(p) for p in by_case if p in left), Decimal(0))
            due = fee_by_case(len(by_case))
            if charged or due:
                words = f"按件计收，同一申请人{year}年{month}月共 {len(by_case)} 件"
                yield Charge(tuple(numbers[p] for p in by_case), words, charged, due)
        for place, charged in left.items():
            yield Charge((numbers[place],), "台账没有申请人、页数，没有核算", charged, None)
