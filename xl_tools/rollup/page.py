"""Roll-up -> one page that any browser shows, offline: who is in, who is missing, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from xl_tools.findings.html import SIGNS, STYLE
from xl_tools.findings.text import NAMES
from xl_tools.jsontext import ROLLUP
from xl_tools.rollup.result import Rollup
from xl_tools.rollup.standing import COUNTED, Standing
from xl_tools.rules.ofmany import RULES

MARK: Final = ROLLUP
MORE_STYLE: Final = """
.numbers { display: flex; flex-wrap: wrap; gap: 1em; padding: 0; list-style: none; }
.numbers li { border: 1px solid #767676; border-radius: .4em; padding: .4em 1em; }
.numbers b { display: block; font-size: 1.6em; }
meter { width: 100%; height: 1.4em; } td.words { text-align: left; }
"""


def progress_page(of: Rollup, time: str) -> str:
    """The page; self-contained, nothing is loaded from elsewhere."""
    report = of.report
    title = f"{report.organ.name} {report.year}年度报告收集进度"
    body = [f"<h1>{escape(title)}</h1>", f'<p class="small">截至 {escape(time)}</p>']
    for part in (_numbers(of), _missing(of), _apart(of), _kinds(of), _units(of)):
        body += part
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta name="generator" '
        f'content="{MARK}"><title>{escape(title)}</title><style>{STYLE}{MORE_STYLE}</style></head>\n'
        f"<body><main>\n{chr(10).join(body)}\n</main></body></html>\n"
    )


def _numbers(of: Rollup) -> Iterator[str]:
    """How far it is: a bar with words, and the four numbers an office asks for."""
    units = {one.organ for one in of.counted if not one.is_own}
    done, whole = len(units), len(units) + len(of.missing)
    wrong = sum(1 for one in of.counted if one.submission.count("error"))
    late = sum(one.late for one in of.counted)
    yield f'<p id="done">已收到并计入 {done} 个单位，应收 {whole} 个。</p>'
    yield f'<meter aria-labelledby="done" min="0" max="{max(whole, 1)}" value="{done}"></meter>'
    yield '<ul class="numbers">'
    for number, words in (
        (done, "已计入"),
        (len(of.missing), "未交"),
        (late, "迟报"),
        (wrong, "有错误"),
    ):
        yield f"<li><b>{number}</b>{words}</li>"
    yield "</ul>"


def _missing(of: Rollup) -> Iterator[str]:
    rows = []
    for unit in of.missing:
        day = unit.deadline(of.edition, of.report.year, of.settings)
        rows.append((unit.name, unit.role, unit.email, day.isoformat() if day else ""))
    yield from _table("未交的单位", ("单位", "角色", "邮箱", "截止日期"), rows)


def _apart(of: Rollup) -> Iterator[str]:
    rows = [
        (one.submission.file, one.organ, one.state, one.note)
        for one in of.standings
        if one.status != COUNTED
    ]
    yield from _table("没有计入的文件", ("文件", "单位", "状态", "原因"), rows)


def _kinds(of: Rollup) -> Iterator[str]:
    """Errors by kind: which rule, how often, in how many units."""
    times: Counter[tuple[str, str]] = Counter()
    units: dict[tuple[str, str], set[str]] = {}
    for one in of.counted:
        for located in one.submission.findings:
            finding = located.finding
            if finding.is_open and finding.severity != "info":
                key = finding.severity, finding.rule
                times[key] += 1
                units.setdefault(key, set()).add(one.organ)
    known = {**{rule.id: rule.title for rule in of.edition.rules.values()},
             **{rule.id: rule.title for rule in RULES.values()}}  # fmt: skip
    order = sorted(times, key=lambda key: (list(NAMES).index(key[0]), -times[key]))
    rows = [
        (
            f"{SIGNS[s]} {NAMES[s]}",
            rule,
            known.get(rule, ""),
            str(times[s, rule]),
            str(len(units[s, rule])),
        )
        for s, rule in order
    ]
    yield from _table("问题的种类", ("程度", "规则", "说的是", "处数", "单位数"), rows)


def _units(of: Rollup) -> Iterator[str]:
    yield from _table(
        "已计入的单位",
        ("单位", "收到时间", "迟报", "错误", "待核对", "文件"),
        [_unit(one) for one in of.counted],
    )


def _unit(one: Standing) -> tuple[str, ...]:
    numbers = (str(one.submission.count(severity)) for severity in ("error", "warning"))
    name = f"{one.organ}（本级）" if one.is_own else one.organ
    return name, one.when[:16], "△ 迟报" if one.late else "", *numbers, one.submission.file


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table with its caption; words where there is nothing in it."""
    listed = list(rows)
    key = f"t{sum(map(ord, caption))}"
    yield f'<h2 id="{key}">{escape(caption)}（{len(listed)}）</h2>'
    if not listed:
        yield "<p>没有。</p>"
        return
    cells = "".join(f'<th scope="col">{escape(word)}</th>' for word in head)
    yield f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{key}">'
    yield f'<table aria-labelledby="{key}"><thead><tr>{cells}</tr></thead><tbody>'
    for first, *rest in listed:
        cells = "".join(f'<td class="words">{escape(word)}</td>' for word in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
