"""Cases -> docs/messages.md: of every rule what it says, by a real example.

`python -m tests.rules.messages` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.rules import manyunits
from tests.rules.cases import outcome_of, rule_cases
from xl_tools.edition import Edition, Rule, builtin_editions
from xl_tools.template.rulelist import EXPLAINED, GROUPS, OF_MANY, OTHER, listed_rules, weight_of

PATH = Path(__file__).parent.parent.parent / "docs" / "messages.md"
EDITIONS = builtin_editions()
INTRODUCTION = """\
# 查出问题时说的话

每条规则一个真实的例子，由 `python -m tests.rules.messages` 从
`tests/cases/rules/` 生成，测试会检查它是最新的。
规则的意思、轻重和依据在 `templates/规则清单.xlsx`，或运行 `xl-tools explain 编号`。
"""


class Example(NamedTuple):
    """A case and what a rule says of it, without its id and its basis."""

    case: str
    words: str


def examples() -> dict[tuple[str, str], Example]:
    """By rule and edition: the first case that was written for it and fails."""
    found: dict[tuple[str, str], Example] = {}
    for case in rule_cases():
        key = (case.rule, case.edition)
        if case.fails and key not in found:
            outcome = outcome_of(case, EDITIONS)
            finding = next(f for f in outcome.findings if f.rule == case.rule)
            found[key] = Example(case.data["name"], words_of(finding.message))
    return found


def words_of(message: str) -> str:
    """A message as a list shows it: the id and the basis have columns of their own."""
    return message.partition("〕")[2].rpartition("依据：")[0]


def document() -> str:
    """The whole page."""
    known = examples()
    lines, group = [INTRODUCTION], ""
    for one in listed_rules(EDITIONS):
        rule = one.rule
        own = GROUPS.get(rule.id.partition("-")[0], OTHER)
        if own != group:
            lines.append(f"## {own}\n")
            group = own
        if one.editions:
            lines += _rule(rule.id, one.editions, known)
        else:
            lines += _entry(
                rule, f"{weight_of(rule)}（{OF_MANY}）。一个县的汇总：", of_many(rule.id)
            )
    return "\n".join(lines)


def _rule(
    rule_id: str, editions: tuple[Edition, ...], known: dict[tuple[str, str], Example]
) -> Iterator[str]:
    edition = editions[0]
    rule, example = edition.rules[rule_id], known[rule_id, edition.id]
    names = "、".join(one.name for one in editions)
    weight = f"{weight_of(rule)}，{EXPLAINED[rule.explainable]}"
    yield from _entry(rule, f"{weight}（{names}）。{example.case}：", example.words)


def of_many(rule_id: str) -> str:
    """The first thing that a rule about many units says."""
    return next(words_of(f.message) for f in manyunits.findings() if f.rule == rule_id)


def _entry(rule: Rule, about: str, words: str) -> Iterator[str]:
    yield f"### {rule.id} {rule.title}\n"
    yield f"{about}\n"
    yield f"> {words}\n"


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
