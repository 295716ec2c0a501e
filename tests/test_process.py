"""The end of a command's process: at once, and nothing that was said or left to do is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FULL = Path("/dev/full")
MANY = 24  # reports whose findings as JSON do not fit into a pipe


@pytest.fixture
def reports(tmp_path: Path) -> list[str]:
    """One report many times; it has an error."""
    text = (ROOT / "xl_tools/samples/township-2021.json").read_bytes()
    paths = [tmp_path / f"{number}.json" for number in range(MANY)]
    for path in paths:
        path.write_bytes(text)
    return [str(path) for path in paths]


def start(*arguments: str, before: str = "") -> subprocess.Popen[bytes]:
    """A command in a process of its own; `before` is run in that process first."""
    code = f"import sys\n{before}\nfrom xl_tools.__main__ import main\nsys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_all_that_was_said_comes_out(reports: list[str]) -> None:
    process = start("validate", "--json", *reports)
    said, noted = process.communicate()
    assert len(said) > 1 << 16
    assert [one["file"] for one in json.loads(said)] == reports
    assert (process.returncode, noted) == (1, b"")


def test_a_bad_call_is_still_one() -> None:
    process = start("validate", "没有.xlsx")
    said, noted = process.communicate()
    assert (process.returncode, said, noted.decode().count("\n")) == (2, b"", 1)


def test_a_reader_that_went_away_is_no_bug(reports: list[str]) -> None:
    process = start("validate", "--json", *reports)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait() == 2


@pytest.mark.skipif(not FULL.exists(), reason="没有 /dev/full (only Linux has it)")
def test_a_full_disk_is_said() -> None:
    with FULL.open("wb") as full:
        code = "import sys; from xl_tools.__main__ import main; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", code, "explain", "T3-BAL"],
            check=False,
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    assert "输出不了" in done.stderr.decode()


@pytest.mark.parametrize(
    "before",
    [
        "import atexit; atexit.register(print, 'last')",
        "import threading; threading.Timer(0.2, print, ['last']).start()",
    ],
    ids=["registered", "thread"],
)
def test_what_waits_for_the_end_still_runs(before: str) -> None:
    said, _ = start("explain", "T3-BAL", before=before).communicate()
    assert said.decode().endswith("last\n")


def test_without_a_console_it_ends_all_the_same() -> None:
    process = start("explain", "没有", before="sys.stdout = None")
    assert (process.communicate()[0], process.returncode) == (b"", 2)
