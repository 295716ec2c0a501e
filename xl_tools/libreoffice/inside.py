"""What the script of the profile needs once it runs inside LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlwings import Book as XlwingsBook
from xlwings import engines

from xl_tools.libreoffice.books import Book, is_book
from xl_tools.libreoffice.engine import NAME, register
from xl_tools.libreoffice.values import entry_of, plain


def attach(context: Any, document: Any) -> bool:
    """Make `xlwings.Book.caller()` the document; False where it is no book."""
    if document is None or not is_book(document):
        return False
    active: Any = engines.active
    engine = active if active and active.name == NAME else register(context)
    app = next(iter(engine.impl.apps))
    XlwingsBook(impl=Book(app, document)).set_mock_caller()
    return True


def argument(value: Any) -> Any:
    """An argument of a function in a cell: a range as a list of rows, an empty cell as None.

    Numbers are floats as from Excel; Basic hands whole ones over as integers.
    """
    if isinstance(value, tuple):
        return [argument(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value


def returned(value: Any) -> Any:
    """What a function gives back to its cell: one value, or a tuple of rows; a list is one row.

    A cell takes rows from Basic only as an array of two dimensions, so the wrapper there has to
    fill one from `rows(i)(j)`.
    """
    if not isinstance(value, (list, tuple)):
        return _single(value)
    rows = value if value and isinstance(value[0], (list, tuple)) else [value]
    width = max(len(row) for row in rows)
    return tuple(_row(row, width) for row in rows)


def _row(row: Sequence[Any], width: int) -> tuple[Any, ...]:
    return tuple(_single(value) for value in row) + ("",) * (width - len(row))


def _single(value: Any) -> Any:
    value = plain(value)
    return value if isinstance(value, (str, bool)) else entry_of(value).value
