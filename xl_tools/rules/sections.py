"""Rules about the six sections: are they there, and do they say what the law asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Rule, Section, Topic
from xl_tools.rules.fees import charged, tells_of_fees, unpaid
from xl_tools.rules.finding import Case, Finding, cut, found
from xl_tools.rules.registry import NotApplicable
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import PREFACE, has_any, late, texts_of

NUMBERED: Final = late("^[一二三四五六七八九十]、")
# A section that says no more than that there is nothing to say.
NOTHING: Final = late(
    r"[\s（(]*(?:暂?无|没有)(?:其他需要报告的)?(?:事项|情况|内容|问题)?[。）)\s]*"
)
LONGEST_NOTHING: Final = 30  # characters
ORDINALS: Final = frozenset("第前后")
NUMBERS: Final = frozenset("一二三四五六七八九23456789")
DIGITS: Final = {char: number for number, char in enumerate("一二三四五六七八九", 1)}
PARTS: Final = late(r"\s*个?大?部分")
TWICE: Final = late(r"年度(?:政府)?信息公开(?:工作)?年度|年年度|年度年度")


def _missing(case: Case) -> list[Section]:
    """The sections whose headings the source does not have; none where it need not have any."""
    headings = case.reading.headings
    return [one for one in case.form.edition.sections if headings and one.id not in headings]


@on_rule("S-TITLES")
def titles(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for all sections that are missing, or stand where they do not belong."""
    if not (case.narrative and case.narrative.texts()):
        raise NotApplicable("文字部分都没有写，没法核对文字")
    texts, missing = texts_of(case), _missing(case)
    if not missing:
        return
    lines = {_bare(one.text) for one in texts.paragraphs}
    moved = [f"“{one.title}”" for one in missing if _bare(one.title) in lines]
    gone = [f"“{one.title}”" for one in missing if _bare(one.title) not in lines]
    said = [f"没有找到{cut(gone, len(gone), '部分')}"] if gone else []
    said += [f"{cut(moved, len(moved), '部分')}的顺序不对"] if moved else []
    if said:
        yield found(rule, f"{'；'.join(said)}。{rule.advice}")


def _bare(text: str) -> str:
    return NUMBERED().sub("", "".join(text.split())).rstrip("。：:")


@on_rule("S-TITLE-VAR")
def title_variants(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for all headings that are worded differently, and a title with 年度 twice."""
    headings = case.reading.headings
    said = [
        f"“{headings[one.id]}”应是“{one.title}”"
        for one in case.form.edition.sections
        if one.id in headings and _plain(headings[one.id]) != _plain(one.title)
    ]
    if TWICE().search("".join(case.reading.report.title.split())):
        right = "".join(case.form.edition.title_lines).format(
            organ=case.reading.report.organ.name, year=case.reading.report.year
        )
        said.append(f"标题“{case.reading.report.title}”里“年度”重复，应是“{right}”")
    if said:
        yield found(rule, f"{cut(said, len(said), '处', '；')}。{rule.advice}")


def _plain(text: str) -> str:
    """A heading without what nobody minds: blanks, marks, the number's dot."""
    return re.sub(r"[\s、.．,，。：:]", "", text)


# ---- what each section must speak of -------------------------------------------------------


def _section(case: Case, section_id: str) -> Section | None:
    """A section of the form, unless its heading is missing: that is told once."""
    if any(one.id == section_id for one in _missing(case)):
        return None
    return next((one for one in case.form.edition.sections if one.id == section_id), None)


def _unsaid(topics: tuple[Topic, ...], text: str) -> list[str]:
    return [one.name for one in topics if one.words and not has_any(text, one.words)]


@on_rule("S-FIVE")
def overview_topics(case: Case, rule: Rule) -> Iterator[Finding]:
    """The five subjects of the overview."""
    texts, section = texts_of(case), _section(case, "overview")
    text = texts.sections.get("overview", "")
    unsaid = _unsaid(section.topics, text) if section else []
    if section and not text:
        yield found(rule, f"“{section.title}”没有写。{rule.advice}")
    elif section and unsaid:
        yield found(rule, f"“{section.title}”没有写到：{'、'.join(unsaid)}。{rule.advice}")


@on_rule("S-GOV")
def government_topics(case: Case, rule: Rule) -> Iterator[Finding]:
    """What the law asks of governments alone."""
    organ = case.reading.report.organ
    if not organ.kind and not organ.name:
        raise NotApplicable("没有填机关性质")
    if organ.kind != "government" and (organ.kind or not organ.name.endswith("人民政府")):
        return
    whole = texts_of(case).whole
    unsaid = [one["name"] for one in rule.settings["topics"] if not has_any(whole, one["words"])]
    if unsaid:
        yield found(rule, f"各级人民政府还要写：{'、'.join(unsaid)}，现在没有写到。{rule.advice}")


@on_rule("S-FIVE5")
def problems(case: Case, rule: Rule) -> Iterator[Finding]:
    """Problems and how they are mended: both there, and more than a word."""
    texts, section = texts_of(case), _section(case, "problems")
    if section is None:
        return
    text = texts.sections.get("problems", "")
    least = case.settings.limits.problems
    unsaid = [one.name for one in section.topics] if not text else _unsaid(section.topics, text)
    if not text or (_length(text) <= LONGEST_NOTHING and NOTHING().fullmatch(text)):
        names = "、".join(one.name for one in section.topics)
        what = "只写了“无”" if text else "没有写"
        yield found(rule, f"“{section.title}”{what}，要写明{names}。{rule.advice}")
    elif unsaid:
        yield found(rule, f"“{section.title}”没有写到：{'、'.join(unsaid)}。{rule.advice}")
    elif _length(text) < least:
        words = f"“{section.title}”只有 {_length(text)} 字，不到 {least} 字，太笼统"
        yield found(rule, f"{words}。{rule.advice}")


@on_rule("S-LEN")
def length(case: Case, rule: Rule) -> Iterator[Finding]:
    """The length of the overview, blanks not counted."""
    text = texts_of(case).sections.get("overview", "")
    limit = case.settings.limits.overview or case.form.edition.overview_limit
    count = _length(text)
    if count > limit:
        title = next(one.title for one in case.form.edition.sections if one.id == "overview")
        words = f"“{title}”有 {count} 字，一般不超过 {limit} 字，多了 {count - limit} 字"
        yield found(rule, f"{words}。{rule.advice}")


def _length(text: str) -> int:
    return len("".join(text.split()))


@on_rule("S-PARTS")
def parts(case: Case, rule: Rule) -> Iterator[Finding]:
    """The preface announces some parts and lists others."""
    preface = texts_of(case).sections.get(PREFACE, "")
    sections = case.form.edition.sections
    announced = _announced(preface) if "部分" in preface else ""
    named = rule.settings["named"]
    unlisted = [one.title for one in sections if not has_any(preface, named[one.id])]
    listed = len(sections) - len(unlisted)
    if not announced or listed < rule.settings["at_least"]:
        return
    said = DIGITS.get(announced) or int(announced)
    if said == listed == len(sections):
        return
    words = f"前言说有{announced}部分，列出来的是 {listed} 个"
    if unlisted:
        words += f"，没有列出：{'、'.join(title[2:] for title in unlisted)}"
    yield found(rule, f"{words}。{rule.advice}")


def _announced(preface: str) -> str:
    """The number of parts that the preface speaks of; empty where it does not."""
    ends = (match.start() for match in PARTS().finditer(preface))
    said = (preface[max(end - 2, 0) : end] for end in ends)
    return next((w[-1] for w in said if w[-1:] in NUMBERS and w[:-1] not in ORDINALS), "")


# ---- section six ---------------------------------------------------------------------------


@on_rule("S-SIX")
def other_matters(case: Case, rule: Rule) -> Iterator[Finding]:
    """Section six tells of the fees, of none too, and of what the office must tell besides."""
    texts, section = texts_of(case), _section(case, "other")
    if section is None:
        return
    text = texts.sections.get("other", "")
    unsaid = [one for one in case.settings.texts.other if one not in text]
    silent = not tells_of_fees(texts, rule) and not (unpaid(case) or charged(case))
    if case.settings.fees.state_zero and silent:
        unsaid.insert(0, "信息处理费")
    if unsaid:
        what = "没有写到" if text else "没有写，要写明"
        yield found(rule, f"“{section.title}”{what}：{'、'.join(unsaid)}。{rule.advice}")
