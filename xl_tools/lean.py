"""xlwings without the large libraries that it imports wherever it finds them.

A click starts a process. xlwings looks for pandas, numpy, polars and matplotlib while it is
imported; none of them serves a button, and together they take most of a second.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

HEAVY: Final = ("numpy", "pandas", "polars", "matplotlib", "PIL")


def lean_xlwings() -> Any:
    """The module xlwings; a library of the above stays out unless it is already there."""
    if "xlwings" in sys.modules:
        return sys.modules["xlwings"]
    kept_out = [name for name in HEAVY if name not in sys.modules]
    # None in sys.modules makes the import fail, which xlwings takes for "not installed".
    sys.modules.update(dict.fromkeys(kept_out))  # type: ignore[arg-type]
    try:
        return import_module("xlwings")
    finally:
        for name in kept_out:
            sys.modules.pop(name, None)
