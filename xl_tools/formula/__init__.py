"""Formula texts and cell values -> the values a spreadsheet would show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xl_tools.formula.address import Address, address, column_letters, reference
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


def calculate(
    values: Mapping[str, Mapping[Address, Scalar]],
    formulas: Mapping[str, Mapping[Address, str]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, dict[Address, Scalar]]:
    """The value of every formula cell; see `xl_tools.formula.calculation`.

    Loaded when first asked for: most commands read totals only, which need no more than a sum.
    """
    from xl_tools.formula import calculation

    return calculation.calculate(values, formulas, names)


def same_formula(one: str, other: str) -> bool:
    """Do two texts say the same formula, however programs write it?"""
    from xl_tools.formula import syntax

    return syntax.same_formula(one, other)
