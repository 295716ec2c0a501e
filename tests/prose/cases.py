"""tests/cases/prose/*.toml -> reports with a text, and the numbers that must be read in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from xl_tools.edition import Edition, builtin_editions
from xl_tools.report import Organ, Report, Value

FOLDER = Path(__file__).parent.parent / "cases" / "prose"
WORDS = set("text figures cells finds rules section scope edition year kind".split())
SIGNS = {" = ": "agrees", " ≠ ": "contradicts"}


class ProseCase(NamedTuple):
    """One text; `file` is where it stands."""

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
    def finds(self) -> list[tuple[Decimal, str, tuple[str, ...]]]:
        """Value, state and cells of each number that must be mapped."""
        return [_found(text, self.edition) for text in self.data["finds"]]


def _found(text: str, edition: Edition) -> tuple[Decimal, str, tuple[str, ...]]:
    sign = next(sign for sign in SIGNS if sign in text)
    value, cells = text.split(sign)
    ids = {f"{f.row.id}.{f.column.id}": f.id for f in edition.figures()}
    return Decimal(value), SIGNS[sign], tuple(ids[cell] for cell in cells.split(" + "))


def prose_cases(*files: str) -> Iterator[ProseCase]:
    """All cases, or those of some files."""
    for path in sorted(FOLDER.glob("*.toml")):
        if files and path.stem not in files:
            continue
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        for number, case in enumerate(data.get("case", []), 1):
            unknown = case.keys() - WORDS
            if unknown:
                raise ValueError(f"{path.name}, {number}: {unknown}")
            yield ProseCase(path.stem, number, case)


def report_of(case: ProseCase) -> Report:
    """The report of a case: the figures it names, its own changes, its text."""
    data, edition = case.data, case.edition
    cells = figures_of(data.get("figures", "县"), edition)
    for cell, value in data.get("cells", {}).items():
        if cell not in cells:
            raise ValueError(f"{case}: {cell}")
        cells[cell] = Decimal(value)
    organ = Organ(
        "某某县人民政府",
        level="county",
        kind=data.get("kind", "government"),
        scope=data.get("scope", "organ"),
    )
    return Report(
        edition.id,
        data.get("year", 2024),
        organ,
        MappingProxyType(cells),
        MappingProxyType({data.get("section", "overview"): data["text"]}),
    )


def figures_of(name: str, edition: Edition) -> dict[str, Value]:
    """The figures of that name in an edition; rows that it has not are left out."""
    text = (FOLDER / "figures.toml").read_text("utf-8")
    rows = tomllib.loads(text, parse_float=Decimal)["figures"][name]
    cells: dict[str, Value] = {figure.id: Decimal(0) for figure in edition.figures()}
    for row, values in rows.items():
        own = [cell for cell in cells if cell.startswith(f"{row}.")]
        if len(own) == len(values):
            cells |= {cell: Decimal(value) for cell, value in zip(own, values, strict=True)}
    return cells
