"""A shared formula and a distance -> the formula of another cell."""

from __future__ import annotations

import re
from typing import Final

from xl_tools.refs import MAX_COLUMN, MAX_ROW, column_letters, column_number

# Texts, quoted sheet names and brackets come first, so that nothing in them looks like a cell.
TOKEN: Final = r"""
    "(?:[^"]|"")*" | '(?:[^']|'')*' | \[(?:[^\[\]]|\[[^\[\]]*\])*\]
    | (?<![\w.$\\?])(?P<column>\$?[A-Za-z]{1,3}):(?P<last_column>\$?[A-Za-z]{1,3})(?![\w.($!])
    | (?<![\w.$\\?])(?P<row>\$?[0-9]{1,7}):(?P<last_row>\$?[0-9]{1,7})(?![\w.($!])
    | (?<![\w.$\\?])(?P<cell_column>\$?[A-Za-z]{1,3})(?P<cell_row>\$?[1-9][0-9]{0,6})(?![\w.(!])
"""
LOST: Final = "#REF!"


def shifted(formula: str, down: int, right: int) -> str:
    """The formula as it reads so many rows below and columns to the right."""
    # Compiled by `re` when first needed, and kept there: most files share no formula.
    return re.sub(TOKEN, lambda match: _moved(match, down, right), formula, flags=re.VERBOSE)


def _moved(match: re.Match[str], down: int, right: int) -> str:
    found = match.groupdict()
    if found["cell_row"]:
        ends = [_column(found["cell_column"], right), _row(found["cell_row"], down)]
        return LOST if "" in ends else "".join(ends)
    if found["column"]:
        ends = [_column(found["column"], right), _column(found["last_column"], right)]
    elif found["row"]:
        ends = [_row(found["row"], down), _row(found["last_row"], down)]
    else:
        return match[0]
    return LOST if "" in ends else ":".join(ends)


def _column(text: str, right: int) -> str:
    """The column so much further; empty beyond the sheet."""
    if text.startswith("$"):
        return text
    number = column_number(text) + right
    return column_letters(number) if 1 <= number <= MAX_COLUMN else ""


def _row(text: str, down: int) -> str:
    if text.startswith("$"):
        return text
    number = int(text) + down
    return str(number) if 1 <= number <= MAX_ROW else ""
