"""Formula texts and cell values -> the values a spreadsheet would show."""

from __future__ import annotations

from xl_tools.formula.address import Address, address, column_letters, reference
from xl_tools.formula.calculation import calculate
from xl_tools.formula.syntax import same_formula
from xl_tools.formula.values import Error, Scalar, Unsupported

__all__ = [
    "Address",
    "Error",
    "Scalar",
    "Unsupported",
    "address",
    "calculate",
    "column_letters",
    "reference",
    "same_formula",
]
