"""One relation text of an edition -> the relations it states, for Python and for the workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from xl_tools.edition import Figure, Line, RelationText, Rule, Table
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Value

TERM: Final = re.compile(r"<(\w+)>|(\w+)")
# Half of the finest figure of the form, 0.01 yuan in 万元: sums of binary numbers are never exact.
TOLERANCE: Final = Decimal("0.0000005")


class State(NamedTuple):
    """What a relation gives for some figures; `holds` is None where it is not applicable."""

    holds: bool | None
    actual: Decimal
    expected: Decimal


class Relation(NamedTuple):
    """`left` cells together equal (or do not exceed) `right` cells; the first is the head."""

    rule: Rule
    table: str
    line: str
    words: str
    left_words: str
    right_words: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    equal: bool
    totals: frozenset[str]

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells, the head first, then the others as the relation lists them."""
        return self.left + self.right

    def check(self, cells: Mapping[str, Value], blank: frozenset[str]) -> State:
        """Does it hold? Blank parts count as 0; a blank total or a text leaves it unanswered.

        `blank` holds the placeholders of the form ("/", "无"): they count as blank.
        """
        left, right = list(map(cells.get, self.left)), list(map(cells.get, self.right))
        if any(
            not isinstance(value, Decimal) and self._unusable(cell, value, blank)
            for cell, value in zip(self.cells, left + right, strict=True)
        ):
            return State(None, Decimal(0), Decimal(0))
        actual, expected = _sum(left), _sum(right)
        over = actual - expected
        return State(abs(over) <= TOLERANCE or (not self.equal and over < 0), actual, expected)

    def _unusable(self, cell: str, value: Value | None, blank: frozenset[str]) -> bool:
        if value is None or (isinstance(value, str) and value.strip() in blank):
            return cell in self.totals
        return isinstance(value, str)


def _sum(values: Iterable[Value | None]) -> Decimal:
    return sum([value for value in values if isinstance(value, Decimal)], Decimal(0))


def relations_of(text: RelationText, table: Table) -> tuple[Relation, ...]:
    """The relations that a text states for every row or column of a table, in table order."""
    parts = re.split(r"(<=|=)(?![^<]*>)", text.holds)
    if len(parts) != 3:
        raise Refusal(f"关系 {text.rule.id} 应写成“左边 = 右边”或“左边 <= 右边”", "请改版式文件")
    finder = _finder(text, table)
    sides = finder(parts[0]), finder(parts[2])
    return tuple(_relations(text, table, sides, parts[1] == "="))


# A line -> the figures of one side of its relation.
_Find = Callable[[str], tuple[Figure, ...]]


def _relations(
    text: RelationText, table: Table, sides: tuple[_Find, _Find], equal: bool
) -> Iterator[Relation]:
    for line in _lines(text, table):
        left, right = (find(line.id) for find in sides)
        if not left or not right:
            raise Refusal(f"关系 {text.rule.id} 有一边没有对应的格", "请改版式文件")
        yield Relation(
            rule=text.rule,
            table=table.id,
            line=line.label,
            words=f"{_short(line)}：{text.left} {'＝' if equal else '≤'} {text.right}",
            left_words=text.left,
            right_words=text.right,
            left=tuple(figure.id for figure in left),
            right=tuple(figure.id for figure in right),
            equal=equal,
            totals=frozenset(figure.id for figure in left + right if figure.is_total),
        )


def _lines(text: RelationText, table: Table) -> tuple[Line, ...]:
    lines = table.all_rows() if text.each == "row" else table.columns
    return tuple(line for line in lines if not text.only or text.only in line.roles)


def _short(line: Line) -> str:
    """The label without the explanation in brackets at its end."""
    return re.sub(r"(?<=.{3})（[^（）]*）$", "", line.label)


def _finder(text: RelationText, table: Table) -> Callable[[str], _Find]:
    """Terms of one side -> figures: `<role>` all lines of that role, a bare name one line."""
    by_place = {(figure.row.id, figure.column.id): figure for figure in table.figures}
    by_row = text.each == "row"
    others = _other_lines(table, by_row)

    def finder(side: str) -> _Find:
        terms = TERM.findall(side)
        chosen = [o.id for role, name in terms for o in others if _is_meant(o, role, name)]

        def find(line: str) -> tuple[Figure, ...]:
            places = [(line, other) if by_row else (other, line) for other in chosen]
            return tuple(by_place[place] for place in places if place in by_place)

        return find

    return finder


def _is_meant(line: Line, role: str, name: str) -> bool:
    return role in line.roles if role else line.id == name


def _other_lines(table: Table, by_row: bool) -> tuple[Line, ...]:
    if not by_row:
        return table.all_rows()
    in_blocks = [column for block in table.blocks for column in block.columns]
    return table.columns or tuple({column.id: column for column in in_blocks}.values())
