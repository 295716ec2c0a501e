"""tests/cases/faults/*.toml -> reports without a fault, and the same with one fault each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tests.rules.cases import matching, settings_in
from xl_tools.edition import Editions
from xl_tools.report import Changed, Organ, Place, Reading, Report, Value, form_of
from xl_tools.rules import Outcome, check
from xl_tools.rules.siblings import Siblings

FOLDER = Path(__file__).parent.parent / "cases" / "faults"
CLEAN: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "clean.toml").read_text("utf-8"))
WORDS = set(
    "name seen report replace text cells blank prior_cells prior_text same_as_last_year organ title"
    " date signature year table_editions changed headings siblings settings gives says".split()
)


class Fault(NamedTuple):
    """One fault as the file describes it."""

    data: dict[str, Any]

    def __str__(self) -> str:
        return str(self.data["name"])


def faults() -> Iterator[Fault]:
    """All of them; a word that is misspelt must not be passed over."""
    text = (FOLDER / "faults.toml").read_text("utf-8")
    for data in tomllib.loads(text, parse_float=Decimal)["fault"]:
        if data.keys() - WORDS:
            raise ValueError(f"{data['name']}: {data.keys() - WORDS}")
        yield Fault(data)


def clean_reading(name: str, editions: Editions) -> Reading:
    """A report without a fault, last year's with it where there is one."""
    data = CLEAN[name]
    report = _report(data, editions)
    prior = data.get("prior")
    return Reading(report, f"{name}.json", prior=_prior(prior, report, editions) if prior else None)


def _report(data: Mapping[str, Any], editions: Editions) -> Report:
    bare = Report(data["edition"], data["year"], Organ(**data["organ"]))
    return bare._replace(
        cells=_cells(data, bare, editions),
        narrative=_texts(data["narrative"]),
        title=data["title"],
        date=data["date"],
        signature=data["signature"],
    )


def _prior(data: Mapping[str, Any], report: Report, editions: Editions) -> Report:
    last = report._replace(year=data["year"])
    cells = _cells(data, last, editions)
    return last._replace(cells=cells, narrative=_texts(data["narrative"]), title="", date="")


def _texts(narrative: Mapping[str, str]) -> Mapping[str, str]:
    kept = {name: text.strip() for name, text in narrative.items()}
    return MappingProxyType({name: text for name, text in kept.items() if text})


def _cells(data: Mapping[str, Any], report: Report, editions: Editions) -> Mapping[str, Value]:
    ids = list(form_of(report, editions).figures())
    cells: dict[str, Value] = dict.fromkeys(ids, Decimal(0))
    for row, values in data.get("rows", {}).items():
        own = matching([f"{row}.*"], ids)
        cells |= {c: Decimal(v) for c, v in zip(own, values, strict=True)}
    return MappingProxyType(cells | _values(data.get("cells", {}), ids))


def _values(given: Mapping[str, Any], ids: list[str]) -> dict[str, Value]:
    unknown = given.keys() - set(ids)
    if unknown:
        raise ValueError(f"no cell is called {unknown}")
    return {c: v if isinstance(v, str) else Decimal(v) for c, v in given.items()}


def siblings_of(fault: Fault, report: Report, editions: Editions) -> Siblings | None:
    """The fault's other units: each has the report's own texts, but for its name."""
    names = fault.data.get("siblings", [])
    others = [report._replace(organ=Organ(name, kind=report.organ.kind)) for name in names]
    return Siblings((*others, report), editions) if others else None


def outcome_of(fault: Fault, editions: Editions) -> Outcome:
    """What a check says of the report with its one fault."""
    reading = faulty_reading(fault, editions)
    beside = siblings_of(fault, reading.report, editions)
    return check(reading, editions, settings=settings_in(fault.data), beside=beside)


def faulty_reading(fault: Fault, editions: Editions) -> Reading:
    """The report with its one fault."""
    data = fault.data
    clean = clean_reading(data.get("report", "2021"), editions)
    report = clean.report._replace(
        **{name: data[name] for name in ("title", "date", "signature", "year") if name in data},
        table_editions=MappingProxyType(data.get("table_editions", {})),
        narrative=_changed_texts(clean.report.narrative, data),
        organ=clean.report.organ._replace(**data.get("organ", {})),
    )
    report = report._replace(cells=_changed_cells(report, data, editions))
    prior = clean.prior and _changed_prior(clean.prior, data, editions)
    if data.get("same_as_last_year") and prior:
        report = report._replace(cells=prior.cells)
    changed = (
        Changed(t, right, said, Place(*at)) for t, right, said, *at in data.get("changed", [])
    )
    titles = {one.id: one.title for one in editions.get(report.edition).sections}
    headings = {name: titles[name] for name in data.get("headings", [])}
    return clean._replace(
        report=report,
        prior=prior,
        changed=tuple(changed),
        headings=MappingProxyType(headings),
    )


def _changed_texts(narrative: Mapping[str, str], data: Mapping[str, Any]) -> Mapping[str, str]:
    texts = dict(narrative)
    if "replace" in data:
        part, old, new = data["replace"]
        if texts[part].count(old) != 1:
            raise ValueError(f"{data['name']}: {old}")
        texts[part] = texts[part].replace(old, new)
    return _texts(texts | data.get("text", {}))


def _changed_cells(
    report: Report, data: Mapping[str, Any], editions: Editions
) -> Mapping[str, Value]:
    ids = list(form_of(report, editions).figures())
    cells = {c: report.cells.get(c, Decimal(0)) for c in ids} | _values(data.get("cells", {}), ids)
    gone = matching(data.get("blank", []), ids)
    return MappingProxyType({c: v for c, v in cells.items() if c not in gone})


def _changed_prior(prior: Report, data: Mapping[str, Any], editions: Editions) -> Report:
    ids = list(form_of(prior, editions).figures())
    cells = {**prior.cells, **_values(data.get("prior_cells", {}), ids)}
    texts = _texts({**prior.narrative, **data.get("prior_text", {})})
    return prior._replace(cells=MappingProxyType(cells), narrative=texts)
