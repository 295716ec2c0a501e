"""Figures of a table as placed -> the same, but for rows whose blank cells leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xl_tools.relation import Relation
from xl_tools.sources.printed.found import Found, Glued, Loose
from xl_tools.sources.printed.glued import parts_of
from xl_tools.sources.printed.wording import DIGITS, stated


def take_back_doubtful(found: Found, relations: Sequence[Relation]) -> None:
    """A blank cell may be the border that was lost, or the end of a row that lost a cell.

    Such a row has as many cells as it should, so only its sums tell. Where they hold as printed,
    or nothing else would make them hold, the row stays.
    """
    heads = [relation.left[0] for relation in relations if len(relation.left) == 1]
    totals_are_printed = any(_text(found, head) for head in heads)
    for names in found.rows:
        inside = [one for one in relations if one.equal and set(one.cells) <= set(names)]
        if _is_glued(found, names, inside):
            _take_back(found, names, glued=True)
        elif totals_are_printed and _is_shifted(found, names, inside):
            _take_back(found, names, glued=False)


def _text(found: Found, cell: str) -> str:
    return "".join(found.figures[cell].text.split()) if cell in found.figures else ""


def _texts(found: Found, names: Sequence[str]) -> list[str]:
    return [text for name in names if (text := _text(found, name))]


def _is_glued(found: Found, names: Sequence[str], relations: Sequence[Relation]) -> bool:
    """Do the sums fail as printed, and hold where a figure is read as several?"""
    texts = _texts(found, names)
    if not 0 < len(texts) < len(names) or not all(map(DIGITS.fullmatch, texts)):
        return False
    if len(texts) == 1 and len(texts[0]) >= len(names):
        return True
    wrong = [one for one in relations if not _holds(found, one)]
    return bool(wrong) and all(_comes_apart(found, names, one) for one in wrong)


def _comes_apart(found: Found, names: Sequence[str], relation: Relation) -> bool:
    own = tuple(name for name in names if name in relation.cells)
    texts = tuple(_texts(found, own))
    return 0 < len(texts) < len(own) and parts_of(Glued(own, texts, ""), [relation])


def _is_shifted(found: Found, names: Sequence[str], relations: Sequence[Relation]) -> bool:
    """Is the last total blank, and could it stand one place further to the left?"""
    last = next((one for one in relations if one.left[0] == names[-1]), None)
    texts = [_text(found, name) for name in names]
    if last is None or texts[-1] or not all(texts[:-1]):
        return False
    if not all(_holds(found, one) for one in relations):
        return True
    own = tuple(name for name in names if name in last.cells)
    printed = _texts(found, own)
    if not all(map(DIGITS.fullmatch, printed)):
        return len(set(printed)) > 1
    *parts, total = map(int, printed)
    return total >= sum(parts) > 0 or parts_of(Glued(own, tuple(printed), ""), [last])


def _holds(found: Found, relation: Relation) -> bool:
    """Does it hold as printed, a blank counted as nothing, a blank total as not stated?"""
    if not _text(found, relation.left[0]):
        return True
    left, right = (
        sum(value for cell in cells if isinstance(value := stated(_text(found, cell)), Decimal))
        for cells in (relation.left, relation.right)
    )
    return left == right


def _take_back(found: Found, names: tuple[str, ...], *, glued: bool) -> None:
    """The figures of a row are asked for, or parted by their sums."""
    texts = tuple(_texts(found, names))
    first = found.figures[names[0]]
    for name in names:
        del found.figures[name]
    if glued:
        found.glued.append(Glued(names, texts, first.where))
        return
    found.loose.append(Loose("｜".join(texts), first.where))
    found.notes.append(
        f"{found.table.number}有一行像是少了一格，没有读入，请照原件填写（{first.where}）"
    )
