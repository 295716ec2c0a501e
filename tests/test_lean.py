"""xlwings without what it takes along when it finds it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
HEAVY = ("PIL", "matplotlib", "numpy", "pandas", "plotly", "polars")


def told(code: str, folder: Path) -> Any:
    """What a fresh Python prints as JSON, with all heavy libraries at hand."""
    for name in HEAVY:
        (folder / f"{name}.py").write_text("here = True\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": f"{folder}:{ROOT}", "PYTHONUTF8": "1"},
    )
    return json.loads(done.stdout)


def test_nothing_heavy_comes_along_and_everything_can_be_imported_later(tmp_path: Path) -> None:
    code = f"""
import json, sys
from xl_tools.lean import lean_xlwings
xlwings = lean_xlwings("xlwings._xlmac")
names = {[*HEAVY, "xlwings.pro", "xlwings._xlmac"]!r}
before = [name for name in names if name in sys.modules]
import numpy, pandas
print(json.dumps([xlwings.__name__, before, numpy.here and pandas.here]))
"""
    assert told(code, tmp_path) == ["xlwings", [], True]


def test_what_is_loaded_already_stays(tmp_path: Path) -> None:
    code = """
import json, sys
import PIL
from xl_tools.lean import lean_xlwings
first, second = lean_xlwings(), lean_xlwings()
print(json.dumps([PIL is sys.modules["PIL"], "numpy" in sys.modules, first is second]))
"""
    assert told(code, tmp_path) == [True, False, True]
