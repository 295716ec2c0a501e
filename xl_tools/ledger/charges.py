"""What was charged -> what the official tiers give (国办函〔2020〕109号)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
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
Month = tuple[str, int]  # an applicant's month; 0 for a case that is not of the year


class Charges:
    """The fees while the rows come in.

    Applicants and months are only kept as columns: few months cost anything, and only for those
    the cases are looked up in the end.
    """

    __slots__ = ("_charged", "_columns", "_month", "_pages", "_remarks", "_year")

    def __init__(self, year: range) -> None:
        self._year = year
        self._charged: dict[int, Decimal] = {}
        self._pages: dict[int, int] = {}
        self._month = {day: date.fromordinal(day).month for day in year}
        self._columns: list[tuple[int, Sequence[str], list[int]]] = []
        self._remarks: dict[str, list[int]] = {}

    def take(self, batch: Batch, base: int, cases: Cases) -> None:
        """Note what was charged for the cases received in the year, and whose they are."""
        fees = batch.column("fee")
        if fees is None:
            return
        for n in compress(range(len(fees)), fees):
            within = cases.came[n] in self._year and n not in cases.out
            if within and bare(fees[n]) not in NONE:
                self._note(base + n, fees[n])
        months = [self._month.get(day, 0) for day in cases.came]
        for n in cases.out:
            months[n] = 0
        applicants = batch.column("applicant")
        if applicants is not None:
            self._columns.append((base, applicants, months))
        for n, text in enumerate(batch.filled("pages").get("pages", ())):
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
        for (_, month), places in self._months().items():
            by_case = [place for place in places if place not in self._pages]
            charged = sum((left.pop(p) for p in by_case if p in left), Decimal(0))
            due = fee_by_case(len(by_case))
            if charged or due:
                words = f"按件计收，同一申请人{year}年{month}月共 {len(by_case)} 件"
                yield Charge(tuple(numbers[p] for p in by_case), words, charged, due)
        for place, charged in left.items():
            yield Charge((numbers[place],), "台账没有申请人、页数，没有核算", charged, None)

    def _months(self) -> dict[Month, list[int]]:
        """The cases of the applicants' months in which something was, or could be, charged."""
        counts: Counter[Month] = Counter()
        wanted: set[Month] = set()
        for base, names, months in self._columns:
            counts.update(zip(names, months, strict=True))
            own = (place - base for place in self._charged if 0 <= place - base < len(names))
            wanted |= {(names[n], months[n]) for n in own}
        wanted |= {key for key, count in counts.items() if count > FREE}
        wanted = {(name, month) for name, month in wanted if name.strip() and month}
        found: dict[Month, list[int]] = {key: [] for key in wanted}
        for base, names, months in self._columns if wanted else ():
            for place, key in enumerate(zip(names, months, strict=True), base):
                if key in found:
                    found[key].append(place)
        return dict(sorted(found.items(), key=lambda one: one[1]))
