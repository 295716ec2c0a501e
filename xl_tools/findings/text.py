"""Findings -> words for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Editions
from xl_tools.report import Reading
from xl_tools.rules import Outcome
from xl_tools.rules.finding import MOST_LISTED, Finding

NAMES: Final = {"error": "错误", "warning": "待核对", "info": "供参考"}
EXPLAINED: Final = "已说明"
WORKBOOKS: Final = (".xlsx", ".xlsm")
SURE: Final = {True: "很大", False: "较大", None: ""}  # how far a finding is to be trusted
NEXT: Final = {
    "通过": "可以生成文档了：",
    "有错误": "请按上面的提示改工作簿，改好后再校验一次。",
    "有待说明": "请逐条核对，填错的改正；表格方面确实没有错的，在“校验”表的“情况说明”一列写原因。",
    "尚未填写": "请先填写三张表。",
}


def counts(outcome: Outcome) -> dict[str, int]:
    """How many findings of each severity, those that were explained aside."""
    found = [finding.severity for finding in outcome.findings if finding.is_open]
    return {name: found.count(name) for name in NAMES}


def kind_of(finding: Finding) -> str:
    """What a person calls it: 错误, 待核对, 供参考, or 已说明."""
    return NAMES[finding.severity] if finding.is_open else EXPLAINED


def weight_of(finding: Finding) -> str:
    """The same, and where text or last year is judged how sure that is: 待核对，把握较大."""
    sure = SURE[finding.sure] if finding.is_open else ""
    return f"{kind_of(finding)}，把握{sure}" if sure else kind_of(finding)


# The same of a file in which nothing is filled in or explained: Word, PDF, a page.
FINISHED: Final = {
    "通过": "没有要改的了。",
    "有错误": "请按上面的提示改正，改好后再校验一次。",
    "有待说明": "请逐条核对，写错的改正。",
    "尚未填写": "请先填写三张表。",
}


def next_step(outcome: Outcome, file: str, prior: str = "") -> str:
    """What to do now; of a workbook with the very command.

    `prior` is the file of last year's report where one was given beside it.
    """
    if not file.lower().endswith(WORKBOOKS):
        return FINISHED[outcome.verdict]
    words = NEXT[outcome.verdict]
    name, document = (_typed(one) for one in (file, f"{file.rpartition('.')[0]}.docx"))
    if outcome.verdict == "通过":
        return f"{words}xl-tools assemble {name} -o {document}"
    # Where an error cannot be explained away, it is to be mended first.
    open_ = [one for one in outcome.findings if one.is_open and one.severity != "info"]
    rule = open_[0].rule if open_ and all(one.explainable for one in open_) else ""
    command = f'xl-tools explain {name} {rule}{_beside(prior)} --reason "原因"'
    return f"{words}也可以运行：{command}" if rule else words


def _typed(name: str) -> str:
    """A name of a file as it is typed into a command."""
    return f'"{name}"' if " " in name else name


def _beside(prior: str) -> str:
    """Last year's file in a command."""
    return f" --prior {_typed(prior)}" if prior else ""


def coverage_words(outcome: Outcome) -> str:
    """How many figures another one speaks for, and that of the others nothing is known."""
    left = outcome.cells - outcome.checked
    known = f"共 {outcome.cells} 个数，{outcome.checked} 个另有数可以对照"
    return f"{known}；其余 {left} 个程序看不出对错，请自己核对。" if left else f"{known}。"


def reason_of(finding: Finding) -> str:
    """The reason given, and by whom and when where that is known; empty where there is none."""
    if finding.explained is None:
        return ""
    known = "，".join(filter(None, (finding.explained.by, finding.explained.on)))
    return f"{finding.explained.reason}（{known}）" if known else finding.explained.reason


def summary(outcome: Outcome) -> str:
    """The verdict and the counts in one line."""
    numbers = "，".join(f"{NAMES[name]} {count} 处" for name, count in counts(outcome).items())
    more = f"，{EXPLAINED} {outcome.explained} 处" if outcome.explained else ""
    return f"校验结论：{outcome.verdict}（{numbers}{more}）。"


def conclusion(outcome: Outcome, file: str, prior: str = "") -> str:
    """The same behind other work, and the command that lists what was found in the file."""
    if outcome.verdict == "通过":
        return summary(outcome)
    return f"{summary(outcome)}\n是哪些、怎么改：xl-tools validate {_typed(file)}{_beside(prior)}"


def repetition_line(reading: Reading, outcome: Outcome, editions: Editions) -> str:
    """How much of each section stood in last year's report; empty where nothing is known of it."""
    titles = {one.id: one.title for one in editions.get(reading.report.edition).sections}
    known = [one for one in outcome.repetition if one.section in titles]
    shares = [f"“{titles[one.section]}”{one.share}%" for one in known]
    return f"与上年报告相同的文字：{'，'.join(shares)}。" if shares else ""


def findings_text(reading: Reading, outcome: Outcome, editions: Editions, prior: str = "") -> str:
    """All findings of one report, the verdict, and what to do next."""
    report = reading.report
    name = editions.get(report.edition).name
    lines = [f"{reading.file}：{report.organ.name or '（机关名称未填）'} {report.year}年度，{name}"]
    lines += [f"  注意：{note}。" for note in reading.notes]
    for finding in outcome.findings:
        lines.append(f"  【{weight_of(finding)}】{finding.message}")
        if not finding.is_open:
            lines.append(f"      说明：{reason_of(finding)}")
        elif finding.draft:
            lines.append(f"      上年的说明：{finding.draft}（今年仍是这个原因的，再写一次）")
    lines += _unanswered(outcome)
    lines.append(f"  {summary(outcome)}")
    repeated = repetition_line(reading, outcome, editions)
    lines += [f"  {repeated}"] if repeated else []
    lines.append(f"  {coverage_words(outcome)}")
    lines.append(f"  {next_step(outcome, reading.file, prior)}")
    return "\n".join(lines)


def _unanswered(outcome: Outcome) -> Iterator[str]:
    yield from (f"  【没法核对】{words}" for words in unanswered(outcome))


def unanswered(outcome: Outcome) -> Iterator[str]:
    """Why rules could not be applied, and which; those that fail for one reason together."""
    reasons: dict[str, list[str]] = {}
    for rule, why in outcome.not_applicable:
        reasons.setdefault(why, []).append(rule)
    for why, rules in list(reasons.items())[:MOST_LISTED]:
        yield f"{why}〔{'、'.join(dict.fromkeys(rules))}〕。"
    if len(reasons) > MOST_LISTED:
        yield f"等 {len(outcome.not_applicable)} 条。"
