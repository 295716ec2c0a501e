"""Rules about the prose: its numbers against the tables, and against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xl_tools.edition import Rule
from xl_tools.jsontext import plain
from xl_tools.rules.finding import Case, Finding, cut, found
from xl_tools.rules.registry import rule as on_rule

if TYPE_CHECKING:
    from xl_tools.prose import Discrepancy, Mention

PREFACE: Final = "前言"
SURE: Final = {True: "说的是同一件事，应当一样", False: "说的很可能是同一件事，应当一样"}
WRONG: Final = {True: "确定有一处写错", False: "很可能有一处写错"}


@on_rule("N-SET")
def figures(case: Case, rule: Rule) -> Iterator[Finding]:
    """A number of the text is not the one in the tables."""
    return _contradictions(case, rule, lambda m: not _is_zero(m) and not m.unit_slip)


@on_rule("N-ZERO")
def zeros(case: Case, rule: Rule) -> Iterator[Finding]:
    """The text says none where the tables have some, or the reverse."""
    return _contradictions(case, rule, lambda m: _is_zero(m) and not m.unit_slip)


@on_rule("N-UNIT")
def units(case: Case, rule: Rule) -> Iterator[Finding]:
    """The text and the table agree but for 元 and 万元."""
    return _contradictions(case, rule, lambda m: m.unit_slip)


def _is_zero(mention: Mention) -> bool:
    return not mention.value or not mention.stated


def _contradictions(case: Case, rule: Rule, fits: Callable[[Mention], bool]) -> Iterator[Finding]:
    told = case.narrative.told() if case.narrative else None
    for mention in told.mentions if told else ():
        if mention.state == "contradicts" and fits(mention):
            yield _contradiction(case, rule, mention)


def _contradiction(case: Case, rule: Rule, mention: Mention) -> Finding:
    unit = mention.unit or "件"
    stated = mention.stated or Decimal(0)
    table = case.form.tables[mention.cells[0].partition(".")[0]].number
    words = (
        f"{section_title(case, mention.section)}写“{mention.quote}”{_meant(mention, unit)}，"
        f"{table}是 {plain(stated)} {unit}"
        f"（{cells_in_words(case, mention.cells)}），{SURE[mention.sure]}。{rule.advice}"
    )
    finding = found(rule, words, mention.cells, mention.value, stated)
    return finding._replace(sure=mention.sure)


def _meant(mention: Mention, unit: str) -> str:
    """The number where it is not written in figures, or in another unit; else it is seen."""
    value = plain(mention.value)
    seen = re.search(rf"(?<![\d.]){re.escape(value)}(?![\d.])", mention.quote) and (
        unit != "万元" or unit in mention.quote
    )
    return "" if seen else f"（即 {value} {unit}）"


def cells_in_words(case: Case, cells: tuple[str, ...]) -> str:
    """The first of the cells in words, and how many there are."""
    listed = [case.where(cell) for cell in cells[:3]]
    more = f"等 {len(cells)} 格" if len(cells) > 3 else ""
    return "＋".join(listed) + more + ("之和" if len(cells) > 1 else "")


def section_title(case: Case, section: str) -> str:
    """The title of a section in quotes, or 前言."""
    titles = {one.id: one.title for one in case.form.edition.sections}
    return f"“{titles[section]}”" if section in titles else PREFACE


# ---- the text against itself -------------------------------------------------------------


@on_rule("N-PART")
def parts(case: Case, rule: Rule) -> Iterator[Finding]:
    """The parts named do not add up to the whole."""
    for one in _discrepancies(case, "part"):
        quotes = [f"“{quote}”" for quote in one.quotes[1:]]
        words = (
            f"{section_title(case, one.section)}写“{one.quotes[0]}”，"
            f"{cut(quotes, len(quotes), '项')}相加是 {plain(one.expected)}，"
            f"总数写的是 {plain(one.actual)}，相差 {plain(abs(one.actual - one.expected))}，"
            f"{WRONG[one.sure]}"
        )
        yield _slip(rule, one, words)


@on_rule("N-PCT")
def shares(case: Case, rule: Rule) -> Iterator[Finding]:
    """A percentage is no share of anything told or stated."""
    for one in _discrepancies(case, "share"):
        words = (
            f"{section_title(case, one.section)}写“{'，'.join(one.quotes)}”，"
            f"按 {plain(one.of or Decimal(0))} 算是 {plain(one.expected)}%，"
            f"按正文和表格里的别的数算也不是 {plain(one.actual)}%，{WRONG[one.sure]}"
        )
        yield _slip(rule, one, words)


@on_rule("N-INNER")
def told_twice(case: Case, rule: Rule) -> Iterator[Finding]:
    """The same quantity with two values."""
    for one in _discrepancies(case, "twice"):
        words = (
            f"{section_title(case, one.section)}：一个数写了两次，“{one.quotes[0]}”和"
            f"“{one.quotes[1]}”，一处是 {plain(one.expected)}，一处是 {plain(one.actual)}，"
            f"{SURE[one.sure]}"
        )
        yield _slip(rule, one, words)


def _discrepancies(case: Case, kind: str) -> Iterator[Discrepancy]:
    told = case.narrative.told() if case.narrative else None
    return (one for one in (told.discrepancies if told else ()) if one.kind == kind)


def _slip(rule: Rule, one: Discrepancy, words: str) -> Finding:
    finding = found(rule, f"{words}。{rule.advice}", one.cells, one.expected, one.actual)
    return finding._replace(sure=one.sure)
