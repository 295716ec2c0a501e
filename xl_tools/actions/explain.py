"""explain: what a rule or a cell means and how to fill it; why a finding is right as it stands."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from xl_tools.actions.desk import Desk, editions_with
from xl_tools.edition import NUMBER_TYPES, Edition, Editions, Figure, Rule
from xl_tools.placement import placement_of
from xl_tools.refusal import Refusal

if TYPE_CHECKING:
    from xl_tools.actions.book import BookDesk

SEVERITIES: Final = {"error": "错误，必须改", "warning": "提示，要核对", "info": "供参考"}
EXPLAINABLE: Final = {
    "error": "错误，改正或者说明原因",
    "warning": "提示，核对；没有错的说明原因",
    "info": "供参考，可以说明原因",
}


def run(options: Namespace, desk: Desk) -> int:
    """Print what a word means, or note the reason for a finding in a workbook."""
    if len(options.what) > 2:
        raise Refusal(f"多了“{options.what[2]}”", "原因请写在 --reason 后面，加上引号")
    if len(options.what) == 2 or options.reason:
        from xl_tools.actions.reason import record_reason

        return record_reason(options, desk)
    return _say_what(options, desk)


def press(desk: BookDesk) -> None:
    """Lead to the cell for the reason of the finding that is selected."""
    from xl_tools.actions.reason import lead_to_reason

    lead_to_reason(desk)


def _say_what(options: Namespace, desk: Desk) -> int:
    """The explanation from the newest edition that knows the word."""
    editions, chosen = editions_with(options.edition)
    known = [chosen] if chosen else sorted(editions, key=lambda e: e.first_year, reverse=True)
    word = options.what[0].strip()
    for edition in known:
        lines = list(_explained(word, edition))
        if lines:
            desk.say("\n".join(lines))
            return 0
    if lines := _of_finished_reports(word) or _of_roll_ups(word):
        desk.say("\n".join(lines))
        return 0
    raise _unknown(word, editions)


def _of_finished_reports(word: str) -> list[str]:
    """A rule by which a finished report is judged."""
    from xl_tools.review.catalog import RULES

    rule = RULES.get(word.upper())
    if rule is None:
        return []
    return [
        f"{rule.id}（成稿检查）：{rule.title}",
        f"性质：{SEVERITIES[rule.severity]}",
        f"依据：{rule.basis}",
        f"怎么办：请{rule.advice}",
    ]


def _of_roll_ups(word: str) -> list[str]:
    """A rule about many units' reports together."""
    from xl_tools.rules.ofmany import RULES

    rule = RULES.get(word.upper())
    if rule is None:
        return []
    return [
        f"{rule.id}（汇总）：{rule.title}",
        f"意思：{rule.meaning}",
        f"性质：{SEVERITIES[rule.severity]}",
        f"依据：{rule.basis}",
        f"怎么办：{rule.advice}",
    ]


def _explained(word: str, edition: Edition) -> Iterator[str]:
    if word.upper() in edition.rules:
        yield from _rule(edition.rules[word.upper()], edition)
        return
    for figure in edition.figures():
        if figure.id == word:
            yield from _cell(figure, edition)


def _rule(rule: Rule, edition: Edition) -> Iterator[str]:
    yield f"{rule.id}（{edition.name}）：{rule.title}"
    if rule.meaning:
        yield f"意思：{rule.meaning}"
    fixed = f"{SEVERITIES[rule.severity]}；不能用说明代替改正"
    yield f"性质：{EXPLAINABLE[rule.severity] if rule.explainable else fixed}"
    yield f"依据：{rule.basis}"
    if rule.advice:
        yield f"怎么办：{rule.advice}"
    relations = [r for r in placement_of(edition).relations if r.rule.id == rule.id]
    if relations:
        yield f"共 {len(relations)} 条，例如：{relations[0].words}"


def _cell(figure: Figure, edition: Edition) -> Iterator[str]:
    table, spot = edition.tables[figure.table], placement_of(edition).spot(figure.id)
    path = " ".join((*figure.row.group, figure.row.label))
    yield f"{table.number}《{table.caption}》（{edition.name}）"
    yield f"行：{path}"
    yield f"列：{' '.join((*figure.column.group, figure.column.label))}"
    yield f"工作簿位置：{spot.sheet} {spot.address}"
    unit = f"，单位：{figure.unit}" if figure.unit else ""
    yield f"填什么：{NUMBER_TYPES[figure.type]}{unit}"
    if figure.row.article:
        yield f"依据：{figure.row.article}"
    yield from (f"说明：{text}" for text in (figure.row.help, figure.column.help) if text)
    said = (*figure.row.synonyms, *figure.column.synonyms)
    if said:
        yield f"台账上常写作：{'、'.join(said)}"
    rules = [r for r in placement_of(edition).relations if figure.id in r.cells]
    yield from (f"参加核对：〔{r.rule.id}〕{r.words}" for r in rules)


def _unknown(word: str, editions: Editions) -> Refusal:
    words = {name for e in editions for name in (*e.rules, *(f.id for f in e.figures()))}
    near = get_close_matches(word, words, 3, 0.5) or get_close_matches(word.upper(), words, 3, 0.5)
    advice = f"是不是：{'、'.join(near)}" if near else "例如 T3-BAL，或 applications.received.total"
    return Refusal(f"没有叫“{word}”的规则或单元格", advice)
