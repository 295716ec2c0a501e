"""Chunks of files -> what the workers of a Dask cluster read from them (extra `cluster`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from importlib import import_module
from itertools import islice
from typing import Any, Final, TypeVar

import xl_tools
from xl_tools.refusal import Refusal

TIMEOUT: Final = 20  # seconds to be answered in
WAITING: Final = 4  # chunks on the way for each worker's thread
NO_LIBRARY: Final = (
    "用集群要装 dask，这台电脑上没有装",
    "请运行 pip install xl-tools[cluster]，或去掉 --cluster",
)
AWAY: Final = ("集群中途断了，读过的都记着", "请恢复集群后再运行一次，或去掉 --cluster")
Chunk = TypeVar("Chunk")
Arguments = tuple[Any, ...]


def on_cluster(
    address: str, chunks: Iterator[tuple[Chunk, Arguments]], work: Callable[..., list[bytes]]
) -> Iterator[tuple[Chunk, list[bytes] | None]]:
    """Each chunk with what the work gives for its arguments, in the order in which they are done.

    None where it ended one worker after another: Dask gives a chunk of a dead worker to the next.
    """
    with connected(address) as client:
        try:
            yield from _mapped(client, chunks, work)
        except (OSError, TimeoutError, CancelledError):
            raise Refusal(*AWAY) from None


def connected(address: str) -> Any:
    """A client of the cluster; Refusal where there is none, or its workers are not like us."""
    distributed = _library()
    for name in ("distributed", "tornado", "asyncio"):  # what went wrong is said by us
        import_module("logging").getLogger(name).setLevel("CRITICAL")
    try:
        client = distributed.Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        why = f"连不上集群“{address}”"
        raise Refusal(why, "请检查地址（如 tcp://主机:8786），或去掉 --cluster") from None
    problem = _problem(client)
    if problem:
        client.close()
        raise Refusal(*problem)
    return client


def _problem(client: Any) -> tuple[str, str] | None:
    """Why its workers cannot do our work."""
    try:
        versions = client.run(_version, on_error="return")
    except (OSError, TimeoutError):
        return AWAY
    if not versions:
        return "集群里一个工作进程也没有", "请先启动 dask worker"
    other = sorted({str(one) for one in versions.values()} - {_version()})
    if other:
        ours = f"请在每台机器上装同一版 xl-tools（{_version()}）"
        return f"集群的工作进程用的程序不一样（{other[0]}）", ours
    return None


def _version() -> str:
    return xl_tools.__version__


def _library() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise Refusal(*NO_LIBRARY) from None


def _mapped(
    client: Any, chunks: Iterator[tuple[Chunk, Arguments]], work: Callable[..., list[bytes]]
) -> Iterator[tuple[Chunk, list[bytes] | None]]:
    """A few chunks on the way for each worker, so that the memory stays small everywhere."""
    distributed = _library()
    threads = max(1, sum(client.nthreads().values()))
    sent = ((client.submit(work, *given, pure=False), chunk) for chunk, given in chunks)
    of: dict[Any, Chunk] = dict(islice(sent, threads * WAITING))
    done = distributed.as_completed(list(of), loop=client.loop)
    for future in done:
        chunk = of.pop(future)
        try:
            yield chunk, future.result()
        except distributed.KilledWorker:
            yield chunk, None
        for another, more in islice(sent, 1):
            of[another] = more
            done.add(another)
