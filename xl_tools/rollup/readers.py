"""Packets -> submissions: read by several processes, what was read before taken from the cache."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import chain, islice
from pathlib import PurePath
from typing import Final

from xl_tools.edition import Editions, builtin_editions
from xl_tools.rollup.cache import Cache
from xl_tools.rollup.packets import Packet
from xl_tools.rollup.submission import (
    Submission,
    read_submission,
    refusal_kept,
    submission_of,
)
from xl_tools.rollup.workers import in_processes
from xl_tools.settings import DEFAULTS, Settings

FEWEST: Final = 24  # files for which other processes are worth their start
CHUNK: Final = 8
BATCH: Final = 200  # results that are kept together
DIED: Final = ("读的时候程序中断了两次", "请用 Excel、WPS 或 Word 打开看看，另存一份再试")
Item = tuple[int, Packet, str]  # place, packet, checksum
Task = tuple[list[Item], tuple[list[tuple[bytes, str]], Settings]]
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
        """Chunks to processes of this machine."""
        self._collect(in_processes(int(self._workers), self._tasks(work, CHUNK), _read_many))

    def _on_cluster(self, work: Iterator[Item]) -> None:
        """Chunks to the workers of a cluster."""
        from xl_tools.rollup.cluster import on_cluster

        self._collect(on_cluster(str(self._workers), self._tasks(work, CHUNK), _read_many))

    def _tasks(self, work: Iterator[Item], size: int) -> Iterator[Task]:
        chunks = iter(lambda: list(islice(work, size)), [])
        return ((chunk, (_contents(chunk), self._settings)) for chunk in chunks)

    def _collect(self, done: Iterator[tuple[list[Item], list[bytes] | None]]) -> None:
        for chunk, results in done:
            if results is None:
                self._one_by_one(chunk)
            for one, kept in zip(chunk, results or (), strict=results is not None):
                self._take(one, kept)

    def _one_by_one(self, left: list[Item]) -> None:
        """What ended a process, file by file; one that does so twice more is named."""
        for last in (False, True):
            tasks = self._tasks(iter(left), 1)
            left = []
            for (one,), results in in_processes(1, tasks, _read_many):
                if results is not None:
                    self._take(one, results[0])
                elif last:
                    at, packet, checksum = one
                    self._add(at, submission_of(refusal_kept(*DIED), packet, checksum))
                else:
                    left.append(one)


def _contents(chunk: list[Item]) -> list[tuple[bytes, str]]:
    return [(packet.data, packet.name) for _, packet, _ in chunk]


def _read_many(contents: list[tuple[bytes, str]], settings: Settings) -> list[bytes]:
    editions = builtin_editions()
    return [read_submission(data, name, editions, settings) for data, name in contents]
