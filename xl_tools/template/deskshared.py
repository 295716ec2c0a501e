"""The sheet 共同被告 of 汇总台: suits that a reviewing organ counted, and only another should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xl_tools.deskbook import (
    LISTED,
    RESULTS,
    SHARED,
    SHARED_COLUMNS,
    SHARED_ROW,
    SHARED_ROWS,
    WIDTHS,
)
from xl_tools.places import Spot, fixed
from xl_tools.template.desklimits import said
from xl_tools.template.plan import SheetPlan

HELP: Final = (
    "政府维持了某单位的决定、和它一起当被告的案件，只由原行为单位填报（国办公开办函〔2016〕201号）。"
    "政府自己的表里也数了的，在这里一行一件写明，汇总时从它的“复议后起诉”里减去；一件也没有数的，"
    "写一行：只写复议机关，件数填 0。没有这样的案件，这张表空着。"
)
PRINTED: Final = 20  # rows that are printed where nobody has filled in more
# Column -> how to fill it, and what is said of what cannot be used.
WORDS: Final = {
    "案号或说明": ("案号，或者能认出是哪一件的话。可以不填。", "请不要超过 200 个字。"),
    "原行为单位": ("作出原来决定的单位，照名单写；案件只计在它那里。", "请照名单写单位的名称。"),
    "复议机关": ("维持了决定、一起当被告的机关，多是本级政府。", "请写机关的名称。"),
    "结果": ("从列表里选：复议机关把这件填在哪一列，就选哪一列。", "请从列表里选。"),
    "件数": ("不填就是 1 件；复议机关一件也没有数的填 0。", "件数是 0 或正整数。"),
}  # fmt: skip


def shared_sheet() -> SheetPlan:
    """One suit a row, in the columns that the command reads; open to sorting and inserting."""
    plan = SheetPlan(SHARED, landscape=True)
    plan.protected = False
    plan.widths = dict(enumerate(WIDTHS[SHARED], 1))
    last = len(SHARED_COLUMNS)
    plan.merge((1, 1, 1, last), "复议机关作共同被告的案件", "title")
    plan.merge((2, 1, 2, last), HELP, "help")
    plan.heights |= {1: 30, 2: 50, SHARED_ROW - 1: 22}
    for column, head in enumerate(SHARED_COLUMNS, 1):
        plan.put(SHARED_ROW - 1, column, head, "header")
    for row in range(SHARED_ROWS.top, SHARED_ROWS.bottom + 1):
        for column, head in enumerate(SHARED_COLUMNS, 1):
            style = "input_number" if head == "件数" else "input_text"
            plan.put(row, column, None, style)
    for area, limits in _limits():
        plan.validate(area, **limits)
    plan.frozen = (SHARED_ROW - 1, 0)
    plan.repeat_rows = (SHARED_ROW - 1, SHARED_ROW - 1)
    plan.print_area = (1, 1, SHARED_ROW + PRINTED - 1, last)
    plan.cursor = (SHARED_ROW, 1)
    return plan


def _limits() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each column: its cells and what may stand there."""
    units = fixed(LISTED._replace(right=1))
    for number, name in enumerate(SHARED_COLUMNS):
        letter = chr(ord("A") + number)
        area = f"{letter}{SHARED_ROWS.top}:{letter}{SHARED_ROWS.bottom}"
        help_, error = WORDS[name]
        yield area, said(name, help_, error) | _allowed(name, units)


def _allowed(name: str, units: str) -> dict[str, Any]:
    if name == "件数":
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 9999}
    if name == "结果":
        return {"validate": "list", "source": list(RESULTS)}
    if name == "原行为单位":
        # A suggestion: the organ of an act may have no report here.
        first = fixed(Spot(LISTED.sheet, LISTED.top, 1))
        listed = f"=OFFSET({first},0,0,MAX(1,COUNTA({units})),1)"  # no blank ones to choose from
        return {"validate": "list", "source": listed, "error_type": "warning"}
    return {"validate": "length", "criteria": "<=", "value": 200}
