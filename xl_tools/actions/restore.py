"""restore: looks, limits and formulas that a paste destroyed, back as the form has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xl_tools.actions.book import BookDesk
from xl_tools.actions.changes import Change, record
from xl_tools.builtin import template_path
from xl_tools.edition import Edition, builtin_editions
from xl_tools.files import read_whole
from xl_tools.formula import same_formula
from xl_tools.ooxml.content import Formula
from xl_tools.placement import CHARTS, Placement, placement_of
from xl_tools.places import Spot, quoted
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.sources.livebook import LiveBook
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.workbook import tables_of

SOURCE: Final = "恢复格式"


class _Formulas(NamedTuple):
    """Formulas to be put back, and typed totals that stay."""

    lost: Mapping[Spot, str]
    typed: tuple[Spot, ...]


def press(desk: BookDesk) -> None:
    """Restore the official sheets of the open workbook; what was filled in stays as it is."""
    book = desk.open_book()
    reading = desk.read(book)
    edition = desk.edition_of(reading)
    template = template_path(f"{edition.id}.xlsx")
    _refuse_what_has_no_model(desk, book, edition)
    found = _formulas(book, OpenBook(read_whole(template), ""), placement_of(edition))
    backup = desk.backup()
    changes = list(_changes(book, found.lost))
    # A workbook of an older version may lack a sheet; on that of the charts nobody types.
    own = [name for name in placement_of(edition).sheets if name != CHARTS]
    sheets = [name for name in own if book.book.sheet(name)]
    desk.restore_looks(template, sheets)
    desk.put_locked({spot: Formula(text) for spot, text in found.lost.items()})
    record(desk, changes)
    desk.status(_account(found, str(backup.name)))


def _refuse_what_has_no_model(desk: BookDesk, book: LiveBook, edition: Edition) -> None:
    own = builtin_editions()
    if edition.id not in own:
        raise Refusal(
            f"“{edition.id}”是自己的版式，没有可以照着恢复的样子", "请从原来的模板重新复制"
        )
    official = {cell: spot for cell, (spot, _) in placement_of(edition).figures.items()}
    for cell, spot in tables_of(book, desk.editions).spots().items():
        if spot != official[cell]:
            raise Refusal(
                "表里插入或移动过行列，不能照原样恢复",
                "请先撤销插入的行列，或新做一份模板，把数填进去",
                sheet=spot.sheet,
                cell=spot.address,
            )


def _formulas(book: LiveBook, model: OpenBook, placement: Placement) -> _Formulas:
    lost: dict[Spot, str] = {}
    typed: list[Spot] = []
    totals = {spot for spot, figure in placement.figures.values() if figure.is_total}
    for spot, text in _formulas_of(model):
        if book.book.sheet(spot.sheet) is None:
            continue
        cell = book.cell(spot)
        if cell.formula is not None and _same(spot.sheet, cell.formula, text):
            continue
        if spot in totals and cell.formula is None and cell.kind == "number":
            typed.append(spot)  # a stated total is evidence: it stays
        else:
            lost[spot] = text
    return _Formulas(lost, tuple(typed))


def _formulas_of(model: OpenBook) -> Iterator[tuple[Spot, str]]:
    for ref in model.book.sheets:
        grid = model.grid(ref.name)
        for (row, column), cell in grid.cells.items() if grid else ():
            if cell.formula is not None:
                yield Spot(ref.name, row, column), cell.formula


def _same(sheet: str, one: str, other: str) -> bool:
    """Programs write the same formula with quotes, zeros and sheet names of their own."""
    return same_formula(_without_own_sheet(sheet, one), _without_own_sheet(sheet, other))


def _without_own_sheet(sheet: str, formula: str) -> str:
    return formula.replace(f"{quoted(sheet)}!", "").replace(f"{sheet}!", "")


def _changes(book: LiveBook, lost: Mapping[Spot, str]) -> Iterator[Change]:
    for spot, text in lost.items():
        cell = book.cell(spot)
        before = f"={cell.formula}" if cell.formula is not None else cell.value
        yield Change(spot, "" if before is None else str(before), f"={text}", SOURCE)


def _account(found: _Formulas, backup: str) -> str:
    words = f"已恢复颜色、边框和填写限制，恢复公式 {len(found.lost)} 处"
    if found.typed:
        listed = "、".join(spot.address for spot in found.typed[:8])
        words += f"；手工填的合计没有动：{listed}"
    return f"{words}。原来的样子留在“{backup}”。"
