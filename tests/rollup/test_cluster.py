"""Reading on a cluster: a real one of two processes, one of which is killed in the middle."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.county import data, figures, report_of
from tests.running import Run
from xl_tools.edition import builtin_editions
from xl_tools.rollup import readers
from xl_tools.rollup.packets import Packet
from xl_tools.rollup.readers import read_all
from xl_tools.rollup.submission import read_submission
from xl_tools.settings import Settings

ROOT = Path(__file__).parents[2]
EDITIONS = builtin_editions()
MANY = 120
# Two workers, each a process.
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as c:
        print(c.scheduler_address, *(w.pid for w in c.workers.values()), flush=True)
        sys.stdin.read()
"""


def packet(number: int) -> Packet:
    cells = figures(random.Random(number))
    return Packet(f"{number}.json", data(report_of(f"甲县第{number}局", "department", cells)))


PACKETS = [packet(number) for number in range(MANY)]


class Cluster:
    """Its address, and the processes of its workers."""

    def __init__(self, line: str) -> None:
        self.address, *numbers = line.split()
        self.workers = [int(number) for number in numbers]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """As an office would start it; it ends when nobody holds its input any more."""
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, str(script)], env=environment, text=True, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    yield Cluster(process.stdout.readline())
    process.communicate("")
    process.wait(timeout=30)


@pytest.mark.deep
def test_a_worker_killed_in_the_middle_loses_nothing_and_counts_nothing_twice(
    cluster: Cluster,
) -> None:
    seen: list[int] = []

    def killing(count: int) -> None:
        seen.append(count)
        if len(seen) == MANY // 3:
            os.kill(cluster.workers[0], signal.SIGKILL)

    found = read_all(PACKETS, EDITIONS, workers=cluster.address, seen=killing)
    assert found == read_all(PACKETS, EDITIONS, workers=1)
    assert len(seen) == MANY


def _deadly(contents: list[tuple[bytes, str]], settings: Settings) -> list[bytes]:
    """As the real one, but one file kills whoever reads it."""
    for _, name in contents:
        if name == "9.json":
            os._exit(9)
    return [read_submission(data, name, EDITIONS) for data, name in contents]


@pytest.mark.deep
def test_a_file_that_kills_every_worker_is_named_and_the_others_are_read(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "_read_many", _deadly)
    found = read_all(PACKETS[:30], EDITIONS, workers=cluster.address)
    assert [one.file for one in found if one.report is None] == ["9.json"]
    assert "中断了两次" in found[9].refused
    assert [one.file for one in found] == [packet.name for packet in PACKETS[:30]]


@pytest.mark.deep
def test_the_command_reads_on_the_cluster_what_it_reads_here(cluster: Cluster, run: Run) -> None:
    Path("收到").mkdir()
    for one in PACKETS[:10]:
        Path("收到", one.name).write_bytes(one.data)
    call = ("rollup", "收到", "--json", "-o", "汇总.xlsx")
    there = run(*call, "--cluster", cluster.address)
    here = run("rollup", "收到", "--json", "-o", "汇总.xlsx")
    assert there == here
    assert there[0] == 0


# ---- where there is none -----------------------------------------------------------------


def refused(run: Run, address: str) -> str:
    Path("收到").mkdir()
    Path("收到/甲.json").write_bytes(PACKETS[0].data)
    code, out, err = run("rollup", "收到", "--cluster", address, "-o", "汇总.xlsx")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not Path("汇总.xlsx").exists()
    return err


def test_a_cluster_that_is_not_there_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_tools.rollup.cluster.TIMEOUT", 0.2)
    assert "连不上集群" in refused(run, "tcp://127.0.0.1:9")


def test_an_address_that_is_none_is_refused(run: Run) -> None:
    assert "连不上集群" in refused(run, "某处://某机")


def test_without_its_library_it_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "xl-tools[cluster]" in refused(run, "tcp://127.0.0.1:9")
