"""Roll-up -> a folder of tidy tables with their dictionary, as CSV or Parquet."""

from __future__ import annotations

from pathlib import Path

from xl_tools.files import is_file, make_folder, write_whole
from xl_tools.refusal import Refusal
from xl_tools.rollup import Rollup
from xl_tools.rollup.tidy import Table, dictionary, tidy_tables
from xl_tools.rollup.tidyfiles import MARK, csv_head, csv_parts, parquet


def write_csv(of: Rollup, folder: Path, *, force: bool) -> None:
    """Every table and the dictionary; written in parts, for there may be millions of rows."""
    tables = tidy_tables(of)
    for table in (*tables, dictionary(tables)):
        _write(table, folder, force=force)


def write_parquet(of: Rollup, folder: Path, *, force: bool) -> None:
    """Every table as Parquet; the dictionary as CSV, for people read it."""
    tables = tidy_tables(of)
    for table in tables:
        path = folder / f"{table.name}.parquet"
        _refuse_other_work(path, b"PAR1", force=force, mark=MARK)
        write_whole(path, parquet(table))
    _write(dictionary(tables), folder, force=force)


def _write(table: Table, folder: Path, *, force: bool) -> None:
    path = folder / f"{table.name}.csv"
    _refuse_other_work(path, csv_head(table), force=force)
    write_whole(path, csv_parts(table))


def _refuse_other_work(path: Path, head: bytes, *, force: bool, mark: bytes = b"") -> None:
    """A file in the way is replaced only where it begins as ours does, and bears our mark."""
    if force or not is_file(path):
        return
    with path.open("rb") as file:
        begins = file.read(len(head)) == head
        known = begins and (not mark or mark in file.read())
    if not known:
        advice = "请换一个文件夹；确实不要原来的内容，就加上 --force"
        raise Refusal("已经有这个文件，里面是别的内容", advice, file=str(path))


def made(folder: Path) -> Path:
    """The folder, made where it is not there."""
    make_folder(folder)
    return folder
