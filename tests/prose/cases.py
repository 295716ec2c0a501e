"""tests/cases/prose*/*.toml -> reports with a text, and the numbers that must be read in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from xl_tools.edition import Edition, builtin_editions
from xl_tools.prose import Mention, read_prose
from xl_tools.report import Organ, Report, Value, form_of

CASES = Path(__file__).parent.parent / "cases"
FIRST, FRESH, FIFTH, SIXTH = "prose", "prose_fresh", "prose_fifth", "prose_sixth"
ORGAN = {"name": "某某县人民政府", "level": "county", "kind": "government"}
WORDS = set("text figures cells prior finds rules section scope edition year kind aside".split())
SIGNS = {" = ": "agrees", " ≠ ": "contradicts"}

Told = tuple[Decimal, str, tuple[str, ...]]


class ProseCase(NamedTuple):
    """One text; `folder` and `file` are where it stands."""

    folder: str
    file: str
    number: int
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file}-{self.number}"

    @property
    def edition(self) -> Edition:
        """The edition its report is in."""
        return builtin_editions().get(self.data.get("edition", "2021"))

    @property
    def is_aside(self) -> bool:
        """Was it kept aside while the grammar was changed?"""
        return bool(self.data.get("aside"))

    @property
    def finds(self) -> list[Told]:
        """Value, state and cells of each number of the text."""
        return [self._found(text) for text in self.data["finds"]]

    def _found(self, text: str) -> Told:
        if text.endswith(" unmapped"):
            return Decimal(text.removesuffix(" unmapped")), "unmapped", ()
        sign = next(sign for sign in SIGNS if sign in text)
        value, lines = text.split(sign)
        return Decimal(value), SIGNS[sign], tuple(self._cells(lines.split(" + ")))

    def _cells(self, lines: list[str]) -> Iterator[str]:
        ids = {f"{f.row.id}.{f.column.id}": f.id for f in self.edition.figures()}
        groups = _shared(self.folder).get("groups", {})
        for line in lines:
            row, _, column = line.partition(".")
            yield from (ids[f"{one}.{column or 'total'}"] for one in groups.get(row, [row]))


@cache
def _file(folder: str, name: str) -> dict[str, Any]:
    text = (CASES / folder / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _shared(folder: str) -> dict[str, Any]:
    """What all texts of a folder share: figures, organs, names for several rows."""
    return _file(folder, "figures")


def prose_cases(folder: str) -> Iterator[ProseCase]:
    """All cases of a folder."""
    for path in sorted((CASES / folder).glob("*.toml")):
        for number, case in enumerate(_file(folder, path.stem).get("case", []), 1):
            if unknown := case.keys() - WORDS:
                raise ValueError(f"{path.name}, {number}: {unknown}")
            yield ProseCase(folder, path.stem, number, case)


def report_of(case: ProseCase) -> Report:
    """The report of a case: the figures it names, its own changes, its text."""
    data, name = case.data, case.data.get("figures", "县")
    cells = figures_of(name, case.edition, case.folder)
    for cell, value in data.get("cells", {}).items():
        if cell not in cells:
            raise ValueError(f"{case}: {cell}")
        cells[cell] = Decimal(value)
    organ = {**ORGAN, **_shared(case.folder).get("organs", {}).get(name, {})}
    organ["kind"] = data.get("kind", organ["kind"])
    return Report(
        case.edition.id,
        data.get("year", 2024),
        Organ(**organ, scope=data.get("scope", "organ")),
        MappingProxyType(cells),
        MappingProxyType({data.get("section", "overview"): data["text"]}),
    )


def prior_of(case: ProseCase) -> Report | None:
    """Last year's report, where the case has one."""
    if "prior" not in case.data:
        return None
    cells = MappingProxyType(figures_of(case.data["prior"], case.edition, case.folder))
    return report_of(case)._replace(year=2023, cells=cells, narrative=MappingProxyType({}))


def figures_of(name: str, edition: Edition, folder: str = FIRST) -> dict[str, Value]:
    """The figures of that name in an edition; rows that it has not are left out."""
    cells: dict[str, Value] = {figure.id: Decimal(0) for figure in edition.figures()}
    for row, values in _shared(folder)["figures"][name].items():
        own = [cell for cell in cells if cell.startswith(f"{row}.")]
        if len(own) == len(values):
            cells |= {cell: Decimal(value) for cell, value in zip(own, values, strict=True)}
    return cells


def counts_read(case: ProseCase) -> list[Mention]:
    """What is read in the text, without shares; each text is read once."""
    key = (case.folder, case.file, case.number)
    if key not in _READ:
        report = report_of(case)
        told = read_prose(report, form_of(report, builtin_editions()))
        _READ[key] = [mention for mention in told.mentions if mention.kind != "share"]
    return _READ[key]


_READ: dict[tuple[str, str, int], list[Mention]] = {}
