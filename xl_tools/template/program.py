"""What only the program checks -> the words beside the verdict, and its share in it.

Formulas know the tables. What the program found counts in the verdict until something is changed.
"""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Edition
from xl_tools.placement import Placement
from xl_tools.places import at
from xl_tools.template.findings import is_stale

# The first letters of a rule's id -> what it is about, in the words beside the verdict.
SUBJECTS: Final = {"S": "文字", "N": "正文里的数", "LEDGER": "台账", "FEE": "信息处理费"}
TABLES: Final = "个别表格规则"
ASKED: Final = "点“校验”按钮，或运行 xl-tools validate"


def outside(edition: Edition, placement: Placement) -> tuple[str, ...]:
    """What rules without a row on 校验 are about."""
    rows = {line.rule for line in placement.checks}
    left = [rule.partition("-")[0] for rule in edition.rules if rule not in rows]
    known = [words for prefix, words in SUBJECTS.items() if prefix in left]
    return (*known, TABLES) if set(left) - SUBJECTS.keys() else tuple(known)


def beside_verdict(placement: Placement, sheet: str) -> str:
    """How far the verdict goes: the tables alone, or all that the program looks at."""
    names = "、".join(outside(placement.edition, placement))
    time, summary = (at(placement.meta[f"check.{name}"], sheet) for name in ("time", "summary"))
    never = f'"表格的结论。{names}要用程序查：{ASKED}"'
    stale = f'"表格的结论。程序查过以后又改过，{names}请再查一次：{ASKED}"'
    current = f'"连程序查出的一起算（"&{time}&"）："&{summary}'
    return f'IF({time}="",{never},IF({_is_stale(placement, sheet)},{stale},{current}))'


def told(placement: Placement, sheet: str, verdict: str) -> str:
    """The condition that the program's check gave this verdict, and nothing was changed since."""
    time, summary = (at(placement.meta[f"check.{name}"], sheet) for name in ("time", "summary"))
    current = f"NOT({_is_stale(placement, sheet)})"
    return f'AND({time}<>"",LEFT({summary},{len(verdict)})="{verdict}",{current})'


def count_told(placement: Placement, sheet: str, word: str, else_: str) -> str:
    """How many of a kind the program found, while nothing was changed since; else by formula."""
    summary = at(placement.meta["check.summary"], sheet)
    start = f'FIND("{word} ",{summary})+{len(word) + 1}'
    number = f'MID({summary},{start},FIND(" 处",{summary}&" 处",{start})-({start}))'
    return f"IF({told(placement, sheet, '')},IFERROR(VALUE({number}),0),{else_})"


def _is_stale(placement: Placement, sheet: str) -> str:
    seen, now = (at(placement.meta[f"check.{name}"], sheet) for name in ("seen", "now"))
    return is_stale(seen, now)
