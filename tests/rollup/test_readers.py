"""Reading many files: several processes, the cache, and everything that may go wrong on the way."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

import pytest

from benchmarks.county import data, figures, old_figures, report_of
from xl_tools.edition import builtin_editions
from xl_tools.rollup import readers
from xl_tools.rollup.cache import NAME, Cache, cache_folder
from xl_tools.rollup.packets import Packet
from xl_tools.rollup.readers import read_all
from xl_tools.rollup.submission import Submission, read_submission
from xl_tools.settings import DEFAULTS, Settings, Word, Words

EDITIONS = builtin_editions()
MANY = readers.FEWEST + 30


def packet(number: int) -> Packet:
    cells = figures(random.Random(number))
    return Packet(f"{number}.json", data(report_of(f"甲县第{number}局", "department", cells)))


PACKETS = [packet(number) for number in range(MANY)]


def organs(found: Iterable[Submission]) -> list[str]:
    return [one.report.organ.name if one.report else one.refused for one in found]


WANTED = [f"甲县第{number}局" for number in range(MANY)]


def test_what_comes_back_is_what_one_process_reads_in_the_same_order() -> None:
    here = read_all(PACKETS, EDITIONS, workers=1)
    assert read_all(PACKETS, EDITIONS, workers=2) == here
    assert organs(here) == WANTED


def test_progress_counts_every_file_once() -> None:
    seen: list[int] = []
    read_all(PACKETS, EDITIONS, workers=2, seen=seen.append)
    assert sum(seen) == MANY


def test_a_refused_packet_and_an_odd_file_do_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    mixed = [PACKETS[0], Packet("坏", b"", refused="是空文件。"), PACKETS[1]]
    found = read_all(mixed, EDITIONS)
    assert organs(found) == [WANTED[0], "是空文件。", WANTED[1]]
    monkeypatch.setattr("xl_tools.rollup.submission.check", burst)
    (odd,) = read_all(PACKETS[:1], EDITIONS)
    assert "ZeroDivisionError" in odd.refused


def _deadly(contents: list[tuple[bytes, str]], settings: Settings) -> list[bytes]:
    """As the real one, but one file kills its process each time, one the first time only."""
    for _, name in contents:
        once = Path(os.environ["ONCE"])
        if name == "30.json" or (name == "41.json" and not once.exists()):
            once.touch()
            os._exit(9)
    return [read_submission(data, name, EDITIONS) for data, name in contents]


def test_a_killed_process_loses_nothing_and_counts_nothing_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ONCE", str(tmp_path / "once"))
    monkeypatch.setattr(readers, "_read_many", _deadly)
    seen: list[int] = []
    found = organs(read_all(PACKETS, EDITIONS, workers=2, seen=seen.append))
    assert "中断了两次" in found[30]
    assert found[:30] + found[31:] == WANTED[:30] + WANTED[31:]
    assert sum(seen) == MANY


def test_a_reason_that_a_unit_gave_travels_with_its_finding() -> None:
    """An old form is an error that may be explained; what is explained is no open error."""
    old, _ = old_figures(figures(random.Random(1)))
    report = report_of("甲县教育局", "department", old, "2019")
    given = {"rule": "EDITION", "cells": [], "values": [], "reason": "上级要求", "by": "张三"}
    told = report._replace(extra=MappingProxyType({"acknowledged": [given]}))
    plain, explained = read_all([Packet("a", data(report)), Packet("b", data(told))], EDITIONS)
    assert (plain.count("error"), explained.count("error")) == (1, 0)
    (finding,) = [one.finding for one in explained.findings if one.finding.rule == "EDITION"]
    assert finding.explained is not None
    assert (finding.explained.reason, finding.explained.by) == ("上级要求", "张三")


# ---- the cache ---------------------------------------------------------------------------


def count(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are really read from now on."""
    read: list[str] = []

    def counted(data: bytes, name: str, *_: object) -> bytes:
        read.append(name)
        return read_submission(data, name, EDITIONS)

    monkeypatch.setattr(readers, "read_submission", counted)
    return read


def test_only_what_is_new_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache() as cache:
        first = read_all(PACKETS[:5], EDITIONS, cache)
    read = count(monkeypatch)
    changed = PACKETS[0]._replace(data=PACKETS[9].data)
    with Cache() as cache:
        again = read_all([changed, *PACKETS[1:6]], EDITIONS, cache)
    assert read == ["0.json", "5.json"]
    assert again[1:5] == first[1:]
    assert organs(again)[0] == WANTED[9]


def test_other_settings_are_another_reading() -> None:
    """A word that an office forbids is found also in what was read before."""
    strict = DEFAULTS._replace(words=Words(wrong=(Word("已经落实"),)))
    with Cache() as cache:
        (plain,) = read_all(PACKETS[:1], EDITIONS, cache)
        (found,) = read_all(PACKETS[:1], EDITIONS, cache, settings=strict)
        (again,) = read_all(PACKETS[:1], EDITIONS, cache)
    assert len(found.findings) == len(plain.findings) + 1
    assert again == plain


def test_another_program_reads_everything_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache() as cache:
        read_all(PACKETS[:2], EDITIONS, cache)
    read = count(monkeypatch)
    monkeypatch.setattr("xl_tools.rollup.cache.program_mark", lambda: "another")
    with Cache() as cache:
        read_all(PACKETS[:2], EDITIONS, cache)
    assert read == ["0.json", "1.json"]


@pytest.mark.parametrize("damage", [b"no database", b"", b"SQLite format 3\0" + b"\1" * 500])
def test_a_damaged_cache_is_made_anew(damage: bytes) -> None:
    cache_folder().mkdir(parents=True)
    (cache_folder() / NAME).write_bytes(damage)
    with Cache() as cache:
        cache.put([("a", b"1")])
        assert cache.get("a") == b"1"


def test_a_locked_or_forbidden_cache_is_done_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("xl_tools.rollup.cache.WAIT", 0.05)
    with Cache() as cache:
        other = sqlite3.connect(cache_folder() / NAME)
        other.execute("BEGIN EXCLUSIVE")
        cache.put([("a", b"1")])
        assert cache.get("a") is None
        with Cache() as second:
            assert organs(read_all(PACKETS[:1], EDITIONS, second)) == WANTED[:1]
        other.close()
    (tmp_path / "file").touch()
    with Cache(tmp_path / "file" / "folder") as nowhere:
        nowhere.put([("a", b"1")])
        assert nowhere.get("a") is None


def test_two_runs_at_once_share_one_cache() -> None:
    with Cache() as one, Cache() as other:
        one.put([("a", b"1")])
        other.put([("b", b"2"), ("a", b"1")])
        assert [one.get("b"), other.get("a")] == [b"2", b"1"]


def test_what_was_read_before_ctrl_c_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(data: bytes, name: str, *_: object) -> bytes:
        if name == "3.json":
            raise KeyboardInterrupt
        return read_submission(data, name, EDITIONS)

    monkeypatch.setattr(readers, "read_submission", stopped)
    with Cache() as cache, pytest.raises(KeyboardInterrupt):
        read_all(PACKETS[:5], EDITIONS, cache)
    read = count(monkeypatch)
    with Cache() as cache:
        read_all(PACKETS[:5], EDITIONS, cache)
    assert read == ["3.json", "4.json"]


def test_what_the_program_stumbles_over_is_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One odd file does not end the work on the others; who mends it finds the traceback."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    def stumbling(*_: object) -> None:
        raise KeyError("an odd file")

    monkeypatch.setattr("xl_tools.rollup.submission.read_bytes", stumbling)
    (found,) = read_all([Packet("甲.xlsx", b"x")], EDITIONS)
    log = tmp_path / "xl-tools" / "xl-tools.log"
    assert f"（KeyError，详情记在日志“{log}”里，可以发给维护人员）" in found.refused
    assert "in stumbling" in log.read_text(encoding="utf-8")
