"""A roster (.csv, .xlsx) or 汇总台 -> its units, whose they are, the suits of co-defendants."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from xl_tools.deskbook import PLACES, ROSTER, SHARED
from xl_tools.edition import Editions
from xl_tools.files import read_whole
from xl_tools.refusal import Refusal
from xl_tools.rollup.codefendants import NONE, Declared, declared_in
from xl_tools.rollup.roster import Roster, roster_of
from xl_tools.sources.openbook import OpenBook
from xl_tools.sources.plainrows import rows_in


def read_roster(path: Path) -> Roster:
    """The roster in a file; 汇总台 says whose it is too."""
    data = read_whole(path)
    try:
        found = roster_of(rows_in(data, ROSTER), str(path))
        return Roster(found.units, found.year, organ_in(data))
    except Refusal as refusal:
        raise refusal.within(str(path)) from None


def read_declared(path: Path, editions: Editions) -> Declared:
    """The suits of co-defendants in a file: a list of its own, or the sheet of 汇总台."""
    data = read_whole(path)
    try:
        found = declared_in(rows_in(data, SHARED), editions)
    except Refusal as refusal:
        raise refusal.within(str(path)) from None
    return found._replace(file=str(path), sha256=sha256(data).hexdigest())


def declared_beside(path: Path, editions: Editions) -> Declared:
    """The same out of the roster's file, where that is 汇总台; nothing out of any other."""
    data = read_whole(path)
    is_desk = data.startswith(b"PK") and "desk.shared" in OpenBook(data, "").book.names
    return read_declared(path, editions) if is_desk else NONE


def organ_in(data: bytes) -> str:
    """本机关名称 of 汇总台; empty in any other file."""
    if not data.startswith(b"PK"):
        return ""
    book = OpenBook(data, "")
    known = "desk.organ" in book.book.names
    return book.text("desk.organ", PLACES["organ"]) if known else ""
