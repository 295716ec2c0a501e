"""Counted reports beside each other -> tables and texts that two units have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from xl_tools.edition import Edition
from xl_tools.report import Report
from xl_tools.rollup.rules import COPIED, SAME
from xl_tools.rollup.standing import Standing
from xl_tools.rules.finding import Finding, cut, found

SENTENCE: Final = re.compile(r"[。；！？\n]+")
PLAIN: Final = re.compile(r"[\s0-9０-９，、：,.“”（）()]+")
SHORTEST: Final = 12  # characters of a sentence that says something of its own
LEAST_SHARED: Final = 100  # characters that two texts have in common
SHARE: Final = Decimal("0.5")  # of the shorter text; 宿迁市 takes points off from here on
COMMON: Final = 10  # a sentence of more units is a set phrase
FEWEST: Final = 4  # figures other than 0 that make a table one of its own
LEAST: Final = 20  # their sum: of small figures two units may well have the same

Pair = tuple[str, str]


def sibling_findings(counted: Sequence[Standing], edition: Edition) -> Iterator[Finding]:
    """Identical tables first, then texts that repeat each other."""
    reports = [(one.organ, one.report) for one in counted if one.report is not None]
    for table in edition.tables.values():
        ids = [figure.id for figure in table.figures if not figure.is_total]
        for organs in _alike(reports, ids):
            names = cut(organs, len(organs), "个")
            words = f"{table.number}：{names}的数完全相同；请核对是不是填了别的单位的"
            yield found(SAME, words, (ids[0],))
    for (one, other), share in _repeating(reports):
        words = f"{one}和{other}的文字有 {share} 相同；请各写自己的情况"
        yield found(COPIED, words)


def _alike(reports: Sequence[tuple[str, Report]], ids: Sequence[str]) -> Iterator[list[str]]:
    """Units whose table is the same in every cell, where it has enough figures to be telling."""
    groups: dict[tuple[Decimal, ...], list[str]] = {}
    for organ, report in reports:
        values = tuple(report.number(cell) for cell in ids)
        if sum(1 for value in values if value) >= FEWEST and sum(values) >= LEAST:
            groups.setdefault(values, []).append(organ)
    yield from (organs for organs in groups.values() if len(organs) > 1)


def _repeating(reports: Sequence[tuple[str, Report]]) -> Iterator[tuple[Pair, str]]:
    """Pairs of units of which one text is for the most part in the other."""
    texts = {organ: _sentences(organ, report) for organ, report in reports}
    lengths = {organ: sum(map(len, texts[organ])) for organ in texts}
    for pair, shared in _shared(texts).items():
        shorter = min(lengths[organ] for organ in pair)
        if shared >= LEAST_SHARED and shared > shorter * SHARE:
            yield pair, f"{shared * 100 // shorter}%"


def _shared(texts: Mapping[str, frozenset[str]]) -> Counter[Pair]:
    """How many characters two units have in common, in whole sentences."""
    users: dict[str, list[str]] = {}
    for organ, sentences in texts.items():
        for sentence in sentences:
            users.setdefault(sentence, []).append(organ)
    shared: Counter[Pair] = Counter()
    for sentence, organs in users.items():
        if len(organs) <= COMMON:
            for pair in combinations(organs, 2):
                shared[pair] += len(sentence)
    return shared


def _sentences(organ: str, report: Report) -> frozenset[str]:
    """The sentences of all texts without figures and without the unit's own name."""
    text = "\n".join(report.narrative.values()).replace(organ, "")
    text = text.replace(report.organ.name, "") if report.organ.name else text
    plain = (PLAIN.sub("", sentence) for sentence in SENTENCE.split(text))
    return frozenset(one for one in plain if len(one) >= SHORTEST)
