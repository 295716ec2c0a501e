"""The 核对数 of a table -> cells beside it, the differences, their rows on 校验."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.controls import HEADING, Control, Controls
from xl_tools.placement import Placement, TablePlace
from xl_tools.places import Span, Spot, area_text, fixed
from xl_tools.template.flags import BLANK_TOTAL, NO_NUMBER, TOLERANCE
from xl_tools.template.plan import Formula, SheetPlan
from xl_tools.template.pointers import code_of, first_code, least
from xl_tools.template.validations import control_validation

TITLE: Final = f"{HEADING}（可以不填）"
REASON: Final = (
    "为什么值得填：总计是公式加出来的，永远与各格相符，抄错一格也看不出来。"
    "请从台账或纸质登记另外数一遍，把数填在虚线框里，不要照抄表上的数。"
    "与表上的数不同时，旁边马上显示相差多少；几个核对数一起，常能指出错在哪一格、应为多少。"
)
SAME, DIFFERENT = "√ 相符", "相差 "
NO_COUNT, UNCHECKED = "× 不是数", "— 表上没有数"
WIDTH, SHOWN_WIDTH, REASON_WIDTH = 11, 13, 30


def put_controls(plan: SheetPlan, placement: Placement, place: TablePlace) -> None:
    """The cells for 核对数, unlocked and outside the print area, with what they say."""
    controls = place.controls
    if controls.heading is None or controls.reason is None:
        return
    figures = {figure.id: figure for figure in place.table.figures}
    plan.merge(controls.heading[1:], TITLE, "field_centre")
    plan.merge(controls.reason[1:], REASON, "reason")
    for label in controls.labels:
        plan.merge(label.span[1:], label.words, "field_centre")
    for control in controls.items:
        plan.put_at(control.spot, None, "input_control")
        plan.merge(control.shown[1:], Formula(_shown(placement, control)), "control_shown")
        validation = control_validation(place.table, figures[control.cell])
        plan.validate(control.spot.address, **validation)
    _sizes(plan, place)
    _looks(plan, controls)


def _sizes(plan: SheetPlan, place: TablePlace) -> None:
    controls, width = place.controls, place.grid.width
    assert controls.reason is not None
    if controls.reason.left > width:
        column = controls.reason.left
        sizes = (2, WIDTH, SHOWN_WIDTH, 2, REASON_WIDTH)
        plan.widths |= {column - 4 + index: size for index, size in enumerate(sizes)}
    else:
        plan.heights[controls.reason.top] = 36
    for control in controls.items:
        if control.spot.row > place.grid.height:
            plan.heights[control.spot.row] = 24
            plan.heights[control.spot.row + 1] = 30


def _shown(placement: Placement, control: Control) -> str:
    """Does the 核对数 agree with the table: its difference, or why it cannot be told."""
    typed, figure = control.spot.address, placement.spot(control.cell)
    flag = placement.flag(control.cell).address
    over = f"ROUND(N({figure.address})-{typed},6)"
    if_number = f'IF(ABS({over})<{TOLERANCE},"{SAME}","{DIFFERENT}"&{over})'
    known = f'IF(OR({flag}={NO_NUMBER},{flag}={BLANK_TOTAL}),"{UNCHECKED}",{if_number})'
    return f'IF(ISBLANK({typed}),"",IF(ISNUMBER({typed}),{known},"{NO_COUNT}"))'


def _looks(plan: SheetPlan, controls: Controls) -> None:
    for area, shown in _blocks(controls):
        for words, style in ((DIFFERENT, "wrong"), (NO_COUNT, "wrong"), (SAME, "good")):
            plan.highlight(area, f'LEFT({shown},{len(words)})="{words}"', style)


def _blocks(controls: Controls) -> Iterator[tuple[str, str]]:
    """Areas that one conditional format may cover, and the cell that shows the difference."""
    for run in _runs(controls):
        first, last = run[0], run[-1]
        shown = Spot(first.spot.sheet, first.shown.top, first.shown.left).address
        top, left, bottom, right = first.spot[1:] + last.shown[3:]
        if first.shown.top == first.spot.row:
            yield area_text(top, left, bottom, right), f"${shown}"
        elif first.shown.left == first.shown.right:
            letter = shown.rstrip("0123456789")
            yield area_text(top, left, bottom, right), f"{letter}${shown.removeprefix(letter)}"
        else:
            yield area_text(*first.shown[1:]), fixed_address(first.shown)
            yield first.spot.address, fixed_address(first.shown)


def fixed_address(span: Span) -> str:
    """The first cell of a span on its own sheet, held fast."""
    return fixed(Spot(span.sheet, span.top, span.left), span.sheet)


def _runs(controls: Controls) -> list[list[Control]]:
    """The 核对数 that stand in one line: down beside the rows, or along below the columns."""
    runs: list[list[Control]] = []
    for control in controls.items:
        along = control.shown.top != control.spot.row
        line = control.spot.row if along else -control.spot.column
        last = runs[-1][-1] if runs else None
        before = None
        if last is not None:
            before = last.spot.row if last.shown.top != last.spot.row else -last.spot.column
        wide = control.shown.left != control.shown.right
        if line == before and not wide:
            runs[-1].append(control)
        else:
            runs.append([control])
    return runs


# ---- the row on 校验 -----------------------------------------------------------------------


def control_counts(controls: Controls) -> tuple[str, str]:
    """How many 核对数 disagree with the table, and how many could be compared."""
    shown = [Span(*_shown_line(run)) for run in _runs(controls)]
    different = "+".join(f'COUNTIF({fixed(span)},"{DIFFERENT}*")' for span in shown)
    same = "+".join(f'COUNTIF({fixed(span)},"{SAME}")' for span in shown)
    return different, f"{different}+{same}"


def _shown_line(run: list[Control]) -> tuple[str, int, int, int, int]:
    first, last = run[0].shown, run[-1].shown
    return first.sheet, first.top, first.left, last.bottom, last.right


def first_difference(controls: Controls) -> str:
    """The place of the first 核对数 that disagrees, as a number; the first of all where none."""
    condition = f'LEFT({{cells}},{len(DIFFERENT)})="{DIFFERENT}"'
    codes = []
    for run in _runs(controls):
        first = run[0]
        shift = code_of(Spot("", first.shown.top, first.shown.left)) - code_of(first.spot)
        codes.append(f"{first_code(Span(*_shown_line(run)), condition)}-{shift}")
    different, _ = control_counts(controls)
    return f"IF({different}=0,{code_of(controls.items[0].spot)},{least(codes)})"
