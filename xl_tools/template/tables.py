"""A table of the edition -> its sheet: the official form, formulas of totals, hidden helpers."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Figure
from xl_tools.grid import Box
from xl_tools.placement import (
    BROKEN_SHIFT,
    FLAG_SHIFT,
    MARK_SHIFT,
    THROUGH_SHIFT,
    CheckLine,
    Placement,
    TablePlace,
)
from xl_tools.places import Spot, area_text, areas, at
from xl_tools.relation import Relation
from xl_tools.template.controls import put_controls
from xl_tools.template.evidence import put_evidence
from xl_tools.template.flags import (
    MISTYPED,
    NO_NUMBER,
    PLACEHOLDER,
    flag_formula,
    is_broken,
)
from xl_tools.template.plan import Formula, SheetPlan
from xl_tools.template.validations import paragraph_validation, validation_for

MM_PER_CHARACTER: Final = 2.05  # width of a digit of 宋体 11 in a column, as Excel counts it
POINTS_PER_MM: Final = 72 / 25.4
BOX_STYLES: Final = {"heading": "clause", "header": "header", "label": "label", "note": "note"}


def table_sheet(placement: Placement, table_id: str) -> SheetPlan:
    """The sheet of a table, from A1 the official form to the letter."""
    place = placement.tables[table_id]
    plan = SheetPlan(place.sheet, landscape=False)
    _form(plan, placement, place)
    _sizes(plan, place)
    _helpers(plan, placement, place)
    _highlights(plan, place)
    put_controls(plan, placement, place)
    put_evidence(plan, placement, place)
    _text(plan, place)
    first = next(box for box, figure in place.grid.figures() if not figure.is_total)
    plan.cursor = (first.row + 1, first.column + 1)
    plan.print_area = (1, 1, place.grid.height, place.grid.width)
    if place.grid.header_rows:
        plan.frozen = (place.grid.header_rows, place.grid.stub)
    plan.one_page = True
    return plan


def _form(plan: SheetPlan, placement: Placement, place: TablePlace) -> None:
    for box in place.grid.boxes:
        area = (box.row + 1, box.column + 1, box.row + box.rows, box.column + box.columns)
        if box.figure is None:
            plan.merge(area, box.text, _wording_style(box))
            continue
        content, style = _figure(placement, box.figure)
        plan.merge(area, content, style)
        plan.validate(area_text(*area[:2], *area[:2]), **validation_for(place.table, box.figure))


def _wording_style(box: Box) -> str:
    upright = box.kind == "label" and box.rows > 1
    return "upright" if upright else BOX_STYLES[box.kind]


def _figure(placement: Placement, figure: Figure) -> tuple[Formula | None, str]:
    if not figure.is_total:
        return None, "input_number"
    parts = [placement.spot(cell) for cell in placement.parts(figure.id)]
    if not parts:
        return None, "input_number"
    return Formula(f"SUM({','.join(areas(parts, parts[0].sheet))})"), "total"


def _sizes(plan: SheetPlan, place: TablePlace) -> None:
    for index, width in enumerate(place.table.widths, 1):
        plan.widths[index] = max(width / MM_PER_CHARACTER, 6.5)
    plan.widths[place.grid.width + 1] = 2
    plan.widths[place.grid.width + 2] = 16
    for row in range(1, place.grid.height + 1):
        plan.heights[row] = _row_height(place, row - 1)


def _row_height(place: TablePlace, row: int) -> float:
    """Tall enough for the wording of the row: nothing is cut on screen or in print."""
    boxes = [b for b in place.grid.boxes if b.row == row and b.rows == 1 and b.text]
    lines = max((_lines(place, box) for box in boxes), default=1)
    return max(place.table.row_height * POINTS_PER_MM * 1.25, lines * 15.5 + 4)


def _lines(place: TablePlace, box: Box) -> int:
    width = sum(place.table.widths[box.column : box.column + box.columns])
    per_line = max(int(max(width, 13.3) / 4.3), 1)
    return -(-len(box.text) // per_line)


# ---- helpers: what is wrong with each figure, and what it should be ---------------------


def _helpers(plan: SheetPlan, placement: Placement, place: TablePlace) -> None:
    for figure in place.table.figures:
        plan.put_at(placement.flag(figure.id), Formula(flag_formula(placement, figure)), "hidden")
        plan.put_at(placement.mark(figure.id), None, "open_hidden")
        heads = [line for line in placement.checks if _heads(line, figure)]
        if heads:
            broken = "+".join(f"IF({is_broken(placement, line)},1,0)" for line in heads)
            plan.put_at(placement.broken(figure.id), Formula(broken), "hidden")
    for line in placement.checks:
        if line.relation is not None and line.table == place.table.id:
            _expected(plan, placement, line, line.relation)
    plan.hidden_columns = (FLAG_SHIFT, THROUGH_SHIFT + place.grid.width)


def _heads(line: CheckLine, figure: Figure) -> bool:
    return line.head == figure.id


def _expected(plan: SheetPlan, placement: Placement, line: CheckLine, relation: Relation) -> None:
    place, spot = placement.tables[relation.table], placement.expected(relation)
    expected = at(placement.check(line, "expected"))
    text = f'IF({is_broken(placement, line)},"应为 "&{expected},"")'
    plan.put_at(spot, Formula(text), "expected")
    if spot.row > place.grid.height and place.grid.stub:
        words = f"{relation.left_words}（有差错时显示应为多少）"
        plan.put(spot.row, place.grid.stub, words, "expected_label")


def _highlights(plan: SheetPlan, place: TablePlace) -> None:
    """Red, orange and yellow cells: the same four formulas over the whole block of figures."""
    boxes = [box for box, _ in place.grid.figures()]
    top, left = min(b.row for b in boxes) + 1, min(b.column for b in boxes) + 1
    bottom = max(b.row for b in boxes) + 1
    right = max(b.column + b.columns for b in boxes)
    area = area_text(top, left, bottom, right)
    first = Spot(place.sheet, top, left)
    flag = first.right(FLAG_SHIFT).address
    plan.highlight(area, f"OR({flag}={NO_NUMBER},{flag}={MISTYPED})", "bad_type")
    plan.highlight(area, f"N({first.right(BROKEN_SHIFT).address})>0", "broken")
    plan.highlight(area, f"N({first.right(MARK_SHIFT).address})>0", "marked")
    plan.highlight(area, f"{flag}={PLACEHOLDER}", "unfilled")


def _text(plan: SheetPlan, place: TablePlace) -> None:
    """Rows below the form for text that the report prints in this section, if any."""
    span, width = place.text, max(place.grid.width, 1)
    heading = f"{place.section.title}：需要用文字说明的写在下面，一格一段；没有就空着"
    plan.merge((span.top - 1, 1, span.top - 1, width), heading, "help")
    for spot in span.column_spots():
        plan.merge((spot.row, 1, spot.row, width), None, "input_text")
        plan.validate(spot.address, **paragraph_validation(place.section.title))
        plan.heights[spot.row] = 48
