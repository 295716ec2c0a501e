"""tests/cases/prose_fresh/*.toml -> reports with a text, and how well they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from xl_tools.edition import Edition, builtin_editions
from xl_tools.prose import Mention, read_prose
from xl_tools.report import Organ, Report, Value, form_of

FOLDER = Path(__file__).parent.parent / "cases" / "prose_fresh"
WORDS = set("text figures prior finds rules section scope kind aside".split())
SIGNS = {" = ": "agrees", " ≠ ": "contradicts"}
LEVELS = {"区": "county", "局": "county", "镇": "township", "零": "township", "厅": "province"}
KINDS = {"局": "department", "厅": "department"}

Told = tuple[Decimal, str, frozenset[str]]


class FreshCase(NamedTuple):
    """One text; `file` is where it stands."""

    file: str
    number: int
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file}-{self.number}"

    @property
    def is_aside(self) -> bool:
        """Was it kept aside while the grammar was changed?"""
        return bool(self.data.get("aside"))


class Score(NamedTuple):
    """Counts that the texts hold, those mapped right, alarms without a cause, slips named."""

    counts: int
    right: int
    cells: int
    cells_right: int
    alarms: int
    planted: int
    named: int

    @property
    def share(self) -> Decimal:
        """Mapped right, in percent."""
        return Decimal(100 * self.right) / self.counts


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)


def fresh_cases() -> Iterator[FreshCase]:
    """All cases in the order of the files."""
    for name in ("sentences", "contradictions", "later", "last"):
        for number, data in enumerate(_file(name)["case"], 1):
            if unknown := data.keys() - WORDS:
                raise ValueError(f"{name}, {number}: {unknown}")
            yield FreshCase(name, number, data)


def edition() -> Edition:
    """The edition all of them are in."""
    return builtin_editions().get("2021")


def figures_of(name: str) -> dict[str, Value]:
    """The figures of that name; cells of rows that are not written are noughts."""
    cells: dict[str, Value] = {figure.id: Decimal(0) for figure in edition().figures()}
    for row, values in _file("figures")["figures"][name].items():
        own = [cell for cell in cells if cell.startswith(f"{row}.")]
        cells |= {cell: Decimal(value) for cell, value in zip(own, values, strict=True)}
    return cells


def report_of(case: FreshCase) -> Report:
    """The report of a case."""
    data, name = case.data, case.data["figures"]
    organ = Organ(
        "某某单位",
        level=LEVELS[name],
        kind=data.get("kind", KINDS.get(name, "government")),
        scope=data.get("scope", "organ"),
    )
    text = MappingProxyType({data.get("section", "overview"): data["text"]})
    return Report("2021", 2024, organ, MappingProxyType(figures_of(name)), text)


def prior_of(case: FreshCase) -> Report | None:
    """Last year's report, where the case has one."""
    if "prior" not in case.data:
        return None
    cells = MappingProxyType(figures_of(case.data["prior"]))
    return report_of(case)._replace(year=2023, cells=cells, narrative=MappingProxyType({}))


# ---- what is expected and what is read ---------------------------------------------------


def expected(case: FreshCase) -> list[Told]:
    """Value, state and cells of each number of the text."""
    return [_expected(text) for text in case.data["finds"]]


def _expected(text: str) -> Told:
    if text.endswith(" unmapped"):
        return Decimal(text.removesuffix(" unmapped")), "unmapped", frozenset()
    sign = next(sign for sign in SIGNS if sign in text)
    value, lines = text.split(sign)
    return Decimal(value), SIGNS[sign], frozenset(_cells(lines.split(" + ")))


def _cells(lines: Iterable[str]) -> Iterator[str]:
    ids = {f"{f.row.id}.{f.column.id}": f.id for f in edition().figures()}
    for line in lines:
        row, _, column = line.partition(".")
        for one in _file("sentences")["groups"].get(row, [row]):
            yield ids[f"{one}.{column or 'total'}"]


def counts_read(case: FreshCase) -> list[Mention]:
    """What is read in the text, without shares."""
    report = report_of(case)
    told = read_prose(report, form_of(report, builtin_editions()))
    return [mention for mention in told.mentions if mention.kind != "share"]


def missed(case: FreshCase) -> tuple[list[Told], list[Told]]:
    """The numbers that are not read as they should be, and what is read in their place."""
    read = [(m.value, m.state, frozenset(m.cells)) for m in counts_read(case)]
    mapped = [one for one in read if one[1] != "unmapped"]
    wanted = expected(case)
    for one in list(wanted):
        if one in mapped:
            mapped.remove(one)
            wanted.remove(one)
    spoilt = {value for value, _, _ in mapped}
    return [one for one in wanted if one[1] != "unmapped" or one[0] in spoilt], mapped


def score(cases: Iterable[FreshCase]) -> Score:
    """How well these texts are read."""
    counts = right = cells = cells_right = alarms = planted = named = 0
    for case in cases:
        wanted, (wrong, extra) = expected(case), missed(case)
        counts, right = counts + len(wanted), right + len(wanted) - len(wrong)
        told = [one for one in wanted if one[1] != "unmapped"]
        failed = [one for one in wrong if one[1] != "unmapped"]
        cells, cells_right = cells + len(told), cells_right + len(told) - len(failed)
        slips = [one for one in wanted if one[1] == "contradicts"]
        planted += len(slips)
        named += sum(one not in wrong for one in slips)
        alarms += sum(one[1] == "contradicts" for one in extra)
    return Score(counts, right, cells, cells_right, alarms, planted, named)
