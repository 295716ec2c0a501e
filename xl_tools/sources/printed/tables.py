"""Printed tables -> the figures of the report, each table in the edition it is printed in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Editions, Table
from xl_tools.records import NamedTuple
from xl_tools.relation import Relation, relations_of
from xl_tools.report import Changed, Place, Value
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.blocks import read_blocks
from xl_tools.sources.printed.doubts import take_back_doubtful, take_back_other_year
from xl_tools.sources.printed.found import Found, Glued, Loose
from xl_tools.sources.printed.glued import part
from xl_tools.sources.printed.matrix import read_matrix
from xl_tools.sources.printed.strips import strips_of
from xl_tools.sources.printed.transposed import read_transposed
from xl_tools.sources.printed.values import PrintedTable, Row
from xl_tools.sources.printed.wording import stated

READERS: Final[Mapping[str, Callable[[Sequence[Row], Table], Found]]] = MappingProxyType(
    {"blocks": read_blocks, "matrix": read_matrix, "transposed": read_transposed}
)
# A table in which less than this of the form's wording stands is another table.
LEAST_FIT: Final = 0.2


class Figures(NamedTuple):
    """What the tables of a document state."""

    editions: Mapping[str, str]
    cells: Mapping[str, Value]
    computed: frozenset[str]
    origins: Mapping[str, str]
    places: Mapping[str, Place]
    changed: tuple[Changed, ...]
    loose: tuple[Loose, ...]
    notes: tuple[str, ...]


def figures_of(
    tables: Sequence[PrintedTable], editions: Editions, usual: str, year: int | None
) -> Figures:
    """The figures of all tables; where nothing tells two editions apart, `usual` is taken."""
    strips = strips_of(tables, editions)
    found: dict[str, Found] = {}
    notes: list[str] = []
    loose = [Loose(_text(table), table.where) for table in strips.others if _text(table)]
    for name in _known(editions):
        copies = strips.rows.get(name, [])
        preferred = next(iter(found.values())).table.edition if found else usual
        best = _best_copy(copies, name, editions, preferred, notes)
        if best is not None:
            take_back_doubtful(best, _relations(best.table, editions))
            take_back_other_year(best, year)
            found[name] = best
        else:
            loose += [Loose(row.text(), row.where()) for rows in copies for row in rows]
    return _together(found, editions, loose, notes)


def _known(editions: Editions) -> list[str]:
    return list(dict.fromkeys(name for edition in editions for name in edition.tables))


def _text(table: PrintedTable) -> str:
    rows = (row.text() for row in table.rows())
    return "\n".join(text for text in rows if text.strip("｜"))


# ---- which copy, in which edition ------------------------------------------------------


def _best_copy(
    copies: Sequence[Sequence[Row]], name: str, editions: Editions, usual: str, notes: list[str]
) -> Found | None:
    """The copy of a table that holds most; the others must say the same."""
    read = [_in_best_edition(rows, name, editions, usual) for rows in copies]
    read = [one for one in read if one.fit >= LEAST_FIT]
    if not read:
        return None
    if len(read) == 1:
        return read[0]
    best = max(read, key=lambda one: (len(_numbers(one)), len(one.figures)))
    for other in read:
        if other is not best and other.figures:
            _compare(best, other, notes)
        if other is not best:
            best.loose += other.loose
    return best


def _in_best_edition(rows: Sequence[Row], name: str, editions: Editions, usual: str) -> Found:
    tables = [edition.tables[name] for edition in editions if name in edition.tables]
    printed = {essence(cell.text) for row in rows for cell in row.cells}
    whole = [table for table in tables if printed.issuperset(_labels(editions, table))]
    if whole:
        tables = list(_fullest(whole, editions, usual))
    read = [READERS[table.layout](rows, table) for table in tables]
    return max(read, key=lambda one: (round(one.fit, 6), one.table.edition == usual))


def _fullest(tables: Sequence[Table], editions: Editions, usual: str) -> Iterable[Table]:
    """Of tables whose wording is printed in full those that have most of it, each form once."""
    most = max(len(_labels(editions, table)) for table in tables)
    forms: dict[Hashable, Table] = {}
    for table in tables:
        if len(_labels(editions, table)) == most:
            form = _form_of(editions, table.edition, table.id)
            forms[form] = table if table.edition == usual else forms.get(form, table)
    return forms.values()


@lru_cache(maxsize=64)
def _form_of(editions: Editions, edition: str, name: str) -> Hashable:
    """All that a table is read by, whichever edition it is of."""
    table = editions.get(edition).tables[name]
    lines = [(line.id, line.label, line.group, line.synonyms) for line in table.all_rows()]
    columns = [(line.id, line.label, line.group, line.synonyms) for line in table.columns]
    heads = (table.layout, table.corner, table.columns_title, table.caption, table.number)
    return (heads, tuple(lines), tuple(columns), table.blocks)


def _labels(editions: Editions, table: Table) -> frozenset[str]:
    return _labels_of(editions, table.edition, table.id)


@lru_cache(maxsize=64)
def _labels_of(editions: Editions, edition: str, name: str) -> frozenset[str]:
    """The wording of a table's rows and columns."""
    table = editions.get(edition).tables[name]
    columns = (*table.columns, *(column for block in table.blocks for column in block.columns))
    return frozenset(essence(line.label) for line in (*table.all_rows(), *columns))


def _numbers(found: Found) -> dict[str, str]:
    return {cell: one.text for cell, one in found.figures.items() if stated(one.text) is not None}


def _compare(best: Found, other: Found, notes: list[str]) -> None:
    mine, theirs = _numbers(best), _numbers(other)
    different = [c for c in theirs if stated(mine.get(c, "")) != stated(theirs[c])]
    where = next(iter(other.figures.values())).where
    if not different:
        notes.append(f"{best.table.number}印了不止一处，数字相同")
        return
    notes.append(f"{best.table.number}印了不止一处，有 {len(different)} 格不同，请核对（{where}）")
    best.loose += [
        Loose(f"{cell}：{theirs[cell]}", other.figures[cell].where) for cell in different
    ]


# ---- all tables ------------------------------------------------------------------------


def _together(
    found: Mapping[str, Found], editions: Editions, loose: list[Loose], notes: list[str]
) -> Figures:
    cells: dict[str, Value] = {}
    for one in found.values():
        for cell, figure in one.figures.items():
            value = stated(figure.text)
            if value is not None:
                cells[cell] = value
    parted = _parted(found, editions, cells, loose, notes)
    glued = {cell: run.where for one in found.values() for run in one.glued for cell in run.cells}
    printed = {cell: one for table in found.values() for cell, one in table.figures.items()}
    origins = {cell: one.where for cell, one in printed.items() if cell in cells}
    for one in (one for one in found.values() if not one.figures and not one.glued):
        notes.append(f"没有找到{one.table.number}的数，请照原件填写")
    for name in (name for edition in editions for name in edition.tables if name not in found):
        table = next(e.tables[name] for e in editions if name in e.tables)
        notes.append(f"没有找到{table.number}“{table.caption}”")
    return Figures(
        {name: one.table.edition for name, one in found.items()},
        {**cells, **parted},
        frozenset(parted),
        {**origins, **{cell: glued[cell] for cell in parted}},
        {cell: one.place for cell, one in printed.items() if one.place.sheet},
        tuple(change for one in found.values() for change in one.changed),
        (*loose, *(lost for one in found.values() for lost in one.loose)),
        tuple(dict.fromkeys((*notes, *(note for one in found.values() for note in one.notes)))),
    )


def _parted(
    found: Mapping[str, Found],
    editions: Editions,
    cells: Mapping[str, Value],
    loose: list[Loose],
    notes: list[str],
) -> dict[str, Decimal]:
    """Figures that were printed without gaps, where their sums leave one solution."""
    parted: dict[str, Decimal] = {}
    for one in found.values():
        if not one.glued:
            continue
        known = {cell: value for cell, value in cells.items() if isinstance(value, Decimal)}
        if not one.lacks_column:
            parted |= part(one.glued, known, _relations(one.table, editions))
        runs = [run for run in one.glued if run.cells[0] not in parted]
        loose += [Loose(" ".join(run.texts), run.where) for run in runs]
        notes += _said_of(one, runs)
    return parted


def _said_of(found: Found, open_runs: Sequence[Glued]) -> list[str]:
    done = len(found.glued) - len(open_runs)
    number = found.table.number
    if found.lacks_column:
        return [f"{number}有 {len(found.short)} 行比官方格式少一格，没有读入，请照原件填写"]
    said = [f"{number}有 {done} 行数字连在一起，按合计关系拆开，请核对"] if done else []
    if open_runs:
        said.append(f"{number}有 {len(open_runs)} 行数字连在一起，拆法不止一种，请照原件填写")
    return said


def _relations(table: Table, editions: Editions) -> Sequence[Relation]:
    return _relations_of(editions, table.edition, table.id)


@lru_cache(maxsize=64)
def _relations_of(editions: Editions, edition: str, name: str) -> Sequence[Relation]:
    own = editions.get(edition)
    texts = (text for text in own.relations if text.table == name)
    return [relation for text in texts for relation in relations_of(text, own.tables[name])]
