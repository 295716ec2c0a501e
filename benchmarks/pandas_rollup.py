"""What a user would write to sum many workbooks: openpyxl in a loop, pandas for the sum."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd

SHEETS = ("二、主动公开", "三、依申请公开", "四、复议诉讼")


def rows_of(path: Path) -> dict[tuple[str, str], object]:
    """Every number on the three official sheets, by sheet and address."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (name, cell.coordinate): cell.value
        for name in SHEETS
        for row in book[name].iter_rows(max_row=30, max_col=20)
        for cell in row
        if isinstance(cell.value, int | float)
    }


def roll_up(paths: Sequence[Path], output: Path) -> None:
    """All units in one table, their sum below; no check, no status, no formula."""
    table = pd.DataFrame({path.stem: rows_of(path) for path in paths}).T
    table.loc["合计"] = table.sum()
    table.columns = [f"{sheet} {address}" for sheet, address in table.columns]
    table.to_excel(output)


if __name__ == "__main__":
    roll_up(sorted(Path(sys.argv[1]).glob("*.xlsx")), Path(sys.argv[2]))
