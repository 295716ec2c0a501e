"""Channel, day of receipt, day of signature or confirmation -> the day that counts (第三十一条)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from xl_tools.ledger.dates import BLANK
from xl_tools.ledger.table import Batch
from xl_tools.ledger.words import bare

UNCONFIRMED: Final = "网上、传真、平信的申请没有确认日期，按登记的收到日期计（条例第三十一条）"
# What cannot be told is marked: such a row is not counted.
UNCLEAR: Final = "！收件渠道不认识，收到日期和签收日期不同，不知道以哪一天为准"
BY_RECEIPT: Final = ("submitted", "")  # the day that was written down comes first
Read = Callable[[str], int]
Doubts = dict[str, list[int]]


def receipts(batch: Batch, read: Read, channels: Mapping[str, str]) -> tuple[list[int], Doubts]:
    """The day on which each case counts as received, and the rows in which there is a doubt."""
    signed = batch.column("signed")
    received = batch.column("received")
    came = list(map(read, received)) if received else [BLANK] * len(batch.numbers)
    if signed is None:
        return came, _unconfirmed(batch, channels)
    days, rules = list(map(read, signed)), _rules(batch, channels)
    counts = [
        (first or second) if rule in BY_RECEIPT else (second or first)
        for first, second, rule in zip(came, days, rules, strict=True)
    ]
    return counts, dict(_doubts(came, days, rules))


def _doubts(came: list[int], days: list[int], rules: list[str]) -> Iterator[tuple[str, list[int]]]:
    """Rows in which it is not clear, or not confirmed, which day counts."""
    if "" in rules:
        unclear = (n for n, rule in enumerate(rules) if not rule and came[n] and days[n])
        yield UNCLEAR, [n for n in unclear if came[n] != days[n]]
    if BLANK in days:
        yield UNCONFIRMED, [n for n, day in enumerate(days) if not day and rules[n] == "confirmed"]


def _unconfirmed(batch: Batch, channels: Mapping[str, str]) -> Doubts:
    if batch.column("channel") is None:
        return {}
    rules = _rules(batch, channels)
    found = [n for n, rule in enumerate(rules) if rule == "confirmed"]
    return {UNCONFIRMED: found} if found else {}


def _rules(batch: Batch, channels: Mapping[str, str]) -> list[str]:
    """For each row, which day counts by its channel; empty where the channel is not known."""
    texts = batch.column("channel") or [""] * len(batch.numbers)
    known = {text: channels.get(bare(text), "") for text in set(texts)}
    return [known[text] for text in texts]
