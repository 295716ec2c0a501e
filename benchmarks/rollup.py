"""Summing many workbooks: the loop a user would write and ours, each a process of its own.

python benchmarks/rollup.py [--units 1000] [--loop 60]

The loop reads only so many of the workbooks as `--loop` says, and its time a file is compared: it
would take minutes for all of them, and grows in step with their number. compare.py puts the same
into its page.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.county import make_county  # noqa: E402


def seconds(arguments: list[str], folder: Path) -> float:
    """How long a process takes that must end well."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=folder, check=False, capture_output=True
    )
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - start


class Times(NamedTuple):
    """Seconds a file: ours the first time and again, the loop's."""

    first: float
    again: float
    loop: float


def measured(folder: Path, units: int, loop: int) -> Times:
    """Make the county, run the three, each side's warm-up aside."""
    make_county(folder / "all", folder / "roster.csv", units, faults=0, book_every=1)
    some = folder / "some"
    some.mkdir()
    for path in sorted((folder / "all").iterdir())[:loop]:
        (some / path.name).write_bytes(path.read_bytes())
    ours = ["-m", "xl_tools", "rollup", "all", "--roster", "roster.csv", "-o", "sum.xlsx"]
    seconds(["-m", "xl_tools", "rollup", "some", "-o", "warm.xlsx"], folder)  # bytecode
    (folder / "cache" / "xl-tools" / "rollup-1.sqlite").unlink()
    first, second = seconds(ours, folder), seconds(ours, folder)
    theirs = seconds([str(ROOT / "benchmarks/pandas_rollup.py"), "some", "loop.xlsx"], folder)
    return Times(first / units, second / units, theirs / loop)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--loop", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = measured(Path(folder), options.units, options.loop)
    print(
        f"{options.units} units: {times.first * 1000:.1f} ms each, again {times.again * 1000:.1f}"
    )
    print(f"again: {times.again / times.first:.2f} of the first time")
    print(
        f"openpyxl + pandas: {times.loop * 1000:.1f} ms each, {times.loop / times.first:.1f} times"
    )


if __name__ == "__main__":
    main()
