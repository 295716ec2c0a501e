"""A report's figures -> a text that tells them, with the cells that each number means."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from xl_tools.report import Report

# How figures are said; {} is the number, the cells are what it means.
APPLICATIONS = (
    ("全年新收政府信息公开申请{}件", ("received.total",)),
    ("上年结转{}件", ("pending_start.total",)),
    ("共办理{}件", ("received.total", "pending_start.total")),
    ("予以公开{}件", ("full_grant.total",)),
    ("部分公开{}件", ("partial_grant.total",)),
    ("属于国家秘密{}件", ("denied_state_secret.total",)),
    ("本机关不掌握相关政府信息{}件", ("unavailable_not_held.total",)),
    ("重复申请{}件", ("rejected_repeat.total",)),
    ("结转下年度继续办理{}件", ("pending_end.total",)),
)
DISPUTES = (
    ("因政府信息公开被申请行政复议{}件", ("reconsideration.total",)),
    ("维持{}件", ("reconsideration.affirmed",)),
    ("纠正{}件", ("reconsideration.reversed",)),
    (
        "被提起行政诉讼{}件",
        ("litigation_direct.total", "litigation_after_reconsideration.total"),
    ),
)
DISCLOSURE = (
    ("作出行政许可决定{}件", ("licensing.decisions",)),
    ("行政处罚决定{}件", ("penalties.decisions",)),
    ("行政强制决定{}件", ("enforcement.decisions",)),
)
TABLES = {"applications": APPLICATIONS, "disputes": DISPUTES, "disclosure": DISCLOSURE}


class Piece(NamedTuple):
    """A number of the text and the cells it means."""

    words: str
    value: Decimal
    cells: tuple[str, ...]


def pieces(report: Report) -> Iterator[tuple[Piece, ...]]:
    """A sentence for each table."""
    for table, said in TABLES.items():
        yield tuple(_piece(report, table, words, cells) for words, cells in said)


def _piece(report: Report, table: str, words: str, cells: tuple[str, ...]) -> Piece:
    ids = tuple(f"{table}.{cell}" for cell in cells)
    return Piece(words, sum((report.number(cell) for cell in ids), Decimal(0)), ids)


def told(report: Report, wrong: int = -1, by: int = 0) -> tuple[Report, list[Piece]]:
    """The report with a text that tells its figures, one of them wrong by so many."""
    sentences = list(pieces(report))
    all_pieces = [piece for sentence in sentences for piece in sentence]
    if wrong >= 0:
        changed = all_pieces[wrong]._replace(value=all_pieces[wrong].value + by)
        sentences = [
            tuple(changed if piece is all_pieces[wrong] else piece for piece in sentence)
            for sentence in sentences
        ]
        all_pieces[wrong] = changed
    lines = ("，".join(p.words.format(p.value) for p in sentence) + "。" for sentence in sentences)
    narrative = MappingProxyType({"overview": "\n".join(lines)})
    return report._replace(narrative=narrative), all_pieces
