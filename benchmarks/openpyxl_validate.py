"""What a careful user would write today with openpyxl: check a filled workbook of the 2021 form.

python benchmarks/openpyxl_validate.py 年报.xlsx

It knows the form by heart (sheets, rows, columns), needs nothing of ours, and does what `xl-tools
validate` does: reads the three tables, the texts and the basic facts, checks every relation, the
type of every cell and what is left blank, and prints what it finds. The workbook is loaded twice,
as openpyxl gives either formulas or values: a formula without a value must not pass for a blank.
"""

from __future__ import annotations

import sys
from typing import Any

import openpyxl

BASICS, PUBLISHED, APPLIED, DISPUTED = "基本信息", "二、主动公开", "三、依申请公开", "四、复议诉讼"
DOCUMENT_ROWS, FIGURE_ROWS = (3, 4), (7, 10, 11, 14)
FIRST, LAST, TOTAL = 4, 28, 10  # rows of table 3, and the column of its totals
RECEIVED, CARRIED_IN, RESULTS, RESULT_TOTAL, CARRIED_OUT = 4, 5, range(6, 27), 27, 28
TEXTS = {
    BASICS: (2, range(19, 31)),
    "一、总体情况": (2, range(5, 55)),
    "五、问题及改进": (2, range(5, 31)),
    "六、其他事项": (2, range(5, 31)),
}
PLACEHOLDERS = {"/", "／", "-", "－", "—", "——", "–", "_", "无", "N/A", "0件", "０"}


def cells() -> list[tuple[str, int, int]]:
    """Every figure: its sheet, row and column."""
    published = [(PUBLISHED, row, column) for row in DOCUMENT_ROWS for column in (2, 3, 4)]
    published += [(PUBLISHED, row, 2) for row in FIGURE_ROWS]
    applied = [(APPLIED, row, c) for row in range(FIRST, LAST + 1) for c in range(4, TOTAL + 1)]
    return published + applied + [(DISPUTED, 4, column) for column in range(1, 16)]


def trouble(place: tuple[str, int, int], value: Any, formula: Any) -> str:
    """What is wrong with a cell by itself."""
    if isinstance(formula, str) and formula.startswith("=") and value is None:
        return "公式还没有算出结果"
    if value is None or (isinstance(value, str) and value.strip() in PLACEHOLDERS):
        return "空着"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"“{value}”不是数"
    if value < 0:
        return f"“{value}”是负数"
    amount = place == (PUBLISHED, FIGURE_ROWS[-1], 2)
    if value != (round(value, 6) if amount else int(value)):
        return f"“{value}”小数太多"
    return ""


def relations(number: Any) -> list[tuple[str, float, float, bool]]:
    """(what, left side, right side, must they be equal) of every relation of the form."""
    found = []
    for column in range(4, TOTAL + 1):

        def cell(row: int, column: int = column) -> float:
            return float(number(APPLIED, row, column))

        done, open_ = cell(RESULT_TOTAL), cell(CARRIED_OUT)
        found.append((f"表三第{column}列", done + open_, cell(RECEIVED) + cell(CARRIED_IN), True))
        found.append((f"表三第{column}列（七）", done, sum(map(cell, RESULTS)), True))
    for row in range(FIRST, LAST + 1):
        parts = sum(number(APPLIED, row, column) for column in range(4, TOTAL))
        found.append((f"表三第{row}行", number(APPLIED, row, TOTAL), parts, True))
    for left in (1, 6, 11):
        parts = sum(number(DISPUTED, 4, column) for column in range(left, left + 4))
        found.append((f"表四第{left}列", number(DISPUTED, 4, left + 4), parts, True))
    for row in DOCUMENT_ROWS:
        limit = number(PUBLISHED, row, 3) + number(PUBLISHED, row, 4)
        found.append((f"表二第{row}行", number(PUBLISHED, row, 2), limit, False))
    return found


def main(path: str) -> int:
    """Print what is wrong; 1 where something is."""
    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    problems = []
    for place in cells():
        sheet, row, column = place
        value = values[sheet].cell(row, column).value
        words = trouble(place, value, formulas[sheet].cell(row, column).value)
        if words:
            problems.append(f"{sheet}!{values[sheet].cell(row, column).coordinate}：{words}")

    def number(sheet: str, row: int, column: int) -> float:
        value = values[sheet].cell(row, column).value
        return value if isinstance(value, int | float) else 0

    for what, left, right, equal in relations(number):
        if abs(left - right) > 1e-6 and (equal or left > right):
            problems.append(f"{what}：{left:g} 应当{'等于' if equal else '不超过'} {right:g}")
    for sheet, (column, rows) in TEXTS.items():
        lines = [values[sheet].cell(row, column).value for row in rows]
        if sheet != BASICS and not any(lines):
            problems.append(f"{sheet}：没有文字")
    facts = [values[BASICS].cell(row, 2).value for row in range(4, 17)]
    print(f"{facts[1]} {facts[0]}年度")
    print("\n".join(problems) or "通过")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
