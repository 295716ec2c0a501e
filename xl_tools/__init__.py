"""政府信息公开工作年度报告: from the blank official workbook to the final document."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xl_tools.api import (
        build_template,
        check,
        compose,
        count_ledger,
        fill,
        read_report,
        roll_up,
        write_document,
    )

__version__ = "0.1.0"
__all__ = [
    "build_template",
    "check",
    "compose",
    "count_ledger",
    "fill",
    "read_report",
    "roll_up",
    "write_document",
]


def __getattr__(name: str) -> object:
    """The functions of the library, loaded when first asked for: a click must start fast."""
    if name not in __all__:
        raise AttributeError(f"module 'xl_tools' has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module("xl_tools.api"), name)
    return found
