"""How much of the text stood in last year's report already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Rule
from xl_tools.records import NamedTuple
from xl_tools.report import Report
from xl_tools.rules.finding import Case, Finding, cut, found
from xl_tools.rules.lastyear import report_of_last_year
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import late, texts_of

# What is the same in every report by its nature: names of laws, years, numbers of headings, marks.
COMMON: Final = late(
    r"《[^》\n]{1,60}》|（[^）\n]{0,12}国务院令[^）\n]{0,12}）|20[0-9]{2}年度?|（[一二三四五六七八九十]）"
)
MARKS: Final = str.maketrans("", "", " \t\n\u3000，。；：、？！“”‘’（）《》,.;:?!()-—…")


class Repeated(NamedTuple):
    """How many percent of a section stood in last year's; how long it is now."""

    section: str
    share: int
    length: int


def repeated(report: Report, prior: Report, run: int) -> tuple[Repeated, ...]:
    """The figure of each section that both reports have."""
    return tuple(
        Repeated(name, *_share(own, before, run))
        for name, text in report.narrative.items()
        if name != "preface" and (own := _bare(text))
        if (before := _bare(prior.narrative.get(name, "")))
    )


def _bare(text: str) -> str:
    return COMMON().sub("", text).translate(MARKS)


def _share(text: str, before: str, run: int) -> tuple[int, int]:
    """Percent of the characters that stand in a run shared with the text before."""
    known = {before[n : n + run] for n in range(len(before) - run + 1)}
    covered, reach = 0, 0
    for n in [n for n in range(len(text) - run + 1) if text[n : n + run] in known]:
        covered += n + run - max(reach, n)
        reach = n + run
    return round(100 * covered / len(text)), len(text)


@on_rule("S-COPY")
def copied(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for the sections that repeat last year's text beyond what is usual."""
    texts_of(case)  # without any there is nothing to say
    limits, prior = case.settings.repetition, report_of_last_year(case)
    if not any(prior.narrative.values()):
        raise NotApplicable(
            "上年的报告没有文字，没法比较重复；加上 --prior 和上年的 Word、网页或工作簿就能比"
        )
    titles = {one.id: one.title for one in case.form.edition.sections}
    same = [
        f"“{titles.get(one.section, one.section)}”有 {one.share}%"
        for one in (case.narrative.repeated(prior, limits.run) if case.narrative else ())
        if one.share > limits.share and one.length >= limits.least
    ]
    if same:
        words = f"{cut(same, len(same), '部分')}的文字与上年的报告相同"
        yield found(rule, f"{words}（超过 {limits.share}% 提示）。{rule.advice}")
