"""Chunks of work -> what processes of this machine give for them; any of these may die.

Each has a pipe of its own and nothing is shared between them. The pool of the standard library has
one queue for all, and a run over it was seen to stop for good after a process had been killed.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Chunk = TypeVar("Chunk")
Arguments = tuple[Any, ...]
Work = Callable[..., list[bytes]]


def in_processes(
    count: int, tasks: Iterator[tuple[Chunk, Arguments]], work: Work
) -> Iterator[tuple[Chunk, list[bytes] | None]]:
    """Each chunk with what the work gives for its arguments; None where its process died."""
    from multiprocessing.connection import wait

    idle = deque(_Worker(work) for _ in range(count))
    busy: dict[Any, tuple[_Worker, Chunk]] = {}
    try:
        while _shared_out(tasks, idle, busy, work):
            done = []
            for pipe in wait(list(busy)):
                worker, chunk = busy.pop(pipe)
                results = worker.results()
                done.append((chunk, results))
                idle.append(worker if results is not None else worker.replaced(work))
            _shared_out(tasks, idle, busy, work)  # before what is done is looked at
            yield from done
    finally:
        for worker in (*idle, *(worker for worker, _ in busy.values())):
            worker.end()


def _shared_out(
    tasks: Iterator[tuple[Chunk, Arguments]],
    idle: deque[_Worker],
    busy: dict[Any, tuple[_Worker, Chunk]],
    work: Work,
) -> bool:
    """Give idle processes something to do; is any at work?"""
    while idle and (task := next(tasks, None)) is not None:
        worker = idle.popleft()
        while not worker.takes(task[1]):  # it died in the meantime, by no fault of this task
            worker = worker.replaced(work)
        busy[worker.pipe] = (worker, task[0])
    return bool(busy)


class _Worker:
    """A process that works off what comes through its pipe."""

    __slots__ = ("_process", "pipe")

    def __init__(self, work: Work) -> None:
        from multiprocessing import Pipe, Process

        self.pipe, theirs = Pipe()
        self._process: BaseProcess = Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is seen

    def takes(self, arguments: Arguments) -> bool:
        """Give it a task; False where it is dead."""
        try:
            self.pipe.send(arguments)
        except OSError:
            return False
        return True

    def results(self) -> list[bytes] | None:
        """What it gives for the task; None where it died over it."""
        try:
            found: list[bytes] = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return found

    def replaced(self, work: Work) -> _Worker:
        """Another in its place."""
        self.end()
        return _Worker(work)

    def end(self) -> None:
        """Stop it at once, whatever it does; what it has in hand is lost."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection[list[bytes], Arguments], work: Work) -> None:
    """Ctrl-C is the business of the process that shares out the work; without it there is none."""
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    try:
        while True:
            pipe.send(work(*pipe.recv()))
    except (EOFError, OSError):
        return


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
