"""The desk of an action: what happens where words cannot be put out."""

from __future__ import annotations

import errno
import io

import pytest

from xl_tools.actions.desk import Desk
from xl_tools.refusal import Refusal


class Failing(io.StringIO):
    """A stream whose disk is full, or whose reader is gone."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def flush(self) -> None:
        raise self._error


def test_a_result_that_cannot_be_put_out_is_refused_and_no_fault_of_the_program() -> None:
    full = Failing(OSError(errno.ENOSPC, "full"))
    with pytest.raises(Refusal, match="输出不了"):
        Desk(full, io.StringIO()).say("结果")


def test_a_reader_who_had_enough_is_no_trouble() -> None:
    gone = Failing(BrokenPipeError())
    with pytest.raises(BrokenPipeError):
        Desk(gone, io.StringIO()).say("结果")
