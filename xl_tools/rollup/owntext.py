"""The parent's own text beside the figures of all -> one finding: where it must be rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xl_tools.edition import Editions
from xl_tools.jsontext import plain
from xl_tools.report import Report, form_of
from xl_tools.rollup.standing import Standing
from xl_tools.rules import verdict_of
from xl_tools.rules.finding import Finding, Outcome, cut, found
from xl_tools.rules.narrative import Narrative
from xl_tools.rules.ofmany import TEXT
from xl_tools.rules.texts import PREFACE

if TYPE_CHECKING:
    from xl_tools.prose import Mention

# What holds a text against the tables beside it: here it tells of one organ, they of all.
BESIDE: Final = frozenset({"N-SET", "N-ZERO", "N-UNIT", "N-YOY", "T4-OTHER"})
MOST_QUOTED: Final = 5
AGREES: Final = "agrees"


def text_finding(
    own: Report, whole: Report, outcome: Outcome, counted: Sequence[Standing], editions: Editions
) -> Finding | None:
    """That the text is to be rewritten, and which of its numbers the whole has otherwise.

    These are the numbers that fit the parent's own figures alone. Nothing where no text stands
    beside other units' figures, or where its numbers are those of the whole already.
    """
    if not _stands_beside_others(own, counted):
        return None
    words = "正文还是本级机关自己的，要按合计重写：表里是本级和各单位的合计"
    told = Narrative(own, form_of(own, editions)).told()
    agreed = [one for one in (told.mentions if told else ()) if one.state == AGREES]
    other = [one for one in agreed if _sum(own, one) != _sum(whole, one)]
    if not other and any(one.state == AGREES and one.value for one in outcome.mentions):
        return None
    if other:
        quoted = [f"“{one.quote}”，合计是 {plain(_sum(whole, one))}{one.unit}" for one in other]
        listed = cut(quoted, len(quoted), "处", "；", most=MOST_QUOTED)
        words += f"。现在与合计不同的数：{listed}"
    return found(TEXT, f"{words}。{TEXT.advice}")


def _stands_beside_others(own: Report, counted: Sequence[Standing]) -> bool:
    if own.organ.scope == "aggregate" or all(one.is_own for one in counted):
        return False
    return any(text.strip() for name, text in own.narrative.items() if name != PREFACE)


def _sum(report: Report, mention: Mention) -> Decimal:
    return sum(map(report.number, mention.cells), Decimal(0))


def without_beside(outcome: Outcome) -> Outcome:
    """The outcome without what one finding says for all; the verdict follows."""
    kept = tuple(one for one in outcome.findings if one.rule not in BESIDE)
    if len(kept) == len(outcome.findings):
        return outcome
    return outcome._replace(findings=kept, verdict=verdict_of(kept))
