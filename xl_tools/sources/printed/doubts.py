"""Figures of a table as placed -> the same, but for rows whose blank cells leave it open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from xl_tools.relation import Relation
from xl_tools.sources.printed.found import Found, Glued, Loose
from xl_tools.sources.printed.glued import parts_of
from xl_tools.sources.printed.wording import DIGITS, stated

NOTED: Final = re.compile(r"([0-9]+)(?:[*＊]+|[①-⑳]|件|[（(]?注.*|[（(]含.*)")
LONGEST_COUNT: Final = 9  # no count of cases has more digits


def take_back_doubtful(found: Found, relations: Sequence[Relation]) -> None:
    """A blank cell may be the border that was lost, or the end of a row that lost a cell.

    Such a row has as many cells as it should, so only its sums tell. Where they hold as printed,
    or nothing else would make them hold, the row stays.
    """
    heads = [relation.left[0] for relation in relations if len(relation.left) == 1]
    totals_are_printed = any(_text(found, head) for head in heads)
    lacks_column = found.lacks_column
    for names in found.rows:
        if all(_text(found, name) for name in names):
            continue
        if lacks_column:
            _take_back(found, names, glued=False)
            continue
        own = set(names)
        inside = [one for one in relations if one.equal and own.issuperset(one.cells)]
        if _is_glued(found, names, inside):
            _take_back(found, names, glued=True)
        elif (
            totals_are_printed
            and _is_shifted(found, names, inside)
            and not _is_confirmed(found, names, relations)
        ):
            _take_back(found, names, glued=False)


def take_back_other_year(found: Found, year: int | None) -> None:
    """Figures whose own row says that they are those of another year."""
    if not found.labelled or year is None or found.labelled.startswith(str(year)):
        return
    for names in found.rows:
        if names[0] in found.figures:
            _take_back(found, names, glued=False, why=f"写着“{found.labelled}”，不是本年度的")


def _text(found: Found, cell: str) -> str:
    """What is printed, but for a note behind a figure."""
    return _without_note(found.figures[cell].text) if cell in found.figures else ""


@lru_cache(maxsize=4096)
def _without_note(text: str) -> str:
    bare = "".join(text.split())
    noted = NOTED.fullmatch(bare)
    return noted[1] if noted else bare


def _texts(found: Found, names: Sequence[str]) -> list[str]:
    return [text for name in names if (text := _text(found, name))]


def _is_glued(found: Found, names: Sequence[str], relations: Sequence[Relation]) -> bool:
    """Do the sums fail as printed, and hold where a figure is read as several?"""
    texts = _texts(found, names)
    if not 0 < len(texts) < len(names) or not all(map(DIGITS.fullmatch, texts)):
        return False
    if max(map(len, texts)) > LONGEST_COUNT or (len(texts) == 1 and len(texts[0]) >= len(names)):
        return True
    wrong = [one for one in relations if not _holds(found, one)]
    return bool(wrong) and all(_comes_apart(found, names, one) for one in wrong)


def _comes_apart(found: Found, names: Sequence[str], relation: Relation) -> bool:
    """Would the sum hold if a figure with a blank cell behind it were two?"""
    texts = {name: _text(found, name) for name in names}
    numbers = {name: int(text) for name, text in texts.items() if DIGITS.fullmatch(text)}
    for name, blank in pairwise(names):
        text = texts[name] if name in numbers and not texts[blank] else ""
        for cut in range(1, len(text)):
            trial = numbers | {name: int(text[:cut]), blank: int(text[cut:])}
            left = sum(trial.get(cell, 0) for cell in relation.left)
            if left == sum(trial.get(cell, 0) for cell in relation.right):
                return True
    return False


def _is_shifted(found: Found, names: Sequence[str], relations: Sequence[Relation]) -> bool:
    """Is the last cell blank, and could all that stand before it belong further to the right?"""
    texts = _texts(found, names)
    if _text(found, names[-1]) or len(set(texts)) < 2:
        return False
    last = [one for one in relations if names[-1] in one.cells]
    if not last or not all(_holds(found, one) for one in relations):
        return bool(last)
    if names[-1] != last[0].left[0]:
        return True
    own = tuple(name for name in names if name in last[0].cells)
    printed = _texts(found, own)
    if not printed or not all(map(DIGITS.fullmatch, printed)):
        return len(set(printed)) > 1
    *parts, total = map(int, printed)
    return total >= sum(parts) > 0 or parts_of(Glued(own, tuple(printed), ""), last)


def _is_confirmed(found: Found, names: Sequence[str], relations: Sequence[Relation]) -> bool:
    """Do the sums across the rows hold in each column that shows a figure of this one?"""
    across = [one for one in relations if one.equal and not set(one.cells) <= set(names)]
    sure = {
        cell
        for one in across
        if all(DIGITS.fullmatch(_text(found, cell)) for cell in one.cells) and _holds(found, one)
        for cell in one.cells
    }
    return all(name in sure for name in names if _text(found, name))


def _holds(found: Found, relation: Relation) -> bool:
    """Does it hold as printed, a blank counted as nothing, a blank total as not stated?"""
    if not _text(found, relation.left[0]):
        return True
    left, right = (
        sum(value for cell in cells if isinstance(value := stated(_text(found, cell)), Decimal))
        for cells in (relation.left, relation.right)
    )
    return left == right


def _take_back(
    found: Found, names: tuple[str, ...], *, glued: bool, why: str = "像是少了一格"
) -> None:
    """The figures of a row are asked for, or parted by their sums."""
    texts = tuple(_texts(found, names))
    printed = filter(None, ["".join(found.figures[name].text.split()) for name in names])
    first = found.figures[names[0]]
    loose = Loose("｜".join(printed), first.where)
    for name in names:
        del found.figures[name]
    if glued:
        found.glued.append(Glued(names, texts, first.where))
        return
    found.loose.append(loose)
    found.notes.append(f"{found.table.number}有一行{why}，没有读入，请照原件填写（{first.where}）")
