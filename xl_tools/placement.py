"""Edition -> places: the sheet, the cell and the defined name of everything in the workbook.

The only module that knows addresses. Rows and columns count from 1, as people and Excel do.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

from xl_tools.continuity import Comparison, comparisons_of, with_comparisons
from xl_tools.controls import Control, Controls, controls_of
from xl_tools.edition import Edition, Figure, Section, Table
from xl_tools.grid import Grid, grid_of
from xl_tools.places import Span, Spot
from xl_tools.priorsheet import PRIOR, PriorSheet
from xl_tools.records import NamedTuple
from xl_tools.relation import Relation, relations_of

GUIDE, BASICS = "使用说明", "基本信息"
CHECKS: Final = "校验"
SOURCES: Final = "数据来源"
PREVIEW, CHARTS = "成文预览", "图表"

# field -> its label in 基本信息, in order; the ids are those of the defined names
FIELDS: Final = MappingProxyType(
    {
        "meta.year": "年度",
        "organ.name": "机关名称（全称）",
        "organ.level": "机关级别",
        "organ.kind": "机关性质",
        "organ.scope": "统计范围",
        "organ.address": "地址",
        "organ.postcode": "邮编",
        "organ.phone": "电话",
        "organ.email": "电子邮箱",
        "organ.website": "网址",
        "report.title": "报告标题",
        "report.date": "成文日期",
        "report.signature": "落款",
    }
)
FIRST_FIELD_ROW: Final = 4
PREFACE_ROWS: Final = 12
NARRATIVE_TOP: Final = 5
OVERVIEW_ROWS, NARRATIVE_ROWS = 50, 26
TABLE_TEXT_ROWS: Final = 8
EXTRA_ROWS: Final = 40
FIRST_CHECK_ROW: Final = 6
# what the front sheet says, from the top; below it a row for buttons
FIRST_FRONT_ROW: Final = 4
FRONT: Final = (
    "check.next",
    "check.verdict",
    "check.errors",
    "check.warnings",
    "check.proven",
    "check.today",
)
BUTTON_ROW: Final = FIRST_FRONT_ROW + len(FRONT)
STEPS_COLUMN: Final = 7  # the hidden ones behind 下一步: active, target, words
# what stands in which column of 校验; those from "unusable" on are hidden
CHECK_COLUMNS: Final = MappingProxyType(
    {
        "number": 1,
        "rule": 2,
        "words": 3,
        "state": 4,
        "actual": 5,
        "expected": 6,
        "difference": 7,
        "link": 8,
        "advice": 9,
        "reason": 10,
        "unusable": 12,
        "placeholder": 13,
        "usable": 14,
        "tells": 15,
        "target": 16,
        "told": 17,
        "told_expected": 18,
        "told_by": 19,
        "setting": 20,
        "told_reason": 21,
    }
)
# what stands in which column of the list of findings below them: as above, but for these
FINDING_COLUMNS: Final = MappingProxyType(
    {
        "number": 1,
        "rule": 2,
        "words": 3,
        "severity": 4,
        "actual": 5,
        "expected": 6,
        "difference": 7,
        "link": 8,
        "suspects": 9,
    }
)
MOST_FINDINGS: Final = 100
FIRST_SUPPLIER_ROW: Final = 4
CONTROL: Final = "control."  # with a cell id behind it: the name of its 核对数
# Hidden helpers stand on the row of their figure, so many columns to the right of it.
FLAG_SHIFT, BROKEN_SHIFT, MARK_SHIFT = 40, 60, 80
COMPUTED_SHIFT, PROVEN_SHIFT, COUNTED_SHIFT, THROUGH_SHIFT = 100, 120, 140, 160


class TablePlace(NamedTuple):
    """Where a table stands: its grid from A1, its text and its check lines below."""

    table: Table
    grid: Grid
    section: Section
    text: Span
    controls: Controls

    @property
    def sheet(self) -> str:
        """The sheet of the table."""
        return self.section.sheet


class CheckLine(NamedTuple):
    """One row of the 校验 sheet: a relation, a comparison, or a rule about the cells of a table."""

    row: int
    rule: str
    table: str
    relation: Relation | None
    comparison: Comparison | None = None

    @property
    def head(self) -> str:
        """The cell that should be what the others give; empty where there is no such cell."""
        if self.relation is not None:
            return self.relation.cells[0]
        return self.comparison.head.cell if self.comparison is not None else ""

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about: the head cell, else the table; nothing where it is about the report."""
        about = self.head or self.table
        return (about,) if about else ()


class Placement:
    """Where everything of one edition's workbook stands."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def tables(self) -> Mapping[str, TablePlace]:
        """The tables by id."""
        return {table.id: self._table(table) for table in self.edition.tables.values()}

    def _table(self, table: Table) -> TablePlace:
        section, grid = self.edition.section_of(table.id), grid_of(table)
        below = grid.height + 2 + len(self._column_relations(table)) + 1
        controls = controls_of(grid, section.sheet, below)
        top = below + controls.rows + 2
        text = Span(section.sheet, top, 1, top + TABLE_TEXT_ROWS - 1, 1)
        return TablePlace(table, grid, section, text, controls)

    def _column_relations(self, table: Table) -> list[str]:
        """Rules whose expected values stand below the table, one row each."""
        below = "row" if table.layout == "transposed" else "column"
        return [
            text.rule.id
            for text in self.edition.relations
            if text.table == table.id and text.each == below
        ]

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The visible sheets in order."""
        sections = (section.sheet for section in self.edition.sections)
        return (GUIDE, BASICS, *sections, CHECKS, SOURCES, PRIOR, PREVIEW, CHARTS)

    @cached_property
    def figures(self) -> Mapping[str, tuple[Spot, Figure]]:
        """Every figure's cell, by cell id."""
        return {
            figure.id: (Spot(place.sheet, box.row + 1, box.column + 1), figure)
            for place in self.tables.values()
            for box, figure in place.grid.figures()
        }

    def spot(self, cell: str) -> Spot:
        """The cell of a figure."""
        return self.figures[cell][0]

    def parts(self, cell: str) -> tuple[str, ...]:
        """The cells a total adds up: by the equality that has it alone on its left."""
        for relation in self.relations:
            if relation.equal and relation.left == (cell,):
                return relation.right
        return ()

    @cached_property
    def controls(self) -> Mapping[str, Control]:
        """The 核对数 beside the tables, by the cell they speak of."""
        places = self.tables.values()
        return {control.cell: control for place in places for control in place.controls.items}

    def flag(self, cell: str) -> Spot:
        """The hidden cell that says what is wrong with a figure's type."""
        return self.spot(cell).right(FLAG_SHIFT)

    def broken(self, cell: str) -> Spot:
        """The hidden cell that counts the broken relations a figure heads."""
        return self.spot(cell).right(BROKEN_SHIFT)

    def mark(self, cell: str) -> Spot:
        """The hidden cell in which a check by Python marks a figure."""
        return self.spot(cell).right(MARK_SHIFT)

    def computed(self, cell: str) -> Spot:
        """The hidden cell that says whether a total is only computed."""
        return self.spot(cell).right(COMPUTED_SHIFT)

    def proven(self, cell: str) -> Spot:
        """The hidden cell that says whether a figure is checked; of a total, all it adds up."""
        return self.spot(cell).right(PROVEN_SHIFT)

    def counted(self, cell: str) -> Spot:
        """The hidden cell that says whether a computed total is checked."""
        return self.spot(cell).right(COUNTED_SHIFT)

    def through(self, cell: str) -> Spot:
        """The hidden cell that says how many statements check a total's parts through it."""
        return self.spot(cell).right(THROUGH_SHIFT)

    @cached_property
    def fields(self) -> Mapping[str, Spot]:
        """The input cells of 基本信息."""
        return {
            field: Spot(BASICS, FIRST_FIELD_ROW + index, 2) for index, field in enumerate(FIELDS)
        }

    @cached_property
    def narratives(self) -> Mapping[str, Span]:
        """The paragraphs of each text, one a row."""
        top = FIRST_FIELD_ROW + len(FIELDS) + 2
        found = {"preface": Span(BASICS, top, 2, top + PREFACE_ROWS - 1, 2)}
        for section in self.edition.sections:
            first = section.id == self.edition.sections[0].id
            rows = OVERVIEW_ROWS if first else NARRATIVE_ROWS
            own = Span(section.sheet, NARRATIVE_TOP, 2, NARRATIVE_TOP + rows - 1, 2)
            found[section.id] = self.tables[section.table].text if section.table else own
        return found

    @cached_property
    def suppliers(self) -> Mapping[str, tuple[Spot, Spot]]:
        """Who supplied each table and when, by table id."""
        return {
            table: (Spot(SOURCES, row, 2), Spot(SOURCES, row, 3))
            for row, table in enumerate(self.edition.tables, FIRST_SUPPLIER_ROW)
        }

    @cached_property
    def meta(self) -> Mapping[str, Spot]:
        """Edition, version and the verdict."""
        below = self._edition_row
        return {
            "meta.edition": Spot(SOURCES, below, 2),
            "meta.tool": Spot(SOURCES, below + 1, 2),
            **{name: Spot(GUIDE, row, 2) for row, name in enumerate(FRONT, FIRST_FRONT_ROW)},
            "check.due": Spot(GUIDE, FIRST_FRONT_ROW, STEPS_COLUMN + 4),
            "check.stated": Spot(SOURCES, below + 3, 2),
            **self._last_check,
        }

    @property
    def _edition_row(self) -> int:
        """The row of 数据来源 that names the edition; the version stands below it."""
        return FIRST_SUPPLIER_ROW + len(self.edition.tables) + 2

    @cached_property
    def _last_check(self) -> Mapping[str, Spot]:
        """What the program left when it last checked, in hidden cells beside its findings."""
        hidden, top = CHECK_COLUMNS["unusable"], self.findings.top
        names = ("check.now", "check.seen", "check.time", "check.summary")
        return {name: Spot(CHECKS, top + index, hidden) for index, name in enumerate(names)}

    @cached_property
    def findings(self) -> Span:
        """The list of what the program found, below the relations; its title stands two above."""
        top, right = self.checks[-1].row + 5, max(FINDING_COLUMNS.values())
        return Span(CHECKS, top, 1, top + MOST_FINDINGS - 1, right)

    @cached_property
    def extra(self) -> Span:
        """Hidden rows that hold what a report says and no visible cell has a place for."""
        top = self._edition_row + 3
        return Span(SOURCES, top, 1, top + EXTRA_ROWS - 1, 1)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every defined name and what it refers to."""
        single: dict[str, Spot] = {cell: spot for cell, (spot, _) in self.figures.items()}
        single |= {**self.fields, **self.meta}
        single |= {f"{CONTROL}{cell}": control.spot for cell, control in self.controls.items()}
        for table, (who, when) in self.suppliers.items():
            single |= {f"supplier.{table}.who": who, f"supplier.{table}.when": when}
        spans = {f"narrative.{name}": span for name, span in self.narratives.items()}
        spans["meta.extra"] = self.extra
        return {
            **{n: place.name_target for n, place in single.items()},
            **{n: span.name_target for n, span in spans.items()},
            **self.prior.names,
        }

    @cached_property
    def prior(self) -> PriorSheet:
        """The places of last year's figures."""
        return PriorSheet(self.edition)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """All relations of the edition, in its order."""
        return tuple(
            relation
            for text in self.edition.relations
            for relation in relations_of(text, self.edition.tables[text.table])
        )

    @cached_property
    def checks(self) -> tuple[CheckLine, ...]:
        """The rows of 校验: relations, rules about cells, the edition, then last year."""
        lines = [CheckLine(0, r.rule.id, r.table, r) for r in self.relations]
        lines += [CheckLine(0, *line) for line in self._cell_rules()]
        lines += self._last_year()
        return tuple(line._replace(row=FIRST_CHECK_ROW + n) for n, line in enumerate(lines))

    def _last_year(self) -> list[CheckLine]:
        """What is compared with last year: cells, amounts, whole rows, the three tables."""
        known, tables = self.edition.rules, self.edition.tables
        compared = [
            CheckLine(0, rule.id, one.table, None, one)
            for rule in with_comparisons(self.edition)
            for one in comparisons_of(rule, tables[rule.settings["table"]])
        ]
        fee = [("CY-FEE", "disclosure")] if "disclosure" in tables else []
        others = [*fee, *(("CY-SAME", table) for table in (*tables, ""))]
        return compared + [CheckLine(0, *one, None) for one in others if one[0] in known]

    def _cell_rules(self) -> list[tuple[str, str, None]]:
        known = self.edition.rules
        found = [
            (f"{prefix}-{kind}", table, None)
            for kind in ("TYPE", "BLANK", "ALLBLANK", "CTRL")
            for table, prefix in TABLE_PREFIXES.items()
            if f"{prefix}-{kind}" in known and table in self.edition.tables
        ]
        others = [("T2-GZ", "disclosure", None), ("S-OPEN", "", None), ("EDITION", "", None)]
        return found + [line for line in others if line[0] in known]

    def check(self, line: CheckLine, column: str) -> Spot:
        """A cell of a row of 校验."""
        return Spot(CHECKS, line.row, CHECK_COLUMNS[column])

    @cached_property
    def placeholders(self) -> Span:
        """The hidden list of texts that count as an empty cell."""
        column, top = CHECK_COLUMNS["placeholder"], FIRST_CHECK_ROW
        return Span(CHECKS, top, column, top + len(self.edition.placeholders) - 1, column)

    @cached_property
    def settings(self) -> Mapping[str, Spot]:
        """The hidden cells that hold the edition's numbers, by what they are called there."""
        names = enumerate(self.edition.numbers, FIRST_CHECK_ROW)
        return {name: Spot(CHECKS, row, CHECK_COLUMNS["setting"]) for row, name in names}

    def expected(self, relation: Relation) -> Spot:
        """The helper outside the print area that says what the head of a relation should be."""
        head, place = self.spot(relation.cells[0]), self.tables[relation.table]
        below = self._column_relations(place.table)
        if relation.rule.id in below:
            row = place.grid.height + 2 + below.index(relation.rule.id)
            return Spot(head.sheet, row, head.column)
        return Spot(head.sheet, head.row, place.grid.width + 2)


TABLE_PREFIXES: Final = MappingProxyType(
    {"disclosure": "T2", "applications": "T3", "disputes": "T4"}
)


_MADE: Final[dict[int, Placement]] = {}


def placement_of(edition: Edition) -> Placement:
    """The placement of an edition, made once (it keeps its edition, so ids are not reused)."""
    if id(edition) not in _MADE:
        _MADE[id(edition)] = Placement(edition)
    return _MADE[id(edition)]
