"""xlwings without the libraries that it imports when it finds them.

`import xlwings` takes pandas, numpy, polars, matplotlib and others along, for a second or more at
each click of a button, and its own PRO part, whose licence is another one. What comes through here
has neither: tables go in and out as lists. Whatever is imported afterwards is there as ever.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Final

LEFT_OUT: Final = ("PIL", "matplotlib", "numpy", "pandas", "plotly", "polars", "xlwings.pro")


def lean_xlwings(*left_out: str) -> ModuleType:
    """xlwings, imported without `LEFT_OUT` and other modules by name; as it is where it was."""
    absent = {name for name in (*LEFT_OUT, *left_out) if name not in sys.modules}
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: an ImportError
    try:
        import xlwings
    finally:
        for name in absent:
            del sys.modules[name]
    module: ModuleType = xlwings
    return module
