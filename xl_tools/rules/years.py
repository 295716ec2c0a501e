"""Rules about years and days: last year's year left in, the day of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Rule
from xl_tools.rules.finding import MOST_SENTENCES, Case, Finding, found
from xl_tools.rules.leftovers import Slip, listed
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import HAN, Texts, late, places_of, texts_of

PERIOD: Final = late(
    r"(20[0-9]{2})\s*年\s*1\s*月\s*1\s*日(?:起)?\s*(?:至|到|—|－|-|～|~)+\s*(?:(20[0-9]{2})\s*年\s*)?12\s*月\s*31\s*日"
)
# A paragraph or a sentence that opens with a year: 2024年，我局……
OPENING: Final = late(r"(20[0-9]{2})\s*年(?:度|[，,]|以来)")
YEAR: Final = late("20[0-9]{2}")
FEES: Final = late(r"(20[0-9]{2})年(?:度)?[^。；\n]{0,12}信息处理费")
PLANNED: Final = late(
    rf"(20[0-9]{{2}})年(?:度)?[，,]?(?:[我本全]{HAN}{{1,3}}?|{HAN}{{0,8}}?(?:政府|[局委办镇乡]|街道))?"
    "(?:将|拟|计划|重点(?:做|抓)|要(?:着力|进一步))"
)
OPENS: Final = frozenset(("", "\n", "。", "："))
# Last year is rightly spoken of where it is compared with or judged.
COMPARED: Final = late("相比|同比|较|比上|增长|下降|减少|考核|评为|评估|排名|获|自20")
TITLE: Final = late(r"(20[0-9]{2})\s*年")
DAY: Final = late(r"(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})")

Day = tuple[int, int, int]  # year, month, day


@on_rule("S-YEAR")
def years(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for all years that are not those of this report."""
    texts, year = texts_of(case), case.reading.report.year
    slips = [*_periods(texts, year), *_openings(texts, year), *_plans(texts, year)]
    title = TITLE().search(case.reading.report.title)
    said = [f"标题写的是 {title[1]} 年"] if title and int(title[1]) != year else []
    if slips:
        said.append(listed(texts, sorted(slips), MOST_SENTENCES - len(said)))
    if said:
        yield found(rule, f"{'；'.join(said)}。报告年度是 {year} 年，{rule.advice}")


def _periods(texts: Texts, year: int) -> Iterator[Slip]:
    for match in PERIOD().finditer(texts.whole):
        first, last = int(match[1]), int(match[2] or match[1])
        if (first, last) != (year, year):
            right = f"{year}年1月1日至{year}年12月31日"
            yield Slip(*match.span(), f"统计期限“{match[0]}”应是{right}")


def _openings(texts: Texts, year: int) -> Iterator[Slip]:
    """The year that a paragraph is said to be about, and the year of the fees."""
    for match in OPENING().finditer(texts.whole):
        if texts.whole[: match.start()].rstrip(" \u3000")[-1:] not in OPENS:
            continue
        start, own = match.start(1), texts.at(match.start(1))
        sentence = re.split("[。；]", texts.whole[start : start + 60])[0]
        past = own.section != "problems" and int(match[1]) == year - 1
        if past and "以来" not in match[0] and not COMPARED().search(sentence):
            said = f"写的是{texts.quote(start, match.end())}，很可能是上年的没有改"
            yield Slip(start, match.end(), said)
    for match in places_of(FEES, texts.whole, ("信息处理费",)):
        if int(match[1]) != year and "、" not in match[0]:
            yield Slip(*match.span(), f"写的是“{match[0]}”")


def _plans(texts: Texts, year: int) -> Iterator[Slip]:
    """What is planned is planned for the year of the report or the next."""
    problems = texts.sections.get("problems", "")
    if all(int(said) in (year, year + 1) for said in YEAR().findall(problems)):
        return
    for match in PLANNED().finditer(texts.whole):
        own = texts.at(match.start())
        if own.section == "problems" and int(match[1]) not in (year, year + 1):
            said = f"写的是“{match[0]}”，应是 {year} 年或 {year + 1} 年的打算"
            yield Slip(*match.span(), said)


# ---- the day of the report -----------------------------------------------------------------


@on_rule("S-DATE")
def day(case: Case, rule: Rule) -> Iterator[Finding]:
    """The day of the report: after the year it tells of, by the day it is due."""
    report = case.reading.report
    found_day = DAY().search(report.date)
    if found_day is None:
        return  # the form does not ask for one
    signed = int(found_day[1]), int(found_day[2]), int(found_day[3])
    if not _is_day(*signed):
        yield found(rule, f"成文日期“{report.date}”没有这一天。{rule.advice}")
        return
    if signed < (report.year, 12, 31):
        words = f"成文日期是 {_spelt(signed)}，早于统计期限的最后一天 {report.year}-12-31"
        yield found(rule, f"{words}。{rule.advice}")
        return
    due = _due(case)
    if due is None:
        raise NotApplicable("没有填机关级别或性质，不知道公布时限")
    if signed > due:
        yield found(rule, f"成文日期是 {_spelt(signed)}，晚于公布时限 {_spelt(due)}。{rule.advice}")


def _due(case: Case) -> Day | None:
    """The last day for publishing; local practice comes first."""
    organ = case.reading.report.organ
    key = case.form.edition.publication_key(organ.level, organ.kind)
    if not key:
        return None
    own = case.settings.dates._asdict().get(key, "")
    month, of_month = map(int, (own or case.form.edition.publication[key]).split("-"))
    return case.reading.report.year + 1, month, of_month


def _is_day(year: int, month: int, of_month: int) -> bool:
    """Told without `datetime`, which would take a hundredth of a command's start."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= of_month <= lengths[month - 1]


def _spelt(day: Day) -> str:
    return "{}-{:02}-{:02}".format(*day)
