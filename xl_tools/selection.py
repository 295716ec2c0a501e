"""Cells of a selected range -> the table of the form in them, its relations worked out.

What a function in a cell works on: values as a spreadsheet gives them, no workbook, no files. The
usual case, numbers in every cell, is answered without a detour over decimals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Edition, builtin_editions
from xl_tools.placement import TABLE_PREFIXES, TablePlace, placement_of
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.relation import TOLERANCE, Relation
from xl_tools.report import Organ, Reading, Report, Value
from xl_tools.rules import check
from xl_tools.rules.finding import Finding
from xl_tools.slips import WORDS
from xl_tools.sources.cells import exact
from xl_tools.sources.labels import Moves, locate

CLOSE: Final = float(TOLERANCE)
Rows = Sequence[Sequence[Any]]
Pick = Any  # an itemgetter, or a function that gives one value in a tuple
NUMBERS: Final = (frozenset({float}), frozenset({int}), frozenset({int, float}))


class Broken(NamedTuple):
    """A relation that does not hold, or a cell that holds no number of its type."""

    words: str
    actual: float | None
    expected: float | None
    advice: str


class Suspected(NamedTuple):
    """A set of changes that mends what is broken, and the slip it would be."""

    cells: Mapping[str, float]
    slip: str


class _Sum(NamedTuple):
    """A relation over the figures of the table, by their numbers."""

    relation: Relation
    left: Pick
    right: Pick


class _Form(NamedTuple):
    """A table of the form as it lies in a range: where its figures are, what they must fulfil."""

    edition: Edition
    place: TablePlace
    cells: tuple[str, ...]
    pick: Pick
    sums: tuple[_Sum, ...]
    totals: tuple[tuple[int, int, Pick], ...]  # of `sums`: its number, the one cell, its parts
    others: tuple[int, ...]  # the rest of `sums`, by number
    counts: bool

    @property
    def labels(self) -> dict[str, str]:
        """What each cell is called."""
        return {figure.id: figure.label for figure in self.place.table.figures}


class Selection:
    """A table of the form in selected cells; Refusal where they hold none."""

    __slots__ = ("_form", "_values")

    def __init__(self, rows: Rows) -> None:
        flat = tuple(chain.from_iterable(rows))
        texts = tuple([value if type(value) is str else None for value in flat])
        self._form = _form_again(texts, len(rows[0]) if rows else 0)
        self._values: tuple[Any, ...] = self._form.pick(flat)

    def figure(self, cell: str) -> Any:
        """What the cell of this name holds; None where it is blank."""
        return self._values[self._index(cell)]

    def expected(self, cell: str) -> float:
        """What a total should be, from the cells it adds up."""
        self._index(cell)
        for each in self._form.sums:
            if each.relation.equal and each.relation.left == (cell,):
                return _plain(sum(each.right(self._numbers())))
        raise Refusal(f"“{cell}”不是合计，没有别的格子能算出它", "请换一个合计格的名称")

    def difference(self, rule: str, cell: str = "") -> float:
        """By how much the sides of a relation differ; of several, the one that differs most."""
        own = [s for s in self._form.sums if s.relation.rule.id == rule]
        chosen = [s for s in own if not cell or cell in s.relation.cells]
        if not chosen:
            known = "、".join(dict.fromkeys(s.relation.rule.id for s in self._form.sums))
            where = f"里没有“{cell}”" if own else "不是这张表的勾稽关系"
            raise Refusal(f"{rule}{where}", f"这张表的关系是：{known}")
        values = self._numbers()
        return _plain(max((_over(each, values) for each in chosen), key=abs))

    def broken(self) -> list[Broken]:
        """Everything that is wrong with the table, in its order."""
        values = self._values
        if self._form.counts and _are_counts(values):
            return [_broken(self._form.sums[n], values) for n in _failing(self._form, values)]
        return list(_by_rules(self._form, values))

    def suspects(self) -> list[Suspected]:
        """What would mend the broken relations, best first; nothing where none is told."""
        found: dict[str, Suspected] = {}
        for finding in _findings(self._form, self._values):
            for suspect in finding.suspects:
                cells = {cell: float(value) for cell, value in suspect["cells"].items()}
                found.setdefault(str(cells), Suspected(cells, WORDS[suspect["kind"]]))
        return list(found.values())

    def label(self, cell: str) -> str:
        """What the cell of this name is called."""
        return self._form.labels[cell]

    @property
    def relations(self) -> int:
        """How many relations the table has to fulfil."""
        return len(self._form.sums)

    def _index(self, cell: str) -> int:
        if cell not in self._form.cells:
            advice = f"名称的样子是 {self._form.cells[0]}"
            raise Refusal(f"{self._form.place.table.number}里没有“{cell}”", advice)
        return self._form.cells.index(cell)

    def _numbers(self) -> tuple[float, ...]:
        """The figures as numbers: a blank counts as 0, a text is named."""
        for cell, value in zip(self._form.cells, self._values, strict=True):
            if isinstance(value, str) and value.strip() not in self._form.edition.placeholders:
                raise Refusal(f"“{cell}”里的“{value}”不是数", "请改成数字")
        return tuple(0 if v is None or isinstance(v, str) else v for v in self._values)


# ---- numbers in every cell --------------------------------------------------------------


def _are_counts(values: tuple[Any, ...]) -> bool:
    """Is every one a number of pieces?"""
    if frozenset(map(type, values)) not in NUMBERS:
        return False
    different = set(values)
    return min(different) >= 0 and not any(value % 1 for value in different)


def _failing(form: _Form, values: tuple[Any, ...]) -> list[int]:
    """The numbers of the relations that do not hold; sums of whole numbers are exact."""
    found = [n for n, total, parts in form.totals if values[total] != sum(parts(values))]
    found += [n for n in form.others if _fails(form.sums[n], values)]
    return sorted(found)


def _over(each: _Sum, values: tuple[Any, ...]) -> float:
    found: float = sum(each.left(values)) - sum(each.right(values))
    return found


def _fails(each: _Sum, values: tuple[Any, ...]) -> bool:
    over = sum(each.left(values)) - sum(each.right(values))
    return over > CLOSE or (over < -CLOSE and each.relation.equal)


def _broken(each: _Sum, values: tuple[Any, ...]) -> Broken:
    relation = each.relation
    actual, expected = _plain(sum(each.left(values))), _plain(sum(each.right(values)))
    return Broken(relation.words, actual, expected, relation.rule.advice)


def _plain(number: float) -> float:
    """Sums of binary numbers without their last, wrong digits."""
    return round(number, 6)


# ---- everything else: by the rules themselves -------------------------------------------


# They look at what the cases of a year usually are; a table that adds up is right all the same.
OF_THE_YEAR: Final = frozenset({"T3-SHAPE", "T3-OTHER", "T4-OTHER"})


def _by_rules(form: _Form, values: tuple[Any, ...]) -> Iterator[Broken]:
    for finding in _findings(form, values):
        actual, expected = (
            None if value is None else float(value) for value in (finding.actual, finding.expected)
        )
        yield Broken(finding.message, actual, expected, "")


def _findings(form: _Form, values: tuple[Any, ...]) -> Iterator[Finding]:
    """What the rules say about a report that holds this table alone."""
    stated = {c: _value(v) for c, v in zip(form.cells, values, strict=True)}
    cells = {cell: value for cell, value in stated.items() if value is not None}
    organ = Organ("所选的表")
    report = Report(form.edition.id, form.edition.first_year, organ, MappingProxyType(cells))
    prefix = f"{TABLE_PREFIXES[form.place.table.id]}-"
    found = check(Reading(report, ""), builtin_editions()).findings
    unbalanced = {cell for one in found if one.rule == "T3-BAL" for cell in one.cells}
    for finding in found:
        again = finding.rule == "T3-RANGE" and finding.cells[0] in unbalanced  # one row says it
        if finding.rule.startswith(prefix) and finding.rule not in OF_THE_YEAR and not again:
            yield finding


def _value(value: Any) -> Value | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return exact(repr(value)) if isinstance(value, int | float) else str(value)


# ---- which table is it ------------------------------------------------------------------


_last: list[tuple[tuple[str | None, ...], int, _Form]] = []


def _form_again(texts: tuple[str | None, ...], width: int) -> _Form:
    """The form of the call before where its wording is the same: comparing is cheaper than hashing.

    A sheet asks for its table again and again.
    """
    if _last and _last[0][:2] == (texts, width):
        return _last[0][2]
    form = _form_in(texts, width)
    _last[:] = [(texts, width, form)]
    return form


@lru_cache(maxsize=64)
def _form_in(texts: tuple[str | None, ...], width: int) -> _Form:
    """The table whose wording stands in the range; the newest edition where several fit."""
    places = {divmod(index, width): text for index, text in enumerate(texts) if text}
    at = {(row + 1, column + 1): text for (row, column), text in places.items()}
    best: tuple[int, Edition, TablePlace, Moves] | None = None
    for edition in sorted(builtin_editions(), key=lambda e: -e.first_year):
        for place in placement_of(edition).tables.values():
            found = locate(place.grid, at)
            if found.is_likely and (best is None or found.found > best[0]):
                best = (found.found, edition, place, found.moves)
    if best is None:
        raise Refusal("选中的格子里不是官方格式的表", "请从表格左上角的第一格选到右下角最后一格")
    return _made(*best[1:], (width, len(texts)))


def _made(edition: Edition, place: TablePlace, moves: Moves, size: tuple[int, int]) -> _Form:
    width, count = size
    where: dict[str, int] = {}
    for box, figure in place.grid.figures():
        down, right = moves[box.row]
        row, column = box.row + down, box.column + right
        index = row * width + column
        if not (0 <= column < width and 0 <= index < count):
            raise Refusal(f"{place.table.number}没有选全", "请从左上角的第一格选到右下角最后一格")
        where[figure.id] = index
    cells = tuple(where)
    numbers = {cell: number for number, cell in enumerate(cells)}
    sums = [
        _Sum(relation, _picker(relation.left, numbers), _picker(relation.right, numbers))
        for relation in placement_of(edition).relations
        if relation.table == place.table.id
    ]
    counts = all(figure.type == "count" for figure in place.table.figures)
    totals = {
        number: (number, numbers[each.relation.left[0]], each.right)
        for number, each in enumerate(sums)
        if each.relation.equal and len(each.relation.left) == 1
    }
    others = tuple(number for number in range(len(sums)) if number not in totals)
    pick = _picker(cells, where)
    return _Form(edition, place, cells, pick, tuple(sums), tuple(totals.values()), others, counts)


def _picker(cells: tuple[str, ...], numbers: Mapping[str, int]) -> Pick:
    if len(cells) > 1:
        return itemgetter(*(numbers[cell] for cell in cells))
    only = numbers[cells[0]]
    return itemgetter(slice(only, only + 1))
