"""Figures printed without gaps -> the only way to part them that every sum allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import comb
from typing import Final

from xl_tools.relation import Relation
from xl_tools.sources.printed.found import Glued

LONGEST: Final = 30
MOST_CUTS: Final = 50_000
MOST_WAYS: Final = 2_000
MOST_TRIALS: Final = 4_000
Numbers = tuple[int, ...]


def part(
    runs: Sequence[Glued], known: Mapping[str, Decimal], relations: Sequence[Relation]
) -> dict[str, Decimal]:
    """The figures of the runs that have exactly one solution; the others are left out."""
    options = {run: list(_ways(run, relations)) for run in runs}
    solved = {run: ways[0] for run, ways in options.items() if len(ways) == 1}
    figures = dict(known)
    for run, numbers in solved.items():
        figures |= _named(run, numbers)
    # A row may have lost a cell besides: then its columns do not add up.
    across = [r for r in relations if r.equal and len(r.cells) > 1]
    for run in solved:
        own = [r for r in across if not set(run.cells).isdisjoint(r.cells)]
        if not all(_holds(relation, figures) for relation in own):
            figures = {cell: n for cell, n in figures.items() if cell not in run.cells}
    open_runs = [run for run, ways in options.items() if 1 < len(ways) <= MOST_WAYS]
    figures |= _by_columns(open_runs, options, figures, relations)
    return {cell: value for cell, value in figures.items() if cell not in known}


def parts_of(run: Glued, relations: Sequence[Relation]) -> bool:
    """Is there any way to read the texts of a run as its figures?"""
    return next(_ways(run, relations), None) is not None


def _named(run: Glued, numbers: Numbers) -> dict[str, Decimal]:
    return {cell: Decimal(n) for cell, n in zip(run.cells, numbers, strict=True)}


def _ways(run: Glued, relations: Sequence[Relation]) -> Iterator[Numbers]:
    """Every way to read the texts as figures such that the sums inside the row hold."""
    digits, cuts = sum(map(len, run.texts)), len(run.cells) - len(run.texts)
    if digits > LONGEST and comb(digits - len(run.texts), cuts) > MOST_CUTS:
        return
    inside = [r for r in relations if r.equal and set(r.cells) <= set(run.cells)]
    heads = {run.cells.index(r.left[0]): r for r in inside if len(r.left) == 1}
    sums = {head: tuple(run.cells.index(cell) for cell in r.right) for head, r in heads.items()}
    if len(sums) == 0:
        return
    for count, numbers in enumerate(_search(run.texts, len(run.cells), sums)):
        if count > MOST_WAYS:
            return
        yield numbers


def _search(
    texts: Sequence[str], count: int, sums: Mapping[int, tuple[int, ...]]
) -> Iterator[Numbers]:
    """Depth first: a sum that stands behind its parts leaves one figure to try, not many."""
    steps: list[tuple[Numbers, int, int]] = [((), 0, 0)]  # figures so far, text, place in it
    while steps:
        numbers, text, at = steps.pop()
        if text < len(texts) and at == len(texts[text]):
            text, at = text + 1, 0
        if len(numbers) == count or text == len(texts):
            if len(numbers) == count and text == len(texts):
                yield numbers
            continue
        left = sum(map(len, texts[text:])) - at
        if left < count - len(numbers):
            continue
        for figure in _next(texts[text], at, numbers, sums):
            steps.append(((*numbers, int(figure)), text, at + len(figure)))


def _next(
    text: str, at: int, numbers: Numbers, sums: Mapping[int, tuple[int, ...]]
) -> Iterator[str]:
    """What the next figure may be: no figure but 0 begins with 0."""
    parts = sums.get(len(numbers))
    if parts is not None and all(place < len(numbers) for place in parts):
        wanted = str(sum(numbers[place] for place in parts))
        if text.startswith(wanted, at):
            yield wanted
        return
    longest = 1 if text[at] == "0" else len(text) - at
    yield from (text[at : at + length] for length in range(1, longest + 1))


def _by_columns(
    runs: Sequence[Glued],
    options: Mapping[Glued, list[Numbers]],
    known: Mapping[str, Decimal],
    relations: Sequence[Relation],
) -> dict[str, Decimal]:
    """The one combination in which the sums across rows hold too; nothing where there are more."""
    trials = 1
    for run in runs:
        trials *= len(options[run])
    if not runs or trials > MOST_TRIALS:
        return {}
    cells = {cell for run in runs for cell in run.cells}
    across = [r for r in relations if r.equal and not cells.isdisjoint(r.cells)]
    fitting = []
    for chosen in product(*(options[run] for run in runs)):
        trial = dict(known)
        for run, numbers in zip(runs, chosen, strict=True):
            trial |= _named(run, numbers)
        if all(_holds(relation, trial) for relation in across):
            fitting.append(trial)
        if len(fitting) > 1:
            return {}
    return {cell: fitting[0][cell] for cell in cells} if fitting else {}


def _holds(relation: Relation, figures: Mapping[str, Decimal]) -> bool:
    if not all(cell in figures for cell in relation.cells):
        return True  # says nothing as long as a figure is missing
    left = sum(figures[cell] for cell in relation.left)
    return left == sum(figures[cell] for cell in relation.right)
