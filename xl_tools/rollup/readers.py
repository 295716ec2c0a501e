"""Packets -> submissions: read by several processes, what was read before taken from the cache."""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from xl_tools.edition import Editions, builtin_editions
from xl_tools.rollup.cache import Cache
from xl_tools.rollup.packets import Packet
from xl_tools.rollup.submission import (
    Submission,
    read_submission,
    refusal_kept,
    submission_of,
)
from xl_tools.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

FEWEST: Final = 24  # files for which other processes are worth their start
CHUNK: Final = 8
WAITING: Final = 4  # chunks on the way for each process, so that the memory stays small
BATCH: Final = 200  # results that are kept together
DIED: Final = ("读的时候程序中断了两次", "请用 Excel、WPS 或 Word 打开看看，另存一份再试")
Item = tuple[int, Packet, str]  # place, packet, checksum
Chunks = deque[tuple[list[Item], "Future[list[bytes]] | None"]]
Seen = Callable[[int], object]


def read_all(
    packets: Iterable[Packet],
    editions: Editions,
    cache: Cache | None = None,
    workers: int | str = 0,
    seen: Seen = bool,
    settings: Settings = DEFAULTS,
) -> list[Submission]:
    """The submission of every packet, in their order; `seen` is told how many are done.

    `workers` is how many processes read, or the address of a Dask cluster whose workers do.
    Other processes know the editions of the package only, so any others are read here.
    """
    count = workers or min(os.cpu_count() or 1, 16)
    return _Reader(editions, settings, cache, count, seen).read(packets)


class _Reader:
    """The state of one reading: what is done, what is on the way, what is to be kept."""

    def __init__(
        self,
        editions: Editions,
        settings: Settings,
        cache: Cache | None,
        workers: int | str,
        seen: Seen,
    ) -> None:
        self._editions, self._settings = editions, settings
        self._cache, self._workers = cache, workers
        same = settings == DEFAULTS
        self._mark = "" if same else sha256(repr(settings).encode("utf-8")).hexdigest()
        self._seen = seen
        self._done: dict[int, Submission] = {}
        self._fresh: list[tuple[str, bytes]] = []

    def read(self, packets: Iterable[Packet]) -> list[Submission]:
        """All of them, in their order."""
        try:
            fresh = self._not_kept(packets)
            first = list(islice(fresh, FEWEST))
            self._way(len(first))(chain(first, fresh))
        finally:  # also after Ctrl-C: what was read is not read again
            self._keep()
        return [self._done[at] for at in sorted(self._done)]

    def _way(self, least: int) -> Callable[[Iterator[Item]], None]:
        """Where so many files or more are read: on a cluster, in processes, or here."""
        if self._editions is not builtin_editions() or not least:
            return self._here
        if isinstance(self._workers, str):
            return self._on_cluster
        return self._in_processes if least == FEWEST and self._workers > 1 else self._here

    def _not_kept(self, packets: Iterable[Packet]) -> Iterator[Item]:
        """The packets that must be read; the others are done on the way."""
        for at, packet in enumerate(packets):
            if packet.refused:
                refused = Submission(packet.name, "", packet.when, packet.by)
                self._add(at, refused._replace(refused=packet.refused))
                continue
            checksum = sha256(packet.data).hexdigest()
            kept = self._cache.get(self._key(packet, checksum)) if self._cache else None
            if kept is None:
                yield at, packet, checksum
            else:
                self._add(at, submission_of(kept, packet, checksum))

    def _key(self, packet: Packet, checksum: str) -> str:
        """Contents, settings, and name: a name tells a reader the form, sometimes the year."""
        return f"{checksum} {self._mark} {PurePath(packet.name).name}"

    def _add(self, at: int, submission: Submission) -> None:
        self._done[at] = submission
        self._seen(1)

    def _take(self, one: Item, kept: bytes) -> None:
        at, packet, checksum = one
        self._add(at, submission_of(kept, packet, checksum))
        self._fresh.append((self._key(packet, checksum), kept))
        if len(self._fresh) >= BATCH:
            self._keep()

    def _keep(self) -> None:
        if self._cache is not None and self._fresh:
            self._cache.put(self._fresh)
        self._fresh = []

    def _here(self, work: Iterator[Item]) -> None:
        for one in work:
            _, packet, _ = one
            kept = read_submission(packet.data, packet.name, self._editions, self._settings)
            self._take(one, kept)

    # ---- other processes ---------------------------------------------------------------------

    def _in_processes(self, work: Iterator[Item]) -> None:
        """Chunks to a pool; what a dead process left behind is read one by one, then on."""
        chunks = iter(lambda: list(islice(work, CHUNK)), [])
        while left := self._pooled(chunks):
            self._one_by_one(deque(left))

    def _pooled(self, chunks: Iterator[list[Item]]) -> list[Item]:
        """Read chunks, a few on the way at a time; what was not read when the pool broke."""
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        on_the_way: Chunks = deque()
        count = int(self._workers)
        pool = ProcessPoolExecutor(count, initializer=_at_work)
        try:
            for chunk in chunks:
                on_the_way.append((chunk, None))  # not lost where the pool breaks just now
                on_the_way[-1] = (chunk, pool.submit(_read_many, _contents(chunk), self._settings))
                if len(on_the_way) >= count * WAITING:
                    self._collect(on_the_way)
            while on_the_way:
                self._collect(on_the_way)
        except BrokenProcessPool:
            pass
        finally:  # also after Ctrl-C: what the processes had in hand is done, and kept
            pool.shutdown(cancel_futures=True)
            left = self._gathered(on_the_way)
        return left

    def _collect(self, on_the_way: Chunks) -> None:
        chunk, future = on_the_way[0]
        for one, kept in zip(chunk, future.result() if future else (), strict=True):
            self._take(one, kept)
        on_the_way.popleft()

    def _gathered(self, on_the_way: Chunks) -> list[Item]:
        """Take what is done of a pool that is no more; the rest."""
        left: list[Item] = []
        for chunk, future in on_the_way:
            if future is None or future.cancelled() or future.exception() is not None:
                left += [one for one in chunk if one[0] not in self._done]
                continue
            for one, kept in zip(chunk, future.result(), strict=True):
                if one[0] not in self._done:
                    self._take(one, kept)
        return left

    def _on_cluster(self, work: Iterator[Item]) -> None:
        """Chunks to the workers of a cluster; what ended several of them is read here."""
        from xl_tools.rollup.cluster import on_cluster

        chunks = iter(lambda: list(islice(work, CHUNK)), [])
        tasks = ((chunk, (_contents(chunk), self._settings)) for chunk in chunks)
        for chunk, results in on_cluster(str(self._workers), tasks, _read_many):
            if results is None:
                self._one_by_one(deque(chunk))
            for one, kept in zip(chunk, results or (), strict=results is not None):
                self._take(one, kept)

    def _one_by_one(self, left: deque[Item]) -> None:
        """Read in one process, started anew where it dies; a file that kills it twice is named."""
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        deaths: Counter[int] = Counter()
        while left:
            with ProcessPoolExecutor(1, initializer=_at_work) as pool:
                try:
                    while left:
                        work = pool.submit(_read_many, _contents([left[0]]), self._settings)
                        self._take(left[0], work.result()[0])
                        left.popleft()
                except BrokenProcessPool:
                    deaths[left[0][0]] += 1
            if left and deaths[left[0][0]] == 2:
                at, packet, checksum = left.popleft()
                self._add(at, submission_of(refusal_kept(*DIED), packet, checksum))


def _contents(chunk: list[Item]) -> list[tuple[bytes, str]]:
    return [(packet.data, packet.name) for _, packet, _ in chunk]


def _at_work() -> None:
    """Ctrl-C is the business of the process that shares out the work; without it there is none."""
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _read_many(contents: list[tuple[bytes, str]], settings: Settings) -> list[bytes]:
    editions = builtin_editions()
    return [read_submission(data, name, editions, settings) for data, name in contents]
