"""Roll-up -> words for a person: who is in, who is not and why, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.findings.text import kind_of
from xl_tools.rollup.result import UNNAMED, Rollup
from xl_tools.rollup.rules import asks_about_suits
from xl_tools.rollup.standing import ASIDE, COUNTED, STATUSES, UNREADABLE
from xl_tools.rules.finding import MOST_LISTED
from xl_tools.rules.ofmany import TEXT

MOST_NAMED: Final = 40


def rollup_text(of: Rollup) -> str:
    """The whole account."""
    return "\n".join(_lines(of))


def _lines(of: Rollup) -> Iterator[str]:
    report = of.report
    late = sum(one.late for one in of.counted)
    yield (
        f"{report.organ.name} {report.year}年度汇总，{of.edition.name}：计入 {len(of.counted)} 份，"
        f"未计入 {len(of.standings) - len(of.counted)} 个文件，未交 {len(of.missing)} 个单位，"
        f"迟报 {late} 个。"
    )
    if report.organ.name == UNNAMED:
        yield "  【注意】不知道是哪个机关的汇总：请加上 --own 和本级的报告，或在汇总表里填上。"
    for words in (*STATUSES.values(), ASIDE):
        rest = [one for one in of.standings if one.state == words and one.status != COUNTED]
        if rest:
            yield f"  【{words}】{len(rest)} 个："
            for one in rest[:MOST_NAMED]:
                yield f"    {one.submission.file}：{one.note.rstrip('。')}。"
            yield from _more(len(rest))
    noted = [one for one in of.counted if one.note]
    for one in noted[:MOST_NAMED]:
        yield f"  【注意】{one.organ}（{one.submission.file}）：{one.note}。"
    yield from _more(len(noted))
    if of.missing:
        sent = {one.unit.name for one in of.standings if one.unit}
        names = "、".join(
            f"{unit.name}（交了没有计入）" if unit.name in sent else unit.name
            for unit in of.missing[:MOST_NAMED]
        )
        more = f"等 {len(of.missing)} 个" if len(of.missing) > MOST_NAMED else ""
        yield f"  【未交】{names}{more}。"
    yield from _found(of)


def _more(count: int) -> Iterator[str]:
    if count > MOST_NAMED:
        yield f"    等 {count} 个。"


def _found(of: Rollup) -> Iterator[str]:
    """What is wrong in the sum, and how many findings the units have."""
    told = tuple(f"{one.submission.file}：" for one in of.standings if one.status != COUNTED)
    for finding in of.findings:
        words = finding.message.removeprefix(f"〔{finding.rule}〕")
        if not words.startswith((*told, "还缺 ")):
            yield f"  【{kind_of(finding)}】{finding.message}"
    for finding in of.outcome.findings[:MOST_LISTED]:
        yield f"  【汇总表{kind_of(finding)}】{finding.message}"
    wrong = [one for one in of.counted if one.submission.count("error")]
    for one in wrong[:MOST_NAMED]:
        yield f"  【单位有错】{one.organ}：错误 {one.submission.count('error')} 处。"
    yield from _more(len(wrong))
    errors = sum(one.submission.count("error") for one in of.counted)
    warnings = sum(one.submission.count("warning") for one in of.counted)
    yield f"  各单位：错误 {errors} 处（{len(wrong)} 个单位），待核对 {warnings} 处。"
    yield f"  汇总表自身的校验结论：{of.outcome.verdict}。"
    yield f"  {_next(of, bool(wrong))}"


def _next(of: Rollup, wrong: bool) -> str:
    if any(one.status == UNREADABLE and not one.aside for one in of.standings):
        return "下一步：读不出的文件请单位另交一份，再汇总一次。"
    if of.missing:
        return "下一步：催报没有交的单位，收到后再汇总一次。"
    if wrong:
        return "下一步：请有错的单位改正后重报，再汇总一次。"
    if asks_about_suits(of.findings):
        return "下一步：把共同被告的案件列出来（怎么列见上面 RU-DUP 一条），再汇总一次。"
    if any(one.rule == TEXT.id for one in of.findings):
        return (
            "下一步：打开汇总表，把正文按合计改好、存盘，再生成文档："
            "xl-tools assemble 汇总.xlsx -o 汇总.docx"
        )
    return "下一步：核对汇总表，无误后生成文档：xl-tools assemble 汇总.xlsx -o 汇总.docx"
