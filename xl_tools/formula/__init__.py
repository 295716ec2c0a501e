"""Formula texts and cell values -> the values a spreadsheet would show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xl_tools.formula.values import Error, Scalar, Unsupported
from xl_tools.refs import Position

__all__ = [
    "Error",
    "Scalar",
    "Unsupported",
    "calculate",
    "same_formula",
]


def calculate(
    values: Mapping[str, Mapping[Position, Scalar]],
    formulas: Mapping[str, Mapping[Position, str]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, dict[Position, Scalar]]:
    """The value of every formula cell; see `xl_tools.formula.calculation`.

    Loaded when first asked for: most commands read totals only, which need no more than a sum.
    """
    from xl_tools.formula import calculation

    return calculation.calculate(values, formulas, names)


def same_formula(one: str, other: str) -> bool:
    """Do two texts say the same formula, however programs write it?"""
    from xl_tools.formula import syntax

    return syntax.same_formula(one, other)
