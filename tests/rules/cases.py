"""tests/cases/rules/*.toml -> the reports they describe and what a check must say of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tests.rules.wholetext import completed, reachable
from xl_tools.edition import Edition, Editions, builtin_editions
from xl_tools.report import Changed, Organ, Place, Reading, Report, Value, form_of
from xl_tools.rules import Outcome, check
from xl_tools.rules.siblings import Siblings
from xl_tools.settings import DEFAULTS, Settings, Word
from xl_tools.tally import Charge, Tally, Uncounted

FOLDER = Path(__file__).parent.parent / "cases" / "rules"
# Everything that a case may say: a word that is misspelt must not be passed over.
WORDS = set(
    "name rule editions rows cells blank kept computed control year level kind table_editions"
    " changed finds says numbers not_applicable narrative scope prior text organ title date"
    " signature headings settings severity explainable ledger siblings".split()
)
PRIOR_WORDS = set("year edition rows cells blank table_editions narrative".split())
SIBLING_WORDS = set("name phone email kind year text narrative".split())
LEDGER_WORDS = set("year rows open without charged".split())


class RuleCase(NamedTuple):
    """One case in one edition."""

    edition: str
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.data['rule']}-{self.edition}-{self.data['name']}"

    @property
    def rule(self) -> str:
        """The rule the case is about."""
        return str(self.data["rule"])

    @property
    def fails(self) -> bool:
        """Must the rule it is about find something?"""
        return any(found[0] == self.rule for found in self.data["finds"])

    @property
    def passes(self) -> bool:
        """Does the rule look at the report and find nothing?"""
        return not self.fails and "not_applicable" not in self.data


def rule_cases() -> Iterator[RuleCase]:
    """All cases, each in each of its editions."""
    for path in sorted(FOLDER.glob("*.toml")):
        for data in tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)["case"]:
            unknown = data.keys() - WORDS
            if unknown:
                raise ValueError(f"{path.name}, {data['name']}: {unknown}")
            yield from (RuleCase(edition, data) for edition in data["editions"])


def reading_of(case: RuleCase, editions: Editions) -> Reading:
    """The report of a case: every cell is 0 unless the case says otherwise."""
    data, edition = case.data, editions.get(case.edition)
    organ = Organ(
        data.get("organ", {}).get("name", "某某县人民政府"),
        data.get("level", "county"),
        data.get("kind", "government"),
        data.get("scope", ""),
    )
    organ = reachable(organ)._replace(**data.get("organ", {}))
    report = Report(
        edition.id,
        data.get("year", edition.first_year),
        organ,
        table_editions=MappingProxyType(data.get("table_editions", {})),
        narrative=_narrative(data),
        title=data.get("title", ""),
        date=data.get("date", ""),
        signature=data.get("signature", ""),
    )
    ids = list(form_of(report, editions).figures())
    cells = dict.fromkeys(ids, Decimal(0)) | dict(_stated(data, ids))
    gone = set(matching(data.get("blank", []), ids)) - set(matching(data.get("kept", []), ids))
    changed = (Changed(t, right, found, Place(*at)) for t, right, found, *at in _changes(data))
    return Reading(
        report._replace(
            cells=MappingProxyType({c: v for c, v in cells.items() if c not in gone}),
            computed=frozenset(matching(data.get("computed", []), ids)),
            control=MappingProxyType({c: Decimal(v) for c, v in data.get("control", {}).items()}),
        ),
        changed=tuple(changed),
        headings=MappingProxyType(data.get("headings", {})),
        prior=_prior(data["prior"], report, editions) if "prior" in data else None,
    )


def _narrative(data: dict[str, Any]) -> Mapping[str, str]:
    """`narrative` is what is said besides all that a report must say; `text` is all that is."""
    if "text" in data:
        return MappingProxyType({name: text.strip() for name, text in data["text"].items()})
    return completed(data["narrative"]) if "narrative" in data else MappingProxyType({})


def outcome_of(case: RuleCase, editions: Editions) -> Outcome:
    """What a check says of a case, with its settings and its ledger."""
    reading, tally = reading_of(case, editions), tally_of(case, editions)
    beside = siblings_of(case.data.get("siblings", []), reading.report, editions)
    return check(reading, editions, None, settings_of(case), tally, beside)


def siblings_of(units: list[dict[str, Any]], report: Report, editions: Editions) -> Siblings | None:
    """The report and those of other units: alike but for what is said of each."""
    others = []
    for data in units:
        if data.keys() - SIBLING_WORDS:
            raise ValueError(f"siblings: {data.keys() - SIBLING_WORDS}")
        kind = data.get("kind", report.organ.kind)
        organ = Organ(data["name"], report.organ.level, kind)
        organ = organ._replace(phone=data.get("phone", ""), email=data.get("email", ""))
        year, narrative = data.get("year", report.year), _narrative(data)
        others.append(report._replace(organ=organ, year=year, narrative=narrative))
    return Siblings((*others, report), editions) if units else None


def settings_of(case: RuleCase) -> Settings:
    """The settings of a case: groups and keys as in xl-tools.toml."""
    return settings_in(case.data)


def settings_in(data: Mapping[str, Any]) -> Settings:
    """The settings that stand under that name."""
    groups = DEFAULTS._asdict()
    for name, given in data.get("settings", {}).items():
        values = {key: _setting(key, value) for key, value in given.items()}
        groups[name] = groups[name]._replace(**values)
    return Settings(**groups)


def _setting(key: str, value: Any) -> Any:
    if key == "wrong":
        return tuple(Word(**word) for word in value)
    return tuple(value) if isinstance(value, list) else value


def _prior(data: dict[str, Any], report: Report, editions: Editions) -> Report:
    """Last year's report: of the same edition and of the year before, unless it says otherwise."""
    if data.keys() - PRIOR_WORDS:
        raise ValueError(f"prior: {data.keys() - PRIOR_WORDS}")
    prior = report._replace(
        edition=data.get("edition", report.edition),
        year=data.get("year", report.year - 1),
        table_editions=MappingProxyType(data.get("table_editions", {})),
        narrative=MappingProxyType(data.get("narrative", {})),
    )
    ids = list(form_of(prior, editions).figures())
    cells = dict.fromkeys(ids, Decimal(0)) | dict(_stated({"name": "prior", **data}, ids))
    for cell in matching(data.get("blank", []), ids):
        del cells[cell]
    return prior._replace(cells=MappingProxyType(cells))


def tally_of(case: RuleCase, editions: Editions) -> Tally | None:
    """The case ledger of a case: rows it does not name count no case."""
    data = case.data.get("ledger")
    if data is None:
        return None
    if data.keys() - LEDGER_WORDS:
        raise ValueError(f"ledger: {data.keys() - LEDGER_WORDS}")
    report = reading_of(case, editions).report
    tables = [form_of(report, editions).tables[name] for name in ("applications", "disputes")]
    ids = [figure.id for table in tables for figure in table.figures]
    counts = dict.fromkeys(ids, Decimal(0)) | dict(_stated({"name": "ledger", **data}, ids))
    gone = set(matching(data.get("without", []), ids))
    return Tally(
        "台账.xlsx",
        case.edition,
        data.get("year", report.year),
        date(report.year, 12, 31),
        {c: tuple(f"件{n}" for n in range(int(counts[c]))) for c in ids if c not in gone},
        charges=tuple(
            Charge((), "按件计收", Decimal(one), None) for one in data.get("charged", [])
        ),
        uncounted=tuple(Uncounted(n, f"错{n}", "日期") for n in range(data.get("open", 0))),
    )


def _changes(data: dict[str, Any]) -> list[list[str]]:
    return list(data.get("changed", []))


def _stated(data: dict[str, Any], ids: list[str]) -> Iterator[tuple[str, Value]]:
    for row, values in data.get("rows", {}).items():
        cells = [cell for cell in ids if cell.startswith(f"{row}.")]
        yield from ((c, _value(v)) for c, v in zip(cells, values, strict=True))
    for cell, value in data.get("cells", {}).items():
        if cell not in ids:
            raise ValueError(f"{data['name']}: {cell}")
        yield cell, _value(value)


def _value(value: Any) -> Value:
    return value if isinstance(value, str) else Decimal(value)


def matching(patterns: list[str], ids: list[str]) -> tuple[str, ...]:
    """The cells that each pattern means, in the order of the patterns; none may mean nothing."""
    found: list[str] = []
    for pattern in patterns:
        own = [cell for cell in ids if fnmatchcase(cell, pattern)]
        if not own:
            raise ValueError(f"no cell is called {pattern}")
        found += own
    return tuple(found)


def every_rule() -> Iterator[tuple[Edition, str]]:
    """Each rule of each edition of the package."""
    for edition in builtin_editions():
        yield from ((edition, rule) for rule in edition.rules)
