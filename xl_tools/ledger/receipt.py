"""Channel, day of receipt, day of signature or confirmation -> the day that counts (第三十一条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import compress
from operator import ne
from typing import Final

from xl_tools.ledger.dates import BLANK
from xl_tools.ledger.table import Batch
from xl_tools.ledger.words import bare

UNCONFIRMED: Final = "网上、传真、平信的申请没有确认日期，按登记的收到日期计（条例第三十一条）"
# What cannot be told is marked: such a row is not counted.
UNCLEAR: Final = "！收件渠道不认识，收到日期和签收日期不同，不知道以哪一天为准"
Read = Callable[[str], int]
Doubts = dict[str, list[int]]


def receipts(batch: Batch, read: Read, channels: Mapping[str, str]) -> tuple[list[int], Doubts]:
    """The day on which each case counts as received, and the rows in which there is a doubt."""
    signed = batch.column("signed")
    received = batch.column("received")
    came = list(map(read, received)) if received else [BLANK] * len(batch.rows)
    if signed is None:
        return came, _unconfirmed(batch, channels)
    days, doubts = list(map(read, signed)), Doubts()
    rules = _rules(batch, channels)
    for n in compress(range(len(came)), map(ne, came, days)):
        day, words = _counts(came[n], days[n], rules[n])
        came[n] = day
        if words:
            doubts.setdefault(words, []).append(n)
    return came, doubts


def _counts(submitted: int, confirmed: int, rule: str) -> tuple[int, str]:
    """Which of two days counts, and what is doubtful about it."""
    if confirmed == BLANK:
        return submitted, UNCONFIRMED if rule == "confirmed" else ""
    if submitted == BLANK or rule in ("signed", "confirmed"):
        return confirmed, ""
    return submitted, "" if rule else UNCLEAR


def _unconfirmed(batch: Batch, channels: Mapping[str, str]) -> Doubts:
    rules = _rules(batch, channels)
    found = [n for n, rule in enumerate(rules) if rule == "confirmed"]
    return {UNCONFIRMED: found} if found else {}


def _rules(batch: Batch, channels: Mapping[str, str]) -> list[str]:
    """For each row, which day counts by its channel; empty where the channel is not known."""
    texts = batch.column("channel") or [""] * len(batch.rows)
    known = {text: channels.get(bare(text), "") for text in set(texts)}
    return [known[text] for text in texts]
