"""Trouble while many files are read, made for real: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from benchmarks.county import data, figures, report_of
from xl_tools.rollup.readers import CHUNK

ROOT = Path(__file__).parents[2]
UNITS = 96
# The command, in which every chunk of files takes a while and leaves its names in a list.
SLOWED = """
import os, resource, sys, time
if limit := int(os.environ["LARGEST"]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from xl_tools.cli import main
from xl_tools.rollup import readers
read_many = readers._read_many
def slowly(contents, settings):
    with open("read", "a") as names:
        names.write("".join(f"{name}\\n" for _, name in contents))
    time.sleep(float(os.environ["PAUSE"]) * len(contents))
    return read_many(contents, settings)
readers._read_many = slowly
readers.os.cpu_count = lambda: 2
sys.exit(main())
"""


class Desk:
    """A folder with the reports of a county, and the command run there as a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[subprocess.Popen[str]] = []
        (folder / "收到").mkdir(parents=True)
        for number in range(UNITS):
            organ = f"甲县第{number}局"
            made = report_of(organ, "department", figures(random.Random(number)))
            (folder / "收到" / f"{number:03}.json").write_bytes(data(made))

    def start(self, pause: float = 0.0, largest: int = 0) -> subprocess.Popen[str]:
        """The command, in a group of processes of its own.

        It pauses for each file; no file it writes can be larger than so many bytes.
        """
        home = self.folder / "cache"
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PAUSE": str(pause),
            "LARGEST": str(largest),
            "XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home),
        }  # fmt: skip
        command = [sys.executable, "-c", SLOWED, "rollup", "收到", "--json", "-o", "汇总.xlsx"]
        process = subprocess.Popen(
            command, cwd=self.folder, env=environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._started.append(process)
        return process

    def clear(self) -> None:
        """Nothing is left running, whatever a test found."""
        for process in self._started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def read(self) -> list[str]:
        """The files that were read so far, each as often as it was."""
        list_ = self.folder / "read"
        return list_.read_text(encoding="utf-8").split("\n")[:-1] if list_.exists() else []

    def until_read(self, least: int, process: subprocess.Popen[str]) -> None:
        """Wait until it is in the middle of its work."""
        while len(self.read()) < least:
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)

    def left(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()} - {"收到", "cache", "read"}


def ended(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any], str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, json.loads(out) if out else {}, err


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "desk")
    yield made
    made.clear()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], bytes]:
    """What a run that nothing disturbs gives."""
    desk = Desk(tmp_path_factory.mktemp("calm") / "desk")
    code, found, _ = ended(desk.start())
    assert (code, len(found["units"])) == (0, UNITS)
    return found, (desk.folder / "汇总.xlsx").read_bytes()


def cells(found: dict[str, Any]) -> Any:
    """What must be the same: all of it but for when the files were saved."""
    units = [{**unit, "when": ""} for unit in found["units"]]
    return found["report"], found["proof"], found["findings"], units


def children(process: subprocess.Popen[str]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]


def alive(pid: int) -> bool:
    """Does it still work? A dead child that nobody asked after does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pids: list[int]) -> bool:
    until = time.monotonic() + 10
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(alive, pids))


def test_a_worker_killed_in_the_middle(desk: Desk, wanted: tuple[dict[str, Any], bytes]) -> None:
    process = desk.start(pause=0.015)
    desk.until_read(20, process)
    os.kill(children(process)[0], signal.SIGKILL)
    code, found, err = ended(process)
    assert (code, err) == (0, "")
    assert cells(found) == cells(wanted[0])


def test_ctrl_c_leaves_nothing_half_done_and_the_next_run_goes_on(
    desk: Desk, wanted: tuple[dict[str, Any], bytes]
) -> None:
    process = desk.start(pause=0.05)
    desk.until_read(44, process)
    workers = children(process)
    os.killpg(process.pid, signal.SIGINT)
    code, found, err = ended(process)
    assert (code, found, err) == (2, {}, "已停止，没有写完的文件不会留下。\n")
    assert desk.left() == set()
    assert gone(workers)
    before = desk.read()
    code, found, err = ended(desk.start())
    assert (code, err) == (0, "")
    assert cells(found) == cells(wanted[0])
    again = set(desk.read()[len(before) :]) & set(before)
    # What the two processes had in hand, and what they had just given back.
    assert len(again) <= 4 * CHUNK


@pytest.mark.deep
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_killed_leaves_no_processes_and_no_damage(
    desk: Desk, wanted: tuple[dict[str, Any], bytes], sign: signal.Signals
) -> None:
    process = desk.start(pause=0.015)
    desk.until_read(20, process)
    workers = children(process)
    process.send_signal(sign)
    assert ended(process)[:2] == (-sign, {})
    assert gone(workers)
    assert desk.left() == set()
    code, found, _ = ended(desk.start())
    assert (code, cells(found)) == (0, cells(wanted[0]))


def test_two_runs_at_once_with_one_cache_and_one_output(
    desk: Desk, wanted: tuple[dict[str, Any], bytes]
) -> None:
    runs = [desk.start(pause=0.003), desk.start(pause=0.003)]
    for code, found, err in map(ended, runs):
        assert (code, err) == (0, "")
        assert cells(found) == cells(wanted[0])
    assert desk.left() == {"汇总.xlsx"}
    count = len(desk.read())
    code, found, _ = ended(desk.start())
    assert (code, cells(found), len(desk.read())) == (0, cells(wanted[0]), count)


def test_a_full_disk_is_said_and_what_was_there_stays(
    desk: Desk, wanted: tuple[dict[str, Any], bytes]
) -> None:
    """No file may grow beyond 48 KB: neither the cache nor the workbook finds room."""
    old = desk.folder / "汇总.xlsx"
    old.write_bytes(wanted[1])
    code, found, err = ended(desk.start(largest=48 << 10))
    assert (code, err.count("\n")) == (2, 1)
    assert "汇总.xlsx" in err
    assert "放不下" in err
    assert old.read_bytes() == wanted[1]
    assert desk.left() == {"汇总.xlsx"}
    code, found, err = ended(desk.start())
    assert (code, err, cells(found)) == (0, "", cells(wanted[0]))
