"""What an edition of the official form says, as immutable values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition.prose import Prose
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

NUMBER_TYPES: Final = MappingProxyType(
    {
        "count": "非负整数",
        "signed": "整数，减少用负数",
        "amount": "不小于 0 的数，最多六位小数",
        "money": "金额，带上单位",
    }
)
# Kinds of organ that report for a whole level: a government and its office make one report.
GOVERNMENTS: Final = ("government", "office")
LAYOUTS: Final = ("blocks", "matrix", "transposed")


class Topic(NamedTuple):
    """A subject the law wants treated in a narrative section; `words` show that it is."""

    name: str
    hint: str
    words: tuple[str, ...] = ()


class Model(NamedTuple):
    """A neutral sentence for a narrative section, its blanks written ＿＿; `use`: when it fits."""

    use: str
    text: str


class Section(NamedTuple):
    """One of the six parts of the report, in order; `table` is empty for a narrative one."""

    id: str
    title: str
    sheet: str
    table: str
    prompt: str
    topics: tuple[Topic, ...]
    models: tuple[Model, ...]


class Line(NamedTuple):
    """A row or a column of a table: its id, official label and what is known about it.

    `group` holds the labels above (columns) or left of it (rows), outermost first; `roles` say
    what the line is in a relation; `type` is one of NUMBER_TYPES and may be empty.
    """

    id: str
    label: str
    group: tuple[str, ...]
    roles: frozenset[str]
    type: str
    unit: str
    article: str
    help: str
    synonyms: tuple[str, ...]


class Block(NamedTuple):
    """A heading with its own columns and rows, as in table 2."""

    heading: str
    stub: str
    spans: tuple[int, ...]
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]


class Figure(NamedTuple):
    """One cell of a table that takes a number."""

    id: str
    table: str
    row: Line
    column: Line
    type: str
    unit: str

    @property
    def is_total(self) -> bool:
        """Is it a sum by definition?"""
        return "total" in self.column.roles or "result_total" in self.row.roles

    @property
    def is_carried_in(self) -> bool:
        """Is it what last year left? It may stand there before anybody begins to fill in."""
        return "carried_in" in self.row.roles

    @property
    def label(self) -> str:
        """Row and column in words, without the groups above them."""
        return f"{self.row.label}·{self.column.label}"


class Table(NamedTuple):
    """One of the three statistics tables, with its blocks or its rows and columns."""

    id: str
    number: str
    caption: str
    edition: str
    layout: str
    widths: tuple[float, ...]
    row_height: float
    font_size: float
    blocks: tuple[Block, ...]
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    corner: str
    columns_title: str
    figures: tuple[Figure, ...]

    def rows_with(self, role: str) -> tuple[Line, ...]:
        """The rows that have a role, in table order."""
        return tuple(row for row in self.all_rows() if role in row.roles)

    def columns_with(self, role: str) -> tuple[Line, ...]:
        """The columns that have a role, in table order."""
        return tuple(column for column in self.columns if role in column.roles)

    def all_rows(self) -> tuple[Line, ...]:
        """The rows in table order, whatever the layout."""
        return self.rows or tuple(row for block in self.blocks for row in block.rows)


class Rule(NamedTuple):
    """What a rule is called and means, how heavy it weighs and on what it rests.

    `sure`, where text or last year is judged: is what it finds surely so, or only likely?
    """

    id: str
    title: str
    severity: str
    explainable: bool
    basis: str
    advice: str
    settings: Mapping[str, Any]
    meaning: str = ""
    sure: bool | None = None


class RelationText(NamedTuple):
    """A relation as the edition writes it; `xl_tools.relation` gives it meaning."""

    rule: Rule
    table: str
    each: str
    only: str
    holds: str
    left: str
    right: str


class Carry(NamedTuple):
    """One line of the bridge: cells of the older edition and where they go."""

    source: str
    target: str
    note: str


class Ask(NamedTuple):
    """Cells the older edition does not answer, and why; `zero`: 0 is right until told otherwise."""

    cells: str
    why: str
    zero: bool


class Bridge(NamedTuple):
    """How a report of the edition before becomes one of this edition."""

    source: str
    carry: tuple[Carry, ...]
    ask: tuple[Ask, ...]


class Years(NamedTuple):
    """The years of which the reports are in a form; no last one where it is still in use."""

    first: int
    last: int | None

    def cover(self, year: int) -> bool:
        """Is it one of them?"""
        return self.first <= year and (self.last is None or year <= self.last)


class Edition(NamedTuple):
    """One edition of the official form."""

    id: str
    name: str
    document: str
    first_year: int
    last_year: int | None
    title_lines: tuple[str, ...]
    preface: str
    preface_contact: str
    overview_limit: int
    publication: Mapping[str, str]
    placeholders: frozenset[str]
    sections: tuple[Section, ...]
    tables: Mapping[str, Table]
    relations: tuple[RelationText, ...]
    rules: Mapping[str, Rule]
    bridge: Bridge | None
    prose: Prose = Prose()

    def covers(self, year: int) -> bool:
        """Is this the edition that a report of that year must use?"""
        return Years(self.first_year, self.last_year).cover(year)

    def publication_key(self, level: str, kind: str) -> str:
        """Which of the dates of `publication` binds an organ; empty where too little is known.

        A government answers for its level, an organ of it, whatever the level, for itself.
        """
        if not level or not kind:
            return ""
        own = kind in GOVERNMENTS or level == "ministry"
        return level if own else "department"

    @property
    def numbers(self) -> dict[str, int]:
        """Every number that the form or a rule sets, by name: no formula spells one out."""
        found = {"overview_limit": self.overview_limit, "first_year": self.first_year}
        if self.last_year is not None:
            found["last_year"] = self.last_year
        for organ, day in self.publication.items():
            month, _, date = day.partition("-")
            found |= {
                f"publication.{organ}.month": int(month),
                f"publication.{organ}.day": int(date),
            }
        for rule in self.rules.values():
            numbers = {k: v for k, v in rule.settings.items() if type(v) is int}
            found |= {f"{rule.id}.{name}": number for name, number in numbers.items()}
        return found

    def figures(self) -> Iterator[Figure]:
        """All figures of the three tables, in the order of the form."""
        for table in self.tables.values():
            yield from table.figures

    def section_of(self, table: str) -> Section:
        """The section that a table stands in."""
        return next(section for section in self.sections if section.table == table)


class Editions:
    """The editions at hand, by id: those of the package and any that a file adds."""

    __slots__ = ("_by_id", "_years")

    def __init__(
        self, by_id: Mapping[str, Edition], years: Mapping[str, Years] | None = None
    ) -> None:
        """`years` spares the making of editions that nobody asks for."""
        self._by_id = MappingProxyType(by_id)
        self._years = years or {one.id: Years(one.first_year, one.last_year) for one in self}

    def __iter__(self) -> Iterator[Edition]:
        return iter(self._by_id.values())

    def __contains__(self, edition_id: object) -> bool:
        return edition_id in self._by_id

    def get(self, edition_id: str) -> Edition:
        """The edition of that id; a Refusal that lists the known ones otherwise."""
        if edition_id not in self._by_id:
            known = "、".join(self._by_id)
            raise Refusal(f"没有“{edition_id}”这一版格式", f"现有的版式是：{known}")
        return self._by_id[edition_id]

    def for_year(self, year: int) -> Edition:
        """The newest edition that a report of that year must use."""
        fitting = {name: years for name, years in self._years.items() if years.cover(year)}
        if not fitting:
            raise Refusal(f"{year}年度没有统一的年度报告格式", "年度应当在2019年以后")
        return self._by_id[max(fitting, key=lambda name: fitting[name].first)]

    def adding(self, edition: Edition) -> Editions:
        """These editions and one more, which replaces one of the same id."""
        years = Years(edition.first_year, edition.last_year)
        return Editions({**self._by_id, edition.id: edition}, {**self._years, edition.id: years})
